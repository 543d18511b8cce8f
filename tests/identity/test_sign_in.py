import asyncio

import httpx
import pytest

from nisassess.identity import repository, secrets
from nisassess.identity.errors import SignInRefused
from nisassess.identity.models import SignInThrottle
from nisassess.identity.signing_in import Door, SignedInSession
from nisassess.identity.signing_in import sign_in as sign_in_service
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from tests.identity.acts import WRONG_PAIR, close_account, minutes_pass, sign_in
from tests.support.rows import rows
from tests.support.world import PASSWORD, World

REFUSED = {"__typename": "SignInProblem", "message": WRONG_PAIR, "retryAfterSeconds": None}
TRIES = 8
WINDOW_MINUTES = 15


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are wrong anyway need not be hashed with 64 MiB each time."""
    original = secrets._verify
    monkeypatch.setattr(
        secrets, "_verify", lambda hash_, given: given == PASSWORD and original(hash_, given)
    )


async def actions() -> list[str]:
    return sorted(row[5] for row in await rows("audit_entry") if "session." in row[5])


async def test_right_pair_signs_in_and_is_on_record(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await sign_in(client, world.officer.email, PASSWORD)
    assert answer == {"__typename": "SignedIn", "viewer": {"id": world.officer.actor.id}}
    assert await actions() == ["session.open"]


async def test_address_is_taken_in_any_case_and_with_spaces_around(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await sign_in(client, f"  {world.officer.email.upper()} ", PASSWORD)
    assert answer["__typename"] == "SignedIn"


async def test_unknown_address_and_wrong_password_are_told_the_same(
    client: httpx.AsyncClient, world: World
) -> None:
    await close_account(world.approver.actor.id)
    pairs = [
        (world.officer.email, "not-the-password"),
        ("nobody@nowhere.example", PASSWORD),
        (world.approver.email, PASSWORD),
        (world.officer.email, ""),
        (world.officer.email, PASSWORD.upper()),
        (world.officer.email, f"{PASSWORD} "),
        (world.officer.email, PASSWORD + "x" * 200),
        ("", PASSWORD),
        (f"{world.officer.email}\0", PASSWORD),
        ("x" * 100_000, PASSWORD),
    ]
    assert [await sign_in(client, *pair) for pair in pairs] == [REFUSED] * len(pairs)
    assert await actions() == ["session.refuse"] * len(pairs)


async def test_unknown_address_costs_a_verification_too(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the time would tell who has an account."""
    verified: list[str] = []

    def verify(password_hash: str, password: str) -> bool:
        verified.append(password_hash)
        return True  # even if the decoy's password were guessed

    monkeypatch.setattr(secrets, "_verify", verify)
    assert await sign_in(client, "nobody@nowhere.example", "guess") == REFUSED
    assert len(verified) == 1
    assert verified[0].startswith("$argon2id$")


async def test_refusals_keep_no_address_in_the_clear(
    client: httpx.AsyncClient, world: World
) -> None:
    await sign_in(client, "somebody.private@nowhere.example", "guess-guess-guess")
    kept = str(await rows("audit_entry")) + str(await rows("sign_in_throttle"))
    assert "somebody.private" not in kept
    assert "guess-guess-guess" not in kept


async def test_address_is_throttled_after_eight_failures_even_with_the_right_password(
    client: httpx.AsyncClient, world: World
) -> None:
    email = world.officer.email
    for _ in range(TRIES):
        assert await sign_in(client, email, "wrong") == REFUSED
    for password in ("wrong", PASSWORD):
        throttled = await sign_in(client, email, password)
        assert throttled["__typename"] == "SignInProblem"
        assert throttled["message"] == "Too many failed attempts. Try again in 15 minutes."
        assert 14 * 60 < throttled["retryAfterSeconds"] <= 15 * 60
    assert (await sign_in(client, world.contributor.email, PASSWORD))["__typename"] == "SignedIn"


async def test_unknown_address_is_throttled_alike(client: httpx.AsyncClient) -> None:
    for _ in range(TRIES):
        assert await sign_in(client, "nobody@nowhere.example", "wrong") == REFUSED
    throttled = await sign_in(client, "NOBODY@nowhere.example ", "wrong")
    assert throttled["message"].startswith("Too many failed attempts.")


async def test_window_over_lets_in_again(client: httpx.AsyncClient, world: World) -> None:
    email = world.officer.email
    for _ in range(TRIES):
        await sign_in(client, email, "wrong")
    await minutes_pass(WINDOW_MINUTES - 1)
    almost = await sign_in(client, email, PASSWORD)
    assert almost["message"] == "Too many failed attempts. Try again in 1 minute."
    await minutes_pass(1)
    assert (await sign_in(client, email, PASSWORD))["__typename"] == "SignedIn"


async def test_new_window_counts_anew(client: httpx.AsyncClient, world: World) -> None:
    email = world.officer.email
    for _ in range(TRIES):
        await sign_in(client, email, "wrong")
    await minutes_pass(WINDOW_MINUTES)
    for _ in range(TRIES):
        assert await sign_in(client, email, "wrong") == REFUSED
    assert "Too many" in (await sign_in(client, email, "wrong"))["message"]


async def test_success_forgets_the_failures_of_the_address(
    client: httpx.AsyncClient, world: World
) -> None:
    email = world.officer.email
    for _ in range(3):
        for _ in range(TRIES - 1):
            assert await sign_in(client, email, "wrong") == REFUSED
        assert (await sign_in(client, email, PASSWORD))["__typename"] == "SignedIn"


async def test_guesses_at_once_do_not_slip_past_the_throttle(
    client: httpx.AsyncClient, world: World
) -> None:
    answers = await asyncio.gather(
        *(sign_in(client, world.officer.email, f"guess {n}") for n in range(40))
    )
    messages = [answer["message"] for answer in answers]
    assert messages.count(WRONG_PAIR) == TRIES
    assert sum(message.startswith("Too many") for message in messages) == 40 - TRIES


async def test_guesses_in_one_request_do_not_slip_past_the_throttle(
    client: httpx.AsyncClient, world: World
) -> None:
    guesses = " ".join(
        f'g{n}: signIn(email: "{world.officer.email}", password: "guess") '
        "{ ... on SignInProblem { message } }"
        for n in range(20)
    )
    answer = await client.post("/graphql", json={"query": f"mutation {{ {guesses} }}"})
    messages = [one["message"] for one in answer.json()["data"].values()]
    assert messages.count(WRONG_PAIR) == TRIES


async def test_origin_is_throttled_over_many_addresses(database: Database, world: World) -> None:
    at = now()
    for _ in range(60):
        await repository.count_attempt("origin:192.0.2.1", at, at)

    async def from_(origin: str) -> str:
        door = Door(origin=origin, hours=1)
        session = await sign_in_service(database, world.officer.email, PASSWORD, door=door)
        assert isinstance(session, SignedInSession)
        return session.actor.id

    with pytest.raises(SignInRefused, match="Too many failed attempts"):
        await from_("192.0.2.1")
    assert await from_("192.0.2.2") == world.officer.actor.id


async def test_successes_do_not_count_against_their_origin(
    client: httpx.AsyncClient, world: World
) -> None:
    for _ in range(3):
        await sign_in(client, world.officer.email, PASSWORD)
    (by_origin,) = await SignInThrottle.filter(key__startswith="origin:")
    assert by_origin.failures == 0
    assert await SignInThrottle.filter(key__startswith="email:").count() == 0
