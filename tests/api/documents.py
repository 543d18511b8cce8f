"""Every GraphQL document that the frontend and the tests use, with values for its variables."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    ListValueNode,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    validate,
    visit,
)

from tests.access.facts import Facts
from tests.access.matrix import MATRIX
from tests.support.world import NIS2_PROFILE, PASSWORD

ROOT = Path(__file__).parents[2]
_TEMPLATE = re.compile(r"graphql\(\s*`(.*?)`", re.DOTALL)
_CLIENT_ONLY = re.compile(r" @_unmask\b")
"""What the frontend's library takes out before it sends a document."""
_LOOKS_LIKE_ONE = re.compile(r"\s*(query\b|mutation\b|\{)")


@dataclass(frozen=True)
class Document:
    """One operation with the fragments that it needs."""

    name: str
    text: str
    is_mutation: bool


@cache
def of_the_frontend() -> tuple[Document, ...]:
    """Every operation in the frontend's `queries.ts`."""
    texts = [
        (file, text)
        for file in sorted((ROOT / "frontend" / "src").rglob("queries.ts"))
        for text in _TEMPLATE.findall(file.read_text(encoding="utf-8"))
    ]
    definitions = [
        (file, one) for file, text in texts for one in parse(_CLIENT_ONLY.sub("", text)).definitions
    ]
    fragments = {
        one.name.value: one for _, one in definitions if isinstance(one, FragmentDefinitionNode)
    }
    return tuple(
        _document(f"{file.parent.name}/{one.name.value if one.name else '?'}", one, fragments)
        for file, one in definitions
        if isinstance(one, OperationDefinitionNode)
    )


def _document(
    name: str, operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]
) -> Document:
    needed: dict[str, FragmentDefinitionNode] = {}
    waiting: list[Any] = [operation]
    while waiting:
        for spread in _spreads(waiting.pop()):
            if spread not in needed:
                needed[spread] = fragments[spread]
                waiting.append(fragments[spread])
    text = "\n".join(print_ast(one) for one in (operation, *needed.values()))
    return Document(name, text, operation.operation.value == "mutation")


def _spreads(node: Any) -> list[str]:
    found: list[str] = []

    class Names(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: Any) -> None:
            found.append(spread.name.value)

    visit(node, Names())
    return found


def of_the_tests(schema: GraphQLSchema) -> Iterator[Document]:
    """Every text in the tests that is a valid operation of the schema."""
    seen: set[str] = set()
    for file in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and _LOOKS_LIKE_ONE.match(text) and text not in seen:
                seen.add(text)
                document = _valid(text, schema)
                if document is not None:
                    name = f"{file.relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]
                    is_mutation = _operation(document).operation.value == "mutation"
                    yield Document(name, text, is_mutation)


def _valid(text: str, schema: GraphQLSchema) -> DocumentNode | None:
    try:
        document = parse(text, max_tokens=5000)
    except GraphQLError:
        return None
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return document if len(operations) == 1 and not validate(schema, document) else None


def _operation(document: DocumentNode) -> OperationDefinitionNode:
    return next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))


def values(document: Document, facts: Facts) -> dict[str, Any]:
    """Values for the variables of a document, by the root field that takes them."""
    world = facts.world
    operation = _operation(parse(document.text))
    of_assessments = dict.fromkeys(
        ["assessment", "score", "readiness", "changes", "addressees", "discardAssessment"],
        world.draft,
    )
    things = {
        **of_assessments,
        "approvals": world.approved,
        "submission": world.submission,
        "removePart": world.draft,
        "revokeAccessToken": world.integrator_token_id,
    }
    by_name = {
        "first": 25,
        "controlId": facts.control,
        "partId": facts.spare_part,
        "part": facts.spare_part,
        "email": world.contributor.email,
        "password": PASSWORD,
        "assessmentId": world.draft,
        "profileId": NIS2_PROFILE,
        "language": "en",
        "authorityId": world.nis_authority,
        "order": "DUE",
        "descending": False,
        "ids": facts.control,
        "matching": "",
        "personId": world.contributor.actor.id,
        "which": "OPEN",
    }
    given: dict[str, Any] = {}
    for root, name, variable in _arguments(operation):
        if root == "bestChange" and name in {"groupId", "controlId"}:
            continue  # of the whole assessment
        if name == "input":
            given[variable] = _of_the_matrix(root, facts).get("input", NOTICES)
        elif name in by_name and variable != "id":
            given[variable] = by_name[name]
        elif root == "submissionDifferences":
            given[variable] = world.submission
        elif name in (known := _of_the_matrix(root, facts)):
            given[variable] = known[name]
        elif name not in {"after", "filter"}:
            given.setdefault(variable, things.get(root, world.grid))
    return given


NOTICES = {
    "expectedVersion": 0,
    "timeZone": "Europe/Lisbon",
    "language": "fr",
    "digestHour": 7,
    "mail": True,
    "kinds": [],
}
"""The one input that the matrix writes into its document."""


def _of_the_matrix(root: str, facts: Facts) -> dict[str, Any]:
    """What the access matrix gives to the arguments of a root field."""
    row = MATRIX.get(f"Query.{root}") or MATRIX.get(f"Mutation.{root}")
    if row is None:
        return {}
    given = row.variables(facts)
    return {
        name: given[variable]
        for field, name, variable in _arguments(_operation(parse(row.query)))
        if field == root and variable in given
    }


def _arguments(operation: OperationDefinitionNode) -> Iterator[tuple[str, str, str]]:
    """Field, argument and variable, wherever a variable is an argument's value."""
    waiting: list[Any] = list(operation.selection_set.selections)
    for node in waiting:
        waiting.extend(getattr(getattr(node, "selection_set", None), "selections", ()))
        for argument in getattr(node, "arguments", None) or ():
            found = argument.value
            for value in found.values if isinstance(found, ListValueNode) else (found,):
                if isinstance(value, VariableNode):
                    yield node.name.value, argument.name.value, value.name.value
