"""Queries of the entities that a request names, for callers who claimed or saw the request."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import new_id
from nisassess.requests.models import RequestedEntity
from nisassess.requests.types import EntityRow, EntityState

_COLUMNS = """
e.id, e.operator_id, e.state, o.name, o.country, o.sector, o.subsector, o.entity_type, o.regime
"""
_FROM = "FROM requested_entity e JOIN operator o ON o.id = e.operator_id"


async def page(
    request_id: str, states: Sequence[EntityState], after: str, most: int
) -> list[EntityRow]:
    """Entities of a request in some states, in the order in which they were named."""
    marks = ", ".join(f"'{state.value}'" for state in states)
    sql = (
        f"SELECT {_COLUMNS} {_FROM} WHERE e.request_id = $1 AND e.id > $2 "
        f"AND e.state IN ({marks}) ORDER BY e.id LIMIT {most}"
    )
    return [_row(row) for row in await fetch(sql, request_id, after)]


async def add(request_id: str, operator_ids: Iterable[str]) -> int:
    """Name operators; who is named already stays as it is. How many are new."""
    before = await total(request_id)
    rows = [
        RequestedEntity(
            id=new_id("ren"),
            request_id=request_id,
            operator_id=operator_id,
            state=EntityState.NAMED.value,
        )
        for operator_id in operator_ids
    ]
    if not rows:
        return 0
    await RequestedEntity.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    return await total(request_id) - before


async def remove(request_id: str, operator_ids: Iterable[str] | None) -> int:
    """Take operators off again that were not called; None: all of them. How many."""
    query = RequestedEntity.filter(request_id=request_id).exclude(state=EntityState.CALLED.value)
    if operator_ids is not None:
        query = query.filter(operator_id__in=list(operator_ids))
    return await query.delete()


async def mark(entity_ids: Iterable[str], state: EntityState) -> None:
    """Say what became of entities."""
    await RequestedEntity.filter(id__in=list(entity_ids)).update(state=state.value)


async def total(request_id: str) -> int:
    """How many entities a request names."""
    sql = "SELECT COUNT(*) AS found FROM requested_entity WHERE request_id = $1"
    return int((await fetch(sql, request_id))[0]["found"])


async def counted(request_id: str) -> dict[EntityState, int]:
    """How many of them are in each state."""
    sql = (
        "SELECT state, COUNT(*) AS found FROM requested_entity WHERE request_id = $1 GROUP BY state"
    )
    return {EntityState(row["state"]): row["found"] for row in await fetch(sql, request_id)}


async def named_already(request_id: str, operator_ids: Iterable[str]) -> set[str]:
    """Which of some operators a request names."""
    found = await RequestedEntity.filter(
        request_id=request_id, operator_id__in=list(operator_ids)
    ).values_list("operator_id", flat=True)
    return {str(one) for one in found}


async def without_members(request_id: str) -> int:
    """How many of the entities that would be called nobody represents in this installation."""
    sql = (
        "SELECT COUNT(*) AS found FROM requested_entity e "
        "WHERE e.request_id = $1 AND e.state = 'named' AND NOT EXISTS "
        "(SELECT 1 FROM membership m WHERE m.organisation_id = e.operator_id)"
    )
    return int((await fetch(sql, request_id))[0]["found"])


async def name_again(request_id: str) -> None:
    """Whoever was left out may be tried again."""
    await execute(
        "UPDATE requested_entity SET state = 'named' WHERE request_id = $1 AND state = 'left_out'",
        request_id,
    )


def _row(row: Mapping[str, Any]) -> EntityRow:
    return EntityRow(**{**row, "state": EntityState(row["state"])})
