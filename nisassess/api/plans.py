"""How plain values are completed to what an answer holds: one function per type and selection."""

from collections.abc import Callable, Iterable
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


class LeaveIt(Exception):
    """This value is for graphql-core's executor."""


class Step:
    """One field of a selection: its name in the answer, the attribute, how it is completed."""

    __slots__ = ("attribute", "complete", "exact", "name")

    def __init__(self, name: str, field: GraphQLField, complete: Completer) -> None:
        self.name = name
        self.attribute: str = field.extensions["strawberry-definition"].python_name
        self.exact = _EXACT.get(getattr(field.type, "of_type", field.type))
        self.complete = complete


def row(steps: list[Step], constants: dict[str, str], order: list[str]) -> Completer:
    """Completes an object; `constants` are fields whose value is known beforehand."""
    values = _values(steps)
    if not constants:
        return values

    def run(given: Any) -> dict[str, Any]:
        found = {**constants, **values(given)}
        return {name: found[name] for name in order}

    return run


def _values(steps: list[Step]) -> Completer:
    each = [(step.name, step.exact, step.complete) for step in steps]
    attributes = [step.attribute for step in steps]
    if len(attributes) < 2:  # noqa: PLR2004 - attrgetter gives a tuple from two on
        return lambda given: {
            step.name: step.complete(getattr(given, step.attribute)) for step in steps
        }
    read = attrgetter(*attributes)
    return lambda given: {
        name: value if type(value) is exact else complete(value)
        for (name, exact, complete), value in zip(each, read(given), strict=True)
    }


def required(inner: Completer) -> Completer:
    """Completes a non-null value."""

    def complete(value: Any) -> Any:
        if value is None or value is Undefined:
            raise LeaveIt
        return inner(value)

    return complete


def optional(inner: Completer) -> Completer:
    """Completes a nullable value."""

    def complete(value: Any) -> Any:
        return None if value is None or value is Undefined else inner(value)

    return complete


def items(item: Completer) -> Completer:
    """Completes a list."""

    def complete(values: Iterable[Any]) -> list[Any]:
        if not isinstance(values, PLAIN_LISTS):
            raise LeaveIt
        return [item(value) for value in values]

    return complete


def leaf(type_: GraphQLLeafType) -> Completer:
    """Completes a scalar or an enum."""
    coerce = type_.coerce_output_value
    exact = _EXACT.get(type_)

    def complete(value: Any) -> Any:
        if type(value) is exact:
            return value
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise LeaveIt
        return coerced

    def integer(value: Any) -> Any:
        plain = type(value) is int and _LEAST_INT <= value <= _LARGEST_INT
        return value if plain else complete(value)

    return integer if type_ is GraphQLInt else complete
