"""How high a figure stands, to tell which change raises it most, and what a change does to it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nisassess.sdk.scoring.types import (
    ControlScore,
    ControlState,
    Figures,
    GateScore,
    GateState,
    GroupScore,
    Outcome,
    Score,
)
from nisassess.sdk.scoring.words.changes import ChangeWords


class Place(NamedTuple):
    """Whose figure: a control's, a group's, or the total's where both are None."""

    group: str | None
    control: str | None

    def holds(self, group: str, control: str) -> bool:
        """Whether a control has a part in the figure."""
        return self.group in {None, group} and self.control in {None, control}


class Standing(NamedTuple):
    """A figure, the most telling first; -1 where it is not known."""

    outcome: int
    gates: int
    counted: float
    attainment: float
    value: float
    level: float
    settled: int
    answered: int

    def above(self, other: "Standing") -> bool:
        """Whether it is higher in more than what is assessed and answered."""
        return self[:-2] > other[:-2]


class Effect(NamedTuple):
    """One number before and after; `figure` is the name of the field, or a gate's id."""

    figure: str
    before: float | None
    after: float | None


_GATE = {GateState.FAILED: 0, GateState.OPEN: 1, GateState.PASSED: 2}
_CONTROL = {ControlState.OPEN: 0, ControlState.BELOW: 1, ControlState.MET: 2}
_SHOWN = ("attainment_at_least", "level", "value", "value_at_least")


def standing(score: Score, place: Place) -> Standing | None:
    """How high the figure stands; None when the score does not have it."""
    if place.control is not None:
        control = _control(score, place.control)
        return _of_control(control) if control else None
    if place.group is None:
        return _of_figures(score.total, score.gates, score.outcome)
    group = _group(score, place.group)
    return _of_figures(group.figures, group.gates, None) if group else None


def effects(
    before: Score, after: Score, place: Place, language: str
) -> tuple[tuple[Effect, ...], str]:
    """What changed in the figure: numbers, and one sentence for each."""
    moved = list(_moved(before, after, place, ChangeWords(language)))
    return tuple(effect for effect, _ in moved if effect), " ".join(said for _, said in moved)


def _moved(
    before: Score, after: Score, place: Place, words: ChangeWords
) -> Iterator[tuple[Effect | None, str]]:
    old, new = (_outcome(score, place) for score in (before, after))
    if old and new and old.state is not new.state:
        yield None, words.outcome_moves(old.state, new.state)
    then = {gate.id: gate for gate in _gates(after, place)}
    for gate in _gates(before, place):
        now = then.get(gate.id, gate)
        counted = gate.counts and gate.reached != now.reached
        if counted or gate.state is not now.state:
            yield Effect(gate.id, gate.reached, now.reached), words.gate_moves(gate, now)
    yield from _numbers(_holder(before, place), _holder(after, place), words)


def _numbers(
    before: Figures | ControlScore | None,
    after: Figures | ControlScore | None,
    words: ChangeWords,
) -> Iterator[tuple[Effect, str]]:
    for name in _SHOWN:
        if name == "value_at_least" and getattr(before, "value", None) is not None:
            return  # then it is the value, which is told already
        was, now = getattr(before, name, None), getattr(after, name, None)
        if was != now and now is not None:
            yield Effect(name, was, now), words.rises(name, was, now)


def _of_figures(figures: Figures, gates: Sequence[GateScore], outcome: Outcome | None) -> Standing:
    return Standing(
        outcome=_GATE[outcome.state] if outcome else 0,
        gates=sum(_GATE[gate.state] for gate in gates),
        counted=sum(gate.reached or 0.0 for gate in gates if gate.counts),
        attainment=_known(figures.attainment_at_least),
        value=_known(figures.value_at_least),
        level=_known(figures.level),
        settled=figures.met + figures.below,
        answered=figures.answered,
    )


def _of_control(control: ControlScore) -> Standing:
    return Standing(
        outcome=0,
        gates=0,
        counted=0.0,
        attainment=float(control.state is ControlState.MET),
        value=_known(control.value),
        level=_known(control.level),
        settled=_CONTROL.get(control.state, 0),
        answered=sum(part.level is not None for part in control.parts),
    )


def _known(value: float | None) -> float:
    return -1.0 if value is None else float(value)


def _outcome(score: Score, place: Place) -> Outcome | None:
    return score.outcome if place == (None, None) else None


def _gates(score: Score, place: Place) -> tuple[GateScore, ...]:
    if place.control is not None:
        return ()
    if place.group is None:
        return score.gates
    group = _group(score, place.group)
    return group.gates if group else ()


def _holder(score: Score, place: Place) -> Figures | ControlScore | None:
    if place.control is not None:
        return _control(score, place.control)
    if place.group is None:
        return score.total
    group = _group(score, place.group)
    return group.figures if group else None


def _group(score: Score, id_: str) -> GroupScore | None:
    return next((group for group in score.groups if group.group == id_), None)


def _control(score: Score, id_: str) -> ControlScore | None:
    return next((control for control in score.controls if control.control == id_), None)
