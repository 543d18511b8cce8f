"""Use cases of a desk's selection: remind operators, hand cases to an officer."""

from dataclasses import dataclass
from datetime import date

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.kit.pagination import PageRequest
from nisassess.notifications.telling import NoticeKind, Told, tell_each
from nisassess.requests.repository import chasing as repository
from nisassess.requests.repository import desk
from nisassess.requests.types import (
    AWAITED,
    HELD,
    CaseFilter,
    CaseOrder,
    CaseRow,
    CaseState,
    Reminded,
    Spared,
)
from nisassess.requests.validation import MOST_CASES, check_filter

PIECE = 100
"""Cases per write."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Cases that an officer chose: some by their ids, or all that a filter shows.

    `expected` is how many the officer was told there are; others are not touched unasked.
    """

    authority_id: str
    narrowed: CaseFilter
    expected: int


async def remind(database: Database, actor: Actor, selection: Selection) -> Reminded:
    """Remind the operators of chosen cases, none of them twice a day.

    Raises NotFound, and ValidationFailed when there are too many or not as many as expected.
    """
    rows = await _chosen(actor, selection, Permission.REQUEST_MANAGE)
    name = await repository.authority_name(selection.authority_id)
    count = 0
    spared: list[tuple[CaseRow, Spared]] = []
    for start in range(0, len(rows), PIECE):
        piece = rows[start : start + PIECE]

        async def work(ids: tuple[str, ...] = tuple(row.id for row in piece)) -> _Done:
            return await _remind(actor, selection.authority_id, name, ids)

        done = await database.write(work)
        count += done.count
        spared += done.spared
    return Reminded(count, tuple(spared))


@dataclass(frozen=True, slots=True)
class _Done:
    count: int
    spared: list[tuple[CaseRow, Spared]]


async def _remind(actor: Actor, authority_id: str, name: str, ids: tuple[str, ...]) -> _Done:
    on = today()
    rows = await repository.hold(authority_id, ids)
    represented = await repository.represented([row.operator_id for row in rows])
    spared = []
    told: list[CaseRow] = []
    for row in rows:
        why = _spared(row, on, represented)
        if why is None:
            told.append(row)
        else:
            spared.append((row, why))
    titles = await repository.titles([row.request_id for row in told if row.request_id])
    await _tell(actor, told, name, titles)
    await repository.reminded([row.id for row in told], on)
    if told:
        await record(
            actor,
            "case.remind",
            authority_id,
            organisation_id=authority_id,
            cases=[row.id for row in told],
        )
    return _Done(len(told), spared)


def _spared(row: CaseRow, on: date, represented: set[str]) -> Spared | None:
    if row.state not in AWAITED:
        return Spared.NOT_AWAITED
    if row.reminded_on == on:
        return Spared.REMINDED_TODAY
    return None if row.operator_id in represented else Spared.NOBODY_HERE


async def _tell(actor: Actor, rows: list[CaseRow], name: str, titles: dict[str, str]) -> None:
    """Tell of each case; one operator may have several, which no single call takes."""
    waiting = list(rows)
    while waiting:
        turn: dict[str, CaseRow] = {}
        for row in waiting:
            turn.setdefault(row.operator_id, row)
        told = [_told(row, name, titles) for row in turn.values()]
        await tell_each(NoticeKind.REQUEST_REMINDED, Permission.ASSESSMENT_START, told, by=actor)
        waiting = [row for row in waiting if turn[row.operator_id] is not row]


def _told(row: CaseRow, name: str, titles: dict[str, str]) -> Told:
    facts = {"authority": name}
    if row.due_on is not None:
        facts["due"] = row.due_on.isoformat()
    if row.request_id is None:
        return Told(row.operator_id, name, f"/submissions/{row.submission_id}", facts)
    return Told(row.operator_id, titles[row.request_id], f"/requests/{row.id}", facts)


async def assign(
    database: Database, actor: Actor, selection: Selection, officer_id: str | None
) -> int:
    """Hand chosen cases to an officer of the authority, or to nobody; how many.

    Raises NotFound, and ValidationFailed, also for a case that an officer has under review.
    """
    rows = await _chosen(actor, selection, Permission.REQUEST_MANAGE)
    name = None
    if officer_id is not None:
        name = await repository.officer_name(selection.authority_id, officer_id)
        if name is None:
            message = "must be an officer of your authority"
            raise ValidationFailed([Issue("officerId", "unknown", message)])
    _refuse_held(rows)
    for start in range(0, len(rows), PIECE):
        piece = [row.id for row in rows[start : start + PIECE]]

        async def work(ids: tuple[str, ...] = tuple(piece)) -> None:
            if await repository.assign(selection.authority_id, ids, officer_id, name) != len(ids):
                raise ValidationFailed([_HELD])  # somebody took one meanwhile
            await record(
                actor,
                "case.assign",
                selection.authority_id,
                organisation_id=selection.authority_id,
                officer=officer_id,
                cases=list(ids),
            )

        await database.write(work)
    return len(rows)


_HELD = Issue(
    "caseIds",
    "under_review",
    "must not name cases that an officer has under review; those are handed over on their own page",
)


def _refuse_held(rows: list[CaseRow]) -> None:
    """Only who has a case, or leads the authority, gives it away; see the slice of reviews."""
    if any(row.state in HELD for row in rows):
        raise ValidationFailed([_HELD])


async def _chosen(actor: Actor, selection: Selection, permission: Permission) -> list[CaseRow]:
    """The chosen cases, bounded."""
    check_filter(selection.narrowed)
    if not actor.may(permission, selection.authority_id):
        raise NotFound("authority")
    rows: list[CaseRow] | None = await desk.page(
        actor,
        selection.authority_id,
        selection.narrowed,
        CaseOrder.NEWEST,
        descending=False,
        request=PageRequest(MOST_CASES, None),
        on=today(),
    )
    if rows is None:
        raise NotFound("authority")
    if len(rows) > MOST_CASES:
        message = f"fits more than {MOST_CASES} cases; narrow it"
        raise ValidationFailed([Issue("filter", "too_many", message)])
    if len(rows) != selection.expected:
        message = f"fits {len(rows)} cases now, not {selection.expected}; look again and confirm"
        raise ValidationFailed([Issue("expected", "changed", message)])
    return rows


def only(ids: list[str]) -> CaseFilter:
    """Some cases by their ids, whatever their state."""
    return CaseFilter(ids=tuple(dict.fromkeys(ids)), states=tuple(CaseState))
