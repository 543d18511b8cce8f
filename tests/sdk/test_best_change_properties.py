"""What the change that raises a figure most keeps for any input."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from nisassess.sdk.scoring import METHODS, Change, ScoringInput, ScoringMethod, best_change
from nisassess.sdk.scoring.best import best_answer, is_best
from nisassess.sdk.scoring.frame import is_asked
from nisassess.sdk.scoring.standing import Place as Figure
from nisassess.sdk.scoring.standing import Standing, standing
from tests.sdk.counting_method import Counting
from tests.sdk.scoring_strategies import inputs, places, question_at, with_answer

pytestmark = pytest.mark.database_free

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
unhurried = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
TOTAL = Figure(None, None)


@every_method
@unhurried
@for_all(given=inputs())
def test_change_does_what_it_says_and_no_single_answer_does_more(
    method: ScoringMethod, given: ScoringInput
) -> None:
    change = best_change(method, given)

    now = _standing(method, given)
    singles = [_standing(method, improved) for improved in _each_improved(given)]
    best = max(singles, default=now)
    if change is None:
        assert not best.above(now)
        return
    reached = _standing(method, _applied(given, change))
    assert reached.above(now)
    if change.with_others:
        assert not best.above(now)
    else:
        assert reached == best


@every_method
@unhurried
@for_all(given=inputs(), data=st.data())
def test_method_known_by_its_protocol_alone_finds_the_same_change(
    method: ScoringMethod, given: ScoringInput, data: st.DataObject
) -> None:
    group = data.draw(st.sampled_from([None, "g1", "g2"]))

    assert best_change(Counting(method), given, group) == best_change(method, given, group)


def _standing(method: ScoringMethod, given: ScoringInput) -> Standing:
    found = standing(method.score(given), TOTAL)
    assert found is not None
    return found


def _each_improved(given: ScoringInput) -> Iterator[ScoringInput]:
    for place in places(given):
        group, at, at_part, _ = place
        asked = given.groups[group][2][at]
        question = question_at(given, place)
        counts = is_asked(asked.parts[at_part], asked) and not question.optional
        if counts and not is_best(question, given.scale):
            yield with_answer(given, place, best_answer(question, given.scale))


def _applied(given: ScoringInput, change: Change) -> ScoringInput:
    """The input with the change made."""
    wanted = [(change.control, change.part, change.question, change.before)]
    wanted += [(o.control, o.part, o.question, o.before) for o in change.with_others]
    for place in places(given):
        group, at, at_part, _ = place
        asked = given.groups[group][2][at]
        question = question_at(given, place)
        named = (asked.id, asked.parts[at_part].id, question.id, question.answer)
        if named in wanted:
            wanted.remove(named)
            given = with_answer(given, place, best_answer(question, given.scale))
    assert wanted == []
    return given
