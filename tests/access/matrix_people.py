"""Rows of members, invitations, second factors and sessions."""

from dataclasses import replace
from typing import Any

from tests.access.callers import EVERYBODY, OWN, PEOPLE
from tests.access.facts import Facts
from tests.access.facts_people import demand_nothing
from tests.access.row import Row, Variables, mutation, of
from tests.support.world import PASSWORD

_COORDINATOR = frozenset({"coordinator"})
_CONTRIBUTOR = frozenset({"contributor"})
_APPROVER = frozenset({"approver"})


def _account(
    call: str, declared: str = "", given: Variables = lambda facts: {}, *, by: frozenset[str]
) -> Row:
    """A mutation on one's own account: for everybody, and tried by whom the facts prepare."""
    query = f"mutation{declared} {{ {call} {{ __typename }} }}"
    return Row(query, PEOPLE, given, acting=by)


def _member(facts: Facts, **more: Any) -> dict[str, Any]:
    """The approver, who has a second factor."""
    return {
        "organisationId": facts.world.grid,
        "personId": facts.world.approver.actor.id,
        **more,
    }


_grid = of("id", lambda facts: facts.world.grid)

QUERIES = {
    "Query.members": Row(
        "query($id: ID!) { members(organisationId: $id) { id name roles } }", OWN, _grid
    ),
    "Query.secondFactorPolicy": Row(
        "query($id: ID!) { secondFactorPolicy(organisationId: $id) { roles } }",
        _COORDINATOR,
        _grid,
    ),
    "Query.invitations": Row(
        "query($id: ID!) { invitations(organisationId: $id) { email } }", _COORDINATOR, _grid
    ),
    "Query.invitation": Row(
        "query($secret: String!) { invitation(secret: $secret) { organisationName } }",
        EVERYBODY,
        of("secret", lambda facts: facts.people.link),
    ),
    "Query.sessions": Row("{ sessions { id } }", PEOPLE),
    "Query.recoveryCodesLeft": Row("{ recoveryCodesLeft }", PEOPLE),
}


def _complete(facts: Facts) -> dict[str, Any]:
    ticket, code = facts.people.another_ticket()
    return {"ticket": ticket, "code": code}


MUTATIONS = {
    "Mutation.completeSignIn": Row(
        "mutation($ticket: String!, $code: String!) "
        "{ completeSignIn(ticket: $ticket, code: $code) { __typename } }",
        EVERYBODY,
        _complete,
    ),
    "Mutation.join": mutation(
        "join",
        "JoinInput",
        EVERYBODY,
        lambda facts: {
            "secret": facts.people.another_link(),
            "name": "Nora New",
            "password": PASSWORD,
        },
    ),
    "Mutation.inviteMember": mutation(
        "inviteMember",
        "InviteMemberInput",
        _COORDINATOR,
        lambda facts: {
            "organisationId": facts.world.grid,
            "email": "nora@grid.example",
            "name": "Nora New",
            "roles": ["OPERATOR_CONTRIBUTOR"],
        },
    ),
    "Mutation.revokeInvitation": Row(
        "mutation($id: ID!) { revokeInvitation(id: $id) { __typename } }",
        _COORDINATOR,
        of("id", lambda facts: facts.people.invitation),
    ),
    "Mutation.changeMemberRoles": mutation(
        "changeMemberRoles",
        "ChangeMemberRolesInput",
        _COORDINATOR,
        lambda facts: _member(facts, roles=["SIGNATORY"], expectedRoles=["OPERATOR_APPROVER"]),
    ),
    "Mutation.removeMember": mutation("removeMember", "MemberInput", _COORDINATOR, _member),
    "Mutation.resetSecondFactor": mutation(
        "resetSecondFactor", "MemberInput", _COORDINATOR, _member
    ),
    "Mutation.setSecondFactorPolicy": mutation(
        "setSecondFactorPolicy",
        "SetSecondFactorPolicyInput",
        _COORDINATOR,
        lambda facts: {"organisationId": facts.world.grid, "roles": []},
    ),
    "Mutation.acceptInvitation": _account(
        "acceptInvitation(secret: $secret)",
        "($secret: String!)",
        of("secret", lambda facts: facts.people.link_for_contributor),
        by=_CONTRIBUTOR,
    ),
    "Mutation.updateAccount": _account('updateAccount(name: "Ada Lovelace")', by=_CONTRIBUTOR),
    "Mutation.changePassword": _account(
        f'changePassword(current: "{PASSWORD}", new: "another long password")', by=_CONTRIBUTOR
    ),
    "Mutation.confirmIdentity": _account(
        f'confirmIdentity(password: "{PASSWORD}")', by=_CONTRIBUTOR
    ),
    "Mutation.beginSecondFactor": _account("beginSecondFactor", by=_CONTRIBUTOR),
    "Mutation.enrolSecondFactor": _account(
        "enrolSecondFactor(code: $code)",
        "($code: String!)",
        of("code", lambda facts: facts.people.code),
        by=_CONTRIBUTOR,
    ),
    "Mutation.renewRecoveryCodes": _account("renewRecoveryCodes", by=_APPROVER),
    "Mutation.removeSecondFactor": replace(
        _account("removeSecondFactor", by=_APPROVER), prepare=demand_nothing
    ),
    "Mutation.endSession": _account(
        "endSession(id: $id)",
        "($id: ID!)",
        of("id", lambda facts: facts.people.session),
        by=_CONTRIBUTOR,
    ),
    "Mutation.endOtherSessions": _account("endOtherSessions", by=_CONTRIBUTOR),
}
