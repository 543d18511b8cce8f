"""Limits of a query, measured in one pass that looks at each fragment once.

Cost is the number of fields that the answer can hold, where a connection counts its fields as
often as `first` says. Repeats bound what validation does: it compares every two fields of one
name, and every two fragments. Everything is measured before validation, so that nothing slow
runs first.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
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
    """What a query may be at most; `nesting` counts fragments as well as fields."""

    depth: int = 16
    nesting: int = 64
    repeats: int = 20_000
    aliases: int = 60
    directives: int = 60
    cost: int = 50_000
    tokens: int = 2_000


@dataclass(frozen=True, slots=True)
class Measure:
    """Size of a selection set with all its fragments."""

    depth: int = 0
    nesting: int = 0
    repeats: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Two selections in one set."""
        return Measure(
            max(self.depth, other.depth),
            max(self.nesting, other.nesting),
            self.repeats + other.repeats,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.cost + other.cost,
        )


LIMITS = Limits()
_WEIGHTS = {
    "__schema": 20_000,
    "__type": 2_000,
    "score": 2_000,
    "readiness": 2_000,
    "groups": 500,
    "controls": 200,
    "responses": 200,
    "statements": 200,
    "measures": 200,
    "evidence": 200,
    "document": 200,
    "coverage": 2_000,
    "bestChange": 10_000,
    "myWork": 2_000,
    "team": 5_000,
    "teamPlaces": 5_000,
    "nextActions": 10_000,
    "remediationPlan": 4_000,
    "comparison": 8_000,
    "earlierAssessments": 500,
    "mappedControls": 1_000,
    "carryOverPreview": 1_000,
    "submissionDifferences": 5_000,
    "trustedInstallations": 2_000,
    "receipt": 100,
    "timestampedAt": 20,
    "earlier": 10,
}
"""Fields whose answer holds many others, or takes long, whatever the query looks like."""
_TIMES = {"earlier": 5}
"""Lists without `first` that lead back to their own type: how many each can hold."""
_MOST_DIGITS = 12
_PASSED_KEPT = 256


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
            if not _passed_before(document):
                check(document, self.execution_context.variables or {})
                _remember_passed(document)
            _name_needed(document, self.execution_context._provided_operation_name)
        yield


def _name_needed(document: DocumentNode, operation_name: str | None) -> None:
    """Strawberry would take the first of several operations."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if operation_name is None and len(operations) > 1:
        message = "The document has several operations: say in operationName which one to run."
        raise GraphQLError(message)


_passed: OrderedDict[int, tuple[DocumentNode, bool]] = OrderedDict()
"""Documents within the limits by their id: the parser's cache gives the same object again.

With each, whether that was so by grace of its variables. What is held keeps its id to itself.
"""


def _passed_before(document: DocumentNode) -> bool:
    found = _passed.get(id(document))
    return found is not None and not found[1]


def _remember_passed(document: DocumentNode) -> None:
    if id(document) in _passed:
        return
    _passed[id(document)] = document, _depends_on_variables(document)
    if len(_passed) > _PASSED_KEPT:
        _passed.popitem(last=False)


def _depends_on_variables(document: DocumentNode) -> bool:
    waiting: list[Any] = list(document.definitions)
    while waiting:
        node = waiting.pop()
        for argument in getattr(node, "arguments", None) or ():
            if argument.name.value == "first" and isinstance(argument.value, VariableNode):
                return True
        if getattr(node, "selection_set", None):
            waiting.extend(node.selection_set.selections)
    return False


def check(document: DocumentNode, variables: Mapping[str, Any], limits: Limits = LIMITS) -> None:
    """Raise TooComplex, naming the limit that is passed and by how much."""
    found = measure(document, variables, limits)
    for name, what in (
        ("repeats", "pairs of fields or fragments of the same name"),
        ("nesting", "selections within each other"),
        ("depth", "levels"),
        ("aliases", "aliases"),
        ("directives", "directives"),
        ("cost", "fields in the answer"),
    ):
        value, limit = getattr(found, name), getattr(limits, name)
        if value > limit:
            at_least = "more than " if name in {"depth", "nesting"} else ""
            shown = limit if at_least else value
            message = f"The query has {at_least}{shown} {what}; at most {limit} are allowed."
            raise TooComplex(message)


def measure(
    document: DocumentNode, variables: Mapping[str, Any], limits: Limits = LIMITS
) -> Measure:
    """Measure all operations of a document; nothing beyond depth and nesting is looked at."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    walker = _Walker(fragments, limits)
    total = Measure(repeats=_repeats(document))
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            total = total.beside(walker.operation(definition, variables))
    return total


def _repeats(document: DocumentNode) -> int:
    """Pairs of one name anywhere in the text; comparing two fragments takes about ten times."""
    names: Counter[str] = Counter()
    spreads = 0
    waiting = [getattr(definition, "selection_set", None) for definition in document.definitions]
    while waiting:
        selection_set = waiting.pop()
        for node in selection_set.selections if selection_set else ():
            if isinstance(node, FieldNode):
                names[(node.alias or node.name).value] += 1
            elif isinstance(node, FragmentSpreadNode):
                spreads += 1
            waiting.append(getattr(node, "selection_set", None))
    return sum(map(_pairs, names.values())) + 10 * _pairs(spreads)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


class _Walker:
    def __init__(self, fragments: dict[str, FragmentDefinitionNode], limits: Limits) -> None:
        self._fragments = fragments
        self._limits = limits
        self._variables: Mapping[str, Any] = {}
        self._known: dict[str, Measure] = {}
        self._open: set[str] = set()

    def operation(
        self, definition: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Measure:
        """Measure one operation; what is known of fragments holds for its variables only."""
        self._variables = {**_defaults(definition), **variables}
        self._known = {}
        inner = self._selection(definition.selection_set, 1, 1)
        return inner.beside(Measure(directives=len(definition.directives or ())))

    def _selection(
        self, selection_set: SelectionSetNode | None, level: int, nesting: int
    ) -> Measure:
        if selection_set is None:
            return Measure()
        if level > self._limits.depth + 1 or nesting > self._limits.nesting + 1:
            return Measure(depth=1, nesting=1)
        total = Measure(nesting=1)
        for node in selection_set.selections:
            total = total.beside(self._one(node, level, nesting))
        return total

    def _one(self, node: Any, level: int, nesting: int) -> Measure:
        directives = len(node.directives or ())
        if isinstance(node, FieldNode):
            inner = self._selection(node.selection_set, level + 1, nesting + 1)
            return Measure(
                depth=inner.depth + 1,
                nesting=inner.nesting + 1,
                aliases=inner.aliases + (node.alias is not None),
                directives=inner.directives + directives,
                cost=_WEIGHTS.get(node.name.value, 1) + inner.cost * self._times(node),
            )
        if isinstance(node, InlineFragmentNode):
            inner = self._selection(node.selection_set, level, nesting + 1)
        else:
            inner = self._spread(node, level, nesting + 1)
        return replace(inner, nesting=inner.nesting + 1, directives=inner.directives + directives)

    def _spread(self, node: FragmentSpreadNode, level: int, nesting: int) -> Measure:
        name = node.name.value
        fragment = self._fragments.get(name)
        if fragment is None or name in self._open:
            return Measure()  # validation names the unknown fragment or the cycle
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self._selection(fragment.selection_set, level, nesting)
            self._open.discard(name)
        return self._known[name]

    def _times(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value != "first":
                continue
            value = argument.value
            if isinstance(value, IntValueNode):
                return _number(value)
            if isinstance(value, VariableNode):
                given = self._variables.get(value.name.value)
                return max(int(given), 1) if isinstance(given, int | float) else 1
        return _TIMES.get(node.name.value, 1)


def _defaults(definition: OperationDefinitionNode) -> dict[str, int]:
    return {
        one.variable.name.value: _number(one.default_value)
        for one in definition.variable_definitions or ()
        if isinstance(one.default_value, IntValueNode)
    }


def _number(node: IntValueNode) -> int:
    """The literal, cut to what no page is as large as: Python refuses to read endless digits."""
    return max(int(node.value[:_MOST_DIGITS]), 1)
