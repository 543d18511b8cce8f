"""GraphQL over HTTP: what a request must look like, and what comes back."""

from typing import Any

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from nisassess.kit.settings import Settings
from tests.support.world import World

JSON = "application/json"
STRICT = "application/graphql-response+json"
VIEWER = "{ viewer { id } }"


async def post(
    client: httpx.AsyncClient, body: Any, accept: str = JSON, **headers: str
) -> httpx.Response:
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    sent = {"content-type": JSON, "accept": accept, **headers}
    return await client.post("/graphql", content=content, headers=sent)


def message_of(answer: httpx.Response) -> str:
    """The one error's message; a refused request has nothing but errors."""
    body = answer.json()
    assert list(body) == ["errors"]
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT"
    return str(error["message"])


NOT_A_REQUEST: dict[str, tuple[Any, str]] = {
    "broken JSON": (b"{", "Unable to parse request body as JSON"),
    "no body": (b"", "Unable to parse request body as JSON"),
    "not UTF-8": (b'{"query": "\xff"}', "Unable to parse request body as JSON"),
    "half a character": (b'{"query": "\\ud800"}', "Unable to parse request body as JSON"),
    "not a number": (
        b'{"query": "{a}", "variables": {"n": NaN}}',
        "Unable to parse request body as JSON",
    ),
    "endless nesting": (b"[" * 20_000 + b"]" * 20_000, "Unable to parse request body as JSON"),
    "batch": (
        [{"query": VIEWER}, {"query": VIEWER}],
        "Batches are not supported; send one operation a request.",
    ),
    "empty batch": ([], "Batches are not supported; send one operation a request."),
    "null": (None, "The body must be a JSON object with a `query`."),
    "text": (VIEWER, "The body must be a JSON object with a `query`."),
    "no query": ({}, "No GraphQL query found in the request"),
    "empty query": ({"query": ""}, "No GraphQL query found in the request"),
    "query of a wrong type": (
        {"query": 1},
        "The GraphQL operation's `query` must be a string or null, if provided.",
    ),
    "variables of a wrong type": (
        {"query": VIEWER, "variables": [1]},
        "The GraphQL operation's `variables` must be an object or null, if provided.",
    ),
    "extensions of a wrong type": (
        {"query": VIEWER, "extensions": "x"},
        "The GraphQL operation's `extensions` must be an object or null, if provided.",
    ),
    "operation name of a wrong type": (
        {"query": VIEWER, "operationName": 5},
        "`operationName` must be a string or null, if provided.",
    ),
    "unknown operation name": (
        {"query": "query A { viewer { id } }", "operationName": "B"},
        'Unknown operation named "B".',
    ),
    "fragments alone": (
        {"query": "fragment A on Query { viewer { id } }"},
        "Can't get GraphQL operation type",
    ),
}


@pytest.mark.parametrize("accept", [JSON, STRICT])
async def test_body_that_is_no_request_is_refused_as_json(
    client: httpx.AsyncClient, accept: str
) -> None:
    answers = {name: await post(client, body, accept) for name, (body, _) in NOT_A_REQUEST.items()}
    assert {name: message_of(answer) for name, answer in answers.items()} == {
        name: message for name, (_, message) in NOT_A_REQUEST.items()
    }
    assert {answer.status_code for answer in answers.values()} == {400}
    assert {answer.headers["content-type"] for answer in answers.values()} == {accept}


FAULTY = {
    "syntax": ({"query": "{"}, "Syntax Error: Expected Name, found <EOF>."),
    "unknown field": ({"query": "{ nope }"}, "Cannot query field 'nope' on type 'Query'."),
    "subscription": (
        {"query": "subscription { nope }"},
        "The subscription operation is not supported by the schema.",
    ),
    "missing variable": (
        {"query": "query($id: ID!) { operator(id: $id) { id } }"},
        "Variable '$id' has invalid value: Expected a value of non-null type 'ID!' to be provided.",
    ),
    "variable of a wrong type": (
        {
            "query": "query($n: Int!) { operators(first: $n) { __typename } }",
            "variables": {"n": "x"},
        },
        "Variable '$n' has invalid value: Int cannot represent non-integer value: 'x'",
    ),
    "date of a wrong type": (
        {
            "query": "query($d: Date) "
            "{ submissions(first: 1, filter: {submittedFrom: $d}) { __typename } }",
            "variables": {"d": 5},
        },
        "Variable '$d' has invalid value: Value cannot represent a Date: \"5\". Expected a string.",
    ),
    "several operations without a name": (
        {"query": "query A { viewer { id } } query B { viewer { name } }"},
        "The document has several operations: say in operationName which one to run.",
    ),
}


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (STRICT, 400)])
async def test_faulty_document_is_refused_without_data(
    client: httpx.AsyncClient, accept: str, status: int
) -> None:
    answers = {name: await post(client, body, accept) for name, (body, _) in FAULTY.items()}
    assert {name: message_of(answer) for name, answer in answers.items()} == {
        name: message for name, (_, message) in FAULTY.items()
    }
    assert {answer.status_code for answer in answers.values()} == {status}


async def test_well_formed_request_is_answered_in_the_media_type_asked_for(
    client: httpx.AsyncClient,
) -> None:
    streams = ("text/event-stream", 'multipart/mixed;subscriptionSpec="1.0", application/json')
    for accept, expected in (
        (JSON, JSON),
        (STRICT, STRICT),
        (f"{STRICT};q=1, {JSON};q=0.9", STRICT),
        ("*/*", JSON),
        *((stream, JSON) for stream in streams),
    ):
        answer = await post(client, {"query": VIEWER}, accept)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == expected
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json() == {"data": {"viewer": None}}


async def test_named_operation_among_several_is_the_one_that_runs(
    client: httpx.AsyncClient, world: World
) -> None:
    query = "query A { viewer { name } } query B { viewer { id } }"
    body = {"query": query, "operationName": "B"}
    answer = await post(client, body, **world.officer.bearer)
    assert answer.json() == {"data": {"viewer": {"id": world.officer.actor.id}}}


async def test_field_refused_while_executing_keeps_status_200_and_data(
    client: httpx.AsyncClient,
) -> None:
    query = '{ viewer { id } operator(id: "x") { id } }'
    answer = await post(client, {"query": query}, STRICT)
    assert answer.status_code == 200
    assert answer.json() == {
        "data": {"viewer": None, "operator": None},
        "errors": [
            {
                "message": "Sign in first.",
                "locations": [{"line": 1, "column": 17}],
                "path": ["operator"],
                "extensions": {"code": "UNAUTHENTICATED"},
            }
        ],
    }


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
async def test_other_content_type_is_refused_with_415(
    client: httpx.AsyncClient, content_type: str
) -> None:
    answer = await client.post(
        "/graphql", content=orjson.dumps({"query": VIEWER}), headers={"content-type": content_type}
    )
    assert answer.status_code == 415
    assert message_of(answer) == "Content-Type must be application/json."


async def test_content_type_with_a_charset_is_accepted(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    answer = await client.post("/graphql", content=orjson.dumps({"query": VIEWER}), headers=headers)
    assert answer.json() == {"data": {"viewer": None}}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
async def test_other_method_is_refused_with_405(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/graphql", params={"query": VIEWER})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"
    assert answer.headers["content-type"] == JSON


async def test_mutation_by_get_runs_nowhere(client: httpx.AsyncClient, world: World) -> None:
    for accept in (JSON, "text/html"):
        answer = await client.get(
            "/graphql",
            params={"query": "mutation { signOut { signedOut } }"},
            headers={"accept": accept, "cookie": world.officer.cookie["Cookie"]},
        )
        assert b"signedOut" not in answer.content
    assert (await post(client, {"query": VIEWER}, **world.officer.bearer)).json()["data"]["viewer"]


async def test_browser_gets_the_explorer(app: Starlette, client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", headers={"accept": "text/html,*/*"})
    assert answer.status_code in {200, 503}  # 503 where the frontend is not built
    assert answer.headers["content-type"].startswith("text/")


async def test_body_over_the_limit_is_refused_with_413(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    largest = settings.max_request_bytes
    padding = " " * (largest - len(orjson.dumps({"query": VIEWER})))
    fits = await post(client, {"query": VIEWER + padding})
    assert fits.json() == {"data": {"viewer": None}}
    for body in (orjson.dumps({"query": VIEWER + padding + " "}), b"x" * (3 * largest)):
        answer = await post(client, body)
        assert answer.status_code == 413
        assert message_of(answer) == f"The request is larger than {largest} bytes."


async def test_body_in_pieces_over_the_limit_is_refused_before_it_ends(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    sent = 0

    async def pieces() -> Any:
        nonlocal sent
        while True:  # a body without an end
            sent += 1
            yield b" " * 65_536

    answer = await client.post("/graphql", content=pieces(), headers={"content-type": JSON})
    assert answer.status_code == 413
    assert sent <= settings.max_request_bytes / 65_536 + 2
