"""GraphQL types of the score: every figure with its trace."""

from typing import Self

import strawberry

from nisassess.assessments.keeping import Scored
from nisassess.assessments.readiness import Readiness
from nisassess.sdk import Dimension, scoring

ControlState = scoring.ControlState
GateState = scoring.GateState
strawberry.enum(ControlState)
strawberry.enum(GateState)


@strawberry.type
class TraceInput:
    """One thing a figure was made from; `ref` is the id of a part, question, control or group."""

    ref: str
    label: str
    value: str


@strawberry.type
class Trace:
    """How a figure came to be: the rule in words, its inputs, the result."""

    rule: str
    inputs: list[TraceInput]
    result: str

    @classmethod
    def of(cls, trace: scoring.Trace) -> Self:
        """The trace as a GraphQL object."""
        return cls(
            rule=trace.rule,
            inputs=[TraceInput(ref=i.ref, label=i.label, value=i.value) for i in trace.inputs],
            result=trace.result,
        )


@strawberry.type
class Figures:
    """Completeness and attainment (each 0 to 1): two numbers, never one.

    `attainment` is met / (met + below), null while nothing is assessed; `attainmentAtLeast`
    counts open controls as not met. `value` is the average, on the profile's scale, for methods
    that average; null while a control is open, and `valueAtLeast` is its floor until then.
    """

    questions: int
    answered: int
    met: int
    below: int
    open: int
    not_applicable: int
    completeness: float
    attainment: float | None
    attainment_at_least: float | None
    level: int | None
    completeness_trace: Trace
    attainment_trace: Trace
    value: float | None
    value_at_least: float | None
    value_trace: Trace | None

    @classmethod
    def of(cls, figures: scoring.Figures, traced: scoring.Score | scoring.GroupScore) -> Self:
        """Figures with their traces."""
        return cls(
            questions=figures.questions,
            answered=figures.answered,
            met=figures.met,
            below=figures.below,
            open=figures.open,
            not_applicable=figures.not_applicable,
            completeness=figures.completeness,
            attainment=figures.attainment,
            attainment_at_least=figures.attainment_at_least,
            level=figures.level,
            completeness_trace=Trace.of(traced.completeness_trace),
            attainment_trace=Trace.of(traced.attainment_trace),
            value=figures.value,
            value_at_least=figures.value_at_least,
            value_trace=Trace.of(traced.value_trace) if traced.value_trace else None,
        )


@strawberry.type
class Gate:
    """A condition that no average makes up for; `reached` is null while it is not known."""

    id: strawberry.ID
    title: str
    required: float
    reached: float | None
    state: GateState
    trace: Trace

    @classmethod
    def of(cls, gate: scoring.GateScore) -> Self:
        """The gate as a GraphQL object."""
        return cls(
            id=strawberry.ID(gate.id),
            title=gate.title,
            required=gate.required,
            reached=gate.reached,
            state=gate.state,
            trace=Trace.of(gate.trace),
        )


@strawberry.type
class Outcome:
    """What all gates together come to."""

    state: GateState
    words: str
    trace: Trace


@strawberry.type
class GroupScore:
    """Figures of one control group."""

    group_id: strawberry.ID
    title: str
    figures: Figures
    gates: list[Gate]


@strawberry.type
class DimensionScore:
    """What a control reaches in one dimension, on the profile's scale."""

    dimension: Dimension
    value: float | None


@strawberry.type
class PartScore:
    """The level that one part reaches on a control."""

    part_id: strawberry.ID
    state: ControlState
    level: int | None
    value: float | None
    trace: Trace


@strawberry.type
class ControlScore:
    """The level that a control reaches: that of its worst applicable part."""

    control_id: strawberry.ID
    group_id: strawberry.ID
    title: str
    state: ControlState
    level: int | None
    target: int
    value: float | None
    dimensions: list[DimensionScore]
    parts: list[PartScore]
    trace: Trace


@strawberry.type
class Score:
    """The explained score of one revision; what an operator says of itself is self-declared.

    `methodInstalled` false: the method is gone, and this is the last score that it gave.
    """

    revision: int
    method_installed: bool
    self_declared: bool
    method: str
    method_version: str
    total: Figures
    groups: list[GroupScore]
    controls: list[ControlScore]
    gates: list[Gate]
    outcome: Outcome | None

    @classmethod
    def of(cls, scored: Scored) -> Self:
        """The score with each control's group and title."""
        score = scored.score
        places = {
            control.id: (group.id, control.title)
            for group in scored.snapshot.profile.groups
            for control in group.controls
        }
        return cls(
            revision=scored.revision,
            method_installed=scored.installed,
            self_declared=True,
            method=score.method,
            method_version=score.method_version,
            total=Figures.of(score.total, score),
            groups=[
                GroupScore(
                    group_id=strawberry.ID(group.group),
                    title=group.title,
                    figures=Figures.of(group.figures, group),
                    gates=[Gate.of(gate) for gate in group.gates],
                )
                for group in score.groups
            ],
            controls=[_control(control, *places[control.control]) for control in score.controls],
            gates=[Gate.of(gate) for gate in score.gates],
            outcome=_outcome(score.outcome),
        )


def _outcome(outcome: scoring.Outcome | None) -> Outcome | None:
    if outcome is None:
        return None
    return Outcome(state=outcome.state, words=outcome.words, trace=Trace.of(outcome.trace))


def _control(control: scoring.ControlScore, group_id: str, title: str) -> ControlScore:
    return ControlScore(
        control_id=strawberry.ID(control.control),
        group_id=strawberry.ID(group_id),
        title=title,
        state=control.state,
        level=control.level,
        target=control.target,
        value=control.value,
        dimensions=[
            DimensionScore(dimension=item.dimension, value=item.value)
            for item in control.dimensions
        ],
        parts=[
            PartScore(
                part_id=strawberry.ID(part.part),
                state=part.state,
                level=part.level,
                value=part.value,
                trace=Trace.of(part.trace),
            )
            for part in control.parts
        ],
        trace=Trace.of(control.trace),
    )


@strawberry.type
class ReadinessItem:
    """One thing to settle (blocking) or to consider."""

    code: str
    blocking: bool
    message: str
    control_id: strawberry.ID | None
    part_id: strawberry.ID | None


@strawberry.type(name="Readiness")
class ReadinessType:
    """What stands between here and submission."""

    ready: bool
    approved: bool
    items: list[ReadinessItem]

    @classmethod
    def of(cls, readiness: Readiness) -> Self:
        """Readiness as a GraphQL object."""
        return cls(
            ready=readiness.ready,
            approved=readiness.approved,
            items=[
                ReadinessItem(
                    code=item.code,
                    blocking=item.blocking,
                    message=item.message,
                    control_id=strawberry.ID(item.control_id) if item.control_id else None,
                    part_id=strawberry.ID(item.part_id) if item.part_id else None,
                )
                for item in readiness.items
            ],
        )
