"""One's own account: sessions, password, name; and being at the keyboard before what matters."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from nisassess.identity import secrets
from nisassess.identity.agents import Device, device_of
from nisassess.identity.models import Person as PersonModel
from nisassess.identity.models import Session
from nisassess.kit.errors import StateRefused
from nisassess.kit.services import Services
from tests.identity.acts import sign_in, viewer
from tests.identity.people import SIGN_IN, cookie_of, enrol, time_passes
from tests.support import acts
from tests.support.api import ask
from tests.support.rows import rows
from tests.support.world import PASSWORD, Person, World

SESSIONS = "{ sessions { id browser system current startedAt lastSeenAt } }"
END = "mutation($id: ID!) { endSession(id: $id) { __typename ... on StateProblem { code } } }"
END_OTHERS = "mutation { endOtherSessions { ended } }"
CHANGE = """mutation($current: String!, $new: String!, $code: String) {
    changePassword(current: $current, new: $new, code: $code) {
        __typename ... on PasswordChanged { sessionsEnded }
        ... on ValidationProblem { issues { path code } } } }"""
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "four words in a row"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are wrong anyway need not be hashed with 64 MiB each time."""
    original = secrets._verify
    monkeypatch.setattr(
        secrets,
        "_verify",
        lambda hash_, given: given in {PASSWORD, NEW} and original(hash_, given),
    )


async def another(client: httpx.AsyncClient, person: Person) -> dict[str, str]:
    """Headers of another session of somebody, in Firefox."""
    headers = {"User-Agent": FIREFOX}
    answer = await ask(client, SIGN_IN, headers, email=person.email, password=PASSWORD)
    client.cookies.clear()
    return cookie_of(answer)


async def change(client: httpx.AsyncClient, person: Person, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(client, CHANGE, person.bearer, **given)).data[
        "changePassword"
    ]
    return found


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (FIREFOX, Device("Firefox", "Linux")),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            Device("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            Device("Safari", "iOS"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Mobile Safari/537.36",
            Device("Chrome", "Android"),
        ),
        ("<script>", Device(None, None)),
        ("", Device(None, None)),
        (None, Device(None, None)),
    ],
)
def test_browser_and_system_are_told_in_words(agent: str | None, expected: Device) -> None:
    assert device_of(agent) == expected


async def test_own_sessions_are_listed_and_this_one_is_marked(
    client: httpx.AsyncClient, world: World
) -> None:
    cookie = await another(client, world.officer)
    found = (await ask(client, SESSIONS, cookie)).data["sessions"]
    assert [(one["browser"], one["system"], one["current"]) for one in found] == [
        ("Firefox", "Linux", True),
        (None, None, False),
    ]
    assert all(one["lastSeenAt"].endswith(":00+00:00") for one in found)
    assert FIREFOX not in str(await rows("session"))


async def test_session_is_ended_and_those_of_others_are_not_to_be_found(
    client: httpx.AsyncClient, world: World
) -> None:
    cookie = await another(client, world.officer)
    id_ = next(
        one["id"]
        for one in (await ask(client, SESSIONS, world.officer.bearer)).data["sessions"]
        if not one["current"]
    )
    stranger = await ask(client, END, world.lead.bearer, id=id_)
    assert stranger.data["endSession"] == {"__typename": "NotFoundProblem"}
    assert await viewer(client, cookie) == world.officer.actor.id

    ended = await ask(client, END, world.officer.bearer, id=id_)

    assert ended.data["endSession"] == {"__typename": "SessionsEnded"}
    assert await viewer(client, cookie) is None
    own = world.officer.actor.session_id
    this = await ask(client, END, world.officer.bearer, id=own)
    assert this.data["endSession"] == {"__typename": "StateProblem", "code": "current"}


async def test_all_other_sessions_end_and_this_one_stays(
    client: httpx.AsyncClient, world: World
) -> None:
    cookies = [await another(client, world.officer) for _ in range(2)]
    ended = await ask(client, END_OTHERS, world.officer.bearer)
    assert ended.data == {"endOtherSessions": {"ended": 2}}
    assert [await viewer(client, one) for one in cookies] == [None, None]
    assert await viewer(client, world.officer.bearer) == world.officer.actor.id
    assert await viewer(client, world.contributor.bearer) == world.contributor.actor.id


async def test_signing_in_again_in_one_browser_replaces_its_session(
    client: httpx.AsyncClient, world: World
) -> None:
    """A cookie that somebody planted before does not become that of whoever signs in."""
    planted = await another(client, world.officer)
    answer = await ask(client, SIGN_IN, planted, email=world.lead.email, password=PASSWORD)
    client.cookies.clear()
    assert cookie_of(answer) != planted
    assert await viewer(client, planted) is None
    assert await viewer(client, cookie_of(answer)) == world.lead.actor.id


async def test_when_it_was_last_seen_is_noted_once_a_minute(
    client: httpx.AsyncClient, world: World
) -> None:
    async def seen() -> Any:
        row = await Session.get(id=world.officer.actor.session_id)
        return row.last_seen_at

    await viewer(client, world.officer.bearer)
    first = await seen()
    await viewer(client, world.officer.bearer)
    assert await seen() == first
    await Session.filter(id=world.officer.actor.session_id).update(last_seen_at=None)
    await viewer(client, world.officer.bearer)
    assert await seen() > first


async def test_password_changes_and_the_other_sessions_end(
    client: httpx.AsyncClient, world: World
) -> None:
    cookie = await another(client, world.officer)
    changed = await change(client, world.officer, current=PASSWORD, new=NEW)
    assert changed == {"__typename": "PasswordChanged", "sessionsEnded": 1}
    assert await viewer(client, cookie) is None
    assert await viewer(client, world.officer.bearer) == world.officer.actor.id
    assert (await sign_in(client, world.officer.email, PASSWORD))["__typename"] == "SignInProblem"
    assert (await sign_in(client, world.officer.email, NEW))["__typename"] == "SignedIn"


@pytest.mark.parametrize(
    ("current", "new", "issue"),
    [
        ("wrong", NEW, ("current", "wrong_password")),
        (PASSWORD, "short", ("new", "bad_length")),
        (PASSWORD, "x" * 201, ("new", "bad_length")),
        (PASSWORD, PASSWORD, ("new", "same")),
    ],
)
async def test_faulty_change_of_the_password_changes_nothing(
    current: str, new: str, issue: tuple[str, str], client: httpx.AsyncClient, world: World
) -> None:
    before = (await PersonModel.get(id=world.officer.actor.id)).password_hash
    found = await change(client, world.officer, current=current, new=new)
    assert [(one["path"], one["code"]) for one in found["issues"]] == [issue]
    assert (await PersonModel.get(id=world.officer.actor.id)).password_hash == before


async def test_changing_the_password_takes_the_code_as_well(
    client: httpx.AsyncClient, world: World
) -> None:
    factor = await enrol(client, world.officer)
    found = await change(client, world.officer, current=PASSWORD, new=NEW)
    assert found["issues"] == [{"path": "code", "code": "code_needed"}]
    done = await change(client, world.officer, current=PASSWORD, new=NEW, code=factor.code())
    assert done["__typename"] == "PasswordChanged"


async def test_guessing_the_password_from_an_open_session_is_throttled(
    client: httpx.AsyncClient, world: World
) -> None:
    query = """mutation($p: String!) { confirmIdentity(password: $p) {
        __typename ... on ValidationProblem { issues { path code } } } }"""
    codes = []
    for password in [*["guess"] * 8, PASSWORD]:
        answer = await ask(client, query, world.officer.bearer, p=password)
        codes.append(answer.data["confirmIdentity"]["issues"][0]["code"])
    assert codes == ["wrong_password"] * 8 + ["throttled"]


async def test_name_and_language_change_and_records_keep_the_former_name(
    client: httpx.AsyncClient, world: World
) -> None:
    query = """mutation($name: String!, $language: String) {
        updateAccount(name: $name, language: $language) {
            __typename ... on AccountUpdated { viewer { name language } }
            ... on ValidationProblem { issues { path code } } } }"""
    bearer = world.signatory.bearer
    answer = await ask(client, query, bearer, name=" Sigrid Signs-Much ", language="fr")
    assert answer.data["updateAccount"]["viewer"] == {"name": "Sigrid Signs-Much", "language": "fr"}
    sealed = await ask(
        client,
        "query($id: ID!) { submission(id: $id) { signatory } }",
        world.signatory.bearer,
        id=world.submission,
    )
    assert sealed.data["submission"]["signatory"] == "Sigrid Signs"
    faulty = await ask(client, query, world.signatory.bearer, name="a\0", language="Klingon")
    assert faulty.data["updateAccount"]["issues"] == [
        {"path": "name", "code": "bad_length"},
        {"path": "language", "code": "bad_language"},
    ]


async def test_approval_needs_somebody_at_the_keyboard(
    client: httpx.AsyncClient, world: World, services: Services
) -> None:
    revision = (await acts.seen(world.approver.actor, world.draft)).revision
    query = """mutation($input: DecideApprovalInput!) { decideApproval(input: $input) {
        __typename ... on StateProblem { code } } }"""
    given = {
        "assessmentId": world.draft,
        "revision": revision,
        "approve": False,
        "body": "Board",
        "resolution": "2026/15",
        "resolvedOn": "2026-01-02",
        "reasons": "Too many gaps",
        "members": [{"name": "Grace Hopper"}],
    }

    async def decide() -> dict[str, Any]:
        answer = await ask(client, query, world.approver.bearer, input=given)
        found: dict[str, Any] = answer.data["decideApproval"]
        return found

    await time_passes(16)
    assert await decide() == {"__typename": "StateProblem", "code": "confirm_identity"}
    confirm = "mutation($p: String!) { confirmIdentity(password: $p) { __typename } }"
    await ask(client, confirm, world.approver.bearer, p=PASSWORD)
    assert (await decide())["__typename"] == "ApprovalDecided"
    await time_passes(14)
    assert (await decide())["__typename"] == "ApprovalDecided"
    await time_passes(2)
    assert (await decide())["__typename"] == "StateProblem"


async def test_actor_of_no_session_approves_nothing(services: Services, world: World) -> None:
    """What is built in code has confirmed nothing: it fails closed."""
    actor = replace(world.approver.actor, confirmed_at=None)
    with pytest.raises(StateRefused) as refused:
        await acts.approve(services, actor, world.approved)
    assert refused.value.code == "confirm_identity"
