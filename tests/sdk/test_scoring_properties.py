"""What every method keeps for any input: bounds, sameness, no loss by improvement, gates."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from nisassess.sdk import NotApplicable
from nisassess.sdk.scoring import (
    METHODS,
    ControlState,
    Figures,
    GateState,
    Score,
    ScoringInput,
    ScoringMethod,
)
from tests.sdk.scoring_strategies import (
    WORST_TO_BEST,
    inputs,
    places,
    question_at,
    with_answer,
)

pytestmark = pytest.mark.database_free

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
# A busy machine must not fail a property.
unhurried = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def _all_figures(score: Score) -> list[Figures]:
    return [score.total, *(group.figures for group in score.groups)]


def _at_least(before: float | None, after: float | None) -> bool:
    return (-1.0 if after is None else after) >= (-1.0 if before is None else before)


@every_method
@unhurried
@for_all(given=inputs())
def test_every_figure_is_within_its_bounds(method: ScoringMethod, given: ScoringInput) -> None:
    score = method.score(given)

    low, high = given.scale.lowest, given.scale.highest
    for figures in _all_figures(score):
        assert 0 <= figures.answered <= figures.questions
        assert 0.0 <= figures.completeness <= 1.0
        assert figures.attainment is None or 0.0 <= figures.attainment <= 1.0
        assert (figures.attainment_at_least or 0.0) <= (figures.attainment or 0.0)
        for value in (figures.level, figures.value, figures.value_at_least):
            assert value is None or low <= value <= high
        assert not figures.open or (figures.level, figures.value) == (None, None)
    for control in score.controls:
        known = control.state in {ControlState.MET, ControlState.BELOW}
        assert known == (control.level is not None)
        for value in (control.level, control.value, *(d.value for d in control.dimensions)):
            assert value is None or low <= value <= high


@every_method
@unhurried
@for_all(given=inputs())
def test_every_control_is_counted_once_and_in_order(
    method: ScoringMethod, given: ScoringInput
) -> None:
    score = method.score(given)

    assert [c.control for c in score.controls] == [
        control.id for _, _, of_group in given.groups for control in of_group
    ]
    total = score.total
    assert total.met + total.below + total.open + total.not_applicable == len(score.controls)


@every_method
@unhurried
@for_all(given=inputs())
def test_same_input_has_the_same_score(method: ScoringMethod, given: ScoringInput) -> None:
    assert method.score(given) == method.score(replace(given))


@every_method
@unhurried
@for_all(given=inputs(), data=st.data())
def test_better_answer_lowers_nothing(
    method: ScoringMethod, given: ScoringInput, data: st.DataObject
) -> None:
    answered = [place for place in places(given) if question_at(given, place).answer]
    if not answered:
        return
    place = data.draw(st.sampled_from(answered))
    question = question_at(given, place)
    ladder = WORST_TO_BEST[question.kind]
    better = data.draw(st.sampled_from(ladder[ladder.index(question.answer or "") :]))

    before, after = method.score(given), method.score(with_answer(given, place, better))

    for old, new in zip(before.controls, after.controls, strict=True):
        assert (new.level is None) == (old.level is None)
        assert _at_least(old.level, new.level)
        assert _at_least(old.value, new.value)
    for one, other in zip(_all_figures(before), _all_figures(after), strict=True):
        assert other.completeness == one.completeness
        for name in ("attainment", "attainment_at_least", "level", "value", "value_at_least"):
            assert _at_least(getattr(one, name), getattr(other, name))
    for gate, then in zip(before.gates, after.gates, strict=True):
        assert not (gate.state is GateState.PASSED and then.state is not GateState.PASSED)
        assert not (gate.state is not GateState.FAILED and then.state is GateState.FAILED)


@every_method
@unhurried
@for_all(given=inputs(), data=st.data())
def test_answering_never_lowers_what_is_reached_at_least(
    method: ScoringMethod, given: ScoringInput, data: st.DataObject
) -> None:
    open_ = [place for place in places(given) if question_at(given, place).answer is None]
    if not open_:
        return
    place = data.draw(st.sampled_from(open_))
    answer = data.draw(st.sampled_from(WORST_TO_BEST[question_at(given, place).kind]))

    before, after = method.score(given), method.score(with_answer(given, place, answer))

    for one, other in zip(_all_figures(before), _all_figures(after), strict=True):
        assert other.completeness >= one.completeness
        assert _at_least(one.attainment_at_least, other.attainment_at_least)
        assert _at_least(one.value_at_least, other.value_at_least)


@every_method
@unhurried
@for_all(given=inputs(), data=st.data())
def test_completeness_does_not_depend_on_how_good_the_answers_are(
    method: ScoringMethod, given: ScoringInput, data: st.DataObject
) -> None:
    other = given
    for place in places(given):
        question = question_at(given, place)
        if question.answer is not None:
            other = with_answer(
                other, place, data.draw(st.sampled_from(WORST_TO_BEST[question.kind]))
            )

    one, two = method.score(given), method.score(other)

    for before, after in zip(_all_figures(one), _all_figures(two), strict=True):
        assert (before.questions, before.answered, before.open) == (
            after.questions,
            after.answered,
            after.open,
        )


@every_method
@unhurried
@for_all(given=inputs())
def test_failed_gate_fails_the_outcome_whatever_the_rest(
    method: ScoringMethod, given: ScoringInput
) -> None:
    score = method.score(given)

    states = [gate.state for gate in score.gates]
    if score.outcome is not None:
        passed = all(state is GateState.PASSED for state in states)
        assert (score.outcome.state is GateState.FAILED) == (GateState.FAILED in states)
        assert (score.outcome.state is GateState.PASSED) == passed
    missed = any(
        score_.state is ControlState.BELOW and control.key
        for (_, _, of_group), start in zip(given.groups, _starts(given), strict=True)
        for control, score_ in zip(of_group, score.controls[start:], strict=False)
    )
    if missed:
        assert score.gates[0].id == "key-controls"
        assert score.gates[0].state is GateState.FAILED


def _starts(given: ScoringInput) -> tuple[int, int]:
    return 0, len(given.groups[0][2])


@every_method
@unhurried
@for_all(given=inputs())
def test_gate_passes_only_when_nothing_it_looks_at_is_open(
    method: ScoringMethod, given: ScoringInput
) -> None:
    score = method.score(given)

    if score.total.open:
        passed = {gate.id for gate in score.gates if gate.state is GateState.PASSED}
        assert passed <= {"key-controls"}
    if any(gate.counts and gate.state is GateState.PASSED for gate in score.gates):
        assert score.total.met


@every_method
@unhurried
@for_all(given=inputs())
def test_part_left_out_changes_nothing_but_the_count(
    method: ScoringMethod, given: ScoringInput
) -> None:
    marked, without = [], []
    for id_, title, of_group in given.groups:
        allowed = tuple(
            replace(control, key=False, not_applicable=NotApplicable.ALLOWED)
            for control in of_group
        )
        marked.append((id_, title, allowed))
        kept = tuple(
            replace(c, parts=tuple(part for part in c.parts if not part.not_applicable))
            for c in allowed
        )
        without.append((id_, title, kept))

    one = method.score(replace(given, groups=tuple(marked)))
    other = method.score(replace(given, groups=tuple(without)))

    assert _all_figures(one) == _all_figures(other)
    assert one.outcome == other.outcome
