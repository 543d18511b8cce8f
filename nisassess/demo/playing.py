"""Enters the assessments: answers, evidence, approval, release, each by somebody with the role."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from nisassess.access import Actor, Role
from nisassess.assessments import approving, attaching, carrying_over, service
from nisassess.assessments.repository import reads
from nisassess.assessments.types import AssessmentRow, Key, MemberValue, OpeningFact
from nisassess.demo.cast import PASSWORD, cast
from nisassess.demo.papers import File, Reference, papers
from nisassess.demo.people import People
from nisassess.demo.saying import Said, Scene, Statement
from nisassess.demo.script import Approval, Opening, Script, dated
from nisassess.evidence.service import EvidenceService, describe_file
from nisassess.evidence.types import ReferenceInput, UploadPlace
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound
from nisassess.plugins import PluginRegistry
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.service import Submitter
from nisassess.submissions.types import StatusReader


@dataclass(frozen=True, slots=True)
class Stage:
    """What the assessments are entered with; `played` are ids of those entered, by key."""

    database: Database
    registry: PluginRegistry
    evidence: EvidenceService
    status: StatusReader
    sealer: Sealer
    people: People
    played: dict[str, str] = field(default_factory=dict)


async def play(stage: Stage, script: Script) -> None:
    """Enter one assessment as far as its script goes."""
    performance = await _start(stage, script)
    stage.played[script.key] = performance.scene.assessment_id
    for statement in performance.statements():
        for save in statement.saves():
            await save
    await performance.attach()
    await performance.confirm()
    if script.approval is not None:
        await performance.decide(script.approval)
    if script.addressee is not None:
        await performance.release(stage.people.authority_id(script.addressee))


async def _start(stage: Stage, script: Script) -> "_Performance":
    coordinator = stage.people.in_operator(script.operator, Role.OPERATOR_COORDINATOR)
    begin = _begin if script.after is None else _carry_over
    row = await begin(stage, script, coordinator)
    taken = await service.snapshot_of(row)
    scene = Scene(
        database=stage.database,
        people=stage.people,
        script=script,
        assessment_id=row.id,
        profile=taken.profile,
        parts={part.name: part.id for part in taken.parts},
        said=Said.of(taken),
    )
    return _Performance(stage, scene)


async def _begin(stage: Stage, script: Script, coordinator: Actor) -> AssessmentRow:
    first, last = script.period
    given = service.StartInput(
        operator_id=cast().operator(script.operator).id,
        profile_id=script.profile,
        title=dated(script.title),
        scope_kind=script.scope,
        scope_name=script.scope_name,
        scope_description=dated(script.scope_description),
        period_from=first,
        period_until=last,
        parts=[(part.name, part.description) for part in script.parts],
        opening=_opening(script.opening),
    )
    return await service.start(stage.database, stage.registry, coordinator, given)


async def _carry_over(stage: Stage, script: Script, coordinator: Actor) -> AssessmentRow:
    """Scope and parts are those of the earlier assessment."""
    first, last = script.period
    given = carrying_over.CarryInput(
        assessment_id=stage.played[script.after or ""],
        profile_id=script.profile,
        title=dated(script.title),
        period_from=first,
        period_until=last,
        opening=_opening(script.opening),
    )
    return await carrying_over.carry_over(stage.database, stage.registry, coordinator, given)


def _opening(opening: Opening | None) -> OpeningFact | None:
    if opening is None:
        return None
    return OpeningFact(opening.option, opening.authority, _ago(opening.days_ago))


@dataclass(frozen=True, slots=True)
class _Performance:
    """One assessment being entered."""

    stage: Stage
    scene: Scene

    @property
    def _script(self) -> Script:
        return self.scene.script

    def statements(self) -> Iterator[Statement]:
        """Every control in every part that the script speaks of."""
        script, number = self._script, 0
        for position, part in enumerate(script.parts):
            for group in self.scene.profile.groups:
                for control in group.controls:
                    if not script.speaks_of(part, group, control):
                        continue
                    number += 1
                    open_ = bool(script.unanswered) and number % script.unanswered == 0
                    level = script.level(position, group, control)
                    yield Statement(self.scene, part, group, control, level, open_)

    async def attach(self) -> None:
        """Attach files and references."""
        found = papers(self._script.key)
        author = self.scene.actor(Role.OPERATOR_COORDINATOR)
        for file in found.files:
            await self._upload(author, file)
        for reference in found.references:
            await self._refer(author, reference)

    async def _upload(self, author: Actor, file: File) -> None:
        content = file.content(today().year - 1)
        shown = describe_file(file.filename, file.title, None, len(content))
        first, *others = self._keys(file.attach)
        place = UploadPlace(first.assessment_id, first.part_id, first.control_id)
        done = await self.stage.evidence.upload(author, place, shown, _chunks(content))
        for key in others:
            await attaching.attach(self.scene.database, author, key, done.evidence.id)

    async def _refer(self, author: Actor, reference: Reference) -> None:
        digest = None
        if reference.digest_of is not None:
            digest = hashlib.sha256(reference.digest_of.encode()).hexdigest()
        given = ReferenceInput(
            title=reference.title,
            owner=reference.owner,
            location=reference.location,
            dated=_ago(reference.days_ago),
            digest=digest,
        )
        first, *others = self._keys(reference.attach)
        database = self.scene.database
        attached, _ = await attaching.attach_reference(database, author, first, given)
        for key in others:
            await attaching.attach(database, author, key, attached.evidence.id)

    def _keys(self, attach: dict[str, tuple[str, ...]]) -> Iterator[Key]:
        for control, parts in attach.items():
            for part in parts:
                yield Key(self.scene.assessment_id, self.scene.parts[part], control)

    async def confirm(self) -> None:
        """Look at what came from the earlier assessment, as far as the script says."""
        confirmed = [
            control.id
            for group in self.scene.profile.groups
            for control in group.controls
            if {group.id, control.id} & set(self._script.confirms)
        ]
        if confirmed:
            actor = self.scene.actor(Role.OPERATOR_COORDINATOR)
            id_ = self.scene.assessment_id
            await carrying_over.confirm_carried(self.scene.database, actor, id_, confirmed)

    async def decide(self, approval: Approval) -> None:
        """Let the management body decide on the present revision."""
        actor = self.scene.actor(Role.OPERATOR_APPROVER)
        decision = approving.Decision(
            approve=approval.refused is None,
            body=approval.body,
            resolution=dated(approval.resolution),
            resolved_on=_ago(approval.days_ago),
            reasons=approval.refused,
            reservations=approval.reservations,
            members=tuple(
                MemberValue(
                    one.name,
                    one.function,
                    None if one.trained_days_ago is None else _ago(one.trained_days_ago),
                )
                for one in approval.members
            ),
        )
        methods, id_ = self.stage.registry.methods, self.scene.assessment_id
        revision = await self._revision(actor)
        await approving.decide(
            self.scene.database, methods, actor, id_, revision, decision=decision
        )

    async def release(self, addressee_id: str) -> None:
        """Let the signatory submit the approved revision."""
        actor = self.scene.actor(Role.SIGNATORY)
        submitter = Submitter(
            self.scene.database, self.stage.registry, self.stage.status, self.stage.sealer
        )
        revision = await self._revision(actor)
        id_ = self.scene.assessment_id
        await submitter.submit(actor, id_, revision, addressee_id, PASSWORD)

    async def _revision(self, actor: Actor) -> int:
        row = await reads.assessment(actor, self.scene.assessment_id)
        if row is None:
            raise NotFound("assessment")
        return row.revision


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    yield content
