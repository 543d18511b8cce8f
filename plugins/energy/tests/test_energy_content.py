"""The electricity content: complete, exactly referenced, and no wider than the law it cites."""

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
    Reference,
)
from nisassess.sdk.checks import check_plugin
from nisassess_energy import plugin

LEVELS = 5
GROUPS = {
    "energy-risk-and-supply": 3,
    "energy-control-centre": 6,
    "energy-stations": 4,
    "energy-attack-and-restoration": 4,
    "energy-zones-and-levels": 9,
    "energy-markets-and-partners": 6,
    "energy-distributed-resources": 6,
    "energy-restoration": 3,
    "energy-nccs-risk": 8,
    "energy-nccs-management-system": 8,
    "energy-nccs-supply-chain": 3,
    "energy-nccs-attacks-and-information": 7,
    "energy-nccs-crisis": 3,
    "energy-nccs-critical": 6,
}
FIRST_SEVENTEEN = 17


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "energy-electricity"]
    return found


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def control(id_: str) -> Control:
    (found,) = [one for one in controls() if one.id == id_]
    return found


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


def test_groups_hold_the_number_of_controls_that_the_readme_names() -> None:
    assert {group.id: len(group.controls) for group in catalogue().groups} == GROUPS
    assert len(controls()) == 76


def test_controls_are_named_after_the_sector_and_labelled_after_their_group() -> None:
    assert {control.id.split(".")[0] for control in controls()} == {"energy"}
    for group in catalogue().groups:
        labels = [control.label for control in group.controls]
        assert labels == [f"{group.label}.{n}" for n in range(1, len(labels) + 1)]


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


@pytest.mark.parametrize("part", ["title", "statement", "rationale"])
def test_no_two_controls_say_the_same(part: str) -> None:
    general = [c for cat in baseline.nisassess_catalogues() for g in cat.groups for c in g.controls]
    said = Counter(getattr(one, part) for one in (*controls(), *general))
    own = {getattr(one, part) for one in controls()}
    assert [text for text, count in said.items() if count > 1 and text in own] == []


def test_no_paragraph_of_guidance_is_used_twice() -> None:
    said = Counter(text for control in controls() for text in control.guidance)
    assert [text for text, count in said.items() if count > 1] == []


def test_every_control_is_mapped_to_nis2_to_iso_27001_and_to_the_csf() -> None:
    for one in controls():
        sources = {mapping.source for mapping in one.mappings}
        assert {"nis2", "iso-27001-2022", "nist-csf-2.0"} <= sources, one.id
        assert 2 <= len(one.mappings) <= 5, one.id
        assert 1 <= len(one.references) <= 5, one.id


def test_binding_references_say_whom_they_bind_and_by_what_text_they_were_checked() -> None:
    unsaid = [
        (control.id, reference.source, reference.article)
        for control in controls()
        for reference in control.references
        if force_of(reference) is Force.BINDING
        and not (reference.addressee and reference.checked_by and reference.checked_on)
    ]
    assert unsaid == []


def test_network_code_references_name_identified_entities_only() -> None:
    binding = [r for r in references("nccs") if force_of(r) is Force.BINDING]
    assert {reference.article for reference in binding} == {
        *("26", "27", "28", "29", "31", "32", "33"),
        *("38", "39", "40", "41", "43", "44", "46", "47"),
    }
    for reference in binding:
        assert reference.addressee is not None
        assert "notified under Art. 24" in reference.addressee
        assert "(Art. 48(3)) may apply it voluntarily" in reference.addressee


def test_articles_on_others_are_cited_as_guidance_and_name_them() -> None:
    others = [r for r in references("nccs") if r.article in {"24", "25", "34", "35", "36", "37"}]
    assert {force_of(reference) for reference in others} == {Force.GUIDANCE}
    for reference in others:
        assert reference.addressee is not None
        assert "notified under Art. 24" not in reference.addressee


def test_of_article_40_only_the_paragraph_that_addresses_entities_is_cited() -> None:
    assert {r.paragraph for r in references("nccs") if r.article == "40"} == {"4"}


def test_every_network_code_reference_was_checked_against_the_text_in_force() -> None:
    for reference in references("nccs"):
        assert reference.checked_on == date(2026, 11, 26)
        assert reference.checked_by == "In-force text in the legalize-eu collection, commit 3a57e6b"


@pytest.mark.parametrize("paragraph", ["1", "2", "4"])
def test_what_supply_chain_controls_will_contain_binds_only_through_them(paragraph: str) -> None:
    set_later = [r for r in references("nccs") if (r.article, r.paragraph) == ("33", paragraph)]
    assert set_later
    assert {force_of(reference) for reference in set_later} == {Force.GUIDANCE}


def test_a_derogation_is_a_possibility_and_no_duty() -> None:
    assert {force_of(r) for r in references("nccs") if r.article == "30"} == {Force.GUIDANCE}


def test_what_a_critical_impact_entity_alone_must_do_stands_in_its_own_group_or_says_so() -> None:
    for one in controls():
        for reference in one.references:
            if reference.source == "nccs" and reference.article in {"31", "43", "44"}:
                assert reference.addressee is not None
                assert "High-impact" not in reference.addressee, one.id


def test_duties_of_the_whole_entity_cannot_be_left_out() -> None:
    forced = {one.id for one in controls() if one.not_applicable is NotApplicable.FORBIDDEN}
    assert forced == {
        "energy.nccs-context",
        "energy.nccs-risk-identification",
        "energy.nccs-perimeters",
        "energy.nccs-mitigation-plan",
        "energy.nccs-entity-report",
        "energy.nccs-csms-scope",
        "energy.nccs-senior-management",
        "energy.nccs-resources",
        "energy.nccs-roles",
        "energy.nccs-performance-and-audit",
        "energy.nccs-review-and-correction",
        "energy.nccs-contact-point",
        "energy.nccs-four-hour-report",
        "energy.nccs-information-protection",
        "energy.nccs-crisis-plan",
        "energy.nccs-cross-border-crisis",
        "energy.nccs-demonstrating-compliance",
        "energy.nccs-independent-verification",
        "energy.nccs-entity-exercise",
    }


def test_the_twelve_items_of_the_management_system_are_all_cited() -> None:
    points = {r.point for r in references("nccs") if (r.article, r.paragraph) == ("32", "1")}
    assert points - {None} == set("abcdefghijkl")


def test_four_hour_report_stands_beside_the_nis2_clock() -> None:
    cited = {
        (r.source, r.article, r.paragraph) for r in control("energy.attack-handling").references
    }
    assert {("nccs", "38", "3"), ("nis2", "23", "4")} <= cited
    assert "four hours" in control("energy.attack-handling").rationale


@pytest.mark.parametrize(
    ("prefix", "numbers"), [("ZCR ", {"1", "2", "3", "4", "5", "6", "7"}), ("SR ", set("1234567"))]
)
def test_all_steps_and_all_foundational_requirements_of_iec_62443_are_touched(
    prefix: str, numbers: set[str]
) -> None:
    articles = [r.article for r in (*references("iec-62443-3-2"), *references("iec-62443-3-3"))]
    found = {a.removeprefix(prefix).split(".")[0] for a in articles if a and a.startswith(prefix)}
    assert found == numbers


def test_the_step_from_2026_1_names_each_of_the_first_controls() -> None:
    (step,) = catalogue().changes
    assert (step.since, step.version) == ("2026.1", "2026.2")
    assert len(step.controls) == FIRST_SEVENTEEN
    assert set(step.controls) == {one.id for one in controls()[:FIRST_SEVENTEEN]}
    changed = {id_ for id_, one in step.controls.items() if one.change is not ChangeKind.SAME}
    assert changed == {"energy.time-synchronisation", "energy.crisis-plan"}
