"""What is accepted at a control's target: every kind of question, every scoring method."""

from dataclasses import replace

import pytest

from nisassess.catalogues.types import (
    PinnedBand,
    PinnedChoice,
    PinnedCondition,
    PinnedControl,
    PinnedProfile,
    PinnedQuestion,
)
from nisassess.documents.acceptance import Criterion, criteria
from nisassess.documents.export_words import export_words
from nisassess.sdk import AnswerKind

pytestmark = pytest.mark.database_free
FIXED = {
    AnswerKind.YES_NO: ("yes", "no"),
    AnswerKind.ACHIEVEMENT: ("achieved", "partially", "not_achieved"),
}


def question(kind: AnswerKind, *choices: PinnedChoice, **changes: object) -> PinnedQuestion:
    given = choices or tuple(
        PinnedChoice(value, value.replace("_", " ").capitalize(), None)
        for value in FIXED.get(kind, ())
    )
    made = PinnedQuestion("c/q", "So?", None, kind.value, None, given)
    return replace(made, **changes)  # type: ignore[arg-type]


def accepted(
    asked: PinnedQuestion,
    *others: PinnedQuestion,
    target: int = 2,
    method: str = "gated-maturity",
    levels: int = 5,
    **parameters: str,
) -> tuple[Criterion, ...]:
    control = PinnedControl(
        id="c",
        label=None,
        title="C",
        statement="It is so.",
        rationale="It matters.",
        guidance=(),
        example_evidence=(),
        references=(),
        mappings=(),
        not_applicable_allowed=True,
        target=target,
        questions=(*others, asked),
    )
    profile = PinnedProfile(
        format="nisassess-profile/2",
        id="p",
        version="1",
        title="P",
        summary="P.",
        notice=None,
        regime="nis2",
        language="en",
        scoring_method=method,
        scoring_version="1.0",
        levels=tuple(f"L{number}" for number in range(levels)),
        catalogues=(),
        legal_basis=(),
        groups=(),
        parameters=parameters,
    )
    return criteria(profile, control, export_words("en"))


LADDER = question(
    AnswerKind.MATURITY, *(PinnedChoice(str(n), f"Step {n}", f"Fact {n}") for n in range(5))
)
HALVES = question(
    AnswerKind.SINGLE_CHOICE,
    PinnedChoice("a", "All", None, "1"),
    PinnedChoice("h", "Half", None, "0.5"),
    PinnedChoice("n", "None", None, "0"),
)
SEVERAL = question(
    AnswerKind.MULTIPLE_CHOICE,
    PinnedChoice("n", "North", None, "0.5"),
    PinnedChoice("s", "South", None, "0.5"),
    PinnedChoice("x", "Elsewhere", None),
)
SIGNS = question(
    AnswerKind.INDICATORS,
    PinnedChoice("locked", "Locked", None, shows="achieved"),
    PinnedChoice("shut", "Shut", None, shows="partially"),
    PinnedChoice("open", "Open", None, shows="not_achieved"),
)
HOURS = question(
    AnswerKind.NUMBER,
    unit="hours",
    bands=(PinnedBand("1", None, "4"), PinnedBand("0.5", "4", "24"), PinnedBand("0", None, None)),
)


@pytest.mark.parametrize(
    ("asked", "lead", "answers"),
    [
        (LADDER, "Accepted, or a higher level:", ("Step 2 – Fact 2",)),
        (question(AnswerKind.YES_NO), "Accepted:", ("Yes",)),
        (question(AnswerKind.ACHIEVEMENT), "Accepted:", ("Achieved",)),
        (HALVES, "Accepted:", ("All",)),
        (SEVERAL, "All of this is true:", ("North", "South")),
        (SIGNS, "All of this is true:", ("Locked",)),
        (HOURS, "Accepted:", ("at most 4 hours",)),
        (replace(HOURS, bands=()), "To be stated; not scored.", ()),
        (question(AnswerKind.DATE), "To be stated; not scored.", ()),
        (question(AnswerKind.TEXT), "To be stated; not scored.", ()),
    ],
)
def test_each_kind_of_question_names_the_answers_that_count_in_full(
    asked: PinnedQuestion, lead: str, answers: tuple[str, ...]
) -> None:
    (criterion,) = accepted(asked)

    assert (criterion.lead, criterion.accepted) == (lead, answers)
    assert criterion.excluded == (("Open",) if asked is SIGNS else ())


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        (question(AnswerKind.ACHIEVEMENT), ("Achieved", "Partially")),
        (HALVES, ("All", "Half")),
        (SIGNS, ("Shut",)),
        (SEVERAL, ("North (50%)", "South (50%)")),
        (HOURS, ("at most 4 hours", "from 4 to 24 hours")),
        (LADDER, ("Step 1 – Fact 1",)),
    ],
)
def test_outcome_to_be_achieved_partially_asks_for_half(
    asked: PinnedQuestion, answers: tuple[str, ...]
) -> None:
    named = {"maturity_achieved": "3", "maturity_partially": "1"}
    (criterion,) = accepted(asked, target=1, method="outcomes", levels=3, **named)

    assert criterion.accepted == answers


def test_outcome_to_be_achieved_asks_for_the_level_that_the_profile_names() -> None:
    named = {"maturity_achieved": "3", "maturity_partially": "1"}
    (named_one,) = accepted(LADDER, target=2, method="outcomes", levels=3, **named)
    (highest,) = accepted(LADDER, target=2, method="outcomes", levels=3)

    assert named_one.accepted == ("Step 3 – Fact 3",)
    assert (highest.lead, highest.accepted) == ("Accepted:", ("Step 4 – Fact 4",))


def test_questions_of_levels_above_the_target_are_left_out_where_levels_count() -> None:
    above = question(AnswerKind.YES_NO, level=3)
    at_target = question(AnswerKind.YES_NO, level=2)

    assert accepted(above) == ()
    assert len(accepted(at_target)) == 1
    assert len(accepted(above, method="weighted")) == 1


def test_cumulative_level_asks_for_the_credit_from_which_a_practice_counts() -> None:
    (largely,) = accepted(HALVES, method="cumulative-levels", counts_from="0.5")
    (fully,) = accepted(HALVES, method="cumulative-levels")

    assert (largely.accepted, fully.accepted) == (("All", "Half"), ("All",))


def test_mean_asks_for_the_share_of_the_scale_that_the_target_is() -> None:
    (half,) = accepted(HALVES, target=2, method="weighted")
    (more,) = accepted(HALVES, target=3, method="mean-of-means")
    (nothing,) = accepted(HALVES, target=0, method="weighted")

    assert (half.accepted, more.accepted) == (("All", "Half"), ("All",))
    assert (nothing.lead, nothing.accepted) == ("Any answer; the target sets no minimum.", ())


def test_question_asked_only_after_another_says_when() -> None:
    first = question(AnswerKind.YES_NO, id="c/first", prompt="Are there any?")
    later = question(AnswerKind.YES_NO, when=PinnedCondition("c/first", ("yes", "none")))

    _, criterion = accepted(later, first)

    assert criterion.condition == (
        "Asked only where “Are there any?” is answered: Yes, none of them."
    )


def test_target_above_what_a_question_offers_takes_its_highest_level() -> None:
    short = replace(LADDER, choices=LADDER.choices[:2])

    (criterion,) = accepted(short, target=4)

    assert (criterion.lead, criterion.accepted) == ("Accepted:", ("Step 1 – Fact 1",))
