"""Links by which people join: once, for a while, and telling nobody who has an account."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from nisassess.identity import inviting, secrets
from nisassess.identity.models import Invitation, Membership, Person
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database, execute
from nisassess.kit.services import Services
from tests.identity.acts import viewer
from tests.identity.people import (
    ACCEPT,
    LOOK,
    VIEWER,
    cookie_of,
    invite,
    join,
    time_passes,
)
from tests.support.api import ask
from tests.support.rows import differences, everything, rows
from tests.support.world import PASSWORD, World

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are right here; what they cost is shown elsewhere."""
    monkeypatch.setattr(secrets, "_verify", lambda hash_, given: given == PASSWORD)


async def actions() -> list[str]:
    kinds = ("invitation.", "member.", "person.")
    return sorted(row[5] for row in await rows("audit_entry") if row[5].startswith(kinds))


async def test_coordinator_invites_and_the_newcomer_joins(
    client: httpx.AsyncClient, world: World
) -> None:
    before = await actions()
    invited = await invite(client, world, email=" Nora@New.example ")
    assert invited["invitation"]["email"] == "nora@new.example"
    assert invited["mailed"] is False
    assert invited["secret"] not in str(await everything())
    seen = await ask(client, LOOK, secret=invited["secret"])
    assert seen.data["invitation"] == {
        "organisationName": "Nordlicht Netz",
        "invitedBy": "Carl Coulomb",
    }

    answer = await join(client, invited["secret"], name="Nora Newton")

    joined = answer.data["join"]["viewer"]
    assert (joined["name"], joined["email"]) == ("Nora Newton", "nora@new.example")
    assert "assessment:write" in joined["permissions"]
    assert await viewer(client, cookie_of(answer)) == joined["id"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    found = [one for one in await actions() if one not in before or one == "person.create"]
    assert "invitation.create" in found
    assert "member.join" in found
    assert PASSWORD not in str(await everything())


async def test_link_counts_once(client: httpx.AsyncClient, world: World) -> None:
    secret = (await invite(client, world))["secret"]
    assert (await join(client, secret)).data["join"]["__typename"] == "SignedIn"
    before = await everything()
    for name in ("Nora New", "Another"):
        again = await join(client, secret, name=name)
        assert again.data["join"] == {"__typename": "NotFoundProblem"}
        assert "set-cookie" not in again.headers
    assert (await ask(client, LOOK, secret=secret)).data == {"invitation": None}
    assert differences(before, await everything()) == {}


async def test_two_who_take_one_link_at_once_are_one(
    client: httpx.AsyncClient, world: World
) -> None:
    secret = (await invite(client, world))["secret"]
    answers = await asyncio.gather(*(join(client, secret) for _ in range(4)))
    kinds = [one.data["join"]["__typename"] for one in answers]
    assert kinds.count("SignedIn") == 1
    assert set(kinds) <= {"SignedIn", "NotFoundProblem", "SignInProblem"}
    assert await Person.filter(email="nora@new.example").count() == 1
    assert await Invitation.filter(accepted_at__isnull=False).count() == 1


async def test_member_who_accepts_twice_at_once_joins_once(
    client: httpx.AsyncClient, world: World
) -> None:
    secret = (await invite(client, world, email=world.bank_coordinator.email))["secret"]
    bearer = world.bank_coordinator.bearer
    answers = await asyncio.gather(*(ask(client, ACCEPT, bearer, secret=secret) for _ in range(4)))
    kinds = sorted(one.data["acceptInvitation"]["__typename"] for one in answers)
    assert kinds == ["InvitationAccepted", "NotFoundProblem", "NotFoundProblem", "NotFoundProblem"]
    person = world.bank_coordinator.actor.id
    assert await Membership.filter(person_id=person, organisation_id=world.grid).count() == 1


@pytest.mark.parametrize("days", [1, 7, 30])
async def test_link_ends_after_its_last_day(
    days: int, client: httpx.AsyncClient, world: World
) -> None:
    last = (today() + days * DAY).isoformat()
    invited = await invite(client, world, expiresOn=last)
    assert invited["invitation"]["expiresAt"].startswith(last)
    await time_passes((days + 1) * 24 * 60)
    assert (await join(client, invited["secret"])).data["join"]["__typename"] == "NotFoundProblem"


async def test_link_lasts_seven_days_when_nothing_is_said(
    client: httpx.AsyncClient, world: World
) -> None:
    secret = (await invite(client, world))["secret"]
    await time_passes(7 * 24 * 60 - 5)
    assert (await ask(client, LOOK, secret=secret)).data["invitation"] is not None
    await time_passes(5)
    assert (await ask(client, LOOK, secret=secret)).data["invitation"] is None


async def test_revoked_link_counts_no_more(client: httpx.AsyncClient, world: World) -> None:
    invited = await invite(client, world)
    revoke = "mutation($id: ID!) { revokeInvitation(id: $id) { __typename } }"
    id_ = invited["invitation"]["id"]
    for expected in ("InvitationRevoked", "NotFoundProblem"):
        answer = await ask(client, revoke, world.coordinator.bearer, id=id_)
        assert answer.data["revokeInvitation"]["__typename"] == expected
    assert (await join(client, invited["secret"])).data["join"]["__typename"] == "NotFoundProblem"


@pytest.mark.parametrize("change", ["removed", "reduced", "closed"])
async def test_links_of_who_may_not_invite_any_more_end(
    change: str, client: httpx.AsyncClient, world: World
) -> None:
    """Or somebody who is let go would come back by a link of their own making."""
    second = await invite(
        client, world, email=world.bank_coordinator.email, roles=["OPERATOR_COORDINATOR"]
    )
    await ask(client, ACCEPT, world.bank_coordinator.bearer, secret=second["secret"])
    link = (await invite(client, world, world.bank_coordinator))["secret"]
    person = world.bank_coordinator.actor.id
    if change == "closed":
        await Person.filter(id=person).update(active=False)
    else:
        given: dict[str, Any] = {"organisationId": world.grid, "personId": person}
        act, kind = "removeMember", "MemberInput"
        if change == "reduced":
            act, kind = "changeMemberRoles", "ChangeMemberRolesInput"
            given |= {"roles": ["SIGNATORY"], "expectedRoles": ["OPERATOR_COORDINATOR"]}
        query = f"mutation($input: {kind}!) {{ {act}(input: $input) {{ __typename }} }}"
        await ask(client, query, world.coordinator.bearer, input=given)
    assert (await join(client, link)).data["join"]["__typename"] == "NotFoundProblem"


async def test_inviting_tells_nothing_of_who_has_an_account(
    client: httpx.AsyncClient, world: World
) -> None:
    known = await invite(client, world, email=world.bank_coordinator.email)
    unknown = await invite(client, world, email="nobody@nowhere.example")
    assert set(known) == set(unknown)
    for one in (known, unknown):
        assert one["__typename"] == "MemberInvited"
    looks = [await ask(client, LOOK, secret=one["secret"]) for one in (known, unknown)]
    assert looks[0].data == looks[1].data


async def test_joining_with_the_address_of_an_account_changes_and_opens_nothing(
    client: httpx.AsyncClient, world: World
) -> None:
    secret = (await invite(client, world, email=world.bank_coordinator.email))["secret"]
    kept = await Person.get(id=world.bank_coordinator.actor.id)
    for password in ("a guess at the password", PASSWORD):
        answer = await join(client, secret, name="Mallory", password=password)
        assert answer.data["join"]["__typename"] == "SignInProblem"
        assert "set-cookie" not in answer.headers
    now_ = await Person.get(id=world.bank_coordinator.actor.id)
    assert (now_.name, now_.password_hash) == (kept.name, kept.password_hash)
    assert (await ask(client, LOOK, secret=secret)).data["invitation"] is not None
    on_record = [row for row in await rows("audit_entry") if row[5] == "invitation.refuse"]
    assert len(on_record) == 2


async def test_both_ways_of_joining_hash_the_password(
    client: httpx.AsyncClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the time would tell who has an account."""
    hashed: list[str] = []

    async def hash_password(password: str) -> str:
        hashed.append(password)
        return "a hash"

    monkeypatch.setattr(inviting, "hash_password", hash_password)
    for email in (world.bank_coordinator.email, "nobody@nowhere.example"):
        await join(client, (await invite(client, world, email=email))["secret"])
    assert hashed == [PASSWORD, PASSWORD]


async def test_trying_addresses_by_one_link_is_throttled(
    client: httpx.AsyncClient, world: World
) -> None:
    secret = (await invite(client, world, email=world.bank_coordinator.email))["secret"]
    codes = [(await join(client, secret)).data["join"]["code"] for _ in range(9)]
    assert codes == ["wrong_pair"] * 8 + ["throttled"]


async def test_account_of_another_address_cannot_accept(
    client: httpx.AsyncClient, world: World
) -> None:
    secret = (await invite(client, world, email="nora@new.example"))["secret"]
    answer = await ask(client, ACCEPT, world.bank_coordinator.bearer, secret=secret)
    assert answer.data["acceptInvitation"]["code"] == "another_address"
    person = world.bank_coordinator.actor.id
    assert await Membership.filter(person_id=person, organisation_id=world.grid).count() == 0


@pytest.mark.parametrize(
    ("changes", "issues"),
    [
        ({"email": "nora"}, [("email", "bad_email")]),
        ({"email": "no ra@new.example"}, [("email", "bad_email")]),
        ({"email": "nora\0@new.example"}, [("email", "bad_email")]),
        ({"name": " "}, [("name", "bad_length")]),
        ({"name": "N\nora"}, [("name", "bad_length")]),
        ({"roles": []}, [("roles", "unfit")]),
        ({"roles": ["AUTHORITY_LEAD"]}, [("roles", "unfit")]),
        ({"roles": ["INTEGRATOR"]}, [("roles", "unfit")]),
        ({"roles": ["SIGNATORY", "PLATFORM_ADMINISTRATOR"]}, [("roles", "unfit")]),
        ({"days": -1}, [("expiresOn", "out_of_range")]),
        ({"days": 31}, [("expiresOn", "out_of_range")]),
        (
            {"email": "", "name": "", "roles": [], "days": 31},
            [
                ("email", "bad_email"),
                ("name", "bad_length"),
                ("roles", "unfit"),
                ("expiresOn", "out_of_range"),
            ],
        ),
    ],
)
async def test_faulty_invitation_names_each_fault_and_makes_none(
    changes: dict[str, Any],
    issues: list[tuple[str, str]],
    client: httpx.AsyncClient,
    world: World,
) -> None:
    given = dict(changes)
    if "days" in given:
        given["expiresOn"] = (today() + given.pop("days") * DAY).isoformat()
    before = await everything()
    found = await invite(client, world, **given)
    assert [(one["path"], one["code"]) for one in found["issues"]] == issues
    assert differences(before, await everything()) == {}


async def test_faulty_account_uses_no_link_up(client: httpx.AsyncClient, world: World) -> None:
    secret = (await invite(client, world))["secret"]
    short = await join(client, secret, name="", password="short")
    assert short.data["join"]["issues"] == [
        {"path": "name", "code": "bad_length"},
        {"path": "password", "code": "bad_length"},
    ]
    assert (await join(client, secret)).data["join"]["__typename"] == "SignedIn"


async def test_role_that_manages_needs_a_confirmation(
    client: httpx.AsyncClient, world: World
) -> None:
    await time_passes(16)
    plain = await invite(client, world)
    assert plain["__typename"] == "MemberInvited"
    powerful = await invite(client, world, roles=["OPERATOR_COORDINATOR"])
    assert (powerful["__typename"], powerful["code"]) == ("StateProblem", "confirm_identity")
    confirmed = await ask(
        client,
        "mutation($p: String!) { confirmIdentity(password: $p) { __typename } }",
        world.coordinator.bearer,
        p=PASSWORD,
    )
    assert confirmed.data == {"confirmIdentity": {"__typename": "IdentityConfirmed"}}
    assert (await invite(client, world, roles=["OPERATOR_COORDINATOR"]))["secret"]


async def test_open_invitations_are_bounded(
    client: httpx.AsyncClient, world: World, database: Database, services: Services
) -> None:
    first = await invite(client, world)
    row: Any = await Invitation.get(id=first["invitation"]["id"]).values()
    await Invitation.bulk_create(
        Invitation(**{**row, "id": f"inv_{number}", "token_hash": f"hash {number}"})
        for number in range(99)
    )
    refused = await invite(client, world)
    assert (refused["__typename"], refused["code"]) == ("StateProblem", "too_many_pending")


async def test_secret_of_a_link_is_no_session_and_no_token(
    client: httpx.AsyncClient, world: World
) -> None:
    secret = (await invite(client, world))["secret"]
    cookie = {"Cookie": f"nisassess_session={secret}", "X-Nisassess-Client": "web"}
    assert await viewer(client, cookie) is None
    answer = await client.post(
        "/graphql", json={"query": VIEWER}, headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("secret", ["", "x", "\0", "x" * 100_000])
async def test_text_that_is_no_link_shows_nothing(
    secret: str, client: httpx.AsyncClient, world: World
) -> None:
    assert (await ask(client, LOOK, secret=secret)).data == {"invitation": None}
    assert (await join(client, secret)).data["join"]["__typename"] == "NotFoundProblem"


async def test_revoking_makes_room_for_no_endless_mail(
    client: httpx.AsyncClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    revoke = "mutation($id: ID!) { revokeInvitation(id: $id) { __typename } }"
    for _ in range(2):
        found = await invite(client, world)
        answer = await ask(client, revoke, world.coordinator.bearer, id=found["invitation"]["id"])
        assert answer.data["revokeInvitation"]["__typename"] == "InvitationRevoked"
    for _ in range(2):
        refused = await invite(client, world)
        assert (refused["__typename"], refused["code"]) == ("StateProblem", "too_many_a_day")
    await execute(
        "UPDATE sign_in_throttle SET window_started_at = $2 WHERE key = $1",
        f"invite:{world.grid}",
        now() - DAY - timedelta(minutes=1),
    )
    assert (await invite(client, world))["__typename"] == "MemberInvited"
