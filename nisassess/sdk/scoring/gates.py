"""Gates: conditions that no average makes up for. Compared exactly, before any rounding."""

from collections.abc import Sequence
from dataclasses import dataclass

from nisassess.sdk.scoring.exact import Exact, rounded
from nisassess.sdk.scoring.frame import ControlWork
from nisassess.sdk.scoring.types import (
    ControlState,
    GateScore,
    GateState,
    Outcome,
    Trace,
    TraceInput,
)
from nisassess.sdk.scoring.words import AverageWords, Words

KEY_CONTROLS = "key-controls"


@dataclass(frozen=True, slots=True)
class Span:
    """Between which values a figure lies: open controls at the lowest and at the highest level.

    None when nothing counts.
    """

    low: Exact | None
    high: Exact | None
    open: bool
    untouched: bool = False
    """No control is assessed yet: what is reached at least would say nothing."""

    @property
    def value(self) -> Exact | None:
        """The exact figure, once nothing is open."""
        return None if self.open else self.low

    @property
    def floor(self) -> Exact | None:
        """What is reached at least; None while nothing is assessed."""
        return None if self.untouched else self.low

    def said(self, words: Words) -> str:
        """The figure in words."""
        if self.low is None:
            return words.state(ControlState.NOT_APPLICABLE)
        return words.span(self.value, self.floor)

    def against(self, required: Exact) -> GateState:
        """Whether the figure suffices: passed only when all is known, failed when it cannot."""
        if self.low is None or self.high is None:
            return GateState.OPEN
        if self.high < required:
            return GateState.FAILED
        return GateState.OPEN if self.open else GateState.PASSED


NamedSpan = tuple[str, str, Span]
"""Id and title of a group, and where its figure lies."""


def key_gate(
    controls: Sequence[ControlWork],
    words: Words,
    rule: str,
    at_least: Exact | None = None,
) -> GateScore | None:
    """Every key control reaches its target, and `at_least` where that is more."""
    keys = [work for work in controls if work.given.key]
    needs = [_need(work, at_least) for work in keys]
    return count_gate(KEY_CONTROLS, words.key_title, rule, keys, needs, words) if keys else None


def _need(work: ControlWork, at_least: Exact | None) -> Exact:
    target = work.given.target
    return target if at_least is None else max(target, at_least)


def count_gate(  # noqa: PLR0917
    id_: str,
    title: str,
    rule: str,
    controls: Sequence[ControlWork],
    needs: Sequence[Exact],
    words: Words,
) -> GateScore:
    """Every control reaches what it needs; required and reached are counts of controls."""
    pairs = [(work, need) for work, need in zip(controls, needs, strict=True) if work.counts]
    values = [(work.reach.value, need) for work, need in pairs]
    reached = sum(value is not None and value >= need for value, need in values)
    if any(value is not None and value < need for value, need in values):
        state = GateState.FAILED
    elif reached == len(values) and values:
        state = GateState.PASSED
    else:
        state = GateState.OPEN
    inputs = tuple(
        TraceInput(work.given.id, work.given.title, words.needs(work.score.trace.result, need))
        for work, need in pairs
    )
    result = f"{words.gate(state)}: {words.counted(reached, len(values))}"
    return GateScore(
        id_,
        title,
        float(len(values)),
        float(reached),
        state,
        Trace(rule, inputs, result),
        counts=True,
    )


def all_of(gates: Sequence[GateState]) -> GateState:
    """Failed as soon as one fails, passed when all are passed."""
    if GateState.FAILED in gates:
        return GateState.FAILED
    passed = bool(gates) and all(gate is GateState.PASSED for gate in gates)
    return GateState.PASSED if passed else GateState.OPEN


def span_gate(
    id_: str,
    title: str,
    required: Exact,
    span: Span,
    trace: Trace,
) -> GateScore:
    """A figure is at least as high as required; both are values on the scale."""
    return GateScore(
        id_,
        title,
        float(required),
        rounded(span.value),
        span.against(required),
        trace,
    )


def total_gate(
    words: AverageWords, groups: Sequence[NamedSpan], total: Span, required: Exact
) -> GateScore:
    """The total is at least as high as required."""
    inputs = tuple(TraceInput(id_, title, span.said(words)) for id_, title, span in groups)
    reached = words.needs(total.said(words), required)
    result = f"{words.gate(total.against(required))}: {reached}"
    trace = Trace(words.total_gate_rule(required), inputs, result)
    return span_gate("total", words.total_gate_title(required), required, total, trace)


def outcome_of(gates: Sequence[GateScore], words: Words) -> Outcome:
    """What all gates come to."""
    state = all_of([gate.state for gate in gates])
    inputs = tuple(TraceInput(gate.id, gate.title, gate.trace.result) for gate in gates)
    said = words.outcome(state)
    return Outcome(state, said, Trace(words.outcome_rule, inputs, said))
