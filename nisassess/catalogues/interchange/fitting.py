"""Texts of other tools within the contract's lengths: nothing is cut off without being kept."""

import re

from nisassess.catalogues.interchange.report import Report

LONGEST_TEXT = 4000
LONGEST_TITLE = 200

_VERSION = re.compile(r"\d{1,9}\.\d{1,9}(?:\.\d{1,9})?(?![\d])")
_WHOLE = re.compile(r"\d{1,9}")


def one_line(text: str) -> str:
    """White space and line breaks as single spaces."""
    return " ".join(text.split())


def title(text: str) -> str:
    """At most 200 characters, cut after a word."""
    line = one_line(text)
    if len(line) <= LONGEST_TITLE:
        return line
    return f"{line[: LONGEST_TITLE - 1].rsplit(' ', 1)[0][: LONGEST_TITLE - 1].rstrip()}…"


def fits_title(text: str) -> bool:
    """Tell whether a text is whole as a title."""
    return len(one_line(text)) <= LONGEST_TITLE


def pieces(text: str) -> tuple[str, ...]:
    """The text in pieces of at most 4000 characters, cut between paragraphs, lines or words."""
    whole, found, start = text.strip(), [], 0
    while len(whole) - start > LONGEST_TEXT:
        end = _end_of_piece(whole, start)
        found.append(whole[start:end].strip())
        start = end
    found.append(whole[start:].strip())
    return tuple(piece for piece in found if piece)


def _end_of_piece(text: str, start: int) -> int:
    for mark in ("\n\n", "\n", ". ", " "):
        end = text.rfind(mark, start + LONGEST_TEXT // 2, start + LONGEST_TEXT - 1)
        if end > 0:
            return end + 1
    return start + LONGEST_TEXT


def text(found: str, path: str, report: Report) -> tuple[str, tuple[str, ...]]:
    """The beginning that fits, and the rest for the guidance; tells when there is a rest."""
    first, *rest = pieces(found) or ("",)
    if rest:
        report.changed(path, "is longer than 4000 characters; its rest stands in the guidance")
    return first, tuple(rest)


def version(found: str, path: str, report: Report) -> str:
    """Two or three numbers; tells when the source's version was another."""
    match = _VERSION.search(found)
    whole = _WHOLE.fullmatch(found)
    taken = match.group() if match else f"{found}.0" if whole else "1.0"
    if taken != found:
        report.changed(path, f"the version '{found or 'none'}' became '{taken}'")
    return taken


def evidence(
    lines: list[str], path: str, report: Report
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Examples of evidence that are short enough, and those that are not, for the guidance."""
    short = tuple(one_line(line) for line in lines if line.strip() and fits_title(line))
    long = tuple(piece for line in lines if not fits_title(line) for piece in pieces(line))
    if long:
        report.changed(path, "an example of evidence of more than 200 characters is guidance")
    return short, long


def lines_of(text: str) -> list[str]:
    """The lines of a list written as text, without their bullets."""
    stripped = (re.sub(r"^[\s\-–•*·]+", "", line).strip() for line in text.splitlines())
    return [line for line in stripped if line]
