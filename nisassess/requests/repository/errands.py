"""Queries of work in the background: found again after a restart, done once by whoever comes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson

from nisassess.access import Actor
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.ids import new_id
from nisassess.requests.models import Case
from nisassess.requests.repository.rows import CASE_COLUMNS, as_moment, case
from nisassess.requests.types import (
    CaseRow,
    CaseState,
    EntityRow,
    ErrandKind,
    ErrandRow,
    name_key,
)

_COLUMNS = ", ".join(ErrandRow.__slots__)
_HELD = f"SELECT {_COLUMNS} FROM errand locked_row WHERE id = $1"  # noqa: S608
_INSERT = """
INSERT INTO errand (id, request_id, kind, facts, upto, done, total, by_id, by_name, begun_at)
VALUES ($1, $2, $3, $4, '', 0, $5, $6, $7, $8)
"""
_OPEN_CASES = f"""
SELECT {CASE_COLUMNS} FROM desk_case
WHERE request_id = $1 AND id > $2 AND state IN ('requested', 'opened') ORDER BY id LIMIT $3
"""  # noqa: S608


async def add(
    actor: Actor,
    request_id: str,
    kind: ErrandKind,
    *,
    total: int,
    at: datetime,
    facts: dict[str, Any],
) -> str:
    """Note work that is to be done; its id."""
    made = new_id("err")
    values = (orjson.dumps(facts).decode(), total, actor.id, actor.name, at)
    await execute(_INSERT, made, request_id, kind.value, *values)
    return made


async def open_errands() -> list[str]:
    """Ids of all work that is not finished, oldest first."""
    rows = await fetch("SELECT id FROM errand WHERE finished_at IS NULL ORDER BY id")
    return [row["id"] for row in rows]


async def of_requests(request_ids: list[str]) -> dict[str, ErrandRow]:
    """The newest work of each of some requests, for a caller who sees them."""
    if not request_ids:
        return {}
    marks = ", ".join(f"${at}" for at, _ in enumerate(request_ids, 1))
    sql = f"SELECT {_COLUMNS} FROM errand WHERE request_id IN ({marks}) ORDER BY id"  # noqa: S608
    return {row["request_id"]: _row(row) for row in await fetch(sql, *request_ids)}


async def hold(errand_id: str) -> ErrandRow | None:
    """Take the next piece of the work, inside a write; None when it is finished or gone."""
    rows = await locked(_HELD, errand_id)
    found = _row(rows[0]) if rows else None
    return found if found is not None and found.finished_at is None else None


async def progress(errand_id: str, more: int, upto: str, *, finished_at: datetime | None) -> None:
    """Note what was done, in the same write as what was done."""
    await execute(
        "UPDATE errand SET done = done + $2, upto = $3, finished_at = $4 WHERE id = $1",
        errand_id,
        more,
        upto,
        finished_at,
    )


async def finish_others(request_id: str, at: datetime) -> None:
    """End other work of a request: it is overtaken."""
    await execute(
        "UPDATE errand SET finished_at = $2 WHERE request_id = $1 AND finished_at IS NULL",
        request_id,
        at,
    )


async def request_of(request_id: str) -> Mapping[str, Any]:
    """What the work needs to know of its request."""
    sql = (
        "SELECT r.authority_id, o.name AS authority_name, r.title, r.regime, r.due_on, r.state, "
        "p.profile_id FROM request r JOIN organisation o ON o.id = r.authority_id "
        "JOIN resolved_profile p ON p.digest = r.profile_id WHERE r.id = $1"
    )
    return (await fetch(sql, request_id))[0]


async def open_cases(
    made_of: Mapping[str, Any], request_id: str, entities: list[EntityRow], *, on: date
) -> None:
    """Open a case for each of some entities; who has one keeps it.

    `made_of` holds what all of them share, and the NIS2 `statuses` by operator.
    """
    rows = [
        Case(
            id=new_id("cas"),
            authority_id=made_of["authority_id"],
            operator_id=one.operator_id,
            request_id=request_id,
            state=CaseState.REQUESTED.value,
            due_on=made_of["due_on"],
            requested_on=on,
            reminders=0,
            operator_name=one.name,
            name_key=name_key(one.name),
            country=one.country,
            sector=one.sector or "",
            subsector=one.subsector or "",
            entity_type=one.entity_type or "",
            profile_id=made_of["profile_id"],
            status=made_of["statuses"].get(one.operator_id, "undecided"),
        )
        for one in entities
    ]
    await Case.bulk_create(rows, ignore_conflicts=True, batch_size=100)


async def cases_of(request_id: str, operator_ids: list[str]) -> dict[str, str]:
    """Case ids by operator."""
    rows = await Case.filter(request_id=request_id, operator_id__in=operator_ids).values_list(
        "operator_id", "id"
    )
    return {str(operator): str(case_id) for operator, case_id in rows}


async def awaited(request_id: str, after: str, most: int) -> list[CaseRow]:
    """Cases of a request for which nothing was submitted yet."""
    return [case(row) for row in await fetch(_OPEN_CASES, request_id, after, most)]


async def awaited_count(request_id: str) -> int:
    """How many there are."""
    sql = (
        "SELECT COUNT(*) AS found FROM desk_case "
        "WHERE request_id = $1 AND state IN ('requested', 'opened')"
    )
    return int((await fetch(sql, request_id))[0]["found"])


async def withdraw(case_ids: list[str]) -> None:
    """Take cases back; what was submitted since they were read stays."""
    waiting = [CaseState.REQUESTED.value, CaseState.OPENED.value]
    await Case.filter(id__in=case_ids, state__in=waiting).update(state=CaseState.WITHDRAWN.value)


def _row(row: Mapping[str, Any]) -> ErrandRow:
    facts = row["facts"]
    return ErrandRow(
        **{
            **row,
            "kind": ErrandKind(row["kind"]),
            "facts": orjson.loads(facts) if isinstance(facts, str | bytes) else facts,
            "begun_at": as_moment(row["begun_at"]),
            "finished_at": as_moment(row["finished_at"]),
        }
    )
