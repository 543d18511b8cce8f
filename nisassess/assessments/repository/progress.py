"""Progress of submitted plans: only ever added, and apart from what was sealed.

`claim_plan` is the gate to the one thing that may still be told of a submitted assessment.
"""

from datetime import date, datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.assessments.repository import rows
from nisassess.assessments.types import (
    AssessmentRow,
    AssessmentState,
    DueMeasure,
    Key,
    ProgressRow,
)
from nisassess.kit.database import fetch, fetch_each, locking, send
from nisassess.kit.errors import NotFound, StateRefused, VersionConflict
from nisassess.kit.ids import is_id, new_id

AT_ONCE = 200
_CLAIM = f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment locked_row WHERE id = $1"  # noqa: S608
_PART = "SELECT 1 AS found FROM part WHERE id = $1 AND assessment_id = $2"
_ALL = (
    f"SELECT {rows.PROGRESS_COLUMNS} FROM plan_progress "  # noqa: S608
    "WHERE assessment_id = $1 ORDER BY id"
)
_LAST = (
    f"SELECT {rows.PROGRESS_COLUMNS} FROM plan_progress "  # noqa: S608
    "WHERE assessment_id = $1 AND part_id = $2 AND control_id = $3 ORDER BY number DESC LIMIT 1"
)
_MEASURE = (
    "SELECT owner_id, owner_name FROM measure "
    "WHERE assessment_id = $1 AND part_id = $2 AND control_id = $3"
)
_ADD = """
INSERT INTO plan_progress (id, assessment_id, part_id, control_id, number, state, what, until,
                           owner_id, owner_name, note, at, by_id, by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
_NEXT = "SELECT id FROM assessment WHERE operator_id = $1 AND carried_from = $2 ORDER BY id LIMIT 1"
_LIVES_ON = """
NOT EXISTS (SELECT 1 FROM assessment n WHERE n.operator_id = a.operator_id
            AND (n.carried_from = a.id OR n.revises = a.submission_id))
"""
"""Whether the plan did not go over into a later assessment, which then is the one to look at."""
_DUE = f"""
SELECT * FROM (
  SELECT m.id, a.id AS assessment_id, a.operator_id, a.title, m.control_id, m.part_id,
         m.what, m.until, m.owner_id
  FROM measure m JOIN assessment a ON a.id = m.assessment_id
  WHERE m.until >= $1 AND m.until <= $2 AND m.owner_id IS NOT NULL
    AND m.state IN ('open', 'in_progress') AND {_LIVES_ON}
    AND NOT EXISTS (SELECT 1 FROM plan_progress p WHERE p.assessment_id = m.assessment_id
                    AND p.part_id = m.part_id AND p.control_id = m.control_id)
  UNION ALL
  SELECT p.id, a.id AS assessment_id, a.operator_id, a.title, p.control_id, p.part_id,
         p.what, p.until, p.owner_id
  FROM plan_progress p JOIN assessment a ON a.id = p.assessment_id
  WHERE p.until >= $1 AND p.until <= $2 AND p.owner_id IS NOT NULL
    AND p.state IN ('open', 'in_progress') AND {_LIVES_ON}
    AND NOT EXISTS (SELECT 1 FROM plan_progress l WHERE l.assessment_id = p.assessment_id
                    AND l.part_id = p.part_id AND l.control_id = p.control_id
                    AND l.number > p.number)
) due WHERE id > $3 ORDER BY id LIMIT {AT_ONCE}
"""  # noqa: S608


async def claim_plan(actor: Actor, key: Key) -> AssessmentRow:
    """Take a submitted assessment to tell how its plan goes on.

    Raises NotFound, or StateRefused while the assessment is open: then the measure is changed.
    """
    if not is_id("asm", key.assessment_id):
        raise NotFound("assessment")
    part = key.part_id if is_id("prt", key.part_id) else ""
    found, found_part = await fetch_each(
        (locking(_CLAIM), key.assessment_id), (_PART, part, key.assessment_id)
    )
    if not found or not actor.may(Permission.ASSESSMENT_WRITE, found[0]["operator_id"]):
        raise NotFound("assessment")
    assessment = rows.assessment(found[0])
    if assessment.state is not AssessmentState.SUBMITTED:
        message = "This assessment is not submitted yet; change the planned measure itself."
        raise StateRefused("not_submitted", message)
    if not found_part:
        raise NotFound("part")
    return assessment


async def progress(assessment: AssessmentRow) -> tuple[ProgressRow, ...]:
    """How the plan of an assessment that the caller was given went on, oldest first."""
    if assessment.is_open:
        return ()
    return tuple(map(rows.progress, await fetch(_ALL, assessment.id)))


async def add(
    actor: Actor, key: Key, values: dict[str, Any], expected: int, at: datetime
) -> ProgressRow:
    """Add an entry after so many; raises VersionConflict with the last one if there are others."""
    found = await fetch(_LAST, key.assessment_id, key.part_id, key.control_id)
    last = rows.progress(found[0]) if found else None
    if (last.number if last else 0) != expected:
        raise VersionConflict(last)
    number = expected + 1
    await send(
        _ADD,
        new_id("prg"),
        key.assessment_id,
        key.part_id,
        key.control_id,
        number,
        values["state"].value,
        values["what"],
        values["until"],
        values["owner_id"],
        values["owner_name"],
        values["note"],
        at,
        actor.id,
        actor.name,
    )
    return ProgressRow(key.control_id, key.part_id, number, **values, at=at, by=actor.name)


async def owner_before(key: Key) -> tuple[str | None, str | None] | None:
    """Id and name of the owner as the plan stands; None where nothing was planned or told."""
    place = (key.assessment_id, key.part_id, key.control_id)
    told, measures = await fetch_each((_LAST, *place), (_MEASURE, *place))
    found = told or measures
    return (found[0]["owner_id"], found[0]["owner_name"]) if found else None


async def continued_in(assessment: AssessmentRow) -> str | None:
    """The assessment into which one that the caller was given was carried over first."""
    found = await fetch(_NEXT, assessment.operator_id, assessment.id)
    return str(found[0]["id"]) if found else None


async def due(first: date, last: date, after: str) -> list[DueMeasure]:
    """Measures that somebody owns and that are to be done between two days, `AT_ONCE` at a time.

    For the daily work, which tells each owner of what is its own.
    """
    found = await fetch(_DUE, first, last, after)
    return [DueMeasure(**{**row, "until": rows.as_date(row["until"])}) for row in found]
