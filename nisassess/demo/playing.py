"""Enters the assessments: answers, evidence, approval, release, each by somebody with the role."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nisassess.access import Actor, Role
from nisassess.assessments import approving, attaching, service
from nisassess.assessments.repository import reads
from nisassess.assessments.types import AssessmentRow, Key, MemberValue
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedControl, PinnedGroup, PinnedProfile
from nisassess.demo import phrases
from nisassess.demo.answers import answers
from nisassess.demo.cast import PASSWORD, cast
from nisassess.demo.papers import File, Reference, papers
from nisassess.demo.people import People
from nisassess.demo.script import Approval, Part, Script, dated
from nisassess.demo.texts import texts
from nisassess.evidence.service import EvidenceService, describe_file
from nisassess.evidence.types import ReferenceInput, UploadPlace
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound
from nisassess.plugins import PluginRegistry
from nisassess.submissions.service import Submitter
from nisassess.submissions.types import StatusReader


@dataclass(frozen=True, slots=True)
class Stage:
    """What the assessments are entered with."""

    database: Database
    registry: PluginRegistry
    evidence: EvidenceService
    status: StatusReader
    people: People


async def play(stage: Stage, script: Script) -> None:
    """Enter one assessment as far as its script goes."""
    performance = await _start(stage, script)
    for place in performance.places():
        for save in place.saves():
            await save
    await performance.attach()
    if script.approval is not None:
        await performance.approve(script.approval)
    if script.addressee is not None:
        await performance.release(stage.people.authority_id(script.addressee))


async def _start(stage: Stage, script: Script) -> "_Performance":
    first, last = script.period
    row = await service.start(
        stage.database,
        stage.registry,
        stage.people.in_operator(script.operator, Role.OPERATOR_COORDINATOR),
        service.StartInput(
            operator_id=cast().operator(script.operator).id,
            profile_id=script.profile,
            title=dated(script.title),
            scope_kind=script.scope,
            scope_name=script.scope_name,
            scope_description=dated(script.scope_description),
            period_from=first,
            period_until=last,
            parts=[(part.name, part.description) for part in script.parts],
        ),
    )
    parts = {part.name: part.id for part in await reads.parts(row)}
    return _Performance(stage, script, row, parts, await profiles.pinned(row.profile_digest))


@dataclass(frozen=True, slots=True)
class _Performance:
    """One assessment being entered; `parts` are ids by name."""

    stage: Stage
    script: Script
    row: AssessmentRow
    parts: dict[str, str]
    profile: PinnedProfile

    @property
    def database(self) -> Database:
        return self.stage.database

    def actor(self, role: Role) -> Actor:
        return self.stage.people.in_operator(self.script.operator, role)

    def places(self) -> Iterator["_Place"]:
        """Every control in every part that the script covers."""
        number = 0
        for position, part in enumerate(self.script.parts):
            for group in self.profile.groups:
                if not self.script.covered(part, group):
                    continue
                for control in group.controls:
                    number += 1
                    open_ = bool(self.script.unanswered) and number % self.script.unanswered == 0
                    level = self.script.level(position, group, control)
                    yield _Place(self, part, group, control, level, open_)

    async def attach(self) -> None:
        """Attach files and references."""
        found = papers(self.script.key)
        author = self.actor(Role.OPERATOR_COORDINATOR)
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
            await attaching.attach(self.database, author, key, done.evidence.id)

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
        attached, _ = await attaching.attach_reference(self.database, author, first, given)
        for key in others:
            await attaching.attach(self.database, author, key, attached.evidence.id)

    def _keys(self, attach: dict[str, tuple[str, ...]]) -> Iterator[Key]:
        for control, parts in attach.items():
            for part in parts:
                yield Key(self.row.id, self.parts[part], control)

    async def approve(self, approval: Approval) -> None:
        """Let the management body approve the present revision."""
        actor = self.actor(Role.OPERATOR_APPROVER)
        decision = approving.Decision(
            approve=True,
            body=approval.body,
            resolution=dated(approval.resolution),
            resolved_on=_ago(approval.days_ago),
            reasons=None,
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
        revision = await self._revision(actor)
        methods = self.stage.registry.methods
        await approving.decide(
            self.database, methods, actor, self.row.id, revision, decision=decision
        )

    async def release(self, addressee_id: str) -> None:
        """Let the signatory submit the approved revision."""
        actor = self.actor(Role.SIGNATORY)
        submitter = Submitter(self.database, self.stage.registry, self.stage.status)
        revision = await self._revision(actor)
        await submitter.submit(actor, self.row.id, revision, addressee_id, PASSWORD)

    async def _revision(self, actor: Actor) -> int:
        row = await reads.assessment(actor, self.row.id)
        if row is None:
            raise NotFound("assessment")
        return row.revision


@dataclass(frozen=True, slots=True)
class _Place:
    """One control in one part."""

    performance: _Performance
    part: Part
    group: PinnedGroup
    control: PinnedControl
    level: int | None
    open: bool
    """Somebody has begun with it: its last question waits, and there is no justification yet."""

    @property
    def script(self) -> Script:
        return self.performance.script

    @property
    def name(self) -> str:
        return f"{self.script.key}/{self.part.name}/{self.control.id}"

    def key(self, question: str | None = None) -> Key:
        here = self.performance
        return Key(here.row.id, here.parts[self.part.name], self.control.id, question)

    def saves(self) -> Iterator[Awaitable[Any]]:
        """Everything that is said of the control."""
        database, actor = self.performance.database, self.performance.actor(self.part.author)
        if self.level is None:
            yield self._statement(database, actor, None)
            return
        given = list(answers(self.name, self.control, self.level))
        for question, value in given[:-1] if self.open else given:
            yield service.save_response(database, actor, self.key(question), value, 0)
        if self.open:
            return
        yield self._statement(database, actor, self._justification(self.level))
        if self.level < self.control.target:
            yield self._measure(database, actor)

    def _justification(self, level: int) -> str:
        written = texts().justification(self.script.operator, self.control.id, self.part.name)
        if written is not None and self.script.before is None:
            return dated(written)
        year = today().year - 1
        return phrases.justification(self.name, year, self.part, self.control, level)

    def _statement(
        self, database: Database, actor: Actor, justification: str | None
    ) -> Awaitable[Any]:
        excluded = justification is None
        reason = self.script.reason(self.part, self.group, self.control) if excluded else None
        return service.save_statement(
            database,
            actor,
            self.key(),
            justification=justification,
            not_applicable=excluded,
            not_applicable_reason=reason,
            expected=0,
        )

    def _measure(self, database: Database, actor: Actor) -> Awaitable[Any]:
        written = texts().measure(self.script.operator, self.control.id, self.part.name)
        planned = written or phrases.measure(self.name, self.part, self.control)
        return service.save_measure(
            database,
            actor,
            self.key(),
            what=planned.what,
            who=planned.who,
            until=_end_of_month(planned.months),
            cost_class=planned.cost,
            expected=0,
        )


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def _end_of_month(months: int) -> date:
    """The last day of a month, counted from the end of this year."""
    index = (today().year + 1) * 12 + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    yield content
