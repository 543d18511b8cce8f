"""Answers that result in a wanted level, by the rules of gated maturity. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from nisassess.catalogues.types import PinnedControl, PinnedQuestion
from nisassess.demo.phrases import gated


def answers(place: str, control: PinnedControl, level: int) -> Iterator[tuple[str, str]]:
    """Question and answer for each question of the control that must be answered.

    At some places a single question holds the control back, while its maturity would be higher.
    """
    holding = gated(place, control, level)
    maturity = level + 1 if holding else level
    for question in control.questions:
        if question.kind == "maturity":
            yield question.id, str(min(maturity, int(question.choices[-1].value)))
        elif not question.optional:
            reached = question is not holding and (question.level or 1) <= level
            partly = question is not holding and level > 0
            yield question.id, _answer(question, reached=reached, partly=partly)


def _answer(question: PinnedQuestion, *, reached: bool, partly: bool) -> str:
    match question.kind:
        case "number":
            return _number(question, reached=reached)
        case "multiple_choice":
            every = [choice.value for choice in question.choices]
            return " ".join(every if reached else every[: int(partly)]) or "none"
        case "indicators":
            wanted = "achieved" if reached else "partially" if partly else "not_achieved"
            true = [choice.value for choice in question.choices if choice.shows == wanted]
            return " ".join(true) or "none"
        case "single_choice":
            ordered = sorted(question.choices, key=lambda choice: Decimal(choice.credit or 0))
            return ordered[-1 if reached else 0].value
    values = [choice.value for choice in question.choices]
    if reached:
        return values[0]
    return values[1] if partly and len(values) > 2 else values[-1]  # noqa: PLR2004 - yes, no


def _number(question: PinnedQuestion, *, reached: bool) -> str:
    """A number within the best band, or beyond the last; the least one where none counts."""
    least = question.minimum or "0"
    if not question.bands:
        return least
    best, last = question.bands[0], question.bands[-1]
    if reached:
        return best.at_least or best.at_most or least
    if last.at_most is None:
        return least
    beyond = Decimal(last.at_most) + 1
    return str(min(beyond, Decimal(question.maximum)) if question.maximum else beyond)
