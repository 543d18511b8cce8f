"""From scored controls to groups, total, gates and outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from nisassess.sdk.scoring.exact import Reach, rounded
from nisassess.sdk.scoring.frame import (
    ControlWork,
    Framed,
    Run,
    Weighed,
    counted_questions,
    score_control,
)
from nisassess.sdk.scoring.gates import Span, key_gate, outcome_of
from nisassess.sdk.scoring.types import (
    ControlInput,
    ControlState,
    Figures,
    GateScore,
    GroupScore,
    Outcome,
    Score,
    ScoringInput,
    Trace,
    TraceInput,
)


@dataclass(frozen=True, slots=True)
class GroupWork:
    """A group with its scored controls, and between which values it lies."""

    id: str
    title: str
    controls: tuple[ControlWork, ...]
    span: Span


class Known:
    """What was scored before, by the identity of the input: for scoring again after one change."""

    def __init__(self) -> None:
        self.controls: dict[int, ControlWork] = {}
        # The input stands beside its work, so that its identity stays its own.
        self.groups: dict[int, tuple[tuple[ControlInput, ...], GroupWork, GroupScore]] = {}


class Assembled(Framed):
    """The frame with its upper half; the sdk's methods derive from this."""

    def score(self, given: ScoringInput) -> Score:
        """Score all groups; total on any input, an empty one included."""
        return self.scored_again(given, Known())

    def scored_again(self, given: ScoringInput, known: Known) -> Score:
        """The same, taking over groups and controls that are the same objects as before.

        `known` is for inputs that differ in their groups alone; it is filled on the way.
        """
        spoken = self.in_language(given.language)
        return spoken._scored(spoken.run(given), known)

    def _scored(self, run: Run, known: Known) -> Score:
        found = [self._group(group, run, known) for group in run.given.groups]
        return self._score([work for work, _ in found], tuple(score for _, score in found), run)

    def run(self, given: ScoringInput) -> Run:
        """The input with the numbers of the method."""
        numbers = {
            parameter.name: given.parameters.get(parameter.name, parameter.default)
            for parameter in self.parameters
        }
        return Run(given, given.scale, numbers)

    def key_controls(self, controls: Sequence[ControlWork], run: Run) -> GateScore | None:
        """The gate of the key controls; None when the profile has none."""
        del run
        return key_gate(controls, self.words, self.words.key_rule())

    def group_gates(self, group: GroupWork, run: Run) -> tuple[GateScore, ...]:
        """Gates of one group."""
        del group, run
        return ()

    def thresholds(
        self, groups: Sequence[GroupWork], total: Span, run: Run
    ) -> tuple[GateScore, ...]:
        """The method's own gates of the whole."""
        del groups, total, run
        return ()

    def weighed(self, work: ControlWork) -> str:
        """A control in the trace of its group's value."""
        return work.score.trace.result

    def _group(
        self, group: tuple[str, str, tuple[ControlInput, ...]], run: Run, known: Known
    ) -> tuple[GroupWork, GroupScore]:
        id_, title, controls = group
        before = known.groups.get(id(controls))
        if before is not None and (before[1].id, before[1].title) == (id_, title):
            return before[1], before[2]
        work = self._work(group, run, known)
        score = self._group_score(work, run)
        known.groups[id(controls)] = (controls, work, score)
        return work, score

    def _work(
        self, group: tuple[str, str, tuple[ControlInput, ...]], run: Run, known: Known
    ) -> GroupWork:
        id_, title, controls = group
        works = tuple(self._control(control, run, known) for control in controls)
        open_ = any(work.open for work in works)
        low = self.group(_filled(works, run.scale.lowest))
        high = self.group(_filled(works, run.scale.highest)) if open_ else low
        return GroupWork(id_, title, works, Span(low, high, open_, _untouched(works)))

    def _control(self, control: ControlInput, run: Run, known: Known) -> ControlWork:
        before = known.controls.get(id(control))
        if before is None:
            before = known.controls[id(control)] = score_control(self, control, run)
        return before

    def _score(
        self, groups: Sequence[GroupWork], scores: tuple[GroupScore, ...], run: Run
    ) -> Score:
        every = [work for group in groups for work in group.controls]
        total = self._total(groups, run)
        figures = self._figures(every, total)
        key = self.key_controls(every, run)
        own = self.thresholds(groups, total, run)
        return Score(
            method=self.id,
            method_version=self.version,
            total=figures,
            completeness_trace=self._completeness(figures, scores),
            attainment_trace=self._attainment(figures, scores),
            groups=scores,
            controls=tuple(work.score for work in every),
            value_trace=Trace(
                self.words.total_rule,
                tuple(
                    TraceInput(group.id, group.title, group.span.said(self.words))
                    for group in groups
                ),
                total.said(self.words),
            ),
            gates=(key, *own) if key else own,
            outcome=self._outcome(key, own),
        )

    def _outcome(self, key: GateScore | None, own: tuple[GateScore, ...]) -> Outcome | None:
        """The key controls alone decide no outcome: they say nothing of the rest."""
        if not own:
            return None
        return outcome_of((key, *own) if key else own, self.words)

    def _total(self, groups: Sequence[GroupWork], run: Run) -> Span:
        open_ = any(group.span.open for group in groups)
        low = self.total([_filled(group.controls, run.scale.lowest) for group in groups])
        if not open_:
            return Span(low, low, False)
        high = self.total([_filled(group.controls, run.scale.highest) for group in groups])
        return Span(low, high, True, all(group.span.untouched for group in groups))

    def _figures(self, works: Sequence[ControlWork], span: Span) -> Figures:
        questions = answered = 0
        for work in works:
            for question in counted_questions(work.given):
                questions += 1
                answered += question.answer is not None
        count = dict.fromkeys(ControlState, 0)
        for work in works:
            count[work.score.state] += 1
        met, below = count[ControlState.MET], count[ControlState.BELOW]
        open_ = count[ControlState.OPEN]
        assessed, applicable = met + below, met + below + open_
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
            level=None if span.value is None else floor(span.value),
            value=rounded(span.value) if self.averages else None,
            value_at_least=rounded(span.floor) if self.averages else None,
        )

    def _group_score(self, group: GroupWork, run: Run) -> GroupScore:
        words, figures = self.words, self._figures(group.controls, group.span)
        works = group.controls
        return GroupScore(
            group=group.id,
            title=group.title,
            figures=figures,
            completeness_trace=Trace(
                words.completeness_rule,
                tuple(_named(work, self._answered(work.given)) for work in works),
                words.completeness(figures),
            ),
            attainment_trace=Trace(
                words.attainment_rule,
                tuple(
                    _named(work, words.against(work.score.trace.result, work.score.target))
                    for work in works
                ),
                words.attainment(figures),
            ),
            value_trace=Trace(
                words.group_rule,
                tuple(_named(work, self.weighed(work)) for work in works),
                group.span.said(self.words),
            ),
            gates=self.group_gates(group, run),
        )

    def _answered(self, control: ControlInput) -> str:
        questions = list(counted_questions(control))
        if not questions and all(part.not_applicable for part in control.parts):
            return self.words.state(ControlState.NOT_APPLICABLE)
        answered = sum(question.answer is not None for question in questions)
        return self.words.answered(answered, len(questions))

    def _completeness(self, total: Figures, groups: Sequence[GroupScore]) -> Trace:
        words = self.words
        inputs = tuple(
            TraceInput(group.group, group.title, words.completeness(group.figures))
            for group in groups
        )
        return Trace(words.completeness_rule, inputs, words.completeness(total))

    def _attainment(self, total: Figures, groups: Sequence[GroupScore]) -> Trace:
        words = self.words
        inputs = tuple(
            TraceInput(group.group, group.title, words.attainment(group.figures))
            for group in groups
        )
        return Trace(words.attainment_rule, inputs, words.attainment(total))


def _filled(works: Sequence[ControlWork], level: int) -> Weighed:
    """The controls that count, each open one at the given level."""
    open_ = Reach(level)
    return [(work.given, open_ if work.open else work.reach) for work in works if work.counts]


def _untouched(works: Sequence[ControlWork]) -> bool:
    return not any(work.counts and not work.open for work in works)


def _named(work: ControlWork, value: str) -> TraceInput:
    return TraceInput(work.given.id, work.given.title, value)
