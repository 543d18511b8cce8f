"""How many statements a request takes: the same, however many rows there are."""

from typing import Any

import httpx

from nisassess.assessments.models import Assessment
from nisassess.identity.service import SYSTEM
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.operators import service as operators
from nisassess.plugins import PluginRegistry
from nisassess.submissions.models import Submission
from tests.assessments.statements import counted
from tests.support.api import ask
from tests.support.inhabitants import details
from tests.support.world import GRID, Person, World

VIEWER = "{ viewer { name memberships { roles organisation { name } } } }"
ASSESSMENTS = """query($id: ID!) { assessments(operatorId: $id, first: 100) {
    edges { cursor node { id title state profileTitle submissionId } }
    pageInfo { hasNextPage endCursor } } }"""
SUBMISSIONS = """{ submissions(first: 100) { edges { node {
    id digest addressee { name } document controls { controlId parts { name } } } } } }"""
OPERATORS = """{ operators(first: 100) { edges { node {
    id name entityTypeTitle figures { year } linkedEnterprises { name } } } } }"""


async def statements(
    client: httpx.AsyncClient, person: Person, query: str, **variables: Any
) -> tuple[int, Any]:
    """How many statements the whole request took, and its data."""
    await ask(client, query, person.cookie, **variables)  # what is kept per process, is kept now
    async with counted() as found:
        answer = await ask(client, query, person.cookie, **variables)
    return len(found), answer.data


async def clone_assessment(id_: str) -> str:
    row: Any = await Assessment.get(id=id_).values()
    clone = new_id("asm")
    await Assessment.create(**{**row, "id": clone, "submission_id": None})
    return clone


async def clone_submission(id_: str, number: int) -> None:
    row: Any = await Submission.get(id=id_).values()
    assessment_id = await clone_assessment(row["assessment_id"])
    changed = {"id": new_id("sub"), "number": number, "assessment_id": assessment_id}
    await Submission.create(**{**row, **changed})


async def test_viewer_takes_one_statement(client: httpx.AsyncClient, world: World) -> None:
    taken, data = await statements(client, world.officer, VIEWER)
    assert data["viewer"]["name"] == "Nina Nis"
    assert taken == 1


async def test_anonymous_viewer_takes_none(client: httpx.AsyncClient) -> None:
    await client.get("/readyz")  # connects
    async with counted() as found:
        assert (await ask(client, VIEWER)).data == {"viewer": None}
    assert found == []


async def test_list_of_assessments_takes_as_many_for_a_hundred_as_for_ten(
    client: httpx.AsyncClient, world: World
) -> None:
    found = []
    for wanted in (10, 100):
        there = await Assessment.filter(operator_id=world.grid).count()
        for _ in range(wanted - there):
            await clone_assessment(world.draft)
        taken, data = await statements(client, world.contributor, ASSESSMENTS, id=world.grid)
        assert len(data["assessments"]["edges"]) == wanted
        found.append(taken)
    assert found == [2, 2]


async def test_submissions_with_their_controls_take_as_many_for_twenty_as_for_one(
    client: httpx.AsyncClient, world: World
) -> None:
    found = []
    for wanted in (1, 20):
        for number in range(1, wanted):
            await clone_submission(world.submission, number + 1)
        taken, data = await statements(client, world.officer, SUBMISSIONS)
        edges = data["submissions"]["edges"]
        assert len(edges) == wanted
        assert {len(edge["node"]["controls"]) for edge in edges} == {36}
        found.append(taken)
    assert found == [3, 3]


async def test_list_of_operators_takes_as_many_for_thirty_as_for_one(
    client: httpx.AsyncClient, world: World, database: Database, registry: PluginRegistry
) -> None:
    found = []
    for wanted in (1, 30):
        for number in range(1, wanted):
            given = details(f"Operator {number}", "AT", GRID)
            await operators.create_operator(database, SYSTEM, registry, given)
        taken, data = await statements(client, world.officer, OPERATORS)
        assert len(data["operators"]["edges"]) == wanted
        found.append(taken)
    assert found == [3, 3]
