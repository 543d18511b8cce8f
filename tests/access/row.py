"""One row of the access matrix, and the few shapes that rows take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access.facts import Facts

Variables = Callable[[Facts], dict[str, Any]]
PROBLEMS = {"NotFoundProblem", "ValidationProblem", "StateProblem", "SignInProblem"}


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


def of(name: str, value: Callable[[Facts], str]) -> Variables:
    return lambda facts: {name: value(facts)}


def mutation(name: str, kind: str, allowed: frozenset[str], variables: Variables) -> Row:
    query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}"
    return Row(query, allowed, lambda facts: {"input": variables(facts)})
