"""A parsed content file that remembers on which line each entry stands."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.reader.bounds import Unreadable, parse, text_of

Location = tuple[int | str, ...]
Names = tuple[str, ...]


class Document:
    """A file's plain value, with the line of every entry in it."""

    def __init__(self, path: Path, value: Any, node: yaml.Node | None) -> None:
        self.path = path
        self.value = value
        self._node = node

    def fault(self, location: Iterable[int | str], message: str) -> ContentFault:
        """A fault at an entry, or at the nearest block around it that exists."""
        keys = tuple(location)
        return ContentFault(str(self.path), self.line(keys), ".".join(map(str, keys)), message)

    def line(self, location: Location) -> int:
        """The line of an entry, or of the nearest block around it that exists."""
        node = self._node
        line = node.start_mark.line + 1 if node is not None else 0
        for key in location:
            child = _child(node, key)
            if child is None:
                break
            node, line = child
        return line

    def named(self) -> Iterator[tuple[Names, int]]:
        """Every entry with its line, list entries by their `id` or `value` where they have one."""
        waiting: list[tuple[Names, yaml.Node | None]] = [((), self._node)]
        while waiting:
            names, node = waiting.pop()
            for name, child, line in _children(node):
                yield (*names, name), line
                waiting.append(((*names, name), child))


def _children(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield _name(item) or str(number), item, item.start_mark.line + 1


def _name(node: yaml.Node) -> str | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in ("id", "value") and isinstance(value, yaml.ScalarNode):
                return str(value.value)
    return None


def _child(node: yaml.Node | None, key: int | str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == str(key):
                return value_node, key_node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item = node.value[key]
        return item, item.start_mark.line + 1
    return None


def load(path: Path) -> Document:
    """Parse one file; raises ContentError."""
    try:
        node, value = parse(text_of(path))
    except Unreadable as error:
        raise whole(path, error.message, error.line) from error
    return Document(path, value, node)


def whole(path: Path, message: str, line: int = 0) -> ContentError:
    """An error that concerns a file or folder as a whole."""
    return ContentError((ContentFault(str(path), line, "", message),))
