"""The manufacturer content: the entity is the maker, so the device regulations bind it."""

from collections import Counter

import pytest

from nisassess.baseline import plugin as baseline
from nisassess.sdk import (
    Achievement,
    AnswerKind,
    Catalogue,
    Control,
    Force,
    NotApplicable,
    Profile,
    Question,
    Reference,
    TargetGroup,
)
from nisassess.sdk.checks import check_plugin
from nisassess_health import plugin

GROUPS = {
    "health-mfr-design": 7,
    "health-mfr-software": 6,
    "health-mfr-field": 7,
    "health-mfr-vigilance": 5,
    "health-mfr-operations": 7,
}
CRITICAL = "health.critical-device-manufacturer"
DEVICES = "manufacturing.medical-devices.device-manufacturer"
DIAGNOSTICS = "manufacturing.medical-devices.in-vitro-diagnostic-manufacturer"
MDR_PROFILES = ("health-manufacturer-essential", "health-manufacturer-important")
IVDR_PROFILES = ("health-manufacturer-ivd-essential", "health-manufacturer-ivd-important")
PROFILES = (*MDR_PROFILES, *IVDR_PROFILES)


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "health-manufacturer"]
    return found


def profile(id_: str) -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == id_]
    return found


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def control(id_: str) -> Control:
    (found,) = [one for one in controls() if one.id == id_]
    return found


def references(source: str) -> list[Reference]:
    return [r for one in controls() for r in one.references if r.source == source]


def indicators() -> tuple[Question, ...]:
    return tuple(
        question
        for one in controls()
        for question in one.questions
        if question.kind is AnswerKind.INDICATORS
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


def test_controls_are_named_after_the_manufacturer_and_counted() -> None:
    assert {one.id.split("-")[0] for one in controls()} == {"health.mfr"}
    assert {group.id: len(group.controls) for group in catalogue().groups} == GROUPS


def test_every_set_of_statements_holds_good_partial_and_bad_practice() -> None:
    assert len(indicators()) == 30
    for question in indicators():
        assert {choice.shows for choice in question.choices} == set(Achievement), question.prompt


def test_only_records_and_figures_are_asked_without_statements_of_practice() -> None:
    asked = {
        one.id for one in controls() if AnswerKind.INDICATORS not in {q.kind for q in one.questions}
    }
    assert asked == {"health.mfr-applicable-acts", "health.mfr-installed-base"}


def test_no_text_stands_twice() -> None:
    texts = Counter(
        text
        for one in controls()
        for text in (one.title, one.statement, one.rationale, *one.guidance, *one.example_evidence)
    )
    labels = Counter(choice.label for question in indicators() for choice in question.choices)
    assert [text for text, count in (texts + labels).items() if count > 1] == []


def test_every_control_is_mapped_to_nis2_iso_27001_and_the_csf() -> None:
    needed = {"nis2", "iso-27001-2022", "nist-csf-2.0"}
    unmapped = [c.id for c in controls() if not needed <= {m.source for m in c.mappings}]
    assert unmapped == []


def test_what_was_not_checked_says_so_and_binds_nobody() -> None:
    for one in controls():
        for reference in one.references:
            if reference.checked_by is None:
                assert force_of(reference) is not Force.BINDING, one.id
                assert (reference.note or "").startswith("Unverified: "), one.id


@pytest.mark.parametrize(
    ("source", "addressees"), [("mdr", (CRITICAL, DEVICES)), ("ivdr", (CRITICAL, DIAGNOSTICS))]
)
def test_a_device_regulation_binds_the_makers_of_its_own_devices(
    source: str, addressees: tuple[str, ...]
) -> None:
    (found,) = [one for one in catalogue().sources if one.id == source]
    assert (found.force, found.addressees) == (Force.BINDING, addressees)


def test_medical_device_requirements_on_security_are_all_cited() -> None:
    cited = {r.article for r in references("mdr")}
    sections = {"17.1", "17.2", "17.3", "17.4", "18.8", "23.4"}
    assert {f"Annex I, {section}" for section in sections} <= cited
    assert {"10", "83", "84", "87", "88", "89"} <= cited


def test_diagnostic_requirements_carry_their_own_numbers() -> None:
    cited = {(r.article, r.point) for r in references("ivdr")}
    assert {("Annex I, 16.2", None), ("Annex I, 16.4", None), ("Annex I, 20.4.1", "ah")} <= cited
    assert "Annex I, 18.8" not in {article for article, _ in cited}


def test_cyber_resilience_act_is_a_model_and_says_that_devices_are_outside() -> None:
    cited = references("cra")
    assert {force_of(r) for r in cited} == {Force.GUIDANCE}
    assert {(r.article, r.paragraph, r.point) for r in cited} >= {("2", "2", "a"), ("2", "2", "b")}


def test_reporting_clocks_apply_to_every_manufacturer_and_cite_the_limits() -> None:
    clocks = control("health.mfr-reporting-clocks")
    assert clocks.not_applicable is NotApplicable.FORBIDDEN
    cited = {(r.source, r.article, r.paragraph) for r in clocks.references}
    assert {("mdr", "87", "3"), ("mdr", "87", "4"), ("mdr", "87", "5")} <= cited
    assert {("nis2", "23", "4"), ("gdpr", "33", "1")} <= cited


@pytest.mark.parametrize("id_", PROFILES)
def test_profile_scores_outcomes_and_counts_the_baseline_from_its_levels(id_: str) -> None:
    scoring = profile(id_).scoring
    assert scoring.method == "outcomes"
    assert scoring.parameters == {"maturity_achieved": 3, "maturity_partially": 2}


@pytest.mark.parametrize("id_", PROFILES)
def test_profile_takes_all_own_groups_and_the_baseline(id_: str) -> None:
    found = profile(id_)
    essential = found.target_groups == (TargetGroup.ESSENTIAL,)
    assert {g for g in found.groups if not g.startswith("nis-")} == set(GROUPS)
    assert len([g for g in found.groups if g.startswith("nis-")]) == 11
    assert set(found.groups.values()) == {2 if essential else 1}
    assert len(found.controls) == (0 if essential else 11)


@pytest.mark.parametrize("id_", MDR_PROFILES)
def test_makers_of_medical_devices_see_the_other_act_as_guidance(id_: str) -> None:
    assert profile(id_).entity_types == (CRITICAL, DEVICES)
    assert profile(id_).as_guidance == ("ivdr",)


@pytest.mark.parametrize("id_", IVDR_PROFILES)
def test_makers_of_diagnostics_see_the_other_act_as_guidance(id_: str) -> None:
    assert profile(id_).entity_types == (CRITICAL, DIAGNOSTICS)
    assert profile(id_).as_guidance == ("mdr",)


@pytest.mark.parametrize("id_", PROFILES)
def test_notice_says_that_no_device_is_shown_to_conform(id_: str) -> None:
    assert "nor conformity of any device" in (profile(id_).notice or "")
