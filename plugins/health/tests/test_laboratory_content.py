"""The laboratory content: outcomes with good and bad practice, and law kept to whom it binds."""

from collections import Counter
from datetime import date

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
)
from nisassess.sdk.checks import check_plugin
from nisassess_health import plugin

GROUPS = {
    "health-lab-sample": 7,
    "health-lab-results": 7,
    "health-lab-competence": 6,
    "health-lab-biosecurity": 6,
    "health-lab-continuity": 4,
}
CLINICAL = ("health-laboratory-essential", "health-laboratory-important")
REFERENCE = "health-laboratory-reference"


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "health-laboratory"]
    return found


def profile(id_: str) -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == id_]
    return found


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def indicators() -> tuple[Question, ...]:
    return tuple(
        question
        for control in controls()
        for question in control.questions
        if question.kind is AnswerKind.INDICATORS
    )


def force_of(reference: Reference) -> Force:
    forces = {source.id: source.force for source in catalogue().sources}
    return reference.force or forces[reference.source]


def bound_by(source: str) -> set[tuple[str, ...]]:
    return {
        reference.addressees
        for control in controls()
        for reference in control.references
        if reference.source == source and force_of(reference) is Force.BINDING
    }


def test_plugin_content_passes_every_check() -> None:
    faults = check_plugin(
        plugin.nisassess_sector(),
        plugin.nisassess_catalogues(),
        plugin.nisassess_profiles(),
        baseline.nisassess_catalogues(),
    )
    assert list(faults) == []


def test_controls_are_named_after_the_laboratory_and_counted() -> None:
    assert {control.id.split("-")[0] for control in controls()} == {"health.lab"}
    assert {group.id: len(group.controls) for group in catalogue().groups} == GROUPS


def test_most_controls_are_asked_by_statements_of_practice() -> None:
    by_statement = [
        control
        for control in controls()
        if any(question.kind is AnswerKind.INDICATORS for question in control.questions)
    ]
    assert len(by_statement) == 27
    assert {
        control.id
        for control in controls()
        if any(question.kind is AnswerKind.MATURITY for question in control.questions)
    } == {
        "health.lab-autoverification",
        "health.lab-remote-service",
        "health.lab-pathogen-data",
        "health.lab-emergency-capacity",
    }


def test_every_set_of_statements_holds_good_partial_and_bad_practice() -> None:
    for question in indicators():
        assert {choice.shows for choice in question.choices} == set(Achievement), question.prompt


def test_no_statement_of_practice_stands_twice() -> None:
    labels = Counter(choice.label for question in indicators() for choice in question.choices)
    assert [label for label, count in labels.items() if count > 1] == []


def test_no_title_statement_rationale_or_guidance_stands_twice() -> None:
    texts = Counter(
        text
        for control in controls()
        for text in (control.title, control.statement, control.rationale, *control.guidance)
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_control_is_mapped_to_nis2_iso_27001_and_the_csf() -> None:
    needed = {"nis2", "iso-27001-2022", "nist-csf-2.0"}
    unmapped = [c.id for c in controls() if not needed <= {m.source for m in c.mappings}]
    assert unmapped == []


def test_what_was_not_checked_says_so_and_binds_nobody() -> None:
    for control in controls():
        for reference in control.references:
            if reference.checked_by is None:
                assert force_of(reference) is not Force.BINDING, control.id
                assert (reference.note or "").startswith("Unverified: "), control.id


def test_clauses_of_iso_15189_are_never_more_than_a_standard() -> None:
    clauses = [r for c in controls() for r in c.references if r.source == "iso-15189"]
    assert len(clauses) >= 15
    assert {force_of(reference) for reference in clauses} == {Force.STANDARD}
    assert [reference for reference in clauses if reference.article is None] == []


@pytest.mark.parametrize(
    ("source", "addressees"),
    [
        ("xborder", {("health.eu-reference-laboratory",)}),
        ("ivdr", {("health.healthcare-provider",)}),
        ("soho", {("health.healthcare-provider",)}),
        ("dual-use", {("health.healthcare-provider", "health.eu-reference-laboratory")}),
    ],
)
def test_law_of_the_sector_binds_only_whom_it_addresses(
    source: str, addressees: set[tuple[str, ...]]
) -> None:
    assert bound_by(source) == addressees


def test_conditions_for_in_house_devices_carry_the_day_they_apply_from() -> None:
    (control,) = [c for c in controls() if c.id == "health.lab-in-house-devices"]
    days = {r.point: r.applies_from for r in control.references if r.source == "ivdr"}
    assert days == {None: None, "c": date(2024, 5, 26), "i": date(2024, 5, 26)}


def test_downtime_and_look_back_apply_to_every_laboratory() -> None:
    fixed = {c.id for c in controls() if c.not_applicable is NotApplicable.FORBIDDEN}
    assert fixed == {"health.lab-downtime", "health.lab-look-back"}


@pytest.mark.parametrize("id_", [*CLINICAL, REFERENCE])
def test_profile_scores_outcomes_and_counts_the_baseline_from_its_levels(id_: str) -> None:
    scoring = profile(id_).scoring
    assert scoring.method == "outcomes"
    assert scoring.levels == ("Not achieved", "Partially achieved", "Achieved")
    assert scoring.parameters == {"maturity_achieved": 3, "maturity_partially": 2}


@pytest.mark.parametrize(("id_", "target"), [(CLINICAL[0], 2), (CLINICAL[1], 1), (REFERENCE, 2)])
def test_profile_takes_all_own_groups_and_the_baseline(id_: str, target: int) -> None:
    found = profile(id_).groups
    assert {g for g in found if not g.startswith("nis-")} == set(GROUPS)
    assert len([g for g in found if g.startswith("nis-")]) == 11
    assert set(found.values()) == {target}


def test_important_laboratories_achieve_in_full_what_harms_patients_first() -> None:
    raised = profile("health-laboratory-important").controls
    assert set(raised.values()) == {2}
    assert len(raised) == 7
    assert "health.lab-sample-identity" in raised


def test_clinical_and_reference_laboratories_have_profiles_of_their_own() -> None:
    for id_ in CLINICAL:
        assert profile(id_).entity_types == ("health.healthcare-provider",)
        assert profile(id_).as_guidance == ("xborder",)
    reference = profile(REFERENCE)
    assert reference.entity_types == ("health.eu-reference-laboratory",)
    assert reference.as_guidance == ("ivdr", "ehds", "soho")
    assert ("xborder", "15", "5") in {
        (basis.source, basis.article, basis.paragraph) for basis in reference.legal_basis
    }
