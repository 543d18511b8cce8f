"""Which single change would raise a figure most."""

from dataclasses import replace

import pytest

from nisassess.sdk.scoring import (
    AnswerChange,
    Change,
    ControlInput,
    CumulativeLevels,
    Effect,
    GatedMaturity,
    MeanOfMeans,
    Outcomes,
    ScoringInput,
    Weighted,
    best_change,
)
from tests.sdk.counting_method import Counting
from tests.sdk.scoring_inputs import (
    LEVELS,
    THREE,
    control,
    documented,
    gate,
    implemented,
    indicators,
    information,
    judged,
    key,
    ladder,
    left_out,
    on,
    one_to_five,
    part,
    weighing,
)

pytestmark = pytest.mark.database_free


def _two(first: ControlInput, second: ControlInput) -> ScoringInput:
    return on(LEVELS, (first,), (second,))


# --- one answer


def test_answer_that_brings_a_control_to_its_target_comes_first() -> None:
    far = control(part(ladder("0"), gate(3, "no")), id_="far")
    near = control(part(ladder("3"), gate(2, "no")), id_="near")

    assert best_change(GatedMaturity(), _two(far, near)) == Change(
        control="near",
        part="p1",
        question="gate-2",
        before="no",
        after="yes",
        effects=(Effect("attainment_at_least", 0.0, 0.5),),
        words="Attainment rises from 0 % to 50 %.",
    )


def test_first_in_reading_order_wins_among_equals() -> None:
    one, two = (control(part(ladder("2")), id_=id_) for id_ in ("one", "two"))

    change = best_change(GatedMaturity(), _two(one, two))

    assert change is not None
    assert (change.control, change.before, change.after) == ("one", "2", "4")


def test_first_in_reading_order_wins_whatever_the_rise_of_its_control() -> None:
    near = control(part(ladder("2")), id_="near")
    far = control(part(ladder("0")), id_="far")
    weakest = control(part(ladder("0"), gate(1, "no")), id_="weakest", target=0)

    change = best_change(GatedMaturity(), on(LEVELS, (near, far, weakest)))

    assert change is not None
    assert change.control == "near"


def test_key_control_comes_before_a_greater_rise_of_the_mean() -> None:
    heavy = weighing("50", part(ladder("3")), id_="heavy", target=3)
    foundation = key(part(ladder("2")), target=3)

    change = best_change(Weighted(), _two(heavy, foundation))

    assert change is not None
    assert change.control == "k1"
    # before (50 × 3 + 2) / 51 = 152 / 51, after (150 + 4) / 51 = 154 / 51
    assert change.effects == (
        Effect("key-controls", 0.0, 1.0),
        Effect("attainment_at_least", 0.5, 1.0),
        Effect("level", 2, 3),
        Effect("value", 2.9804, 3.0196),
    )
    assert change.words == (
        "Key controls: failed becomes passed. Attainment rises from 50 % to 100 %. "
        "The level rises from 2 to 3. The value rises from 2.9804 to 3.0196."
    )


def test_weight_decides_which_answer_raises_the_mean_most() -> None:
    light = weighing("1", part(ladder("0")), id_="light", target=0)
    heavy = weighing("9", part(ladder("3")), id_="heavy", target=0)

    change = best_change(Weighted(), on(LEVELS, (light, heavy)))

    assert change is not None
    assert change.control == "heavy"  # 9 × 1 is more than 1 × 4
    # before (1 × 0 + 9 × 3) / 10, after (0 + 9 × 4) / 10
    assert change.effects == (Effect("level", 2, 3), Effect("value", 2.7, 3.6))


def test_control_of_a_small_group_raises_the_mean_of_groups_most() -> None:
    many = tuple(
        control(part(documented("1", "d"), implemented("5", "i")), id_=f"m{n}", target=1)
        for n in range(30)
    )
    # 2 of one in thirty are less than 1 of the only one, though thirty come before it.
    alone = control(part(documented("3", "d"), implemented("5", "i")), id_="alone", target=1)

    change = best_change(MeanOfMeans(), one_to_five(many, (alone,)))

    assert change is not None
    assert change.control == "alone"


def test_outcome_is_told_in_words() -> None:
    good = control(part(judged("achieved")), id_="good", target=2)
    bad = control(part(indicators("b1 p1")), id_="bad", target=1)

    change = best_change(Outcomes(), on(THREE, (good, bad)))

    assert change is not None
    assert (change.before, change.after) == ("b1 p1", "p1 g1 g2")
    assert change.words == (
        "The outcome failed becomes passed. "
        "Every outcome reaches the profile's minimum: failed becomes passed. "
        "Attainment rises from 50 % to 100 %. The level rises from 0 to 2."
    )


# --- several answers of one control


def test_weakest_of_several_needs_its_companions_named() -> None:
    asked = control(part(ladder("1"), gate(2, "no"), gate(3, "yes")))

    change = best_change(GatedMaturity(), on(LEVELS, (asked,)))

    assert change is not None
    assert (change.question, change.before, change.after) == ("ladder", "1", "4")
    assert change.with_others == (AnswerChange("c1", "p1", "gate-2", "no", "yes"),)
    assert change.effects == (Effect("attainment_at_least", 0.0, 1.0), Effect("level", 1, 4))


def test_worst_parts_are_named_together() -> None:
    office = part(ladder("1"), id_="office")
    centre = part(ladder("1"), id_="centre", name="Control centre")

    change = best_change(GatedMaturity(), on(LEVELS, (control(office, centre),)))

    assert change is not None
    assert change.part == "office"
    assert change.with_others == (AnswerChange("c1", "centre", "ladder", "1", "4"),)


def test_answer_without_which_it_rises_as_much_is_not_named() -> None:
    # `third` allows level 4 already at `partially`, from a credit of 0.5.
    asked = control(
        part(gate(1, "no"), gate(2, "no"), replace(judged("partially", "third"), level=3))
    )

    weakest = control(part(gate(1, "no"), gate(2, "no")), id_="weakest", target=0)

    change = best_change(CumulativeLevels(), on(LEVELS, (asked, weakest), counts_from="0.5"))

    assert change is not None
    assert [change.question, *(other.question for other in change.with_others)] == [
        "gate-1",
        "gate-2",
    ]


def test_unanswered_control_asks_for_all_its_answers() -> None:
    asked = control(part(judged(None), information(None)), target=2)

    change = best_change(Outcomes(), on(THREE, (asked,)))

    assert change is not None
    assert (change.question, change.before, change.after) == ("judged", None, "achieved")
    # Any text does.
    assert change.with_others == (AnswerChange("c1", "p1", "note", None, None),)


# --- whose figure


def test_group_and_control_have_changes_of_their_own() -> None:
    one = control(part(ladder("3")), id_="one", target=3)
    two = control(part(ladder("2")), id_="two", target=3)
    given = _two(one, two)

    of_total = best_change(GatedMaturity(), given)
    of_group = best_change(GatedMaturity(), given, group="g1")
    of_control = best_change(GatedMaturity(), given, control="one")

    assert of_total is not None
    assert of_total.control == "two"
    assert of_group is not None
    assert (of_group.control, of_group.words) == ("one", "The level rises from 3 to 4.")
    assert of_control is not None
    assert of_control.effects == (Effect("level", 3, 4),)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (on(LEVELS, (control(part(ladder("4"))),)), {}),
        (on(LEVELS, (control(left_out(ladder("0"))),)), {}),
        (on(LEVELS, (control(part(ladder("0"))),)), {"group": "elsewhere"}),
        (on(LEVELS, (control(part(ladder("0"))),)), {"control": "elsewhere"}),
        (ScoringInput((), ()), {}),
    ],
    ids=["all at its best", "not applicable", "unknown group", "unknown control", "empty"],
)
def test_nothing_raises_it(given: ScoringInput, where: dict[str, str]) -> None:
    assert best_change(GatedMaturity(), given, **where) is None


# --- bounds, and any input


def test_key_control_is_found_among_more_than_can_be_tried() -> None:
    controls = tuple(
        control(part(ladder("3"), gate(2, "no"), gate(3, "no")), id_=f"c{n}") for n in range(600)
    )
    foundation = key(part(ladder("4"), gate(2, "yes"), gate(3, "no")))

    change = best_change(GatedMaturity(), on(LEVELS, (*controls, foundation)))

    assert change is not None
    assert (change.control, change.question) == ("k1", "gate-3")


def test_search_scores_the_whole_at_most_24_times() -> None:
    controls = tuple(
        control(part(ladder("1"), gate(2, "no"), gate(3, "no")), id_=f"c{n}") for n in range(350)
    )
    method = Counting()

    change = best_change(method, ScoringInput((("g1", "Group", controls),), LEVELS))

    assert change is not None
    assert method.sizes.count(350) <= 24
    # 3 questions each, at most 4,000 of them in each of the two rounds.
    assert method.sizes.count(1) <= 2 * 4000 // 3 + 6
