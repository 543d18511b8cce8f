"""Which single change would raise a figure most. Pure, and bounded in time.

Every answer that could be better is tried on its control alone; the most promising are then tried
on the whole. Where no single answer raises the figure, because the weakest of several decides,
sets of answers of one control are tried instead. Questions that only a new answer would open are
not known here, so the effect is that of the questions asked now.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from nisassess.sdk.scoring.assembling import Assembled, Known
from nisassess.sdk.scoring.best import best_answer, is_best
from nisassess.sdk.scoring.credit import earns
from nisassess.sdk.scoring.frame import is_asked, score_control
from nisassess.sdk.scoring.method import ScoringMethod
from nisassess.sdk.scoring.standing import Effect, Place, Standing, effects, standing
from nisassess.sdk.scoring.types import (
    ControlInput,
    ControlScore,
    ControlState,
    Score,
    ScoringInput,
)

_FULL_SCORINGS = 24
_QUESTIONS_TRIED = 4000
"""Bound of the search on single controls, in questions scored."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer that would be better; `before` is None while unanswered.

    `after` is None where any answer does: the question is asked for information.
    """

    control: str
    part: str
    question: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """The change that raises a figure most, with what it does.

    `with_others` names the further answers of the same control without which it raises nothing.
    """

    control: str
    part: str
    question: str
    before: str | None
    after: str | None
    effects: tuple[Effect, ...]
    words: str
    with_others: tuple[AnswerChange, ...] = ()


class _Spot(NamedTuple):
    """Where an answer stands in the input."""

    group: int
    control: int
    part: int
    question: int


Spots = tuple[_Spot, ...]


def best_change(
    method: ScoringMethod,
    given: ScoringInput,
    group: str | None = None,
    control: str | None = None,
) -> Change | None:
    """The change that raises the total most, or the figure of one group or one control.

    Compared in this order: outcome and gates, attainment with open controls counted as not met,
    value or level, answers given; among equals the first in reading order. None where nothing
    raises it.
    """
    return Search(method, given, Place(group, control)).best()


class Search:
    """Tries better answers, as many as its bounds allow."""

    def __init__(self, method: ScoringMethod, given: ScoringInput, place: Place) -> None:
        self._given, self._place = given, place
        self._score = _scorer(method)
        self._alone = _alone(method, given)
        self._left = _FULL_SCORINGS - 1
        self._before = self._score(given)
        self._standing = standing(self._before, place)
        self._now = {score.control: score for score in self._before.controls}

    def best(self) -> Change | None:
        """The change that raises the figure most."""
        if self._standing is None:
            return None
        spots = list(self._improvable())
        singles = self._ranked([(spot,) for spot in spots])
        found = self._tried(singles, self._left // 2)
        if found is None:
            found = self._tried(self._ranked(_by_control(spots)), self._left)
        return self._change(*found) if found else None

    def _improvable(self) -> Iterator[_Spot]:
        """Answers that could be better, in reading order, where the place looks."""
        for g, (group_id, _, controls) in enumerate(self._given.groups):
            for c, control in enumerate(controls):
                if not self._place.holds(group_id, control.id):
                    continue
                for p, part in enumerate(control.parts):
                    if is_asked(part, control):
                        yield from (
                            _Spot(g, c, p, q)
                            for q, question in enumerate(part.questions)
                            if not question.optional and not is_best(question, self._given.scale)
                        )

    def _ranked(self, candidates: Iterable[Spots]) -> list[Spots]:
        """Those that raise their control, the most promising by either measure first."""
        gains = [
            (gain, len(self._given.groups[spots[0].group][2]), spots)
            for spots in self._affordable(candidates)
            if (gain := self._gain(spots)) is not None
        ]
        gains.sort(key=lambda item: item[2])
        by_weight = sorted(gains, key=lambda item: item[0], reverse=True)
        by_share = sorted(gains, key=lambda item: item[0].shared(item[1]), reverse=True)
        mixed = (item[2] for pair in zip(by_weight, by_share, strict=True) for item in pair)
        return list(dict.fromkeys(mixed))

    def _affordable(self, candidates: Iterable[Spots]) -> Iterator[Spots]:
        """As many as time allows: first controls of which few answers could be better."""
        by_control: dict[tuple[int, int], list[Spots]] = {}
        for spots in candidates:
            by_control.setdefault((spots[0].group, spots[0].control), []).append(spots)
        tried = 0
        for of_one in sorted(by_control.values(), key=self._distance):
            cost = sum(len(part.questions) for part in self._control(of_one[0]).parts)
            tried += cost * len(of_one)
            if tried > _QUESTIONS_TRIED:
                return
            yield from of_one

    def _distance(self, of_one: list[Spots]) -> tuple[bool, bool, int]:
        """How far a control is from its target, so to say; key controls first."""
        control = self._control(of_one[0])
        met = self._now[control.id].state is ControlState.MET
        return met, not control.key, sum(len(spots) for spots in of_one)

    def _gain(self, spots: Spots) -> "_Gain | None":
        control = self._control(spots)
        after = self._alone(self._improved(control, spots))
        return _gain(control, self._now[control.id], after)

    def _tried(self, candidates: list[Spots], most: int) -> tuple[Spots, Score] | None:
        """The candidate that raises the figure most on the whole; None when none does."""
        best: tuple[Standing, Spots, Score] | None = None
        for spots in sorted(candidates[: min(most, self._left)]):
            self._left -= 1
            score = self._score(self._with(spots))
            reached = standing(score, self._place)
            if reached is None or self._standing is None or not reached.above(self._standing):
                continue
            if best is None or reached > best[0]:
                best = (reached, spots, score)
        return (best[1], best[2]) if best else None

    def _change(self, spots: Spots, after: Score) -> Change:
        first, *others = (self._answer(spot) for spot in self._needed(spots))
        found, words = effects(self._before, after, self._place, self._given.language)
        return Change(
            first.control,
            first.part,
            first.question,
            first.before,
            first.after,
            found,
            words,
            tuple(others),
        )

    def _needed(self, spots: Spots) -> Spots:
        """Without the answers that the control does as well without."""
        control, kept = self._control(spots), list(spots)
        if len(spots) == 1:
            return spots
        full = self._alone(self._improved(control, spots))
        for spot in reversed(spots):
            fewer = tuple(other for other in kept if other != spot)
            if fewer and _same(self._alone(self._improved(control, fewer)), full):
                kept = list(fewer)
        return tuple(kept)

    def _control(self, spots: Spots) -> ControlInput:
        return self._given.groups[spots[0].group][2][spots[0].control]

    def _improved(self, control: ControlInput, spots: Spots) -> ControlInput:
        parts = list(control.parts)
        for spot in spots:
            questions = list(parts[spot.part].questions)
            question = questions[spot.question]
            answer = best_answer(question, self._given.scale)
            questions[spot.question] = replace(question, answer=answer)
            parts[spot.part] = replace(parts[spot.part], questions=tuple(questions))
        return replace(control, parts=tuple(parts))

    def _with(self, spots: Spots) -> ScoringInput:
        g, c = spots[0].group, spots[0].control
        id_, title, controls = self._given.groups[g]
        control = self._improved(controls[c], spots)
        changed = (id_, title, (*controls[:c], control, *controls[c + 1 :]))
        groups = (*self._given.groups[:g], changed, *self._given.groups[g + 1 :])
        return replace(self._given, groups=groups)

    def _answer(self, spot: _Spot) -> AnswerChange:
        control = self._control((spot,))
        part = control.parts[spot.part]
        question = part.questions[spot.question]
        after = best_answer(question, self._given.scale) if earns(question) else None
        return AnswerChange(control.id, part.id, question.id, question.answer, after)


class _Gain(NamedTuple):
    """What a change does to its control alone, in the order of what it may do to the whole."""

    key: bool
    met: bool
    value: float

    def shared(self, among: int) -> "_Gain":
        """The same, where the control is one of so many."""
        return self._replace(value=self.value / among)


def _gain(control: ControlInput, before: ControlScore, after: ControlScore) -> _Gain | None:
    risen = _height(after) - _height(before)
    settled = before.state is ControlState.OPEN and after.state is not ControlState.OPEN
    met = after.state is ControlState.MET and before.state is not ControlState.MET
    if not (met or settled or risen > 0):
        return None
    return _Gain(control.key and met, met, risen * float(control.weight))


def _height(score: ControlScore) -> float:
    if score.value is not None:
        return score.value
    return 0.0 if score.level is None else float(score.level)


def _same(one: ControlScore, other: ControlScore) -> bool:
    return (one.state, one.level, one.value) == (other.state, other.level, other.value)


def _by_control(spots: Iterable[_Spot]) -> Iterator[Spots]:
    found: dict[tuple[int, int], list[_Spot]] = {}
    for spot in spots:
        found.setdefault((spot.group, spot.control), []).append(spot)
    return (tuple(of_one) for of_one in found.values() if len(of_one) > 1)


def _scorer(method: ScoringMethod) -> Callable[[ScoringInput], Score]:
    if not isinstance(method, Assembled):
        return method.score
    own, known = method, Known()
    return lambda given: own.scored_again(given, known)


def _alone(method: ScoringMethod, given: ScoringInput) -> Callable[[ControlInput], ControlScore]:
    """Scores one control as if it were the only one."""
    if isinstance(method, Assembled):
        own, run = method, method.run(given)
        return lambda control: score_control(own, control, run).score
    return lambda control: method.score(
        replace(given, groups=(("alone", "Alone", (control,)),))
    ).controls[0]
