"""Reads across an operator's assessments, bounded in statements whatever is stored."""

from collections.abc import Sequence
from typing import Any

from nisassess.assessments.repository import rows
from nisassess.assessments.types import (
    AssessmentRow,
    AttachedRow,
    PartRow,
    ResponseRow,
    StatementRow,
)
from nisassess.kit.database import fetch

NEWEST = 20
"""How many of an operator's other assessments are looked at."""
_OTHERS = (
    f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment "  # noqa: S608
    f"WHERE operator_id = $1 AND id <> $2 ORDER BY id DESC LIMIT {NEWEST}"
)


_EARLIER = (
    f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment "  # noqa: S608
    f"WHERE operator_id = $1 AND id < $2 ORDER BY id DESC LIMIT {NEWEST}"
)


async def earlier(assessment: AssessmentRow) -> list[AssessmentRow]:
    """The newest earlier assessments of the same operator, for one that the caller was given."""
    found = await fetch(_EARLIER, assessment.operator_id, assessment.id)
    return [rows.assessment(row) for row in found]


async def others(assessment: AssessmentRow) -> list[AssessmentRow]:
    """The newest other assessments of the same operator, for one that the caller was given."""
    found = await fetch(_OTHERS, assessment.operator_id, assessment.id)
    return [rows.assessment(row) for row in found]


async def parts(among: Sequence[AssessmentRow]) -> dict[str, list[PartRow]]:
    """Parts of several assessments, by assessment."""
    found = await fetch(
        "SELECT id, name, description, assessment_id FROM part "  # noqa: S608
        f"WHERE assessment_id IN ({_places(len(among))}) ORDER BY position, id",
        *(row.id for row in among),
    )
    grouped: dict[str, list[PartRow]] = {row.id: [] for row in among}
    for row in found:
        grouped[row["assessment_id"]].append(PartRow(row["id"], row["name"], row["description"]))
    return grouped


async def responses(parts: Sequence[str], controls: Sequence[str]) -> list[ResponseRow]:
    """Responses of some controls in some parts."""
    sql = f"SELECT {rows.RESPONSE_COLUMNS} FROM response"  # noqa: S608
    return [rows.response(row) for row in await _of(sql, parts, controls)]


async def statements(parts: Sequence[str], controls: Sequence[str]) -> list[StatementRow]:
    """Statements of some controls in some parts."""
    sql = f"SELECT {rows.STATEMENT_COLUMNS} FROM statement"  # noqa: S608
    return [rows.statement(row) for row in await _of(sql, parts, controls)]


async def evidence(parts: Sequence[str], controls: Sequence[str]) -> list[AttachedRow]:
    """Evidence attached to some controls in some parts, oldest first."""
    sql = f"""
SELECT l.control_id AS link_control_id, l.part_id, l.attached_at, l.attached_by,
       {rows.EVIDENCE_COLUMNS}
FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
"""  # noqa: S608
    found = await _of(sql, parts, controls, "l.", " ORDER BY l.id")
    return [rows.attached(row) for row in found]


async def unconfirmed(assessment_ids: Sequence[str]) -> dict[str, list[str]]:
    """Controls that were carried over and not confirmed yet, by assessment."""
    found: dict[str, list[str]] = {id_: [] for id_ in assessment_ids}
    sql = (
        f"SELECT assessment_id, {rows.CARRIED_COLUMNS} FROM carried_control "  # noqa: S608
        f"WHERE confirmed_at IS NULL AND assessment_id IN ({_places(len(assessment_ids))})"
    )
    for row in await fetch(sql, *assessment_ids):
        if rows.carried(row).is_to_confirm:
            found[row["assessment_id"]].append(row["control_id"])
    return found


async def _of(
    sql: str, parts: Sequence[str], controls: Sequence[str], prefix: str = "", order: str = ""
) -> list[dict[str, Any]]:
    if not parts or not controls:
        return []
    return await fetch(
        f"{sql} WHERE {prefix}part_id IN ({_places(len(parts))}) "
        f"AND {prefix}control_id IN ({_places(len(controls), len(parts) + 1)}){order}",
        *parts,
        *controls,
    )


def _places(count: int, first: int = 1) -> str:
    return ", ".join(f"${number}" for number in range(first, first + count)) or "NULL"
