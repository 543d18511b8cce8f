"""District heating and cooling: complete, mapped, and no law claimed that does not bind."""

from collections import Counter

import pytest

from nisassess.sdk import AnswerKind, Catalogue, Control, Force, NotApplicable, Profile
from nisassess_energy import plugin

GROUPS = {
    "energy-heat-governance": 5,
    "energy-heat-plants": 7,
    "energy-heat-network": 6,
    "energy-heat-customers-and-metering": 5,
    "energy-heat-continuity": 6,
}
PROFILES = ("energy-district-heating-essential", "energy-district-heating-important")


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "energy-district-heating"]
    return found


def controls() -> tuple[Control, ...]:
    return tuple(control for group in catalogue().groups for control in group.controls)


def profile(id_: str) -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == id_]
    return found


def test_groups_hold_the_number_of_controls_that_the_readme_names() -> None:
    assert {group.id: len(group.controls) for group in catalogue().groups} == GROUPS
    assert len(controls()) == 29
    assert [one.id for one in controls() if not one.id.startswith("energy.heat-")] == []


@pytest.mark.parametrize("id_", PROFILES)
def test_profiles_take_every_heat_control_beside_the_baseline(id_: str) -> None:
    assert set(GROUPS) <= set(profile(id_).groups)
    assert profile(id_).catalogues == ("nis-baseline", "energy-district-heating")
    assert profile(id_).entity_types == ("energy.district-heating-cooling",)
    assert profile(id_).scoring.method == "gated-maturity"


def test_important_profile_asks_level_3_where_buildings_go_cold_or_people_are_in_danger() -> None:
    raised = {id_ for id_ in profile(PROFILES[1]).controls if id_.startswith("energy.")}
    assert raised == {
        "energy.heat-process-map",
        "energy.heat-burner-safety",
        "energy.heat-remote-maintenance",
        "energy.heat-pressure-protection",
        "energy.heat-priority-customers",
        "energy.heat-manual-operation",
        "energy.heat-controller-restore",
    }
    assert set(profile(PROFILES[0]).groups.values()) == {3}
    assert set(profile(PROFILES[1]).groups.values()) == {2}


@pytest.mark.parametrize("id_", PROFILES)
def test_foundations_are_answered_by_every_part_with_or_without_boilers(id_: str) -> None:
    own = [one for one in profile(id_).key_controls if one.startswith("energy.")]
    assert own[:2] == ["energy.heat-process-map", "energy.heat-priority-customers"]
    assert "energy.heat-burner-safety" not in own


def test_every_maturity_choice_tells_a_fact_of_its_own() -> None:
    choices = [
        choice.description
        for control in controls()
        for question in control.questions
        if question.kind is AnswerKind.MATURITY
        for choice in question.choices
    ]
    assert len(choices) == 5 * len(controls())
    assert None not in choices
    assert [text for text, count in Counter(choices).items() if count > 1] == []


def test_no_control_repeats_one_of_electricity() -> None:
    everywhere = [
        c for cat in plugin.nisassess_catalogues() for g in cat.groups for c in g.controls
    ]
    for part in ("id", "title", "statement", "rationale"):
        said = Counter(getattr(one, part) for one in everywhere)
        assert [text for text, count in said.items() if count > 1] == []


def test_every_control_is_mapped() -> None:
    for one in controls():
        sources = {mapping.source for mapping in one.mappings}
        assert {"nis2", "iso-27001-2022", "nist-csf-2.0"} <= sources, one.id
        assert 2 <= len(one.mappings) <= 5, one.id


def test_only_nis2_and_data_protection_law_bind() -> None:
    forces = {source.id: source.force for source in catalogue().sources}
    binding = [
        (reference.source, bool(reference.checked_by and reference.checked_on))
        for one in controls()
        for reference in one.references
        if (reference.force or forces[reference.source]) is Force.BINDING
    ]
    assert set(binding) == {("nis2", True), ("gdpr", True)}


def test_standards_that_were_not_consulted_say_so() -> None:
    for source in ("iec-61511", "en-50156", "en-13757", "iso-16484-5"):
        cited = [r for one in controls() for r in one.references if r.source == source]
        assert len(cited) == 1
        assert cited[0].checked_by is None
        assert "not consulted" in (cited[0].note or "")


def test_what_every_supplier_needs_cannot_be_left_out() -> None:
    forced = {one.id for one in controls() if one.not_applicable is NotApplicable.FORBIDDEN}
    assert forced == {
        "energy.heat-process-map",
        "energy.heat-priority-customers",
        "energy.heat-attack-drill",
    }
