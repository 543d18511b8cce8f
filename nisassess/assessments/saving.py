"""What every save of an answer, statement or measure has in common, inside its transaction."""

from typing import Any, TypeVar

from nisassess.access import Actor
from nisassess.assessments.repository import places, writes
from nisassess.assessments.types import AssessmentRow, Key, MeasureRow, ResponseRow, StatementRow
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.kit.errors import VersionConflict

T = TypeVar("T", ResponseRow, StatementRow, MeasureRow)


async def saved_on_record(
    actor: Actor, row: AssessmentRow, saved: T, action: str, key: Key
) -> tuple[T, int]:
    """Count the change and record it; the row with the assessment's new revision."""
    profile = await profiles.pinned(row.profile_digest)
    await places.touched(actor, row, profile, key, saved.updated_at)
    revision = await writes.revise(row, saved.updated_at)
    await record(
        actor,
        action,
        row.id,
        organisation_id=row.operator_id,
        control=key.control_id,
        part=key.part_id,
        question=key.question_id,
        version=saved.version,
    )
    return saved, revision_told(row, revision)


def said_already(
    conflict: VersionConflict, row: AssessmentRow, values: dict[str, Any]
) -> tuple[Any, int]:
    """A save repeated because its answer was lost on the way is no conflict."""
    current = conflict.current
    if all(getattr(current, name) == value for name, value in values.items()):
        return current, revision_told(row, row.revision)
    raise conflict


def revision_told(row: AssessmentRow, revision: int) -> int:
    """The revision counts what everybody does: those who are limited are told none."""
    return revision if row.reach is None else 0
