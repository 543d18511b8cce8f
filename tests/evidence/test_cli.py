"""`nisassess evidence push` against a real server on a real socket."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from typer.testing import CliRunner

from nisassess.evidence.cli import app as cli
from tests.evidence.world import CONTROL, LIMIT, OTHER_PDF, PDF, World, nothing_happened, rows

Push = Callable[..., Any]


@asynccontextmanager
async def serve(app: Starlette) -> AsyncIterator[str]:
    config = uvicorn.Config(app, port=0, lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task


@pytest.fixture
async def server(app: Starlette) -> AsyncIterator[str]:
    async with serve(app) as address:
        yield address


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    taken: list[float] = []
    monkeypatch.setattr(time, "sleep", taken.append)
    return taken


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scan.json"
    path.write_bytes(PDF)
    return path


def token_of(headers: dict[str, str]) -> str:
    return headers["Authorization"].removeprefix("Bearer ")


@pytest.fixture
def push(world: World, file: Path) -> Push:
    async def run(server: str, *more: str, token: str | None = None, **changes: str) -> Any:
        options = {
            "server": server,
            "operator": world.operator,
            "control": CONTROL,
            "source-key": "ci/nightly-scan",
            **{name.replace("_", "-"): value for name, value in changes.items()},
        }
        arguments = ["push", str(file), *more]
        for name, value in options.items():
            arguments += [f"--{name}", value]
        environment = {"NISASSESS_TOKEN": token_of(world.integrator) if token is None else token}
        result = await asyncio.to_thread(CliRunner(env=environment).invoke, cli, arguments)
        if environment["NISASSESS_TOKEN"].strip():
            assert environment["NISASSESS_TOKEN"] not in result.stdout + result.stderr
        return result

    return run


async def test_file_arrives(server: str, push: Push, world: World) -> None:
    result = await push(server, part="Office IT", assessment=world.assessment, title="Scan")

    assert result.exit_code == 0, result.stderr
    (row,) = await rows()
    assert (row["title"], row["filename"], row["size"]) == ("Scan", "scan.json", len(PDF))
    assert row["id"] in result.stdout
    assert row["digest"] in result.stdout
    assert f"attached to {world.assessment}" in result.stdout
    assert world.linker.attached(world.assessment, world.part) == [row["id"]]


async def test_repeated_push_says_so(server: str, push: Push) -> None:
    first, again = await push(server), await push(server)

    assert "revision 1 (new)" in first.stdout
    assert "revision 1 (the same bytes were there)" in again.stdout
    assert (first.exit_code, again.exit_code) == (0, 0)


async def test_new_bytes_are_the_next_revision(server: str, push: Push, file: Path) -> None:
    await push(server)
    file.write_bytes(OTHER_PDF)

    assert "revision 2 (new)" in (await push(server)).stdout


async def test_json_is_the_servers(server: str, push: Push, world: World) -> None:
    done = json.loads((await push(server, "--json")).stdout)
    refused = await push(server, "--json", control="nis.unknown")

    assert done["evidence"]["size"] == len(PDF)
    assert done["attached"] == [world.assessment]
    assert json.loads(refused.stdout)["error"]["code"] == "NOT_FOUND"
    assert refused.exit_code == 5


async def test_token_may_come_from_a_file(
    server: str, push: Push, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "token"
    path.write_text(f"{token_of(world.integrator)}\n")

    assert (await push(server, token="", token_file=str(path))).exit_code == 0


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"title": "t" * 201}, 9, "title: must be 1 to 200 characters, not 201"),
        ({"control": "nis.unknown"}, 5, "There is no such control, or you may not see it."),
        ({"part": "Substations"}, 5, "There is no such"),
    ],
)
async def test_refusals_have_their_exit_code(  # noqa: PLR0917
    server: str, push: Push, world: World, changes: dict[str, str], code: int, message: str
) -> None:
    changes = {"assessment": world.assessment, **changes}

    result = await push(server, **changes)

    assert result.exit_code == code
    assert result.stdout == ""
    assert message in result.stderr
    assert await nothing_happened(world)


async def test_wrong_tokens_have_their_exit_code(server: str, push: Push, world: World) -> None:
    for headers in (world.expired, world.revoked):
        result = await push(server, token=token_of(headers))
        assert result.exit_code == 3
        assert "The token is unknown, revoked or past its end date." in result.stderr
    secret = world.contributor["Cookie"].partition("=")[2]
    assert (await push(server, token=secret)).exit_code == 4
    assert await nothing_happened(world)


async def test_another_operator_has_its_exit_code(server: str, push: Push, world: World) -> None:
    result = await push(server, operator=world.other_operator)

    assert result.exit_code == 5
    assert "There is no such operator, or you may not see it." in result.stderr


async def test_submitted_assessment_has_its_exit_code(
    server: str, push: Push, world: World
) -> None:
    world.linker.assessments[world.assessment].submitted = True

    result = await push(server, assessment=world.assessment)

    assert result.exit_code == 6
    assert "error: the server answered 409: The assessment is submitted." in result.stderr
    assert await nothing_happened(world)


async def test_large_file_has_its_exit_code(
    server: str, push: Push, world: World, file: Path
) -> None:
    file.write_bytes(b"x" * (10 * LIMIT))

    result = await push(server)

    assert result.exit_code == 7
    assert "The file is larger than the limit of 3 MiB." in result.stderr
    assert await nothing_happened(world)


async def test_empty_file_has_its_exit_code(server: str, push: Push, file: Path) -> None:
    file.write_bytes(b"")

    result = await push(server)

    assert result.exit_code == 9
    assert "file: must hold at least one byte" in result.stderr


async def test_server_that_is_away_is_tried_again(push: Push, pauses: list[float]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        result = await push(f"http://127.0.0.1:{unused.getsockname()[1]}")

    assert result.exit_code == 8
    assert "gave up after 5 attempts" in result.stderr
    assert len(pauses) == 4
    assert all(later > earlier / 2 for earlier, later in pairwise(pauses))


async def test_failing_server_is_tried_again_with_the_whole_file(
    app: Starlette, push: Push, pauses: list[float]
) -> None:
    failures = [503, 408]
    received: list[int] = []

    async def fail_first(request: Request) -> Response:
        received.append(len(await request.body()))
        if failures:
            return Response(status_code=failures.pop(0))
        (evidence,) = [r for r in app.routes if isinstance(r, Route) and r.methods == {"PUT"}]
        answer: Response = await evidence.endpoint(request)
        return answer

    path = "/evidence/operators/{operator}/controls/{control}/{source_key:path}"
    flaky = Starlette(routes=[Route(path, fail_first, methods=["PUT"])])
    async with serve(flaky) as address:
        result = await push(address)

    assert result.exit_code == 0, result.stderr
    assert received == [len(PDF)] * 3
    assert len(pauses) == 2
    assert "attempt 1 of 5: the server answered 503" in result.stderr


def answering(status: int, body: Any, **headers: str) -> Starlette:
    async def answer(request: Request) -> Response:
        await request.body()
        return Response(json.dumps(body), status, headers)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["PUT"])])


@pytest.mark.parametrize(
    ("status", "body", "headers", "code", "message"),
    [
        (500, {}, {}, 8, "gave up after 5 attempts: the server answered 500"),
        (302, {}, {"location": "https://new.example"}, 1, "sends us on to https://new.example"),
        (200, ["?"], {}, 1, "the answer is not that of a nisassess server"),
        (418, {}, {}, 1, "the server answered 418"),
        (
            201,
            {"evidence": {"digest": "0" * 64}, "attached": []},
            {},
            1,
            "the server's SHA-256 is not that of the file",
        ),
    ],
)
async def test_strange_answers_are_told(  # noqa: PLR0917
    push: Push, status: int, body: Any, headers: dict[str, str], code: int, message: str
) -> None:
    async with serve(answering(status, body, **headers)) as address:
        result = await push(address)

    assert result.exit_code == code
    assert message in result.stderr


@pytest.mark.parametrize(
    "server",
    ["nis.example", "ftp://nis.example", "https://", "https://a:b@nis.example", "http://x:99999"],
)
async def test_bad_address_is_wrong_usage(push: Push, server: str) -> None:
    assert (await push(server)).exit_code == 2


@pytest.mark.parametrize(
    "changes", [{"source_key": "../x"}, {"control": ".."}, {"operator": "a/b"}, {"control": ""}]
)
async def test_path_that_leads_elsewhere_is_wrong_usage(
    push: Push, changes: dict[str, str]
) -> None:
    assert (await push("https://nis.example", **changes)).exit_code == 2


@pytest.mark.parametrize("token", ["", "  \n", "two words", "tökén"])
async def test_missing_token_is_wrong_usage(push: Push, token: str) -> None:
    result = await push("https://nis.example", token=token)

    assert result.exit_code == 2
    assert "there is no access token in the variable NISASSESS_TOKEN" in result.stderr


async def test_missing_file_is_wrong_usage(push: Push, file: Path) -> None:
    file.unlink()
    assert (await push("https://nis.example")).exit_code == 2


async def test_plain_http_to_another_machine_is_warned_of(
    push: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise httpx.ConnectError("no route")

    monkeypatch.setattr(httpx.Client, "put", away)

    result = await push("http://nis.example")

    assert "warning: the address is not https" in result.stderr


@pytest.mark.database_free
def test_token_is_no_option() -> None:
    command: Any = typer.main.get_command(cli)
    options = {name for parameter in command.commands["push"].params for name in parameter.opts}

    assert "--token" not in options
