"""Names of other tools as ids by our rule; no two the same, and every change told."""

import re
import unicodedata

from nisassess.catalogues.interchange.report import Report

LONGEST_ID = 120
LONGEST_SLUG = 80
LONGEST_VALUE = 40

_TRANSLITERATED = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "œ": "oe", "þ": "th", "ð": "d"}
)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower().translate(_TRANSLITERATED))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def slug(text: str, longest: int = LONGEST_SLUG) -> str:
    """Lower-case letters, digits and single hyphens; empty where nothing of it remains."""
    return re.sub(r"[^a-z0-9]+", "-", _plain(text)).strip("-")[:longest].strip("-")


def dotted_id(text: str, longest: int = LONGEST_ID) -> str:
    """Slugs joined by dots; `AC-2(1)` becomes `ac-2-1`, `5.1` stays."""
    pieces = (slug(piece, longest) for piece in _plain(text).split("."))
    return ".".join(piece for piece in pieces if piece)[:longest].strip("-.")


def value_of(text: str) -> str:
    """A choice's value: lower-case letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", _plain(text)).strip("_")[:LONGEST_VALUE].strip("_")


class Names:
    """Gives each name of the source an id that no other has."""

    def __init__(self, report: Report, prefix: str = "", longest: int = LONGEST_ID) -> None:
        self._report = report
        self._prefix = prefix
        self._longest = longest
        self._taken: dict[str, str] = {}
        self._last: dict[str, int] = {}
        """By an id that several wished for, the last number that was given."""

    def take(self, name: str, path: str, fallback: str = "entry") -> str:
        """A free id for a name; tells when it had to differ because another took it."""
        prefix = f"{self._prefix}." if self._prefix else ""
        room = self._longest - len(prefix)
        wished = prefix + (dotted_id(name, room) or dotted_id(fallback, room) or "entry")
        found, number = wished, self._last.get(wished, 1)
        while found in self._taken:
            number += 1
            ending = f"-{number}"
            found = f"{wished[: self._longest - len(ending)].rstrip('-.')}{ending}"
        self._last[wished] = number
        if found != wished:
            first = self._taken[wished]
            self._report.changed(path, f"its id is taken by {first}; it became '{found}'")
        self._taken[found] = path
        return found


class SlugNames(Names):
    """The same for ids without dots."""

    def __init__(self, report: Report, longest: int = LONGEST_SLUG) -> None:
        super().__init__(report, "", longest)

    def take(self, name: str, path: str, fallback: str = "entry") -> str:
        """A free id for a name."""
        return super().take(slug(name, self._longest), path, slug(fallback))
