"""Which questions are asked."""

from dataclasses import dataclass

import pytest

from nisassess.sdk import Condition
from nisassess.sdk.scoring import asked

pytestmark = pytest.mark.database_free


@dataclass(frozen=True)
class Asked:
    id: str
    when: Condition | None = None


HAS = Asked("has-plant")
KIND = Asked("kind", Condition("has-plant", ("yes",)))
ZONES = Asked("zones", Condition("kind", ("water", "gas")))
ALL = (HAS, KIND, ZONES)


def test_question_without_condition_is_always_asked() -> None:
    assert asked(ALL, {}) == {"has-plant"}


def test_question_is_asked_once_its_condition_holds() -> None:
    assert asked(ALL, {"has-plant": "yes"}) == {"has-plant", "kind"}


def test_one_of_several_chosen_values_suffices() -> None:
    answers = {"has-plant": "yes", "kind": "power gas"}

    assert asked(ALL, answers) == {"has-plant", "kind", "zones"}


def test_value_is_compared_whole_and_not_by_its_beginning() -> None:
    assert asked(ALL, {"has-plant": "yes", "kind": "gasoline"}) == {"has-plant", "kind"}


def test_answer_left_over_from_a_question_no_longer_asked_opens_nothing() -> None:
    assert asked(ALL, {"has-plant": "no", "kind": "gas"}) == {"has-plant"}


def test_nothing_true_is_a_value_of_its_own() -> None:
    why = Asked("why", Condition("signs", ("none",)))

    assert asked((Asked("signs"), why), {"signs": "none"}) == {"signs", "why"}
    assert asked((Asked("signs"), why), {"signs": None}) == {"signs"}


def test_condition_on_a_later_or_unknown_question_does_not_hold() -> None:
    early = Asked("early", Condition("late", ("yes",)))
    lost = Asked("lost", Condition("nowhere", ("yes",)))

    assert asked((early, Asked("late"), lost), {"late": "yes", "nowhere": "yes"}) == {"late"}
