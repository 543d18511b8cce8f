"""Changes are ranked by what closing a gap alone would do to the total."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all

from nisassess.sdk.scoring import (
    METHODS,
    MOST_CHANGES,
    Change,
    ControlState,
    ScoringInput,
    ScoringMethod,
    best_changes,
)
from nisassess.sdk.scoring.standing import Place as Figure
from nisassess.sdk.scoring.standing import Standing, standing
from tests.sdk.counting_method import Counting
from tests.sdk.scoring_strategies import inputs
from tests.sdk.test_best_change_properties import _applied

pytestmark = pytest.mark.database_free

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
unhurried = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
TOTAL = Figure(None, None)


def reached(method: ScoringMethod, given: ScoringInput, change: Change | None = None) -> Standing:
    """How the total stands, with a change made."""
    found = standing(method.score(_applied(given, change) if change else given), TOTAL)
    assert found is not None
    return found


@every_method
@unhurried
@for_all(given=inputs())
def test_each_change_raises_the_total_and_none_below_it_does_more(
    method: ScoringMethod, given: ScoringInput
) -> None:
    found = best_changes(method, given, MOST_CHANGES)

    now = reached(method, given)
    heights = [reached(method, given, change) for change in found]
    assert all(height.above(now) for height in heights)
    # What a control does as well without is left out; of several figures none falls below the next.
    assert heights == sorted(heights, reverse=True)


@every_method
@unhurried
@for_all(given=inputs())
def test_each_control_is_named_once_and_has_a_part_below_target(
    method: ScoringMethod, given: ScoringInput
) -> None:
    found = best_changes(method, given, MOST_CHANGES)

    scores = {one.control: one for one in method.score(given).controls}
    controls = [change.control for change in found]
    assert len(controls) == len(set(controls))
    for change in found:
        assert {one.control for one in change.with_others} <= {change.control}
        assert any(part.state is ControlState.BELOW for part in scores[change.control].parts)


@every_method
@unhurried
@for_all(given=inputs())
def test_fewer_are_the_first_of_more_where_all_are_tried(
    method: ScoringMethod, given: ScoringInput
) -> None:
    assert best_changes(method, given, 3) == best_changes(method, given, 9)[:3]


@every_method
@unhurried
@for_all(given=inputs())
def test_method_known_by_its_protocol_alone_ranks_the_same(
    method: ScoringMethod, given: ScoringInput
) -> None:
    assert best_changes(Counting(method), given) == best_changes(method, given)


@every_method
@pytest.mark.parametrize("most", [0, -1, MOST_CHANGES + 1])
def test_more_than_can_be_asked_for_is_refused(method: ScoringMethod, most: int) -> None:
    with pytest.raises(ValueError, match=f"from 1 to {MOST_CHANGES}"):
        best_changes(method, ScoringInput(groups=(), levels=("a", "b")), most)
