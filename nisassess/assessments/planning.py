"""Use cases of planned measures: save one, remove one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.assessments.repository import places, writes
from nisassess.assessments.saving import said_already, saved_on_record
from nisassess.assessments.types import AssessmentRow, CostClass, Key, MeasureRow, MeasureState
from nisassess.assessments.validation import (
    check_control,
    check_dropped,
    check_expected,
    check_measure,
)
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.identity.repository_names import member_names
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, ValidationFailed, VersionConflict


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a measure has come; `reason` only where it is dropped."""

    state: MeasureState
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who sees to a measure: a member of the operator, or None for nobody in particular."""

    person_id: str | None


@dataclass(frozen=True, slots=True)
class MeasureInput:
    """A planned measure as it is to be; `progress` and `owner` None: as they are."""

    what: str
    who: str
    until: date | None
    cost_class: CostClass | None
    progress: Progress | None = None
    owner: Owner | None = None


async def save_measure(
    database: Database, actor: Actor, key: Key, given: MeasureInput, expected: int
) -> tuple[MeasureRow, int]:
    """Save the planned measure of one control for one part; the row and the revision."""
    check_expected(expected)
    if given.progress is not None:
        dropped = given.progress.state is MeasureState.DROPPED
        check_dropped(given.progress.reason, dropped=dropped)

    async def work() -> tuple[MeasureRow, int]:
        row = await writes.claim(actor, key.assessment_id, Permission.ASSESSMENT_WRITE, key.part_id)
        check_control(await profiles.pinned(row.profile_digest), key.control_id)
        values = await _values(row, given)
        check_measure(given.what, given.who, given.until, owned=bool(values.get("owner_id")))
        try:
            saved = await writes.save_measure(actor, key, values, expected, now())
        except VersionConflict as conflict:
            return said_already(conflict, row, values)
        return await saved_on_record(actor, row, saved, "measure.save", key)

    return await database.write(work)


async def _values(row: AssessmentRow, given: MeasureInput) -> dict[str, Any]:
    """The columns to write."""
    values: dict[str, Any] = {
        "what": given.what,
        "who": given.who,
        "until": given.until,
        "cost_class": given.cost_class.value if given.cost_class else None,
    }
    if given.progress is not None:
        dropped = given.progress.state is MeasureState.DROPPED
        values["state"] = given.progress.state.value
        values["reason"] = (given.progress.reason or "").strip() if dropped else None
    if given.owner is not None:
        values["owner_id"] = given.owner.person_id
        values["owner_name"] = await _name(row, given.owner)
    return values


async def _name(row: AssessmentRow, owner: Owner) -> str | None:
    if owner.person_id is None:
        return None
    names = await member_names(row.operator_id, [owner.person_id])
    if owner.person_id not in names:
        message = "must be a member of the operator"
        raise ValidationFailed([Issue("ownerId", "not_a_member", message)])
    return names[owner.person_id]


async def remove_measure(database: Database, actor: Actor, key: Key, expected: int) -> int:
    """Remove a planned measure; the assessment's revision."""

    async def work() -> int:
        row = await writes.claim(actor, key.assessment_id, Permission.ASSESSMENT_WRITE, key.part_id)
        profile = await profiles.pinned(row.profile_digest)
        check_control(profile, key.control_id)
        at = now()
        await writes.remove_measure(actor, key, expected, at)
        await places.touched(actor, row, profile, key, at)
        revision = await writes.revise(row, at)
        await record(
            actor,
            "measure.remove",
            row.id,
            organisation_id=row.operator_id,
            control=key.control_id,
            part=key.part_id,
        )
        return revision

    return await database.write(work)
