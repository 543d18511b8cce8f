"""Uploads and pushes into real assessments."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from starlette.applications import Starlette

from nisassess.access import Actor, Role
from nisassess.app import Application
from nisassess.assessments import service as assessments
from nisassess.assessments.repository import reads, writes
from nisassess.assessments.types import AssessmentRow, AssessmentState
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.plugins import PluginRegistry
from nisassess.sdk import ScopeKind
from tests.evidence.world import (
    CONTROL,
    OTHER_PDF,
    PDF,
    World,
    actor,
    nothing_happened,
    rows,
)


class Desk:
    """Starts, seals and looks into assessments of the first operator."""

    def __init__(self, database: Database, registry: PluginRegistry, world: World) -> None:
        self.database = database
        self.registry = registry
        self.world = world
        self.person: Actor = actor(world.operator, Role.OPERATOR_COORDINATOR)

    async def start(self, *parts: str) -> tuple[AssessmentRow, dict[str, str]]:
        given = assessments.StartInput(
            operator_id=self.world.operator,
            profile_id="nis-baseline-essential",
            title="2026",
            scope_kind=ScopeKind.ORGANISATION,
            scope_name="All",
            scope_description=None,
            period_from=date(2026, 1, 1),
            period_until=date(2026, 12, 31),
            parts=[(part, None) for part in parts],
        )
        row = await assessments.start(self.database, self.registry, self.person, given)
        return row, {part.name: part.id for part in await reads.parts(row)}

    async def seal(self, row: AssessmentRow) -> None:
        await self.database.write(lambda: writes.freeze(row, new_id("sub")))

    async def attached(self, row: AssessmentRow) -> list[tuple[str, str]]:
        return [(link.part_id, link.evidence.id) for link in await reads.evidence(row)]

    async def now(self, row: AssessmentRow) -> AssessmentRow:
        found = await reads.assessment(self.person, row.id)
        assert found is not None
        return found


@pytest.fixture
def desk(database: Database, registry: PluginRegistry, world: World) -> Desk:
    return Desk(database, registry, world)


@pytest.fixture
def app(application: Application) -> Starlette:
    """The whole application."""
    return application.asgi


async def push(
    client: httpx.AsyncClient,
    world: World,
    content: bytes | AsyncIterator[bytes] = PDF,
    **query: str,
) -> httpx.Response:
    return await client.put(
        world.push_path(), params=query, headers=world.integrator, content=content
    )


async def test_upload_is_attached(client: httpx.AsyncClient, world: World, desk: Desk) -> None:
    row, parts = await desk.start("Office IT", "Control centre")
    query = world.upload_query(assessment=row.id, part=parts["Office IT"])

    first = await client.post(
        "/evidence/files", params=query, headers=world.contributor, content=PDF
    )
    again = await client.post(
        "/evidence/files", params=query, headers=world.contributor, content=PDF
    )

    evidence = first.json()["evidence"]["id"]
    assert (first.status_code, again.status_code) == (201, 200)
    assert await desk.attached(row) == [(parts["Office IT"], evidence)]
    revision = (await desk.now(row)).revision
    assert revision > row.revision
    assert first.json()["revision"] == again.json()["revision"] == revision


async def test_push_takes_the_place_of_the_earlier_revision(
    client: httpx.AsyncClient, world: World, desk: Desk
) -> None:
    row, parts = await desk.start("Office IT", "Control centre")
    for content in (PDF, PDF):
        await push(client, world, content, part="Office IT")

    answer = await push(client, world, OTHER_PDF, part="Office IT")

    assert answer.json()["evidence"]["revision"] == 2
    assert answer.json()["attached"] == [row.id]
    assert await desk.attached(row) == [(parts["Office IT"], answer.json()["evidence"]["id"])]


async def test_sealed_assessment_keeps_the_revision_it_had(
    client: httpx.AsyncClient, world: World, desk: Desk
) -> None:
    last_year, _ = await desk.start("Office IT")
    first = (await push(client, world)).json()["evidence"]["id"]
    await desk.seal(last_year)
    before = await desk.now(last_year)
    this_year, _ = await desk.start("Office IT")

    answer = await push(client, world, OTHER_PDF)

    assert answer.json()["attached"] == [this_year.id]
    assert [evidence for _, evidence in await desk.attached(last_year)] == [first]
    assert await desk.now(last_year) == before


@pytest.mark.parametrize("named", [True, False])
async def test_sealed_assessment_takes_no_push(
    client: httpx.AsyncClient, world: World, desk: Desk, named: bool
) -> None:
    row, _ = await desk.start("Office IT")
    await desk.seal(row)

    query = {"assessment": row.id} if named else {}

    answer = await push(client, world, PDF, **query)

    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "submitted"
    assert await nothing_happened(world)


async def test_assessment_sealed_while_the_file_comes_takes_none(
    client: httpx.AsyncClient, world: World, desk: Desk
) -> None:
    row, parts = await desk.start("Office IT")

    async def body() -> AsyncIterator[bytes]:
        yield PDF
        if (await desk.now(row)).state is not AssessmentState.SUBMITTED:
            await desk.seal(row)
        yield PDF

    pushed = await push(client, world, body())
    assert pushed.status_code == 409
    query = world.upload_query(assessment=row.id, part=parts["Office IT"])
    uploaded = await client.post(
        "/evidence/files", params=query, headers=world.contributor, content=body()
    )
    assert uploaded.status_code == 409
    assert await nothing_happened(world)
    assert await desk.attached(row) == []


async def test_unknown_and_invisible_places_do_not_exist(
    client: httpx.AsyncClient, world: World, desk: Desk
) -> None:
    row, parts = await desk.start("Office IT")
    query = world.upload_query(assessment=row.id, part=parts["Office IT"])
    tried = [
        (query, world.stranger),
        ({**query, "part": "nonsense"}, world.contributor),
        ({**query, "control": "nis.unknown"}, world.contributor),
        ({**query, "assessment": "nonsense"}, world.contributor),
    ]

    answers = [
        await client.post("/evidence/files", params=params, headers=headers, content=PDF)
        for params, headers in tried
    ]
    answers += [
        await push(client, world, part="Substations"),
        await push(client, world, assessment="nonsense"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert await nothing_happened(world)


async def test_pushes_at_once_leave_one_link(
    client: httpx.AsyncClient, world: World, desk: Desk
) -> None:
    row, _ = await desk.start("Office IT")

    answers = await asyncio.gather(*(push(client, world, b"scan %d" % n) for n in range(6)))

    assert {answer.status_code for answer in answers} == {201}
    stored = sorted(await rows(), key=lambda each: each["revision"])
    assert [each["revision"] for each in stored] == [1, 2, 3, 4, 5, 6]
    assert [evidence for _, evidence in await desk.attached(row)] == [stored[-1]["id"]]
    assert stored[-1]["control_id"] == CONTROL


async def test_download_keeps_its_own_policy_in_the_application(
    client: httpx.AsyncClient, world: World, desk: Desk
) -> None:
    row, parts = await desk.start("Office IT")
    query = world.upload_query(assessment=row.id, part=parts["Office IT"])
    headers = world.contributor
    sent = await client.post("/evidence/files", params=query, headers=headers, content=PDF)

    answer = await client.get(sent.json()["evidence"]["downloadUrl"], headers=headers)

    assert answer.content == PDF
    (policy,) = answer.headers.get_list("content-security-policy")
    assert policy.startswith("sandbox; default-src 'none'")
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers.get_list("cache-control") == ["private, no-cache"]
