"""Reads content files (YAML) into the contract's values; names every fault with file and line.

Layout of a catalogue's folder: `catalogue.yaml` (everything but the groups) and one file per
control group in `groups/`, read in the order of their names.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from nisassess.sdk.content import Catalogue, ControlGroup, Profile, Sector
from nisassess.sdk.errors import ContentError, ContentFault

T = TypeVar("T")


def read_sector(path: Path) -> Sector:
    """Read `sector.yaml`; raises ContentError."""
    return _read(path, Sector)


def read_catalogue(folder: Path) -> Catalogue:
    """Read a catalogue's folder; raises ContentError naming all faults of all its files."""
    files = sorted((folder / "groups").glob("*.yaml"))
    if not files:
        raise ContentError(
            (ContentFault(str(folder / "groups"), 0, "", "holds no group file (*.yaml)"),)
        )
    groups, faults = _gather(files, ControlGroup)
    try:
        head = _load(folder / "catalogue.yaml")
    except ContentError as error:
        raise ContentError((*error.faults, *faults)) from None
    if isinstance(head.value, dict):
        if "groups" in head.value:
            message = "control groups belong into their own files in groups/"
            faults.append(head.fault(("groups",), message))
        head.value["groups"] = groups
    faults.extend(fault for fault in _faults(head, Catalogue) if fault.key != "groups")
    if faults:
        raise ContentError(tuple(faults))
    return _adapter(Catalogue).validate_python(head.value)


def read_profiles(folder: Path) -> tuple[Profile, ...]:
    """Read every `*.yaml` of a folder as a profile; raises ContentError."""
    if not folder.is_dir():
        raise _unreadable(folder, 0, "the folder is missing")
    profiles, faults = _gather(sorted(folder.glob("*.yaml")), Profile)
    if faults:
        raise ContentError(tuple(faults))
    return tuple(profiles)


class _Document:
    """A parsed file that remembers on which line each entry stands."""

    def __init__(self, path: Path, value: Any, node: yaml.Node | None) -> None:
        self.path = path
        self.value = value
        self._node = node

    def fault(self, location: Iterable[int | str], message: str) -> ContentFault:
        keys = tuple(location)
        line = self._line(keys)
        return ContentFault(str(self.path), line, ".".join(map(str, keys)), message)

    def _line(self, keys: tuple[int | str, ...]) -> int:
        node = self._node
        line = node.start_mark.line + 1 if node is not None else 0
        for key in keys:
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
        item = node.value[key]
        return item, item.start_mark.line + 1
    return None


# The parser written in C reads the same language some ten times faster, where it is installed.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _load(path: Path) -> _Document:
    try:
        node, value = _parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _unreadable(path, 0, "the file is missing") from None
    except OSError as error:
        raise _unreadable(path, 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, 0, f"is not UTF-8 text (byte {error.start})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _unreadable(path, line, error.problem or "is no valid YAML") from error
    except (yaml.YAMLError, ValueError) as error:
        # A forbidden character, an impossible date.
        raise _unreadable(path, 0, f"is no valid YAML: {str(error).splitlines()[0]}") from error
    return _Document(path, value, node)


def _unreadable(path: Path, line: int, message: str) -> ContentError:
    return ContentError((ContentFault(str(path), line, "", message),))


_DEEPEST = 50
"""Content nests some ten levels; the parser in C ends the process on a million."""


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    _refuse_endless_nesting(text)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, None
        _refuse_repeated_keys(node)
        return node, loader.construct_document(node)
    finally:
        loader.dispose()


def _refuse_endless_nesting(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            problem = f"entries are nested more than {_DEEPEST} levels deep"
            mark: Any = event.start_mark
            raise yaml.constructor.ConstructorError(None, None, problem, mark)


def _refuse_repeated_keys(root: yaml.Node) -> None:
    """Plain YAML would silently keep the last of two entries under one key."""
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        children = node.value if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            _refuse_repeated(node)
            children = [value for _, value in node.value]
        for child in children:
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)


def _refuse_repeated(node: yaml.MappingNode) -> None:
    keys: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in keys:
                problem = f"the key '{key.value}' stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            keys.add(key.value)


def _gather(files: Iterable[Path], kind: type[T]) -> tuple[list[T], list[ContentFault]]:
    values: list[T] = []
    faults: list[ContentFault] = []
    for file in files:
        try:
            values.append(_read(file, kind))
        except ContentError as error:
            faults.extend(error.faults)
    return values, faults


def _read(path: Path, kind: type[T]) -> T:
    document = _load(path)
    faults = _faults(document, kind)
    if faults:
        raise ContentError(faults)
    return _adapter(kind).validate_python(document.value)


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    adapter: TypeAdapter[T] = _ADAPTERS[kind]
    return adapter


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Catalogue, ControlGroup, Profile, Sector)
}


def _faults(document: _Document, kind: type[Any]) -> tuple[ContentFault, ...]:
    try:
        _adapter(kind).validate_python(document.value)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        return tuple(
            document.fault(problem["loc"], _in_words(problem))
            for problem in problems
            if not _follows(problem, problems)
        )
    return ()


def _follows(problem: ErrorDetails, problems: list[ErrorDetails]) -> bool:
    """Tell whether a list only counts as too short because its own entries are faulty."""
    place = problem["loc"]
    return problem["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in problems
    )


_WORDS = {
    "missing": "is required",
    "unexpected_keyword_argument": "is no entry that belongs here; check the spelling",
    "dataclass_type": "must be a block of named entries",
    "tuple_type": "must be a list",
    "dict_type": "must be a block of named entries",
    "string_type": "must be text; put quotation marks around numbers, dates, yes and no",
    "too_short": "needs at least one entry",
}


def _in_words(problem: ErrorDetails) -> str:
    words = _WORDS.get(problem["type"], problem["msg"])
    found = problem["input"]
    if problem["type"] == "missing" or not isinstance(found, str | int | float | date):
        return words
    return f"{words} (found: {str(found)[:60]})"
