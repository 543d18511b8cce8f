"""Use cases of invitations: a link by which one person joins an organisation once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from nisassess.access import ANONYMOUS, Actor, ActorKind, Role
from nisassess.audit.repository import record
from nisassess.identity import repository, throttling
from nisassess.identity.checks import address_issues, name_issues, password_issues, role_issues
from nisassess.identity.confirming import require_fresh, require_person
from nisassess.identity.errors import SignInRefused
from nisassess.identity.listeners import InvitationMail, Listeners, tell
from nisassess.identity.membership import kind_of
from nisassess.identity.repository import invitations, memberships
from nisassess.identity.secrets import hash_password, new_secret, secret_hash
from nisassess.identity.signing_in import Door, SignedInSession, open_session
from nisassess.identity.types import InvitationRow
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import checked_id, new_id

DEFAULT_LIFE = timedelta(days=7)
LONGEST_LIFE = timedelta(days=30)
_LONGEST_SECRET = 200
MOST_A_DAY = memberships.MOST_MEMBERS
"""Invitations of an organisation; each may be a mail to anybody, so revoking frees none."""
_DAY = timedelta(days=1)
_TRIES = 8
"""Attempts to join by one link in a window."""


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """Whom to invite, to which roles; `expires_on` is the link's last day, in UTC."""

    organisation_id: str
    email: str
    name: str
    roles: tuple[Role, ...]
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """The link's secret is shown this once."""

    secret: str = field(repr=False)
    invitation: InvitationRow
    mailed: bool


async def invite(
    database: Database, listeners: Listeners, actor: Actor, new: NewInvitation
) -> Invited:
    """Make a link for somebody; the answer is the same whether they have an account or not.

    Raises NotFound, ValidationFailed and StateRefused (too many; roles that manage need a
    confirmation).
    """
    kind = kind_of(actor, new.organisation_id)
    require_person(actor)
    address = new.email.strip().lower()
    expires_at = _end(new.expires_on)
    issues = address_issues(address) + name_issues(new.name) + role_issues(kind, new.roles)
    if not now() < expires_at <= datetime.combine(today() + LONGEST_LIFE, time.max, UTC):
        last = today() + LONGEST_LIFE
        message = f"must be from today to {last.isoformat()}"
        issues.append(Issue("expiresOn", "out_of_range", message))
    if issues:
        raise ValidationFailed(issues)
    if memberships.is_manager(new.roles):
        require_fresh(actor)
    secret, invitation_id = new_secret(), new_id("inv")

    async def work() -> InvitationRow:
        await _refuse_full(actor, new.organisation_id)
        await invitations.add_invitation(
            id=invitation_id,
            token_hash=secret_hash(secret),
            organisation_id=new.organisation_id,
            email=address,
            name=new.name.strip(),
            roles=new.roles,
            invited_by_id=actor.id,
            created_at=now(),
            expires_at=expires_at,
        )
        await record(
            actor,
            "invitation.create",
            invitation_id,
            organisation_id=new.organisation_id,
            email=address,
            roles=sorted(new.roles),
        )
        row = await invitations.invitation_by(secret_hash(secret))
        if row is None:
            raise NotFound("invitation")
        return row

    row = await database.write(work)
    mail = InvitationMail(
        email=row.email,
        name=row.name,
        organisation_name=row.organisation_name,
        invited_by=row.invited_by,
        path=f"/join#{secret}",
        expires_at=row.expires_at,
        language=actor.language,
    )
    return Invited(secret, row, await listeners.send_invitation(mail))


def _end(expires_on: date | None) -> datetime:
    if expires_on is None:
        return now() + DEFAULT_LIFE
    return datetime.combine(expires_on, time.max, UTC)


async def _refuse_full(actor: Actor, organisation_id: str) -> None:
    if not await memberships.claim_organisation(actor, organisation_id):
        raise NotFound("organisation")
    pending = await invitations.count_pending(organisation_id)
    if pending >= invitations.MOST_PENDING:
        message = f"{pending} invitations are open already; revoke some first."
        raise StateRefused("too_many_pending", message)
    there = await memberships.count_members(organisation_id)
    if there + pending >= memberships.MOST_MEMBERS:
        message = f"An organisation has at most {memberships.MOST_MEMBERS} members."
        raise StateRefused("too_many_members", message)
    at = now()
    counted = await repository.count_attempt(f"invite:{organisation_id}", at, at - _DAY)
    if counted.failures > MOST_A_DAY:
        message = f"An organisation makes at most {MOST_A_DAY} invitations a day; go on tomorrow."
        raise StateRefused("too_many_a_day", message)


async def revoke(database: Database, actor: Actor, invitation_id: str) -> InvitationRow:
    """End a link before it is used; raises NotFound."""
    checked_id("inv", invitation_id, "invitation")

    async def work() -> InvitationRow:
        row = await invitations.revoke_invitation(actor, invitation_id, now())
        if row is None:
            raise NotFound("invitation")
        await record(actor, "invitation.revoke", row.id, organisation_id=row.organisation_id)
        return row

    return await database.write(work)


async def look(secret: str) -> InvitationRow | None:
    """Who invites to what, for whoever holds the link; None when it does not count (any more)."""
    if not 1 <= len(secret) <= _LONGEST_SECRET:
        return None
    return await invitations.invitation_by(secret_hash(secret))


async def join(
    database: Database,
    listeners: Listeners,
    secret: str,
    name: str,
    password: str,
    *,
    door: Door,
) -> SignedInSession:
    """Make an account under the invited address, join, and sign in.

    Raises ValidationFailed, NotFound, and SignInRefused when the address is somebody's already:
    that person signs in and accepts. The password is hashed before anything is looked up, so that
    the time tells nothing.
    """
    issues = name_issues(name) + password_issues(password)
    if issues:
        raise ValidationFailed(issues)
    row = await look(secret)
    if row is None:
        raise NotFound("invitation")
    limits = {f"join:{row.id}": _TRIES, throttling.by_origin(door.origin): throttling.PER_ORIGIN}
    await throttling.count_attempt(database, limits)
    password_hash = await hash_password(password)
    person_id, cookie = new_id("per"), new_secret()
    joiner = Actor(ActorKind.PERSON, person_id, name.strip(), row.email)

    async def work() -> datetime | None:
        at = now()
        if not await memberships.add_person_unless_there(
            person_id, row.email, name.strip(), password_hash, at
        ):
            return None
        await record(joiner, "person.create", person_id)
        await _take(listeners, joiner, row, at)
        await repository.forgive_attempt(throttling.by_origin(door.origin))
        return await open_session(person_id, name.strip(), cookie, door)

    expires_at = await database.write(work)
    if expires_at is None:
        await throttling.record_refusal(database, ANONYMOUS, "invitation.refuse", row.id)
        message = (
            "No account could be made with this address. If you have one already, sign in with it "
            "to accept the invitation."
        )
        raise SignInRefused(message)
    actor = await repository.actor_of_session(secret_hash(cookie))
    if actor is None:
        raise NotFound("invitation")
    return SignedInSession(cookie, actor, expires_at)


async def accept(
    database: Database, listeners: Listeners, actor: Actor, secret: str
) -> InvitationRow:
    """Join with the account that one has; raises NotFound, and StateRefused for another address."""
    require_person(actor)
    row = await look(secret)
    if row is None:
        raise NotFound("invitation")
    if actor.email != row.email:
        message = (
            "The invitation is for another address than that of your account. Sign out, and sign "
            "in with the account of the invited address, or ask to be invited under yours."
        )
        raise StateRefused("another_address", message)

    async def work() -> None:
        await _take(listeners, actor, row, now())

    await database.write(work)
    return row


async def _take(listeners: Listeners, actor: Actor, row: InvitationRow, at: datetime) -> None:
    """Use up the link and give the roles, inside a write; raises NotFound when it was used."""
    if not await invitations.accept(row.id, actor.id, at):
        raise NotFound("invitation")
    await memberships.join(row.organisation_id, actor.id, row.roles, at)
    await record(
        actor,
        "member.join",
        actor.id,
        organisation_id=row.organisation_id,
        invitation=row.id,
        roles=sorted(row.roles),
    )
    await tell(listeners.joined, actor, row.organisation_id, actor.id)


def roles_sorted(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Roles in the order in which they are declared."""
    given = set(roles)
    return tuple(role for role in Role if role in given)
