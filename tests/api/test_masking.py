"""What nobody expected gets an incident's id; its message and variables get out nowhere."""

import logging
import re
from typing import Any

import httpx
import pytest
import strawberry
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess import access, schema
from nisassess.access import Info
from nisassess.api.errors import CODES
from nisassess.kit.errors import (
    Forbidden,
    Issue,
    NotFound,
    StateRefused,
    TooComplex,
    ValidationFailed,
    VersionConflict,
)
from nisassess.kit.logs import configure
from tests.support.api import ask
from tests.support.world import World

ERRORS: dict[str, Exception] = {
    "forbidden": Forbidden("Not you."),
    "complex": TooComplex("Too much."),
    "invalid": ValidationFailed([Issue("name", "bad_length", "must be short")]),
    "missing": NotFound("thing"),
    "state": StateRefused("submitted", "It is submitted."),
    "conflict": VersionConflict("newer"),
    "key": KeyError("hunter2"),
    "assertion": AssertionError("hunter2"),
}
EXPECTED: dict[str, dict[str, Any]] = {
    "forbidden": {"code": "FORBIDDEN"},
    "complex": {"code": "TOO_COMPLEX"},
    "invalid": {
        "code": "BAD_INPUT",
        "issues": [{"path": "name", "code": "bad_length", "message": "must be short"}],
    },
    "missing": {"code": "NOT_FOUND"},
    "state": {"code": "STATE", "state": "submitted"},
    "conflict": {"code": "BAD_INPUT"},
}


@strawberry.type
class Query(schema.Query):
    @access.public("raises, for these tests")
    async def fail(self, info: Info, name: str, password: str) -> str | None:
        hidden = password * 2  # what a careless log would print
        raise ERRORS[name] if hidden else RuntimeError


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the application of the test is composed."""
    monkeypatch.setattr(schema, "Query", Query)


@pytest.fixture
async def failing(planted: None, client: httpx.AsyncClient) -> httpx.AsyncClient:
    return client


QUERY = 'query($name: String!) { fail(name: $name, password: "s3cret-words") }'


@pytest.mark.parametrize("name", EXPECTED)
async def test_error_raised_on_purpose_is_told_under_its_code(
    name: str, failing: httpx.AsyncClient
) -> None:
    answer = await ask(failing, QUERY, name=name)
    (error,) = answer.body["errors"]
    assert error["message"] == str(ERRORS[name])
    assert error["extensions"] == EXPECTED[name]
    assert error["path"] == ["fail"]
    assert answer.body["data"] == {"fail": None}
    assert error["extensions"]["code"] in CODES


@pytest.mark.parametrize("name", ["key", "assertion"])
async def test_unexpected_error_is_masked_and_logged_without_variables(
    name: str, failing: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await ask(failing, QUERY, name=name)
    (error,) = answer.body["errors"]
    incident = error["extensions"]["incident"]
    assert re.fullmatch(r"[0-9a-f]{16}", incident)
    assert error["extensions"] == {"code": "INTERNAL", "incident": incident}
    assert error["message"] == (
        f"Something went wrong on our side. Quote incident {incident} when you report it."
    )
    assert "hunter2" not in str(answer.body)

    logged = caplog.text
    assert incident in logged
    assert type(ERRORS[name]).__name__ in logged
    assert "test_masking" in logged  # where it happened
    assert "s3cret-words" not in logged


async def test_incidents_of_two_failures_differ(failing: httpx.AsyncClient) -> None:
    answers = [await ask(failing, QUERY, name="key") for _ in range(2)]
    first, second = (answer.body["errors"][0]["extensions"]["incident"] for answer in answers)
    assert first != second


async def test_failure_of_one_field_leaves_the_others(
    failing: httpx.AsyncClient, world: World
) -> None:
    query = '{ fail(name: "key", password: "x") viewer { id } }'
    answer = await ask(failing, query, world.officer.bearer)
    assert answer.status == 200
    assert answer.body["data"] == {"fail": None, "viewer": {"id": world.officer.actor.id}}


async def test_route_that_fails_is_masked_too(
    app: Starlette, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    async def boom(request: Request) -> Response:
        password = "s3cret-words"
        raise RuntimeError("hunter2" if password else "")

    app.router.routes.insert(0, Route("/boom", boom))
    with caplog.at_level(logging.ERROR):
        answer = await client.get("/boom")
    assert answer.status_code == 500
    error = answer.json()["error"]
    incident = error.pop("incident")
    assert error == {
        "code": "INTERNAL",
        "message": (
            f"Something went wrong on our side. Quote incident {incident} when you report it."
        ),
    }
    assert incident in caplog.text
    assert "s3cret-words" not in caplog.text


def test_logs_of_a_server_hold_a_traceback_without_variables(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    earlier = structlog.get_config()
    configure("info")
    try:
        fail_with_a_log("s3cret-words")
    finally:
        structlog.configure(**earlier)
    logged = capfd.readouterr().err
    assert '"event": "unexpected"' in logged
    assert "RuntimeError: boom" in logged
    assert "s3cret-words" not in logged


def fail_with_a_log(password: str) -> None:
    try:
        raise RuntimeError("boom" if password else "")
    except RuntimeError:
        # Not the module's logger: this one is made under the server's configuration.
        structlog.get_logger("nisassess.test").exception("unexpected")
