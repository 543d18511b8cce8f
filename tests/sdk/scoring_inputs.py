"""Scoring inputs in a few words."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from nisassess.sdk import Achievement, AnswerKind, Dimension, NotApplicable
from nisassess.sdk.scoring import (
    BandInput,
    ChoiceInput,
    ControlInput,
    PartInput,
    QuestionInput,
    ScoringInput,
)

LEVELS = ("Not in place", "Started", "Defined", "Implemented and evidenced", "Measured")
FIVE = ("Initial", "Repeated", "Defined", "Steered", "Improving")
"""Levels 1 to 5."""
THREE = ("Not achieved", "Partially achieved", "Achieved")
PRACTICE = ("None", "First", "Second", "Third")

BANDS = (
    BandInput(Fraction(1), at_most=Fraction(4)),
    BandInput(Fraction(1, 2), at_most=Fraction(24)),
)
"""Hours: four at most earn all, a day at most half, more nothing."""


def ladder(answer: str | None, id_: str = "ladder") -> QuestionInput:
    return QuestionInput(id_, "How far?", AnswerKind.MATURITY, None, answer)


def gate(level: int, answer: str | None, kind: AnswerKind = AnswerKind.YES_NO) -> QuestionInput:
    return QuestionInput(f"gate-{level}", "Achieved?", kind, level, answer)


def documented(answer: str | None, id_: str = "documented") -> QuestionInput:
    return replace(ladder(answer, id_), dimension=Dimension.DOCUMENTATION)


def implemented(answer: str | None, id_: str = "implemented") -> QuestionInput:
    return replace(ladder(answer, id_), dimension=Dimension.IMPLEMENTATION)


def judged(answer: str | None, id_: str = "judged") -> QuestionInput:
    return QuestionInput(id_, "Achieved?", AnswerKind.ACHIEVEMENT, None, answer)


def choice(
    answer: str | None,
    credits_: Mapping[str, str | None],
    kind: AnswerKind = AnswerKind.SINGLE_CHOICE,
    id_: str = "choice",
    level: int | None = None,
) -> QuestionInput:
    """A choice question; `credits_` gives each value its credit, None for information."""
    choices = tuple(
        ChoiceInput(value, f"Choice {value}", None if credit is None else Fraction(credit))
        for value, credit in credits_.items()
    )
    return QuestionInput(id_, "Which?", kind, level, answer, choices=choices)


def several(answer: str | None, credits_: Mapping[str, str | None]) -> QuestionInput:
    return choice(answer, credits_, AnswerKind.MULTIPLE_CHOICE)


def hours(answer: str | None, bands: tuple[BandInput, ...] = BANDS) -> QuestionInput:
    return QuestionInput("hours", "How long?", AnswerKind.NUMBER, None, answer, bands=bands)


def information(answer: str | None, id_: str = "note") -> QuestionInput:
    return QuestionInput(id_, "Anything to add?", AnswerKind.TEXT, None, answer)


def indicators(
    answer: str | None,
    achieved: tuple[str, ...] = ("g1", "g2"),
    partially: tuple[str, ...] = ("p1",),
    not_achieved: tuple[str, ...] = ("b1",),
) -> QuestionInput:
    shows = {
        Achievement.NOT_ACHIEVED: not_achieved,
        Achievement.PARTIALLY: partially,
        Achievement.ACHIEVED: achieved,
    }
    choices = tuple(
        ChoiceInput(value, f"Statement {value}", shows=kind)
        for kind, values in shows.items()
        for value in values
    )
    return QuestionInput("signs", "True?", AnswerKind.INDICATORS, None, answer, choices=choices)


def part(*questions: QuestionInput, id_: str = "p1", name: str = "Office IT") -> PartInput:
    return PartInput(id_, name, not_applicable=False, questions=questions)


def left_out(*questions: QuestionInput, id_: str = "p1", name: str = "Office IT") -> PartInput:
    return PartInput(id_, name, not_applicable=True, questions=questions)


def control(*parts: PartInput, id_: str = "c1", target: int = 3) -> ControlInput:
    return ControlInput(id_, f"Control {id_}", target, parts)


def key(*parts: PartInput, id_: str = "k1", target: int = 3) -> ControlInput:
    return replace(control(*parts, id_=id_, target=target), key=True)


def capped(*parts: PartInput, id_: str = "c1", target: int = 3) -> ControlInput:
    return replace(control(*parts, id_=id_, target=target), not_applicable=NotApplicable.CAPPED)


def forbidden(*parts: PartInput, id_: str = "c1", target: int = 3) -> ControlInput:
    return replace(control(*parts, id_=id_, target=target), not_applicable=NotApplicable.FORBIDDEN)


def weighing(weight: str, *parts: PartInput, id_: str = "c1", target: int = 3) -> ControlInput:
    return replace(control(*parts, id_=id_, target=target), weight=Fraction(weight))


def given(*controls: ControlInput) -> ScoringInput:
    return ScoringInput((("g1", "Group", controls),), LEVELS)


def on(
    levels: tuple[str, ...], *groups: tuple[ControlInput, ...], **parameters: str
) -> ScoringInput:
    """Groups `g1`, `g2`, … on a scale from 0, with parameters as the profile writes them."""
    return ScoringInput(
        tuple((f"g{n}", f"Group {n}", controls) for n, controls in enumerate(groups, 1)),
        levels,
        0,
        {name: Fraction(value) for name, value in parameters.items()},
    )


def one_to_five(*groups: tuple[ControlInput, ...], **parameters: str) -> ScoringInput:
    return replace(on(FIVE, *groups, **parameters), lowest=1)
