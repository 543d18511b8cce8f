"""Checks of what officers and operators write; every fault is told at its path."""

import unicodedata
from datetime import date, timedelta
from typing import Final

from nisassess.kit.errors import Issue, ValidationFailed

LONGEST_TEXT: Final = 4_000
LONGEST_BASIS: Final = 500
MOST_NAMED: Final = 400
LATEST: Final = timedelta(days=366 * 10)


class Faults:
    """Collects faults; `raise_any` ends the check."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def add(self, path: str, code: str, message: str) -> None:
        """Note a fault."""
        self.issues.append(Issue(path, code, message))

    def raise_any(self) -> None:
        """Raise ValidationFailed if there is any."""
        if self.issues:
            raise ValidationFailed(self.issues)

    def text(self, path: str, value: str | None, *, most: int = LONGEST_TEXT) -> str:
        """A text that must be there."""
        clean = (value or "").strip()
        if not clean:
            self.add(path, "missing", "must not be empty")
        return self._plain(path, clean, most)

    def optional(self, path: str, value: str | None, *, most: int = LONGEST_TEXT) -> str | None:
        """A text that may be absent."""
        clean = (value or "").strip()
        return self._plain(path, clean, most) or None

    def _plain(self, path: str, clean: str, most: int) -> str:
        if len(clean) > most:
            self.add(path, "too_long", f"must be at most {most} characters, not {len(clean)}")
        elif any(_is_unstorable(character) for character in clean):
            self.add(path, "bad_text", "must be plain text: no control characters")
        return clean

    def day(self, path: str, value: date | None, earliest: date) -> date | None:
        """A day from `earliest` on, within ten years."""
        if value is not None and not earliest <= value <= earliest + LATEST:
            self.add(path, "out_of_range", f"must be from {earliest} to {earliest + LATEST}")
        return value


def _is_unstorable(character: str) -> bool:
    """Control characters, and halves of surrogate pairs, which no database takes."""
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\r\t"
