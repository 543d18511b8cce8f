"""Use cases of a plan after submission: tell how an item goes on, and remind its owner."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from nisassess.access import Actor
from nisassess.assessments.planning import Owner, owner_columns, tell_owner
from nisassess.assessments.repository import progress
from nisassess.assessments.types import DueMeasure, Key, MeasureState, ProgressRow
from nisassess.assessments.validation import check_control, check_progress
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import VersionConflict
from nisassess.notifications.telling import NoticeKind, tell

DAYS_BEFORE = 7
"""How long before its day an owner is reminded of a measure for the first time."""


@dataclass(frozen=True, slots=True)
class ProgressInput:
    """How an item stands from now on; `note` is asked for where it is dropped."""

    state: MeasureState
    what: str
    until: date | None
    owner_id: str | None
    note: str | None


async def record_progress(
    database: Database, actor: Actor, key: Key, given: ProgressInput, expected: int
) -> ProgressRow:
    """Add an entry to the progress of a submitted plan, after `expected` of them.

    Nothing of what was sealed changes. Raises VersionConflict with the newest entry.
    """
    dropped = given.state is MeasureState.DROPPED
    check_progress(given.what, given.until, given.note, expected, dropped=dropped)

    async def work() -> ProgressRow:
        row = await progress.claim_plan(actor, key)
        check_control(await profiles.pinned(row.profile_digest), key.control_id)
        before = await progress.owner_before(key)
        if given.owner_id is not None and before and before[0] == given.owner_id:
            owner = {"owner_id": before[0], "owner_name": before[1]}
        else:
            owner = await owner_columns(row, Owner(given.owner_id))
        values = {
            "state": given.state,
            "what": given.what.strip(),
            "until": given.until,
            **owner,
            "note": (given.note or "").strip() or None,
        }
        try:
            saved = await progress.add(actor, key, values, expected, now())
        except VersionConflict as conflict:
            return _told_already(conflict, values)
        if saved.owner_id is not None and (before is None or before[0] != saved.owner_id):
            await tell_owner(actor, row, saved)
        await record(
            actor,
            "plan.progress",
            row.id,
            organisation_id=row.operator_id,
            control=key.control_id,
            part=key.part_id,
            number=saved.number,
        )
        return saved

    return await database.write(work)


def _told_already(conflict: VersionConflict, values: Mapping[str, object]) -> ProgressRow:
    """An entry repeated because its answer was lost on the way is no conflict."""
    current: ProgressRow | None = conflict.current
    if current and all(getattr(current, name) == value for name, value in values.items()):
        return current
    raise conflict


async def remind_owners(database: Database, day: date) -> None:
    """Tell each owner of what is to be done within a week, and of what is to be done today.

    For the clockwork. An owner is told once in the week before the day and once on the day.
    """
    after = ""
    while found := await progress.due(day, day + timedelta(days=DAYS_BEFORE), after):
        await database.write(partial(_remind, found, day))
        after = found[-1].id


async def _remind(found: Sequence[DueMeasure], day: date) -> None:
    for one in found:
        await tell(
            NoticeKind.MEASURE_DUE,
            [one.owner_id],
            organisation_id=one.operator_id,
            subject=one.what.strip() or one.control_id,
            path=f"/assessments/{one.assessment_id}/plan",
            once=_occasion(one, day),
            assessment=one.title,
            due=one.until.isoformat(),
        )


def _occasion(one: DueMeasure, day: date) -> str:
    """The item and its day, short enough, and whether the day has come."""
    item = f"{one.assessment_id} {one.control_id} {one.part_id}"
    name = hashlib.sha256(item.encode()).hexdigest()[:32]
    return f"{name}:{one.until}:{'today' if one.until == day else 'soon'}"
