"""What an operator sees of the requests that went to it; never who else was called."""

from collections.abc import Mapping
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.kit.database import fetch, locked
from nisassess.kit.errors import NotFound
from nisassess.kit.ids import is_id
from nisassess.requests.repository.requests import points
from nisassess.requests.repository.rows import as_day, as_moment
from nisassess.requests.types import CaseState, ReceivedRow
from nisassess.sdk import ScopeKind

MOST = 100
_COLUMNS = """
c.id AS case_id, c.operator_id, c.state, c.due_on, c.requested_on, c.status, c.submission_id,
c.submitted_at, r.id AS request_id, r.authority_id, o.name AS authority_name,
o.country AS authority_country, r.title, r.purpose, r.legal_basis, r.points_essential,
r.points_important, r.profile_id AS profile_digest, r.scope_kind, r.period_from, r.period_until,
r.withdrawn_because
"""
_FROM = """
FROM desk_case c JOIN request r ON r.id = c.request_id
JOIN organisation o ON o.id = r.authority_id
"""
_OF_OPERATOR = f"""
SELECT {_COLUMNS} {_FROM} WHERE c.operator_id = $1
ORDER BY CASE WHEN c.state IN ('requested', 'opened', 'returned') THEN 0 ELSE 1 END,
         c.due_on, c.id LIMIT {MOST}
"""
_BY_ID = f"SELECT {_COLUMNS} {_FROM} WHERE c.id = $1"
_HELD = "SELECT id FROM desk_case locked_row WHERE id = $1"


async def of_operator(actor: Actor, operator_id: str) -> list[ReceivedRow] | None:
    """Requests to an operator of the actor's, what it owes first; None: invisible.

    At most `MOST`: the oldest settled ones are left out.
    """
    if not actor.may(Permission.REQUEST_READ, operator_id):
        return None
    return [_row(row) for row in await fetch(_OF_OPERATOR, operator_id)]


async def seen(
    actor: Actor, case_id: str, permission: Permission = Permission.REQUEST_READ
) -> ReceivedRow | None:
    """One request to an operator of the actor's."""
    if not is_id("cas", case_id):
        return None
    rows = await fetch(_BY_ID, case_id)
    if not rows or not actor.may(permission, rows[0]["operator_id"]):
        return None
    return _row(rows[0])


async def hold(actor: Actor, case_id: str, permission: Permission) -> ReceivedRow:
    """Take it, so that one assessment at a time is tied to it, inside a write; raises NotFound."""
    if is_id("cas", case_id):
        await locked(_HELD, case_id)
    row = await seen(actor, case_id, permission)
    if row is None:
        raise NotFound("request")
    return row


def _row(row: Mapping[str, Any]) -> ReceivedRow:
    values = {name: row[name] for name in ReceivedRow.__slots__}
    for name in ("due_on", "requested_on", "period_from", "period_until"):
        values[name] = as_day(row[name])
    for name in ("points_essential", "points_important"):
        values[name] = points(row[name])
    return ReceivedRow(
        **{
            **values,
            "submitted_at": as_moment(row["submitted_at"]),
            "state": CaseState(row["state"]),
            "scope_kind": ScopeKind(row["scope_kind"]),
        }
    )
