"""Scores that flatter, and marks that hide: what every method refuses."""

from dataclasses import replace

import pytest

from nisassess.sdk.scoring import (
    METHODS,
    ControlInput,
    ControlState,
    GateState,
    Score,
    ScoringInput,
    ScoringMethod,
)
from tests.sdk.scoring_inputs import (
    FIVE,
    capped,
    control,
    forbidden,
    gate,
    information,
    judged,
    key,
    left_out,
    on,
    part,
)

pytestmark = pytest.mark.database_free

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))

TARGET = 2


def _input(*controls: ControlInput, **parameters: str) -> ScoringInput:
    lowest = tuple(replace(c, target=TARGET) for c in controls)
    return on(FIVE[:3], lowest, **parameters)


def _scored(method: ScoringMethod, *controls: ControlInput, **parameters: str) -> Score:
    return method.score(_input(*controls, **parameters))


def _figures(score: Score) -> list[object]:
    total = score.total
    return [
        figure
        for item in (total, *(group.figures for group in score.groups))
        for figure in (item.attainment, item.level, item.value, item.value_at_least)
    ]


@every_method
def test_untouched_assessment_reads_neither_good_nor_bad(method: ScoringMethod) -> None:
    score = _scored(method, *(control(part(judged(None)), id_=f"c{n}") for n in range(218)))

    assert set(_figures(score)) == {None}
    assert score.total.completeness == 0.0
    assert {(c.state, c.level, c.value) for c in score.controls} == {
        (ControlState.OPEN, None, None)
    }
    assert GateState.PASSED not in {g.state for g in score.gates}


@every_method
def test_ten_best_answers_of_218_do_not_read_as_the_best(method: ScoringMethod) -> None:
    score = _scored(
        method,
        *(control(part(judged("achieved" if n < 10 else None)), id_=f"c{n}") for n in range(218)),
    )

    assert (score.total.level, score.total.value) == (None, None)
    assert score.total.attainment_at_least == 10 / 218
    floor = score.total.value_at_least
    assert floor is None or floor == 0.0917  # 10 × 2 / 218 = 0.091743…
    assert GateState.PASSED not in {g.state for g in score.gates}


@every_method
def test_failed_key_control_is_not_averaged_away(method: ScoringMethod) -> None:
    best = (control(part(judged("achieved")), id_=f"c{n}") for n in range(50))

    score = _scored(method, key(part(judged("not_achieved"))), *best)

    (gate_score,) = (g for g in score.gates if g.id == "key-controls")
    assert (gate_score.state, gate_score.required, gate_score.reached) == (
        GateState.FAILED,
        1.0,
        0.0,
    )
    assert score.outcome is None or score.outcome.state is GateState.FAILED


@every_method
def test_key_control_cannot_be_marked_away(method: ScoringMethod) -> None:
    marked = key(left_out(judged("not_achieved")))

    score = _scored(method, marked, control(part(judged("achieved"))))

    assert score.controls[0].state is ControlState.BELOW
    assert not score.controls[0].parts[0].not_applicable
    assert score.gates[0].state is GateState.FAILED


@every_method
def test_mark_on_a_control_that_applies_to_everybody_is_ignored(method: ScoringMethod) -> None:
    score = _scored(method, forbidden(left_out(judged(None))))

    assert score.controls[0].state is ControlState.OPEN
    assert (score.total.questions, score.total.answered) == (1, 0)


@every_method
def test_capped_control_counts_as_the_level_that_the_profile_names(method: ScoringMethod) -> None:
    marked = capped(left_out(judged("achieved")))

    score = _scored(method, marked, not_applicable_counts="1")

    (scored,) = score.controls
    assert (scored.state, scored.level) == (ControlState.BELOW, 1)
    assert scored.parts[0].not_applicable
    assert (score.total.questions, score.total.completeness) == (0, 1.0)


@every_method
def test_capped_level_stays_within_the_scale(method: ScoringMethod) -> None:
    (scored,) = _scored(method, capped(left_out()), not_applicable_counts="9").controls

    assert scored.level == 2


@every_method
def test_better_part_does_not_hide_a_worse_one(method: ScoringMethod) -> None:
    office = part(judged("achieved"), id_="office")
    centre = part(judged("not_achieved"), id_="centre", name="Control centre")

    (scored,) = _scored(method, control(office, centre)).controls

    assert (scored.state, scored.level) == (ControlState.BELOW, 0)


@every_method
def test_information_counts_for_completeness_alone(method: ScoringMethod) -> None:
    some = _scored(method, control(part(judged("achieved"), information("Little."))))
    other = _scored(method, control(part(judged("achieved"), information("A lot."))))
    without = _scored(method, control(part(judged("achieved"))))

    assert some == other
    assert some.total.questions == 2
    assert (some.total.level, some.total.attainment) == (
        without.total.level,
        without.total.attainment,
    )


@every_method
def test_unanswered_information_keeps_the_control_open(method: ScoringMethod) -> None:
    # Its answer may open further questions, so the control is not assessed yet.
    score = _scored(method, control(part(judged("achieved"), information(None))))

    assert score.controls[0].state is ControlState.OPEN
    assert score.total.completeness == 0.5


@every_method
def test_optional_question_counts_for_neither_figure(method: ScoringMethod) -> None:
    unanswered = replace(gate(1, None), optional=True)
    bad = replace(gate(1, "no"), optional=True)

    for question in (unanswered, bad):
        score = _scored(method, control(part(judged("achieved"), question)))
        assert (score.total.questions, score.total.answered) == (1, 1)
        assert score.controls[0].state is ControlState.MET


@every_method
def test_control_that_asks_for_information_only_is_at_the_lowest_level(
    method: ScoringMethod,
) -> None:
    (scored,) = _scored(method, control(part(information("So it is.")))).controls

    assert (scored.state, scored.level) == (ControlState.BELOW, 0)
    assert scored.parts[0].trace.rule.endswith("Nothing to score: counts as the lowest level.")


@every_method
def test_key_gate_is_open_while_a_key_control_is(method: ScoringMethod) -> None:
    score = _scored(method, key(part(judged(None))), control(part(judged("achieved"))))

    assert score.gates[0].state is GateState.OPEN
