"""Use cases of evidence links; implements what the evidence slice asks of controls."""

from nisassess.access import Actor, Permission
from nisassess.assessments.repository import places, reads, writes
from nisassess.assessments.saving import revision_told
from nisassess.assessments.types import AssessmentRow, AttachedRow, Key, PartRow
from nisassess.assessments.validation import check_control
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.evidence import repository as evidence_repository
from nisassess.evidence import service as evidence_service
from nisassess.evidence.linking import LinkOutcome, PushOutcome, UploadTarget
from nisassess.evidence.types import EvidenceRow, PushPlace, ReferenceInput, UploadPlace
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused
from nisassess.kit.ids import checked_id


class ControlLinker:
    """Attaches evidence to controls (see `nisassess.evidence.linking.Linker`)."""

    async def check_upload(self, actor: Actor, place: UploadPlace) -> UploadTarget:
        """Whether a person may attach there now."""
        row = await reads.assigned(actor, place.assessment, Permission.ASSIGNED_WRITE)
        if row is None or (row.reach and not row.reach.covers(place.control, place.part)):
            raise NotFound("assessment")
        await self._check_place(row, place)
        writes.refuse_frozen(row)
        return UploadTarget(row.operator_id, apart=row.reach is not None)

    async def attach_upload(
        self, actor: Actor, place: UploadPlace, evidence: EvidenceRow
    ) -> LinkOutcome:
        """Attach a person's file, inside the caller's transaction."""
        key = Key(place.assessment, place.part, place.control)
        return LinkOutcome(await attach_in_transaction(actor, key, evidence))

    async def assigned(self, actor: Actor, evidence_id: str) -> EvidenceRow | None:
        """Evidence that is attached where something is assigned to a limited caller."""
        for row, links in await reads.attached_for_limited(actor, evidence_id):
            reach = row.reach
            for attached in links:
                if reach is not None and reach.covers(attached.control_id, attached.part_id):
                    return attached.evidence
        return None

    async def _check_place(self, row: AssessmentRow, place: UploadPlace) -> None:
        check_control(await profiles.pinned(row.profile_digest), place.control)
        if not any(part.id == place.part for part in await reads.parts(row)):
            raise NotFound("part")

    async def check_push(self, actor: Actor, place: PushPlace) -> None:
        """Whether an integrator may push to the control now."""
        await self._targets(place)

    async def attach_push(
        self, actor: Actor, place: PushPlace, evidence: EvidenceRow
    ) -> PushOutcome:
        """Attach the revision in every open assessment meant, in place of earlier ones."""
        attached: list[str] = []
        for row, parts in await self._targets(place):
            changed = False
            for part in parts:
                key = Key(row.id, part.id, place.control)
                changed |= await _replace(actor, row, key, evidence)
            if changed:
                await writes.revise(row, now())
            attached.append(row.id)
        return PushOutcome(tuple(attached))

    async def _targets(self, place: PushPlace) -> list[tuple[AssessmentRow, list[PartRow]]]:
        named = place.assessment
        candidates = await writes.assessments_of(place.operator)
        if named is not None:
            candidates = [row for row in candidates if row.id == named]
            if not candidates:
                raise NotFound("assessment")
        with_control = [
            row
            for row in candidates
            if place.control in (await profiles.pinned(row.profile_digest)).controls
        ]
        if not with_control:
            raise NotFound("control")
        targets = [row for row in with_control if row.is_open]
        if not targets:
            message = (
                "Every assessment that has this control is submitted and keeps the evidence it "
                "had. Start a new assessment first."
            )
            raise StateRefused("submitted", message)
        return [(row, await self._parts(row, place.part)) for row in targets]

    async def _parts(self, row: AssessmentRow, wanted: str | None) -> list[PartRow]:
        parts = [
            part
            for part in await reads.parts(row)
            if wanted is None or wanted == part.id or wanted.casefold() == part.name.casefold()
        ]
        if not parts:
            raise NotFound("part")
        return parts


async def _replace(actor: Actor, row: AssessmentRow, key: Key, evidence: EvidenceRow) -> bool:
    """Put a revision in the place of the others of its series; whether anything changed."""
    at = now()
    series = evidence.series
    removed = series is not None and await writes.detach_others(actor, key, series, evidence.id, at)
    added = await writes.attach(actor, key, evidence.id, at)
    if added or removed:
        await _record(actor, row, "evidence.attach", key, evidence.id)
    return added or removed


async def attach_in_transaction(actor: Actor, key: Key, evidence: EvidenceRow) -> int:
    """Attach evidence of the same operator; the assessment's revision."""
    row = await places.claim_place(actor, key)
    profile = await profiles.pinned(row.profile_digest)
    check_control(profile, key.control_id)
    # Of the operator's evidence the limited attach what they brought themselves.
    if evidence.operator_id != row.operator_id or (row.reach and evidence.added_by_id != actor.id):
        raise NotFound("evidence")
    at = now()
    if not await writes.attach(actor, key, evidence.id, at):
        return revision_told(row, row.revision)
    await places.touched(actor, row, profile, key, at)
    revision = await writes.revise(row, at)
    await _record(actor, row, "evidence.attach", key, evidence.id)
    return revision_told(row, revision)


async def attach(
    database: Database, actor: Actor, key: Key, evidence_id: str
) -> tuple[AttachedRow, int]:
    """Attach evidence that the operator already has."""
    checked_id("evd", evidence_id, "evidence")

    async def work() -> int:
        evidence = await evidence_repository.evidence(actor, evidence_id)
        if evidence is None:
            raise NotFound("evidence")
        return await attach_in_transaction(actor, key, evidence)

    revision = await database.write(work)
    return await _attached(actor, key, evidence_id), revision


async def attach_reference(
    database: Database, actor: Actor, key: Key, given: ReferenceInput
) -> tuple[AttachedRow, int]:
    """Attach a reference to an artefact that stays with the operator."""
    assessment = await reads.assigned(actor, key.assessment_id, Permission.ASSIGNED_WRITE)
    if assessment is None:
        raise NotFound("assessment")
    evidence = evidence_service.prepare_reference(actor, assessment.operator_id, given)

    async def work() -> int:
        await evidence_repository.add(evidence)
        return await attach_in_transaction(actor, key, evidence)

    revision = await database.write(work)
    return await _attached(actor, key, evidence.id), revision


async def detach(database: Database, actor: Actor, key: Key, evidence_id: str) -> int:
    """Take evidence off a control; the artefact itself stays. The assessment's revision."""
    checked_id("evd", evidence_id, "evidence")

    async def work() -> int:
        row = await places.claim_place(actor, key)
        at = now()
        if row.reach is not None and not await writes.brought(actor, evidence_id):
            raise NotFound("evidence")
        if not await writes.detach(actor, key, evidence_id, at):
            raise NotFound("evidence")
        await places.touched(actor, row, await profiles.pinned(row.profile_digest), key, at)
        revision = await writes.revise(row, at)
        await _record(actor, row, "evidence.detach", key, evidence_id)
        return revision_told(row, revision)

    return await database.write(work)


async def _attached(actor: Actor, key: Key, evidence_id: str) -> AttachedRow:
    row = await reads.assigned(actor, key.assessment_id)
    found = await reads.evidence(row, key.control_id) if row else ()
    for attached in found:
        if attached.part_id == key.part_id and attached.evidence.id == evidence_id:
            return attached
    raise NotFound("evidence")


async def _record(
    actor: Actor, row: AssessmentRow, action: str, key: Key, evidence_id: str
) -> None:
    await record(
        actor,
        action,
        row.id,
        organisation_id=row.operator_id,
        control=key.control_id,
        part=key.part_id,
        evidence=evidence_id,
    )
