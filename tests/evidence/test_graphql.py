"""An operator's evidence over GraphQL."""

from typing import Any
from unittest.mock import Mock

import pytest
import strawberry

from nisassess.access import ANONYMOUS, Actor, Context, Role
from nisassess.evidence import repository
from nisassess.evidence.graphql import Query
from nisassess.evidence.service import EvidenceService, prepare_reference
from nisassess.evidence.types import ReferenceInput
from nisassess.kit.clock import today
from nisassess.kit.services import Services
from tests.evidence.world import PDF, World, actor

SCHEMA = strawberry.Schema(Query)
LIST = """
query ($operator: ID!, $first: Int!, $after: String) {
  evidence(operatorId: $operator, first: $first, after: $after) {
    edges { cursor node { id kind title filename mediaType size digest owner location dated
                          sourceKey revision addedAt addedBy downloadUrl } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


async def ask(caller: Actor, operator: str, first: int = 10, after: str | None = None) -> Any:
    return await SCHEMA.execute(
        LIST,
        {"operator": operator, "first": first, "after": after},
        context_value=Context(caller, Services(), Mock(), None),
    )


@pytest.fixture
def person(world: World) -> Actor:
    return actor(world.operator, Role.OPERATOR_APPROVER)


async def add_references(service: EvidenceService, world: World, count: int) -> list[str]:
    contributor = actor(world.operator, Role.OPERATOR_CONTRIBUTOR)
    references = [ReferenceInput(f"Plan {n}", "CISO", "Safe 3", today()) for n in range(count)]
    added = [prepare_reference(contributor, world.operator, each) for each in references]

    async def work() -> None:
        for row in added:
            await repository.add(row)

    await service.database.write(work)
    return sorted(row.id for row in added)


async def test_file_and_reference_are_listed(client, service, world: World, person: Actor) -> None:
    await client.put(
        world.push_path(),
        params={"filename": "scan.pdf"},
        headers=world.integrator,
        content=PDF,
    )
    await add_references(service, world, 1)

    answer = await ask(person, world.operator)

    assert answer.errors is None
    reference, file = (edge["node"] for edge in answer.data["evidence"]["edges"])
    assert (file["kind"], file["size"], file["sourceKey"]) == ("FILE", len(PDF), "ci/risk")
    assert (file["downloadUrl"], file["addedBy"]) == (f"/evidence/{file['id']}", "nightly pipeline")
    assert (reference["kind"], reference["location"]) == ("REFERENCE", "Safe 3")
    assert (reference["downloadUrl"], reference["size"]) == (None, None)
    assert reference["dated"] == today().isoformat()


async def test_pages_run_from_newest_to_oldest(service, world: World, person: Actor) -> None:
    ids = await add_references(service, world, 5)
    seen: list[str] = []
    after, more = None, True
    while more:
        answer = await ask(person, world.operator, 2, after)
        connection = answer.data["evidence"]
        seen += [edge["node"]["id"] for edge in connection["edges"]]
        after, more = connection["pageInfo"]["endCursor"], connection["pageInfo"]["hasNextPage"]

    assert seen == ids[::-1]


async def test_operator_without_evidence_has_an_empty_list(world: World, person: Actor) -> None:
    answer = await ask(person, world.operator)

    assert answer.data["evidence"] == {
        "edges": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
    }


async def test_another_operator_is_null(service, world: World) -> None:
    await add_references(service, world, 1)
    stranger = actor(world.other_operator, Role.OPERATOR_COORDINATOR)

    answer = await ask(stranger, world.operator)

    assert (answer.data, answer.errors) == ({"evidence": None}, None)


@pytest.mark.parametrize(
    "caller",
    [
        ANONYMOUS,
        *(
            actor("opr_01h455vb4pex5vsknk084sn02q", role)
            for role in (Role.INTEGRATOR, Role.AUTHORITY_OFFICER, Role.PLATFORM_ADMINISTRATOR)
        ),
    ],
    ids=["anonymous", "integrator", "officer", "administrator"],
)
@pytest.mark.filterwarnings("ignore")
async def test_others_are_refused(world: World, caller: Actor) -> None:
    answer = await ask(caller, world.operator)

    assert answer.data == {"evidence": None}
    assert len(answer.errors) == 1


@pytest.mark.parametrize(("first", "after"), [(0, None), (101, None), (1, "nonsense")])
async def test_bad_page_is_refused(
    world: World, person: Actor, first: int, after: str | None
) -> None:
    answer = await ask(person, world.operator, first, after)

    assert len(answer.errors) == 1
