"""YAML within bounds, its scalars as they are written; every fault with its line.

A number stays the text it was written as (`1.10` is the number of a requirement, not 1.1), and
so does a date; only `true`, `false` and nothing are what they are.
"""

from typing import Any, NoReturn

import yaml

from nisassess.catalogues.interchange.bounds import DEEPEST, MOST_ENTRIES, refusal

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = "tag:yaml.org,2002:null"
_BOOLEAN = "tag:yaml.org,2002:bool"
_BOOLEANS = {"true": True, "false": False}


def parse_yaml(name: str, text: str) -> Any:
    """The plain value; raises ContentError."""
    try:
        _refuse_excess(name, text)
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = f"is no valid YAML: {error.problem or 'it cannot be understood'}"
        raise refusal(name, line, "", message) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise refusal(name, line, "", "holds a character that YAML forbids") from error
    except (yaml.YAMLError, ValueError) as error:
        raise refusal(name, 0, "", f"is no valid YAML: {str(error).splitlines()[0]}") from error
    return None if node is None else _Builder(name).build(node, 0)


def _compose(text: str) -> yaml.Node | None:
    loader = _LOADER(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _refuse_excess(name: str, text: str) -> None:
    """Look at the stream of events only, so that nothing is built of what is refused."""
    depth = 0
    for entries, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                _refuse(name, event, f"entries are nested more than {DEEPEST} levels deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if entries > MOST_ENTRIES:
            _refuse(name, event, f"holds more than {MOST_ENTRIES} entries")


def _refuse(name: str, at: yaml.Event | yaml.Node, message: str) -> NoReturn:
    mark: Any = at.start_mark
    raise refusal(name, mark.line + 1, "", message)


class _Builder:
    """Makes plain values of nodes; an alias costs as much as if it were written out."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MOST_ENTRIES

    def build(self, node: yaml.Node, depth: int) -> Any:
        self._left -= 1
        if self._left < 0:
            message = f"its aliases stand for more than {MOST_ENTRIES} entries"
            _refuse(self._name, node, message)
        if depth > DEEPEST:
            # The events were not that deep: only an alias that holds itself goes on for ever.
            _refuse(self._name, node, "an alias refers to a block that holds it")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                _refuse(self._name, key, "a key must be text")
            if key.value in value:
                _refuse(self._name, key, f"the key '{key.value}' stands twice")
            value[key.value] = self.build(item, depth + 1)
        return value


def _scalar(node: yaml.Node) -> Any:
    if node.tag == _NOTHING:
        return None
    if node.tag == _BOOLEAN:
        return _BOOLEANS.get(node.value.lower(), node.value)
    return node.value


def line_in_yaml(text: str, location: tuple[int | str, ...]) -> int:
    """The line of an entry, or of the nearest block around it that exists."""
    node = _compose(text)
    line = 1
    for key in location:
        child = _child(node, key)
        if child is None:
            break
        node, line = child
    return line


def _child(node: yaml.Node | None, key: int | str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == str(key):
                return value_node, key_node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key].start_mark.line + 1
    return None
