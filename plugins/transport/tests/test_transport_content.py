"""The transport content: complete, exactly referenced, each duty on its own addressee."""

from collections import Counter

from nisassess.baseline import plugin as baseline
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Control,
    Force,
    NotApplicable,
    Reference,
)
from nisassess.sdk.checks import check_plugin
from nisassess_transport import plugin

LEVELS = 5


def catalogue() -> Catalogue:
    return next(one for one in plugin.nisassess_catalogues() if one.id == "transport-operations")


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def references(source: str) -> tuple[Reference, ...]:
    return tuple(
        reference
        for control in controls()
        for reference in control.references
        if reference.source == source
    )


def force_of(reference: Reference) -> Force:
    forces = {source.id: source.force for source in catalogue().sources}
    return reference.force or forces[reference.source]


def test_plugin_content_passes_every_check() -> None:
    faults = check_plugin(
        plugin.nisassess_sector(),
        plugin.nisassess_catalogues(),
        plugin.nisassess_profiles(),
        baseline.nisassess_catalogues(),
    )
    assert list(faults) == []


def test_controls_are_named_after_the_sector_and_counted() -> None:
    assert {control.id.split(".")[0] for control in controls()} == {"transport"}
    assert len(controls()) == 7


def test_every_maturity_choice_tells_a_fact_of_its_own() -> None:
    choices = [
        choice
        for control in controls()
        for question in control.questions
        if question.kind is AnswerKind.MATURITY
        for choice in question.choices
    ]
    assert len(choices) == LEVELS * len(controls())
    assert [choice.label for choice in choices if not choice.description] == []
    repeated = Counter(choice.description for choice in choices)
    assert [text for text, count in repeated.items() if count > 1] == []


def test_binding_references_say_whom_they_bind() -> None:
    unsaid = [
        (control.id, reference.source, reference.article)
        for control in controls()
        for reference in control.references
        if force_of(reference) is Force.BINDING and not reference.addressee
    ]
    assert unsaid == []


def test_binding_references_were_checked_against_a_named_text() -> None:
    unchecked = [
        (control.id, reference.source, reference.article)
        for control in controls()
        for reference in control.references
        if force_of(reference) is Force.BINDING
        and not (reference.checked_by and reference.checked_on)
    ]
    assert unchecked == []


def test_every_mode_has_profiles_of_its_own() -> None:
    modes = {one.id.split("-")[1] for one in plugin.nisassess_profiles()}
    assert modes == {"air", "rail", "maritime", "road"}


def test_part_is_applies_from_its_own_dates_to_its_own_organisations() -> None:
    starts = {
        source: {r.applies_from.isoformat() for r in references(source) if r.applies_from}
        for source in ("part-is-203", "part-is-1645")
    }
    assert starts == {"part-is-203": {"2026-02-22"}, "part-is-1645": {"2025-10-16"}}
    for reference in references("part-is-1645"):
        assert reference.addressee is not None
        assert "aerodrome operators" in reference.addressee


def test_part_is_is_cited_by_aviation_controls_only() -> None:
    citing = {
        control.id
        for control in controls()
        for reference in control.references
        if reference.source.startswith("part-is")
    }
    assert citing == {"transport.aviation-safety-risk", "transport.aviation-incidents"}


def test_sources_known_at_second_hand_are_marked_and_never_binding() -> None:
    for source in ("clc-ts-50701", "imo-circ-3", "its-directive"):
        assert references(source)
        for reference in references(source):
            assert force_of(reference) is not Force.BINDING
            assert reference.checked_by is None
            assert reference.note


def test_every_mode_has_a_control() -> None:
    groups = {group.id for group in catalogue().groups}
    assert {"transport-rail", "transport-air", "transport-water-and-road"} <= groups
    assert all(control.not_applicable is NotApplicable.ALLOWED for control in controls())
