"""Sentences of the change that would raise a figure most."""

from fractions import Fraction

from nisassess.sdk.scoring.exact import in_digits
from nisassess.sdk.scoring.types import GateScore, GateState

NAMES = {
    "attainment_at_least": "Attainment",
    "value": "The value",
    "value_at_least": "What is reached at least",
    "level": "The level",
}


def rises(figure: str, before: float | None, after: float | None) -> str:
    """One figure before and after."""
    if before is None:
        return f"{NAMES[figure]} becomes known: {_number(figure, after)}."
    return f"{NAMES[figure]} rises from {_number(figure, before)} to {_number(figure, after)}."


def gate_moves(gate: GateScore, after: GateScore) -> str:
    """One gate before and after."""
    if gate.state is not after.state:
        return f"{gate.title}: {gate.state.value} becomes {after.state.value}."
    return f"{gate.title}: {_plain(gate.reached)} becomes {_plain(after.reached)}."


def outcome_moves(before: GateState, after: GateState) -> str:
    """The outcome before and after."""
    return f"The outcome {before.value} becomes {after.value}."


def _number(figure: str, value: float | None) -> str:
    if figure == "attainment_at_least" and value is not None:
        return f"{in_digits(Fraction(round(value * 100, 1)))} %"
    return _plain(value)


def _plain(value: float | None) -> str:
    return "open" if value is None else in_digits(Fraction(value))
