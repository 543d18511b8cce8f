"""Oil and gas: complete, mapped, bounded by law that binds, scored by the weakest practice."""

from collections import Counter

import pytest

from nisassess.baseline import plugin as baseline
from nisassess.sdk import AnswerKind, Catalogue, Control, Force, NotApplicable, Profile, Reference
from nisassess.sdk.checks import check_plugin
from nisassess_energy import plugin

GROUPS = {
    "energy-oil": {
        "energy-oil-governance": 5,
        "energy-oil-pipelines": 8,
        "energy-oil-plants": 8,
        "energy-oil-terminals-and-stocks": 8,
        "energy-oil-continuity": 7,
    },
    "energy-gas": {
        "energy-gas-governance-and-markets": 5,
        "energy-gas-transmission": 8,
        "energy-gas-storage-and-lng": 6,
        "energy-gas-distribution": 5,
        "energy-gas-continuity": 8,
    },
}
CATALOGUES = tuple(GROUPS)
OWN = {
    "energy-oil-essential": 36,
    "energy-oil-important": 36,
    "energy-gas-essential": 32,
    "energy-gas-important": 32,
    "energy-gas-transmission": 25,
}
GAS = "energy.gas."
TSO = f"{GAS}transmission-system-operator"
UNDERTAKINGS = {
    f"{GAS}supplier",
    f"{GAS}distribution-system-operator",
    TSO,
    f"{GAS}storage-system-operator",
    f"{GAS}lng-system-operator",
    f"{GAS}natural-gas-undertaking",
}


def catalogue(id_: str) -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == id_]
    return found


def controls(id_: str) -> tuple[Control, ...]:
    return tuple(control for group in catalogue(id_).groups for control in group.controls)


def profile(id_: str) -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == id_]
    return found


def references(id_: str, source: str) -> list[Reference]:
    return [r for one in controls(id_) for r in one.references if r.source == source]


def force_of(id_: str, reference: Reference) -> Force:
    forces = {source.id: source.force for source in catalogue(id_).sources}
    return reference.force or forces[reference.source]


def selected(one: Profile) -> list[str]:
    """The controls of oil or gas that a profile takes, by group or one by one."""
    chosen = []
    for group in (g for id_ in CATALOGUES for g in catalogue(id_).groups):
        chosen += [c.id for c in group.controls if group.id in one.groups or c.id in one.controls]
    return chosen


def test_plugin_content_passes_every_check() -> None:
    faults = check_plugin(
        plugin.nisassess_sector(),
        plugin.nisassess_catalogues(),
        plugin.nisassess_profiles(),
        baseline.nisassess_catalogues(),
    )
    assert list(faults) == []


@pytest.mark.parametrize("id_", CATALOGUES)
def test_groups_hold_the_number_of_controls_that_the_readme_names(id_: str) -> None:
    assert {group.id: len(group.controls) for group in catalogue(id_).groups} == GROUPS[id_]


@pytest.mark.parametrize("id_", CATALOGUES)
def test_controls_are_named_after_the_subsector_and_labelled_after_their_group(id_: str) -> None:
    prefix = id_.replace("-", ".", 1) + "-"
    assert [one.id for one in controls(id_) if not one.id.startswith(prefix)] == []
    for group in catalogue(id_).groups:
        labels = [control.label for control in group.controls]
        assert labels == [f"{group.label}.{n}" for n in range(1, len(labels) + 1)]


@pytest.mark.parametrize("id_", CATALOGUES)
def test_every_control_asks_for_one_maturity_with_five_facts_and_something_more(id_: str) -> None:
    for one in controls(id_):
        kinds = [question.kind for question in one.questions]
        assert kinds.count(AnswerKind.MATURITY) == 1, one.id
        levels = one.questions[kinds.index(AnswerKind.MATURITY)].choices
        assert [choice.value for choice in levels] == ["0", "1", "2", "3", "4"], one.id
        assert [choice.label for choice in levels if not choice.description] == [], one.id
        assert len(kinds) > 1, one.id


def test_nothing_is_said_twice_in_the_whole_plugin() -> None:
    everywhere = [
        c for cat in plugin.nisassess_catalogues() for g in cat.groups for c in g.controls
    ]
    for part in ("id", "title", "statement", "rationale"):
        said = Counter(getattr(one, part) for one in everywhere)
        assert [text for text, count in said.items() if count > 1] == []
    own = [one for id_ in CATALOGUES for one in controls(id_)]
    guidance = Counter(text for one in own for text in one.guidance)
    assert [text for text, count in guidance.items() if count > 1] == []
    facts = Counter(
        choice.description
        for one in own
        for question in one.questions
        if question.kind is AnswerKind.MATURITY
        for choice in question.choices
    )
    assert [text for text, count in facts.items() if count > 1] == []


@pytest.mark.parametrize("id_", CATALOGUES)
def test_every_control_is_mapped_to_nis2_to_iso_27001_and_to_the_csf(id_: str) -> None:
    for one in controls(id_):
        sources = {mapping.source for mapping in one.mappings}
        assert {"nis2", "iso-27001-2022", "nist-csf-2.0"} <= sources, one.id
        assert 2 <= len(one.mappings) <= 5, one.id
        assert 1 <= len(one.references) <= 5, one.id


@pytest.mark.parametrize("id_", CATALOGUES)
def test_whatever_binds_was_checked_and_says_whom_it_binds(id_: str) -> None:
    unsaid = [
        (one.id, r.source, r.article)
        for one in controls(id_)
        for r in one.references
        if force_of(id_, r) is Force.BINDING and not (r.addressee and r.checked_by and r.checked_on)
    ]
    assert unsaid == []


def test_for_oil_nothing_binds_but_nis2() -> None:
    binding = {
        r.source
        for one in controls("energy-oil")
        for r in one.references
        if force_of("energy-oil", r) is Force.BINDING
    }
    assert binding == {"nis2"}


@pytest.mark.parametrize("id_", CATALOGUES)
def test_major_accident_law_is_guidance_and_marked_unverified(id_: str) -> None:
    cited = references(id_, "seveso")
    assert cited
    assert {force_of(id_, r) for r in cited} == {Force.GUIDANCE}
    assert [r.article for r in cited if not (r.note or "").startswith("Unverified: ")] == []
    assert {r.checked_by for r in cited} == {None}


def test_oil_stock_law_addresses_the_member_states() -> None:
    cited = references("energy-oil", "oil-stocks")
    assert {r.article for r in cited} == {"5", "6", "7", "20"}
    assert {r.addressees for r in cited} == {("member-states",)}


def test_of_gas_supply_law_only_the_daily_figures_bind_and_only_undertakings() -> None:
    cited = references("energy-gas", "gas-supply")
    binding = [r for r in cited if force_of("energy-gas", r) is Force.BINDING]
    assert {(r.article, r.paragraph) for r in binding} == {("14", "1")}
    assert {frozenset(r.addressees) for r in binding} == {frozenset(UNDERTAKINGS)}
    assert all("crisis level" in (r.addressee or "") for r in binding)
    (cyber,) = [r for r in cited if r.article == "8a"]
    assert cyber.checked_by is None
    assert (cyber.note or "").startswith("Unverified: ")


def test_duties_on_data_exchange_bind_transmission_and_only_paragraph_1_its_counterparties() -> (
    None
):
    for reference in references("energy-gas", "gas-interoperability"):
        assert reference.addressees[0] == TSO
        counterparties = (reference.article, reference.paragraph) == ("22", "1")
        assert (len(reference.addressees) > 1) is counterparties, reference


@pytest.mark.parametrize("id_", CATALOGUES)
def test_standards_that_were_not_consulted_say_so(id_: str) -> None:
    outlines = {"iec-62443-3-3", "iec-62443-3-2"}
    cited = [
        r
        for one in controls(id_)
        for r in one.references
        if force_of(id_, r) is Force.STANDARD and r.source not in outlines
    ]
    assert cited
    assert [r.source for r in cited if "not consulted" not in (r.note or "")] == []


@pytest.mark.parametrize(("id_", "number"), OWN.items())
def test_profiles_take_their_controls_beside_the_whole_baseline(id_: str, number: int) -> None:
    one = profile(id_)
    assert len(selected(one)) == number
    assert one.scoring.method == "cumulative-levels"
    assert 5 <= len(one.key_controls) <= 8
    (general,) = [c for c in baseline.nisassess_catalogues() if c.id == "nis-baseline"]
    assert {group.id for group in general.groups} <= set(one.groups)


@pytest.mark.parametrize("subsector", ["oil", "gas"])
def test_targets_of_important_entities_are_lower_but_where_people_are_in_danger(
    subsector: str,
) -> None:
    essential = profile(f"energy-{subsector}-essential")
    important = profile(f"energy-{subsector}-important")
    assert (set(essential.groups.values()), essential.controls) == ({3}, {})
    assert set(important.groups.values()) == {2}
    assert set(important.controls.values()) == {3}
    danger = {
        "oil": {"energy.oil-overfill-prevention", "energy.oil-safety-systems"},
        "gas": {"energy.gas-pressure-regulation", "energy.gas-relight", "energy.gas-odourisation"},
    }
    assert danger[subsector] <= set(important.controls)


def test_data_exchange_binds_in_the_profile_of_transmission_alone() -> None:
    shown_as_guidance = {id_: "gas-interoperability" in profile(id_).as_guidance for id_ in OWN}
    assert shown_as_guidance == {
        "energy-oil-essential": False,
        "energy-oil-important": False,
        "energy-gas-essential": True,
        "energy-gas-important": True,
        "energy-gas-transmission": False,
    }
    assert profile("energy-gas-transmission").entity_types == (TSO,)


def test_what_every_entity_needs_cannot_be_left_out() -> None:
    forced = {
        one.id
        for id_ in CATALOGUES
        for one in controls(id_)
        if one.not_applicable is NotApplicable.FORBIDDEN
    }
    assert forced == {
        "energy.oil-process-map",
        "energy.oil-supply-priorities",
        "energy.oil-attack-drill",
        "energy.gas-process-map",
        "energy.gas-attack-drill",
    }
