"""The file on a case, its steps, and the authority's policy."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.kit.clock import now
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.errors import NotFound, VersionConflict
from nisassess.kit.ids import new_id
from nisassess.requests.types import CaseRow
from nisassess.reviews.models import CaseEvent, Decision, Review, ReviewPolicy
from nisassess.reviews.types import (
    PUBLIC_EVENTS,
    DecisionState,
    EventKind,
    EventRow,
    PolicyRow,
    ReviewRow,
)

MOST_STEPS = 200
"""Steps of a case that are shown, the newest."""
_COLUMNS = ReviewRow.__slots__
_EVENT = EventRow.__slots__


async def review(actor: Actor, case_id: str) -> ReviewRow | None:
    """The file on a case of the actor's authority; None before anybody took the case."""
    rows = await Review.filter(
        case_id=case_id, authority_id__in=actor.organisations(Permission.REVIEW_READ)
    ).values(*_COLUMNS)
    return ReviewRow(**rows[0]) if rows else None


async def begin(case: CaseRow, on: date) -> ReviewRow:
    """The file on a case, for whoever holds the case inside a write; begun if there is none."""
    rows = await Review.filter(case_id=case.id).values(*_COLUMNS)
    if rows:
        return ReviewRow(**rows[0])
    # Two cases begun at a time get two numbers: the second waits for the authority's row.
    await locked("SELECT id FROM organisation locked_row WHERE id = $1", case.authority_id)
    last = await fetch(
        "SELECT MAX(number) AS last FROM review WHERE authority_id = $1 AND year = $2",
        case.authority_id,
        on.year,
    )
    row = ReviewRow(
        new_id("rev"),
        case.id,
        case.authority_id,
        on.year,
        (last[0]["last"] or 0) + 1,
        1,
        None,
        None,
    )
    await Review.create(**{name: getattr(row, name) for name in _COLUMNS})
    return row


async def step(case: CaseRow, expected: int | None = None, **changes: Any) -> ReviewRow:
    """Count a step of a case, for whoever holds it; a decision that was proposed before lapses.

    `expected` is the revision that the caller saw; raises VersionConflict if it is another one,
    and NotFound if nobody ever took the case.
    """
    row = await current(case.id)
    if expected is not None and row.revision != expected:
        raise VersionConflict(row)
    await Review.filter(id=row.id).update(revision=row.revision + 1, **changes)
    await _lapse(case.id)
    return replace(row, **changes, revision=row.revision + 1)


async def current(case_id: str) -> ReviewRow:
    """The file on a case that the caller holds; raises NotFound."""
    rows = await Review.filter(case_id=case_id).values(*_COLUMNS)
    if not rows:
        raise NotFound("case")
    return ReviewRow(**rows[0])


async def _lapse(case_id: str) -> None:
    await Decision.filter(case_id=case_id, state=DecisionState.PROPOSED.value).update(
        state=DecisionState.LAPSED.value, settled_at=now()
    )


async def tell(actor: Actor, case_id: str, kind: EventKind, at: datetime, **facts: Any) -> None:
    """Enter a step in the timeline, inside a write."""
    await CaseEvent.create(
        id=new_id("evt"),
        case_id=case_id,
        kind=kind.value,
        public=kind in PUBLIC_EVENTS,
        at=at,
        by_id=actor.id,
        by_name=actor.name,
        facts=facts,
    )


async def events(actor: Actor, case_id: str) -> list[EventRow]:
    """Steps of a case of the actor's authority, newest first."""
    rows = (
        await CaseEvent.filter(
            case_id=case_id, case__authority_id__in=actor.organisations(Permission.REVIEW_READ)
        )
        .order_by("-id")
        .limit(MOST_STEPS)
        .values(*_EVENT)
    )
    return [event(row) for row in rows]


def event(row: dict[str, Any]) -> EventRow:
    """A step from its columns."""
    return EventRow(**{**row, "kind": EventKind(row["kind"])})


async def authority_policy(authority_id: str) -> PolicyRow:
    """How an authority reviews, for whoever was let in by it."""
    rows = await ReviewPolicy.filter(authority_id=authority_id).values(*PolicyRow.__slots__)
    return PolicyRow(**rows[0]) if rows else PolicyRow(authority_id, False, 0, None, None)


async def review_policy(actor: Actor, authority_id: str) -> PolicyRow | None:
    """How one of the actor's authorities reviews."""
    if not actor.may(Permission.REVIEW_READ, authority_id):
        return None
    return await authority_policy(authority_id)


async def set_policy(
    actor: Actor, authority_id: str, at: datetime, *, four_eyes: bool, expected: int
) -> PolicyRow:
    """Decide how an authority reviews; raises NotFound or VersionConflict."""
    if not actor.may(Permission.MEMBER_MANAGE, authority_id) or not actor.may(
        Permission.REVIEW_READ, authority_id
    ):
        raise NotFound("authority")
    await locked("SELECT id FROM organisation locked_row WHERE id = $1", authority_id)
    current = await authority_policy(authority_id)
    if current.version != expected:
        raise VersionConflict(current)
    values: dict[str, Any] = {
        "four_eyes": four_eyes,
        "version": expected + 1,
        "changed_at": at,
        "changed_by": actor.name,
    }
    if expected:
        await ReviewPolicy.filter(authority_id=authority_id).update(**values)
    else:
        await ReviewPolicy.create(id=new_id("rvp"), authority_id=authority_id, **values)
    return PolicyRow(authority_id=authority_id, **values)


async def given_back(case: CaseRow) -> None:
    """Let go of a case, for whoever holds it inside a write."""
    await execute(
        "UPDATE desk_case SET state = 'submitted', officer_id = NULL, officer_name = NULL, "
        "taken_at = NULL WHERE id = $1",
        case.id,
    )


async def handed_over(case: CaseRow, person_id: str, name: str, at: datetime) -> None:
    """Give a case to a colleague."""
    await execute(
        "UPDATE desk_case SET officer_id = $2, officer_name = $3, taken_at = $4 WHERE id = $1",
        case.id,
        person_id,
        name,
        at,
    )


async def back_in_review(case: CaseRow, actor: Actor, at: datetime) -> None:
    """Go on with a case that was closed or returned; the actor has it from now on."""
    await execute(
        "UPDATE desk_case SET state = 'in_review', officer_id = $2, officer_name = $3, "
        "taken_at = $4, closed_at = NULL, returned_at = NULL WHERE id = $1",
        case.id,
        actor.id,
        actor.name,
        at,
    )
