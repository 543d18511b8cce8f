"""Queries of members: who belongs to an organisation, as colleagues see each other."""

from collections.abc import Iterable
from typing import Any

from nisassess.access import Actor, Permission, Role
from nisassess.identity.types import MemberRow
from nisassess.kit.database import fetch

_MEMBERS = """
SELECT p.id, p.name, p.email, m.role
FROM membership m
JOIN person p ON p.id = m.person_id
WHERE m.organisation_id = $1 AND p.active = TRUE
ORDER BY p.name, p.id, m.role
"""


async def members(actor: Actor, organisation_id: str) -> tuple[MemberRow, ...] | None:
    """Members of the actor's own organisation by name; None for any other, and for strangers."""
    if not actor.may(Permission.MEMBER_READ, organisation_id):
        return None
    return _members(await fetch(_MEMBERS, organisation_id))


def _members(rows: Iterable[Any]) -> tuple[MemberRow, ...]:
    roles: dict[str, list[Role]] = {}
    seen: dict[str, Any] = {}
    for row in rows:
        seen[row["id"]] = row
        roles.setdefault(row["id"], []).append(Role(row["role"]))
    return tuple(
        MemberRow(id_, row["name"], row["email"], tuple(roles[id_])) for id_, row in seen.items()
    )
