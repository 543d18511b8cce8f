"""Queries of which assessment answers which request."""

from nisassess.access import Actor, Permission
from nisassess.assessments.types import AssessmentState, TiedRow
from nisassess.kit.database import execute, fetch

MOST = 100


async def open_for(case_id: str) -> str | None:
    """The open assessment that answers a request, for whoever holds the request."""
    rows = await fetch(
        "SELECT id FROM assessment WHERE case_id = $1 AND state <> 'submitted' LIMIT 1", case_id
    )
    return rows[0]["id"] if rows else None


async def tie(assessment_id: str, case_id: str | None) -> None:
    """Say which request a claimed assessment answers, or that it answers none."""
    await execute("UPDATE assessment SET case_id = $2 WHERE id = $1", assessment_id, case_id)


async def of_operator(actor: Actor, operator_id: str) -> list[TiedRow] | None:
    """Open assessments of an operator of the actor's, with what they answer; None: invisible."""
    if not actor.may(Permission.ASSESSMENT_READ, operator_id):
        return None
    rows = await fetch(
        "SELECT a.id, a.title, a.state, a.case_id, a.profile_id AS profile_digest, a.scope_kind, "
        "a.period_from, a.period_until, a.revises FROM assessment a "
        "WHERE a.operator_id = $1 AND a.state <> 'submitted' ORDER BY a.id DESC LIMIT $2",
        operator_id,
        MOST,
    )
    return [_row(row) for row in rows]


def _row(row: dict[str, object]) -> TiedRow:
    return TiedRow(
        id=str(row["id"]),
        title=str(row["title"]),
        state=AssessmentState(str(row["state"])),
        case_id=None if row["case_id"] is None else str(row["case_id"]),
        profile_digest=str(row["profile_digest"]),
        scope_kind=str(row["scope_kind"]),
        period_from=str(row["period_from"]),
        period_until=str(row["period_until"]),
        revises=row["revises"] is not None,
    )
