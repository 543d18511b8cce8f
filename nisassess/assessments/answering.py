"""What may be stored as the answer to a question, in the one form it is stored in. Pure.

Stored answers are text: the chosen value; for indicators and multiple choice the chosen values in
the order of the choices, separated by a space, or `none`; a number in plain decimals; a date in
ISO 8601; a text as it was written.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from nisassess.catalogues.types import PinnedQuestion
from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.sdk import AnswerKind

NONE_CHOSEN = "none"
LONGEST_ANSWER = 10_000
MOST_LINES = 500
MOST_DIGITS = 15
MOST_DECIMALS = 4
SEVERAL = {AnswerKind.INDICATORS, AnswerKind.MULTIPLE_CHOICE}
"""Kinds of which several choices may be true at once."""


def checked_answer(question: PinnedQuestion, value: str | None) -> str | None:
    """The answer in the form it is stored in; raises ValidationFailed naming what would be right.

    None takes an answer back.
    """
    if value is None:
        return None
    kind = AnswerKind(question.kind)
    return _CHECKS.get(kind, _one_choice)(question, value)


def chosen(answer: str | None) -> tuple[str, ...]:
    """The chosen values of a stored answer of indicators or multiple choice."""
    return () if answer in {None, NONE_CHOSEN} else tuple((answer or "").split())


def in_words(question: PinnedQuestion, answer: str | None) -> str | None:
    """A stored answer as people read it: the chosen labels, the number with its unit."""
    if answer is None:
        return None
    labels = {choice.value: choice.label for choice in question.choices}
    kind = AnswerKind(question.kind)
    if kind in SEVERAL:
        return "; ".join(labels.get(value, value) for value in chosen(answer)) or None
    if kind is AnswerKind.NUMBER and question.unit:
        return f"{answer} {question.unit}"
    return labels.get(answer, answer)


def _one_choice(question: PinnedQuestion, value: str) -> str:
    allowed = [choice.value for choice in question.choices]
    if value not in allowed:
        raise _refused("unknown_choice", f"must be one of {', '.join(allowed)}")
    return value


def _several_choices(question: PinnedQuestion, value: str) -> str:
    allowed = [choice.value for choice in question.choices]
    given = set(value.split())
    if given == {NONE_CHOSEN}:
        return NONE_CHOSEN
    if not given or not given.issubset(allowed):
        message = (
            f"must be some of {', '.join(allowed)}, separated by spaces, or {NONE_CHOSEN} alone"
        )
        raise _refused("unknown_choice", message)
    return " ".join(item for item in allowed if item in given)


def _number(question: PinnedQuestion, value: str) -> str:
    text = value.strip().replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _refused("not_a_number", "must be a number, such as 12 or 0.5") from None
    digits, exponent = number.as_tuple().digits, number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise _refused("not_a_number", "must be a number, such as 12 or 0.5")
    if len(digits) > MOST_DIGITS or exponent < -MOST_DECIMALS or number.adjusted() >= MOST_DIGITS:
        message = f"must have at most {MOST_DIGITS} digits, {MOST_DECIMALS} of them decimals"
        raise _refused("too_long", message)
    low, high = question.minimum, question.maximum
    if (low is not None and number < Decimal(low)) or (high is not None and number > Decimal(high)):
        raise _refused("out_of_range", f"must be {_range(low, high)}")
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in {"-0", ""} else plain


def _range(low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return f"from {low} to {high}"
    return f"{low} or more" if low is not None else f"{high} or less"


def _date(_: PinnedQuestion, value: str) -> str:
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        raise _refused("not_a_date", "must be a date, such as 2026-11-30") from None
    if not date(1950, 1, 1) <= day <= date(2099, 12, 31):
        raise _refused("out_of_range", "must be from 1950-01-01 to 2099-12-31")
    return day.isoformat()


def _text(_: PinnedQuestion, value: str) -> str:
    if not value.strip():
        raise _refused("required", "must not be empty; take the answer back instead")
    if len(value) > LONGEST_ANSWER:
        raise _refused("too_long", f"must be at most {LONGEST_ANSWER} characters, not {len(value)}")
    if value.count("\n") >= MOST_LINES:
        raise _refused("too_many_lines", f"must be at most {MOST_LINES} lines")
    if "\x00" in value:
        raise _refused("bad_character", "must not contain the character NUL")
    return value


_CHECKS: dict[AnswerKind, Callable[[PinnedQuestion, str], str]] = {
    AnswerKind.INDICATORS: _several_choices,
    AnswerKind.MULTIPLE_CHOICE: _several_choices,
    AnswerKind.NUMBER: _number,
    AnswerKind.DATE: _date,
    AnswerKind.TEXT: _text,
}


def _refused(code: str, message: str) -> ValidationFailed:
    return ValidationFailed([Issue("value", code, message)])
