"""An acknowledged save survives `kill -9` of the server at any moment."""

import asyncio
import hashlib
import json
import random
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from tests.journeys.server import COMMAND, Server, running

pytestmark = pytest.mark.browser  # a real server: runs with the journeys

T = TypeVar("T")
PASSWORD = "a-long-enough-password"
EMAIL = "coordinator@kill.example"
CLIENTS = 8
ROUNDS = 3

_SAVE = """
mutation Save($input: SaveStatementInput!) {
  saveStatement(input: $input) {
    __typename
    ... on StatementSaved { statement { version justification } }
    ... on StatementConflict { current { version justification } }
  }
}
"""


@dataclass
class Acknowledged:
    """What the server said is saved, by control."""

    versions: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    """The last text that was sent; it may or may not have been saved when the server died."""
    files: dict[str, str] = field(default_factory=dict)
    """Evidence ids with the digest of their bytes."""


def test_what_was_acknowledged_is_there_after_kill_9(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    _install(folder)
    known = Acknowledged()
    place: dict[str, Any] = {}
    chance = random.Random(20261122)
    for _ in range(ROUNDS):
        with running(folder) as server:
            place = place or _apart(_start(server))
            _apart(_check(server, place, known))
            _apart(_save_until_killed(server, place, known, chance))
    with running(folder) as server:
        _apart(_check(server, place, known))
        assert server.end() in {0, -signal.SIGTERM}
        assert "Application shutdown complete" in server.printed()
    assert len(known.versions) > CLIENTS
    assert max(known.versions.values()) > 1
    _check_files(folder, known)


def _install(folder: Path) -> None:
    """An installation with one operator and its coordinator, by the command line."""

    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [COMMAND, *arguments],
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
            env={"PATH": "/usr/bin:/bin", "NISASSESS_DATA_DIR": str(folder)},
        )
        return done.stdout.strip()

    operator = run("organisation", "create-operator", "--name", "Kill Netz", "--country", "AT")
    run(
        *("user", "create", "--email", EMAIL, "--name", "Coordinator"),
        *("--organisation", operator, "--role", "operator_coordinator"),
        given=f"{PASSWORD}\n",
    )


@asynccontextmanager
async def _signed_in(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=server.url, headers={"X-Nisassess-Client": "web"}, timeout=30, trust_env=False
    ) as client:
        answer = await client.post(
            "/graphql",
            json={
                "query": "mutation($e: String!, $p: String!)"
                " { signIn(email: $e, password: $p) { __typename } }",
                "variables": {"e": EMAIL, "p": PASSWORD},
            },
        )
        assert answer.json()["data"]["signIn"]["__typename"] == "SignedIn"
        yield client


async def _ask(client: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    answer = await client.post("/graphql", json={"query": query, "variables": variables})
    body = answer.json()
    assert "errors" not in body, body
    data: dict[str, Any] = body["data"]
    return data


async def _start(server: Server) -> dict[str, Any]:
    async with _signed_in(server) as client:
        viewer = await _ask(client, "{ viewer { memberships { operatorId } } }")
        started = await _ask(
            client,
            """mutation($input: StartAssessmentInput!) { startAssessment(input: $input) {
              ... on AssessmentStarted { assessment {
                id parts { id } groups { controls { id } } } } } }""",
            input={
                "operatorId": viewer["viewer"]["memberships"][0]["operatorId"],
                "profileId": "nis-baseline-important",
                "title": "Killed",
                "scopeKind": "ORGANISATION",
                "scopeName": "All",
                "periodFrom": "2026-01-01",
                "periodUntil": "2026-12-31",
                "parts": [{"name": "All"}],
            },
        )
    assessment = started["startAssessment"]["assessment"]
    return {
        "assessment": assessment["id"],
        "part": assessment["parts"][0]["id"],
        "controls": [c["id"] for group in assessment["groups"] for c in group["controls"]],
    }


async def _save_until_killed(
    server: Server, place: dict[str, Any], known: Acknowledged, chance: random.Random
) -> None:
    """Several people save without a pause; the server is killed under their hands."""
    async with _signed_in(server) as client:
        savers = [
            asyncio.create_task(_saver(client, place, known, place["controls"][number::CLIENTS]))
            for number in range(CLIENTS)
        ]
        uploader = asyncio.create_task(_uploader(client, place, known))
        await asyncio.sleep(chance.uniform(0.8, 2.5))
        server.kill()
        await asyncio.gather(*savers, uploader)


async def _saver(
    client: httpx.AsyncClient, place: dict[str, Any], known: Acknowledged, controls: list[str]
) -> None:
    number = 0
    while True:
        control = controls[number % len(controls)]
        number += 1
        version = known.versions.get(control, 0)
        text = f"{control} for the {version + 1}. time, {number}"
        known.sent[control] = text
        given = {
            "assessmentId": place["assessment"],
            "partId": place["part"],
            "controlId": control,
            "justification": text,
            "notApplicable": False,
            "expectedVersion": version,
        }
        try:
            data = await _ask(client, _SAVE, input=given)
        except httpx.TransportError:
            return
        result = data["saveStatement"]
        assert result["__typename"] == "StatementSaved", result
        known.versions[control] = result["statement"]["version"]
        known.texts[control] = text


async def _uploader(client: httpx.AsyncClient, place: dict[str, Any], known: Acknowledged) -> None:
    number = len(known.files)
    while True:
        number += 1
        content = f"evidence {number}\n".encode() * 20_000
        try:
            answer = await client.post(
                "/evidence/files",
                params={
                    "assessment": place["assessment"],
                    "part": place["part"],
                    "control": place["controls"][0],
                    "filename": f"evidence-{number}.txt",
                },
                content=content,
            )
        except httpx.TransportError:
            return
        # 200: the bytes were kept before the server died, and only its answer was lost.
        assert answer.status_code in {httpx.codes.CREATED, httpx.codes.OK}, answer.text
        known.files[answer.json()["evidence"]["id"]] = hashlib.sha256(content).hexdigest()


async def _check(server: Server, place: dict[str, Any], known: Acknowledged) -> None:
    """Everything acknowledged is there; what was under way is there whole or not at all."""
    async with _signed_in(server) as client:
        data = await _ask(
            client,
            """query($id: ID!) { assessment(id: $id) {
              statements { controlId justification version } } }""",
            id=place["assessment"],
        )
        stored = {one["controlId"]: one for one in data["assessment"]["statements"]}
        for control, version in known.versions.items():
            found = stored[control]
            if found["version"] == version:
                assert found["justification"] == known.texts[control]
            else:  # saved, but the answer was lost with the server
                assert found["version"] == version + 1
                assert found["justification"] == known.sent[control]
        for control, found in stored.items():
            known.versions[control] = found["version"]
            known.texts[control] = found["justification"]
        for evidence, digest in known.files.items():
            kept = await client.get(f"/evidence/{evidence}")
            assert hashlib.sha256(kept.content).hexdigest() == digest


def _check_files(folder: Path, known: Acknowledged) -> None:
    """The database is whole, and every kept file is what its name says."""
    with sqlite3.connect(folder / "nisassess.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        acts = connection.execute(
            "SELECT count(*) FROM audit_entry WHERE action = 'statement.save'"
        ).fetchone()[0]
        changes = connection.execute(
            "SELECT count(*) FROM change WHERE kind = 'statement'"
        ).fetchone()[0]
        values = connection.execute("SELECT value FROM change").fetchall()
    connection.close()
    assert acts == changes == sum(known.versions.values())
    assert all(json.loads(value) for (value,) in values)
    kept = [file for file in (folder / "evidence").rglob("*") if file.is_file()]
    named = [file for file in kept if len(file.name) == 64]
    assert len(named) >= len(known.files)
    for file in named:
        assert hashlib.sha256(file.read_bytes()).hexdigest() == file.name


def _apart(work: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: the browser's driver may hold this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
