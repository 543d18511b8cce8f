"""The frame of the sdk's methods: parts to controls, with states, exact figures and traces.

A method fills in what a question, a part, a control, a group and the whole come to; the frame
counts, keeps open apart from bad, takes the marks *not applicable* and writes the traces.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from math import floor
from typing import ClassVar, Self

from nisassess.sdk.content import NotApplicable
from nisassess.sdk.scoring.credit import earns
from nisassess.sdk.scoring.exact import Exact, Reach, rounded
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault
from nisassess.sdk.scoring.types import (
    ControlInput,
    ControlScore,
    ControlState,
    DimensionScore,
    PartInput,
    PartScore,
    QuestionInput,
    Scale,
    ScoringInput,
    Trace,
    TraceInput,
)
from nisassess.sdk.scoring.words import Words

NOT_APPLICABLE_COUNTS = Parameter(
    "not_applicable_counts",
    "The level that a control counts as when it is not applicable and its content says `capped`.",
    minimum=Fraction(0),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One scoring: the input, its scale, and the parameters with their defaults."""

    given: ScoringInput
    scale: Scale
    numbers: dict[str, Fraction | None]

    @property
    def capped(self) -> Exact:
        """What counts for a capped control that is not applicable; kept within the scale."""
        low, high = self.scale.lowest, self.scale.highest
        counts = self.numbers.get(NOT_APPLICABLE_COUNTS.name)
        return min(max(low if counts is None else counts, low), high)

    def threshold(self, name: str) -> Fraction | None:
        """A threshold; None where it is off: not set, or no higher than the lowest level."""
        number = self.numbers.get(name)
        return None if number is None or number <= self.scale.lowest else number


@dataclass(frozen=True, slots=True)
class ControlWork:
    """A control, its score, and the exact figure behind it (None while open or left out)."""

    given: ControlInput
    score: ControlScore
    reach: Reach

    @property
    def open(self) -> bool:
        """An answer is missing."""
        return self.score.state is ControlState.OPEN

    @property
    def counts(self) -> bool:
        """It is applicable, or counts although it is not."""
        return self.score.state is not ControlState.NOT_APPLICABLE


Scored = tuple[QuestionInput, Exact | None]
"""A question that earns credit, with what its answer comes to; None while unanswered."""

Weighed = Sequence[tuple[ControlInput, Reach]]
"""Controls with what they reach, open ones already filled in."""


class Framed(ABC):
    """Base of the sdk's methods."""

    id: ClassVar[str]
    version: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    monotone: ClassVar[bool] = True
    parameters: ClassVar[tuple[Parameter, ...]]
    words: ClassVar[Words]
    averages: ClassVar[bool] = False
    """Whether figures are values between the levels."""

    def in_language(self, language: str) -> Self:
        """The same method with its sentences in a language (BCP 47); its figures are the same."""
        if self.words.language == language:
            return self
        spoken = copy(self)
        vars(spoken)["words"] = type(self.words)(language)
        return spoken

    @abstractmethod
    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """What of the profile and its controls this method cannot score, and why."""

    @abstractmethod
    def worth(self, question: QuestionInput, run: Run) -> Exact:
        """What an answered question comes to."""

    @abstractmethod
    def said(self, question: QuestionInput, worth: Exact) -> str:
        """An answered question in the trace of its part."""

    def value(self, worths: Sequence[Exact], run: Run) -> Exact:
        """What a part reaches whose questions are all answered: by default the weakest."""
        return min(worths, default=run.scale.lowest)

    def reach(self, scored: Sequence[Scored], run: Run) -> Reach:
        """What a part reaches; some questions may be unanswered."""
        worths = [worth for _, worth in scored if worth is not None]
        return Reach(self.value(worths, run)) if len(worths) == len(scored) else Reach(None)

    def control(self, parts: Sequence[Reach]) -> Reach:
        """What a control reaches: by default its worst part, and nothing while one is open."""
        known = [part.value for part in parts if part.value is not None]
        return Reach(min(known)) if known and len(known) == len(parts) else Reach(None)

    def in_words(self, reach: Reach) -> str:
        """A known figure of a control in a trace."""
        return self.words.figure(reach.value or 0)

    def group(self, controls: Weighed) -> Exact | None:
        """What a group reaches: by default its weakest control; None of nothing."""
        return min((reach.value for _, reach in controls if reach.value is not None), default=None)

    def total(self, groups: Sequence[Weighed]) -> Exact | None:
        """What all groups reach: by default like one group of all controls."""
        return self.group([item for group in groups for item in group])


class _Mark(Enum):
    NONE = auto()
    LEAVES_OUT = auto()
    COUNTS = auto()


def _mark(part: PartInput, control: ControlInput) -> _Mark:
    """What the mark *not applicable* does here."""
    ignored = control.key or control.not_applicable is NotApplicable.FORBIDDEN
    if not part.not_applicable or ignored:
        return _Mark.NONE
    capped = control.not_applicable is NotApplicable.CAPPED
    return _Mark.COUNTS if capped else _Mark.LEAVES_OUT


def is_asked(part: PartInput, control: ControlInput) -> bool:
    """Whether the part's answers count, because no mark *not applicable* stands in for them."""
    return _mark(part, control) is _Mark.NONE


def counted_questions(control: ControlInput) -> Iterator[QuestionInput]:
    """The questions of a control that completeness counts, part by part."""
    for part in control.parts:
        if _mark(part, control) is _Mark.NONE:
            yield from (question for question in part.questions if not question.optional)


def score_control(method: Framed, control: ControlInput, run: Run) -> ControlWork:
    """Score one control; it needs nothing of the others."""
    parts = [_part(method, part, control, run) for part in control.parts]
    applicable = [reach for part, reach in parts if part.state is not ControlState.NOT_APPLICABLE]
    reach = method.control(applicable) if applicable else Reach(None)
    state = _state(reach.value, control.target) if applicable else ControlState.NOT_APPLICABLE
    return ControlWork(control, _control_score(method, control, state, reach, parts, run), reach)


def _control_score(  # noqa: PLR0917
    method: Framed,
    control: ControlInput,
    state: ControlState,
    reach: Reach,
    parts: Sequence[tuple[PartScore, Reach]],
    run: Run,
) -> ControlScore:
    words, known = method.words, reach.value is not None
    names = {part.id: part.name for part in control.parts}
    inputs = tuple(
        TraceInput(part.part, names[part.part], _part_in_words(method, part, worth, run))
        for part, worth in parts
    )
    result = method.in_words(reach) if known else words.state(state)
    return ControlScore(
        control=control.id,
        state=state,
        level=_level(reach.value),
        target=control.target,
        parts=tuple(part for part, _ in parts),
        trace=Trace(words.control(control.target), inputs, result),
        value=rounded(reach.value) if method.averages else None,
        dimensions=tuple(
            DimensionScore(dimension, rounded(value)) for dimension, value in reach.dimensions
        ),
    )


def _part_in_words(method: Framed, part: PartScore, reach: Reach, run: Run) -> str:
    if reach.value is None:
        return method.words.state(part.state)
    if part.not_applicable:
        return part.trace.result
    if reach.dimensions:
        return method.in_words(reach)
    return method.words.named(reach.value, run.given.levels, run.scale.lowest)


def _part(
    method: Framed, part: PartInput, control: ControlInput, run: Run
) -> tuple[PartScore, Reach]:
    mark = _mark(part, control)
    if mark is not _Mark.NONE:
        return _marked(method, part, control, mark, run)
    counted = [question for question in part.questions if not question.optional]
    scored = [
        (question, None if question.answer is None else method.worth(question, run))
        for question in counted
        if earns(question)
    ]
    reach = method.reach(scored, run)
    if any(question.answer is None for question in counted):
        # Also for information only: what it opens or shuts may not be known yet.
        reach = Reach(None, reach.dimensions)
    state = _state(reach.value, control.target)
    rule = method.words.part_rule
    if part.questions and not scored:
        rule = f"{rule} {method.words.nothing_scored}"
    known = reach.value is not None
    result = (
        method.words.figure(reach.value) if reach.value is not None else method.words.state(state)
    )
    trace = Trace(rule, _question_inputs(method, part, scored), result)
    value = rounded(reach.value) if method.averages and known else None
    return PartScore(part.id, state, _level(reach.value), trace, value), reach


def _marked(
    method: Framed, part: PartInput, control: ControlInput, mark: _Mark, run: Run
) -> tuple[PartScore, Reach]:
    words, out = method.words, ControlState.NOT_APPLICABLE
    if mark is _Mark.LEAVES_OUT:
        trace = Trace(words.left_out_rule, (), words.state(out))
        return PartScore(part.id, out, None, trace, not_applicable=True), Reach(None)
    value = run.capped if method.averages else floor(run.capped)
    result = words.counting(words.state(out), value)
    score = PartScore(
        part.id,
        _state(value, control.target),
        _level(value),
        Trace(words.counts_as(value), (), result),
        rounded(value) if method.averages else None,
        not_applicable=True,
    )
    return score, Reach(value)


def _question_inputs(
    method: Framed, part: PartInput, scored: Sequence[Scored]
) -> tuple[TraceInput, ...]:
    words, worths = method.words, {id(question): worth for question, worth in scored}
    inputs = []
    for question in part.questions:
        if id(question) not in worths:
            said = words.for_information(question)
        elif (worth := worths[id(question)]) is None:
            said = words.answer(question)
        else:
            said = method.said(question, worth)
        inputs.append(TraceInput(question.id, question.prompt, said))
    return tuple(inputs)


def _state(value: Exact | None, target: int) -> ControlState:
    if value is None:
        return ControlState.OPEN
    return ControlState.MET if value >= target else ControlState.BELOW


def _level(value: Exact | None) -> int | None:
    return None if value is None else floor(value)
