"""An assessment beside an earlier one, control by control and part by part. Pure.

Controls are matched by what the catalogue says became of them, parts by their names, questions by
what carrying over would take for the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nisassess.assessments.answering import in_words
from nisassess.assessments.carrying import Carried, CarriedPlan, still_valid
from nisassess.assessments.scoring import asked_questions
from nisassess.assessments.types import CarriedRow, MeasureRow, Snapshot
from nisassess.catalogues.types import PinnedControl, PinnedGroup, PinnedProfile
from nisassess.sdk.scoring import ControlScore, ControlState, Figures, PartScore, Score


class Aspect(StrEnum):
    """What of a control reads otherwise than in the earlier assessment."""

    CONTROL = "control"
    """The control itself: it is new, gone, split, merged, or asks otherwise."""
    STATE = "state"
    LEVEL = "level"
    TARGET = "target"
    ANSWER = "answer"
    JUSTIFICATION = "justification"
    NOT_APPLICABLE = "not_applicable"
    EVIDENCE = "evidence"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Side:
    """An assessment with its score."""

    taken: Snapshot
    score: Score


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """An answer in words; `becomes` is the question of the later assessment that takes it over."""

    question: str
    prompt: str
    answer: str | None
    value: str | None
    becomes: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one assessment says of one control in one part."""

    control_id: str
    title: str
    state: ControlState
    level: int | None
    justification: str | None
    reason: str | None
    """Why it is not applicable."""
    evidence: tuple[str, ...]
    measure: MeasureRow | None
    answers: tuple[SaidAnswer, ...]


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A part then and now; several earlier controls can have become one."""

    name: str
    part_id: str | None
    now: Said | None
    then: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a control stands, or stood."""

    control_id: str
    title: str
    state: ControlState
    level: int | None
    target: int


@dataclass(frozen=True, slots=True)
class ComparedControl:
    """A control of either assessment; one that is gone has no `now`, a new one no `then`."""

    control_id: str
    label: str | None
    title: str
    group_id: str
    group_title: str
    change: Carried
    note: str | None
    """Why the catalogue changed it, as it says itself."""
    now: Stood | None
    then: tuple[Stood, ...]
    parts: tuple[ComparedPart, ...]
    aspects: tuple[Aspect, ...]
    """What reads otherwise, empty where nothing does."""


@dataclass(frozen=True, slots=True)
class ComparedGroup:
    """The figures of a group then and now; None where it is not in that assessment."""

    group_id: str
    title: str
    now: Figures | None
    then: Figures | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything, in the order of the later assessment; what is gone comes last."""

    groups: tuple[ComparedGroup, ...]
    total_now: Figures
    total_then: Figures
    controls: tuple[ComparedControl, ...]

    @property
    def better(self) -> int:
        """Controls that reach their target and did not before."""
        return sum(_met(one.now) and not all(map(_met, one.then)) for one in self._both)

    @property
    def worse(self) -> int:
        """Controls that reached their target and do not any more."""
        return sum(
            all(map(_met, one.then)) and one.now is not None and one.now.state is ControlState.BELOW
            for one in self._both
        )

    @property
    def _both(self) -> list[ComparedControl]:
        return [one for one in self.controls if one.now is not None and one.then]


def compare(
    now: Side, then: Side, plans: Sequence[CarriedPlan], carried: Sequence[CarriedRow]
) -> Comparison:
    """The later assessment beside the earlier one.

    `plans` says what became of each control; `carried` what was recorded when the one was carried
    over into the other, which prevails.
    """
    return Comparison(
        groups=tuple(_groups(now, then)),
        total_now=now.score.total,
        total_then=then.score.total,
        controls=_Look(now, then, carried).controls(plans),
    )


def _groups(now: Side, then: Side) -> list[ComparedGroup]:
    before = {group.group: group.figures for group in then.score.groups}
    after = {group.group: group.figures for group in now.score.groups}
    titles = {group.id: group.title for group in then.taken.profile.groups}
    titles |= {group.id: group.title for group in now.taken.profile.groups}
    return [
        ComparedGroup(id_, titles[id_], after.get(id_), before.get(id_))
        for id_ in dict.fromkeys((*after, *before))
    ]


class _Look:
    """Looks at both assessments, with what is needed at hand."""

    def __init__(self, now: Side, then: Side, carried: Sequence[CarriedRow]) -> None:
        self._now, self._then = _Index(now), _Index(then)
        self._carried = {row.control_id: row for row in carried}

    def controls(self, plans: Sequence[CarriedPlan]) -> tuple[ComparedControl, ...]:
        return tuple(
            self._removed(plan) if plan.change is Carried.REMOVED else self._control(plan)
            for plan in plans
        )

    def _control(self, plan: CarriedPlan) -> ComparedControl:
        group, control = self._now.controls[plan.control_id]
        origins = [origin.control.id for origin in plan.origins]
        parts = tuple(self._parts(plan, control))
        stood = self._now.stood(control)
        then = tuple(self._then.stood(self._then.controls[id_][1]) for id_ in origins)
        row = self._carried.get(control.id)
        change = Carried(row.change) if row else plan.change
        return ComparedControl(
            control.id,
            control.label,
            control.title,
            group.id,
            group.title,
            change,
            row.note if row else plan.note,
            stood,
            then,
            parts,
            _aspects(change, stood, then, parts),
        )

    def _removed(self, plan: CarriedPlan) -> ComparedControl:
        group, control = self._then.controls[plan.control_id]
        parts = tuple(
            ComparedPart(name, None, None, (self._then.said(control, id_),))
            for name, id_ in self._then.parts.items()
        )
        return ComparedControl(
            control.id,
            control.label,
            control.title,
            group.id,
            group.title,
            Carried.REMOVED,
            plan.note,
            None,
            (self._then.stood(control),),
            parts,
            (Aspect.CONTROL,),
        )

    def _parts(self, plan: CarriedPlan, control: PinnedControl) -> list[ComparedPart]:
        becomes = {old: new for origin in plan.origins for old, new in origin.questions.items()}
        found = []
        for name in dict.fromkeys((*self._now.parts, *self._then.parts)):
            here, there = self._now.parts.get(name), self._then.parts.get(name)
            now = self._now.said(control, here) if here else None
            then = tuple(
                self._then.said(origin.control, there, becomes, control) for origin in plan.origins
            )
            if now or then:
                found.append(ComparedPart(name, here, now, then if there else ()))
        return found


class _Index:
    """One side, by ids and names."""

    def __init__(self, side: Side) -> None:
        taken = side.taken
        self.controls = _controls(taken.profile)
        self.parts = {part.name: part.id for part in taken.parts}
        self._scores: dict[str, ControlScore] = {one.control: one for one in side.score.controls}
        self._answers = {(row.part_id, row.question_id): row.value for row in taken.responses}
        self._statements = {(row.control_id, row.part_id): row for row in taken.statements}
        self._measures = {(row.control_id, row.part_id): row for row in taken.measures}
        self._evidence: dict[tuple[str, str], list[str]] = {}
        for row in taken.evidence:
            place = (row.control_id, row.part_id)
            self._evidence.setdefault(place, []).append(row.evidence.title)

    def stood(self, control: PinnedControl) -> Stood:
        score = self._scores[control.id]
        return Stood(control.id, control.title, score.state, score.level, score.target)

    def said(
        self,
        control: PinnedControl,
        part: str | None,
        becomes: Mapping[str, str] | None = None,
        later: PinnedControl | None = None,
    ) -> Said:
        part = part or ""
        score = self._part(control, part)
        statement = self._statements.get((control.id, part))
        excluded = score is not None and score.state is ControlState.NOT_APPLICABLE
        return Said(
            control.id,
            control.title,
            score.state if score else ControlState.OPEN,
            score.level if score else None,
            (statement.justification or None) if statement else None,
            (statement.not_applicable_reason or None)
            if statement and statement.not_applicable
            else None,
            tuple(self._evidence.get((control.id, part), ())),
            self._measures.get((control.id, part)),
            () if excluded else tuple(self._said(control, part, becomes or {}, later)),
        )

    def _part(self, control: PinnedControl, part: str) -> PartScore | None:
        return next((one for one in self._scores[control.id].parts if one.part == part), None)

    def _said(
        self,
        control: PinnedControl,
        part: str,
        becomes: Mapping[str, str],
        later: PinnedControl | None,
    ) -> list[SaidAnswer]:
        asked = {question.id: question for question in later.questions} if later else {}
        found = []
        for question in asked_questions(control, part, self._answers):
            value = self._answers.get((part, question.id))
            target = asked.get(becomes.get(question.id, ""))
            takes = target is not None and still_valid(target, value) is not None
            found.append(
                SaidAnswer(
                    question.id,
                    question.prompt,
                    in_words(question, value),
                    value,
                    target.id if target and takes else None,
                )
            )
        return found


def _controls(profile: PinnedProfile) -> dict[str, tuple[PinnedGroup, PinnedControl]]:
    return {control.id: (group, control) for group in profile.groups for control in group.controls}


def _aspects(
    change: Carried, now: Stood, then: Sequence[Stood], parts: Sequence[ComparedPart]
) -> tuple[Aspect, ...]:
    found: set[Aspect] = set()
    if change is not Carried.SAME:
        found.add(Aspect.CONTROL)
    for stood in then:
        found |= {
            aspect
            for aspect, before, after in (
                (Aspect.STATE, stood.state, now.state),
                (Aspect.LEVEL, stood.level, now.level),
                (Aspect.TARGET, stood.target, now.target),
            )
            if before != after
        }
    for part in parts:
        found |= _of_part(part)
    return tuple(aspect for aspect in Aspect if aspect in found)


def _of_part(part: ComparedPart) -> set[Aspect]:
    if part.now is None or not part.then:
        return {Aspect.STATE}
    found: set[Aspect] = set()
    for then in part.then:
        found |= {
            aspect
            for aspect, before, after in (
                (Aspect.STATE, then.state, part.now.state),
                (Aspect.LEVEL, then.level, part.now.level),
                (Aspect.JUSTIFICATION, then.justification, part.now.justification),
                (Aspect.NOT_APPLICABLE, then.reason, part.now.reason),
                (Aspect.EVIDENCE, sorted(then.evidence), sorted(part.now.evidence)),
                (Aspect.MEASURE, _planned(then.measure), _planned(part.now.measure)),
                (Aspect.ANSWER, _answers(then, earlier=True), _answers(part.now)),
            )
            if before != after
        }
    return found


def _answers(said: Said, *, earlier: bool = False) -> dict[str, str]:
    return {
        ((one.becomes or one.question) if earlier else one.question): one.value
        for one in said.answers
        if one.value is not None
    }


def _planned(row: MeasureRow | None) -> tuple[object, ...] | None:
    return (
        None
        if row is None
        else (row.what, row.who, row.until, row.cost_class, row.state, row.owner_id)
    )


def _met(stood: Stood | None) -> bool:
    return stood is not None and stood.state is ControlState.MET
