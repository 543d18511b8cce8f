"""Keyset pages: `first` is required and at most 100, cursors are opaque."""

import base64
import binascii
import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from nisassess.kit.errors import Issue, ValidationFailed

T = TypeVar("T")
LARGEST_PAGE = 100
LONGEST_CURSOR = 400


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows with what is needed to ask for the next."""

    rows: tuple[T, ...]
    cursors: tuple[str, ...]
    has_next: bool


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A checked request for a page; `after` holds the key values of the last row seen."""

    first: int
    after: tuple[Any, ...] | None


def page_request(first: int, after: str | None, width: int) -> PageRequest:
    """Check `first` and decode the cursor of `width` key values; raises ValidationFailed."""
    if not 1 <= first <= LARGEST_PAGE:
        message = f"must be from 1 to {LARGEST_PAGE}, not {first}"
        raise ValidationFailed([Issue("first", "out_of_range", message)])
    return PageRequest(first, None if after is None else _decode(after, width))


def make_page(
    rows: Sequence[T], request: PageRequest, key: Callable[[T], tuple[Any, ...]]
) -> Page[T]:
    """Make a page of rows fetched with a limit of `first + 1`."""
    kept = tuple(rows[: request.first])
    return Page(kept, tuple(_encode(key(row)) for row in kept), len(rows) > request.first)


def _encode(key: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _decode(cursor: str, width: int) -> tuple[Any, ...]:
    values = None
    if len(cursor) <= LONGEST_CURSOR:
        with contextlib.suppress(binascii.Error, ValueError):
            padded = cursor + "=" * (-len(cursor) % 4)
            values = json.loads(base64.urlsafe_b64decode(padded))
    if (
        not isinstance(values, list)
        or len(values) != width
        or not all(_is_key(value) for value in values)
    ):
        message = "is not a cursor of this list; use an endCursor that it returned"
        raise ValidationFailed([Issue("after", "bad_cursor", message)])
    return tuple(values)


def _is_key(value: Any) -> bool:
    """Whether any database takes the value: NUL, for one, PostgreSQL does not."""
    if isinstance(value, str):
        return value.isprintable()
    return isinstance(value, int) and not isinstance(value, bool)
