"""The best answer to a question."""

from decimal import Decimal
from fractions import Fraction

from nisassess.sdk.content import Achievement, AnswerKind
from nisassess.sdk.scoring.credit import NONE_TRUE, credit, earns
from nisassess.sdk.scoring.types import QuestionInput, Scale

_FIXED = {
    AnswerKind.ACHIEVEMENT: Achievement.ACHIEVED.value,
    AnswerKind.YES_NO: "yes",
    AnswerKind.DATE: "2000-01-01",
    AnswerKind.TEXT: "-",
}


def best_answer(question: QuestionInput, scale: Scale) -> str:
    """The answer that earns most; for questions without credit any, to see what answering does."""
    fixed = _FIXED.get(question.kind)
    if fixed is not None:
        return fixed
    match question.kind:
        case AnswerKind.MATURITY:
            return _highest(question, scale)
        case AnswerKind.INDICATORS:
            good = [c.value for c in question.choices if c.shows is not Achievement.NOT_ACHIEVED]
            return " ".join(good) or NONE_TRUE
        case AnswerKind.MULTIPLE_CHOICE:
            return " ".join(c.value for c in question.choices if c.credit) or NONE_TRUE
        case AnswerKind.NUMBER:
            return _number(question, scale)
    best = max(question.choices, key=lambda choice: choice.credit or 0, default=None)
    return best.value if best else NONE_TRUE


def is_best(question: QuestionInput, scale: Scale) -> bool:
    """Whether no other answer would earn more; any answer, where none earns anything."""
    if question.answer is None:
        return False
    if not earns(question):
        return True
    if question.kind is AnswerKind.MATURITY:
        return question.answer == _highest(question, scale)
    return credit(question, scale) == credit(
        _answered(question, best_answer(question, scale)), scale
    )


def _answered(question: QuestionInput, answer: str) -> QuestionInput:
    return QuestionInput(
        question.id,
        question.prompt,
        question.kind,
        question.level,
        answer,
        choices=question.choices,
        bands=question.bands,
    )


def _highest(question: QuestionInput, scale: Scale) -> str:
    levels = [c.value for c in question.choices if c.value.isascii() and c.value.isdigit()]
    return max(levels, key=int) if levels else str(scale.highest)


def _number(question: QuestionInput, scale: Scale) -> str:
    """An end of a band that earns most: bands that stand before may cut into it."""
    ends = [end for band in question.bands for end in (band.at_least, band.at_most)]
    tries = [_decimal(end) for end in ends if end is not None] or ["0"]
    return max(tries, key=lambda number: credit(_answered(question, number), scale) or 0)


def _decimal(value: Fraction) -> str:
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{number:f}"
