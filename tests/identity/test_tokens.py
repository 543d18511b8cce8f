from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from nisassess.identity import secrets
from nisassess.identity.models import AccessToken
from nisassess.kit.clock import now, today
from tests.identity.acts import create_token, minutes_pass, sign_in, viewer
from tests.support.api import ask
from tests.support.rows import differences, everything, rows
from tests.support.world import PASSWORD, World

LIST = "query($id: ID!) { accessTokens(operatorId: $id) { id name prefix lastUsedAt revokedAt } }"
REVOKE = """mutation($id: ID!) { revokeAccessToken(id: $id) {
    __typename ... on AccessTokenRevoked { accessToken { id revokedAt } } } }"""
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are wrong anyway need not be hashed with 64 MiB each time."""
    original = secrets._verify
    monkeypatch.setattr(
        secrets, "_verify", lambda hash_, given: given == PASSWORD and original(hash_, given)
    )


def given(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "operatorId": world.grid,
        "name": "scanner",
        "expiresOn": (today() + DAY).isoformat(),
        "password": PASSWORD,
        **changes,
    }


async def test_token_is_shown_once_and_stored_as_its_hash(
    client: httpx.AsyncClient, world: World
) -> None:
    made = await create_token(client, world.coordinator.bearer, **given(world))
    secret, shown = made["token"], made["accessToken"]
    assert secret.startswith("nisassess_")
    assert len(secret) == len("nisassess_") + 43
    last_moment = datetime.combine(today() + DAY, time.max, UTC)
    assert shown == {
        "id": shown["id"],
        "name": "scanner",
        "prefix": secret[:16],
        "expiresAt": last_moment.isoformat(),
        "revokedAt": None,
        "lastUsedAt": None,
        "createdBy": "Carl Coulomb",
    }
    kept = str(await everything())
    assert secret[:16] in kept
    assert secret[:17] not in kept
    assert secret[16:] not in kept
    assert secrets.secret_hash(secret) in kept
    assert PASSWORD not in kept

    listed = (await ask(client, LIST, world.coordinator.bearer, id=world.grid)).data
    assert secret not in str(listed)
    assert [one["name"] for one in listed["accessTokens"]] == ["scanner", "nightly pipeline"]


async def test_token_speaks_for_itself_until_it_is_revoked(
    client: httpx.AsyncClient, world: World
) -> None:
    made = await create_token(client, world.coordinator.bearer, **given(world))
    headers = {"Authorization": f"Bearer {made['token']}"}
    id_ = made["accessToken"]["id"]
    assert await viewer(client, headers) == id_

    first = (await ask(client, REVOKE, world.coordinator.bearer, id=id_)).data
    assert first["revokeAccessToken"]["accessToken"]["revokedAt"] is not None
    answer = await client.post("/graphql", json={"query": "{ viewer { id } }"}, headers=headers)
    assert answer.status_code == 401

    again = (await ask(client, REVOKE, world.coordinator.bearer, id=id_)).data
    assert again == first
    on_record = [row for row in await rows("audit_entry") if row[5] == "token.revoke"]
    assert len(on_record) == 1
    assert on_record[0][4] == world.grid


async def test_token_past_its_end_is_refused(client: httpx.AsyncClient, world: World) -> None:
    await AccessToken.filter(id=world.integrator_token_id).update(
        expires_at=now() + timedelta(minutes=5)
    )
    assert await viewer(client, world.integrator) == world.integrator_token_id
    await minutes_pass(5)
    answer = await client.get("/evidence/x", headers=world.integrator)
    assert answer.status_code == 401


async def test_use_is_noted_at_most_once_a_minute(client: httpx.AsyncClient, world: World) -> None:
    async def last_used() -> Any:
        listed = (await ask(client, LIST, world.coordinator.bearer, id=world.grid)).data
        return listed["accessTokens"][0]["lastUsedAt"]

    assert await last_used() is None
    await viewer(client, world.integrator)
    first = await last_used()
    assert now() - datetime.fromisoformat(first) < timedelta(minutes=1)
    await viewer(client, world.integrator)
    assert await last_used() == first
    await minutes_pass(1)
    await viewer(client, world.integrator)
    assert await last_used() > first


@pytest.mark.parametrize(
    ("changes", "issues"),
    [
        ({"name": ""}, [("name", "bad_length", "must be 1 to 100 characters")]),
        ({"name": "  \t "}, [("name", "bad_length", "must be 1 to 100 characters")]),
        ({"name": "x" * 101}, [("name", "bad_length", "must be 1 to 100 characters")]),
        ({"name": "a\0b"}, [("name", "bad_characters", "must be one line of plain text")]),
        ({"name": "a\nb"}, [("name", "bad_characters", "must be one line of plain text")]),
        ({"expiresOn": -1}, [("expiresOn", "out_of_range", "must be from today to {last}")]),
        ({"expiresOn": 367}, [("expiresOn", "out_of_range", "must be from today to {last}")]),
        (
            {"name": "", "expiresOn": -1},
            [
                ("name", "bad_length", "must be 1 to 100 characters"),
                ("expiresOn", "out_of_range", "must be from today to {last}"),
            ],
        ),
        (
            {"password": "wrong"},
            [
                (
                    "password",
                    "wrong_password",
                    "The password is not right; enter the one that you sign in with.",
                )
            ],
        ),
    ],
)
async def test_faulty_request_for_a_token_names_each_fault_and_makes_none(
    changes: dict[str, Any],
    issues: list[tuple[str, str, str]],
    client: httpx.AsyncClient,
    world: World,
) -> None:
    if isinstance(changes.get("expiresOn"), int):
        changes = {**changes, "expiresOn": (today() + changes["expiresOn"] * DAY).isoformat()}
    before = await rows("access_token")
    found = await create_token(client, world.coordinator.bearer, **given(world, **changes))
    last = (today() + 366 * DAY).isoformat()
    assert found == {
        "__typename": "ValidationProblem",
        "issues": [
            {"path": path, "code": code, "message": message.format(last=last)}
            for path, code, message in issues
        ],
    }
    assert await rows("access_token") == before


@pytest.mark.parametrize("days", [0, 366])
async def test_first_and_last_end_date_are_accepted(
    days: int, client: httpx.AsyncClient, world: World
) -> None:
    end: date = today() + days * DAY
    wanted = given(world, name=" x " * 33, expiresOn=end.isoformat())
    made = await create_token(client, world.coordinator.bearer, **wanted)
    assert made["accessToken"]["expiresAt"].startswith(end.isoformat())
    assert made["accessToken"]["name"] == (" x " * 33).strip()


@pytest.mark.parametrize(
    "id_", ["", "x", "opr_", "aut_01h", "opr_01h455vb4pex5vsknk084sn02q", "\0"]
)
async def test_token_for_an_operator_that_is_not_there_is_not_found(
    id_: str, client: httpx.AsyncClient, world: World
) -> None:
    before = await everything()
    found = await create_token(client, world.coordinator.bearer, **given(world, operatorId=id_))
    assert found == {"__typename": "NotFoundProblem"}
    revoked = await ask(client, REVOKE, world.coordinator.bearer, id=id_)
    assert revoked.data == {"revokeAccessToken": {"__typename": "NotFoundProblem"}}
    assert differences(before, await everything()) == {}


async def test_password_asked_for_again_is_throttled_after_eight_failures(
    client: httpx.AsyncClient, world: World
) -> None:
    coordinator = world.coordinator

    async def ask_with(password: str) -> str:
        found = await create_token(client, coordinator.bearer, **given(world, password=password))
        issues = found.get("issues")
        return str(issues[0]["code"]) if issues else str(found["__typename"])

    assert [await ask_with("wrong") for _ in range(8)] == ["wrong_password"] * 8
    assert await ask_with(PASSWORD) == "throttled"
    # A session left open must not lock its owner out of signing in.
    assert (await sign_in(client, coordinator.email, PASSWORD))["__typename"] == "SignedIn"
    assert await ask_with(PASSWORD) == "throttled"
    await minutes_pass(15)
    assert await ask_with(PASSWORD) == "AccessTokenCreated"
    refusals = [row for row in await rows("audit_entry") if row[5] == "password.refuse"]
    assert {row[3] for row in refusals} == {coordinator.actor.id}
    assert len(refusals) == 8


async def test_right_password_forgets_earlier_failures(
    client: httpx.AsyncClient, world: World
) -> None:
    for _ in range(2):
        for _ in range(7):
            await create_token(client, world.coordinator.bearer, **given(world, password="no"))
        made = await create_token(client, world.coordinator.bearer, **given(world))
        assert made["__typename"] == "AccessTokenCreated"
