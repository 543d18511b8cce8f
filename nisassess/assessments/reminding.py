"""Daily work: reminds people of assignments that are due in three days, and of those overdue.

Nobody is reminded of what is done, nor twice of the same day.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from nisassess.assessments import announcing
from nisassess.assessments.repository import assignments
from nisassess.assessments.types import AssessmentRow, AssignmentRow
from nisassess.assessments.validation import FIRST_DAY
from nisassess.assessments.working import remaining
from nisassess.catalogues import repository as profiles
from nisassess.kit.database import Database
from nisassess.notifications.telling import NoticeKind

SOON = timedelta(days=3)
_CHUNK = 1_000


async def remind(database: Database, day: date) -> None:
    """Tell everybody what of theirs is due soon, and what is overdue."""
    await _of_kind(database, NoticeKind.DUE_SOON, day, day + SOON)
    await _of_kind(database, NoticeKind.OVERDUE, FIRST_DAY, day - timedelta(days=1))


async def _of_kind(database: Database, kind: NoticeKind, first: date, last: date) -> None:
    after = ""
    while chunk := await assignments.due(first, last, after, _CHUNK):
        after = chunk[-1].id
        found = await assignments.assessments(sorted({one.assessment_id for one in chunk}))
        for row in found.values():
            theirs = [one for one in chunk if one.assessment_id == row.id]
            await _in_assessment(database, kind, row, theirs)


async def _in_assessment(
    database: Database, kind: NoticeKind, row: AssessmentRow, due: Iterable[AssignmentRow]
) -> None:
    profile = await profiles.pinned(row.profile_digest)
    by_day: dict[date | None, list[AssignmentRow]] = defaultdict(list)
    for one in await remaining(row, profile, list(due)):
        by_day[one.due_on].append(one)
    for which in by_day.values():
        await database.write(partial(announcing.due, kind, row, profile, which))
