"""One row of the access matrix, and the few shapes that rows take."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nisassess.kit.services import Services
from tests.access.facts import Facts

Variables = Callable[[Facts], dict[str, Any]]
PROBLEMS = {
    "NotFoundProblem",
    "ValidationProblem",
    "StateProblem",
    "SignInProblem",
    "ReviewConflict",
}


def given(data: Any, facts: Facts) -> bool:
    """Whether the one root field was answered with something."""
    (value,) = data.values()
    return value is not None and not (
        isinstance(value, dict) and value.get("__typename") in PROBLEMS
    )


def listed(own: Callable[[Facts], str]) -> Callable[[Any, Facts], bool]:
    """Whether a connection holds the own thing."""

    def shown(data: Any, facts: Facts) -> bool:
        (value,) = data.values()
        return value is not None and own(facts) in [edge["node"]["id"] for edge in value["edges"]]

    return shown


async def _nothing(facts: Facts, services: Services) -> None:
    pass


@dataclass(frozen=True)
class Row:
    """One field of the matrix."""

    query: str
    allowed: frozenset[str]
    variables: Variables = lambda facts: {}
    shown: Callable[[Any, Facts], bool] = given
    """Whether the answer shows the thing."""
    acting: frozenset[str] | None = None
    """Who tries a mutation that is everybody's own; None: all that are allowed."""
    prepare: Callable[[Facts, Services], Awaitable[None]] = _nothing
    """What has to happen first, noted in `Facts.more`."""


def of(name: str, value: Callable[[Facts], str]) -> Variables:
    return lambda facts: {name: value(facts)}


def mutation(name: str, kind: str, allowed: frozenset[str], variables: Variables) -> Row:
    query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}"
    return Row(query, allowed, lambda facts: {"input": variables(facts)})
