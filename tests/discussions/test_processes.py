"""The real server: streams end when it does, and several processes tell each other."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from nisassess.kit.settings import Settings
from tests.discussions.conftest import Place
from tests.discussions.streams import PATIENCE, Told
from tests.journeys.server import Server, running
from tests.support.api import ask
from tests.support.databases import on_postgres
from tests.support.world import Person, World

several = pytest.mark.skipif(not on_postgres(), reason="SQLite serves one process")
_SAVE = """mutation($input: SaveStatementInput!) { saveStatement(input: $input) { __typename } }"""


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    assert settings.database_url is not None
    return {
        "NISASSESS_DATABASE_URL": settings.database_url,
        "NISASSESS_LIVE_CHECK_SECONDS": "1",
        "NISASSESS_BACKGROUND_WORK": "false",
    }


@asynccontextmanager
async def listening(
    server: Server, person: Person, path: str
) -> AsyncIterator["asyncio.Queue[Told | None]"]:
    """What a stream of the server tells; None: it ended."""
    heard: asyncio.Queue[Told | None] = asyncio.Queue()

    async def listen() -> None:
        with suppress(httpx.RemoteProtocolError):  # cut by a server that ends: browsers come back
            await _read(server, person, path, heard)
        heard.put_nowait(None)

    task = asyncio.create_task(listen())
    try:
        yield heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _read(
    server: Server, person: Person, path: str, heard: "asyncio.Queue[Told | None]"
) -> None:
    async with (
        httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=PATIENCE) as client,
        client.stream("GET", path, headers=person.bearer) as answer,
    ):
        assert answer.status_code == 200
        name = ""
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                heard.put_nowait(Told(name, orjson.loads(line.removeprefix("data: ")), None))


async def told(heard: "asyncio.Queue[Told | None]", name: str) -> Any:
    while True:
        one = await asyncio.wait_for(heard.get(), PATIENCE)
        assert one is not None, f"the stream ended before {name}"
        if one.name == name:
            return one.data


async def save(server: Server, person: Person, place: Place, version: int) -> None:
    given = {
        "assessmentId": place.assessment,
        "partId": place.part,
        "controlId": place.other_control,
        "justification": f"Version {version + 1}",
        "notApplicable": False,
        "expectedVersion": version,
    }
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=PATIENCE) as client:
        answer = await ask(client, _SAVE, person.bearer, input=given)
    assert answer.data["saveStatement"]["__typename"] == "StatementSaved"


async def test_server_with_open_streams_ends_when_it_is_told_to(
    world: World, place: Place, tmp_path: Path, environment: dict[str, str]
) -> None:
    path = f"/assessments/{place.assessment}/events?control={place.control}"
    with running(tmp_path / "one", environment=environment) as server:
        async with (
            listening(server, world.contributor, path) as first,
            listening(server, world.approver, path) as second,
        ):
            people = (await told(second, "presence"))["people"]
            assert [one["name"] for one in people] in ([], ["Ada Ampère"])
            await save(server, world.coordinator, place, 0)
            for heard in (first, second):
                assert (await told(heard, "changed"))["by"]["name"] == "Carl Coulomb"
            assert await asyncio.to_thread(server.end) == -signal.SIGTERM
            for heard in (first, second):
                while await asyncio.wait_for(heard.get(), PATIENCE) is not None:
                    pass
        assert "Traceback" not in server.printed()
        assert "exceeded" not in server.printed()  # uvicorn's patience with what is still open


@several
async def test_processes_tell_each_other_what_changed_and_who_is_here(
    world: World, place: Place, tmp_path: Path, environment: dict[str, str]
) -> None:
    path = f"/assessments/{place.assessment}/events?control={place.control}"
    with (
        running(tmp_path / "one", environment=environment) as one,
        running(tmp_path / "two", environment=environment) as two,
    ):
        async with listening(one, world.contributor, path) as heard:
            await told(heard, "hello")
            async with listening(two, world.approver, path) as elsewhere:
                assert await people_until(heard, ["Alma Approver"])
                assert await people_until(elsewhere, ["Ada Ampère"])
                await save(two, world.coordinator, place, 0)
                changed = await told(heard, "changed")
                assert changed["by"]["name"] == "Carl Coulomb"
                assert changed["changes"][0]["version"] == 1
            assert await people_until(heard, [])
        assert await asyncio.to_thread(one.end) == -signal.SIGTERM
        assert await asyncio.to_thread(two.end) == -signal.SIGTERM


@several
async def test_process_that_was_killed_is_forgotten(
    world: World, place: Place, tmp_path: Path, environment: dict[str, str]
) -> None:
    path = f"/assessments/{place.assessment}/events?control={place.control}"
    quick = {**environment, "NISASSESS_LIVE_FORGET_SECONDS": "3"}
    with (
        running(tmp_path / "one", environment=quick) as one,
        running(tmp_path / "two", environment=quick) as two,
    ):
        async with (
            listening(one, world.contributor, path) as heard,
            listening(two, world.approver, path),
        ):
            assert await people_until(heard, ["Alma Approver"])
            two.kill()
            assert await people_until(heard, [])


async def people_until(heard: "asyncio.Queue[Told | None]", names: list[str]) -> bool:
    """Whether the stream tells at last that these are here."""
    while True:
        people = (await told(heard, "presence"))["people"]
        if [one["name"] for one in people] == names:
            return True
