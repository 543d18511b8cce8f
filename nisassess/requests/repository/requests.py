"""Queries of requests, for officers of their authority alone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson

from nisassess.access import Actor, Permission
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.errors import NotFound
from nisassess.kit.ids import is_id
from nisassess.kit.pagination import PageRequest
from nisassess.requests.repository.rows import as_day, as_moment
from nisassess.requests.types import RequestContent, RequestRow, RequestState
from nisassess.sdk import ScopeKind

_COLUMNS = """
r.id, r.authority_id, o.name AS authority_name, r.title, r.purpose, r.legal_basis,
r.points_essential, r.points_important, r.profile_id AS profile_digest, r.regime, r.scope_kind,
r.period_from, r.period_until, r.due_on, r.state, r.version, r.withdrawn_because, r.created_at,
r.created_by, r.sent_at
"""
_FROM = "FROM request r JOIN organisation o ON o.id = r.authority_id"
_BY_ID = f"SELECT {_COLUMNS} {_FROM} WHERE r.id = $1"
_HELD = "SELECT id FROM request locked_row WHERE id = $1"
_INSERT = """
INSERT INTO request (id, authority_id, title, purpose, legal_basis, points_essential,
    points_important, profile_id, regime, scope_kind, period_from, period_until, due_on, state,
    version, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', 1, $14, $15)
"""
_UPDATE = """
UPDATE request SET title = $3, purpose = $4, legal_basis = $5, points_essential = $6,
    points_important = $7, profile_id = $8, regime = $9, scope_kind = $10, period_from = $11,
    period_until = $12, due_on = $13, version = version + 1
WHERE id = $1 AND version = $2
"""


async def seen(
    actor: Actor, request_id: str, permission: Permission = Permission.DESK_READ
) -> RequestRow | None:
    """One request of an authority of the actor's."""
    if not is_id("req", request_id):
        return None
    rows = await fetch(_BY_ID, request_id)
    if not rows or not actor.may(permission, rows[0]["authority_id"]):
        return None
    return _row(rows[0])


async def managed(actor: Actor, request_id: str) -> RequestRow | None:
    """One request that the actor may change."""
    return await seen(actor, request_id, Permission.REQUEST_MANAGE)


async def profile_of(row: RequestRow) -> str:
    """Id of the profile that a request pinned."""
    sql = "SELECT profile_id FROM resolved_profile WHERE digest = $1"
    return str((await fetch(sql, row.profile_digest))[0]["profile_id"])


async def claim(actor: Actor, request_id: str) -> RequestRow:
    """Take a request for a change, inside a write; raises NotFound."""
    if is_id("req", request_id):
        await locked(_HELD, request_id)
    row = await managed(actor, request_id)
    if row is None:
        raise NotFound("request")
    return row


async def listed(actor: Actor, authority_id: str, request: PageRequest) -> list[RequestRow] | None:
    """Requests of an authority of the actor's, newest first; one more than asked for."""
    if not actor.may(Permission.DESK_READ, authority_id):
        return None
    after = "AND r.id < $2" if request.after else ""
    sql = (
        f"SELECT {_COLUMNS} {_FROM} WHERE r.authority_id = $1 {after} "
        f"ORDER BY r.id DESC LIMIT {request.first + 1}"
    )
    return [_row(row) for row in await fetch(sql, authority_id, *map(str, request.after or ()))]


async def titles(actor: Actor, request_ids: list[str]) -> dict[str, str]:
    """Titles of requests by id, as far as the actor may see them."""
    if not request_ids:
        return {}
    marks = ", ".join(f"${at}" for at, _ in enumerate(request_ids, 1))
    sql = f"SELECT id, authority_id, title FROM request WHERE id IN ({marks})"  # noqa: S608
    return {
        row["id"]: row["title"]
        for row in await fetch(sql, *request_ids)
        if actor.may(Permission.DESK_READ, row["authority_id"])
    }


async def add(
    actor: Actor,
    request_id: str,
    authority_id: str,
    content: RequestContent,
    *,
    pinned: tuple[str, str],
    at: datetime,
) -> None:
    """Add a draft; `pinned`: digest of the profile and its regime. Raises NotFound."""
    if not actor.may(Permission.REQUEST_MANAGE, authority_id):
        raise NotFound("authority")
    await execute(_INSERT, request_id, authority_id, *_values(content, pinned), at, actor.name)


async def replace(row: RequestRow, content: RequestContent, pinned: tuple[str, str]) -> None:
    """Replace what a claimed draft says."""
    await execute(_UPDATE, row.id, row.version, *_values(content, pinned))


async def remove(row: RequestRow) -> None:
    """Remove a claimed draft with whom it names."""
    await execute("DELETE FROM requested_entity WHERE request_id = $1", row.id)
    await execute("DELETE FROM request WHERE id = $1", row.id)


async def sent(row: RequestRow, at: datetime) -> None:
    """A claimed request goes out, or goes to more entities."""
    await execute(
        "UPDATE request SET state = 'sent', sent_at = COALESCE(sent_at, $2), "
        "version = version + 1 WHERE id = $1",
        row.id,
        at,
    )


async def withdrawn(row: RequestRow, reason: str) -> None:
    """A claimed request is taken back."""
    await execute(
        "UPDATE request SET state = 'withdrawn', withdrawn_because = $2, version = version + 1 "
        "WHERE id = $1",
        row.id,
        reason,
    )


async def extended(row: RequestRow, due_on: date) -> None:
    """A claimed request and its cases that are still awaited are due later.

    What was returned has a day of its own.
    """
    await execute(
        "UPDATE request SET due_on = $2, version = version + 1 WHERE id = $1", row.id, due_on
    )
    await execute(
        "UPDATE desk_case SET due_on = $2 "
        "WHERE request_id = $1 AND state IN ('requested', 'opened')",
        row.id,
        due_on,
    )


def _values(content: RequestContent, pinned: tuple[str, str]) -> tuple[Any, ...]:
    digest, regime = pinned
    return (
        content.title,
        content.purpose,
        content.legal_basis,
        orjson.dumps(content.points_essential).decode(),
        orjson.dumps(content.points_important).decode(),
        digest,
        regime,
        content.scope_kind.value,
        content.period_from,
        content.period_until,
        content.due_on,
    )


def points(value: Any) -> tuple[str, ...]:
    """Points as either driver gives them."""
    return tuple(orjson.loads(value) if isinstance(value, str | bytes) else value)


def _row(row: Mapping[str, Any]) -> RequestRow:
    values = {name: row[name] for name in RequestRow.__slots__}
    for name in ("period_from", "period_until", "due_on"):
        values[name] = as_day(row[name])
    for name in ("created_at", "sent_at"):
        values[name] = as_moment(row[name])
    for name in ("points_essential", "points_important"):
        values[name] = points(row[name])
    return RequestRow(
        **{
            **values,
            "state": RequestState(row["state"]),
            "scope_kind": ScopeKind(row["scope_kind"]),
        }
    )
