"""Gated maturity, worked by hand; the traps that others fell into are among the cases."""

import pytest

from nisassess.sdk import AnswerKind
from nisassess.sdk.scoring import (
    METHODS,
    ControlScore,
    ControlState,
    Figures,
    GatedMaturity,
    ScoringInput,
    Trace,
    TraceInput,
)
from tests.sdk.scoring_inputs import LEVELS, control, gate, given, ladder, left_out, part

pytestmark = pytest.mark.database_free

METHOD = GatedMaturity()


def _only(score_input: ScoringInput) -> ControlScore:
    (control_score,) = METHOD.score(score_input).controls
    return control_score


def test_method_is_chosen_by_its_id() -> None:
    assert METHODS["gated-maturity"].version == "1.0"


# --- one part


@pytest.mark.parametrize("level", range(5))
def test_maturity_answer_is_the_level(level: int) -> None:
    scored = _only(given(control(part(ladder(str(level))))))

    assert scored.level == level
    assert scored.state is (ControlState.MET if level >= 3 else ControlState.BELOW)


@pytest.mark.parametrize(
    ("answer", "level"), [("yes", 4), ("no", 1)], ids=["gate open", "gate shut"]
)
def test_shut_gate_caps_the_level_just_below_its_own(answer: str, level: int) -> None:
    assert _only(given(control(part(ladder("4"), gate(2, answer))))).level == level


@pytest.mark.parametrize(
    ("answer", "level"), [("achieved", 3), ("partially", 2), ("not_achieved", 2)]
)
def test_partly_achieved_gate_stays_shut(answer: str, level: int) -> None:
    question = gate(3, answer, AnswerKind.ACHIEVEMENT)

    assert _only(given(control(part(ladder("3"), question)))).level == level


def test_level_one_complete_and_higher_levels_half_done_is_level_one() -> None:
    questions = (
        gate(1, "yes"),
        gate(2, "partially", AnswerKind.ACHIEVEMENT),
        gate(3, "partially", AnswerKind.ACHIEVEMENT),
    )

    assert _only(given(control(part(*questions)))).level == 1


def test_higher_level_does_not_count_while_a_lower_one_is_missing() -> None:
    questions = (gate(1, "yes"), gate(2, "no"), gate(3, "yes"), gate(4, "yes"))

    assert _only(given(control(part(*questions)))).level == 1


def test_lowest_of_two_maturity_questions_decides() -> None:
    assert _only(given(control(part(ladder("4"), ladder("2", "second"))))).level == 2


def test_open_gate_adds_nothing_to_the_ladder() -> None:
    assert _only(given(control(part(ladder("1"), gate(3, "yes"))))).level == 1


def test_unanswered_question_leaves_the_control_open() -> None:
    scored = _only(given(control(part(ladder("4"), gate(3, None)))))

    assert (scored.state, scored.level) == (ControlState.OPEN, None)


def test_answer_above_the_scale_ends_at_its_top() -> None:
    short = ScoringInput((("g1", "Group", (control(part(ladder("4")), target=1),)),), LEVELS[:2])

    assert _only(short).level == 1


def test_shut_gate_above_the_scale_ends_at_its_top() -> None:
    short = ScoringInput((("g1", "Group", (control(part(gate(5, "no")), target=1),)),), LEVELS[:2])

    assert _only(short).level == 1


# --- several parts


def test_worst_part_decides() -> None:
    office = part(ladder("4"), id_="office", name="Office IT")
    centre = part(ladder("1"), id_="centre", name="Control centre")

    scored = _only(given(control(office, centre)))

    assert (scored.state, scored.level) == (ControlState.BELOW, 1)
    assert [p.level for p in scored.parts] == [4, 1]


def test_open_part_leaves_the_control_open() -> None:
    office = part(ladder("4"), id_="office")
    centre = part(ladder(None), id_="centre")

    scored = _only(given(control(office, centre)))

    assert (scored.state, scored.level) == (ControlState.OPEN, None)


def test_part_that_is_not_applicable_is_left_out() -> None:
    office = part(ladder("3"), id_="office")
    centre = left_out(ladder(None), id_="centre")

    score = METHOD.score(given(control(office, centre)))

    assert (score.controls[0].state, score.controls[0].level) == (ControlState.MET, 3)
    assert (score.total.questions, score.total.answered) == (1, 1)


def test_control_without_applicable_part_counts_neither_way() -> None:
    out = control(left_out(ladder("0")), id_="c1")
    met = control(part(ladder("3")), id_="c2")

    score = METHOD.score(given(out, met))

    assert score.controls[0].state is ControlState.NOT_APPLICABLE
    assert score.controls[0].level is None
    assert score.total == Figures(
        questions=1,
        answered=1,
        met=1,
        below=0,
        open=0,
        not_applicable=1,
        completeness=1.0,
        attainment=1.0,
        attainment_at_least=1.0,
        level=3,
    )


# --- figures


def test_untouched_assessment_has_no_attainment() -> None:
    controls = [control(part(ladder(None)), id_=f"c{n}") for n in range(218)]

    assert METHOD.score(given(*controls)).total == Figures(
        questions=218,
        answered=0,
        met=0,
        below=0,
        open=218,
        not_applicable=0,
        completeness=0.0,
        attainment=None,
        attainment_at_least=0.0,
        level=None,
    )


def test_ten_good_answers_of_218_do_not_read_as_all() -> None:
    controls = [control(part(ladder("4" if n < 10 else None)), id_=f"c{n}") for n in range(218)]

    total = METHOD.score(given(*controls)).total

    assert total.completeness == 10 / 218
    assert total.attainment == 1.0
    assert total.attainment_at_least == 10 / 218
    assert total.level is None


def test_figures_of_a_mixed_group_to_the_digit() -> None:
    score = METHOD.score(
        given(
            control(part(ladder("3"), gate(3, "yes")), id_="met"),
            control(part(ladder("4"), gate(3, "no")), id_="capped"),
            control(part(ladder("2")), id_="short"),
            control(part(ladder("4"), gate(2, None)), id_="open"),
            control(left_out(ladder(None)), id_="out"),
        )
    )

    assert [(c.control, c.state.value, c.level) for c in score.controls] == [
        ("met", "met", 3),
        ("capped", "below", 2),
        ("short", "below", 2),
        ("open", "open", None),
        ("out", "not_applicable", None),
    ]
    assert score.total == Figures(
        questions=7,
        answered=6,
        met=1,
        below=2,
        open=1,
        not_applicable=1,
        completeness=6 / 7,
        attainment=1 / 3,
        attainment_at_least=1 / 4,
        level=None,
    )


def test_level_of_all_is_that_of_the_weakest_control() -> None:
    score = METHOD.score(
        given(control(part(ladder("4")), id_="c1"), control(part(ladder("1")), id_="c2"))
    )

    assert score.total.level == 1


def test_total_is_taken_over_controls_and_not_over_groups() -> None:
    many = tuple(control(part(ladder("3")), id_=f"m{n}") for n in range(9))
    one = (control(part(ladder("0")), id_="o"),)

    score = METHOD.score(ScoringInput((("many", "Many", many), ("one", "One", one)), LEVELS))

    assert [group.figures.attainment for group in score.groups] == [1.0, 0.0]
    assert score.total.attainment == 0.9


@pytest.mark.parametrize(
    "empty",
    [
        ScoringInput((), ()),
        ScoringInput((), LEVELS),
        ScoringInput((("g1", "Group", ()),), LEVELS),
        ScoringInput((("g1", "Group", (control(),)),), LEVELS),
        ScoringInput((("g1", "Group", (control(left_out()),)),), ()),
    ],
)
def test_empty_input_has_figures_without_attainment(empty: ScoringInput) -> None:
    total = METHOD.score(empty).total

    assert (total.questions, total.answered, total.met, total.below, total.open) == (0, 0, 0, 0, 0)
    assert total.attainment is None
    assert total.attainment_at_least is None
    assert total.level is None


# --- traces


def test_trace_leads_from_the_control_to_each_response() -> None:
    office = part(ladder("4"), gate(3, "no"), id_="office", name="Office IT")
    centre = left_out(ladder(None), id_="centre", name="Control centre")

    scored = _only(given(control(office, centre)))

    assert scored.trace == Trace(
        "A control takes the level of its worst applicable part. Target: level 3.",
        (
            TraceInput("office", "Office IT", "level 2 (Defined)"),
            TraceInput("centre", "Control centre", "not applicable"),
        ),
        "level 2",
    )
    assert scored.parts[0].trace.inputs == (
        TraceInput("ladder", "How far?", "4: allows level 4"),
        TraceInput("gate-3", "Achieved?", "no: allows level 2"),
    )
    assert scored.parts[0].trace.result == "level 2"
    assert scored.parts[1].trace.result == "not applicable"


def test_trace_of_an_open_part_names_what_is_unanswered() -> None:
    scored = _only(given(control(part(ladder("4"), gate(2, None)))))

    assert scored.trace.result == "open"
    assert scored.parts[0].trace.inputs[1] == TraceInput("gate-2", "Achieved?", "unanswered")


def test_traces_of_group_and_total_name_their_counts() -> None:
    score = METHOD.score(
        given(
            control(part(ladder("3")), id_="c1"),
            control(part(ladder(None)), id_="c2"),
            control(left_out(ladder(None)), id_="c3"),
        )
    )

    (group,) = score.groups
    assert group.completeness_trace.inputs == (
        TraceInput("c1", "Control c1", "1 of 1 answered"),
        TraceInput("c2", "Control c2", "0 of 1 answered"),
        TraceInput("c3", "Control c3", "not applicable"),
    )
    assert group.attainment_trace.inputs == (
        TraceInput("c1", "Control c1", "level 3, target 3"),
        TraceInput("c2", "Control c2", "open, target 3"),
        TraceInput("c3", "Control c3", "not applicable, target 3"),
    )
    assert score.completeness_trace.result == "1 of 2 questions answered"
    assert score.attainment_trace.result == "1 of 1 assessed controls reach their target"
    assert score.attainment_trace.inputs == (
        TraceInput("g1", "Group", "1 of 1 assessed controls reach their target"),
    )
