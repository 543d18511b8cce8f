"""Reads of assessments; each takes the actor first and filters by it.

An assessment is visible to members of its operator, and to nobody else in any state: authorities
read submissions. Whoever is limited to what is assigned gets it from `assigned` alone, with its
reach; everything that is read of it keeps to that. The hot reads are hand-written statements, one
per kind of row.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from tortoise.expressions import Q

from nisassess.access import Actor, Permission
from nisassess.assessments.models import Approval, Assessment, Change
from nisassess.assessments.reach import reach_of
from nisassess.assessments.repository import assignments, rows
from nisassess.assessments.types import (
    ApprovalRow,
    AssessmentRow,
    AssessmentState,
    AttachedRow,
    CarriedRow,
    ChangeRow,
    MeasureRow,
    PartRow,
    Reach,
    ResponseRow,
    StatementRow,
    SummaryRow,
)
from nisassess.catalogues import repository as profiles
from nisassess.evidence.naming import is_control_id
from nisassess.kit.clock import today
from nisassess.kit.database import fetch
from nisassess.kit.ids import is_id
from nisassess.kit.pagination import PageRequest
from nisassess.sdk import ScopeKind

T = TypeVar("T", ResponseRow, StatementRow, MeasureRow, AttachedRow)

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
    """One assessment among those for which the actor holds the permission, to be seen whole.

    None for whoever is limited to what is assigned, whatever else they hold: see `assigned`.
    """
    if not is_id("asm", assessment_id):
        return None
    found = await fetch(_ASSESSMENT, assessment_id)
    if not found or not actor.may(permission, found[0]["operator_id"]):
        return None
    return None if actor.is_limited(found[0]["operator_id"]) else rows.assessment(found[0])


async def assigned(
    actor: Actor, assessment_id: str, permission: Permission = Permission.ASSIGNED_READ
) -> AssessmentRow | None:
    """One assessment whole, or with its reach for somebody who is limited to what is assigned.

    The limited see nothing of an assessment in which nothing is assigned to them, nor of one that
    is submitted: their work on it is over.
    """
    if not is_id("asm", assessment_id):
        return None
    found = await fetch(_ASSESSMENT, assessment_id)
    if not found or not actor.may(permission, found[0]["operator_id"]):
        return None
    row = rows.assessment(found[0])
    return await narrowed(actor, row)


async def narrowed(actor: Actor, row: AssessmentRow) -> AssessmentRow | None:
    """An assessment of an operator in which the actor may see something, as far as it may."""
    if not actor.is_limited(row.operator_id):
        return row
    if not row.is_open:
        return None
    own = await assignments.own(actor, [row.id], today())
    reach = reach_of(own, await profiles.pinned(row.profile_digest)) if own else None
    return replace(row, reach=reach) if reach and reach.controls else None


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
    reach = assessment.reach
    return tuple(
        PartRow(row["id"], row["name"], row["description"])
        for row in found
        if reach is None or reach.has_part(row["id"])
    )


async def responses(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[ResponseRow, ...]:
    """Responses of an assessment that the caller was given, all or of one control."""
    found = map(rows.response, await _of(_RESPONSES, assessment, control_id))
    return _within(assessment.reach, found)


async def statements(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[StatementRow, ...]:
    """Statements of an assessment that the caller was given, all or of one control."""
    found = map(rows.statement, await _of(_STATEMENTS, assessment, control_id))
    return _within(assessment.reach, found)


async def measures(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[MeasureRow, ...]:
    """Planned measures of an assessment that the caller was given, all or of one control."""
    found = map(rows.measure, await _of(_MEASURES, assessment, control_id))
    return _within(assessment.reach, found)


async def evidence(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[AttachedRow, ...]:
    """Attached evidence of an assessment that the caller was given, oldest first."""
    if not _nameable(control_id):
        return ()
    sql = _EVIDENCE if control_id is None else f"{_EVIDENCE} AND l.control_id = $2"
    values = (assessment.id,) if control_id is None else (assessment.id, control_id)
    found = await fetch(f"{sql} ORDER BY l.id", *values)
    return _within(assessment.reach, map(rows.attached, found))


async def attached_for_limited(
    actor: Actor, evidence_id: str
) -> list[tuple[AssessmentRow, tuple[AttachedRow, ...]]]:
    """Open assessments to which evidence is attached, for an actor who is limited in them.

    Each with its reach and the links.
    """
    limited = [
        id_ for id_ in actor.organisations(Permission.ASSIGNED_READ) if actor.is_limited(id_)
    ]
    places = ", ".join(f"${number}" for number in range(2, 2 + len(limited)))
    if not limited:
        return []
    sql = (
        f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment "  # noqa: S608
        "WHERE id IN (SELECT assessment_id FROM evidence_link WHERE evidence_id = $1) "
        f"AND operator_id IN ({places}) AND state <> 'submitted'"
    )
    found = []
    for columns in await fetch(sql, evidence_id, *limited):
        row = await narrowed(actor, rows.assessment(columns))
        if row is not None:
            links = await fetch(f"{_EVIDENCE} AND l.evidence_id = $2", row.id, evidence_id)
            found.append((row, tuple(map(rows.attached, links))))
    return found


def _within(reach: Reach | None, found: Iterable[T]) -> tuple[T, ...]:
    if reach is None:
        return tuple(found)
    return tuple(row for row in found if reach.covers(row.control_id, row.part_id))


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
    found = map(rows.carried, await fetch(_CARRIED, assessment.id))
    reach = assessment.reach
    return tuple(row for row in found if reach is None or row.control_id in reach.everywhere)


async def changes(
    assessment: AssessmentRow, control_id: str | None, request: PageRequest
) -> list[ChangeRow]:
    """History of an assessment that the caller was given, newest first; one more than asked."""
    if not _nameable(control_id):
        return []
    query = Change.filter(assessment_id=assessment.id)
    if control_id is not None:
        query = query.filter(control_id=control_id)
    if assessment.reach is not None:
        query = query.filter(_reached(assessment.reach))
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


def _reached(reach: Reach) -> Q:
    found = Q(control_id__in=sorted(reach.everywhere))
    for part_id, controls in reach.in_parts.items():
        found |= Q(part_id=part_id, control_id__in=sorted(controls))
    return found


async def approvals(assessment: AssessmentRow) -> tuple[ApprovalRow, ...]:
    """Decisions on an assessment that the caller was given whole, newest first."""
    if assessment.reach is not None:
        return ()
    found = await Approval.filter(assessment_id=assessment.id).order_by("-id").values()
    return tuple(map(rows.approval, found))
