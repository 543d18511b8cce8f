"""Mean of means: the CyberFundamentals way (Belgium, 2025), in two dimensions with thresholds.

Requirements (questions) average to a control, controls to a group, separately for documentation
and implementation; then the mean of both. Groups average to the total, each counting the same.
Key controls, every group and the total have thresholds of their own, none of which an average
makes up for. The defaults are those for essential entities; a threshold set to the lowest level
is off.

Where the scheme leaves room, this is how it is read here: a key control is held against its
threshold with the mean of its two dimensions; a scope with several parts takes the worst part in
each dimension. A question without a dimension counts in both.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar

from nisassess.sdk.content import Dimension, Question
from nisassess.sdk.scoring.assembling import Assembled, GroupWork
from nisassess.sdk.scoring.credit import credit
from nisassess.sdk.scoring.exact import Exact, Reach, mean, on_scale
from nisassess.sdk.scoring.fit import (
    maturity_faults,
    parameter_faults,
    scale_faults,
    scored_questions,
)
from nisassess.sdk.scoring.frame import NOT_APPLICABLE_COUNTS, ControlWork, Run, Scored, Weighed
from nisassess.sdk.scoring.gates import NamedSpan, Span, key_gate, span_gate, total_gate
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault
from nisassess.sdk.scoring.types import GateScore, QuestionInput, Trace, TraceInput
from nisassess.sdk.scoring.words import MeanWords

_KEYS = "key_controls_at_least"
_GROUPS = "groups_at_least"
_TOTAL = "total_at_least"
_COUNTS = NOT_APPLICABLE_COUNTS.name


class MeanOfMeans(Assembled):
    """Mean of means, version 1.0."""

    id: ClassVar[str] = "mean-of-means"
    version: ClassVar[str] = "1.0"
    title: ClassVar[str] = "Mean of means with thresholds"
    summary: ClassVar[str] = (
        "Documentation and implementation are averaged from requirement to control to group, then "
        "together; groups average to the total. Key controls, every group and the total must each "
        "reach a threshold."
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            _COUNTS,
            "What a control counts as when it is not applicable and its content says `capped`.",
            Fraction(3),
            Fraction(0),
        ),
        Parameter(_KEYS, "What every key control must reach.", Fraction(3), Fraction(0)),
        Parameter(_GROUPS, "What every group must reach.", Fraction(3), Fraction(0)),
        Parameter(_TOTAL, "What the total must reach.", Fraction(7, 2), Fraction(0)),
    )
    words: ClassVar[MeanWords] = MeanWords()
    averages: ClassVar[bool] = True

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """Levels that leave the scale, and controls that are asked in one dimension only."""
        yield from scale_faults(view)
        yield from parameter_faults(view, self.parameters)
        yield from maturity_faults(view)
        yield from _dimension_faults(view)

    def worth(self, question: QuestionInput, run: Run) -> Exact:
        """The answer on the profile's scale."""
        lowest, highest = run.scale.lowest, run.scale.highest
        return on_scale(credit(question, run.scale) or 0, lowest, highest - lowest)

    def said(self, question: QuestionInput, worth: Exact) -> str:
        """The answer and its value in its dimension."""
        return self.words.worth(question, worth)

    def value(self, worths: Sequence[Exact], run: Run) -> Exact:
        """The mean of questions that are all answered."""
        found = mean(worths)
        return run.scale.lowest if found is None else found

    def reach(self, scored: Sequence[Scored], run: Run) -> Reach:
        """The mean in each dimension, known as soon as that dimension is answered."""
        named = {question.dimension for question, _ in scored}
        dimensions = tuple(
            (dimension, _within(dimension, scored)) for dimension in Dimension if dimension in named
        )
        return _joined(dimensions) if dimensions else super().reach(scored, run)

    def control(self, parts: Sequence[Reach]) -> Reach:
        """In each dimension the worst part; then the mean of the dimensions."""
        named = {dimension for part in parts for dimension, _ in part.dimensions}
        if not named:
            return super().control(parts)
        whole = _joined(
            tuple(
                (dimension, _worst(dimension, parts))
                for dimension in Dimension
                if dimension in named
            )
        )
        # An open part may be open for what belongs to no dimension.
        open_ = any(part.value is None for part in parts)
        return Reach(None, whole.dimensions) if open_ else whole

    def in_words(self, reach: Reach) -> str:
        """The value with its dimensions."""
        return self.words.dimensions(reach)

    def group(self, controls: Weighed) -> Exact | None:
        """In each dimension the mean of the controls; then the mean of the dimensions."""
        per_dimension = (
            mean(value for _, reach in controls if (value := reach.within(dimension)) is not None)
            for dimension in Dimension
        )
        return mean(value for value in per_dimension if value is not None)

    def total(self, groups: Sequence[Weighed]) -> Exact | None:
        """The mean of the groups in which anything counts."""
        return mean(value for group in groups if (value := self.group(group)) is not None)

    def key_controls(self, controls: Sequence[ControlWork], run: Run) -> GateScore | None:
        """Key controls reach their target and the scheme's threshold."""
        required = run.threshold(_KEYS)
        if required is None:
            return super().key_controls(controls, run)
        return key_gate(controls, self.words, self.words.key_rule_at_least(required), required)

    def group_gates(self, group: GroupWork, run: Run) -> tuple[GateScore, ...]:
        """The threshold of one group."""
        required = run.threshold(_GROUPS)
        if required is None or group.span.low is None:
            return ()
        title = self.words.one_group_title(required)
        trace = self._group_trace([group], group.span, required)
        return (span_gate(f"group-{group.id}", title, required, group.span, trace),)

    def thresholds(
        self, groups: Sequence[GroupWork], total: Span, run: Run
    ) -> tuple[GateScore, ...]:
        """Every group, and the total."""
        gates = []
        if (required := run.threshold(_GROUPS)) is not None:
            gates.append(self._every_group(groups, required))
        if (required := run.threshold(_TOTAL)) is not None:
            gates.append(total_gate(self.words, _spans(groups), total, required))
        return tuple(gates)

    def _every_group(self, groups: Sequence[GroupWork], required: Fraction) -> GateScore:
        words = self.words
        counted = [group for group in groups if group.span.low is not None]
        weakest = Span(
            min((group.span.low for group in counted if group.span.low is not None), default=None),
            min(
                (group.span.high for group in counted if group.span.high is not None), default=None
            ),
            any(group.span.open for group in counted),
        )
        trace = self._group_trace(counted, weakest, required)
        return span_gate("groups", words.group_gate_title(required), required, weakest, trace)

    def _group_trace(self, groups: Sequence[GroupWork], span: Span, required: Fraction) -> Trace:
        words = self.words
        inputs = tuple(
            TraceInput(group.id, group.title, words.needs(group.span.said(words), required))
            for group in groups
        )
        return Trace(words.group_gate_rule(required), inputs, words.gate(span.against(required)))


def _within(dimension: Dimension, scored: Sequence[Scored]) -> Exact | None:
    own = [worth for question, worth in scored if question.dimension in {dimension, None}]
    known = [worth for worth in own if worth is not None]
    return mean(known) if len(known) == len(own) else None


def _spans(groups: Sequence[GroupWork]) -> tuple[NamedSpan, ...]:
    return tuple((group.id, group.title, group.span) for group in groups)


def _joined(dimensions: tuple[tuple[Dimension, Exact | None], ...]) -> Reach:
    known = [value for _, value in dimensions if value is not None]
    return Reach(mean(known) if len(known) == len(dimensions) else None, dimensions)


def _worst(dimension: Dimension, parts: Sequence[Reach]) -> Exact | None:
    """The worst part in a dimension; None while one that is asked about it is open."""
    values = []
    for part in parts:
        if part.dimensions and dimension not in dict(part.dimensions):
            continue
        value = part.within(dimension)
        if value is None:
            return None
        values.append(value)
    return min(values, default=None)


def _dimension_faults(view: ProfileView) -> Iterator[ScoringFault]:
    questions: dict[str, list[Question]] = {}
    for key, _, question in scored_questions(view):
        questions.setdefault(key.rpartition(".questions.")[0], []).append(question)
    for control, asked in questions.items():
        named = {question.dimension for question in asked}
        missing = [dimension for dimension in Dimension if dimension not in named]
        if len(missing) == 1 and None not in named:
            message = f"asks nothing about {missing[0].value}; the method needs both dimensions"
            yield ScoringFault(f"{control}.questions", message)
