"""Queries of saved views: a person's own, and those shared in its authority."""

from collections.abc import Mapping
from typing import Any

import orjson

from nisassess.access import Actor, Permission
from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import is_id, new_id
from nisassess.requests.types import ViewRow

_SELECT = """
SELECT v.id, v.authority_id, v.owner_id, v.owner_name, v.name, v.query, v.shared, v.version,
       CASE WHEN d.id IS NULL THEN 0 ELSE 1 END AS is_default
FROM desk_view v LEFT JOIN desk_default d ON d.view_id = v.id AND d.person_id = $1
"""


async def views(actor: Actor, authority_id: str) -> list[ViewRow] | None:
    """Views that the actor may open, by name; None: invisible."""
    if not actor.may(Permission.DESK_READ, authority_id):
        return None
    sql = (
        f"{_SELECT} WHERE v.authority_id = $2 AND (v.owner_id = $1 OR v.shared = $3) "
        "ORDER BY v.name, v.id"
    )
    return [_row(row) for row in await fetch(sql, actor.id, authority_id, True)]


async def view(actor: Actor, view_id: str) -> ViewRow | None:
    """One of them."""
    if not is_id("dvw", view_id):
        return None
    rows = await fetch(f"{_SELECT} WHERE v.id = $2", actor.id, view_id)
    if not rows or not actor.may(Permission.DESK_READ, rows[0]["authority_id"]):
        return None
    found = _row(rows[0])
    return found if found.owner_id == actor.id or found.shared else None


async def count(actor: Actor, authority_id: str) -> int:
    """How many views the actor owns there."""
    sql = "SELECT COUNT(*) AS found FROM desk_view WHERE authority_id = $1 AND owner_id = $2"
    return int((await fetch(sql, authority_id, actor.id))[0]["found"])


async def named(actor: Actor, authority_id: str, name: str) -> str | None:
    """The actor's own view of this name."""
    sql = "SELECT id FROM desk_view WHERE authority_id = $1 AND owner_id = $2 AND name = $3"
    rows = await fetch(sql, authority_id, actor.id, name)
    return rows[0]["id"] if rows else None


async def add(
    actor: Actor, authority_id: str, name: str, query: dict[str, Any], *, shared: bool
) -> str:
    """Add a view of the actor's; its id."""
    made = new_id("dvw")
    await execute(
        "INSERT INTO desk_view (id, authority_id, owner_id, owner_name, name, query, shared, "
        "version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
        made,
        authority_id,
        actor.id,
        actor.name,
        name,
        orjson.dumps(query).decode(),
        shared,
    )
    return made


async def replace(
    actor: Actor, row: ViewRow, name: str, query: dict[str, Any], *, shared: bool
) -> bool:
    """Replace a view of the actor's if it still has its version."""
    return bool(
        await execute(
            "UPDATE desk_view SET name = $4, query = $5, shared = $6, version = version + 1 "
            "WHERE id = $1 AND owner_id = $2 AND version = $3",
            row.id,
            actor.id,
            row.version,
            name,
            orjson.dumps(query).decode(),
            shared,
        )
    )


async def remove(actor: Actor, view_id: str) -> bool:
    """Remove a view of the actor's."""
    own = "id = $1 AND owner_id = $2"
    await execute(
        f"DELETE FROM desk_default WHERE view_id IN "  # noqa: S608
        f"(SELECT id FROM desk_view WHERE {own})",
        view_id,
        actor.id,
    )
    sql = f"DELETE FROM desk_view WHERE {own}"  # noqa: S608
    return bool(await execute(sql, view_id, actor.id))


async def open_with(actor: Actor, authority_id: str, view_id: str | None) -> None:
    """Let the actor's desk open with a view that it may see, or with none."""
    await execute(
        "DELETE FROM desk_default WHERE authority_id = $1 AND person_id = $2",
        authority_id,
        actor.id,
    )
    if view_id is not None:
        await execute(
            "INSERT INTO desk_default (id, person_id, view_id, authority_id) "
            "VALUES ($1, $2, $3, $4)",
            new_id("ddf"),
            actor.id,
            view_id,
            authority_id,
        )


def _row(row: Mapping[str, Any]) -> ViewRow:
    query = row["query"]
    return ViewRow(
        **{
            **row,
            "query": orjson.loads(query) if isinstance(query, str | bytes) else query,
            "shared": bool(row["shared"]),
            "is_default": bool(row["is_default"]),
        }
    )
