"""Reads of assessments; each takes the actor first and filters by it.

An assessment is visible to members of its operator, and to nobody else in any state: authorities
read submissions. The hot reads are hand-written statements, one per kind of row.
"""

from collections.abc import Iterable
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.assessments.models import Approval, Assessment, Change
from nisassess.assessments.repository import rows
from nisassess.assessments.types import (
    ApprovalRow,
    AssessmentRow,
    AssessmentState,
    AttachedRow,
    CarriedRow,
    ChangeRow,
    MeasureRow,
    PartRow,
    ResponseRow,
    StatementRow,
    SummaryRow,
)
from nisassess.evidence.naming import is_control_id
from nisassess.kit.database import fetch
from nisassess.kit.ids import is_id
from nisassess.kit.pagination import PageRequest
from nisassess.sdk import ScopeKind

_ASSESSMENT = f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment WHERE id = $1"  # noqa: S608
_PARTS = "SELECT id, name, description FROM part WHERE assessment_id = $1 ORDER BY position, id"
_RESPONSES = f"SELECT {rows.RESPONSE_COLUMNS} FROM response WHERE assessment_id = $1"  # noqa: S608
_STATEMENTS = f"SELECT {rows.STATEMENT_COLUMNS} FROM statement WHERE assessment_id = $1"  # noqa: S608
_MEASURES = f"SELECT {rows.MEASURE_COLUMNS} FROM measure WHERE assessment_id = $1"  # noqa: S608
_CARRIED = (
    f"SELECT {rows.CARRIED_COLUMNS} FROM carried_control "  # noqa: S608
    "WHERE assessment_id = $1 ORDER BY id"
)
_EVIDENCE = f"""
SELECT l.control_id AS link_control_id, l.part_id, l.attached_at, l.attached_by,
       {rows.EVIDENCE_COLUMNS}
FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
WHERE l.assessment_id = $1
"""  # noqa: S608


async def assessment(
    actor: Actor, assessment_id: str, permission: Permission = Permission.ASSESSMENT_READ
) -> AssessmentRow | None:
    """One assessment among those for which the actor holds the permission."""
    if not is_id("asm", assessment_id):
        return None
    found = await fetch(_ASSESSMENT, assessment_id)
    if not found or not actor.may(permission, found[0]["operator_id"]):
        return None
    return rows.assessment(found[0])


async def summaries(
    actor: Actor, operator_id: str, request: PageRequest
) -> list[SummaryRow] | None:
    """An operator's assessments, newest first; one more than asked for. None: invisible."""
    if not actor.may(Permission.ASSESSMENT_READ, operator_id):
        return None
    query = Assessment.filter(operator_id=operator_id)
    if request.after:
        query = query.filter(id__lt=request.after[0])
    found = (
        await query.order_by("-id")
        .limit(request.first + 1)
        .values(
            "id",
            "title",
            "state",
            "scope_kind",
            "scope_name",
            "period_from",
            "period_until",
            "updated_at",
            "submission_id",
            profile_title="profile__title",
        )
    )
    return [
        SummaryRow(
            **{
                **row,
                "state": AssessmentState(row["state"]),
                "scope_kind": ScopeKind(row["scope_kind"]),
            }
        )
        for row in found
    ]


async def parts(assessment: AssessmentRow) -> tuple[PartRow, ...]:
    """Parts of an assessment that the caller was given."""
    found = await fetch(_PARTS, assessment.id)
    return tuple(PartRow(row["id"], row["name"], row["description"]) for row in found)


async def responses(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[ResponseRow, ...]:
    """Responses of an assessment that the caller was given, all or of one control."""
    return tuple(map(rows.response, await _of(_RESPONSES, assessment, control_id)))


async def statements(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[StatementRow, ...]:
    """Statements of an assessment that the caller was given, all or of one control."""
    return tuple(map(rows.statement, await _of(_STATEMENTS, assessment, control_id)))


async def measures(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[MeasureRow, ...]:
    """Planned measures of an assessment that the caller was given, all or of one control."""
    return tuple(map(rows.measure, await _of(_MEASURES, assessment, control_id)))


async def evidence(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[AttachedRow, ...]:
    """Attached evidence of an assessment that the caller was given, oldest first."""
    if not _nameable(control_id):
        return ()
    sql = _EVIDENCE if control_id is None else f"{_EVIDENCE} AND l.control_id = $2"
    values = (assessment.id,) if control_id is None else (assessment.id, control_id)
    found = await fetch(f"{sql} ORDER BY l.id", *values)
    return tuple(map(rows.attached, found))


async def _of(sql: str, assessment: AssessmentRow, control_id: str | None) -> Iterable[Any]:
    if not _nameable(control_id):
        return ()
    if control_id is None:
        return await fetch(sql, assessment.id)
    return await fetch(f"{sql} AND control_id = $2", assessment.id, control_id)


def _nameable(control_id: str | None) -> bool:
    """Whether a control could have this id; a database may choke on what it cannot hold."""
    return control_id is None or is_control_id(control_id)


async def carried(assessment: AssessmentRow) -> tuple[CarriedRow, ...]:
    """What was carried over into an assessment that the caller was given, in the order of ids."""
    if assessment.carried_from is None:
        return ()
    return tuple(map(rows.carried, await fetch(_CARRIED, assessment.id)))


async def changes(
    assessment: AssessmentRow, control_id: str | None, request: PageRequest
) -> list[ChangeRow]:
    """History of an assessment that the caller was given, newest first; one more than asked."""
    if not _nameable(control_id):
        return []
    query = Change.filter(assessment_id=assessment.id)
    if control_id is not None:
        query = query.filter(control_id=control_id)
    if request.after:
        query = query.filter(id__lt=request.after[0])
    found = (
        await query.order_by("-id")
        .limit(request.first + 1)
        .values(
            "id",
            "at",
            "kind",
            "control_id",
            "question_id",
            "part_id",
            "version",
            "value",
            by="by_name",
        )
    )
    return [rows.change(row) for row in found]


async def approvals(assessment: AssessmentRow) -> tuple[ApprovalRow, ...]:
    """Decisions on an assessment that the caller was given, newest first."""
    found = await Approval.filter(assessment_id=assessment.id).order_by("-id").values()
    return tuple(map(rows.approval, found))
