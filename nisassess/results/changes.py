"""What differs between two documents of results, by place."""

import json
from collections.abc import Iterator
from typing import Any

_TOLD = 20
_MISSING = object()


def changes(before: bytes, after: bytes | None) -> list[str]:
    """Sentences on what became of sealed results; at most some twenty."""
    if after is None:
        return ["the embedded results were taken away"]
    try:
        found = list(_differences(json.loads(before), json.loads(after), ""))
    except (ValueError, RecursionError):
        return ["the embedded results were replaced by something that cannot be read"]
    told = [f"{place or 'the whole document'} was changed" for place in found[:_TOLD]]
    if len(found) > _TOLD:
        told.append(f"{len(found) - _TOLD} further places were changed")
    return told


def _differences(before: Any, after: Any, place: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            inner = f"{place}/{name}"
            yield from _differences(before.get(name, _MISSING), after.get(name, _MISSING), inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{place}/{at}")
    elif before != after:
        yield place
