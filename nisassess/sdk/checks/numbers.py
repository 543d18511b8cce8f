"""Checks of questions for a number: unit, bounds and bands."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from nisassess.sdk.content import AnswerKind, Band, Question

_ENDLESS = Decimal("Infinity")
_ENTRIES = ("unit", "minimum", "maximum", "bands")


def number_faults(question: Question) -> Iterator[tuple[str, str]]:
    """What is wrong: the entry inside the question, and the message."""
    if question.kind is not AnswerKind.NUMBER:
        for entry in _ENTRIES:
            if getattr(question, entry):
                yield entry, "belongs to questions for a number only"
        return
    if not question.unit:
        yield "unit", "a question for a number needs its unit, e.g. hours"
    low, high = _ends(question.minimum, question.maximum)
    if low > high:
        yield "maximum", f"lies below the minimum ({low})"
    yield from _bands(question.bands, low, high)


def _ends(low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
    return -_ENDLESS if low is None else low, _ENDLESS if high is None else high


def _bands(bands: tuple[Band, ...], low: Decimal, high: Decimal) -> Iterator[tuple[str, str]]:
    if not bands:
        return
    ends = [_ends(band.at_least, band.at_most) for band in bands]
    for number, (begin, end) in enumerate(ends):
        if begin > end:
            yield f"bands.{number}", f"'at_least' lies above 'at_most' ({end})"
        elif begin > high or end < low:
            yield f"bands.{number}", f"no number between {low} and {high} lies in it"
        elif any(begin >= before and end <= after for before, after in ends[:number]):
            message = "is never reached: a band before it holds every number of it"
            yield f"bands.{number}", message
    steps = [band.credit for band in bands]
    if max(steps) < 1:
        yield "bands", "no band has credit 1, so the question could never be achieved"
    falls = all(one >= other for one, other in pairwise(steps))
    rises = all(one <= other for one, other in pairwise(steps))
    if not (falls or rises):
        yield "bands", "credits must rise or fall from band to band, not both"
