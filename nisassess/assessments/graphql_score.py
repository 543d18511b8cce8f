"""GraphQL types of the score: every figure with its trace."""

from typing import Self

import strawberry

from nisassess.assessments.readiness import Readiness
from nisassess.sdk import scoring

ControlState = scoring.ControlState
strawberry.enum(ControlState)


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
    counts open controls as not met.
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

    @classmethod
    def of(
        cls, figures: scoring.Figures, completeness: scoring.Trace, attainment: scoring.Trace
    ) -> Self:
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
            completeness_trace=Trace.of(completeness),
            attainment_trace=Trace.of(attainment),
        )


@strawberry.type
class GroupScore:
    """Figures of one control group."""

    group_id: strawberry.ID
    title: str
    figures: Figures


@strawberry.type
class PartScore:
    """The level that one part reaches on a control."""

    part_id: strawberry.ID
    state: ControlState
    level: int | None
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
    parts: list[PartScore]
    trace: Trace


@strawberry.type
class Score:
    """The explained score of one revision; what an operator says of itself is self-declared."""

    revision: int
    self_declared: bool
    method: str
    method_version: str
    total: Figures
    groups: list[GroupScore]
    controls: list[ControlScore]

    @classmethod
    def of(cls, revision: int, score: scoring.Score, places: dict[str, tuple[str, str]]) -> Self:
        """The score; `places` tells each control's group and title."""
        return cls(
            revision=revision,
            self_declared=True,
            method=score.method,
            method_version=score.method_version,
            total=Figures.of(score.total, score.completeness_trace, score.attainment_trace),
            groups=[
                GroupScore(
                    group_id=strawberry.ID(group.group),
                    title=group.title,
                    figures=Figures.of(
                        group.figures, group.completeness_trace, group.attainment_trace
                    ),
                )
                for group in score.groups
            ],
            controls=[_control(control, *places[control.control]) for control in score.controls],
        )


def _control(control: scoring.ControlScore, group_id: str, title: str) -> ControlScore:
    return ControlScore(
        control_id=strawberry.ID(control.control),
        group_id=strawberry.ID(group_id),
        title=title,
        state=control.state,
        level=control.level,
        target=control.target,
        parts=[
            PartScore(
                part_id=strawberry.ID(part.part),
                state=part.state,
                level=part.level,
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
