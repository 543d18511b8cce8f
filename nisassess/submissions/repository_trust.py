"""Queries of trusted installations, and of what was imported from them."""

from datetime import datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.identity.repository import as_datetime
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.ids import is_id
from nisassess.submissions.trust_types import Known, TrustRow

_OF_AUTHORITY = "SELECT * FROM trusted_installation WHERE authority_id = $1 ORDER BY id"
_HOLD = "SELECT * FROM trusted_installation locked_row WHERE authority_id = $1 ORDER BY id"
_INSERT = """
INSERT INTO trusted_installation
    (id, authority_id, name, key_id, certificate, added_at, added_by, revoked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_KNOWN = """
SELECT id, digest, operator_id, addressee_id, superseded_by, origin
FROM submission WHERE id = $1
"""


async def trusted(actor: Actor, authority_id: str, permission: Permission) -> tuple[TrustRow, ...]:
    """Everything that an authority of the actor's trusts or trusted, oldest first."""
    if not actor.may(permission, authority_id):
        return ()
    return tuple(_row(row) for row in await fetch(_OF_AUTHORITY, authority_id))


async def trust(actor: Actor, trust_id: str) -> TrustRow | None:
    """One of them, by somebody who may decide over it."""
    if not is_id("tru", trust_id):
        return None
    rows = await fetch("SELECT * FROM trusted_installation WHERE id = $1", trust_id)
    if not rows or not actor.may(Permission.TRUST_MANAGE, rows[0]["authority_id"]):
        return None
    return _row(rows[0])


async def names(actor: Actor) -> dict[str, str]:
    """Names of the installations that the actor's authorities trust or trusted, by id."""
    found: dict[str, str] = {}
    for organisation in actor.organisations(Permission.SUBMISSION_READ):
        found |= {row["id"]: row["name"] for row in await fetch(_OF_AUTHORITY, organisation)}
    return found


async def add(row: TrustRow) -> None:
    """Add a key, for a caller who was found to be allowed."""
    await execute(_INSERT, *(getattr(row, name) for name in TrustRow.__slots__))


async def reinstate(row: TrustRow) -> None:
    """Let a key count again."""
    await execute(
        "UPDATE trusted_installation SET revoked_at = NULL, added_at = $2, added_by = $3 "
        "WHERE id = $1",
        row.id,
        row.added_at,
        row.added_by,
    )


async def revoke(trust_id: str, at: datetime) -> bool:
    """Let a key count no longer; False if it did not."""
    sql = "UPDATE trusted_installation SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"
    return bool(await execute(sql, trust_id, at))


async def hold(authority_id: str) -> tuple[TrustRow, ...]:
    """What an authority trusts; its imports happen one after another until the write ends."""
    return tuple(_row(row) for row in await locked(_HOLD, authority_id))


async def known(submission_id: str) -> Known | None:
    """Whether a submission is here, inside the write that would import it."""
    rows = await fetch(_KNOWN, submission_id)
    return Known(**rows[0]) if rows else None


async def number_taken(operator_id: str, number: int) -> bool:
    """Whether another submission of the operator has the number."""
    sql = "SELECT id FROM submission WHERE operator_id = $1 AND number = $2"
    return bool(await fetch(sql, operator_id, number))


async def newer(operator_id: str, submission_id: str) -> tuple[str, str] | None:
    """Id and document of the imported submission that says to supersede this one."""
    sql = "SELECT id, document FROM submission WHERE operator_id = $1 AND supersedes = $2"
    rows = await fetch(sql, operator_id, submission_id)
    return (rows[0]["id"], rows[0]["document"]) if rows else None


async def is_newest(operator_id: str, submission_id: str) -> bool:
    """Whether no later submission of the operator is here."""
    sql = "SELECT id FROM submission WHERE operator_id = $1 AND id > $2 LIMIT 1"
    return not await fetch(sql, operator_id, submission_id)


def _row(row: dict[str, Any]) -> TrustRow:
    revoked = row["revoked_at"]
    return TrustRow(
        **{
            **row,
            "added_at": as_datetime(row["added_at"]),
            "revoked_at": None if revoked is None else as_datetime(revoked),
        }
    )
