"""Queries of the versions of a submission."""

from nisassess.access import Actor
from nisassess.kit.database import execute, fetch
from nisassess.submissions import repository
from nisassess.submissions.types import SubmissionRow

MOST_EARLIER = 5


async def open_revision(submission_id: str) -> str | None:
    """The assessment that is to become the next version, for a caller who sees the submission."""
    found = await fetch(
        "SELECT id FROM assessment WHERE revises = $1 AND state <> 'submitted'", submission_id
    )
    return found[0]["id"] if found else None


async def supersede(before: str, after: str) -> None:
    """Say by which version a submission is superseded: the one thing of it that may change."""
    await execute(
        "UPDATE submission SET superseded_by = $2 WHERE id = $1 AND superseded_by IS NULL",
        before,
        after,
    )


async def earlier(actor: Actor, row: SubmissionRow) -> list[SubmissionRow]:
    """Submissions of the same operator by the same profile before this one, newest first."""
    return await repository.earlier(actor, row.operator_id, row.profile_id, row.id, MOST_EARLIER)
