"""The demo's own queries."""

from collections.abc import Iterable
from datetime import datetime

from nisassess.access import Actor, ActorKind, Grant, Role
from nisassess.kit.clock import now
from nisassess.kit.database import execute, fetch

_ACCOUNTS = """
SELECT p.id, p.name, p.email, m.role, o.id AS organisation_id, o.name AS organisation_name,
       o.kind, o.country
FROM person p
JOIN membership m ON m.person_id = p.id
JOIN organisation o ON o.id = m.organisation_id
WHERE p.active = TRUE
"""

_REVOKE = """
UPDATE access_token SET revoked_at = $1
WHERE name = $2 AND organisation_id = $3 AND revoked_at IS NULL
"""

_FILLED = "SELECT id FROM audit_entry WHERE action = $1 LIMIT 1"


async def actors(emails: Iterable[str]) -> dict[str, Actor]:
    """The demo's people by e-mail address, each acting in the one organisation it belongs to."""
    wanted = set(emails)
    return {
        row["email"]: Actor(
            ActorKind.PERSON,
            row["id"],
            row["name"],
            row["email"],
            (
                Grant(
                    row["organisation_id"],
                    row["organisation_name"],
                    row["kind"],
                    row["country"],
                    frozenset({Role(row["role"])}),
                ),
            ),
            confirmed_at=now(),
        )
        for row in await fetch(_ACCOUNTS)
        if row["email"] in wanted
    }


async def revoke_tokens(name: str, organisation_id: str, at: datetime) -> int:
    """End the organisation's tokens of this name; how many were ended."""
    return await execute(_REVOKE, at, name, organisation_id)


async def was_done(action: str) -> bool:
    """Whether the audit log has the action."""
    return bool(await fetch(_FILLED, action))
