"""The hospital content: complete, exactly referenced, makers' duties kept apart from hospitals'."""

from collections import Counter
from datetime import date

import pytest

from nisassess.baseline import plugin as baseline
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    ChangeKind,
    Control,
    Force,
    NotApplicable,
    Profile,
    Reference,
    Regime,
)
from nisassess.sdk.checks import check_plugin
from nisassess_health import plugin

LEVELS = 5
GENERAL = "nis-baseline-essential"
GROUPS = {
    "health-devices": 7,
    "health-clinical-operation": 7,
    "health-exchange": 7,
    "health-critical-units": 6,
    "health-emergency": 5,
}
FIRST_SIX = {
    "health.device-procurement",
    "health.device-network",
    "health.legacy-imaging",
    "health.clinical-downtime",
    "health.record-access",
    "health.building-services",
}


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "health-provider"]
    return found


def profile(id_: str) -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == id_]
    return found


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


def binding(source: str) -> set[tuple[str | None, str | None]]:
    return {
        (reference.article, reference.paragraph)
        for reference in references(source)
        if force_of(reference) is Force.BINDING
    }


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
    assert {group.id: len(group.controls) for group in catalogue().groups} == GROUPS


def test_the_second_version_says_what_became_of_each_control_of_the_first() -> None:
    assert catalogue().version == "2026.2"
    (step,) = catalogue().changes
    assert (step.since, step.version) == ("2026.1", "2026.2")
    assert set(step.controls) == FIRST_SIX
    assert {control.id for control in controls()} > FIRST_SIX
    same = {id_ for id_, change in step.controls.items() if change.change is ChangeKind.SAME}
    assert same == {"health.device-network", "health.building-services"}
    assert step.controls["health.record-access"].questions == {"emergency-review": None}


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


def test_no_statement_rationale_or_guidance_stands_twice() -> None:
    texts = Counter(
        text
        for control in controls()
        for text in (control.title, control.statement, control.rationale, *control.guidance)
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_control_is_mapped_to_nis2_and_to_iso_27001() -> None:
    unmapped = [
        control.id
        for control in controls()
        if not {"nis2", "iso-27001-2022"} <= {mapping.source for mapping in control.mappings}
    ]
    assert unmapped == []


def test_every_question_beside_maturity_belongs_to_a_level_or_only_informs() -> None:
    informs = {
        (control.id, question.id)
        for control in controls()
        for question in control.questions
        if question.kind is not AnswerKind.MATURITY and question.level is None
    }
    assert informs == {
        ("health.device-responsibility", "in-house-devices"),
        ("health.clinical-interfaces", "engine-restored"),
        ("health.data-space-readiness", "systems-affected"),
        ("health.telemedicine", "monitoring-offered"),
    }


def test_binding_references_say_whom_they_bind_and_by_what_they_were_checked() -> None:
    bare = [
        (control.id, reference.source, reference.article)
        for control in controls()
        for reference in control.references
        if force_of(reference) is Force.BINDING
        and not (reference.addressee and reference.checked_by and reference.checked_on)
    ]
    assert bare == []


def test_what_was_not_checked_says_so() -> None:
    silent = [
        (control.id, reference.source)
        for control in controls()
        for reference in control.references
        if not reference.checked_by
        and not (reference.note or "").startswith("Unverified: ")
        and reference.source != "mdcg-2019-16"
    ]
    assert silent == []


def test_only_the_articles_on_health_institutions_bind_a_hospital_under_device_law() -> None:
    assert binding("mdr") == {("5", "5"), ("27", "9")}
    for reference in references("mdr"):
        if force_of(reference) is Force.BINDING:
            assert reference.addressees == ("health.healthcare-provider",)
        elif (reference.article or "").startswith("Annex"):
            assert reference.addressees == ("manufacturers",)


def test_articles_of_the_health_data_space_that_bind_a_hospital_are_these() -> None:
    assert binding("ehds") == {("7", "4"), ("13", "2"), ("60", "2"), ("85", "1")}


@pytest.mark.parametrize(
    ("source", "article", "first_day"),
    [
        ("ehds", "85", date(2027, 3, 26)),
        ("ehds", "13", date(2029, 3, 26)),
        ("ehds", "60", date(2029, 3, 26)),
        ("soho", "37", date(2027, 8, 7)),
        ("soho", "42", date(2027, 8, 7)),
    ],
)
def test_law_that_is_still_to_apply_carries_its_first_day(
    source: str, article: str, first_day: date
) -> None:
    days = {r.applies_from for r in references(source) if r.article == article}
    assert days == {first_day}


def test_rules_on_record_systems_do_not_apply_before_2029() -> None:
    early = [
        reference
        for reference in references("ehds")
        if reference.article != "85"
        and (reference.applies_from is None or reference.applies_from.year < 2029)
    ]
    assert early == []


def test_what_every_hospital_needs_cannot_be_declared_not_applicable() -> None:
    fixed = {
        control.id for control in controls() if control.not_applicable is NotApplicable.FORBIDDEN
    }
    assert fixed == {
        "health.clinical-downtime",
        "health.nurse-call-telephony",
        "health.safety-security-incident",
        "health.ransomware-playbook",
    }


@pytest.mark.parametrize(
    ("id_", "target", "group"),
    [("health-provider-essential", 3, "essential"), ("health-provider-important", 2, "important")],
)
def test_profile_takes_the_whole_baseline_and_all_own_groups(
    id_: str, target: int, group: str
) -> None:
    general = {g.id for c in baseline.nisassess_catalogues() for g in c.groups}
    found = profile(id_)
    chosen = {g for g in found.groups if g.startswith("nis-")}
    assert chosen <= general
    assert found.groups == dict.fromkeys(set(GROUPS) | chosen, target)
    assert len(chosen) == 11
    assert found.version == "2026.2"
    assert found.regime is Regime.NIS2
    assert found.entity_types == ("health.healthcare-provider",)
    assert [value.value for value in found.target_groups] == [group]


def test_important_providers_reach_level_3_where_patients_are_harmed_first() -> None:
    raised = profile("health-provider-important").controls
    assert set(raised.values()) == {3}
    assert {id_ for id_ in raised if id_.startswith("health.")} == {
        "health.device-network",
        "health.clinical-downtime",
        "health.image-backup",
        "health.safety-security-incident",
        "health.ransomware-playbook",
    }


def test_profiles_score_on_the_same_levels_as_the_baseline() -> None:
    (general,) = [p for p in baseline.nisassess_profiles() if p.id == GENERAL]
    for id_ in ("health-provider-essential", "health-provider-important"):
        assert profile(id_).scoring.levels == general.scoring.levels
        assert profile(id_).scoring.method == general.scoring.method
