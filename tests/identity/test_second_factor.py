"""The second factor: two steps, each code once, nothing granted in between, recovery."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from nisassess.identity import secrets
from nisassess.identity.models import RecoveryCode, SecondFactor, SignInTicket
from nisassess.identity.second_factor import SecondFactors
from nisassess.identity.vault import Unreadable, Vault
from nisassess.kit.services import Services
from tests.identity.acts import create_token, viewer
from tests.identity.people import (
    VIEWER,
    Enrolled,
    complete,
    enrol,
    half_sign_in,
    time_passes,
)
from tests.support.api import ask
from tests.support.rows import everything, rows
from tests.support.world import PASSWORD, World

WRONG = {
    "__typename": "SignInProblem",
    "code": "wrong_code",
    "message": "The code is not right, or was used already; wait for the next one.",
    "retryAfterSeconds": None,
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are right here; what they cost is shown elsewhere."""
    monkeypatch.setattr(secrets, "_verify", lambda hash_, given: given == PASSWORD)


@pytest.fixture
async def enrolled(client: httpx.AsyncClient, world: World) -> Enrolled:
    """The officer's."""
    return await enrol(client, world.officer)


async def acts() -> list[str]:
    found = [row[5] for row in await rows("audit_entry")]
    return sorted(one for one in found if one.startswith(("second_factor", "recovery")))


async def test_sign_in_takes_two_steps_and_the_first_grants_nothing(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    ticket = await half_sign_in(client, world.officer)
    cookie = {"Cookie": f"nisassess_session={ticket}", "X-Nisassess-Client": "web"}
    assert await viewer(client, cookie) is None
    bearer = await client.post(
        "/graphql", json={"query": VIEWER}, headers={"Authorization": f"Bearer {ticket}"}
    )
    assert bearer.status_code == 401
    assert ticket not in str(await everything())

    done = await complete(client, ticket, enrolled.code())

    assert done["__typename"] == "SignedIn"
    assert "submission:read" in done["viewer"]["permissions"]


async def test_code_of_a_step_counts_once(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    code = enrolled.code()
    assert (await complete(client, await half_sign_in(client, world.officer), code))[
        "__typename"
    ] == "SignedIn"
    ticket = await half_sign_in(client, world.officer)
    assert await complete(client, ticket, code) == WRONG
    assert await complete(client, ticket, enrolled.code(-1)) == WRONG  # older than the last one
    assert (await complete(client, ticket, enrolled.code(1)))["__typename"] == "SignedIn"


async def test_code_that_enrolled_does_not_sign_in(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    ticket = await half_sign_in(client, world.officer)
    assert await complete(client, ticket, enrolled.code(-1)) == WRONG


@pytest.mark.parametrize("steps", [-2, 2, 3])
async def test_code_of_another_time_is_refused(
    steps: int, client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    ticket = await half_sign_in(client, world.officer)
    assert await complete(client, ticket, enrolled.code(steps)) == WRONG


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "\0" * 6, "0" * 10_000]
)
async def test_text_that_is_no_code_is_a_wrong_code(
    code: str, client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    ticket = await half_sign_in(client, world.officer)
    assert await complete(client, ticket, code) == WRONG


async def test_ticket_counts_once_and_not_for_long(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    ticket = await half_sign_in(client, world.officer)
    await complete(client, ticket, enrolled.code())
    again = await complete(client, ticket, enrolled.code(1))
    assert (again["__typename"], again["code"]) == ("SignInProblem", "expired")
    late = await half_sign_in(client, world.officer)
    await time_passes(5)
    assert (await complete(client, late, enrolled.codes[0]))["code"] == "expired"
    assert (await complete(client, "made-up", enrolled.codes[0]))["code"] == "expired"
    assert await RecoveryCode.filter(used_at__isnull=False).count() == 0


async def test_recovery_code_counts_once_however_it_is_typed(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    code = enrolled.codes[4]
    assert re.fullmatch(r"([2-9a-z]{4}-){3}[2-9a-z]{4}", code)
    ticket = await half_sign_in(client, world.officer)
    typed = f" {code.upper().replace('-', ' ')} "
    assert (await complete(client, ticket, typed))["__typename"] == "SignedIn"
    assert await complete(client, await half_sign_in(client, world.officer), code) == WRONG
    assert "second_factor.use" in await acts()


async def test_one_recovery_code_used_twice_at_once_lets_in_once(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    tickets = [await half_sign_in(client, world.officer) for _ in range(4)]
    done = await asyncio.gather(*(complete(client, one, enrolled.codes[0]) for one in tickets))
    assert sorted(one["__typename"] for one in done) == ["SignInProblem"] * 3 + ["SignedIn"]


async def test_one_ticket_used_twice_at_once_lets_in_once(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    ticket = await half_sign_in(client, world.officer)
    codes = enrolled.codes[:4]
    done = await asyncio.gather(*(complete(client, ticket, code) for code in codes))
    assert sorted(one["__typename"] for one in done) == ["SignInProblem"] * 3 + ["SignedIn"]
    assert await RecoveryCode.filter(used_at__isnull=False).count() == 1


async def test_codes_of_another_person_do_not_count(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    other = await enrol(client, world.contributor)
    ticket = await half_sign_in(client, world.officer)
    assert await complete(client, ticket, other.codes[0]) == WRONG
    assert await complete(client, ticket, other.code()) == WRONG


async def test_guessing_codes_is_throttled_however_they_are_typed(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    for guess in ("000000", "0 0 0 0 0 1", "000-002", "000003", "000004"):
        ticket = await half_sign_in(client, world.officer)
        assert await complete(client, ticket, guess) == WRONG
    ticket = await half_sign_in(client, world.officer)
    throttled = await complete(client, ticket, enrolled.code())
    assert throttled["code"] == "throttled"
    assert 14 * 60 < throttled["retryAfterSeconds"] <= 15 * 60
    # The window of the day goes on: by then, digits are refused and a recovery code is not.
    for _ in range(5):
        await time_passes(15)
        ticket = await half_sign_in(client, world.officer)
        for number in range(5):
            await complete(client, ticket, f"{number:06}")
    await time_passes(15)
    ticket = await half_sign_in(client, world.officer)
    day = await complete(client, ticket, enrolled.code())
    assert day["code"] == "throttled"
    assert day["retryAfterSeconds"] > 20 * 60 * 60
    assert (await complete(client, ticket, enrolled.codes[0]))["__typename"] == "SignedIn"


async def test_enrolling_ends_every_other_session_and_keeps_this_one(
    client: httpx.AsyncClient, world: World
) -> None:
    second = await ask(
        client,
        "mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { __typename } }",
        e=world.officer.email,
        p=PASSWORD,
    )
    client.cookies.clear()
    pair = second.headers["set-cookie"].partition(";")[0]
    other = {"Cookie": pair, "X-Nisassess-Client": "web"}
    assert await viewer(client, other) == world.officer.actor.id
    await enrol(client, world.officer)
    assert await viewer(client, other) is None
    assert await viewer(client, world.officer.cookie) == world.officer.actor.id


async def test_a_stolen_session_cannot_enrol_remove_or_renew(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    await time_passes(16)
    for act in ("beginSecondFactor", "renewRecoveryCodes", "removeSecondFactor"):
        answer = await ask(
            client,
            f"mutation {{ {act} {{ __typename ... on StateProblem {{ code }} }} }}",
            world.officer.bearer,
        )
        assert answer.data[act] == {"__typename": "StateProblem", "code": "confirm_identity"}
    assert await SecondFactor.filter(person_id=world.officer.actor.id).count() == 1


async def test_second_enrolment_over_the_first_is_refused(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    answer = await ask(
        client,
        "mutation { beginSecondFactor { __typename ... on StateProblem { code } } }",
        world.officer.bearer,
    )
    assert answer.data["beginSecondFactor"] == {"__typename": "StateProblem", "code": "enrolled"}


async def test_secret_is_shown_as_a_picture_and_stored_unreadable(
    client: httpx.AsyncClient, world: World, services: Services, tmp_path: Path
) -> None:
    begun = (
        await ask(
            client,
            "mutation { beginSecondFactor { ... on SecondFactorBegun { secret uri qr } } }",
            world.officer.bearer,
        )
    ).data["beginSecondFactor"]
    assert begun["qr"].startswith("data:image/svg+xml")
    assert begun["uri"].startswith("otpauth://totp/nisassess:")
    kept = str(await everything())
    assert begun["secret"] not in kept
    row = await SecondFactor.get(person_id=world.officer.actor.id)
    vault = services.get(SecondFactors).vault
    assert vault.open(row.secret, world.officer.actor.id) == begun["secret"]
    with pytest.raises(Unreadable):  # a row that is put under another person
        vault.open(row.secret, world.lead.actor.id)
    with pytest.raises(Unreadable):  # another installation's key
        Vault(tmp_path / "other.key").open(row.secret, world.officer.actor.id)
    assert vault.file.stat().st_mode & 0o077 == 0
    assert len(vault.file.read_bytes()) == 32


async def test_key_that_is_gone_lets_nobody_in_by_a_code_and_still_by_a_recovery_code(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled, services: Services
) -> None:
    services.get(SecondFactors).vault.file.unlink()
    ticket = await half_sign_in(client, world.officer)
    assert await complete(client, ticket, enrolled.code()) == WRONG
    assert (await complete(client, ticket, enrolled.codes[0]))["__typename"] == "SignedIn"


async def test_no_recovery_code_is_stored_in_the_clear(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    kept = str(await everything())
    assert len(set(enrolled.codes)) == 10
    assert [one for one in enrolled.codes if one in kept or one.replace("-", "") in kept] == []


async def test_making_a_token_takes_the_code_as_well(
    client: httpx.AsyncClient, world: World
) -> None:
    factor = await enrol(client, world.coordinator)
    given = {
        "operatorId": world.grid,
        "name": "scanner",
        "expiresOn": "2999-01-01",
        "password": PASSWORD,
    }

    async def issues(**more: str) -> list[tuple[str, str]]:
        found = await create_token(client, world.coordinator.bearer, **given, **more)
        return [(one["path"], one["code"]) for one in found["issues"]]

    assert await issues() == [("code", "code_needed")]
    assert await issues(code="000000") == [("code", "wrong_code")]
    assert await issues(code=factor.code()) == [("expiresOn", "out_of_range")]
    assert await issues(code=factor.code()) == [("code", "wrong_code")]


async def test_half_finished_sign_ins_end_with_the_password(
    client: httpx.AsyncClient, world: World, enrolled: Enrolled
) -> None:
    ticket = await half_sign_in(client, world.officer)
    answer = await ask(
        client,
        "mutation($p: String!, $n: String!, $c: String) { changePassword(current: $p, new: $n, "
        "code: $c) { __typename } }",
        world.officer.bearer,
        p=PASSWORD,
        n="another long password",
        c=enrolled.code(),
    )
    assert answer.data["changePassword"]["__typename"] == "PasswordChanged"
    assert await SignInTicket.all().count() == 0
    assert (await complete(client, ticket, enrolled.codes[0]))["code"] == "expired"
