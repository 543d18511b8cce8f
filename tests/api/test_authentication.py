"""Who a request comes from: cookies with the client header, bearer tokens, and neither."""

import httpx
import pytest

from nisassess.identity.authentication import COOKIE
from tests.support.api import ask
from tests.support.world import PASSWORD, World

VIEWER = "{ viewer { id } }"
SIGN_IN = (
    "mutation($email: String!, $password: String!) "
    "{ signIn(email: $email, password: $password) { __typename } }"
)


async def signed_in(client: httpx.AsyncClient, world: World) -> str:
    """The attributes of the cookie that came with a sign-in."""
    answer = await ask(client, SIGN_IN, email=world.officer.email, password=PASSWORD)
    assert answer.data == {"signIn": {"__typename": "SignedIn"}}
    return answer.headers["set-cookie"]


async def test_cookie_is_closed_to_scripts_and_other_sites(
    client: httpx.AsyncClient, world: World
) -> None:
    secret, *attributes = (await signed_in(client, world)).split("; ")
    assert secret.startswith(f"{COOKIE}=")
    assert len(secret) == len(COOKIE) + 1 + 43
    assert sorted(attributes) == ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=strict"]


async def test_cookie_sent_by_our_pages_signs_in(client: httpx.AsyncClient, world: World) -> None:
    await signed_in(client, world)  # the client keeps the cookie
    answer = await ask(client, VIEWER, {"X-Nisassess-Client": "web"})
    assert answer.data == {"viewer": {"id": world.officer.actor.id}}


async def test_cookie_without_the_client_header_on_post_is_anonymous(
    client: httpx.AsyncClient, world: World
) -> None:
    headers = {"Cookie": world.officer.cookie["Cookie"]}
    assert (await ask(client, VIEWER, headers)).data == {"viewer": None}
    upload = await client.post("/evidence/files", headers=headers, content=b"x")
    assert upload.status_code == 401


async def test_cookie_without_the_client_header_downloads(
    client: httpx.AsyncClient, world: World
) -> None:
    """A link is followed without headers of ours; it changes nothing."""
    headers = {"Cookie": world.contributor.cookie["Cookie"]}
    answer = await client.get(f"/evidence/{world.evidence}", headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("Bearer wrong", "The token is unknown, revoked or past its end date."),
        ("Bearer nisassess_", "The token is unknown, revoked or past its end date."),
        ("Bearer \xff\xfe", "The token is unknown, revoked or past its end date."),
        ("Bearer ", "The Authorization header must read: Bearer <token>."),
        ("Bearer", "The Authorization header must read: Bearer <token>."),
        ("Basic dXNlcjpwYXNz", "The Authorization header must read: Bearer <token>."),
        ("", "The Authorization header must read: Bearer <token>."),
    ],
)
async def test_bad_bearer_is_401_on_every_route(
    client: httpx.AsyncClient, header: str, message: str
) -> None:
    headers = [(b"authorization", header.encode("latin-1"))]
    query = await client.post("/graphql", json={"query": VIEWER}, headers=headers)
    assert query.json() == {
        "errors": [{"message": message, "extensions": {"code": "UNAUTHENTICATED"}}]
    }
    file = await client.get("/evidence/x", headers=headers)
    assert file.json() == {"error": {"code": "UNAUTHENTICATED", "message": message}}
    for answer in (query, file):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_bad_bearer_beside_a_good_cookie_is_still_refused(
    client: httpx.AsyncClient, world: World
) -> None:
    headers = {**world.officer.cookie, "Authorization": "Bearer wrong"}
    answer = await client.post("/graphql", json={"query": VIEWER}, headers=headers)
    assert answer.status_code == 401


async def test_secret_of_a_session_is_accepted_as_a_bearer(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await ask(client, VIEWER, world.officer.bearer)
    assert answer.data == {"viewer": {"id": world.officer.actor.id}}
    lower = {"Authorization": f"bearer  {world.officer.secret} "}
    assert (await ask(client, VIEWER, lower)).data == answer.data


async def test_token_in_the_cookie_is_nobody(client: httpx.AsyncClient, world: World) -> None:
    headers = {"Cookie": f"{COOKIE}={world.integrator_token}", "X-Nisassess-Client": "web"}
    assert (await ask(client, VIEWER, headers)).data == {"viewer": None}
