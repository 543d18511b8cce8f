"""Daily work: tell operators of a day that comes near or has passed, and officers once for all."""

from collections import defaultdict
from datetime import date, timedelta
from functools import partial

from nisassess.access import Permission
from nisassess.kit.database import Database
from nisassess.notifications.telling import NoticeKind, Told, tell, tell_each, tell_role
from nisassess.requests.repository import deadlines as repository
from nisassess.requests.repository.deadlines import DueRow

SOON = (14, 3)
"""Days ahead of which operators are told."""
_LATE_UNTIL = 30
"""Days for which a missed day is looked for, should the installation have been down."""
_PIECE = 100
Group = tuple[str, date, str]
"""Request (or the case itself), day, and which warning it is."""


async def remind(database: Database, day: date) -> None:
    """Tell whoever has to be told on a day; nobody is told twice of the same."""
    after = ""
    late: dict[str, list[DueRow]] = defaultdict(list)
    earliest, latest = day - timedelta(days=_LATE_UNTIL), day + timedelta(days=max(SOON))
    while True:
        rows = await repository.due(earliest, latest, after, _PIECE)
        if rows:
            await database.write(partial(_tell_operators, rows, day))
        for row in rows:
            if row.due_on < day and row.request_id is not None:
                late[row.request_id].append(row)
        if len(rows) < _PIECE:
            break
        after = rows[-1].case_id
    for found in late.values():
        await database.write(partial(_tell_officers, found))


async def _tell_operators(rows: list[DueRow], day: date) -> None:
    groups: dict[Group, list[DueRow]] = defaultdict(list)
    for row in rows:
        warning = _warning(row.due_on, day)
        groups[row.request_id or row.case_id, row.due_on, warning].append(row)
    for (subject, due_on, warning), found in groups.items():
        kind = NoticeKind.OVERDUE if warning == "late" else NoticeKind.DUE_SOON
        await tell_each(
            kind,
            Permission.ASSESSMENT_START,
            [_told(row) for row in found],
            once=f"{subject}:{due_on}:{warning}",
        )


def _warning(due_on: date, day: date) -> str:
    if due_on < day:
        return "late"
    return str(next(days for days in sorted(SOON) if due_on <= day + timedelta(days=days)))


def _told(row: DueRow) -> Told:
    facts = {"authority": row.authority_name, "due": row.due_on.isoformat()}
    path = f"/requests/{row.case_id}" if row.request_id else f"/submissions/{row.submission_id}"
    return Told(row.operator_id, row.title or row.authority_name, path, facts)


async def _tell_officers(rows: list[DueRow]) -> None:
    """One notice for a request, however many are late: to its officers, or to all of them."""
    first = rows[0]
    subject = first.title or first.authority_name
    path = f"/desk?request={first.request_id}&overdue=true"
    once, due = f"{first.request_id}:{first.due_on}", first.due_on.isoformat()
    officers = {row.officer_id for row in rows if row.officer_id}
    if officers:
        await tell(
            NoticeKind.OVERDUE,
            officers,
            organisation_id=first.authority_id,
            subject=subject,
            path=path,
            once=once,
            due=due,
        )
    if any(row.officer_id is None for row in rows):
        await tell_role(
            NoticeKind.OVERDUE,
            first.authority_id,
            Permission.DESK_READ,
            subject=subject,
            path=path,
            once=once,
            due=due,
        )
