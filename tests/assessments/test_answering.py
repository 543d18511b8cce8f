"""What may be stored as an answer, in the one form it is stored in."""

import pytest

from nisassess.assessments.answering import checked_answer, in_words
from nisassess.catalogues.types import PinnedChoice, PinnedQuestion
from nisassess.kit.errors import ValidationFailed

pytestmark = pytest.mark.database_free
CHOICES = tuple(PinnedChoice(value, value.upper(), None) for value in ("north", "south", "east"))


def question(kind: str, **more: object) -> PinnedQuestion:
    given: dict[str, object] = {"choices": CHOICES, **more}
    return PinnedQuestion("demo.one/q", "Which?", None, kind, None, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("single_choice", "south", "south"),
        ("multiple_choice", "east north", "north east"),
        ("multiple_choice", "  east   east ", "east"),
        ("multiple_choice", "none", "none"),
        ("indicators", "south north", "north south"),
        ("number", "12", "12"),
        ("number", " 0,50 ", "0.5"),
        ("number", "1e2", "100"),
        ("number", "-0", "0"),
        ("number", "007.10", "7.1"),
        ("date", "2026-03-01", "2026-03-01"),
        ("text", " As it is. ", " As it is. "),
    ],
)
def test_answer_is_stored_in_one_form(kind: str, given: str, stored: str) -> None:
    assert checked_answer(question(kind), given) == stored
    assert checked_answer(question(kind), stored) == stored


@pytest.mark.parametrize(
    ("kind", "given", "code", "message"),
    [
        ("single_choice", "west", "unknown_choice", "must be one of north, south, east"),
        (
            "multiple_choice",
            "north none",
            "unknown_choice",
            "must be some of north, south, east, separated by spaces, or none alone",
        ),
        (
            "indicators",
            " ",
            "unknown_choice",
            "must be some of north, south, east, separated by spaces, or none alone",
        ),
        ("number", "twelve", "not_a_number", "must be a number, such as 12 or 0.5"),
        ("number", "NaN", "not_a_number", "must be a number, such as 12 or 0.5"),
        ("number", "Infinity", "not_a_number", "must be a number, such as 12 or 0.5"),
        (
            "number",
            "1e300",
            "too_long",
            "must have at most 15 digits, 4 of them decimals",
        ),
        (
            "number",
            "0.00001",
            "too_long",
            "must have at most 15 digits, 4 of them decimals",
        ),
        ("date", "1.3.2026", "not_a_date", "must be a date, such as 2026-11-30"),
        ("date", "2126-01-01", "out_of_range", "must be from 1950-01-01 to 2099-12-31"),
        ("text", " \n", "required", "must not be empty; take the answer back instead"),
        ("text", "a" * 10_001, "too_long", "must be at most 10000 characters, not 10001"),
        ("text", "\n" * 500 + "a", "too_many_lines", "must be at most 500 lines"),
        ("text", "a\x00b", "bad_character", "must not contain the character NUL"),
    ],
)
def test_what_is_no_answer_is_told_with_what_would_be(
    kind: str, given: str, code: str, message: str
) -> None:
    with pytest.raises(ValidationFailed) as told:
        checked_answer(question(kind), given)
    (issue,) = told.value.issues
    assert (issue.path, issue.code, issue.message) == ("value", code, message)


@pytest.mark.parametrize(
    ("bounds", "given", "message"),
    [
        ({"minimum": "0", "maximum": "72"}, "73", "must be from 0 to 72"),
        ({"minimum": "1"}, "0.5", "must be 1 or more"),
        ({"maximum": "1"}, "1.5", "must be 1 or less"),
    ],
)
def test_number_out_of_its_bounds_is_told_them(
    bounds: dict[str, str], given: str, message: str
) -> None:
    with pytest.raises(ValidationFailed, match=message):
        checked_answer(question("number", **bounds), given)


@pytest.mark.parametrize(
    ("kind", "stored", "words"),
    [
        ("single_choice", "south", "SOUTH"),
        ("multiple_choice", "north east", "NORTH; EAST"),
        ("multiple_choice", "none", None),
        ("number", "12", "12 hours"),
        ("date", "2026-03-01", "2026-03-01"),
        ("text", "So it is", "So it is"),
        ("text", None, None),
    ],
)
def test_stored_answer_is_read_in_words(kind: str, stored: str | None, words: str | None) -> None:
    assert in_words(question(kind, unit="hours"), stored) == words


def test_answer_can_be_taken_back_whatever_its_kind() -> None:
    for kind in ("maturity", "indicators", "number", "date", "text"):
        assert checked_answer(question(kind), None) is None
