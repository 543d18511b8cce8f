"""How far each kind of answer counts as achieved, to the fraction."""

from dataclasses import replace
from fractions import Fraction

import pytest

from nisassess.sdk import Achievement, AnswerKind
from nisassess.sdk.scoring import BandInput, QuestionInput, Scale, credit, earns
from nisassess.sdk.scoring.best import best_answer, is_best
from nisassess.sdk.scoring.credit import shown
from nisassess.sdk.scoring.exact import in_digits, mean, rounded, weighted_mean
from tests.sdk.scoring_inputs import (
    choice,
    gate,
    hours,
    indicators,
    information,
    judged,
    ladder,
    several,
)

pytestmark = pytest.mark.database_free

FOUR = Scale(0, 4)
ONE_TO_FIVE = Scale(1, 5)
DEGREES: dict[str, str | None] = {"not": "0", "partly": "0.3333", "largely": "0.6667", "fully": "1"}
MARKS: dict[str, str | None] = {"a": "0.5", "b": "0.3", "c": "0.3", "d": "0"}


@pytest.mark.parametrize(
    ("answer", "scale", "expected"),
    [
        ("0", FOUR, Fraction(0)),
        ("1", FOUR, Fraction(1, 4)),
        ("4", FOUR, Fraction(1)),
        ("1", ONE_TO_FIVE, Fraction(0)),
        ("3", ONE_TO_FIVE, Fraction(1, 2)),
        ("5", ONE_TO_FIVE, Fraction(1)),
        ("9", FOUR, Fraction(1)),
        ("0", ONE_TO_FIVE, Fraction(0)),
        ("3", Scale(), Fraction(0)),
    ],
)
def test_maturity_counts_by_its_distance_from_the_lowest_level(
    answer: str, scale: Scale, expected: Fraction
) -> None:
    assert credit(ladder(answer), scale) == expected


def test_question_that_ends_below_the_top_cannot_earn_the_top() -> None:
    short = choice("3", dict.fromkeys("0123"), AnswerKind.MATURITY)

    assert credit(short, FOUR) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (judged("achieved"), Fraction(1)),
        (judged("partially"), Fraction(1, 2)),
        (judged("not_achieved"), Fraction(0)),
        (gate(1, "yes"), Fraction(1)),
        (gate(1, "no"), Fraction(0)),
        (gate(1, "perhaps"), Fraction(0)),
        (choice("largely", DEGREES), Fraction(6667, 10000)),
        (choice("unknown", DEGREES), Fraction(0)),
        (several("a b", MARKS), Fraction(4, 5)),
        (several("a b c", MARKS), Fraction(1)),
        (several("d", MARKS), Fraction(0)),
        (several("none", MARKS), Fraction(0)),
        (hours("4"), Fraction(1)),
        (hours("4.01"), Fraction(1, 2)),
        (hours("24"), Fraction(1, 2)),
        (hours("24.5"), Fraction(0)),
        (hours("soon"), Fraction(0)),
        (hours("NaN"), Fraction(0)),
    ],
)
def test_answer_earns_its_credit(question: QuestionInput, expected: Fraction) -> None:
    assert credit(question, FOUR) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("g1 g2", Achievement.ACHIEVED),
        ("p1 g1 g2", Achievement.ACHIEVED),
        ("p1", Achievement.PARTIALLY),
        ("p1 g1", Achievement.PARTIALLY),
        ("g1", Achievement.NOT_ACHIEVED),
        ("b1 p1 g1 g2", Achievement.NOT_ACHIEVED),
        ("none", Achievement.NOT_ACHIEVED),
    ],
)
def test_indicators_come_to_an_outcome_by_rule(answer: str, expected: Achievement) -> None:
    assert shown(indicators(answer)) is expected


def test_indicators_without_partly_good_practice_know_all_or_nothing() -> None:
    assert shown(indicators("g1", partially=())) is Achievement.NOT_ACHIEVED
    assert shown(indicators("g1 g2", partially=())) is Achievement.ACHIEVED


def test_indicators_of_bad_practice_alone_never_come_to_achieved() -> None:
    question = indicators("none", achieved=(), partially=())

    assert shown(question) is Achievement.NOT_ACHIEVED


@pytest.mark.parametrize(
    "question",
    [
        information("All is well."),
        QuestionInput("since", "Since when?", AnswerKind.DATE, None, "2026-01-31"),
        hours("3", bands=()),
        choice("a", {"a": None, "b": None}),
        several("a b", {"a": None, "b": None}),
    ],
    ids=["text", "date", "number without bands", "choice", "several"],
)
def test_question_for_information_earns_nothing_and_loses_nothing(question: QuestionInput) -> None:
    assert not earns(question)
    assert credit(question, FOUR) is None


def test_unanswered_question_has_no_credit_yet() -> None:
    assert earns(judged(None))
    assert credit(judged(None), FOUR) is None


def test_first_band_that_holds_counts() -> None:
    bands = (
        BandInput(Fraction(0), at_least=Fraction(2), at_most=Fraction(3)),
        BandInput(Fraction(1)),
    )

    assert [credit(hours(number, bands), FOUR) for number in ("1.9", "2", "3", "3.1")] == [
        1,
        0,
        0,
        1,
    ]


# --- the best answer


@pytest.mark.parametrize(
    ("question", "best"),
    [
        (ladder("1"), "4"),
        (choice("1", dict.fromkeys("0123"), AnswerKind.MATURITY), "3"),
        (judged(None), "achieved"),
        (gate(2, "no"), "yes"),
        (choice("not", DEGREES), "fully"),
        (several("none", MARKS), "a b c"),
        (indicators("b1"), "p1 g1 g2"),
        (hours("30"), "4"),
        (hours("9", bands=(BandInput(Fraction(1), at_least=Fraction("99.5")),)), "99.5"),
    ],
)
def test_best_answer_earns_most(question: QuestionInput, best: str) -> None:
    assert best_answer(question, FOUR) == best
    assert not is_best(question, FOUR)
    assert is_best(replace(question, answer=best), FOUR)


def test_any_answer_for_information_is_as_good_as_another() -> None:
    assert is_best(information("Anything."), FOUR)
    assert not is_best(information(None), FOUR)


# --- exact arithmetic


@pytest.mark.parametrize(
    ("value", "shown_as", "digits"),
    [
        (Fraction(10, 3), 3.3333, "3.3333"),
        (Fraction(200005, 100000), 2.0, "2"),  # 2.00005 lies half way: to the even 2.0000
        (Fraction(200015, 100000), 2.0002, "2.0002"),  # 2.00015 likewise: to the even 2.0002
        (Fraction(299996, 100000), 3.0, "3"),
        (Fraction(7, 2), 3.5, "3.5"),
        (10, 10.0, "10"),
        (Fraction(0), 0.0, "0"),
    ],
)
def test_figure_is_rounded_half_to_even_at_the_fourth_decimal(
    value: Fraction, shown_as: float, digits: str
) -> None:
    assert rounded(value) == shown_as
    assert in_digits(value) == digits


def test_means_are_exact() -> None:
    thirds: list[int | Fraction] = [Fraction(1, 3), Fraction(2, 3), 2]

    assert mean(thirds) == Fraction(1)
    assert weighted_mean([(Fraction(1, 2), Fraction(1, 3)), (1, Fraction(2, 3))]) == Fraction(5, 9)
    assert weighted_mean([(0, 5)]) is None
    assert mean([]) is None
