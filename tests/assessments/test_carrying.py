"""What becomes of each control when an assessment is carried over: the plan, by hand."""

from dataclasses import replace

import pytest

from nisassess.assessments.carrying import Carried, plan
from nisassess.catalogues.resolve import resolve
from nisassess.catalogues.types import PinnedProfile
from nisassess.plugins import register
from nisassess.sdk import AnswerKind, ChangeKind, Control, ControlChange, Question
from tests.assessments.small import Content, candidate
from tests.sdk import builders

pytestmark = pytest.mark.database_free
SAME, CHANGED = ControlChange(ChangeKind.SAME), ControlChange(ChangeKind.CHANGED)


def lock(id_: str = "lock") -> Question:
    return Question(id_, "Locked?", AnswerKind.YES_NO, level=2)


def pinned(*controls: Control, version: str = "1.0") -> PinnedProfile:
    catalogue = builders.catalogue(builders.group(*controls), version=version)
    plugin = Content(builders.sector(), (catalogue,), (builders.profile(version=version),))
    registry = register([candidate("demo", plugin)])
    assert registry.refused == ()
    return resolve(registry, registry.profiles["demo-profile"])


def control(id_: str, *questions: Question) -> Control:
    return builders.control(f"demo.{id_}", title=id_, questions=questions or (lock(),))


def found(
    old: PinnedProfile, new: PinnedProfile, **changes: ControlChange
) -> dict[str, tuple[Carried, tuple[str, ...], tuple[str, ...]]]:
    named = {f"demo.{id_}": change for id_, change in changes.items()}
    return {
        planned.control_id: (
            planned.change,
            tuple(origin.control.id for origin in planned.origins),
            planned.dropped,
        )
        for planned in plan(old, new, named)
    }


def test_control_that_is_the_same_takes_all_answers() -> None:
    old, new = pinned(control("a")), pinned(control("a"), version="2.0")

    (planned,) = plan(old, new, {"demo.a": SAME})

    assert planned.change is Carried.SAME
    assert planned.origins[0].questions == {"demo.a/lock": "demo.a/lock"}


def test_changed_control_keeps_the_answers_to_questions_that_stayed() -> None:
    old = pinned(control("a", lock(), lock("door"), lock("gate")))
    new = pinned(control("a", lock(), lock("hatch")), version="2.0")
    change = replace(CHANGED, questions={"door": "hatch"}, note="Doors are hatches now.")

    (planned,) = plan(old, new, {"demo.a": change})

    assert planned.change is Carried.CHANGED
    assert planned.origins[0].questions == {
        "demo.a/lock": "demo.a/lock",
        "demo.a/door": "demo.a/hatch",
    }
    assert planned.dropped == ("demo.a/gate",)
    assert planned.note == "Doors are hatches now."


def test_question_declared_to_mean_nothing_any_more_is_dropped() -> None:
    old, new = pinned(control("a")), pinned(control("a"), version="2.0")

    changes = {"a": replace(CHANGED, questions={"lock": None})}

    assert found(old, new, **changes) == {
        "demo.a": (Carried.CHANGED, ("demo.a",), ("demo.a/lock",))
    }


def test_answer_to_a_question_of_another_kind_is_dropped() -> None:
    old = pinned(control("a", lock()))
    new = pinned(control("a", builders.maturity("lock")), version="2.0")

    assert found(old, new, a=SAME) == {"demo.a": (Carried.CHANGED, ("demo.a",), ("demo.a/lock",))}


def test_split_control_goes_to_each_of_its_successors_without_answers() -> None:
    old, new = pinned(control("a")), pinned(control("b"), control("c"), version="2.0")

    change = ControlChange(ChangeKind.SPLIT, into=("demo.b", "demo.c"))

    assert found(old, new, a=change) == {
        "demo.b": (Carried.SPLIT, ("demo.a",), ("demo.a/lock",)),
        "demo.c": (Carried.SPLIT, ("demo.a",), ("demo.a/lock",)),
    }


def test_merged_controls_meet_in_their_successor() -> None:
    old, new = pinned(control("a"), control("b")), pinned(control("c"), version="2.0")
    into = ControlChange(ChangeKind.MERGED, into=("demo.c",))

    assert found(old, new, a=into, b=into) == {
        "demo.c": (Carried.MERGED, ("demo.a", "demo.b"), ("demo.a/lock", "demo.b/lock")),
    }


def test_control_merged_into_one_that_stays_leaves_the_answers_of_that_one() -> None:
    old, new = pinned(control("a"), control("b")), pinned(control("b"), version="2.0")

    (planned,) = plan(
        old, new, {"demo.a": ControlChange(ChangeKind.MERGED, into=("demo.b",)), "demo.b": SAME}
    )

    assert planned.change is Carried.MERGED
    assert [origin.questions for origin in planned.origins] == [{}, {"demo.b/lock": "demo.b/lock"}]


def test_removed_and_added_controls_are_told() -> None:
    old, new = pinned(control("a")), pinned(control("b"), version="2.0")

    assert found(old, new, a=ControlChange(ChangeKind.REMOVED)) == {
        "demo.b": (Carried.ADDED, (), ()),
        "demo.a": (Carried.REMOVED, (), ("demo.a/lock",)),
    }


def test_control_that_the_new_profile_leaves_out_is_gone_too() -> None:
    old, new = pinned(control("a"), control("b")), pinned(control("b"), version="2.0")

    assert found(old, new)["demo.a"][0] is Carried.REMOVED
