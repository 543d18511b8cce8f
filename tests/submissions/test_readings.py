"""Operators see who of the authority read their submission; nobody else does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from nisassess.app import Application
from nisassess.identity.service import SYSTEM
from nisassess.kit.database import Database, fetch
from nisassess.kit.services import Services
from nisassess.submissions.readings import Readings, Way
from tests.assessments.statements import counted
from tests.support.api import ask
from tests.support.world import Person, World
from tests.support.world import settings as settings_of_world
from tests.support.world import world as the_world

settings, world = settings_of_world, the_world

READINGS = """query($id: ID!, $first: Int!, $after: String) {
    readings(submissionId: $id, first: $first, after: $after) {
    edges { node { authorityName readerName isToken way at } }
    pageInfo { hasNextPage endCursor } } }"""
PAGE = "query($id: ID!) { submission(id: $id) { id title controls { controlId } document } }"
SUMMARY = "query($id: ID!) { submission(id: $id) { id } }"
LIST = "{ submissions(first: 100) { edges { node { id operatorName attainment } } } }"
COMPARED = "query($id: ID!) { submissionDifferences(before: $id, after: $id) { same } }"


async def readings(client: httpx.AsyncClient, person: Person, id_: str) -> list[dict[str, Any]]:
    answer = await ask(client, READINGS, person.cookie, id=id_, first=100)
    return [edge["node"] for edge in answer.data["readings"]["edges"]]


async def ways(client: httpx.AsyncClient, world: World) -> set[str]:
    return {one["way"] for one in await readings(client, world.coordinator, world.submission)}


async def test_nobody_has_read_what_nobody_opened(client: httpx.AsyncClient, world: World) -> None:
    assert await readings(client, world.coordinator, world.submission) == []


async def test_operator_sees_who_opened_its_submission_once_a_day(
    client: httpx.AsyncClient, world: World
) -> None:
    for _ in range(3):
        await ask(client, PAGE, world.officer.cookie, id=world.submission)
    found = await readings(client, world.coordinator, world.submission)
    assert {one["way"] for one in found} == {"PAGE", "CONTROLS", "DOCUMENT"}
    assert len(found) == 3
    assert {(one["readerName"], one["authorityName"], one["isToken"]) for one in found} == {
        ("Nina Nis", "NIS authority of Austria", False)
    }


@pytest.mark.parametrize(
    ("ending", "way"),
    [("json", "DOCUMENT"), ("csv", "CSV"), ("xlsx", "XLSX"), ("oscal.json", "OSCAL")],
)
async def test_every_download_is_a_reading(
    client: httpx.AsyncClient, world: World, ending: str, way: str
) -> None:
    path = f"/submissions/{world.submission}.{ending}"
    assert (await client.get(path, headers=world.officer.bearer)).status_code == 200
    assert await ways(client, world) == {way}


async def test_evidence_and_comparison_are_readings(
    client: httpx.AsyncClient, world: World
) -> None:
    path = f"/submissions/{world.submission}/evidence/{world.sealed_evidence}"
    assert (await client.get(path, headers=world.officer.bearer)).status_code == 200
    await ask(client, COMPARED, world.officer.cookie, id=world.submission)
    assert await ways(client, world) == {"EVIDENCE", "COMPARISON"}


async def test_pdf_is_a_reading(client: httpx.AsyncClient, world: World) -> None:
    answer = await client.get(f"/submissions/{world.submission}.pdf", headers=world.officer.bearer)
    assert answer.status_code == 200
    assert await ways(client, world) == {"PDF"}


async def test_lists_and_figures_are_no_reading(client: httpx.AsyncClient, world: World) -> None:
    await ask(client, LIST, world.officer.cookie)
    await ask(client, "{ outcomeDistribution { basis { submissions } } }", world.officer.cookie)
    assert await readings(client, world.coordinator, world.submission) == []


async def test_the_operators_own_people_leave_no_trace(
    client: httpx.AsyncClient, world: World
) -> None:
    await ask(client, PAGE, world.coordinator.cookie, id=world.submission)
    assert await fetch("SELECT id FROM reading") == []


async def test_strangers_and_the_authority_itself_see_no_readings(
    client: httpx.AsyncClient, world: World
) -> None:
    await ask(client, PAGE, world.officer.cookie, id=world.submission)
    for person in (world.officer, world.other_officer, world.other_coordinator):
        answer = await ask(client, READINGS, person.cookie, id=world.submission, first=9)
        assert answer.data == {"readings": None}


async def test_stranger_who_asks_for_it_is_not_noted(
    client: httpx.AsyncClient, world: World
) -> None:
    await ask(client, PAGE, world.other_officer.cookie, id=world.submission)
    await client.get(f"/submissions/{world.submission}.json", headers=world.other_officer.bearer)
    assert await fetch("SELECT id FROM reading") == []


async def test_readings_come_in_pages(client: httpx.AsyncClient, world: World) -> None:
    await ask(client, PAGE, world.officer.cookie, id=world.submission)
    seen: list[str] = []
    after = None
    while True:
        answer = await ask(
            client, READINGS, world.signatory.cookie, id=world.submission, first=2, after=after
        )
        page = answer.data["readings"]
        seen += [edge["node"]["way"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert sorted(seen) == ["CONTROLS", "DOCUMENT", "PAGE"]


async def test_two_processes_note_one_reading_once(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    one, other = Readings(database), Readings(database)
    await asyncio.gather(
        *(each.note(world.officer.actor, [world.submission], Way.PDF) for each in (one, other))
    )
    assert await ways(client, world) == {"PDF"}
    assert len(await fetch("SELECT id FROM reading")) == 1


class Failing:
    """A database that refuses the first write."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_down = True

    async def write(self, work: Callable[[], Awaitable[Any]]) -> Any:
        if self._is_down:
            self._is_down = False
            message = "the disk is full"
            raise OSError(message)
        return await self._database.write(work)


async def test_reading_that_cannot_be_written_is_owed_and_written_later(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    readings_ = Readings(Failing(database))  # type: ignore[arg-type]
    await readings_.note(world.officer.actor, [world.submission], Way.PDF)
    assert await ways(client, world) == set()
    await readings_.close()
    assert await ways(client, world) == {"PDF"}


async def test_reader_who_hangs_up_has_read_all_the_same(
    client: httpx.AsyncClient, services: Services, world: World
) -> None:
    found = services.get(Readings)
    task = asyncio.create_task(found.note(world.officer.actor, [world.submission], Way.PDF))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await found.close()
    assert await ways(client, world) == {"PDF"}


async def test_system_is_no_reader(services: Services, world: World) -> None:
    await services.get(Readings).note(SYSTEM, [world.submission], Way.PDF)
    assert await fetch("SELECT id FROM reading") == []


async def test_only_the_first_reading_of_a_day_takes_a_write(
    client: httpx.AsyncClient, application: Application, world: World
) -> None:
    await client.get("/readyz")  # connects
    await ask(client, LIST, world.officer.cookie)
    taken = []
    for _ in range(2):
        async with counted() as found:
            await ask(client, SUMMARY, world.officer.cookie, id=world.submission)
        taken.append(len(found))
    assert taken == [3, 2]
