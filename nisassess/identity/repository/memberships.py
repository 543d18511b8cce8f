"""Queries of members: who belongs to an organisation, with which roles."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nisassess.access import ROLE_PERMISSIONS, Actor, Permission, Role
from nisassess.identity.models import Membership
from nisassess.identity.types import MemberRow
from nisassess.kit.announcing import announce
from nisassess.kit.clock import now
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.ids import new_id

MOST_MEMBERS = 500
"""How many members an organisation has at most."""

_MANAGERS = tuple(
    role.value for role, held in ROLE_PERMISSIONS.items() if Permission.MEMBER_MANAGE in held
)

_MEMBERS = """
SELECT p.id, p.name, p.email, m.role, m.joined_at, f.id AS factor_id,
       (SELECT COUNT(*) FROM access_token t
        WHERE t.organisation_id = m.organisation_id AND t.created_by_id = p.id
          AND t.revoked_at IS NULL AND t.expires_at > $2) AS tokens
FROM membership m
JOIN person p ON p.id = m.person_id
LEFT JOIN second_factor f ON f.person_id = p.id AND f.enrolled_at IS NOT NULL
WHERE m.organisation_id = $1 AND p.active = TRUE
"""
_BY_NAME = " ORDER BY p.name, p.id, m.role"

_CLAIM = "SELECT locked_row.id FROM organisation AS locked_row WHERE locked_row.id = $1"

_REVOKE_TOKENS = """
UPDATE access_token SET revoked_at = $1
WHERE organisation_id = $2 AND created_by_id = $3 AND revoked_at IS NULL
"""

_ADD_PERSON = """
INSERT INTO person (id, email, name, password_hash, active, created_at)
VALUES ($1, $2, $3, $4, TRUE, $5)
ON CONFLICT (email) DO NOTHING
RETURNING id
"""

_ADD_ROLE = """
INSERT INTO membership (id, person_id, organisation_id, role, joined_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (person_id, organisation_id, role) DO NOTHING
"""

_ELSEWHERE = """
SELECT 1 AS elsewhere FROM membership WHERE person_id = $1 AND organisation_id <> $2 LIMIT 1
"""


async def members(actor: Actor, organisation_id: str) -> tuple[MemberRow, ...] | None:
    """Members of the actor's own organisation by name; None for any other, and for strangers."""
    if not actor.may(Permission.MEMBER_READ, organisation_id):
        return None
    return _members(await fetch(_MEMBERS + _BY_NAME, organisation_id, now()))


async def member(actor: Actor, organisation_id: str, person_id: str) -> MemberRow | None:
    """One member of the actor's own organisation."""
    if not actor.may(Permission.MEMBER_READ, organisation_id):
        return None
    sql = f"{_MEMBERS} AND p.id = $3 {_BY_NAME}"
    found = _members(await fetch(sql, organisation_id, now(), person_id))
    return found[0] if found else None


def _members(rows: Iterable[Any]) -> tuple[MemberRow, ...]:
    roles: dict[str, list[Role]] = {}
    seen: dict[str, Any] = {}
    for row in rows:
        seen[row["id"]] = row
        roles.setdefault(row["id"], []).append(Role(row["role"]))
    return tuple(
        MemberRow(
            id_,
            row["name"],
            row["email"],
            tuple(roles[id_]),
            _moment(row["joined_at"]),
            row["factor_id"] is not None,
            row["tokens"],
        )
        for id_, row in seen.items()
    )


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


async def claim_organisation(actor: Actor, organisation_id: str) -> bool:
    """Inside a write: nobody else changes its members meanwhile. False where the actor may not.

    The actor's roles may have been taken away since it was let in, so they are looked at again.
    """
    if not actor.may(Permission.MEMBER_MANAGE, organisation_id):
        return False
    if not await locked(_CLAIM, organisation_id):
        return False
    return await Membership.filter(
        organisation_id=organisation_id,
        person_id=actor.id,
        person__active=True,
        role__in=_MANAGERS,
    ).exists()


async def managers(organisation_id: str) -> set[str]:
    """Ids of the active people who can look after the members."""
    rows = await Membership.filter(
        organisation_id=organisation_id, role__in=_MANAGERS, person__active=True
    ).values_list("person_id", flat=True)
    return {str(row) for row in rows}


def is_manager(roles: Iterable[Role]) -> bool:
    """Whether one of the roles looks after the members."""
    return any(role.value in _MANAGERS for role in roles)


async def set_roles(organisation_id: str, person_id: str, roles: Iterable[Role]) -> None:
    """Give a member these roles and no others."""
    wanted = {role.value for role in roles}
    of = Membership.filter(organisation_id=organisation_id, person_id=person_id)
    announce("access.change", person_id)
    joined = await of.order_by("joined_at").first().values_list("joined_at", flat=True)
    await of.exclude(role__in=wanted).delete()
    for role in sorted(wanted):
        await execute(_ADD_ROLE, new_id("mem"), person_id, organisation_id, role, joined)


async def leave(organisation_id: str, person_id: str) -> None:
    """Take all roles in an organisation away."""
    announce("access.change", person_id)
    await Membership.filter(organisation_id=organisation_id, person_id=person_id).delete()


async def join(organisation_id: str, person_id: str, roles: Iterable[Role], at: datetime) -> None:
    """Add roles to those that a person has."""
    for role in sorted(roles):
        await execute(_ADD_ROLE, new_id("mem"), person_id, organisation_id, role.value, at)


async def end_tokens(organisation_id: str, person_id: str, at: datetime) -> int:
    """End the access tokens that a person made for an organisation; how many."""
    return await execute(_REVOKE_TOKENS, at, organisation_id, person_id)


async def belongs_elsewhere(person_id: str, organisation_id: str) -> bool:
    """Whether somebody is a member of another organisation too."""
    return bool(await fetch(_ELSEWHERE, person_id, organisation_id))


async def add_person_unless_there(
    person_id: str, email: str, name: str, password_hash: str, at: datetime
) -> bool:
    """Add a person; False, and nothing happened, when the address is somebody's."""
    return bool(await fetch(_ADD_PERSON, person_id, email, name, password_hash, at))


async def count_members(organisation_id: str) -> int:
    """How many people belong to an organisation."""
    rows = await fetch(
        "SELECT COUNT(DISTINCT person_id) AS n FROM membership WHERE organisation_id = $1",
        organisation_id,
    )
    return int(rows[0]["n"])
