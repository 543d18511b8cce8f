"""Limits of a query, measured in one pass that looks at each fragment once.

Cost is the number of fields that the answer can hold, where a connection counts its fields as
often as `first` says. Everything is measured before validation, so that nothing slow runs first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)
from strawberry.extensions import SchemaExtension

from nisassess.kit.errors import TooComplex


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may be at most."""

    depth: int = 16
    aliases: int = 60
    directives: int = 60
    cost: int = 50_000
    tokens: int = 5_000


@dataclass(frozen=True, slots=True)
class Measure:
    """Size of a selection set with all its fragments."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Two selections in one set."""
        return Measure(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.cost + other.cost,
        )


LIMITS = Limits()


class QueryLimits(SchemaExtension):
    """Refuses a query beyond the limits with TOO_COMPLEX."""

    def on_operation(self) -> Iterator[None]:
        """Bound the parser."""
        self.execution_context.parse_options["max_tokens"] = LIMITS.tokens
        yield

    def on_validate(self) -> Iterator[None]:
        """Measure the parsed document before it is validated."""
        document = self.execution_context.graphql_document
        if document is not None:
            check(document, self.execution_context.variables or {})
        yield


def check(document: DocumentNode, variables: Mapping[str, Any], limits: Limits = LIMITS) -> None:
    """Raise TooComplex, naming the limit that is passed and by how much."""
    found = measure(document, variables, limits.depth)
    for name, what in (
        ("depth", "levels deep"),
        ("aliases", "aliases"),
        ("directives", "directives"),
        ("cost", "fields in the answer"),
    ):
        value, limit = getattr(found, name), getattr(limits, name)
        if value > limit:
            at_least = "more than " if name == "depth" else ""
            shown = limit if name == "depth" else value
            message = f"The query has {at_least}{shown} {what}; at most {limit} are allowed."
            raise TooComplex(message)


def measure(document: DocumentNode, variables: Mapping[str, Any], deepest: int) -> Measure:
    """Measure all operations of a document; nothing below `deepest` is looked at."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    walker = _Walker(fragments, variables, deepest)
    total = Measure()
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            total = total.beside(walker.selection(definition.selection_set, 1))
    return total


class _Walker:
    def __init__(
        self,
        fragments: dict[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        deepest: int,
    ) -> None:
        self._fragments = fragments
        self._variables = variables
        self._deepest = deepest
        self._known: dict[str, Measure] = {}
        self._open: set[str] = set()

    def selection(self, selection_set: SelectionSetNode | None, level: int) -> Measure:
        if selection_set is None:
            return Measure()
        if level > self._deepest + 1:
            return Measure(depth=1)
        total = Measure()
        for node in selection_set.selections:
            total = total.beside(self._one(node, level))
        return total

    def _one(self, node: Any, level: int) -> Measure:
        directives = len(node.directives or ())
        if isinstance(node, FieldNode):
            inner = self.selection(node.selection_set, level + 1)
            return Measure(
                inner.depth + 1,
                inner.aliases + (node.alias is not None),
                inner.directives + directives,
                1 + inner.cost * self._times(node),
            )
        if isinstance(node, InlineFragmentNode):
            inner = self.selection(node.selection_set, level)
        else:
            inner = self._spread(node, level)
        return Measure(inner.depth, inner.aliases, inner.directives + directives, inner.cost)

    def _spread(self, node: FragmentSpreadNode, level: int) -> Measure:
        name = node.name.value
        fragment = self._fragments.get(name)
        if fragment is None or name in self._open:
            return Measure()  # validation names the unknown fragment or the cycle
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self.selection(fragment.selection_set, level)
            self._open.discard(name)
        return self._known[name]

    def _times(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value != "first":
                continue
            value = argument.value
            if isinstance(value, IntValueNode):
                return max(int(value.value), 1)
            if isinstance(value, VariableNode):
                given = self._variables.get(value.name.value)
                return max(given, 1) if isinstance(given, int) else 1
        return 1
