"""Answers that result in a wanted level, by the rules of gated maturity. Pure."""

from collections.abc import Iterator

from nisassess.catalogues.types import PinnedControl, PinnedQuestion
from nisassess.demo.phrases import gated


def answers(place: str, control: PinnedControl, level: int) -> Iterator[tuple[str, str]]:
    """Question and answer for each question of the control.

    At some places a single question holds the control back, while its maturity would be higher.
    """
    holding = gated(place, control, level)
    maturity = level + 1 if holding else level
    for question in control.questions:
        if question.kind == "maturity":
            yield question.id, str(min(maturity, int(question.choices[-1].value)))
        else:
            yield question.id, _achieved(question, level, held=question is holding)


def _achieved(question: PinnedQuestion, level: int, *, held: bool) -> str:
    values = [choice.value for choice in question.choices]
    if held:
        return values[-1]
    if (question.level or 1) <= level:
        return values[0]
    return values[-1] if len(values) == 2 or level == 0 else values[1]  # noqa: PLR2004 - yes, no
