"""Use cases of planned measures: save one, remove one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.assessments.repository import places, writes
from nisassess.assessments.saving import said_already, saved_on_record
from nisassess.assessments.types import (
    AssessmentRow,
    CostClass,
    Key,
    MeasureRow,
    MeasureState,
    ProgressRow,
)
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
from nisassess.notifications.telling import NoticeKind, tell


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
        values, new_owner = await _values(row, key, given)
        check_measure(given.what, given.who, given.until, owned=bool(values.get("owner_id")))
        try:
            saved = await writes.save_measure(actor, key, values, expected, now())
        except VersionConflict as conflict:
            return said_already(conflict, row, values)
        if new_owner:
            await tell_owner(actor, row, saved)
        return await saved_on_record(actor, row, saved, "measure.save", key)

    return await database.write(work)


async def _values(row: AssessmentRow, key: Key, given: MeasureInput) -> tuple[dict[str, Any], bool]:
    """The columns to write, and whether they name an owner who was none before."""
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
    if given.owner is None:
        return values, False
    if given.owner.person_id and given.owner.person_id == await writes.owner_of_measure(key):
        return values, False  # also one who has left meanwhile
    values |= await owner_columns(row, given.owner)
    return values, given.owner.person_id is not None


async def owner_columns(row: AssessmentRow, owner: Owner) -> dict[str, str | None]:
    """Id and name of an owner; raises ValidationFailed unless it is a member of the operator."""
    if owner.person_id is None:
        return {"owner_id": None, "owner_name": None}
    names = await member_names(row.operator_id, [owner.person_id])
    if owner.person_id not in names:
        message = "must be a member of the operator"
        raise ValidationFailed([Issue("ownerId", "not_a_member", message)])
    return {"owner_id": owner.person_id, "owner_name": names[owner.person_id]}


async def tell_owner(actor: Actor, row: AssessmentRow, saved: MeasureRow | ProgressRow) -> None:
    """Tell a member that a measure is theirs to see to from now on."""
    if saved.owner_id is None:
        return
    await tell(
        NoticeKind.MEASURE_ASSIGNED,
        [saved.owner_id],
        organisation_id=row.operator_id,
        subject=saved.what.strip() or saved.control_id,
        path=f"/assessments/{row.id}/plan",
        by=actor,
        assessment=row.title,
        **({"due": saved.until.isoformat()} if saved.until else {}),
    )


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
