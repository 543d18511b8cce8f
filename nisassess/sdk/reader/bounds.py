"""Parses YAML within bounded time and memory, whatever the file holds.

A content file is a plain tree of named entries. What a hostile or broken file could use to
exhaust the reader (size, depth, number of entries, aliases that multiply, endless numbers) is
refused at its line.
"""

from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

import yaml

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of one file; the largest of our own has some fifty thousand."""
DEEPEST = 50
"""Content nests some ten levels; the parser in C ends the process on a million."""
MOST_ENTRIES = 40_000
"""Keys and values in one file; the largest of our own has some three thousand."""
LONGEST_NUMBER = 64
"""Characters of a number or date; Python takes hours over one of millions of digits."""

# The parser written in C reads the same language some ten times faster, where it is installed.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"


class Unreadable(Exception):
    """A file cannot be read or parsed at all; `line` is 0 where none can be told."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


def text_of(path: Path) -> str:
    """The text of a regular file of at most LARGEST_FILE bytes in UTF-8; raises Unreadable."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise Unreadable(0, "is no regular file")
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise Unreadable(0, "the file is missing") from None
    except OSError as error:
        raise Unreadable(0, f"cannot be read: {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        raise Unreadable(0, f"is larger than {LARGEST_FILE} bytes; divide it into several files")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, f"is not UTF-8 text (byte {error.start})") from error


def parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The tree of nodes, which know their lines, and the plain value; raises Unreadable."""
    try:
        _refuse_excess(text)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return None, None
            _refuse_traps(node)
            return node, loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Unreadable(line, error.problem or "is no valid YAML") from error
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        # A forbidden character, an impossible date, a number out of bounds.
        raise Unreadable(0, f"is no valid YAML: {str(error).splitlines()[0]}") from error


def _refuse_excess(text: str) -> None:
    """Look at the stream of events only, so that nothing is built of what is refused."""
    depth = 0
    for entries, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if isinstance(event, yaml.AliasEvent):
            _refuse(event, f"refers to an entry elsewhere (*{event.anchor}); write it out here")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            _refuse(event, f"entries are nested more than {DEEPEST} levels deep")
        if entries > MOST_ENTRIES:
            _refuse(event, f"holds more than {MOST_ENTRIES} entries; divide it into several files")


def _refuse(event: yaml.Event | yaml.Node, problem: str) -> NoReturn:
    mark: Any = event.start_mark
    raise yaml.constructor.ConstructorError(None, None, problem, mark)


def _refuse_traps(root: yaml.Node) -> None:
    """Refuse repeated keys, of which YAML would silently keep the last, and endless numbers."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            _refuse_repeated(node)
            waiting.extend(entry for pair in node.value for entry in pair)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif node.tag != _TEXT and len(node.value) > LONGEST_NUMBER:
            _refuse(node, f"a number or date has more than {LONGEST_NUMBER} characters")


def _refuse_repeated(node: yaml.MappingNode) -> None:
    keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    counted: Counter[str] = Counter()
    for key in keys:
        counted[key.value] += 1
        if counted[key.value] > 1:
            _refuse(key, f"the key '{key.value}' stands twice")
