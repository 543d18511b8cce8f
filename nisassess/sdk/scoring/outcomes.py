"""Outcomes: the way of the UK's Cyber Assessment Framework. No arithmetic.

Every control is an outcome: not achieved (0), partially achieved (1) or achieved (2), by the rule
of its indicators or by judgement. The profile sets a minimum for each, its target. The profile is
met only when every applicable outcome reaches its minimum.

Questions of other kinds: full credit is achieved, half or more partially. A maturity question
counts from the levels that the profile names; where it names none, its highest level is achieved
and nothing is partially.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar

from nisassess.sdk.content import AnswerKind
from nisassess.sdk.scoring.assembling import Assembled, GroupWork
from nisassess.sdk.scoring.credit import HALF, credit
from nisassess.sdk.scoring.exact import Exact
from nisassess.sdk.scoring.fit import (
    capped_faults,
    parameter_faults,
    scale_faults,
    scored_questions,
)
from nisassess.sdk.scoring.frame import NOT_APPLICABLE_COUNTS, Run
from nisassess.sdk.scoring.gates import Span, count_gate
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault
from nisassess.sdk.scoring.types import GateScore, QuestionInput
from nisassess.sdk.scoring.words import OutcomeWords

NOT_ACHIEVED, PARTIALLY, ACHIEVED = range(3)

_ACHIEVED_FROM = "maturity_achieved"
_PARTIALLY_FROM = "maturity_partially"
_HIGHEST_MATURITY = Fraction(5)


class Outcomes(Assembled):
    """Outcomes, version 1.0."""

    id: ClassVar[str] = "outcomes"
    version: ClassVar[str] = "1.0"
    title: ClassVar[str] = "Outcomes achieved, partially or not"
    summary: ClassVar[str] = (
        "Each outcome is not, partially or fully achieved, by rule and without arithmetic. The "
        "profile is met only when every outcome reaches its minimum."
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            _ACHIEVED_FROM,
            "The level from which a maturity question counts as achieved.",
            minimum=Fraction(1),
            maximum=_HIGHEST_MATURITY,
        ),
        Parameter(
            _PARTIALLY_FROM,
            "The level from which a maturity question counts as partially achieved.",
            minimum=Fraction(1),
            maximum=_HIGHEST_MATURITY,
        ),
        NOT_APPLICABLE_COUNTS,
    )
    words: ClassVar[OutcomeWords] = OutcomeWords()

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """Any scale but three levels from 0, and maturity questions without a rule."""
        if view.scoring.lowest != 0 or len(view.scoring.levels) != ACHIEVED + 1:
            message = "name three levels from 0: not achieved, partially achieved, achieved"
            yield ScoringFault("scoring.levels", message)
        yield from scale_faults(view)
        yield from parameter_faults(view, self.parameters)
        yield from capped_faults(view)
        yield from _maturity_rule_faults(view)

    def worth(self, question: QuestionInput, run: Run) -> int:
        """0, 1 or 2, kept within the scale."""
        if question.kind is AnswerKind.MATURITY:
            found = _by_maturity(question, run)
        else:
            earned = credit(question, run.scale) or 0
            found = ACHIEVED if earned == 1 else PARTIALLY if earned >= HALF else NOT_ACHIEVED
        return min(max(found, run.scale.lowest), run.scale.highest)

    def said(self, question: QuestionInput, worth: Exact) -> str:
        """The answer and what it comes to."""
        return self.words.comes_to(question, int(worth))

    def thresholds(
        self, groups: Sequence[GroupWork], total: Span, run: Run
    ) -> tuple[GateScore, ...]:
        """The profile: every outcome reaches its minimum."""
        del total, run
        works = [work for group in groups for work in group.controls]
        needs = [work.given.target for work in works]
        words = self.words
        return (
            count_gate("profile", words.profile_title, words.profile_rule, works, needs, words),
        )


def _by_maturity(question: QuestionInput, run: Run) -> int:
    answer = question.answer or ""
    level = int(answer) if answer.isascii() and answer.isdigit() else 0
    ends = [int(c.value) for c in question.choices if c.value.isascii() and c.value.isdigit()]
    achieved = run.numbers[_ACHIEVED_FROM]
    if achieved is None:
        achieved = Fraction(max(ends, default=run.scale.highest))
    partially = run.numbers[_PARTIALLY_FROM]
    if level >= achieved:
        return ACHIEVED
    return PARTIALLY if partially is not None and level >= partially else NOT_ACHIEVED


def _maturity_rule_faults(view: ProfileView) -> Iterator[ScoringFault]:
    parameters = view.scoring.parameters
    maturity = [
        (key, question)
        for key, _, question in scored_questions(view)
        if question.kind is AnswerKind.MATURITY
    ]
    if maturity:
        for name in (_ACHIEVED_FROM, _PARTIALLY_FROM):
            if name not in parameters:
                message = f"is missing: '{maturity[0][0]}' is a maturity question"
                yield ScoringFault(f"scoring.parameters.{name}", message)
    achieved, partially = parameters.get(_ACHIEVED_FROM), parameters.get(_PARTIALLY_FROM)
    if achieved is not None and partially is not None and partially > achieved:
        message = f"{partially} lies above {_ACHIEVED_FROM}, {achieved}"
        yield ScoringFault(f"scoring.parameters.{_PARTIALLY_FROM}", message)
    for key, question in maturity:
        highest = max((int(c.value) for c in question.choices if c.value.isdigit()), default=0)
        if achieved is not None and question.choices and highest < achieved:
            message = f"has choices up to level {highest}; achieved starts at {achieved}"
            yield ScoringFault(key, message)
