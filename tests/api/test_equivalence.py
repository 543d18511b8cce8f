"""The fast executor answers as graphql-core's own: every document in use, through both."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import get_introspection_query
from starlette.requests import Request
from strawberry.extensions import SchemaExtension

from nisassess.access import Actor, Context
from nisassess.api.errors import formatted
from nisassess.kit.services import Services
from nisassess.schema import build_schema
from tests.access.facts import Facts, gather
from tests.api.documents import of_the_frontend, of_the_tests, values
from tests.support.world import World

Told = tuple[Any, list[dict[str, Any]]]


class Replay(SchemaExtension):
    """Remembers what the root resolvers gave the first time, and gives it again.

    So a mutation runs once and is completed by both executors.
    """

    def __init__(self) -> None:
        self.kept: dict[Any, Any] = {}
        self.failed: dict[Any, Exception] = {}

    async def resolve(
        self, _next: Callable[..., Any], root: Any, info: Any, *args: str, **kwargs: Any
    ) -> Any:
        """Run a root field once."""
        if info.path.prev is not None:
            found = _next(root, info, *args, **kwargs)
            return await found if isinstance(found, Awaitable) else found
        key = info.path.key
        if key in self.failed:
            raise self.failed[key]
        if key not in self.kept:
            try:
                self.kept[key] = await _next(root, info, *args, **kwargs)
            except Exception as error:
                self.failed[key] = error
                raise
        return self.kept[key]


SCHEMAS = {"plain": build_schema(plain_rows=False), "fast": build_schema(plain_rows=True)}


@dataclass(frozen=True)
class Both:
    """Asks both executors."""

    services: Services

    async def alike(self, actor: Actor, text: str, given: dict[str, Any]) -> Told:
        """The one answer; the fast way is asked twice, for a plan made and a plan kept."""
        expected = await self._run("plain", actor, text, given)
        for _ in range(2):
            assert await self._run("fast", actor, text, given) == expected, text
        return expected

    async def alike_once(self, actor: Actor, text: str, given: dict[str, Any]) -> Told:
        """The one answer of a document that may change something, whose resolvers run once."""
        replay = Replay()
        expected = await self._run("plain", actor, text, given, replay)
        assert await self._run("fast", actor, text, given, replay) == expected, text
        return expected

    async def _run(
        self, name: str, actor: Actor, text: str, given: dict[str, Any], replay: Any = None
    ) -> Told:
        schema = SCHEMAS[name]
        request = Request({"type": "http", "client": None, "headers": []})
        context = Context(actor, self.services, request, None)
        before = schema.extensions
        schema.extensions = (*before, *([lambda: replay] if replay else []))
        try:
            result = await schema.execute(text, variable_values=given, context_value=context)
        finally:
            schema.extensions = before
        return _without_signatures(result.data), [
            _comparable(formatted(error)) for error in result.errors or ()
        ]


def _without_signatures(value: Any) -> Any:
    """The answer with what receipts state: each is signed anew, and no two signatures are alike."""
    if isinstance(value, list):
        return [_without_signatures(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: one.rpartition(".")[0]
        if name == "receipt" and isinstance(one, str)
        else _without_signatures(one)
        for name, one in value.items()
    }


def _comparable(error: dict[str, Any]) -> dict[str, Any]:
    if "incident" in error["extensions"]:
        error["extensions"]["incident"] = error["message"] = "…"
    return error


def _told(data: dict[str, Any]) -> bool:
    """Whether a caller was told something, were it that a list is empty."""
    return any(value is not None for value in data.values())


@pytest.fixture
def both(services: Services) -> Both:
    return Both(services)


@pytest.fixture
async def facts(world: World, services: Services) -> Facts:
    return await gather(world, services)


async def test_every_query_of_the_frontend_is_answered_alike(both: Both, facts: Facts) -> None:
    world = facts.world
    queries = [one for one in of_the_frontend() if not one.is_mutation]
    assert len(queries) > 20
    unanswered = []
    for document in queries:
        given = values(document, facts)
        told = [
            await both.alike(person.actor, document.text, given)
            for person in (world.coordinator, world.officer)
        ]
        if not any(errors == [] and _told(data) for data, errors in told):
            unanswered.append(document.name)
    assert unanswered == [], " ".join(unanswered)


async def test_every_mutation_of_the_frontend_is_answered_alike(both: Both, facts: Facts) -> None:
    world = facts.world
    mutations = [one for one in of_the_frontend() if one.is_mutation]
    assert len(mutations) > 10
    for document in mutations:
        for person in (world.officer, world.coordinator):
            await both.alike_once(person.actor, document.text, values(document, facts))


async def test_every_document_of_the_tests_is_answered_alike(both: Both, facts: Facts) -> None:
    documents = list(of_the_tests(SCHEMAS["plain"]._schema))
    assert len(documents) > 50
    actor = facts.world.coordinator.actor
    for document in documents:
        await both.alike_once(actor, document.text, values(document, facts))


async def test_introspection_is_answered_alike(both: Both, facts: Facts) -> None:
    _, errors = await both.alike(facts.world.officer.actor, get_introspection_query(), {})
    assert errors == []


MANY_WAYS = """
query($id: ID!, $yes: Boolean!, $no: Boolean!, $control: ID) {
  assessment(id: $id) {
    __typename one: title two: title
    state @include(if: $yes) revision @skip(if: $yes) createdAt @include(if: $no)
    ...Parts ... on Assessment { parts { name description } } ... { scopeKind }
    all: responses { ...Answer } some: responses(controlId: $control) { ...Answer version }
    groups { id controls { id ...Asked questions { choices { value } } } }
    groups { title controls { questions { choices { label } id } } }
  }
}
fragment Parts on Assessment { parts { __typename id ...Named @skip(if: $no) } }
fragment Named on Part { name @include(if: $yes) n: name }
fragment Answer on Response { value updatedAt @skip(if: $yes) updatedBy }
fragment Asked on Control { title references { force citation } }
"""


@pytest.mark.parametrize(("yes", "no"), [(True, False), (False, True), (True, True)])
async def test_aliases_fragments_and_directives_are_answered_alike(
    yes: bool, no: bool, both: Both, facts: Facts
) -> None:
    given = {"id": facts.world.draft, "yes": yes, "no": no, "control": facts.control}
    data, errors = await both.alike(facts.world.contributor.actor, MANY_WAYS, given)
    assert errors == []
    assert ("state" in data["assessment"]) is yes
    assert ("createdAt" in data["assessment"]) is no


async def test_one_document_is_answered_anew_for_other_variables_and_callers(
    both: Both, facts: Facts
) -> None:
    """Plans are kept per document; what they read is not."""
    world = facts.world
    text = (
        "query($id: ID!, $c: ID) "
        "{ assessment(id: $id) { title responses(controlId: $c) { value } parts { id } } }"
    )
    told = set()
    for assessment in (world.draft, world.approved, world.submitted, world.draft):
        for control in (None, facts.control):
            for person in (world.coordinator, world.other_coordinator):
                given = {"id": assessment, "c": control}
                told.add(str(await both.alike(person.actor, text, given)))
    assert len(told) == 6  # in the draft all answers are of one control; and the other's nothing


def test_documents_of_the_frontend_come_with_their_fragments() -> None:
    found = {one.name: one.text for one in of_the_frontend()}
    assert "fragment TraceFields on Trace" in found["score/Score"]
