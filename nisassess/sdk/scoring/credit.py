"""How far an answer counts as achieved: from 0, not at all, to 1, in full. Exact, and pure."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from nisassess.sdk.content import Achievement, AnswerKind
from nisassess.sdk.scoring.types import BandInput, QuestionInput, Scale

NONE_TRUE = "none"
"""Stored for multiple choice and indicators when no statement is true."""
HALF = Fraction(1, 2)
_NOTHING = Fraction(0)

_FIXED = {
    Achievement.ACHIEVED.value: Fraction(1),
    Achievement.PARTIALLY.value: HALF,
    Achievement.NOT_ACHIEVED.value: Fraction(0),
    "yes": Fraction(1),
    "no": Fraction(0),
}
_ALWAYS = {
    AnswerKind.MATURITY,
    AnswerKind.ACHIEVEMENT,
    AnswerKind.INDICATORS,
    AnswerKind.YES_NO,
}
_BY_CHOICE = {AnswerKind.SINGLE_CHOICE, AnswerKind.MULTIPLE_CHOICE}


class _WithCredit(Protocol):
    @property
    def credit(self) -> Fraction | Decimal | None: ...


class CreditedLike(Protocol):
    """A question of the content or of a scoring input."""

    @property
    def kind(self) -> AnswerKind:
        """How it is answered."""

    @property
    def choices(self) -> Sequence[_WithCredit]:
        """Its choices."""

    @property
    def bands(self) -> Sequence[object]:
        """What a number earns."""


def earns(question: CreditedLike) -> bool:
    """Whether answers to the question earn credit; if not, it is asked for information."""
    if question.kind in _BY_CHOICE:
        return any(choice.credit is not None for choice in question.choices)
    if question.kind is AnswerKind.NUMBER:
        return bool(question.bands)
    return question.kind in _ALWAYS


def credit(question: QuestionInput, scale: Scale) -> Fraction | None:
    """Credit of the answer given; None while unanswered, and for questions without credit.

    An answer that the question does not know earns nothing. A maturity level counts by its
    distance from the lowest level of the profile's scale, not of the question's own choices: a
    question that ends below the top cannot earn the top.
    """
    answer = question.answer
    if answer is None or not earns(question):
        return None
    match question.kind:
        case AnswerKind.MATURITY:
            return _maturity(answer, scale)
        case AnswerKind.NUMBER:
            return _number(answer, question.bands)
        case AnswerKind.SINGLE_CHOICE | AnswerKind.MULTIPLE_CHOICE:
            return _chosen(question)
    fixed = shown(question).value if question.kind is AnswerKind.INDICATORS else answer
    return _FIXED.get(fixed, _NOTHING)


def level_of(answer: str, scale: Scale) -> int:
    """The level that a maturity answer names, kept within the scale."""
    level = int(answer) if answer.isascii() and answer.isdigit() else scale.lowest
    return min(max(level, scale.lowest), scale.highest)


def shown(question: QuestionInput) -> Achievement:
    """What an answered indicators question comes to, by the rule of the UK's CAF.

    Any true statement of bad practice: not achieved. Otherwise all statements of good practice
    true: achieved. Otherwise, where there are statements of partly good practice, all of them
    true: partially achieved. Otherwise not achieved.
    """
    chosen = set((question.answer or "").split())
    by: dict[Achievement, list[bool]] = {shows: [] for shows in Achievement}
    for choice in question.choices:
        if choice.shows is not None:
            by[choice.shows].append(choice.value in chosen)
    if any(by[Achievement.NOT_ACHIEVED]):
        return Achievement.NOT_ACHIEVED
    for shows in (Achievement.ACHIEVED, Achievement.PARTIALLY):
        if by[shows] and all(by[shows]):
            return shows
    return Achievement.NOT_ACHIEVED


def _maturity(answer: str, scale: Scale) -> Fraction:
    steps = scale.highest - scale.lowest
    return _share(level_of(answer, scale) - scale.lowest, steps) if steps else _NOTHING


@lru_cache(maxsize=64)
def _share(step: int, steps: int) -> Fraction:
    return Fraction(step, steps)


def _chosen(question: QuestionInput) -> Fraction:
    chosen = set((question.answer or "").split())
    total = sum(
        (choice.credit or Fraction(0) for choice in question.choices if choice.value in chosen),
        Fraction(0),
    )
    return min(total, Fraction(1))


def _number(answer: str, bands: Sequence[BandInput]) -> Fraction:
    try:
        number = Decimal(answer)
    except InvalidOperation:
        return Fraction(0)
    if not number.is_finite():
        return Fraction(0)
    for band in bands:
        above = band.at_least is None or number >= band.at_least
        below = band.at_most is None or number <= band.at_most
        if above and below:
            return band.credit
    return Fraction(0)
