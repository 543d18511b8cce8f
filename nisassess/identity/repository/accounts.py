"""Queries of one's own account: password, name, sessions."""

from datetime import datetime, timedelta
from typing import Any

from nisassess.access import Actor, Role
from nisassess.identity.models import Person, Session, SignInTicket
from nisassess.identity.types import AccountRow, PersonRow, SessionRow
from nisassess.kit.announcing import announce
from nisassess.kit.clock import now
from nisassess.kit.database import execute, fetch, locked

MOST_SESSIONS = 100
"""How many sessions of one person are shown, those used last first."""

_CLAIM = """
SELECT locked_row.id, locked_row.name, locked_row.email, locked_row.password_hash
FROM person AS locked_row WHERE locked_row.id = $1 AND locked_row.active = TRUE
"""

_EVERYBODY = """
SELECT p.email, p.name, p.active, f.id AS factor_id, o.id AS organisation_id, m.role
FROM person p
LEFT JOIN second_factor f ON f.person_id = p.id AND f.enrolled_at IS NOT NULL
LEFT JOIN membership m ON m.person_id = p.id
LEFT JOIN organisation o ON o.id = m.organisation_id
ORDER BY p.email, o.name, m.role
"""

_END_OTHERS = """
UPDATE session SET revoked_at = $1
WHERE person_id = $2 AND revoked_at IS NULL AND expires_at > $1 AND id <> $3
"""


async def claim_person(person_id: str) -> PersonRow | None:
    """The active person, inside a write; nobody else changes how they sign in meanwhile."""
    rows = await locked(_CLAIM, person_id)
    return PersonRow(**rows[0]) if rows else None


async def set_password(person_id: str, password_hash: str) -> None:
    """Store a new password hash."""
    await Person.filter(id=person_id).update(password_hash=password_hash)


async def set_account(actor: Actor, name: str, language: str | None) -> None:
    """Store what the actor is called and in which language it is written to."""
    await Person.filter(id=actor.id).update(name=name, language=language)


async def confirm_session(actor: Actor, at: datetime) -> None:
    """Note that the person of the actor's session is at the keyboard."""
    if actor.session_id is not None:
        await Session.filter(id=actor.session_id, revoked_at=None).update(confirmed_at=at)


async def everybody() -> tuple[AccountRow, ...]:
    """All accounts by address, for the installation's command line."""
    found: dict[str, AccountRow] = {}
    for row in await fetch(_EVERYBODY):
        known = found.get(row["email"])
        roles = known.roles if known else ()
        if row["role"] is not None:
            roles = (*roles, (row["organisation_id"], Role(row["role"])))
        found[row["email"]] = AccountRow(
            row["email"], row["name"], bool(row["active"]), row["factor_id"] is not None, roles
        )
    return tuple(found.values())


async def account_id(email: str) -> str | None:
    """Id of whoever has the address, active or not, for the installation's command line."""
    rows = await Person.filter(email=email).limit(1).values_list("id", flat=True)
    return str(rows[0]) if rows else None


async def set_active(person_id: str, *, active: bool) -> None:
    """Close an account, or open it again."""
    await Person.filter(id=person_id).update(active=active)


async def sessions(actor: Actor) -> tuple[SessionRow, ...]:
    """The actor's sessions that are not over, the one used last first."""
    rows = (
        await Session.filter(person_id=actor.id, revoked_at=None, expires_at__gt=now())
        .order_by("-last_seen_at", "-id")
        .limit(MOST_SESSIONS)
        .values("id", "created_at", "last_seen_at", "expires_at", "browser", "system")
    )
    return tuple(_session(row, actor) for row in rows)


def _session(row: dict[str, Any], actor: Actor) -> SessionRow:
    seen = row["last_seen_at"] or row["created_at"]
    return SessionRow(
        **{**row, "last_seen_at": seen.replace(second=0, microsecond=0)},
        current=row["id"] == actor.session_id,
    )


async def end_session(actor: Actor, session_id: str, at: datetime) -> bool:
    """End one of the actor's sessions; whether there was one to end."""
    ended = await Session.filter(
        id=session_id, person_id=actor.id, revoked_at=None, expires_at__gt=at
    ).update(revoked_at=at)
    announce("access.change", session_id)
    return ended > 0


async def end_sessions(person_id: str, at: datetime, *, but: str | None = None) -> int:
    """End a person's sessions and half-finished sign-ins, but one; how many sessions it were."""
    await SignInTicket.filter(person_id=person_id).delete()
    announce("access.change", person_id)
    return await execute(_END_OTHERS, at, person_id, but or "")


async def add_ticket(
    id_: str, token_hash: str, person_id: str, at: datetime, life: timedelta
) -> None:
    """Remember that a password was right; those that ran out are forgotten."""
    await SignInTicket.filter(expires_at__lte=at).delete()
    await SignInTicket.create(
        id=id_, token_hash=token_hash, person_id=person_id, expires_at=at + life
    )


async def ticket_holder(token_hash: str) -> str | None:
    """Id of the active person who holds the ticket; None when it ran out or was used."""
    rows = (
        await SignInTicket.filter(token_hash=token_hash, expires_at__gt=now(), person__active=True)
        .limit(1)
        .values_list("person_id", flat=True)
    )
    return str(rows[0]) if rows else None


async def take_ticket(token_hash: str) -> bool:
    """Use up a ticket; False when somebody was faster."""
    return await execute("DELETE FROM sign_in_ticket WHERE token_hash = $1", token_hash) == 1
