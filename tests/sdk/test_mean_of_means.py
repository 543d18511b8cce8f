"""Mean of means, worked by hand to the last digit."""

import pytest

from nisassess.sdk import Dimension
from nisassess.sdk.scoring import (
    METHODS,
    ControlState,
    DimensionScore,
    Figures,
    GateState,
    MeanOfMeans,
    PartInput,
    TraceInput,
)
from tests.sdk.scoring_inputs import (
    capped,
    choice,
    control,
    documented,
    implemented,
    information,
    key,
    ladder,
    left_out,
    one_to_five,
    part,
)

pytestmark = pytest.mark.database_free

METHOD = MeanOfMeans()


def _pair(doc: str | None, impl: str | None) -> PartInput:
    return part(documented(doc), implemented(impl))


def _requirements(*pairs: tuple[str, str]) -> PartInput:
    return part(
        *(documented(doc, f"d{n}") for n, (doc, _) in enumerate(pairs)),
        *(implemented(impl, f"i{n}") for n, (_, impl) in enumerate(pairs)),
    )


# Two groups. Each control: requirements as (documentation, implementation).
WORKED = one_to_five(
    (
        # documentation (4 + 3) / 2 = 3.5, implementation (3 + 2) / 2 = 2.5; together 3
        key(_requirements(("4", "3"), ("3", "2")), id_="a1"),
        # 5 and 4; together 4.5
        control(_pair("5", "4"), id_="a2"),
        # 2 and 3; together 2.5
        control(_pair("2", "3"), id_="a3"),
    ),
    (
        # documentation (3 + 4 + 4) / 3 = 11/3, implementation (2 + 3 + 3) / 3 = 8/3;
        # together 19/6 = 3.1666…
        control(_requirements(("3", "2"), ("4", "3"), ("4", "3")), id_="b1"),
        # not applicable and capped: counts 3 in both
        capped(left_out(documented(None), implemented(None)), id_="b2"),
    ),
)


def test_method_is_chosen_by_its_id() -> None:
    assert METHODS["mean-of-means"].version == "1.0"


def test_controls_of_the_worked_example_are_means_of_both_dimensions() -> None:
    controls = METHOD.score(WORKED).controls

    assert [(c.control, c.value, c.level, c.state.value) for c in controls] == [
        ("a1", 3.0, 3, "met"),
        ("a2", 4.5, 4, "met"),
        ("a3", 2.5, 2, "below"),
        ("b1", 3.1667, 3, "met"),
        ("b2", 3.0, 3, "met"),
    ]
    assert controls[3].dimensions == (
        DimensionScore(Dimension.DOCUMENTATION, 3.6667),
        DimensionScore(Dimension.IMPLEMENTATION, 2.6667),
    )


def test_groups_and_total_of_the_worked_example_to_the_last_digit() -> None:
    score = METHOD.score(WORKED)

    # g1: documentation (3.5 + 5 + 2) / 3 = 3.5, implementation (2.5 + 4 + 3) / 3 = 19/6;
    #     together (21/6 + 19/6) / 2 = 10/3
    # g2: documentation (11/3 + 3) / 2 = 10/3, implementation (8/3 + 3) / 2 = 17/6;
    #     together (20/6 + 17/6) / 2 = 37/12
    assert [(g.value, g.level) for g in score.groups] == [(3.3333, 3), (3.0833, 3)]
    # total: (40/12 + 37/12) / 2 = 77/24 = 3.208333…
    assert score.total == Figures(
        questions=14,  # a1 4, a2 2, a3 2, b1 6, b2 none
        answered=14,
        met=4,
        below=1,
        open=0,
        not_applicable=0,
        completeness=1.0,
        attainment=0.8,
        attainment_at_least=0.8,
        level=3,
        value=3.2083,
        value_at_least=3.2083,
    )


def test_gates_of_the_worked_example_fail_on_the_total_alone() -> None:
    score = METHOD.score(WORKED)

    assert [(g.id, g.required, g.reached, g.state.value, g.counts) for g in score.gates] == [
        ("key-controls", 1.0, 1.0, "passed", True),
        ("groups", 3.0, 3.0833, "passed", False),
        ("total", 3.5, 3.2083, "failed", False),
    ]
    assert score.outcome is not None
    assert (score.outcome.state, score.outcome.words) == (
        GateState.FAILED,
        "At least one threshold is missed.",
    )


def test_traces_lead_from_the_total_to_the_answers() -> None:
    score = METHOD.score(WORKED)

    assert score.value_trace is not None
    assert score.value_trace.result == "3.2083"
    assert score.value_trace.inputs == (
        TraceInput("g1", "Group 1", "3.3333"),
        TraceInput("g2", "Group 2", "3.0833"),
    )
    group = score.groups[1]
    assert group.value_trace is not None
    assert group.value_trace.inputs == (
        TraceInput("b1", "Control b1", "3.1667 (documentation 3.6667, implementation 2.6667)"),
        TraceInput("b2", "Control b2", "3"),
    )
    (worst,) = score.controls[2].parts
    assert worst.trace.inputs == (
        TraceInput("documented", "How far?", "2: 2 in documentation"),
        TraceInput("implemented", "How far?", "3: 3 in implementation"),
    )
    assert score.controls[4].parts[0].trace.result == "not applicable: counts as 3"
    assert score.gates[2].trace.result == "failed: 3.2083, needs 3.5"
    assert score.gates[0].trace.inputs == (
        TraceInput("a1", "Control a1", "3 (documentation 3.5, implementation 2.5), needs 3"),
    )


# --- thresholds


def test_weak_group_fails_its_gate_however_strong_the_others() -> None:
    strong = tuple(control(_pair("5", "5"), id_=f"s{n}") for n in range(9))
    weak = (control(_pair("3", "2"), id_="w", target=2),)

    score = METHOD.score(one_to_five(strong, weak))

    assert score.total.value == 3.75  # (5 + 2.5) / 2
    assert [(g.id, g.state.value) for g in score.gates] == [
        ("groups", "failed"),
        ("total", "passed"),
    ]
    assert [g.gates[0].state.value for g in score.groups] == ["passed", "failed"]
    assert score.outcome is not None
    assert score.outcome.state is GateState.FAILED


def test_key_control_is_held_against_the_threshold_even_with_a_lower_target() -> None:
    score = METHOD.score(one_to_five((key(_pair("3", "2"), target=2), control(_pair("5", "5")))))

    assert score.controls[0].state is ControlState.MET
    assert score.gates[0].state is GateState.FAILED
    assert score.gates[0].trace.result == "failed: 0 of 1 reach it"


def test_key_control_is_held_against_its_target_where_that_is_more() -> None:
    score = METHOD.score(one_to_five((key(_pair("4", "3"), target=4),)))

    assert score.gates[0].state is GateState.FAILED
    assert score.gates[0].trace.inputs[0].value.endswith("needs 4")


def test_gates_stay_open_while_a_control_is_even_when_the_floor_suffices() -> None:
    best = tuple(control(_pair("5", "5"), id_=f"c{n}") for n in range(9))

    score = METHOD.score(one_to_five((*best, control(_pair(None, None), id_="open"))))

    assert score.total.value_at_least == 4.6  # (9 × 5 + 1) / 10
    assert [(g.id, g.state.value) for g in score.gates] == [("groups", "open"), ("total", "open")]
    assert score.groups[0].gates[0].state is GateState.OPEN


def test_gate_is_compared_before_rounding() -> None:
    nearly = {"most": "0.4999"}  # 1 + 4 × 0.4999 = 2.9996
    controls = (
        control(part(choice("most", nearly)), id_="nearly", target=1),
        *(control(_pair("3", "3"), id_=f"c{n}") for n in range(9)),
    )

    score = METHOD.score(one_to_five(controls))

    # (9 × 3 + 2.9996) / 10 = 2.99996: shown as 3, and not 3.
    assert (score.groups[0].value, score.groups[0].level) == (3.0, 2)
    assert score.groups[0].gates[0].state is GateState.FAILED


def test_threshold_at_the_lowest_level_is_off() -> None:
    score = METHOD.score(
        one_to_five(
            (key(_pair("3", "2"), target=1), control(_pair("4", "4"))),
            groups_at_least="1",
            key_controls_at_least="2.5",
            total_at_least="2.5",
        )
    )

    assert [(g.id, g.state.value) for g in score.gates] == [
        ("key-controls", "passed"),
        ("total", "passed"),
    ]
    assert score.groups[0].gates == ()
    assert score.outcome is not None
    assert score.outcome.words == "All thresholds are reached."


def test_total_fails_as_soon_as_it_is_out_of_reach() -> None:
    open_ = control(_pair(None, None), id_="open")
    low = tuple(control(_pair("1", "1"), id_=f"c{n}", target=1) for n in range(3))

    score = METHOD.score(one_to_five((open_, *low)))

    # Even with 5 for the open one: (5 + 3 × 1) / 4 = 2.
    assert score.total.value is None
    assert score.gates[-1].state is GateState.FAILED
    assert score.gates[-1].reached is None


# --- open, empty, without dimension


def test_one_open_control_leaves_a_floor_and_no_value() -> None:
    score = METHOD.score(
        one_to_five((control(_pair("5", "5")), control(_pair("5", None), id_="c2")))
    )

    assert (score.total.value, score.total.level) == (None, None)
    assert score.total.value_at_least == 3.0  # (5 + 1) / 2
    assert score.groups[0].value_trace is not None
    assert score.groups[0].value_trace.result == "open, at least 3"
    assert score.outcome is not None
    assert score.outcome.state is GateState.OPEN


def test_empty_second_dimension_is_open_and_no_zero() -> None:
    (scored,) = METHOD.score(one_to_five((control(_pair("4", None)),))).controls

    assert (scored.state, scored.value) == (ControlState.OPEN, None)
    assert scored.dimensions == (
        DimensionScore(Dimension.DOCUMENTATION, 4.0),
        DimensionScore(Dimension.IMPLEMENTATION, None),
    )


def test_dimension_that_nobody_asks_about_lowers_nothing() -> None:
    (scored,) = METHOD.score(one_to_five((control(part(documented("4"))),))).controls

    assert scored.value == 4.0
    assert scored.dimensions == (DimensionScore(Dimension.DOCUMENTATION, 4.0),)


def test_question_without_dimension_counts_in_both() -> None:
    both = part(documented("5"), implemented("3"), ladder("1"))

    (scored,) = METHOD.score(one_to_five((control(both),))).controls

    # documentation (5 + 1) / 2 = 3, implementation (3 + 1) / 2 = 2; together 2.5
    assert scored.value == 2.5


def test_worst_part_decides_in_each_dimension() -> None:
    office = part(documented("5"), implemented("2"), id_="office")
    centre = part(documented("3"), implemented("4"), id_="centre", name="Control centre")

    (scored,) = METHOD.score(one_to_five((control(office, centre),))).controls

    assert [p.value for p in scored.parts] == [3.5, 3.5]
    assert scored.value == 2.5  # documentation 3 of the centre, implementation 2 of the office


def test_unanswered_information_leaves_the_control_open_with_its_dimensions() -> None:
    asked = part(documented("4"), implemented("2"), information(None))

    (scored,) = METHOD.score(one_to_five((control(asked),))).controls

    assert (scored.state, scored.value) == (ControlState.OPEN, None)
    assert [d.value for d in scored.dimensions] == [4.0, 2.0]
