"""The health content: complete, exactly referenced, makers' duties kept apart from hospitals'."""

from collections import Counter

from nisassess.baseline import plugin as baseline
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Control,
    Force,
    NotApplicable,
    Reference,
    Regime,
)
from nisassess.sdk.checks import check_plugin
from nisassess_health import plugin

LEVELS = 5


def catalogue() -> Catalogue:
    (only,) = plugin.nisassess_catalogues()
    return only


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
    assert {control.id.split(".")[0] for control in controls()} == {"health"}
    assert len(controls()) == 6


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


def test_profile_takes_the_whole_baseline_and_all_own_groups_to_level_3() -> None:
    (profile,) = plugin.nisassess_profiles()
    own = {group.id for group in catalogue().groups}
    general = {group.id for c in baseline.nisassess_catalogues() for group in c.groups}
    assert profile.groups == dict.fromkeys(own | general, 3)
    assert profile.regime is Regime.NIS2
    assert profile.entity_types == ("health.healthcare-provider",)


def test_profile_scores_on_the_same_levels_as_the_baseline() -> None:
    (profile,) = plugin.nisassess_profiles()
    general = baseline.nisassess_profiles()[0]
    assert profile.scoring == general.scoring


def test_duties_of_makers_are_not_put_on_hospitals() -> None:
    on_makers = [r for s in ("mdr", "ehds") for r in references(s) if r.article != "85"]
    assert on_makers
    for reference in on_makers:
        assert force_of(reference) is Force.GUIDANCE
    for reference in references("mdr"):
        assert reference.addressee is not None
        assert reference.addressee.startswith("Manufacturers")


def test_procurement_duty_of_the_health_data_space_binds_from_2027() -> None:
    (reference,) = [r for r in references("ehds") if r.article == "85"]
    assert force_of(reference) is Force.BINDING
    assert reference.applies_from is not None
    assert reference.applies_from.isoformat() == "2027-03-26"
    assert reference.addressee is not None
    assert reference.addressee.startswith("Contracting authorities")


def test_rules_on_record_systems_do_not_apply_before_2029() -> None:
    early = [
        reference
        for reference in references("ehds")
        if reference.article != "85"
        and (reference.applies_from is None or reference.applies_from.year < 2029)
    ]
    assert early == []


def test_clinical_downtime_cannot_be_declared_not_applicable() -> None:
    fixed = {
        control.id for control in controls() if control.not_applicable is NotApplicable.FORBIDDEN
    }
    assert fixed == {"health.clinical-downtime"}
