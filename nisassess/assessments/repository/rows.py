"""From database rows to plain values; SQLite hands over times and dates as text."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson

from nisassess.assessments.types import (
    ApprovalRow,
    AssessmentRow,
    AssessmentState,
    AttachedRow,
    CarriedRow,
    ChangeRow,
    CostClass,
    MeasureRow,
    MeasureState,
    MemberValue,
    OpeningFact,
    PlanOrigin,
    ProgressRow,
    ResponseRow,
    StatementRow,
)
from nisassess.evidence.types import EvidenceKind, EvidenceRow
from nisassess.sdk import ScopeKind

ASSESSMENT_COLUMNS = (
    "id, operator_id, profile_id, title, scope_kind, scope_name, scope_description, "
    "period_from, period_until, state, revision, submission_id, created_at, updated_at, "
    "opening_option, opening_authority, opening_dated, carried_from, revises, case_id, language"
)
RESPONSE_COLUMNS = "control_id, question_id, part_id, value, version, updated_at, updated_by"
STATEMENT_COLUMNS = (
    "control_id, part_id, justification, not_applicable, not_applicable_reason, "
    "version, updated_at, updated_by"
)
MEASURE_COLUMNS = (
    "control_id, part_id, what, who, until, cost_class, version, updated_at, updated_by, "
    "state, reason, owner_id, owner_name, origins"
)
MEASURE_VALUES = (
    "what",
    "who",
    "until",
    "cost_class",
    "state",
    "reason",
    "owner_id",
    "owner_name",
)
"""What of a measure is entered, and kept in its history."""
EVIDENCE_COLUMNS = (
    "e.id, e.operator_id, e.kind, e.title, e.filename, e.media_type, e.size, e.digest, e.owner, "
    "e.location, e.dated, e.series, e.control_id, e.source_key, e.revision, e.added_at, "
    "e.added_by_id, e.added_by_name, e.valid_until"
)

Row = Mapping[str, Any]


def as_time(value: Any) -> datetime:
    """A time as either driver gives it."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def as_date(value: Any) -> date:
    """A date as either driver gives it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def assessment(row: Row) -> AssessmentRow:
    """An assessment."""
    return AssessmentRow(
        id=row["id"],
        operator_id=row["operator_id"],
        profile_digest=row["profile_id"],
        title=row["title"],
        scope_kind=ScopeKind(row["scope_kind"]),
        scope_name=row["scope_name"],
        scope_description=row["scope_description"],
        period_from=as_date(row["period_from"]),
        period_until=as_date(row["period_until"]),
        state=AssessmentState(row["state"]),
        revision=row["revision"],
        submission_id=row["submission_id"],
        created_at=as_time(row["created_at"]),
        updated_at=as_time(row["updated_at"]),
        opening=_opening(row),
        carried_from=row["carried_from"],
        revises=row["revises"],
        case_id=row["case_id"],
        language=row["language"],
    )


def _opening(row: Row) -> OpeningFact | None:
    if row["opening_option"] is None:
        return None
    return OpeningFact(
        row["opening_option"], row["opening_authority"], as_date(row["opening_dated"])
    )


def response(row: Row) -> ResponseRow:
    """A response."""
    return ResponseRow(
        row["control_id"],
        row["question_id"],
        row["part_id"],
        row["value"],
        row["version"],
        as_time(row["updated_at"]),
        row["updated_by"],
    )


def statement(row: Row) -> StatementRow:
    """A statement."""
    return StatementRow(
        row["control_id"],
        row["part_id"],
        row["justification"],
        bool(row["not_applicable"]),
        row["not_applicable_reason"],
        row["version"],
        as_time(row["updated_at"]),
        row["updated_by"],
    )


def measure(row: Row) -> MeasureRow:
    """A planned measure."""
    return MeasureRow(
        row["control_id"],
        row["part_id"],
        row["what"],
        row["who"],
        None if row["until"] is None else as_date(row["until"]),
        None if row["cost_class"] is None else CostClass(row["cost_class"]),
        row["version"],
        as_time(row["updated_at"]),
        row["updated_by"],
        MeasureState(row["state"]),
        row["reason"],
        row["owner_id"],
        row["owner_name"],
        tuple(_origin(one) for one in orjson.loads(row["origins"] or "[]")),
    )


def _origin(one: dict[str, Any]) -> PlanOrigin:
    return PlanOrigin(
        one["assessment_id"],
        one["title"],
        one["control_id"],
        MeasureState(one["state"]),
        tuple(map(as_date, one["dates"])),
    )


PROGRESS_COLUMNS = (
    "control_id, part_id, number, state, what, until, owner_id, owner_name, note, at, by_name"
)


def progress(row: Row) -> ProgressRow:
    """How an item of a submitted plan went on."""
    return ProgressRow(
        row["control_id"],
        row["part_id"],
        row["number"],
        MeasureState(row["state"]),
        row["what"],
        None if row["until"] is None else as_date(row["until"]),
        row["owner_id"],
        row["owner_name"],
        row["note"],
        as_time(row["at"]),
        row["by_name"],
    )


def attached(row: Row) -> AttachedRow:
    """Attached evidence."""
    return AttachedRow(
        row["link_control_id"],
        row["part_id"],
        _evidence(row),
        as_time(row["attached_at"]),
        row["attached_by"],
    )


def _evidence(row: Row) -> EvidenceRow:
    return EvidenceRow(
        id=row["id"],
        operator_id=row["operator_id"],
        kind=EvidenceKind(row["kind"]),
        title=row["title"],
        filename=row["filename"],
        media_type=row["media_type"],
        size=row["size"],
        digest=row["digest"],
        owner=row["owner"],
        location=row["location"],
        dated=None if row["dated"] is None else as_date(row["dated"]),
        series=row["series"],
        control_id=row["control_id"],
        source_key=row["source_key"],
        revision=row["revision"],
        added_at=as_time(row["added_at"]),
        added_by_id=row["added_by_id"],
        added_by_name=row["added_by_name"],
        valid_until=None if row["valid_until"] is None else as_date(row["valid_until"]),
    )


def change(row: Row) -> ChangeRow:
    """One saved value of the history."""
    return ChangeRow(**{**row, "value": orjson.loads(row["value"])})


CARRIED_COLUMNS = "control_id, change, origins, dropped, note, confirmed_at, confirmed_by"


def carried(row: Row) -> CarriedRow:
    """What became of a control; JSON comes as text or as values, by driver."""
    return CarriedRow(
        row["control_id"],
        row["change"],
        tuple(_values(row["origins"])),
        tuple(_values(row["dropped"])),
        row["note"],
        None if row["confirmed_at"] is None else as_time(row["confirmed_at"]),
        row["confirmed_by"],
    )


def _values(column: Any) -> list[str]:
    found: list[str] = orjson.loads(column) if isinstance(column, str | bytes) else column
    return found


def approval(row: Row) -> ApprovalRow:
    """A decision of the management body."""
    members = tuple(
        MemberValue(
            member["name"],
            member["function"],
            None if member["trained_on"] is None else as_date(member["trained_on"]),
        )
        for member in row["members"]
    )
    columns = {name: row[name] for name in ApprovalRow.__dataclass_fields__ if name != "members"}
    return ApprovalRow(**columns, members=members)
