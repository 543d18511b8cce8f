"""Released versions stay as they were; steps between versions are declared, true and composed."""

from dataclasses import replace
from typing import Any

import pytest

from nisassess.sdk import (
    Catalogue,
    CatalogueTexts,
    ChangeKind,
    Choice,
    Control,
    ControlChange,
    Release,
    VersionChanges,
)
from nisassess.sdk.checks import check_plugin
from nisassess.sdk.versions import (
    asks_digest,
    changes_between,
    control_digest,
    release_of,
    rest_digest,
)
from tests.sdk.builders import catalogue, control, group, maturity, sector, yes_no

pytestmark = pytest.mark.database_free

SAME = ControlChange(ChangeKind.SAME)
REMOVED = ControlChange(ChangeKind.REMOVED)


def changed(**questions: str | None) -> ControlChange:
    return ControlChange(ChangeKind.CHANGED, questions=questions)


def split(*into: str, note: str | None = None) -> ControlChange:
    return ControlChange(ChangeKind.SPLIT, into=into, note=note)


def merged(into: str, note: str | None = None) -> ControlChange:
    return ControlChange(ChangeKind.MERGED, into=(into,), note=note)


def step(version: str, since: str, **controls: ControlChange) -> VersionChanges:
    return VersionChanges(
        version, since, {f"demo.{name}": change for name, change in controls.items()}
    )


def with_controls(*names: str, **changes: Any) -> Catalogue:
    return catalogue(group(*(control(f"demo.{name}") for name in names)), **changes)


def faults(made: Catalogue) -> list[tuple[str, str]]:
    found = check_plugin(sector(), (made,), ())
    assert {fault.file for fault in found} <= {"demo-catalogue"}
    return [(fault.key, fault.message) for fault in found]


# --- digests


def test_digest_of_a_control_is_that_of_its_canonical_content() -> None:
    assert control_digest(control()) == control_digest(control())
    assert len(control_digest(control())) == 16
    assert control_digest(control()) != control_digest(control(rationale="It counts."))


def test_default_that_is_written_out_changes_no_digest() -> None:
    assert control_digest(control()) == control_digest(
        control(label=None, not_applicable="allowed")
    )


@pytest.mark.parametrize(
    "reworded",
    [
        control(rationale="Otherwise water fails."),
        control(statement="It is so!"),
        control(statement="it is  so"),
        control(questions=(maturity(hint="Look it up."), yes_no())),
        control(questions=(maturity(prompt="How far…?"), yes_no())),
        control(
            questions=(
                maturity(choices=tuple(Choice(str(n), f"Rung {n}") for n in range(4))),
                yes_no(),
            )
        ),
    ],
)
def test_rewording_leaves_what_is_asked_as_it_was(reworded: Control) -> None:
    assert asks_digest(reworded) == asks_digest(control())
    assert control_digest(reworded) != control_digest(control())


@pytest.mark.parametrize(
    "other",
    [
        control(statement="It is not so."),
        control(questions=(maturity(),)),
        control(questions=(maturity(levels=5), yes_no())),
        control(questions=(maturity(), yes_no(level=3))),
        control(questions=(maturity(), yes_no(prompt="Bolted?"))),
    ],
)
def test_other_question_changes_what_is_asked(other: Control) -> None:
    assert asks_digest(other) != asks_digest(control())


def test_translations_and_versions_are_no_part_of_a_digest() -> None:
    made = catalogue(translations={"fr": CatalogueTexts(title="Démo")}, version="2.0")

    assert rest_digest(made) == rest_digest(catalogue())
    assert rest_digest(catalogue(title="Other")) != rest_digest(catalogue())
    assert rest_digest(with_controls("two", "one")) != rest_digest(with_controls("one", "two"))


# --- what was released


def released(made: Catalogue, **changes: Any) -> Catalogue:
    return replace(made, releases=(release_of(made),), **changes)


def test_released_catalogue_as_it_was_has_no_fault() -> None:
    assert faults(released(catalogue())) == []


@pytest.mark.parametrize(
    ("groups", "key", "message"),
    [
        ((group(control(rationale="New.")),), "demo.one", "was changed since 1.0 was released"),
        (
            (group(control(), control("demo.two")),),
            "demo.two",
            "was added since 1.0 was released",
        ),
        (
            (group(control("demo.two")),),
            "releases.1.0.demo.one",
            "was taken out since 1.0 was released",
        ),
    ],
)
def test_content_changed_under_a_released_version_is_told(
    groups: tuple[Any, ...], key: str, message: str
) -> None:
    made = released(catalogue(), groups=groups)

    assert (key, f"{message}; raise the catalogue's version") in faults(made)


def test_head_changed_under_a_released_version_is_told() -> None:
    assert faults(released(catalogue(), title="Other")) == [
        (
            "version",
            "something beside the controls was changed since 1.0 was released; raise the"
            " catalogue's version",
        )
    ]


def test_version_older_than_a_release_is_told() -> None:
    assert ("version", "is older than 1.0, which was released; raise it") in faults(
        released(catalogue(), version="0.9")
    )


def test_newer_version_without_changes_is_told() -> None:
    assert faults(released(catalogue(), version="1.1")) == [
        ("version", "needs changes/1.1.yaml, saying what became of each control of 1.0")
    ]


def test_every_control_of_the_release_is_declared_and_no_other() -> None:
    made = released(
        with_controls("one", "two"),
        version="1.1",
        changes=(step("1.1", "1.0", one=SAME, six=SAME),),
    )

    assert faults(made) == [
        ("changes.1.1", "does not say what became of 'demo.two' of version 1.0"),
        ("changes.1.1.demo.six", "version 1.0 has no control 'demo.six'"),
        ("changes.1.1.demo.six", "is said to be 'same', but is no longer there"),
    ]


def test_step_from_another_version_than_the_last_release_is_told() -> None:
    made = released(with_controls("one"), version="1.2", changes=(step("1.2", "1.1", one=SAME),))

    assert faults(made) == [("changes.1.2.since", "must be '1.0', the version released last")]


def test_control_said_to_be_the_same_is_held_to_it() -> None:
    before = (release_of(catalogue()),)
    declared = {"version": "1.1", "changes": (step("1.1", "1.0", one=SAME),), "releases": before}

    reworded = catalogue(group(control(rationale="Clearer now.")), **declared)
    other = catalogue(group(control(statement="Something else.")), **declared)

    assert faults(reworded) == []
    assert faults(other) == [
        (
            "changes.1.1.demo.one",
            "is said to be 'same', but its statement or questions were changed",
        )
    ]


# --- declared steps


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (split("demo.two"), "'split' needs 'into', 2 controls at least"),
        (ControlChange(ChangeKind.MERGED), "'merged' needs 'into', 1 control at least"),
        (
            ControlChange(ChangeKind.REMOVED, into=("demo.two",)),
            "'into' belongs to split and merged, not to 'removed'",
        ),
        (
            ControlChange(ChangeKind.REMOVED, questions={"a": "b"}),
            "'questions' belongs to changed, not to 'removed'",
        ),
        (merged("demo.nine"), "goes into 'demo.nine', which there is not"),
        (SAME, "is said to be 'same', but is no longer there"),
    ],
)
def test_step_that_cannot_be_is_told(change: ControlChange, message: str) -> None:
    made = with_controls("two", "three", version="1.1", changes=(step("1.1", "1.0", one=change),))

    assert faults(made) == [("changes.1.1.demo.one", message)]


def test_control_said_to_be_removed_that_is_still_there_is_told() -> None:
    made = with_controls("one", version="1.1", changes=(step("1.1", "1.0", one=REMOVED),))

    assert faults(made) == [("changes.1.1.demo.one", "is said to be 'removed', but is still there")]


def test_control_may_live_on_as_one_of_those_it_was_split_into() -> None:
    whole = step("1.1", "1.0", one=split("demo.one", "demo.two"))

    assert faults(with_controls("one", "two", version="1.1", changes=(whole,))) == []


def test_new_question_that_there_is_not_is_told() -> None:
    made = with_controls(
        "one", version="1.1", changes=(step("1.1", "1.0", one=changed(old="gate", gone=None)),)
    )

    ((key, message),) = faults(made)
    assert key == "changes.1.1.demo.one"
    assert message.startswith("the question 'old' is said to be 'gate' now, which there is not")


def test_id_that_was_given_up_is_never_used_again() -> None:
    steps = (step("1.1", "1.0", one=REMOVED, two=SAME), step("1.2", "1.1", two=SAME))

    assert faults(with_controls("one", "two", version="1.2", changes=steps)) == [
        ("demo.one", "was given up in version 1.1; its id is never used again")
    ]


@pytest.mark.parametrize(
    ("one", "key", "message"),
    [
        (step("1.1", "1.1"), "changes.1.1.since", "must be older than 1.1"),
        (
            step("2.0", "1.1"),
            "changes.2.0.version",
            "leads beyond the catalogue's own version, 1.1",
        ),
    ],
)
def test_step_in_the_wrong_direction_is_told(one: VersionChanges, key: str, message: str) -> None:
    assert (key, message) in faults(with_controls("one", version="1.1", changes=(one,)))


# --- over several versions


def over_three(first: ControlChange, **second: ControlChange) -> ControlChange:
    made = with_controls(
        "one",
        version="3.0",
        changes=(step("3.0", "2.0", **second), step("2.0", "1.0", one=first)),
    )
    found = changes_between(made, "1.0")
    assert found is not None
    return found["demo.one"]


def test_nothing_became_of_the_present_version() -> None:
    assert changes_between(catalogue(), "1.0") == {}


@pytest.mark.parametrize("version", ["0.9", "1.5", "4.0"])
def test_version_from_which_no_step_leads_is_unknown(version: str) -> None:
    made = with_controls("one", version="2.0", changes=(step("2.0", "1.0", one=SAME),))

    assert changes_between(made, version) is None


def test_steps_in_a_circle_lead_nowhere() -> None:
    made = with_controls("one", version="3.0", changes=(step("2.0", "1.0"), step("1.0", "2.0")))

    assert changes_between(made, "1.0") is None


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (SAME, {"one": SAME}, SAME),
        (SAME, {}, SAME),
        (SAME, {"one": changed(a="b")}, changed(a="b")),
        (changed(a="b"), {"one": SAME}, changed(a="b")),
        (changed(a="b", c=None), {"one": changed(b="d", e="f")}, changed(a="d", c=None, e="f")),
        (changed(a="b"), {"one": changed(b=None)}, changed(a=None)),
        (SAME, {"one": REMOVED}, REMOVED),
        (changed(a="b"), {"one": merged("demo.two")}, merged("demo.two")),
        (REMOVED, {}, REMOVED),
        (
            split("demo.two", "demo.three"),
            {"two": SAME, "three": changed()},
            split("demo.two", "demo.three"),
        ),
        (
            split("demo.two", "demo.three"),
            {"two": split("demo.four", "demo.five"), "three": REMOVED},
            split("demo.four", "demo.five"),
        ),
        (
            split("demo.two", "demo.three"),
            {"two": merged("demo.six"), "three": merged("demo.six")},
            merged("demo.six"),
        ),
        (split("demo.two", "demo.three"), {"two": REMOVED, "three": REMOVED}, REMOVED),
        (merged("demo.two"), {"two": REMOVED}, REMOVED),
        (
            merged("demo.two", note="Once."),
            {"two": merged("demo.six", note="Twice.")},
            merged("demo.six", note="Once. Twice."),
        ),
    ],
)
def test_steps_are_composed(
    first: ControlChange, second: dict[str, ControlChange], whole: ControlChange
) -> None:
    assert over_three(first, **second) == whole


def test_release_holds_every_digest() -> None:
    made = with_controls("one", "two")

    assert release_of(made) == Release(
        "1.0",
        {id_: control_digest(control(id_)) for id_ in ("demo.one", "demo.two")},
        rest_digest(made),
        {id_: asks_digest(control(id_)) for id_ in ("demo.one", "demo.two")},
    )
