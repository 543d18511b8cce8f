"""Weighted mean, worked by hand to the last digit."""

import pytest

from nisassess.sdk.scoring import METHODS, Figures, GateState, TraceInput, Weighted
from tests.sdk.scoring_inputs import (
    LEVELS,
    capped,
    choice,
    control,
    gate,
    judged,
    key,
    ladder,
    left_out,
    on,
    part,
    weighing,
)

pytestmark = pytest.mark.database_free

METHOD = Weighted()

WORKED = (
    (
        # (0.25 + 1) / 2 = 0.625, on 0 to 4: 2.5; weight 3
        weighing("3", part(choice("some", {"some": "0.25", "all": "1"}), gate(1, "yes")), id_="a"),
        # half: 2; weight 1
        weighing("1", part(judged("partially")), id_="b", target=2),
    ),
    (
        # level 3 of 4: 3; weight 2
        weighing("2", part(ladder("3")), id_="c"),
    ),
)


def test_method_is_chosen_by_its_id() -> None:
    assert METHODS["weighted"].version == "1.0"


def test_worked_example_to_the_last_digit() -> None:
    score = METHOD.score(on(LEVELS, *WORKED))

    assert [(c.value, c.level, c.state.value) for c in score.controls] == [
        (2.5, 2, "below"),
        (2.0, 2, "met"),
        (3.0, 3, "met"),
    ]
    # g1: (3 × 2.5 + 1 × 2) / 4 = 2.375; g2: 3
    assert [g.value for g in score.groups] == [2.375, 3.0]
    # total: (7.5 + 2 + 6) / 6 = 15.5 / 6 = 2.58333…
    assert score.total == Figures(
        questions=4,
        answered=4,
        met=2,
        below=1,
        open=0,
        not_applicable=0,
        completeness=1.0,
        attainment=2 / 3,
        attainment_at_least=2 / 3,
        level=2,
        value=2.5833,
        value_at_least=2.5833,
    )
    assert (score.gates, score.outcome) == ((), None)


def test_traces_name_credits_values_and_weights() -> None:
    score = METHOD.score(on(LEVELS, *WORKED))

    assert score.controls[0].parts[0].trace.inputs == (
        TraceInput("choice", "Which?", "Choice some: earns 0.25"),
        TraceInput("gate-1", "Achieved?", "yes: earns 1"),
    )
    assert score.groups[0].value_trace is not None
    assert score.groups[0].value_trace.inputs == (
        TraceInput("a", "Control a", "2.5, weight 3"),
        TraceInput("b", "Control b", "2, weight 1"),
    )


@pytest.mark.parametrize(
    ("required", "state"), [("2.5833", "passed"), ("2.58334", "failed"), ("2.5", "passed")]
)
def test_total_is_held_against_its_threshold_before_rounding(required: str, state: str) -> None:
    score = METHOD.score(on(LEVELS, *WORKED, total_at_least=required))

    (gate_score,) = score.gates
    assert (gate_score.id, gate_score.reached, gate_score.state.value) == ("total", 2.5833, state)
    assert score.outcome is not None
    assert score.outcome.state.value == state


def test_key_control_below_target_fails_however_high_the_mean() -> None:
    best = tuple(weighing("9", part(gate(1, "yes")), id_=f"c{n}") for n in range(20))
    score = METHOD.score(on(LEVELS, (key(part(ladder("2"))), *best), total_at_least="3.5"))

    assert score.total.value == 3.989  # (2 + 20 × 9 × 4) / 181 = 722 / 181 = 3.98895…
    assert [(g.id, g.state.value) for g in score.gates] == [
        ("key-controls", "failed"),
        ("total", "passed"),
    ]
    assert score.outcome is not None
    assert score.outcome.state is GateState.FAILED


def test_open_control_leaves_a_floor_by_its_weight() -> None:
    score = METHOD.score(
        on(LEVELS, (weighing("1", part(ladder("4"))), weighing("3", part(ladder(None)), id_="c2")))
    )

    assert (score.total.value, score.total.value_at_least) == (None, 1.0)  # (4 + 3 × 0) / 4


def test_control_that_is_not_applicable_takes_its_weight_along() -> None:
    out = weighing("5", left_out(ladder("0")), id_="out")

    assert METHOD.score(on(LEVELS, (control(part(ladder("3"))), out))).total.value == 3.0


def test_capped_control_counts_as_the_profile_says() -> None:
    score = METHOD.score(
        on(
            LEVELS,
            (control(part(ladder("4"))), capped(left_out(ladder("4")), id_="capped")),
            not_applicable_counts="1.5",
        )
    )

    assert score.controls[1].value == 1.5
    assert score.total.value == 2.75


def test_weights_of_nothing_leave_no_value() -> None:
    total = METHOD.score(on(LEVELS, (weighing("0", part(ladder("4"))),))).total

    assert (total.value, total.value_at_least, total.level) == (None, None, None)
    assert total.attainment == 1.0
