"""What every step on a case begins and ends with; inside its write."""

from datetime import datetime

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.requests.repository import cases
from nisassess.requests.types import CaseRow
from nisassess.reviews.policy import Step, refuse_other_officer, refuse_step
from nisassess.reviews.repository import files
from nisassess.reviews.types import EventKind


async def hold(actor: Actor, case_id: str, step: Step) -> CaseRow:
    """Take a case for a step; raises NotFound, or StateRefused if it is not allowed now."""
    case = await cases.claim(actor, case_id, Permission.REVIEW_WRITE)
    refuse_step(case, step)
    refuse_other_officer(case, actor.id, step)
    return case


async def enter(
    actor: Actor, case: CaseRow, kind: EventKind, at: datetime, subject: str, **facts: object
) -> None:
    """Put a step on the case's timeline and on record; `facts` may be seen by who sees the step."""
    await files.tell(actor, case.id, kind, at, **facts)
    await record(
        actor, f"case.{kind.value}", subject, organisation_id=case.authority_id, case=case.id
    )


def page_of_operator(submission_id: str | None) -> str:
    """Where the operator reads what the authority says of a submission."""
    return f"/submissions/{submission_id}/authority"


def page_of_officer(case_id: str) -> str:
    """Where officers work on a case."""
    return f"/cases/{case_id}"
