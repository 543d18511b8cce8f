"""Colleagues see each other; nobody else sees them."""

import httpx

from nisassess.identity import repository
from tests.assessments.statements import counted
from tests.identity.acts import close_account
from tests.support.api import ask
from tests.support.world import World

MEMBERS = "query($id: ID!) { members(organisationId: $id) { id name email roles } }"


async def test_members_are_listed_by_name_with_their_roles(
    client: httpx.AsyncClient, world: World
) -> None:
    found = (await ask(client, MEMBERS, world.contributor.bearer, id=world.grid)).data["members"]
    assert [(one["name"], one["roles"]) for one in found] == [
        ("Ada Ampère", ["OPERATOR_CONTRIBUTOR"]),
        ("Alma Approver", ["OPERATOR_APPROVER"]),
        ("Carl Coulomb", ["OPERATOR_COORDINATOR"]),
        ("Conny Consults", ["OPERATOR_CONSULTANT"]),
        ("Sigrid Signs", ["SIGNATORY"]),
    ]
    assert found[0]["id"] == world.contributor.actor.id
    assert found[0]["email"] == world.contributor.email


async def test_members_of_another_organisation_are_none(
    client: httpx.AsyncClient, world: World
) -> None:
    for id_ in (world.other_grid, world.nis_authority, "opr_none", "", "\0"):
        answer = await ask(client, MEMBERS, world.contributor.bearer, id=id_)
        assert answer.data == {"members": None}


async def test_closed_account_is_no_member_any_more(
    client: httpx.AsyncClient, world: World
) -> None:
    await close_account(world.approver.actor.id)
    found = await repository.members(world.contributor.actor, world.grid)
    assert found is not None
    assert [one.name for one in found] == [
        "Ada Ampère",
        "Carl Coulomb",
        "Conny Consults",
        "Sigrid Signs",
    ]


async def test_members_take_one_statement(client: httpx.AsyncClient, world: World) -> None:
    await client.get("/readyz")  # connects
    async with counted() as found:
        await repository.members(world.contributor.actor, world.grid)
    assert len(found) == 1
