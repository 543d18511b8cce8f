"""The two profiles of the NIS baseline, and the plugin's hooks."""

import pluggy
import pytest

from nisassess.baseline import plugin as baseline
from nisassess.sdk import PROJECT, SDK_VERSION, Profile, Regime, ScopeKind, TargetGroup
from nisassess.sdk.hookspec import Hooks
from nisassess.sdk.taxonomy import TAXONOMY

pytestmark = pytest.mark.database_free


def _profile(id_: str) -> Profile:
    (found,) = [profile for profile in baseline.nisassess_profiles() if profile.id == id_]
    return found


def _targets(profile: Profile) -> dict[str, int]:
    (catalogue,) = [each for each in baseline.nisassess_catalogues() if each.id == "nis-baseline"]
    return {
        control.id: profile.controls.get(control.id, profile.groups[group.id])
        for group in catalogue.groups
        for control in group.controls
    }


def test_hooks_are_found_by_pluggy() -> None:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(baseline)
    manager.check_pending()

    assert manager.hook.nisassess_sdk_version() == [SDK_VERSION]
    assert manager.hook.nisassess_sector() == [baseline.nisassess_sector()]
    assert manager.hook.nisassess_catalogues() == [baseline.nisassess_catalogues()]
    assert manager.hook.nisassess_profiles() == [baseline.nisassess_profiles()]


def test_content_is_read_once() -> None:
    assert baseline.nisassess_catalogues() is baseline.nisassess_catalogues()
    assert baseline.nisassess_profiles() is baseline.nisassess_profiles()
    assert baseline.nisassess_sector() is baseline.nisassess_sector()


def test_plugin_covers_every_subsector() -> None:
    covered = baseline.nisassess_sector().subsectors

    assert covered == tuple(subsector.id for subsector in TAXONOMY.subsectors)


@pytest.mark.parametrize(
    ("id_", "group"),
    [
        ("nis-baseline-essential", TargetGroup.ESSENTIAL),
        ("nis-baseline-important", TargetGroup.IMPORTANT),
    ],
)
def test_profile_is_for_any_entity_of_its_class(id_: str, group: TargetGroup) -> None:
    profile = _profile(id_)

    assert profile.regime is Regime.NIS2
    assert profile.entity_types == ()
    assert profile.target_groups == (group,)
    assert set(profile.scope_kinds) == set(ScopeKind)
    assert profile.scoring.levels == (
        "Not in place",
        "Started",
        "Defined",
        "Implemented and evidenced",
        "Measured and improved",
    )
    assert "proves neither compliance" in (profile.notice or "")
    articles = {reference.article for reference in profile.legal_basis}
    assert {"20", "21", "23"} <= articles


def test_both_profiles_select_every_control() -> None:
    for id_ in ("nis-baseline-essential", "nis-baseline-important"):
        assert len(_targets(_profile(id_))) == 36


def test_essential_targets_are_level_three_with_two_exceptions() -> None:
    lower = {id_: t for id_, t in _targets(_profile("nis-baseline-essential")).items() if t != 3}

    assert lower == {"nis.security-indicators": 2, "nis.log-correlation-analysis": 2}


def test_important_targets_are_level_two_with_seven_exceptions() -> None:
    higher = {id_: t for id_, t in _targets(_profile("nis-baseline-important")).items() if t != 2}

    assert higher == dict.fromkeys(
        (
            "nis.management-body",
            "nis.administration-accounts",
            "nis.authentication-identification",
            "nis.it-security-maintenance",
            "nis.remote-access",
            "nis.incident-report",
            "nis.disaster-recovery-management",
        ),
        3,
    )


def test_no_target_is_lower_for_essential_entities() -> None:
    essential = _targets(_profile("nis-baseline-essential"))
    important = _targets(_profile("nis-baseline-important"))

    assert all(essential[control] >= target for control, target in important.items())
