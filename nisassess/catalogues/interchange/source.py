"""A parsed foreign file, read entry by entry; what has the wrong shape is told at its line."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from nisassess.catalogues.interchange.bounds import decode, read_bytes, refusal
from nisassess.catalogues.interchange.json_source import line_in_json, parse_json
from nisassess.catalogues.interchange.yaml_source import line_in_yaml, parse_yaml

Location = tuple[int | str, ...]

# A half of a pair cannot be written as UTF-8, and content files hold no control characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Source:
    """One file: its value, and on which line each entry stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self._text = decode(self.name, read_bytes(path))
        self._is_json = self._text.lstrip()[:1] in {"{", "["}
        parse = parse_json if self._is_json else parse_yaml
        self.value: Any = parse(self.name, self._text)
        for location, text in _texts(self.value):
            if _FORBIDDEN.search(text):
                self.refuse(location, "holds a control character or half a character")

    @cached_property
    def top(self) -> "Entry":
        """The whole file; it must be a block of named entries."""
        if not isinstance(self.value, dict):
            self.refuse((), "must be a block of named entries")
        return Entry(self, self.value, ())

    def refuse(self, location: Location, message: str) -> NoReturn:
        """End the import with a fault at an entry's line."""
        find = line_in_json if self._is_json else line_in_yaml
        raise refusal(self.name, find(self._text, location), dotted(location), message)


def _texts(value: Any) -> Iterator[tuple[Location, str]]:
    waiting: list[tuple[Location, Any]] = [((), value)]
    while waiting:
        location, entry = waiting.pop()
        if isinstance(entry, str):
            yield location, entry
        elif isinstance(entry, dict):
            yield from ((location, key) for key in entry)
            waiting.extend(((*location, key), item) for key, item in entry.items())
        elif isinstance(entry, list):
            waiting.extend(((*location, number), item) for number, item in enumerate(entry))


def dotted(location: Location) -> str:
    """A location as it is told to people."""
    return ".".join(map(str, location))


class Entry:
    """A block of named entries inside a file."""

    __slots__ = ("location", "source", "value")

    def __init__(self, source: Source, value: dict[str, Any], location: Location) -> None:
        self.source = source
        self.value = value
        self.location = location

    @property
    def path(self) -> str:
        """Where it stands in its file."""
        return dotted(self.location)

    def at(self, key: str) -> str:
        """Where one of its entries stands."""
        return dotted((*self.location, key))

    def has(self, key: str) -> bool:
        """Tell whether something stands there."""
        return self.value.get(key) not in (None, "", [], {})

    def refuse(self, message: str, key: str | None = None) -> NoReturn:
        """End the import with a fault here."""
        location = self.location if key is None else (*self.location, key)
        self.source.refuse(location, message)

    def text(self, key: str) -> str:
        """A text, number or date as text, stripped; empty where nothing stands."""
        found = self.value.get(key)
        if found is None:
            return ""
        if isinstance(found, bool):
            return "true" if found else "false"
        if not isinstance(found, str | int | float):
            self.refuse("must be text", key)
        return str(found).strip()

    def needed(self, key: str) -> str:
        """A text that must stand there."""
        return self.text(key) or self.refuse(f"'{key}' is required")

    def flag(self, key: str) -> bool:
        """True or false; false where nothing stands."""
        found = self.value.get(key)
        if found is None or isinstance(found, bool):
            return bool(found)
        if not isinstance(found, str) or found.lower() not in {"true", "yes", "false", "no"}:
            self.refuse("must be true or false", key)
        return found.lower() in {"true", "yes"}

    def block(self, key: str) -> "Entry":
        """A block of named entries; an empty one where nothing stands."""
        found = self.value.get(key)
        if found is None:
            found = {}
        if not isinstance(found, dict):
            self.refuse("must be a block of named entries", key)
        return Entry(self.source, found, (*self.location, key))

    def blocks(self, key: str) -> "list[Entry]":
        """A list of blocks; empty where nothing stands."""
        return [
            Entry(self.source, item, location)
            if isinstance(item, dict)
            else self.source.refuse(location, "must be a block of named entries")
            for item, location in self._items(key)
        ]

    def named(self, key: str) -> "dict[str, Entry]":
        """Blocks by their names."""
        block = self.block(key)
        return {name: block.block(name) for name in block.value}

    def texts(self, key: str) -> list[str]:
        """A list of texts; a single one counts as a list of one."""
        if not isinstance(self.value.get(key), list):
            return [self.text(key)] if self.text(key) else []
        return [
            str(item).strip()
            if isinstance(item, str | int | float)
            else self.source.refuse(location, "must be text")
            for item, location in self._items(key)
        ]

    def _items(self, key: str) -> list[tuple[Any, Location]]:
        found = self.value.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self.refuse("must be a list", key)
        return [(item, (*self.location, key, number)) for number, item in enumerate(found)]
