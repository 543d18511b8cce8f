"""Cumulative levels: the weakest practice decides; worked by hand."""

import pytest

from nisassess.sdk import AnswerKind
from nisassess.sdk.scoring import (
    METHODS,
    ControlInput,
    ControlState,
    CumulativeLevels,
    QuestionInput,
    TraceInput,
)
from tests.sdk.scoring_inputs import PRACTICE, choice, control, gate, ladder, on, part

pytestmark = pytest.mark.database_free

METHOD = CumulativeLevels()
DEGREES: dict[str, str | None] = {"not": "0", "partly": "0.3333", "largely": "0.6667", "fully": "1"}


def practice(level: int, answer: str | None, id_: str = "p") -> QuestionInput:
    return choice(answer, DEGREES, id_=f"{id_}{level}", level=level)


def _control(*answers: str | None, id_: str = "c1", target: int = 2) -> ControlInput:
    """One practice for each level from 1 upwards."""
    return control(
        part(*(practice(level, answer) for level, answer in enumerate(answers, 1))),
        id_=id_,
        target=target,
    )


def test_method_is_chosen_by_its_id() -> None:
    assert METHODS["cumulative-levels"].version == "1.0"


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        (("fully", "fully", "fully"), 3),
        (("fully", "fully", "largely"), 2),
        (("fully", "partly", "fully"), 1),
        (("not", "fully", "fully"), 0),
        (("largely", "fully", "fully"), 0),
    ],
)
def test_level_counts_only_when_all_practices_up_to_it_are_implemented(
    answers: tuple[str, ...], level: int
) -> None:
    (scored,) = METHOD.score(on(PRACTICE, (_control(*answers),))).controls

    assert scored.level == level


@pytest.mark.parametrize(
    ("counts_from", "level"), [("1", 0), ("0.6667", 2), ("0.6668", 0), ("0.3333", 3)]
)
def test_profile_says_from_which_credit_a_practice_counts(counts_from: str, level: int) -> None:
    given = on(PRACTICE, (_control("largely", "fully", "partly"),), counts_from=counts_from)

    assert METHOD.score(given).controls[0].level == level


def test_threshold_of_nothing_does_not_let_nothing_count() -> None:
    given = on(PRACTICE, (_control("not", "not", "not"),), counts_from="0")

    assert METHOD.score(given).controls[0].level == 0


def test_level_one_complete_and_higher_levels_half_done_is_level_one() -> None:
    (scored,) = METHOD.score(on(PRACTICE, (_control("fully", "partly", "partly"),))).controls

    assert (scored.level, scored.state) == (1, ControlState.BELOW)


def test_groups_stand_for_themselves_and_the_weakest_is_the_total() -> None:
    # g1: levels 3 and 1, so 1; g2: level 2
    score = METHOD.score(
        on(
            PRACTICE,
            (_control("fully", "fully", "fully"), _control("fully", "not", "fully", id_="c2")),
            (_control("fully", "fully", "not", id_="c3"),),
        )
    )

    assert [(g.level, g.value) for g in score.groups] == [(1, None), (2, None)]
    assert (score.total.level, score.total.attainment) == (1, 2 / 3)
    assert score.value_trace is not None
    assert score.value_trace.inputs == (
        TraceInput("g1", "Group 1", "level 1"),
        TraceInput("g2", "Group 2", "level 2"),
    )
    assert (score.gates, score.outcome) == ((), None)


def test_group_with_an_open_practice_has_no_level_yet() -> None:
    score = METHOD.score(
        on(
            PRACTICE,
            (_control("fully", None, "fully"),),
            (_control("fully", "not", "not", id_="c2"),),
        )
    )

    assert [g.level for g in score.groups] == [None, 1]
    assert score.total.level is None
    assert score.groups[0].value_trace is not None
    assert score.groups[0].value_trace.result == "open"


def test_other_kinds_of_question_count_too() -> None:
    asked = part(ladder("2"), gate(3, "yes"), gate(2, "achieved", AnswerKind.ACHIEVEMENT))

    (scored,) = METHOD.score(on(PRACTICE, (control(asked),))).controls

    assert scored.level == 2
    assert [i.value for i in scored.parts[0].trace.inputs] == [
        "2: allows level 2",
        "yes: allows level 3",
        "achieved: allows level 3",
    ]
