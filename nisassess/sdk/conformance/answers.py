"""Scoring inputs made from content, with answers of every quality, for the kit's checks."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from random import Random

from nisassess.sdk.checks.common import selected_of
from nisassess.sdk.checks.questions import FIXED_ANSWERS, NONE
from nisassess.sdk.content import (
    Achievement,
    AnswerKind,
    Catalogue,
    Choice,
    Control,
    Profile,
    Question,
)
from nisassess.sdk.scoring import (
    BandInput,
    ChoiceInput,
    ControlInput,
    PartInput,
    QuestionInput,
    ScoringInput,
    asked,
)

Answerer = Callable[[Question], str | None]
"""What is answered to a question; None leaves it open."""

PARTS = (("office", "Office"), ("plant", "Plant"))


def unanswered(question: Question) -> str | None:
    """Nothing is answered."""
    del question
    return None


def best(question: Question) -> str | None:
    """The answer that earns most."""
    return ladder(question)[-1]


def worst(question: Question) -> str | None:
    """The answer that earns least."""
    return ladder(question)[0]


def by_chance(seed: int, share: Fraction = Fraction(3, 4)) -> Answerer:
    """Any answer, to this share of the questions; the same for the same seed."""
    dice = Random(seed)  # noqa: S311

    def answer(question: Question) -> str | None:
        given = dice.choice(ladder(question))
        return given if dice.random() < share else None

    return answer


def ladder(question: Question) -> tuple[str, ...]:
    """Answers to a question, from the one that earns least to the one that earns most."""
    if question.kind in FIXED_ANSWERS:
        return tuple(reversed(FIXED_ANSWERS[question.kind]))
    if question.kind is AnswerKind.NUMBER:
        return _numbers(question)
    make = _LADDERS.get(question.kind)
    if make is None:
        return ("2026-01-31",) if question.kind is AnswerKind.DATE else ("As described.",)
    return make(question.choices)


def _levels(choices: tuple[Choice, ...]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


def _single(choices: tuple[Choice, ...]) -> tuple[str, ...]:
    return _levels(tuple(sorted(choices, key=lambda choice: choice.credit or 0)))


def _growing(choices: tuple[Choice, ...]) -> tuple[str, ...]:
    values = [choice.value for choice in choices]
    return (NONE, *(" ".join(values[: end + 1]) for end in range(len(values))))


def _indicators(choices: tuple[Choice, ...]) -> tuple[str, ...]:
    """All that is partly good, then all that is good too; bad practice never."""
    partly = [c.value for c in choices if c.shows is Achievement.PARTIALLY]
    good = [c.value for c in choices if c.shows not in (None, Achievement.NOT_ACHIEVED)]
    return (NONE, *(" ".join(values) for values in (partly, good) if values))


_LADDERS: dict[AnswerKind, Callable[[tuple[Choice, ...]], tuple[str, ...]]] = {
    AnswerKind.MATURITY: _levels,
    AnswerKind.SINGLE_CHOICE: _single,
    AnswerKind.MULTIPLE_CHOICE: _growing,
    AnswerKind.INDICATORS: _indicators,
}


def _numbers(question: Question) -> tuple[str, ...]:
    """One number of each band, by what it earns; without bands any number will do."""
    low = question.minimum if question.minimum is not None else 0
    if not question.bands:
        return (str(low),)
    found: list[tuple[Fraction, str]] = []
    for band in question.bands:
        end = band.at_least if band.at_least is not None else band.at_most
        number = end if end is not None else low
        found.append((Fraction(band.credit), f"{number:f}"))
    return tuple(number for _, number in sorted(found))


# --- inputs ---------------------------------------------------------------------------------


def scoring_input(
    profile: Profile,
    catalogues: Iterable[Catalogue],
    answer: Answerer,
    *,
    not_applicable: Callable[[Control], bool] = lambda control: False,
) -> ScoringInput:
    """Everything that a profile selects, answered for two parts."""
    return ScoringInput(
        groups=tuple(
            (group.id, group.title, controls)
            for catalogue in catalogues
            if catalogue.id in profile.catalogues
            for group in catalogue.groups
            if (
                controls := tuple(
                    _control(profile, control, target, answer, not_applicable(control))
                    for control, target in selected_of(profile, group)
                )
            )
        ),
        levels=profile.scoring.levels,
        lowest=profile.scoring.lowest,
        parameters={name: Fraction(number) for name, number in profile.scoring.parameters.items()},
    )


def _control(
    profile: Profile, control: Control, target: int, answer: Answerer, not_applicable: bool
) -> ControlInput:
    return ControlInput(
        id=control.id,
        title=control.title,
        target=target,
        parts=tuple(
            PartInput(id_, name, not_applicable, _questions(control, answer)) for id_, name in PARTS
        ),
        key=control.id in profile.key_controls,
        weight=Fraction(profile.weights.get(control.id, 1)),
        not_applicable=control.not_applicable,
    )


def _questions(control: Control, answer: Answerer) -> tuple[QuestionInput, ...]:
    answers = {question.id: answer(question) for question in control.questions}
    shown = asked(control.questions, answers)
    return tuple(
        QuestionInput(
            id=question.id,
            prompt=question.prompt,
            kind=question.kind,
            level=question.level,
            answer=answers[question.id],
            dimension=question.dimension,
            optional=question.optional,
            choices=tuple(
                ChoiceInput(c.value, c.label, _exact(c.credit), c.shows) for c in question.choices
            ),
            bands=tuple(
                BandInput(Fraction(b.credit), _exact(b.at_least), _exact(b.at_most))
                for b in question.bands
            ),
        )
        for question in control.questions
        if question.id in shown
    )


def _exact(number: object) -> Fraction | None:
    return None if number is None else Fraction(str(number))
