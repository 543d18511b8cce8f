"""Gated maturity: a level counts only when every level below it is met.

A maturity question supports all levels up to the answered one. An achievement or yes/no question
belongs to one level and, until it is achieved, caps the control just below that level. A control
takes the level of its worst applicable part: a control room left behind is not averaged away by
a good office network.
"""

from collections.abc import Iterator
from typing import ClassVar

from nisassess.sdk.content import AnswerKind
from nisassess.sdk.scoring.fit import (
    maturity_faults,
    own_level_faults,
    parameter_faults,
    scale_faults,
)
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault
from nisassess.sdk.scoring.types import (
    ControlInput,
    ControlScore,
    ControlState,
    Figures,
    GroupScore,
    PartInput,
    PartScore,
    QuestionInput,
    Score,
    ScoringInput,
    Trace,
    TraceInput,
)

_ACHIEVED = {"achieved", "yes"}

_RULE_QUESTION = (
    "A level counts only when all levels below it are met: the part reaches the lowest level "
    "that any of its questions allows."
)
_RULE_CONTROL = "A control takes the level of its worst applicable part."
_RULE_COMPLETENESS = "Answered questions divided by all questions of applicable controls and parts."
_RULE_ATTAINMENT = (
    "Controls that reach their target divided by controls assessed; open and not applicable "
    "controls are left out."
)


class GatedMaturity:
    """Gated maturity, version 1.0."""

    id: ClassVar[str] = "gated-maturity"
    version: ClassVar[str] = "1.0"
    title: ClassVar[str] = "Gated maturity levels"
    summary: ClassVar[str] = (
        "A level counts only when every level below it is met. A control takes the level of its "
        "worst part, and nothing is averaged."
    )
    monotone: ClassVar[bool] = True
    parameters: ClassVar[tuple[Parameter, ...]] = ()

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """A question without a level, or levels that leave the profile's scale."""
        yield from scale_faults(view)
        yield from parameter_faults(view, self.parameters)
        yield from maturity_faults(view)
        yield from own_level_faults(view)

    def score(self, given: ScoringInput) -> Score:
        """Score all groups; total on any input, an empty one included."""
        top = max(len(given.levels) - 1, 0)
        groups: list[GroupScore] = []
        every: list[ControlScore] = []
        inputs: list[ControlInput] = []
        for group_id, title, controls in given.groups:
            scores = [_control(control, top, given.levels) for control in controls]
            groups.append(_group(group_id, title, controls, scores))
            every.extend(scores)
            inputs.extend(controls)
        total = _figures(inputs, every)
        return Score(
            method=self.id,
            method_version=self.version,
            total=total,
            completeness_trace=_completeness_trace(
                total, [(g.group, g.title, g.figures) for g in groups]
            ),
            attainment_trace=_attainment_trace(
                total, [(g.group, g.title, g.figures) for g in groups]
            ),
            groups=tuple(groups),
            controls=tuple(every),
        )


def _allowed(question: QuestionInput, top: int) -> int:
    """Highest level that this (answered) question allows."""
    if question.kind is AnswerKind.MATURITY:
        return min(int(question.answer or 0), top)
    if question.answer in _ACHIEVED:
        return top
    return min((question.level or 1) - 1, top)


def _part(part: PartInput, target: int, top: int) -> PartScore:
    if part.not_applicable:
        trace = Trace("Not applicable, with a reason: left out.", (), "not applicable")
        return PartScore(part.id, ControlState.NOT_APPLICABLE, None, trace)
    inputs = tuple(
        TraceInput(
            question.id,
            question.prompt,
            "unanswered"
            if question.answer is None
            else f"{question.answer}: allows level {_allowed(question, top)}",
        )
        for question in part.questions
    )
    if any(question.answer is None for question in part.questions):
        return PartScore(part.id, ControlState.OPEN, None, Trace(_RULE_QUESTION, inputs, "open"))
    level = min((_allowed(question, top) for question in part.questions), default=0)
    state = ControlState.MET if level >= target else ControlState.BELOW
    return PartScore(part.id, state, level, Trace(_RULE_QUESTION, inputs, f"level {level}"))


def _control(control: ControlInput, top: int, levels: tuple[str, ...]) -> ControlScore:
    parts = tuple(_part(part, control.target, top) for part in control.parts)
    applicable = [part for part in parts if part.state is not ControlState.NOT_APPLICABLE]
    known = [part.level for part in applicable if part.level is not None]
    names = {part.id: part.name for part in control.parts}
    inputs = tuple(
        TraceInput(part.part, names[part.part], _in_words(part, levels)) for part in parts
    )
    state, level = _worst(applicable, known, control.target)
    result = state.value.replace("_", " ") if level is None else f"level {level}"
    return ControlScore(
        control=control.id,
        state=state,
        level=level,
        target=control.target,
        parts=parts,
        trace=Trace(f"{_RULE_CONTROL} Target: level {control.target}.", inputs, result),
    )


def _worst(
    applicable: list[PartScore], known: list[int], target: int
) -> tuple[ControlState, int | None]:
    if not applicable:
        return ControlState.NOT_APPLICABLE, None
    if len(known) < len(applicable):
        return ControlState.OPEN, None
    level = min(known)
    return (ControlState.MET if level >= target else ControlState.BELOW), level


def _in_words(part: PartScore, levels: tuple[str, ...]) -> str:
    if part.level is None:
        return part.state.value.replace("_", " ")
    return f"level {part.level} ({levels[part.level]})" if levels else f"level {part.level}"


def _figures(inputs: list[ControlInput], scores: list[ControlScore]) -> Figures:
    questions = answered = 0
    for control in inputs:
        for part in control.parts:
            if not part.not_applicable:
                questions += len(part.questions)
                answered += sum(question.answer is not None for question in part.questions)
    count = {state: sum(score.state is state for score in scores) for state in ControlState}
    met, below, open_ = (
        count[ControlState.MET],
        count[ControlState.BELOW],
        count[ControlState.OPEN],
    )
    assessed, applicable = met + below, met + below + open_
    levels = [score.level for score in scores if score.level is not None]
    return Figures(
        questions=questions,
        answered=answered,
        met=met,
        below=below,
        open=open_,
        not_applicable=count[ControlState.NOT_APPLICABLE],
        completeness=answered / questions if questions else 1.0,
        attainment=met / assessed if assessed else None,
        attainment_at_least=met / applicable if applicable else None,
        level=min(levels) if levels and not open_ else None,
    )


def _group(
    group_id: str, title: str, controls: tuple[ControlInput, ...], scores: list[ControlScore]
) -> GroupScore:
    figures = _figures(list(controls), scores)
    completeness = tuple(
        TraceInput(control.id, control.title, _answered(control)) for control in controls
    )
    attainment = tuple(
        TraceInput(control.id, control.title, f"{score.trace.result}, target {score.target}")
        for control, score in zip(controls, scores, strict=True)
    )
    return GroupScore(
        group=group_id,
        title=title,
        figures=figures,
        completeness_trace=Trace(_RULE_COMPLETENESS, completeness, _completeness_result(figures)),
        attainment_trace=Trace(_RULE_ATTAINMENT, attainment, _attainment_result(figures)),
    )


def _answered(control: ControlInput) -> str:
    parts = [part for part in control.parts if not part.not_applicable]
    if not parts:
        return "not applicable"
    answered = sum(question.answer is not None for part in parts for question in part.questions)
    return f"{answered} of {sum(len(part.questions) for part in parts)} answered"


def _completeness_result(figures: Figures) -> str:
    return f"{figures.answered} of {figures.questions} questions answered"


def _attainment_result(figures: Figures) -> str:
    assessed = figures.met + figures.below
    if not assessed:
        return "nothing assessed yet"
    return f"{figures.met} of {assessed} assessed controls reach their target"


def _completeness_trace(total: Figures, groups: list[tuple[str, str, Figures]]) -> Trace:
    inputs = tuple(TraceInput(i, title, _completeness_result(f)) for i, title, f in groups)
    return Trace(_RULE_COMPLETENESS, inputs, _completeness_result(total))


def _attainment_trace(total: Figures, groups: list[tuple[str, str, Figures]]) -> Trace:
    inputs = tuple(TraceInput(i, title, _attainment_result(f)) for i, title, f in groups)
    return Trace(_RULE_ATTAINMENT, inputs, _attainment_result(total))
