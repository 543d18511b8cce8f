"""Texts of CISO Assistant's entries, in their own language or in another."""

from dataclasses import dataclass

from nisassess.catalogues.interchange import fitting
from nisassess.catalogues.interchange.ciso_tree import Node
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry


def translated(entry: Entry, key: str, language: str | None) -> str:
    """A text in a language; with None in the library's own."""
    if language is None:
        return "\n".join(entry.texts(key))
    return "\n".join(entry.block("translations").block(language).texts(key))


@dataclass(frozen=True)
class RequirementTexts:
    """A requirement's texts as a control has them; empty where a language lacks them."""

    title: str
    statement: str
    guidance: tuple[str, ...]
    evidence: tuple[str, ...]


class Texts:
    """Makes a control's texts of a requirement node and of what it refers to."""

    def __init__(self, references: dict[str, Entry]) -> None:
        self._references = references

    def of(self, node: Node, language: str | None, report: Report) -> RequirementTexts:
        """The texts of a requirement in a language."""
        name = translated(node.entry, "name", language)
        description = translated(node.entry, "description", language)
        path = node.entry.path
        statement, rest = fitting.text(description or name, path, report)
        listed = fitting.lines_of(translated(node.entry, "typical_evidence", language))
        short, long = fitting.evidence(listed, path, report)
        guidance = [*_whole_title(name, description), *rest]
        guidance.extend(fitting.pieces(translated(node.entry, "annotation", language)))
        guidance.extend(long)
        for note in node.notes:
            guidance.extend(fitting.pieces(note_text(note, language)))
        guidance.extend(self._referred(node, language))
        return RequirementTexts(
            fitting.title(name or description), statement, tuple(guidance), short
        )

    def _referred(self, node: Node, language: str | None) -> list[str]:
        found: list[str] = []
        for urn in node.entry.texts("reference_controls"):
            entry = self._references.get(urn.lower())
            if entry is not None:
                found.extend(fitting.pieces(_reference_text(entry, language)))
        return found

    def unknown_references(self, node: Node) -> list[str]:
        """URNs of reference controls that the library does not hold."""
        urns = node.entry.texts("reference_controls")
        return [urn for urn in urns if urn.lower() not in self._references]


def _whole_title(name: str, description: str) -> list[str]:
    """A name that is too long for a title is kept whole, unless it is the statement itself."""
    return [] if fitting.fits_title(name) or not description else list(fitting.pieces(name))


def _reference_text(entry: Entry, language: str | None) -> str:
    name = translated(entry, "name", language) or entry.text("name")
    text = "\n".join(
        part
        for key in ("description", "annotation", "typical_evidence")
        if (part := translated(entry, key, language) or translated(entry, key, None))
    )
    heading = " ".join(part for part in (entry.text("ref_id"), name) if part)
    return f"{heading}: {text}" if text else heading


def note_text(node: Node, language: str | None) -> str:
    """A heading's own words."""
    parts = (
        translated(node.entry, key, language) or node.entry.text(key)
        for key in ("name", "description", "annotation")
    )
    return "\n".join(part for part in (node.label, *parts) if part)


def languages_of(entries: list[Entry], own: str, report: Report) -> tuple[str, ...]:
    """The other languages that an overlay can be made for."""
    found: set[str] = set()
    for entry in entries:
        for language in entry.block("translations").value:
            if len(language) == 2 and language.isascii() and language.islower():  # noqa: PLR2004
                found.add(language)
            else:
                path = entry.at(f"translations.{language}")
                report.left_out(path, "is no language of two letters")
    return tuple(sorted(found - {own}))
