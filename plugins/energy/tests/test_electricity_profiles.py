"""The electricity profiles: for whom, to what level, opened by what, bound by what."""

import pytest

from nisassess.baseline import plugin as baseline
from nisassess.sdk import Catalogue, Control, Force, Profile, Regime, TargetGroup
from nisassess_energy import plugin

ESSENTIAL = "energy-electricity-essential"
IMPORTANT = "energy-electricity-important"
HIGH = "energy-electricity-high-impact"
CRITICAL = "energy-electricity-critical-impact"
OWN = {ESSENTIAL: 41, IMPORTANT: 41, HIGH: 70, CRITICAL: 76}
CODE = {ESSENTIAL: 0, IMPORTANT: 0, HIGH: 29, CRITICAL: 35}
ONLY_WITH_EQUIPMENT = {
    "energy.telecontrol-protocols",
    "energy.meter-mass-disconnect",
    "energy.station-physical-security",
    "energy.relay-baselines",
    "energy.black-start",
    "energy.algorithmic-orders",
    "energy.activation-signals",
    "energy.settlement-data",
    "energy.generation-control",
    "energy.inverter-fleets",
    "energy.plant-interface",
    "energy.aggregation-platform",
    "energy.charging-backend",
    "energy.metering-head-end",
}
"""Controls that an undertaking without such equipment marks as not applicable."""


def catalogue() -> Catalogue:
    (found,) = [c for c in plugin.nisassess_catalogues() if c.id == "energy-electricity"]
    return found


def profile(id_: str) -> Profile:
    (found,) = [p for p in plugin.nisassess_profiles() if p.id == id_]
    return found


def own(id_: str) -> tuple[Control, ...]:
    return tuple(
        control
        for group in catalogue().groups
        if group.id in profile(id_).groups
        for control in group.controls
    )


@pytest.mark.parametrize("id_", OWN)
def test_profile_takes_the_whole_baseline_and_its_own_controls(id_: str) -> None:
    (nis,) = [c for c in baseline.nisassess_catalogues() if c.id == "nis-baseline"]
    assert {group.id for group in nis.groups} <= set(profile(id_).groups)
    assert len(own(id_)) == OWN[id_]
    code = [control for control in own(id_) if control.id.startswith("energy.nccs-")]
    assert len(code) == CODE[id_]
    assert profile(id_).regime is Regime.NIS2
    assert profile(id_).entity_types == ("energy.electricity",)
    assert profile(id_).version == "2026.2"


def test_every_electricity_undertaking_can_answer_25_controls_of_its_own_at_least() -> None:
    general = {control.id for control in own(ESSENTIAL)} - ONLY_WITH_EQUIPMENT
    assert len(general) == 27
    assert {control.id for control in own(ESSENTIAL)} >= ONLY_WITH_EQUIPMENT


@pytest.mark.parametrize("id_", OWN)
def test_the_weakest_practice_decides_on_the_levels_of_the_baseline(id_: str) -> None:
    (general,) = [p for p in baseline.nisassess_profiles() if p.id == "nis-baseline-essential"]
    scoring = profile(id_).scoring
    assert scoring.method == "cumulative-levels"
    assert scoring.levels == general.scoring.levels
    assert scoring.parameters == {}


def test_targets_are_3_for_essential_and_notified_entities() -> None:
    for id_ in (ESSENTIAL, HIGH, CRITICAL):
        assert set(profile(id_).groups.values()) == {3}
    assert profile(CRITICAL).controls == {
        "energy.process-network-monitoring": 4,
        "energy.zones-and-conduits": 4,
    }


def test_targets_are_2_for_important_entities_and_3_where_outages_begin() -> None:
    important = profile(IMPORTANT)
    assert set(important.groups.values()) == {2}
    assert set(important.controls.values()) == {3}
    assert len(important.controls) == 14
    assert important.target_groups == (TargetGroup.IMPORTANT,)


@pytest.mark.parametrize("id_", [ESSENTIAL, IMPORTANT])
def test_the_network_code_is_guidance_where_nobody_was_notified(id_: str) -> None:
    assert profile(id_).as_guidance == ("nccs",)
    assert profile(id_).opening is None
    notice = profile(id_).notice
    assert notice is not None
    assert "Art. 24(6)" in notice
    assert "not applicable" in notice


@pytest.mark.parametrize("id_", [HIGH, CRITICAL])
def test_profiles_of_the_network_code_open_by_notification_or_provisional_listing(id_: str) -> None:
    opening = profile(id_).opening
    assert opening is not None
    found = [
        (one.id, one.reference.article, one.reference.paragraph, one.reference.force)
        for one in opening.options
    ]
    assert found == [
        ("identified", "24", "6", Force.GUIDANCE),
        ("provisional", "48", "3", Force.GUIDANCE),
    ]
    bound, voluntary = opening.options
    assert "bind you" in bound.consequence
    assert "voluntarily" in voluntary.consequence
    assert profile(id_).as_guidance == ()


@pytest.mark.parametrize("id_", [HIGH, CRITICAL])
def test_notice_says_that_controls_are_set_later_and_nothing_here_stands_for_them(id_: str) -> None:
    notice = profile(id_).notice
    assert notice is not None
    assert "set later: nothing here stands for them" in notice
    assert "neither the report under Art. 27 nor a verification under Art. 31" in notice


def test_only_the_critical_impact_profile_asks_for_verification_and_exercises() -> None:
    more = {control.id for control in own(CRITICAL)} - {control.id for control in own(HIGH)}
    assert more == {
        "energy.nccs-advanced-controls",
        "energy.nccs-purchase-verification",
        "energy.nccs-demonstrating-compliance",
        "energy.nccs-independent-verification",
        "energy.nccs-entity-exercise",
        "energy.nccs-regional-exercise",
    }


def test_essential_profile_suggests_the_parts_of_a_grid_operator() -> None:
    assert profile(ESSENTIAL).suggested_parts == ("Office IT", "Control centre", "Substations")
