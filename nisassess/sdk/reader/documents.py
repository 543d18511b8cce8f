"""A parsed content file that remembers on which line each entry stands."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.reader.bounds import Unreadable, parse, text_of
from nisassess.sdk.reader.building import Lines

Location = tuple[int | str, ...]
Names = tuple[str, ...]


class Document:
    """A file's plain value, with the line of every entry in it."""

    def __init__(self, path: Path, value: Any, lines: Lines | None) -> None:
        self.path = path
        self.value = value
        self._lines = lines

    def fault(self, location: Iterable[int | str], message: str) -> ContentFault:
        """A fault at an entry, or at the nearest block around it that exists."""
        keys = tuple(location)
        return ContentFault(str(self.path), self.line(keys), ".".join(map(str, keys)), message)

    def line(self, location: Location) -> int:
        """The line of an entry, or of the nearest block around it that exists."""
        lines = self._lines
        if lines is None:
            return 0
        line = lines.line
        for key in location:
            child = _child(lines, key)
            if child is None:
                break
            line, lines = child
        return line

    def named(self) -> Iterator[tuple[Names, int]]:
        """Every entry with its line, list entries by their `id` or `value` where they have one."""
        waiting: list[tuple[Names, Any, Lines | None]] = [((), self.value, self._lines)]
        while waiting:
            names, value, lines = waiting.pop()
            for name, inner, (line, child) in _children(value, lines):
                yield (*names, name), line
                waiting.append(((*names, name), inner, child))


def _child(lines: Lines, key: int | str) -> tuple[int, Lines] | None:
    inside = lines.inside
    if isinstance(inside, dict):
        return inside.get(str(key))
    if isinstance(inside, list) and isinstance(key, int) and key < len(inside):
        return inside[key].line, inside[key]
    return None


def _children(value: Any, lines: Lines | None) -> Iterator[tuple[str, Any, tuple[int, Lines]]]:
    inside = lines.inside if lines is not None else None
    if isinstance(inside, dict):
        for inner, (name, place) in zip(value.values(), inside.items(), strict=False):
            yield name, inner, place
    elif isinstance(inside, list):
        for number, (inner, child) in enumerate(zip(value, inside, strict=True)):
            yield _name(inner) or str(number), inner, (child.line, child)


def _name(value: Any) -> str | None:
    found = (value.get("id") or value.get("value")) if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def load(path: Path) -> Document:
    """Parse one file; raises ContentError."""
    try:
        value, lines = parse(text_of(path))
    except Unreadable as error:
        raise whole(path, error.message, error.line) from error
    return Document(path, value, lines)


def whole(path: Path, message: str, line: int = 0) -> ContentError:
    """An error that concerns a file or folder as a whole."""
    return ContentError((ContentFault(str(path), line, "", message),))
