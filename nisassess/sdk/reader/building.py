"""Builds the plain value of a YAML text and, beside it, the line of every entry, in one pass.

Content files are plain trees, so what they never need is refused at its line: aliases, tags,
keys that are no single word. Nothing is built of what is beyond the bounds.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

DEEPEST = 50
"""Content nests some ten levels; the parser in C ends the process on a million."""
MOST_ENTRIES = 40_000
"""Keys and values in one file; the largest of our own has some three thousand."""
LONGEST_NUMBER = 64
"""Characters of a number or date; Python takes hours over one of millions of digits."""

# The parser written in C reads the same language some ten times faster, where it is installed.
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"
_AS_TEXT = {_TEXT, "tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"}


class Lines:
    """Where an entry begins, and the entries inside it."""

    __slots__ = ("inside", "line")

    def __init__(self, line: int) -> None:
        self.line = line
        self.inside: dict[str, tuple[int, Lines]] | list[Lines] | None = None


class _Open:
    """A block or list that is being read."""

    __slots__ = ("key", "key_line", "lines", "raw", "value")

    def __init__(self, value: dict[Any, Any] | list[Any], lines: Lines) -> None:
        self.value = value
        self.lines = lines
        self.raw: str | None = None
        """The key that waits for its value, as it is written."""
        self.key: Any = None
        self.key_line = 0


def build(text: str) -> tuple[Any, Lines | None]:
    """The value of a text and the lines of its entries; raises yaml.YAMLError or ValueError."""
    loader = LOADER(text)
    try:
        return _Builder(loader).whole()
    finally:
        loader.dispose()


class _Builder:
    def __init__(self, loader: Any) -> None:
        self._loader = loader  # typed by no stub: the parser in C, or the one in Python
        self._open: list[_Open] = []
        self._value: Any = None
        self._lines: Lines | None = None

    def whole(self) -> tuple[Any, Lines | None]:
        documents = 0
        for event in self._events():
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._put(event, self._scalar(event), Lines(_line(event)))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._begin(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._open.pop()
            elif kind is yaml.AliasEvent:
                _refuse(event, f"refers to an entry elsewhere (*{event.anchor}); write it out here")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    _refuse(event, "but found another document")
        return self._value, self._lines

    def _events(self) -> Iterator[Any]:
        for entries in range(MOST_ENTRIES + 1):
            event: Any = self._loader.get_event()
            if isinstance(event, yaml.StreamEndEvent):
                return
            if entries == MOST_ENTRIES:
                problem = f"holds more than {MOST_ENTRIES} entries; divide it into several files"
                _refuse(event, problem)
            yield event

    def _begin(self, event: Any) -> None:
        _refuse_tag(event)
        value: dict[Any, Any] | list[Any] = [] if type(event) is yaml.SequenceStartEvent else {}
        lines = Lines(_line(event))
        lines.inside = {} if isinstance(value, dict) else []
        self._put(event, value, lines)
        self._open.append(_Open(value, lines))
        if len(self._open) > DEEPEST:
            _refuse(event, f"entries are nested more than {DEEPEST} levels deep")

    def _put(self, event: Any, value: Any, lines: Lines) -> None:
        """A key, or a value at the place that waits for it."""
        if not self._open:
            self._value, self._lines = value, lines
            return
        at = self._open[-1]
        if isinstance(at.value, list):
            at.value.append(value)
            at.lines.inside.append(lines)  # type: ignore[union-attr]
        elif at.raw is None:
            self._key(at, event, value)
        else:
            at.value[at.key] = value
            at.lines.inside[at.raw] = (at.key_line, lines)  # type: ignore[index,call-overload]
            at.raw = None

    @staticmethod
    def _key(at: _Open, event: Any, value: Any) -> None:
        if type(event) is not yaml.ScalarEvent:
            _refuse(event, "a key must be a single word, not a block or a list")
        if event.value in at.lines.inside:  # type: ignore[operator]
            # YAML itself would silently keep the last of the two.
            _refuse(event, f"the key '{event.value}' stands twice")
        at.raw, at.key, at.key_line = event.value, value, _line(event)

    def _scalar(self, event: Any) -> Any:
        """Text, or for what is not quoted the number, date or truth value it looks like."""
        _refuse_tag(event)
        text: str = event.value
        if not event.implicit[0] or text[:1] not in self._loader.yaml_implicit_resolvers:
            return text
        tag: Any = self._loader.resolve(yaml.ScalarNode, text, (True, False))
        if tag in _AS_TEXT:
            return text
        if len(text) > LONGEST_NUMBER:
            _refuse(event, f"a number or date has more than {LONGEST_NUMBER} characters")
        node = yaml.ScalarNode(tag, text, event.start_mark, event.end_mark)
        return self._loader.yaml_constructors[tag](self._loader, node)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refuse_tag(event: Any) -> None:
    if event.tag is not None and event.tag != "!":
        _refuse(event, f"bears the tag {event.tag}; write a plain entry")


def _refuse(event: yaml.Event, problem: str) -> NoReturn:
    mark: Any = event.start_mark
    raise yaml.constructor.ConstructorError(None, None, problem, mark)
