"""How plain values are completed to what an answer holds: one function per type and selection."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
    get_nullable_type,
    is_enum_type,
)

Completer = Callable[[Any], Any]

PLAIN_LISTS: Final = (list, tuple)
_LEAST_INT, _LARGEST_INT = -(2**31), 2**31 - 1
_EXACT: Final[dict[Any, type]] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
}
"""Leaf types whose values of exactly this Python type need no coercion."""
_TIMES: Final = frozenset({"Date", "DateTime"})
_TIMES_OF_PYTHON: Final = frozenset({date, datetime})


class LeaveIt(Exception):
    """This value is for graphql-core's executor."""


class Step:
    """One field of a selection: its name in the answer, the attribute, how it is completed."""

    __slots__ = ("attribute", "complete", "exact", "name")

    def __init__(self, name: str, field: GraphQLField, complete: Completer) -> None:
        self.name = name
        self.attribute: str = field.extensions["strawberry-definition"].python_name
        self.exact = _exact(get_nullable_type(field.type))
        self.complete = complete


def row(steps: list[Step], constants: dict[str, str], order: list[str]) -> Completer:
    """Completes an object that is not null; `constants` are fields known beforehand.

    Null has none of the attributes, so it raises, as a field does that is null and must not be.
    """
    values = _values(steps)

    def run(given: Any) -> dict[str, Any]:
        if isinstance(given, Exception):
            raise LeaveIt
        if not constants:
            return values(given)
        found = {**constants, **values(given)}
        return {name: found[name] for name in order}

    return run


def _values(steps: list[Step]) -> Callable[[Any], dict[str, Any]]:
    each = [(step.name, step.exact, step.complete) for step in steps]
    if len(each) < 2:  # noqa: PLR2004 - attrgetter gives a tuple from two on
        return lambda given: _few(steps, given)
    read = attrgetter(*[step.attribute for step in steps])
    return lambda given: {
        name: value if type(value) is exact else complete(value)
        for (name, exact, complete), value in zip(each, read(given), strict=True)
    }


def _few(steps: list[Step], given: Any) -> dict[str, Any]:
    if given is None or given is Undefined:
        raise LeaveIt
    return {step.name: step.complete(getattr(given, step.attribute)) for step in steps}


def nullable(inner: Completer) -> Completer:
    """Completes a value that may be null."""

    def complete(value: Any) -> Any:
        return None if value is None or value is Undefined else inner(value)

    return complete


def items(item: Completer) -> Completer:
    """Completes a list that is not null."""

    def complete(values: Iterable[Any]) -> list[Any]:
        if not isinstance(values, PLAIN_LISTS):
            raise LeaveIt
        return [item(value) for value in values]

    return complete


def leaf(type_: GraphQLLeafType) -> Completer:
    """Completes a scalar or an enum that is not null."""
    coerce = type_.coerce_output_value
    exact = _exact(type_)

    def complete(value: Any) -> Any:
        if type(value) is exact:
            return value
        if value is None or value is Undefined or isinstance(value, Exception):
            raise LeaveIt  # some scalars would print an exception
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise LeaveIt
        return coerced

    if type_ is GraphQLInt:
        return _integer(complete)
    if type_.name in _TIMES:
        return _time(complete)
    return _enum(complete) if is_enum_type(type_) else complete


def _exact(type_: Any) -> type | None:
    """The Python type whose values a leaf type leaves as they are."""
    return _EXACT.get(type_) or (str if getattr(type_, "serialize", None) is str else None)


def _integer(complete: Completer) -> Completer:
    def integer(value: Any) -> Any:
        plain = type(value) is int and _LEAST_INT <= value <= _LARGEST_INT
        return value if plain else complete(value)

    return integer


def _time(complete: Completer) -> Completer:
    def time(value: Any) -> Any:
        return value.isoformat() if type(value) in _TIMES_OF_PYTHON else complete(value)

    return time


def _enum(complete: Completer) -> Completer:
    names: dict[Enum, Any] = {}

    def member(value: Any) -> Any:
        if not isinstance(value, Enum):
            return complete(value)
        name = names.get(value)
        if name is None:
            name = names[value] = complete(value)
        return name

    return member
