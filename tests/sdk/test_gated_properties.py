"""What gated maturity keeps for any input: bounds, sameness, and no loss by improvement."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from nisassess.sdk import AnswerKind
from nisassess.sdk.scoring import (
    ControlInput,
    ControlState,
    GatedMaturity,
    PartInput,
    QuestionInput,
    ScoringInput,
)
from tests.sdk.scoring_inputs import LEVELS

pytestmark = pytest.mark.database_free

METHOD = GatedMaturity()
# A busy machine must not fail a property.
unhurried = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORST_TO_BEST = {
    AnswerKind.MATURITY: ("0", "1", "2", "3", "4", "5"),
    AnswerKind.ACHIEVEMENT: ("not_achieved", "partially", "achieved"),
    AnswerKind.YES_NO: ("no", "yes"),
}


@st.composite
def questions(draw: st.DrawFn) -> QuestionInput:
    kind = draw(st.sampled_from(list(WORST_TO_BEST)))
    answer = draw(st.none() | st.sampled_from(WORST_TO_BEST[kind]))
    level = None if kind is AnswerKind.MATURITY else draw(st.none() | st.integers(1, 5))
    return QuestionInput("q", "Prompt", kind, level, answer)


parts = st.builds(
    PartInput,
    id=st.sampled_from(["office", "centre", "field"]),
    name=st.just("Part"),
    not_applicable=st.booleans(),
    questions=st.lists(questions(), max_size=3).map(tuple),
)
controls = st.builds(
    ControlInput,
    id=st.just("c"),
    title=st.just("Control"),
    target=st.integers(0, 5),
    parts=st.lists(parts, max_size=3).map(tuple),
)
inputs = st.builds(
    ScoringInput,
    groups=st.lists(
        st.tuples(st.just("g"), st.just("Group"), st.lists(controls, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    levels=st.integers(0, len(LEVELS)).map(lambda count: LEVELS[:count]),
)


@unhurried
@for_all(inputs)
def test_every_figure_is_within_its_bounds(given: ScoringInput) -> None:
    score = METHOD.score(given)

    top = max(len(given.levels) - 1, 0)
    for figures in (score.total, *(group.figures for group in score.groups)):
        assert 0 <= figures.answered <= figures.questions
        assert 0.0 <= figures.completeness <= 1.0
        assert figures.attainment is None or 0.0 <= figures.attainment <= 1.0
        at_least = figures.attainment_at_least
        assert at_least is None or 0.0 <= at_least <= (figures.attainment or 0.0)
        assert figures.level is None or 0 <= figures.level <= top
    for control in score.controls:
        known = control.state in {ControlState.MET, ControlState.BELOW}
        assert known == (control.level is not None)
        assert control.level is None or 0 <= control.level <= top


@unhurried
@for_all(inputs)
def test_every_control_is_counted_once(given: ScoringInput) -> None:
    score = METHOD.score(given)

    count = sum(len(controls) for _, _, controls in given.groups)
    total = score.total
    assert len(score.controls) == count
    assert total.met + total.below + total.open + total.not_applicable == count


@unhurried
@for_all(inputs)
def test_same_input_has_the_same_score(given: ScoringInput) -> None:
    assert METHOD.score(given) == GatedMaturity().score(given)


@unhurried
@for_all(inputs)
def test_level_is_that_of_the_worst_applicable_part(given: ScoringInput) -> None:
    for control in METHOD.score(given).controls:
        if control.level is not None:
            assert control.level == min(p.level for p in control.parts if p.level is not None)


@unhurried
@for_all(inputs, st.data())
def test_improving_one_answer_lowers_nothing(given: ScoringInput, data: st.DataObject) -> None:
    places = _answered(given)
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    question = _question(given, place)
    ladder = WORST_TO_BEST[question.kind]
    better = data.draw(st.sampled_from(ladder[ladder.index(question.answer or "") :]))

    before, after = METHOD.score(given), METHOD.score(_with_answer(given, place, better))

    for old, new in zip(before.controls, after.controls, strict=True):
        assert (new.level is None) == (old.level is None)
        assert (new.level or 0) >= (old.level or 0)
    assert (after.total.attainment or 0) >= (before.total.attainment or 0)
    assert (after.total.attainment_at_least or 0) >= (before.total.attainment_at_least or 0)
    assert (after.total.level or 0) >= (before.total.level or 0)
    assert after.total.completeness == before.total.completeness


@unhurried
@for_all(inputs, st.data())
def test_answering_never_lowers_what_is_certain(given: ScoringInput, data: st.DataObject) -> None:
    places = _unanswered(given)
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    answer = data.draw(st.sampled_from(WORST_TO_BEST[_question(given, place).kind]))

    before, after = (
        METHOD.score(given).total,
        METHOD.score(_with_answer(given, place, answer)).total,
    )

    assert (after.attainment_at_least or 0) >= (before.attainment_at_least or 0)
    assert after.completeness >= before.completeness


Place = tuple[int, int, int, int]


def _places(given: ScoringInput) -> list[Place]:
    return [
        (g, c, p, q)
        for g, (_, _, controls) in enumerate(given.groups)
        for c, control in enumerate(controls)
        for p, part in enumerate(control.parts)
        for q, _ in enumerate(part.questions)
    ]


def _answered(given: ScoringInput) -> list[Place]:
    return [place for place in _places(given) if _question(given, place).answer is not None]


def _unanswered(given: ScoringInput) -> list[Place]:
    return [place for place in _places(given) if _question(given, place).answer is None]


def _question(given: ScoringInput, place: Place) -> QuestionInput:
    group, control, part, question = place
    return given.groups[group][2][control].parts[part].questions[question]


def _with_answer(given: ScoringInput, place: Place, answer: str) -> ScoringInput:
    g, c, p, q = place
    id_, title, controls = given.groups[g]
    part = controls[c].parts[p]
    changed = _put(part.questions, q, replace(part.questions[q], answer=answer))
    control = replace(
        controls[c], parts=_put(controls[c].parts, p, replace(part, questions=changed))
    )
    groups = _put(given.groups, g, (id_, title, _put(controls, c, control)))
    return replace(given, groups=groups)


def _put(items: tuple, index: int, item: object) -> tuple:
    return (*items[:index], item, *items[index + 1 :])
