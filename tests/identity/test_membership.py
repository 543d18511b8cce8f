"""Roles change, people go at once, and second factors are demanded and reset."""

import asyncio
from typing import Any

import httpx
import pytest

from nisassess.identity import secrets
from nisassess.identity.models import Membership, SecondFactor
from tests.assessments.statements import counted
from tests.identity.acts import viewer
from tests.identity.people import (
    ACCEPT,
    VIEWER,
    enrol,
    half_sign_in,
    invite,
    time_passes,
)
from tests.support.api import ask
from tests.support.rows import differences, everything, rows
from tests.support.world import PASSWORD, Person, World

CHANGE = """mutation($input: ChangeMemberRolesInput!) { changeMemberRoles(input: $input) {
    __typename ... on MemberChanged { member { roles } } ... on StateProblem { code }
    ... on MemberConflict { current { roles } }
    ... on ValidationProblem { issues { path code } } } }"""
REMOVE = """mutation($input: MemberInput!) { removeMember(input: $input) {
    __typename ... on MemberRemoved { accessTokensEnded invitationsEnded }
    ... on StateProblem { code } } }"""
DONE = "MemberRemoved"
RESET = """mutation($input: MemberInput!) { resetSecondFactor(input: $input) {
    __typename ... on StateProblem { code } } }"""
POLICY = """mutation($input: SetSecondFactorPolicyInput!) { setSecondFactorPolicy(input: $input) {
    __typename ... on SecondFactorPolicy { roles } ... on StateProblem { code }
    ... on ValidationProblem { issues { path code } } } }"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are right here; what they cost is shown elsewhere."""
    monkeypatch.setattr(secrets, "_verify", lambda hash_, given: given == PASSWORD)


async def run(client: httpx.AsyncClient, query: str, by: Person, **given: Any) -> dict[str, Any]:
    (found,) = (await ask(client, query, by.bearer, input=given)).data.values()
    result: dict[str, Any] = found
    return result


def of(world: World, person: Person, **more: Any) -> dict[str, Any]:
    return {"organisationId": world.grid, "personId": person.actor.id, **more}


async def policy(client: httpx.AsyncClient, world: World, *roles: str) -> dict[str, Any]:
    return await run(
        client, POLICY, world.coordinator, organisationId=world.grid, roles=list(roles)
    )


async def second_coordinator(client: httpx.AsyncClient, world: World) -> Person:
    """The bank's, who helps out at the grid operator."""
    helper = world.bank_coordinator
    invited = await invite(client, world, email=helper.email, roles=["OPERATOR_COORDINATOR"])
    await ask(client, ACCEPT, helper.bearer, secret=invited["secret"])
    return helper


async def test_roles_change_from_the_next_request_on(
    client: httpx.AsyncClient, world: World
) -> None:
    changed = await run(
        client,
        CHANGE,
        world.coordinator,
        **of(
            world,
            world.contributor,
            roles=["SIGNATORY", "OPERATOR_APPROVER"],
            expectedRoles=["OPERATOR_CONTRIBUTOR"],
        ),
    )
    assert changed["member"]["roles"] == ["OPERATOR_APPROVER", "SIGNATORY"]
    permissions = (await ask(client, VIEWER, world.contributor.bearer)).data["viewer"][
        "permissions"
    ]
    assert "approval:decide" in permissions
    assert "assessment:write" not in permissions


async def test_roles_that_somebody_else_changed_are_not_overwritten(
    client: httpx.AsyncClient, world: World
) -> None:
    given = of(
        world, world.contributor, roles=["SIGNATORY"], expectedRoles=["OPERATOR_CONTRIBUTOR"]
    )
    await run(client, CHANGE, world.coordinator, **given)
    again = await run(
        client, CHANGE, world.coordinator, **{**given, "roles": ["OPERATOR_APPROVER"]}
    )
    assert again == {"__typename": "MemberConflict", "current": {"roles": ["SIGNATORY"]}}


@pytest.mark.parametrize("roles", [[], ["AUTHORITY_OFFICER"], ["SIGNATORY", "INTEGRATOR"]])
async def test_roles_of_another_kind_of_organisation_are_refused(
    roles: list[str], client: httpx.AsyncClient, world: World
) -> None:
    before = await everything()
    found = await run(
        client,
        CHANGE,
        world.coordinator,
        **of(world, world.contributor, roles=roles, expectedRoles=["OPERATOR_CONTRIBUTOR"]),
    )
    assert found["issues"] == [{"path": "roles", "code": "unfit"}]
    assert differences(before, await everything()) == {}


async def test_role_that_manages_is_given_after_a_confirmation_only(
    client: httpx.AsyncClient, world: World
) -> None:
    await time_passes(16)
    found = await run(
        client,
        CHANGE,
        world.coordinator,
        **of(
            world,
            world.contributor,
            roles=["OPERATOR_COORDINATOR"],
            expectedRoles=["OPERATOR_CONTRIBUTOR"],
        ),
    )
    assert found == {"__typename": "StateProblem", "code": "confirm_identity"}


async def test_removed_member_reaches_nothing_at_once_and_their_tokens_end(
    client: httpx.AsyncClient, world: World
) -> None:
    helper = await second_coordinator(client, world)
    assert await viewer(client, world.integrator) == world.integrator_token_id
    query = "query($id: ID!) { assessment(id: $id) { id } }"
    answer = await ask(client, query, world.coordinator.bearer, id=world.draft)
    assert answer.data["assessment"] == {"id": world.draft}

    removed = await run(client, REMOVE, helper, **of(world, world.coordinator))

    assert removed == {
        "__typename": "MemberRemoved",
        "accessTokensEnded": 1,
        "invitationsEnded": 0,
    }
    answer = await ask(client, query, world.coordinator.bearer, id=world.draft)
    assert answer.codes == ["FORBIDDEN"]
    refused = await client.post("/graphql", json={"query": VIEWER}, headers=world.integrator)
    assert refused.status_code == 401
    # What the member did stays, under the name.
    changes = "query($id: ID!) { changes(assessmentId: $id, first: 5) { edges { node { id } } } }"
    kept = await ask(client, changes, helper.bearer, id=world.draft)
    assert kept.data["changes"]["edges"] != []
    names = {row[2] for row in await rows("person")}
    assert "Carl Coulomb" in names


async def test_last_coordinator_can_neither_go_nor_lose_the_role(
    client: httpx.AsyncClient, world: World
) -> None:
    before = await everything()
    last = {"__typename": "StateProblem", "code": "last_manager"}
    assert await run(client, REMOVE, world.coordinator, **of(world, world.coordinator)) == last
    lose = of(
        world,
        world.coordinator,
        roles=["SIGNATORY"],
        expectedRoles=["OPERATOR_COORDINATOR"],
    )
    assert await run(client, CHANGE, world.coordinator, **lose) == last
    assert differences(before, await everything()) == {}


async def test_two_coordinators_who_remove_each_other_at_once_leave_one(
    client: httpx.AsyncClient, world: World
) -> None:
    helper = await second_coordinator(client, world)
    pairs = ((helper, world.coordinator), (world.coordinator, helper))
    found = await asyncio.gather(
        *(ask(client, REMOVE, by.bearer, input=of(world, other)) for by, other in pairs)
    )
    done = [
        one for one in found if (one.body["data"]["removeMember"] or {}).get("__typename") == DONE
    ]
    (second,) = [one for one in found if one not in done]
    # Whoever came second finds nobody, or was let go before the request was looked at.
    assert second.codes == ["FORBIDDEN"] or (
        second.data["removeMember"]["__typename"] == "NotFoundProblem"
    )
    left = await Membership.filter(organisation_id=world.grid, role="operator_coordinator").count()
    assert left == 1


async def test_members_of_other_organisations_are_not_to_be_found(
    client: httpx.AsyncClient, world: World
) -> None:
    before = await everything()
    stranger = world.other_coordinator
    cases = [
        (REMOVE, of(world, world.bank_coordinator)),
        (REMOVE, {"organisationId": world.other_grid, "personId": stranger.actor.id}),
        (RESET, of(world, world.officer)),
        (REMOVE, of(world, world.contributor, organisationId=world.nis_authority)),
        (REMOVE, {"organisationId": "\0", "personId": "x"}),
    ]
    for query, given in cases:
        found = await run(client, query, world.coordinator, **given)
        assert found["__typename"] == "NotFoundProblem"
    assert differences(before, await everything()) == {}


async def test_demanded_factor_shuts_everything_but_its_setting_up(
    client: httpx.AsyncClient, world: World
) -> None:
    await enrol(client, world.coordinator)
    assert await policy(client, world, "OPERATOR_CONTRIBUTOR") == {
        "__typename": "SecondFactorPolicy",
        "roles": ["OPERATOR_CONTRIBUTOR"],
    }

    query = "query($id: ID!) { assessment(id: $id) { id } }"
    for headers in (world.contributor.cookie, world.contributor.bearer):
        shut = await ask(client, query, headers, id=world.draft)
        assert shut.codes == ["FORBIDDEN"]
        told = (await ask(client, VIEWER, headers)).data["viewer"]
        assert told["permissions"] == []
        assert told["secondFactorDemandedBy"] == ["Nordlicht Netz"]
        file = await client.get(f"/evidence/{world.evidence}", headers=headers)
        assert file.status_code == 403
    # Others, and machines, go on as before.
    assert await viewer(client, world.integrator) == world.integrator_token_id
    assert (await ask(client, VIEWER, world.signatory.bearer)).data["viewer"]["permissions"]

    await enrol(client, world.contributor)

    opened = await ask(client, query, world.contributor.bearer, id=world.draft)
    assert opened.data["assessment"] == {"id": world.draft}
    remove = "mutation { removeSecondFactor { __typename ... on StateProblem { code } } }"
    kept = await ask(client, remove, world.contributor.bearer)
    assert kept.data["removeSecondFactor"] == {"__typename": "StateProblem", "code": "demanded"}


async def test_policy_is_set_by_whoever_has_a_factor_and_was_just_there(
    client: httpx.AsyncClient, world: World
) -> None:
    own = {"__typename": "StateProblem", "code": "own_factor_first"}
    assert await policy(client, world, "SIGNATORY") == own
    unfit = await policy(client, world, "AUTHORITY_LEAD")
    assert unfit["issues"] == [{"path": "roles", "code": "unfit"}]
    await enrol(client, world.coordinator)
    await time_passes(16)
    stale = {"__typename": "StateProblem", "code": "confirm_identity"}
    assert await policy(client, world, "SIGNATORY") == stale


async def test_demand_costs_a_request_no_statement_more(
    client: httpx.AsyncClient, world: World
) -> None:
    await enrol(client, world.coordinator)
    await policy(client, world, "OPERATOR_COORDINATOR", "OPERATOR_CONTRIBUTOR")
    for person in (world.coordinator, world.contributor):
        await ask(client, VIEWER, person.cookie)
        async with counted() as found:
            await ask(client, VIEWER, person.cookie)
        assert len(found) == 1


async def test_reset_factor_lets_sign_in_with_the_password_and_ends_all_sessions(
    client: httpx.AsyncClient, world: World
) -> None:
    await enrol(client, world.contributor)
    await half_sign_in(client, world.contributor)

    done = await run(client, RESET, world.coordinator, **of(world, world.contributor))

    assert done == {"__typename": "MemberChanged"}
    assert await SecondFactor.filter(person_id=world.contributor.actor.id).count() == 0
    assert await viewer(client, world.contributor.cookie) is None
    (on_record,) = [row for row in await rows("audit_entry") if row[5] == "second_factor.reset"]
    assert on_record[3] == world.coordinator.actor.id
    again = await run(client, RESET, world.coordinator, **of(world, world.contributor))
    assert again == {"__typename": "StateProblem", "code": "none"}


async def test_factor_on_which_another_organisation_relies_is_not_reset(
    client: httpx.AsyncClient, world: World
) -> None:
    """Or whoever is invited by a stranger would lose what protects the other organisation."""
    helper = await second_coordinator(client, world)
    await enrol(client, helper)
    found = await run(client, RESET, world.coordinator, **of(world, helper))
    assert found == {"__typename": "StateProblem", "code": "not_alone"}
    own = await run(client, RESET, world.coordinator, **of(world, world.coordinator))
    assert own == {"__typename": "StateProblem", "code": "own"}
    assert await SecondFactor.filter(person_id=helper.actor.id).count() == 1
