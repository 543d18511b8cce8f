"""Answers to questions of every kind: one that meets any target, and one that misses it."""

from decimal import Decimal

from nisassess.catalogues.types import PinnedQuestion

_SEVERAL = {"indicators", "multiple_choice"}
_WRITTEN = {"date": "2026-03-01", "text": "Some words"}
FIXED = {"yes_no": ("yes", "no"), "achievement": ("achieved", "not_achieved")}


def best(question: PinnedQuestion) -> str:
    """The answer that meets any target."""
    return _answer(question, good=True)


def worst(question: PinnedQuestion) -> str:
    """The answer that misses any target."""
    return _answer(question, good=False)


def _answer(question: PinnedQuestion, *, good: bool) -> str:
    if question.kind in FIXED:
        return FIXED[question.kind][0 if good else 1]
    if question.kind in _SEVERAL:
        return _chosen(question, good=good)
    if question.kind == "number":
        return _number(question, good=good)
    if question.kind in _WRITTEN:
        return _WRITTEN[question.kind]
    return _one(question, good=good)


def _one(question: PinnedQuestion, *, good: bool) -> str:
    """A maturity level, or the single choice with most or least credit."""
    ordered = list(question.choices)
    if question.kind == "single_choice":
        ordered.sort(key=lambda choice: Decimal(choice.credit or "0"))
    return ordered[-1 if good else 0].value


def _chosen(question: PinnedQuestion, *, good: bool) -> str:
    values = [
        choice.value for choice in question.choices if good and choice.shows != "not_achieved"
    ]
    return " ".join(values) or "none"


def _number(question: PinnedQuestion, *, good: bool) -> str:
    low, high = Decimal(question.minimum or "0"), Decimal(question.maximum or "1000000")
    ends = [end for band in question.bands for end in (band.at_least, band.at_most) if end]
    candidates = [low, high, *map(Decimal, ends)]

    def credit(number: Decimal) -> Decimal:
        for band in question.bands:
            above = band.at_least is None or number >= Decimal(band.at_least)
            below = band.at_most is None or number <= Decimal(band.at_most)
            if above and below:
                return Decimal(band.credit)
        return Decimal(0)

    ordered = sorted((number for number in candidates if low <= number <= high), key=credit)
    return f"{ordered[-1 if good else 0].normalize():f}"
