import httpx

from nisassess.identity.models import Membership
from tests.identity.acts import close_account, minutes_pass, viewer
from tests.support.api import ask
from tests.support.rows import everything
from tests.support.world import World

SIGN_OUT = "mutation { signOut { signedOut } }"


async def refused(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    answer = await client.post("/graphql", json={"query": "{ viewer { id } }"}, headers=headers)
    assert answer.status_code == 401
    return str(answer.json()["errors"][0]["message"])


async def test_sign_out_kills_this_session_and_no_other(
    client: httpx.AsyncClient, world: World
) -> None:
    officer = world.officer
    assert await viewer(client, officer.cookie) == officer.actor.id
    answer = await ask(client, SIGN_OUT, officer.cookie)
    assert answer.data == {"signOut": {"signedOut": True}}
    assert 'nisassess_session=""; ' in answer.headers["set-cookie"]
    assert await viewer(client, officer.cookie) is None
    assert "unknown, revoked" in await refused(client, officer.bearer)
    assert await viewer(client, world.contributor.cookie) == world.contributor.actor.id


async def test_sign_out_without_a_session_changes_nothing(
    client: httpx.AsyncClient, world: World
) -> None:
    before = await everything()
    assert (await ask(client, SIGN_OUT)).data == {"signOut": {"signedOut": False}}
    dead = {"Cookie": "nisassess_session=made-up", "X-Nisassess-Client": "web"}
    assert (await ask(client, SIGN_OUT, dead)).data == {"signOut": {"signedOut": False}}
    assert await everything() == before


async def test_session_ends_at_its_hour(client: httpx.AsyncClient, world: World) -> None:
    officer = world.officer
    await minutes_pass(12 * 60 - 60)
    assert await viewer(client, officer.cookie) == officer.actor.id
    await minutes_pass(60)
    assert await viewer(client, officer.cookie) is None
    assert "past its end date" in await refused(client, officer.bearer)


async def test_closed_account_ends_its_sessions_and_its_tokens(
    client: httpx.AsyncClient, world: World
) -> None:
    await close_account(world.coordinator.actor.id)
    assert await viewer(client, world.coordinator.cookie) is None
    await refused(client, world.coordinator.bearer)
    await refused(client, world.integrator)  # made by the coordinator


async def test_membership_that_ends_takes_its_permissions_at_once(
    client: httpx.AsyncClient, world: World
) -> None:
    query = "query($id: ID!) { assessment(id: $id) { id } viewer { permissions } }"
    answer = await ask(client, query, world.contributor.bearer, id=world.draft)
    assert answer.data["assessment"] == {"id": world.draft}

    await Membership.filter(person_id=world.contributor.actor.id).delete()
    answer = await ask(client, query, world.contributor.bearer, id=world.draft)
    assert answer.codes == ["FORBIDDEN"]
    assert answer.body["data"] == {"assessment": None, "viewer": {"permissions": []}}


async def test_viewer_tells_roles_and_permissions_of_each_organisation(
    client: httpx.AsyncClient, world: World
) -> None:
    query = """{ viewer { name email permissions
        memberships { roles operatorId organisation { id name kind country } } } }"""
    officer = (await ask(client, query, world.officer.bearer)).data["viewer"]
    assert officer == {
        "name": "Nina Nis",
        "email": world.officer.email,
        "permissions": [
            "desk:read",
            "listing:record",
            "member:read",
            "register:manage",
            "register:read",
            "request:manage",
            "review:read",
            "review:write",
            "session:use",
            "statistics:read",
            "submission:import",
            "submission:read",
            "trust:manage",
        ],
        "memberships": [
            {
                "roles": ["AUTHORITY_OFFICER"],
                "operatorId": None,
                "organisation": {
                    "id": world.nis_authority,
                    "name": "NIS authority of Austria",
                    "kind": "AUTHORITY",
                    "country": "AT",
                },
            }
        ],
    }
    approver = (await ask(client, query, world.approver.bearer)).data["viewer"]
    assert approver["memberships"][0]["operatorId"] == world.grid
    integrator = (await ask(client, query, world.integrator)).data["viewer"]
    assert integrator["email"] is None
    assert integrator["permissions"] == ["evidence:push"]
    assert integrator["memberships"][0]["roles"] == ["INTEGRATOR"]


async def test_no_secret_of_a_session_is_stored(client: httpx.AsyncClient, world: World) -> None:
    kept = str(await everything())
    people = [world.officer, world.contributor, world.administrator]
    assert [person.secret for person in people if person.secret in kept] == []
