"""Queries of assignments, each bounded in statements whatever is stored.

Those that take an assessment are for callers that were given it; those that take no actor, for
what runs by the clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from nisassess.access import Actor, Permission
from nisassess.assessments.models import Assignment
from nisassess.assessments.repository import rows
from nisassess.assessments.types import ActRow, AssessmentRow, AssignmentRow
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.ids import new_id

_BATCH = 500
COLUMNS = (
    "a.id, a.assessment_id, a.part_id, a.group_id, a.control_id, a.person_id, "
    "p.name AS person_name, a.former_name, a.due_on, a.note, a.needs_confirmation, "
    "a.access_until, a.version, a.assigned_at, a.assigned_by"
)
_FROM = "FROM assignment a LEFT JOIN person p ON p.id = a.person_id"
_OF_ASSESSMENT = f"SELECT {COLUMNS} {_FROM} WHERE a.assessment_id = $1 ORDER BY a.id"
_STORED = (
    "id",
    "assessment_id",
    "part_id",
    "group_id",
    "control_id",
    "person_id",
    "former_name",
    "due_on",
    "note",
    "needs_confirmation",
    "access_until",
    "version",
    "assigned_at",
    "assigned_by",
)
"""Columns that an act may change, and that are put back when it is undone."""


async def assignments(assessment: AssessmentRow) -> tuple[AssignmentRow, ...]:
    """All assignments of an assessment that the caller was given whole."""
    return tuple(map(assignment, await fetch(_OF_ASSESSMENT, assessment.id)))


async def own(actor: Actor, assessment_ids: Sequence[str], on: date) -> list[AssignmentRow]:
    """The actor's own assignments in some assessments, those that still let it in on that day."""
    if not assessment_ids:
        return []
    found = await fetch(
        f"SELECT {COLUMNS} {_FROM} WHERE a.person_id = $1 "
        "AND (a.access_until IS NULL OR a.access_until >= $2) "
        f"AND a.assessment_id IN ({_places(len(assessment_ids), 3)}) ORDER BY a.id",
        actor.id,
        on,
        *assessment_ids,
    )
    return [assignment(row) for row in found]


async def open_assessments(
    actor: Actor, operator_id: str, on: date, permission: Permission = Permission.ASSIGNED_READ
) -> list[AssessmentRow]:
    """Assessments of an operator that are not submitted and in which the actor has something."""
    if not actor.may(permission, operator_id):
        return []
    found = await fetch(
        f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment "  # noqa: S608
        "WHERE operator_id = $1 AND state <> 'submitted' AND id IN "
        "(SELECT assessment_id FROM assignment WHERE person_id = $2 "
        "AND (access_until IS NULL OR access_until >= $3)) ORDER BY id",
        operator_id,
        actor.id,
        on,
    )
    return [rows.assessment(row) for row in found]


async def claim_open(operator_id: str) -> dict[str, AssessmentRow]:
    """All assessments of an operator that are not submitted, taken for a change."""
    sql = (
        f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment locked_row "  # noqa: S608
        "WHERE operator_id = $1 AND state <> 'submitted' ORDER BY id"
    )
    found = [rows.assessment(row) for row in await locked(sql, operator_id)]
    return {row.id: row for row in found}


async def of_person(
    assessment_ids: Sequence[str], person_id: str | None
) -> tuple[AssignmentRow, ...]:
    """One person's assignments in claimed assessments; None: those without an owner."""
    if not assessment_ids:
        return ()
    whose = "a.person_id IS NULL" if person_id is None else "a.person_id = $1"
    values = () if person_id is None else (person_id,)
    found = await fetch(
        f"SELECT {COLUMNS} {_FROM} WHERE {whose} AND a.assessment_id IN "
        f"({_places(len(assessment_ids), len(values) + 1)}) ORDER BY a.id",
        *values,
        *assessment_ids,
    )
    return tuple(map(assignment, found))


async def by_ids(ids: Sequence[str]) -> dict[str, AssignmentRow]:
    """Assignments by id, of assessments that the caller has claimed."""
    found: dict[str, AssignmentRow] = {}
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        sql = f"SELECT {COLUMNS} {_FROM} WHERE a.id IN ({_places(len(some))})"
        found |= {row["id"]: assignment(row) for row in await fetch(sql, *some)}
    return found


async def add(given: Iterable[AssignmentRow]) -> None:
    """Add assignments, inside a write that claimed their assessment."""
    await Assignment.bulk_create([Assignment(**stored(row)) for row in given], _BATCH)


async def change(ids: Sequence[str], values: Mapping[str, Any]) -> None:
    """Give several assignments the same new values, each in its next version."""
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 1))
        await execute(
            f"UPDATE assignment SET {sets}, version = version + 1 "  # noqa: S608
            f"WHERE id IN ({_places(len(some), len(values) + 1)})",
            *values.values(),
            *some,
        )


async def remove(ids: Sequence[str]) -> None:
    """Remove assignments; the act that did it keeps them."""
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        await execute(f"DELETE FROM assignment WHERE id IN ({_places(len(some))})", *some)  # noqa: S608


async def due(first: date, last: date, after: str, most: int) -> list[AssignmentRow]:
    """Assignments of open assessments that are due between two days, in the order of ids."""
    found = await fetch(
        f"SELECT {COLUMNS} {_FROM} JOIN assessment s ON s.id = a.assessment_id "
        "WHERE a.due_on >= $1 AND a.due_on <= $2 AND a.person_id IS NOT NULL "
        f"AND s.state <> 'submitted' AND a.id > $3 ORDER BY a.id LIMIT {most}",
        first,
        last,
        after,
    )
    return [assignment(row) for row in found]


async def assessments(ids: Sequence[str]) -> dict[str, AssessmentRow]:
    """Assessments by id, for what runs by the clock."""
    if not ids:
        return {}
    found = await fetch(
        f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment WHERE id IN ({_places(len(ids))})",  # noqa: S608
        *ids,
    )
    return {row["id"]: rows.assessment(row) for row in found}


# --- acts -----------------------------------------------------------------------------------

_ADD_ACT = """
INSERT INTO assignment_act (id, operator_id, assessment_id, kind, at, by_name, count, undo)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_ACT_COLUMNS = "id, operator_id, assessment_id, kind, at, by_name, count, undone_at"


async def add_act(
    actor: Actor,
    kind: str,
    operator_id: str,
    assessment_id: str | None,
    *,
    undo: list[dict[str, Any]],
    at: datetime,
) -> ActRow:
    """Keep what an act did, and what it takes to undo it."""
    id_ = new_id("act")
    document = orjson.dumps(undo).decode()
    await execute(
        _ADD_ACT, id_, operator_id, assessment_id, kind, at, actor.name, len(undo), document
    )
    return ActRow(id_, operator_id, assessment_id, kind, at, actor.name, len(undo), None)


async def act(
    actor: Actor, act_id: str, permission: Permission
) -> tuple[ActRow, list[dict[str, Any]]] | None:
    """An act with what undoes it, among those of operators for which the actor may."""
    sql = f"SELECT {_ACT_COLUMNS}, undo FROM assignment_act locked_row WHERE id = $1"  # noqa: S608
    found = await locked(sql, act_id)
    if not found or not actor.may(permission, found[0]["operator_id"]):
        return None
    undo: list[dict[str, Any]] = orjson.loads(found[0]["undo"])
    return _act(found[0]), undo


async def last_act(assessment: AssessmentRow) -> ActRow | None:
    """The newest act on an assessment that the caller was given."""
    found = await fetch(
        f"SELECT {_ACT_COLUMNS} FROM assignment_act WHERE assessment_id = $1 "  # noqa: S608
        "OR (operator_id = $2 AND assessment_id IS NULL) ORDER BY id DESC LIMIT 1",
        assessment.id,
        assessment.operator_id,
    )
    return _act(found[0]) if found else None


async def end_act(act_id: str, at: datetime) -> None:
    """Note that an act was undone."""
    await execute("UPDATE assignment_act SET undone_at = $2 WHERE id = $1", act_id, at)


def _act(row: Mapping[str, Any]) -> ActRow:
    return ActRow(
        row["id"],
        row["operator_id"],
        row["assessment_id"],
        row["kind"],
        rows.as_time(row["at"]),
        row["by_name"],
        row["count"],
        None if row["undone_at"] is None else rows.as_time(row["undone_at"]),
    )


# --- rows -----------------------------------------------------------------------------------


def assignment(row: Mapping[str, Any]) -> AssignmentRow:
    """An assignment."""
    return AssignmentRow(
        id=row["id"],
        assessment_id=row["assessment_id"],
        part_id=row["part_id"],
        group_id=row["group_id"],
        control_id=row["control_id"],
        person_id=row["person_id"],
        person_name=row.get("person_name"),
        former_name=row["former_name"],
        due_on=None if row["due_on"] is None else rows.as_date(row["due_on"]),
        note=row["note"],
        needs_confirmation=bool(row["needs_confirmation"]),
        access_until=None if row["access_until"] is None else rows.as_date(row["access_until"]),
        version=row["version"],
        assigned_at=rows.as_time(row["assigned_at"]),
        assigned_by=row["assigned_by"],
    )


def stored(row: AssignmentRow) -> dict[str, Any]:
    """The columns of an assignment."""
    return {name: getattr(row, name) for name in _STORED}


def restored(values: Mapping[str, Any]) -> AssignmentRow:
    """An assignment from what an act kept of it."""
    return assignment(values)


def _places(count: int, first: int = 1) -> str:
    return ", ".join(f"${number}" for number in range(first, first + count))
