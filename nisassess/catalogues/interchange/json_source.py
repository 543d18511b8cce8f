"""JSON within bounds; every fault with its line."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from nisassess.catalogues.interchange.bounds import DEEPEST, MOST_ENTRIES, refusal

Location = tuple[int | str, ...]

_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|\n+|[{}\[\],:]|[^\s{}\[\],:"]+')


class _Refused(ValueError):
    """Something that the JSON parser would let pass."""


def parse_json(name: str, text: str) -> Any:
    """The plain value; raises ContentError."""
    _refuse_excess(name, text)
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise refusal(name, error.lineno, "", f"is no valid JSON: {error.msg}") from error
    except _Refused as error:
        key = error.args[1]
        line = _line_of_repeated(text, key) or _line_of_word(text, key)
        raise refusal(name, line, key, error.args[0]) from error
    except ValueError as error:
        raise refusal(name, 0, "", f"is no valid JSON: {error}") from error


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refused(f"the key '{key}' stands twice", key)
            seen.add(key)
    return value


def _constant(word: str) -> NoReturn:
    raise _Refused(f"{word} is no number", word)


def _refuse_excess(name: str, text: str) -> None:
    """Measure depth and number before anything is built."""
    depth = entries = 0
    line = 1
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token[0] == "\n":
            line += len(token)
        elif token in {"{", "["}:
            depth += 1
        elif token in {"}", "]"}:
            depth -= 1
        elif token == ",":
            entries += 1
        if depth > DEEPEST:
            raise refusal(name, line, "", f"entries are nested more than {DEEPEST} levels deep")
        if entries > MOST_ENTRIES:
            raise refusal(name, line, "", f"holds more than {MOST_ENTRIES} entries")


@dataclass
class _Level:
    """A list or block that is open while the text is walked."""

    is_list: bool
    key: int | str
    expects_key: bool


def places(text: str) -> Iterator[tuple[Location, int]]:
    """Every entry's location with its line, in the order of the text."""
    levels: list[_Level] = []
    line = 1
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token[0] == "\n":
            line += len(token)
        elif levels and _begins_entry(levels[-1], token):
            yield tuple(level.key for level in levels), line
        _follow(levels, token)


def _begins_entry(level: _Level, token: str) -> bool:
    """In a list every value is an entry, in a block every key."""
    if token in {"}", "]", ",", ":"} or (not level.is_list and not level.expects_key):
        return False
    if not level.is_list:
        level.key = json.loads(token) if token.startswith('"') else token
        level.expects_key = False
    return True


def _follow(levels: list[_Level], token: str) -> None:
    if token in {"{", "["}:
        is_list = token == "["
        levels.append(_Level(is_list, 0 if is_list else "", not is_list))
    elif token in {"}", "]"}:
        del levels[-1:]
    elif token == "," and levels:
        level = levels[-1]
        level.expects_key = not level.is_list
        if isinstance(level.key, int):
            level.key += 1


def _line_of_repeated(text: str, key: str) -> int:
    seen: set[Location] = set()
    for location, line in places(text):
        if location and location[-1] == key:
            if location in seen:
                return line
            seen.add(location)
    return 0


def _line_of_word(text: str, word: str) -> int:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.group() == word:
            return line
        line += len(match.group()) if match.group()[0] == "\n" else 0
    return 0


def line_in_json(text: str, location: Location) -> int:
    """The line of an entry, or of the nearest block around it that exists."""
    best, found = 1, 0
    for place, line in places(text):
        if len(place) > found and place == location[: len(place)]:
            best, found = line, len(place)
            if found == len(location):
                break
    return best
