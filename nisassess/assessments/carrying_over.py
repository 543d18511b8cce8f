"""Use cases of carrying an assessment over: see the differences, start the new one, confirm."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from nisassess.access import Actor, Permission
from nisassess.assessments.carrying import CarriedPlan, copies, plan
from nisassess.assessments.remediation import standing_measures, was_done_before, with_origin
from nisassess.assessments.repository import progress, reads, writes
from nisassess.assessments.repository.carrying import CarryingWriter, confirm
from nisassess.assessments.service import Begun, StartInput, begin, checked_start, snapshot
from nisassess.assessments.types import AssessmentRow, CarriedRow, OpeningFact, Snapshot
from nisassess.audit.repository import record
from nisassess.catalogues import service as catalogues
from nisassess.catalogues.types import PinnedProfile
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import new_id
from nisassess.plugins import PluginRegistry
from nisassess.sdk import ControlChange
from nisassess.sdk.versions import changes_between


@dataclass(frozen=True, slots=True)
class CarryInput:
    """What the new assessment is started with; scope and parts are those of the earlier one."""

    assessment_id: str
    profile_id: str
    title: str
    period_from: date
    period_until: date
    opening: OpeningFact | None = None


async def preview(
    registry: PluginRegistry, actor: Actor, assessment_id: str, profile_id: str
) -> tuple[tuple[CarriedPlan, ...], PinnedProfile]:
    """What would become of each control, and the earlier profile; raises NotFound."""
    old = await snapshot(actor, assessment_id)
    profile = registry.profiles.get(profile_id)
    if profile is None:
        raise NotFound("profile")
    new = catalogues.prepare(registry, profile).profile
    return plan(old.profile, new, changes_since(registry, old.profile)), old.profile


async def carry_over(
    database: Database, registry: PluginRegistry, actor: Actor, given: CarryInput
) -> AssessmentRow:
    """Start a new assessment from an earlier one, which stays as it is."""
    old = await snapshot(actor, given.assessment_id)
    started = _start_input(old, given, registry)
    pinned = checked_start(registry, actor, started)
    changes = changes_since(registry, old.profile)
    planned = plan(old.profile, pinned.profile, changes)
    begun = Begun(new_id("asm"), tuple(new_id("prt") for _ in old.parts), given.assessment_id)

    async def work() -> None:
        # Read again under the write: an answer saved meanwhile goes over too.
        taken = await standing_snapshot(actor, given.assessment_id)
        parts = {part.id: id_ for part, id_ in zip(old.parts, begun.part_ids, strict=True)}
        await begin(actor, started, pinned, begun)
        writer = CarryingWriter(actor, begun.assessment_id, now())
        await writer.write(
            planned,
            copies(taken, pinned.profile, planned, parts),
            {(row.control_id, parts.get(row.part_id)): row for row in taken.measures},
        )
        await record(
            actor,
            "assessment.carry_over",
            begun.assessment_id,
            organisation_id=started.operator_id,
            profile=given.profile_id,
            digest=pinned.digest,
            earlier=given.assessment_id,
        )

    await database.write(work)
    row = await reads.assessment(actor, begun.assessment_id)
    if row is None:
        raise NotFound("assessment")
    return row


async def standing_snapshot(actor: Actor, assessment_id: str) -> Snapshot:
    """An assessment with its plan as it stands, each measure knowing where it comes from.

    What came here as done already was offered for confirmation once, and stays behind.
    """
    taken = await snapshot(actor, assessment_id)
    told = await progress.progress(taken.assessment)
    sealed = {(row.control_id, row.part_id): row.until for row in taken.measures}
    measures = [
        with_origin(
            row,
            taken.assessment,
            [one for one in told if (one.control_id, one.part_id) == (row.control_id, row.part_id)],
            sealed.get((row.control_id, row.part_id)),
        )
        for row in standing_measures(taken.measures, told)
        if not was_done_before(row)
    ]
    return replace(taken, measures=tuple(measures))


def _start_input(old: Snapshot, given: CarryInput, registry: PluginRegistry) -> StartInput:
    before = old.assessment
    profile = registry.profiles.get(given.profile_id)
    spoken = catalogues.prepare(registry, profile).profile.languages if profile else ()
    return StartInput(
        operator_id=before.operator_id,
        profile_id=given.profile_id,
        title=given.title,
        scope_kind=before.scope_kind,
        scope_name=before.scope_name,
        scope_description=before.scope_description,
        period_from=given.period_from,
        period_until=given.period_until,
        parts=[(part.name, part.description) for part in old.parts],
        opening=given.opening,
        language=before.language if before.language in spoken else None,
    )


def changes_since(registry: PluginRegistry, old: PinnedProfile) -> Mapping[str, ControlChange]:
    """What the installed catalogues say became of the controls of a pinned profile.

    A control of a catalogue that is not installed, or that does not tell of the pinned version,
    is taken for the same wherever its id still stands: its content decides what goes over.
    """
    versions = {used.id: used.version for used in old.catalogues}
    found: dict[str, ControlChange] = {}
    for id_, version in versions.items():
        catalogue = registry.catalogues.get(id_)
        if catalogue is not None and catalogue.version != version:
            found.update(changes_between(catalogue, version) or {})
    return {id_: change for id_, change in found.items() if id_ in old.controls}


def changes_between_profiles(
    registry: PluginRegistry, old: PinnedProfile, new: PinnedProfile
) -> Mapping[str, ControlChange]:
    """What became of the controls of one pinned profile in another.

    An installed catalogue tells what became of them in its own version only: of another one
    nothing is known but the ids.
    """
    pinned = {used.id: used.version for used in new.catalogues}
    known = {id_ for id_, one in registry.catalogues.items() if pinned.get(id_) == one.version}
    catalogues = tuple(used for used in old.catalogues if used.id in known)
    return changes_since(registry, replace(old, catalogues=catalogues))


async def confirm_carried(
    database: Database, actor: Actor, assessment_id: str, control_ids: list[str]
) -> tuple[CarriedRow, ...]:
    """Note that a person looked at what came with these controls; all that was carried over."""
    if not control_ids:
        message = "name at least one control"
        raise ValidationFailed([Issue("controlIds", "required", message)])

    async def work() -> AssessmentRow:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_WRITE)
        known = {item.control_id for item in await reads.carried(row)}
        if not known:
            message = "Nothing was carried over into this assessment."
            raise StateRefused("not_carried", message)
        unknown = [id_ for id_ in control_ids if id_ not in known]
        if unknown:
            message = f"not carried over: {', '.join(unknown[:5])}"
            raise ValidationFailed([Issue("controlIds", "unknown_control", message)])
        at = now()
        await confirm(row.id, sorted(set(control_ids)), actor.name, at)
        await writes.revise(row, at)
        await record(
            actor,
            "carried.confirm",
            row.id,
            organisation_id=row.operator_id,
            controls=len(set(control_ids)),
        )
        return row

    row = await database.write(work)
    return await reads.carried(row)
