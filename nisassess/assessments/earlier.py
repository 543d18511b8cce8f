"""Use cases of earlier assessments: which there are, how they compare, what is taken from them."""

from dataclasses import dataclass, replace

from nisassess.access import Actor, Permission
from nisassess.assessments.carrying import Carried, CarriedPlan, plan
from nisassess.assessments.carrying_over import changes_between_profiles
from nisassess.assessments.comparing import Comparison, Side, compare
from nisassess.assessments.keeping import Scored, scored
from nisassess.assessments.repository import elsewhere, reads, writes
from nisassess.assessments.repository.carrying import put_back, take_over
from nisassess.assessments.types import AssessmentRow, AssessmentState, CarriedRow
from nisassess.assessments.validation import check_control
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedProfile
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused
from nisassess.plugins import PluginRegistry


@dataclass(frozen=True, slots=True)
class EarlierAssessment:
    """An assessment that can be held beside a later one."""

    row: AssessmentRow
    profile_title: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """An assessment and an earlier one of the same operator."""

    assessment_id: str
    earlier_id: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the two that it is made of."""

    now: Scored
    then: Scored
    comparison: Comparison


async def earlier_assessments(actor: Actor, assessment_id: str) -> tuple[EarlierAssessment, ...]:
    """Earlier ones of the same operator that share a catalogue, newest first.

    The default is the one that this was carried over from, or else the newest submitted one.
    Raises NotFound.
    """
    row = await reads.assessment(actor, assessment_id)
    if row is None:
        raise NotFound("assessment")
    family = _catalogues(await profiles.pinned(row.profile_digest))
    found = []
    for other in await elsewhere.earlier(row):
        profile = await profiles.pinned(other.profile_digest)
        if other.id == row.carried_from or family & _catalogues(profile):
            found.append((other, profile.title))
    default = _default(row, [other for other, _ in found])
    return tuple(EarlierAssessment(other, title, other.id == default) for other, title in found)


def _catalogues(profile: PinnedProfile) -> set[str]:
    return {used.id for used in profile.catalogues}


def _default(row: AssessmentRow, found: list[AssessmentRow]) -> str | None:
    if any(other.id == row.carried_from for other in found):
        return row.carried_from
    submitted = (other.id for other in found if other.state is AssessmentState.SUBMITTED)
    return next(submitted, None)


async def compared(
    database: Database,
    registry: PluginRegistry,
    actor: Actor,
    pair: Pair,
    language: str | None,
) -> Compared:
    """An assessment beside an earlier one of the same operator, in a language as far as known.

    Raises NotFound, or StateRefused where one of them cannot be scored any more.
    """
    methods = registry.methods
    this = await scored(database, actor, pair.assessment_id, methods, language)
    that = await scored(database, actor, pair.earlier_id, methods, language)
    here, there = this.snapshot.assessment, that.snapshot.assessment
    if here.operator_id != there.operator_id or here.id == there.id:
        raise NotFound("assessment")
    planned = _plans(registry, this, that)
    carried = this.snapshot.carried if here.carried_from == there.id else ()
    comparison = compare(
        Side(this.snapshot, this.score), Side(that.snapshot, that.score), planned, carried
    )
    return Compared(this, that, comparison)


def only(found: Compared, control_id: str) -> Compared:
    """The comparison of one control."""
    controls = tuple(c for c in found.comparison.controls if c.control_id == control_id)
    return replace(found, comparison=replace(found.comparison, controls=controls))


def _plans(registry: PluginRegistry, this: Scored, that: Scored) -> tuple[CarriedPlan, ...]:
    old, new = that.snapshot.profile, this.snapshot.profile
    return plan(old, new, changes_between_profiles(registry, old, new))


async def mark_taken_over(
    database: Database,
    registry: PluginRegistry,
    actor: Actor,
    pair: Pair,
    control_id: str,
) -> tuple[CarriedRow, ...]:
    """Note that a control was taken over from an earlier assessment, to be confirmed.

    Raises NotFound; StateRefused for a control that the earlier one has nothing for, or where
    another assessment is the one that this was carried over from.
    """

    async def work() -> AssessmentRow:
        row = await writes.claim(actor, pair.assessment_id, Permission.ASSESSMENT_WRITE)
        source = await reads.assessment(actor, pair.earlier_id)
        if source is None or source.operator_id != row.operator_id or source.id == row.id:
            raise NotFound("assessment")
        if row.carried_from not in {None, source.id}:
            message = "This assessment was carried over from another one; take it from there."
            raise StateRefused("carried_from_another", message)
        new = await profiles.pinned(row.profile_digest)
        check_control(new, control_id)
        old = await profiles.pinned(source.profile_digest)
        planned = _plan_of(registry, old, new, control_id)
        at = now()
        await take_over(row, source.id, planned)
        await writes.revise(row, at)
        await record(
            actor,
            "carried.take_over",
            row.id,
            organisation_id=row.operator_id,
            control=control_id,
            earlier=source.id,
        )
        return replace(row, carried_from=source.id)

    return await reads.carried(await database.write(work))


def _plan_of(
    registry: PluginRegistry, old: PinnedProfile, new: PinnedProfile, control_id: str
) -> CarriedPlan:
    plans = plan(old, new, changes_between_profiles(registry, old, new))
    found = next(one for one in plans if one.control_id == control_id)
    if found.change is Carried.ADDED:
        message = "The earlier assessment has nothing that could be taken over here."
        raise StateRefused("nothing_earlier", message)
    return found


async def undo_taken_over(
    database: Database, actor: Actor, assessment_id: str, control_id: str
) -> tuple[CarriedRow, ...]:
    """Take the note back; what was carried over with the whole assessment counts as looked at."""

    async def work() -> AssessmentRow:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_WRITE)
        check_control(await profiles.pinned(row.profile_digest), control_id)
        at = now()
        await put_back(row, control_id, actor.name, at)
        await writes.revise(row, at)
        await record(
            actor,
            "carried.put_back",
            row.id,
            organisation_id=row.operator_id,
            control=control_id,
        )
        return row

    row = await database.write(work)
    return await reads.carried(row)
