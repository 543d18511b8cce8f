"""Scores kept for the day on which their method is gone."""

from nisassess.assessments.types import AssessmentRow
from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import new_id

_KEEP = """
INSERT INTO kept_score (id, assessment_id, revision, document) VALUES ($1, $2, $3, $4)
ON CONFLICT (assessment_id) DO UPDATE SET revision = excluded.revision,
    document = excluded.document WHERE kept_score.revision < excluded.revision
"""


async def kept_revision(assessment: AssessmentRow) -> int | None:
    """The revision whose score is kept, of an assessment that the caller was given."""
    found = await fetch("SELECT revision FROM kept_score WHERE assessment_id = $1", assessment.id)
    return found[0]["revision"] if found else None


async def kept(assessment: AssessmentRow) -> tuple[int, str] | None:
    """The kept score as JSON with its revision, of an assessment that the caller was given."""
    sql = "SELECT revision, document FROM kept_score WHERE assessment_id = $1"
    found = await fetch(sql, assessment.id)
    return (found[0]["revision"], found[0]["document"]) if found else None


async def keep(assessment: AssessmentRow, document: str) -> None:
    """Keep the score of the assessment's revision, inside the caller's transaction."""
    await execute(_KEEP, new_id("ans"), assessment.id, assessment.revision, document)
