"""Use cases of members: change their roles, let them go, demand and reset second factors."""

from collections.abc import Iterable
from dataclasses import dataclass

from nisassess.access import Actor, Permission, Role
from nisassess.audit.repository import record
from nisassess.identity.checks import role_issues
from nisassess.identity.confirming import require_fresh, require_person
from nisassess.identity.listeners import Listeners, tell
from nisassess.identity.repository import accounts, invitations, memberships
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.types import MemberRow, OrganisationKind
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused, ValidationFailed, VersionConflict

MANAGERS = tuple(role for role in Role if memberships.is_manager([role]))
"""Roles that look after the members; to give one needs a fresh confirmation."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What ended with a membership."""

    tokens: int
    invitations: int


def kind_of(actor: Actor, organisation_id: str) -> OrganisationKind:
    """The kind of an organisation whose members the actor manages; raises NotFound."""
    for grant in actor.grants:
        if (
            grant.organisation_id == organisation_id
            and Permission.MEMBER_MANAGE in grant.permissions
        ):
            return OrganisationKind(grant.organisation_kind)
    raise NotFound("organisation")


async def change_roles(
    database: Database,
    listeners: Listeners,
    actor: Actor,
    organisation_id: str,
    person_id: str,
    *,
    roles: Iterable[Role],
    expected: Iterable[Role],
) -> MemberRow:
    """Give a member other roles; `expected`: those that the caller saw.

    Raises VersionConflict with the member when somebody else changed them, NotFound,
    ValidationFailed, and StateRefused (nobody would be left to look after the members; a
    confirmation is needed).
    """
    wanted, seen = frozenset(roles), frozenset(expected)
    kind = kind_of(actor, organisation_id)
    if issues := role_issues(kind, wanted):
        raise ValidationFailed(issues)
    require_person(actor)

    async def work() -> None:
        before = await _claim(actor, organisation_id, person_id)
        if frozenset(before.roles) != seen:
            raise VersionConflict(before)
        if wanted == seen:
            return
        if memberships.is_manager(wanted - seen):
            require_fresh(actor)
        if not memberships.is_manager(wanted):
            await _refuse_last(organisation_id, person_id)
            await invitations.end_invitations(organisation_id, person_id, now())
        await memberships.set_roles(organisation_id, person_id, wanted)
        await record(
            actor,
            "member.change",
            person_id,
            organisation_id=organisation_id,
            before=sorted(seen),
            after=sorted(wanted),
        )
        await tell(listeners.changed, actor, organisation_id, person_id)

    await database.write(work)
    row = await memberships.member(actor, organisation_id, person_id)
    if row is None:
        raise NotFound("member")
    return row


async def remove(
    database: Database, listeners: Listeners, actor: Actor, organisation_id: str, person_id: str
) -> Removed:
    """Let a member go, or leave oneself; at once, and with all that they could come back by.

    Access tokens that they made know their secret, and open invitations are links that they have
    seen: both end. What they wrote stays, under their name. Raises NotFound and StateRefused.
    """
    kind_of(actor, organisation_id)
    require_person(actor)

    async def work() -> Removed:
        await _claim(actor, organisation_id, person_id)
        await _refuse_last(organisation_id, person_id)
        at = now()
        removed = Removed(
            await memberships.end_tokens(organisation_id, person_id, at),
            await invitations.end_invitations(organisation_id, person_id, at),
        )
        await memberships.leave(organisation_id, person_id)
        await record(
            actor,
            "member.remove",
            person_id,
            organisation_id=organisation_id,
            tokens=removed.tokens,
            invitations=removed.invitations,
        )
        await tell(listeners.left, actor, organisation_id, person_id)
        return removed

    return await database.write(work)


async def set_policy(
    database: Database, actor: Actor, organisation_id: str, roles: Iterable[Role]
) -> tuple[Role, ...]:
    """Demand a second factor of everybody with one of these roles, from the next request on.

    Raises NotFound, ValidationFailed and StateRefused: who demands it must have one, or would
    shut itself out.
    """
    wanted = frozenset(roles)
    kind = kind_of(actor, organisation_id)
    if wanted and (issues := role_issues(kind, wanted)):
        raise ValidationFailed(issues)
    require_fresh(actor)

    async def work() -> None:
        if not await memberships.claim_organisation(actor, organisation_id):
            raise NotFound("organisation")
        if wanted and not await stored_factors.has_factor(actor.id):
            message = "Set up your own second factor before you demand one of others."
            raise StateRefused("own_factor_first", message)
        await stored_factors.set_policy(actor, organisation_id, wanted)
        await record(
            actor,
            "second_factor_policy.set",
            organisation_id,
            organisation_id=organisation_id,
            roles=sorted(wanted),
        )

    await database.write(work)
    return tuple(sorted(wanted))


async def reset_factor(
    database: Database, listeners: Listeners, actor: Actor, organisation_id: str, person_id: str
) -> MemberRow:
    """Take a colleague's second factor away, who lost it; all their sessions end.

    Only of who belongs to this organisation alone: another one relies on it too. Raises NotFound
    and StateRefused.
    """
    kind_of(actor, organisation_id)
    require_fresh(actor)
    if person_id == actor.id:
        raise StateRefused("own", "Remove your own second factor on the page of your account.")

    async def work() -> MemberRow:
        before = await _claim(actor, organisation_id, person_id)
        if await memberships.belongs_elsewhere(person_id, organisation_id):
            message = (
                "Only whoever runs this installation can reset this second factor: the account "
                "is not your organisation's alone."
            )
            raise StateRefused("not_alone", message)
        await accounts.claim_person(person_id)
        if not await stored_factors.remove(person_id):
            raise StateRefused("none", "There is no second factor to reset.")
        await accounts.end_sessions(person_id, now())
        await record(actor, "second_factor.reset", person_id, organisation_id=organisation_id)
        await tell(listeners.factor_reset, actor, organisation_id, person_id)
        return before

    await database.write(work)
    row = await memberships.member(actor, organisation_id, person_id)
    if row is None:
        raise NotFound("member")
    return row


async def _claim(actor: Actor, organisation_id: str, person_id: str) -> MemberRow:
    """The member, inside a write in which nobody else changes the members."""
    if not await memberships.claim_organisation(actor, organisation_id):
        raise NotFound("organisation")
    row = await memberships.member(actor, organisation_id, person_id)
    if row is None:
        raise NotFound("member")
    return row


async def _refuse_last(organisation_id: str, person_id: str) -> None:
    if await memberships.managers(organisation_id) == {person_id}:
        message = (
            "Somebody must be left to look after the members: give a colleague that role first."
        )
        raise StateRefused("last_manager", message)
