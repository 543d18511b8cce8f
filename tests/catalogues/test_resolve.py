"""A resolved profile: self-contained, canonical, the same whatever else is installed."""

import hashlib
import json
from dataclasses import asdict

import pytest
import rfc8785
from pydantic import TypeAdapter

from nisassess.catalogues.resolve import resolve
from nisassess.catalogues.service import offers, prepare
from nisassess.catalogues.types import PinnedProfile
from nisassess.plugins import PluginRegistry, register
from nisassess.sdk import Force, Source
from tests.assessments.small import (
    PROFILE,
    Content,
    candidate,
    content,
    real_candidates,
    small_registry,
)
from tests.assessments.world import GRID
from tests.sdk import builders

pytestmark = pytest.mark.database_free


@pytest.fixture(scope="module")
def registry() -> PluginRegistry:
    return small_registry()


def test_every_profile_resolves_to_one_canonical_document(registry: PluginRegistry) -> None:
    assert len(registry.profiles) >= 8
    for profile in registry.profiles.values():
        pinned = prepare(registry, profile)
        document = rfc8785.dumps(asdict(pinned.profile))
        assert pinned.digest == hashlib.sha256(document).hexdigest()
        again = TypeAdapter(PinnedProfile).validate_python(json.loads(document))
        assert again == pinned.profile
        assert prepare(registry, profile) == pinned


def test_controls_targets_and_questions_come_in_reading_order(registry: PluginRegistry) -> None:
    pinned = resolve(registry, registry.profiles[PROFILE])

    assert [(group.id, [c.id for c in group.controls]) for group in pinned.groups] == [
        ("small-first", ["small.one", "small.two"]),
        ("small-second", ["small.three"]),
    ]
    assert list(pinned.questions) == [
        "small.one/ladder",
        "small.one/door",
        "small.two/lock",
        "small.three/reached",
    ]
    assert {control.target for control in pinned.controls.values()} == {2}
    reached = pinned.questions["small.three/reached"][1]
    assert [(choice.value, choice.label) for choice in reached.choices] == [
        ("achieved", "Achieved"),
        ("partially", "Partially achieved"),
        ("not_achieved", "Not achieved"),
    ]
    assert pinned.scoring_version == "1.0"
    assert pinned.catalogues[0].distribution == "small-distribution"


def test_single_control_s_target_overrides_its_group_s() -> None:
    plugin = content(groups={"small-first": 2}, controls={"small.two": 3})
    registry = register([candidate("small", plugin)])

    pinned = resolve(registry, registry.profiles[PROFILE])

    assert {id_: control.target for id_, control in pinned.controls.items()} == {
        "small.one": 2,
        "small.two": 3,
    }
    assert [group.id for group in pinned.groups] == ["small-first"]


def test_words_of_another_plugin_do_not_change_what_is_pinned() -> None:
    other = builders.catalogue(
        sources=(
            Source("nis2", "Mine", "Not the directive", Force.STANDARD),
            Source("iso", "Mine too", "Not the standard", Force.GUIDANCE),
        )
    )
    stranger = candidate("aaa", Content(builders.sector(id="other"), (other,)))
    small = candidate("small", content())
    alone = register([small])
    for beside in (register([small, stranger]), register([stranger, small])):
        assert beside.refused == ()
        assert resolve(beside, beside.profiles[PROFILE]) == resolve(alone, alone.profiles[PROFILE])


def test_new_version_or_word_gives_another_digest() -> None:
    digests = set()
    for plugin in (
        content(),
        content(version="1.1"),
        content(statement="It is otherwise."),
        content(groups={"small-first": 1, "small-second": 2}),
        content(notice="Read this."),
    ):
        registry = register([candidate("small", plugin)])
        digests.add(prepare(registry, registry.profiles[PROFILE]).digest)
    upgraded = register([candidate("small", content(), "9.9.9")])
    digests.add(prepare(upgraded, upgraded.profiles[PROFILE]).digest)

    assert len(digests) == 6


def test_best_fit_is_offered_first_and_alone_recommended(registry: PluginRegistry) -> None:
    found = offers(registry, regime="nis2", entity_type=GRID, status="essential")

    assert found[0].id == "energy-electricity-essential"
    assert [offer.id for offer in found if offer.recommended] == ["energy-electricity-essential"]
    assert {offer.regime for offer in found} == {"nis2"}
    assert not any(offer.id.startswith("transport") for offer in found)
    assert found[0].control_count == 77


def test_nothing_is_recommended_without_an_entity_type(registry: PluginRegistry) -> None:
    found = offers(registry, regime="nis2", entity_type=None, status=None)

    assert found
    assert not any(offer.recommended for offer in found)
    assert all(not registry.profiles[offer.id].entity_types for offer in found)


def test_prefix_of_an_entity_type_is_matched_at_its_dots_only() -> None:
    kinds = ("energy.electricity",)
    registry = register([candidate("small", content(entity_types=kinds))])

    def fits(entity_type: str) -> bool:
        found = offers(registry, regime=None, entity_type=entity_type, status=None)
        return PROFILE in {offer.id for offer in found}

    assert fits("energy.electricity")
    assert fits(GRID)
    assert not fits("energy.electricity-storage")
    assert not fits("energy")


def test_installed_profiles_do_not_depend_on_each_other_s_presence() -> None:
    baseline, *others = real_candidates()
    alone, together = register([baseline]), register([baseline, *others])
    for profile in alone.profiles.values():
        assert resolve(alone, profile) == resolve(together, profile)
