"""Reads a case with its submission and what stands beside it."""

import asyncio
from dataclasses import dataclass

from nisassess.access import Actor, Permission
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.requests.repository import cases
from nisassess.requests.types import CaseRow
from nisassess.reviews.comparing import Compared, Comparison, Document, compare
from nisassess.submissions import repository as submissions
from nisassess.submissions.types import SubmissionRow

_LOOKED_BACK = 20
"""How many earlier submissions are looked through for last year's."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What an officer looks at: the submission, the version before it, and last year's."""

    now: SubmissionRow
    version: SubmissionRow | None
    last_year: SubmissionRow | None


async def case_seen(actor: Actor, case_id: str) -> CaseRow:
    """A case of the actor's authority with a submission; raises NotFound."""
    found = await cases.seen(actor, case_id, Permission.REVIEW_READ)
    if found is None or found.submission_id is None:
        raise NotFound("case")
    return found


async def reviewed(actor: Actor, case: CaseRow) -> Reviewed:
    """The submission of a case and what to compare it with, in two statements."""
    row = await submissions.submission(actor, case.submission_id or "")
    if row is None:
        raise NotFound("submission")
    earlier = await submissions.earlier(
        actor, row.operator_id, row.profile_id, row.id, _LOOKED_BACK
    )
    ours = [one for one in earlier if one.addressee_id == row.addressee_id]
    version = next((one for one in ours if one.id == row.supersedes), None)
    # The newest of them is the last version of the latest period before this one.
    last_year = next((one for one in ours if one.period_until <= row.period_from), None)
    return Reviewed(row, version, last_year)


async def comparison(actor: Actor, seen: Reviewed) -> Comparison:
    """Everything side by side; documents are read by one statement."""
    rows = [row for row in (seen.now, seen.version, seen.last_year) if row is not None]
    contents = await submissions.documents(actor, [row.id for row in rows])

    def document(row: SubmissionRow | None) -> Document | None:
        if row is None or row.id not in contents:
            return None
        return Document(row.id, row.digest, contents[row.id])

    own = document(seen.now)
    if own is None:
        raise NotFound("submission")
    # Documents of megabytes: other requests are answered meanwhile.
    return await asyncio.to_thread(compare, own, document(seen.version), document(seen.last_year))


async def whole(actor: Actor, case_id: str) -> tuple[CaseRow, Reviewed, Comparison]:
    """A case with all of it; raises NotFound."""
    case = await case_seen(actor, case_id)
    seen = await reviewed(actor, case)
    return case, seen, await comparison(actor, seen)


async def refuse_unknown_control(actor: Actor, case_id: str, control_id: str) -> Compared:
    """A control of the case's submission; raises NotFound, or ValidationFailed."""
    _, _, found = await whole(actor, case_id)
    control = found.control(control_id)
    if control is None:
        message = "must be a control of this submission"
        raise ValidationFailed([Issue("controlId", "unknown_control", message)])
    return control
