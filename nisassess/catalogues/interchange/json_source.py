"""JSON within bounds; every fault with its line."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from nisassess.catalogues.interchange.bounds import DEEPEST, MOST_ENTRIES, refusal

Location = tuple[int | str, ...]

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:\n]|[^\s{}\[\],:"]+')


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
        raise refusal(name, _line_of_repeated(text, key), key, error.args[0]) from error
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
        if token == "\n":
            line += 1
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


def places(text: str) -> Iterator[tuple[Location, int]]:
    """Every entry's location with its line, in the order of the text."""
    stack: list[list[Any]] = []  # [is a list, current key or index]
    line, expects_key = 1, False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "\n":
            line += 1
        elif token in {"{", "["}:
            if stack and stack[-1][0]:
                yield tuple(level[1] for level in stack), line
            stack.append([token == "[", 0 if token == "[" else None])
            expects_key = token == "{"
        elif token in {"}", "]"}:
            if stack:
                stack.pop()
            expects_key = False
        elif token == ",":
            if stack and stack[-1][0]:
                stack[-1][1] += 1
            else:
                expects_key = True
        elif token != ":" and stack and (expects_key or stack[-1][0]):
            if not stack[-1][0]:
                stack[-1][1] = json.loads(token) if token.startswith('"') else token
                expects_key = False
            yield tuple(level[1] for level in stack), line


def _line_of_repeated(text: str, key: str) -> int:
    seen: set[Location] = set()
    for location, line in places(text):
        if location and location[-1] == key:
            if location in seen:
                return line
            seen.add(location)
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
