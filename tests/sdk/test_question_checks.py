"""Each rule on question kinds, choices, numbers and conditions is shown to bite."""

from decimal import Decimal
from typing import Any

import pytest

from nisassess.sdk import Achievement, AnswerKind, Band, Choice, Condition, Question
from nisassess.sdk.checks import check_plugin
from tests.sdk.builders import catalogue, control, group, maturity, profile, sector, yes_no

pytestmark = pytest.mark.database_free


def faults(*questions: Question, **of_catalogue: object) -> list[tuple[str, str]]:
    """Faults of a control that asks these after a sound maturity question."""
    made = catalogue(group(control(questions=(maturity(), *questions))), **of_catalogue)
    found = check_plugin(sector(), (made,), (profile(),))
    assert {fault.file for fault in found} <= {"demo-catalogue", "demo-profile"}
    return [(fault.key.removeprefix("demo.one.questions."), fault.message) for fault in found]


def asked(kind: AnswerKind, **changes: Any) -> Question:
    return Question("asked", "What?", kind, **changes)


def indicators(*shows: Achievement | None) -> Question:
    choices = tuple(
        Choice(f"s{number}", "So it is", shows=each) for number, each in enumerate(shows)
    )
    return asked(AnswerKind.INDICATORS, choices=choices, level=1)


def single(*credits_: str | None, kind: AnswerKind = AnswerKind.SINGLE_CHOICE) -> Question:
    choices = tuple(
        Choice(f"c{number}", "One", credit=Decimal(credit) if credit else None)
        for number, credit in enumerate(credits_)
    )
    return asked(kind, choices=choices, level=1)


def number(*bands: Band, **changes: Any) -> Question:
    return asked(AnswerKind.NUMBER, **{"unit": "hours", "bands": bands, "level": 1, **changes})


def band(credit: str, low: int | None = None, high: int | None = None) -> Band:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Band(Decimal(credit), *ends)


GOOD, PARTLY, BAD = Achievement.ACHIEVED, Achievement.PARTIALLY, Achievement.NOT_ACHIEVED


@pytest.mark.parametrize(
    "question",
    [
        indicators(GOOD, PARTLY, BAD),
        single("0", "0.5", "1"),
        single(None, None),
        single("0.4", "0.6", kind=AnswerKind.MULTIPLE_CHOICE),
        single("1", "1", kind=AnswerKind.MULTIPLE_CHOICE),
        number(band("1", None, 4), band("0.5", None, 24), band("0")),
        number(band("0", None, 80), band("0.5", 80, 95), band("1", 95)),
        number(),
        number(band("1", 0, 4), minimum=Decimal(0), maximum=Decimal(10)),
        asked(AnswerKind.DATE),
        asked(AnswerKind.TEXT, optional=True),
    ],
)
def test_sound_question_of_each_kind_has_no_fault(question: Question) -> None:
    assert faults(question) == []


@pytest.mark.parametrize(
    ("question", "key", "message"),
    [
        (
            indicators(GOOD, None),
            "choices.s1",
            "needs 'shows': achieved, partially or not_achieved, when it is true",
        ),
        (
            indicators(PARTLY, BAD),
            "choices",
            "no statement shows 'achieved', so that could never come out",
        ),
        (
            asked(AnswerKind.INDICATORS, level=1),
            "choices",
            "needs 1 choice at least",
        ),
        (single("1"), "choices", "needs 2 choices at least"),
        (
            single("1", None),
            "choices.c1",
            "needs a credit, as the other choices have (0 where it earns nothing)",
        ),
        (
            single("0", "0.9"),
            "choices",
            "no choice has credit 1, so the question could never be achieved",
        ),
        (
            single("0.2", "0.3", kind=AnswerKind.MULTIPLE_CHOICE),
            "choices",
            "all credits together come to less than 1, so the question could never be achieved",
        ),
        (
            asked(AnswerKind.MULTIPLE_CHOICE, choices=(Choice("none", "Nothing"),)),
            "choices.none",
            "'none' is the answer when no choice is true; give the choice another value",
        ),
        (
            asked(AnswerKind.TEXT, choices=(Choice("a", "A"),)),
            "choices",
            "a text question has no choices",
        ),
        (
            asked(AnswerKind.YES_NO, level=1, choices=(Choice("yes", "Yes", credit=Decimal(1)),)),
            "choices.yes",
            "'credit' belongs to single and multiple choice only",
        ),
        (
            asked(AnswerKind.YES_NO, level=1, choices=(Choice("yes", "Yes", shows=GOOD),)),
            "choices.yes",
            "'shows' belongs to indicators only",
        ),
    ],
)
def test_choice_that_its_kind_does_not_allow_is_told(
    question: Question, key: str, message: str
) -> None:
    assert faults(question) == [(f"asked.{key}", message)]


@pytest.mark.parametrize(
    ("question", "key", "message"),
    [
        (number(unit=None), "unit", "a question for a number needs its unit, e.g. hours"),
        (
            number(minimum=Decimal(9), maximum=Decimal(3)),
            "maximum",
            "lies below the minimum (9)",
        ),
        (
            number(band("1", 5, 4)),
            "bands.0",
            "'at_least' lies above 'at_most' (4)",
        ),
        (
            number(band("1", None, 4), band("0.5", 20, 24), maximum=Decimal(10)),
            "bands.1",
            "no number between -Infinity and 10 lies in it",
        ),
        (
            number(band("1", None, 24), band("0.5", None, 4)),
            "bands.1",
            "is never reached: a band before it holds every number of it",
        ),
        (
            number(band("0.5", None, 24)),
            "bands",
            "no band has credit 1, so the question could never be achieved",
        ),
        (
            number(band("0.5", None, 3), band("1", None, 7), band("0")),
            "bands",
            "credits must rise or fall from band to band, not both",
        ),
        (
            asked(AnswerKind.DATE, unit="days"),
            "unit",
            "belongs to questions for a number only",
        ),
        (
            asked(AnswerKind.TEXT, minimum=Decimal(3)),
            "minimum",
            "belongs to questions for a number only",
        ),
    ],
)
def test_number_that_makes_no_sense_is_told(question: Question, key: str, message: str) -> None:
    assert faults(question) == [(f"asked.{key}", message)]


# --- conditions


def follow_up(question: str, *any_of: str) -> Question:
    return Question("why", "Why?", AnswerKind.TEXT, when=Condition(question, any_of))


@pytest.mark.parametrize(
    ("first", "value"),
    [
        (yes_no(), "no"),
        (yes_no("door", kind=AnswerKind.ACHIEVEMENT), "not_achieved"),
        (single("0", "1"), "c1"),
        (single("1", kind=AnswerKind.MULTIPLE_CHOICE), "none"),
        (maturity("other"), "3"),
    ],
)
def test_condition_on_an_answer_of_an_earlier_question_is_fine(first: Question, value: str) -> None:
    assert faults(first, follow_up(first.id, value)) == []


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        (
            (follow_up("door", "yes"), yes_no()),
            "no question 'door' stands before it in the control (ladder)",
        ),
        (
            (follow_up("why", "yes"),),
            "no question 'why' stands before it in the control (ladder)",
        ),
        ((yes_no(), follow_up("door", "maybe")), "'maybe' is no answer to 'door' (yes, no)"),
        (
            (number(), follow_up("asked", "4")),
            "'4' is no answer to 'asked' (there are none)",
        ),
    ],
)
def test_condition_that_never_holds_is_told(questions: tuple[Question, ...], message: str) -> None:
    assert faults(*questions) == [("why.when", message)]


# --- scales


def test_question_that_names_an_unknown_scale_is_told() -> None:
    assert faults(maturity("other", scale="gone")) == [
        ("other.scale", "the catalogue has no scale 'gone'")
    ]


def test_question_without_the_choices_of_its_scale_is_told() -> None:
    scales = {"coverage": tuple(Choice(str(level), "Step") for level in range(3))}

    assert faults(maturity("other", scale="coverage"), scales=scales) == [
        (
            "other.choices",
            "must have the choices of the scale 'coverage'; read_catalogue puts them in",
        )
    ]


def test_scale_that_names_a_value_twice_is_told() -> None:
    scales = {"coverage": (Choice("1", "One"), Choice("1", "Uno"))}

    assert faults(scales=scales) == [("scales.coverage", "the id '1' stands 2 times")]
