"""What is said of one control in one part: answers, justification, planned measure."""

from collections.abc import Awaitable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from nisassess.access import Actor, Role
from nisassess.assessments import planning, service
from nisassess.assessments.types import (
    Key,
    MeasureRow,
    ResponseRow,
    Snapshot,
    StatementRow,
)
from nisassess.catalogues.types import PinnedControl, PinnedGroup, PinnedProfile
from nisassess.demo import phrases
from nisassess.demo.answers import answers
from nisassess.demo.people import People
from nisassess.demo.script import Part, Script, dated
from nisassess.demo.texts import texts
from nisassess.kit.clock import today
from nisassess.kit.database import Database

Place = tuple[str, str]
"""Part and control, or part and question."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an assessment says already; nothing unless it was carried over."""

    responses: Mapping[Place, ResponseRow] = field(default_factory=dict)
    statements: Mapping[Place, StatementRow] = field(default_factory=dict)
    measures: Mapping[Place, MeasureRow] = field(default_factory=dict)

    @classmethod
    def of(cls, taken: Snapshot) -> "Said":
        """What the snapshot holds."""
        return cls(
            {(row.part_id, row.question_id): row for row in taken.responses},
            {(row.part_id, row.control_id): row for row in taken.statements},
            {(row.part_id, row.control_id): row for row in taken.measures},
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """One assessment being entered; `parts` are ids by name."""

    database: Database
    people: People
    script: Script
    assessment_id: str
    profile: PinnedProfile
    parts: Mapping[str, str]
    said: Said

    def actor(self, role: Role) -> Actor:
        """Who has the role in the operator."""
        return self.people.in_operator(self.script.operator, role)


@dataclass(frozen=True, slots=True)
class Statement:
    """One control in one part, with the level it is to have; None: not applicable."""

    scene: Scene
    part: Part
    group: PinnedGroup
    control: PinnedControl
    level: int | None
    open: bool
    """Somebody has begun with it: its last question waits, and there is no justification yet."""

    @property
    def name(self) -> str:
        """The place, by which its words are chosen."""
        return f"{self.scene.script.key}/{self.part.name}/{self.control.id}"

    @property
    def _part_id(self) -> str:
        return self.scene.parts[self.part.name]

    @property
    def _place(self) -> Place:
        return self._part_id, self.control.id

    def _key(self, question: str | None = None) -> Key:
        return Key(self.scene.assessment_id, self._part_id, self.control.id, question)

    def saves(self) -> Iterator[Awaitable[Any]]:
        """Everything that is said of the control."""
        actor = self.scene.actor(self.part.author)
        if self.level is None:
            yield self._statement(actor, None)
            return
        yield from self._responses(actor, self.level)
        if self.open:
            return
        yield self._statement(actor, self._justification(self.level))
        planned = self.scene.said.measures.get(self._place)
        if self.level < self.control.target:
            yield self._measure(actor, planned)
        elif planned is not None:
            key = self._key()
            yield planning.remove_measure(self.scene.database, actor, key, planned.version)

    def _responses(self, actor: Actor, level: int) -> Iterator[Awaitable[Any]]:
        script = self.scene.script
        written = script.written(self.part)
        found = list(answers(self.name, self.scene.profile, self.control, level, written))
        for question, value in found[:-1] if self.open else found:
            stored = self.scene.said.responses.get((self._part_id, question))
            if stored is None or stored.value != value:
                key, version = self._key(question), stored.version if stored else 0
                yield service.save_response(self.scene.database, actor, key, value, version)

    def _justification(self, level: int) -> str:
        script = self.scene.script
        written = texts().justification(script.operator, self.control.id, self.part.name)
        if written is not None and script.after is None:
            return dated(written)
        year = today().year - 1
        profile = self.scene.profile
        return phrases.justification(self.name, year, self.part, profile, self.control, level)

    def _statement(self, actor: Actor, justification: str | None) -> Awaitable[Any]:
        excluded = justification is None
        script = self.scene.script
        reason = script.reason(self.part, self.group, self.control) if excluded else None
        stored = self.scene.said.statements.get(self._place)
        return service.save_statement(
            self.scene.database,
            actor,
            self._key(),
            justification=justification,
            not_applicable=excluded,
            not_applicable_reason=reason,
            expected=stored.version if stored else 0,
        )

    def _measure(self, actor: Actor, stored: MeasureRow | None) -> Awaitable[Any]:
        written = texts().measure(self.scene.script.operator, self.control.id, self.part.name)
        planned = written or phrases.measure(self.name, self.part, self.scene.profile, self.control)
        return planning.save_measure(
            self.scene.database,
            actor,
            self._key(),
            planning.MeasureInput(
                what=planned.what,
                who=planned.who,
                until=_end_of_month(planned.months),
                cost_class=planned.cost,
            ),
            stored.version if stored else 0,
        )


def _end_of_month(months: int) -> date:
    """The last day of a month, counted from the end of this year."""
    index = (today().year + 1) * 12 + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)
