"""Folders that stand as plugins, and plugins that bring scoring methods of their own."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from nisassess.kit.settings import Settings
from nisassess.plugins import Candidate, PluginRegistry, load_plugins, register
from nisassess.sdk import Profile, ScoringChoice, hookimpl
from nisassess.sdk.scoring import GatedMaturity, ScoringInput
from tests.assessments.small import Content, candidate, content
from tests.sdk import builders

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parents[1] / "sdk" / "shelf" / "sound"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "water"))


def reasons(registry: PluginRegistry) -> dict[str, tuple[str, ...]]:
    return {refused.name: refused.reasons for refused in registry.refused}


# --- folders


def test_folder_is_a_plugin_under_its_own_name_and_version(folder: Path) -> None:
    registry = load_plugins([folder])

    plugin = registry.plugins[-1]
    assert (plugin.name, plugin.version) == ("water", "2.0.1")
    assert plugin.distribution == f"folder {folder}"
    assert registry.catalogues["water-supply"].version == "1.1"
    assert "water" not in reasons(registry)


def test_folder_without_a_manifest_is_refused_by_its_path(folder: Path) -> None:
    (folder / "plugin.yaml").unlink()

    registry = load_plugins([folder])

    assert reasons(registry)[str(folder)] == (f"{folder / 'plugin.yaml'}: the file is missing",)


def test_folder_for_another_contract_is_refused_naming_both_versions(folder: Path) -> None:
    manifest = folder / "plugin.yaml"
    manifest.write_text(manifest.read_text().replace('"1.1"', '"2.0"'))

    registry = load_plugins([folder])

    assert reasons(registry)["water"] == ("is written for sdk 2.0; this platform offers sdk 1.1",)


def test_fault_in_a_folder_is_told_with_file_and_line(folder: Path) -> None:
    profile = folder / "profiles" / "water-essential.yaml"
    profile.write_text(profile.read_text().replace("water-works: 2", "water-works: 7"))

    registry = load_plugins([folder])

    assert reasons(registry)["water"][0] == (
        f"{profile}:16: groups.water-works: the target 7 lies outside the scale 0 to 2"
    )


def test_every_file_that_cannot_be_read_is_a_reason_of_its_own(folder: Path) -> None:
    sector, group = folder / "sector.yaml", folder / "catalogues/water-supply/groups/01-works.yaml"
    sector.write_text(sector.read_text().replace("title:", "titel:"))
    group.write_text("id: [\n")

    registry = load_plugins([folder])

    assert reasons(registry)["water"] == (
        f"{sector}:1: title: is required",
        f"{sector}:2: titel: is no entry that belongs here; check the spelling"
        " (found: Drinking water)",
        f"{group}:2: did not find expected node content",
    )


def test_folders_are_read_from_one_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NISASSESS_PLUGIN_FOLDERS", os.pathsep.join((str(folder), "/nowhere")))

    assert Settings().plugin_folders == (folder, Path("/nowhere"))


def test_without_the_variable_there_are_no_folders() -> None:
    assert Settings().plugin_folders == ()


# --- scoring methods


@dataclass(frozen=True)
class WithMethods(Content):
    methods: Any = ()

    @hookimpl
    def nisassess_scoring_methods(self) -> Any:
        return self.methods


class Own(GatedMaturity):
    id = "own-ladder"
    version = "3.0"


class Raising(Own):
    def score(self, given: ScoringInput) -> Any:
        raise ZeroDivisionError


class Nonsense(Own):
    def score(self, given: ScoringInput) -> Any:
        return 4.2


class Flattering(Own):
    def score(self, given: ScoringInput) -> Any:
        score = super().score(given)
        return replace(score, total=replace(score.total, attainment=1.2))


class Nameless(Own):
    title = ""


def by(method: str) -> Profile:
    return builders.profile(scoring=ScoringChoice(method, builders.LEVELS))


def plugin(*methods: object, id_: str = "other") -> Candidate:
    made = WithMethods(
        builders.sector(id=id_), (builders.catalogue(),), (by("own-ladder"),), methods=methods
    )
    return candidate(id_, made)


def test_profile_is_scored_by_a_method_of_its_plugin() -> None:
    registry = register([candidate("good", content()), plugin(Own())])

    assert registry.refused == ()
    assert registry.methods["own-ladder"].version == "3.0"
    assert registry.methods["gated-maturity"].id == "gated-maturity"


def test_method_of_a_missing_plugin_is_unknown() -> None:
    registry = register([plugin()])

    (reason,) = reasons(registry)["other"]
    assert "'own-ladder' is no known scoring method" in reason


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        (7, "nisassess_scoring_methods: int: 'id' must be text"),
        (Nameless(), "nisassess_scoring_methods: Nameless: 'title' must be text"),
        (
            Raising(),
            "scoring method 'own-ladder': without any control: raised ZeroDivisionError: ",
        ),
        (
            Nonsense(),
            "scoring method 'own-ladder': without any control: must return Score, not float",
        ),
        (
            Flattering(),
            "scoring method 'own-ladder': without any control: total: attainment 1.2 lies outside"
            " 0 to 1",
        ),
    ],
)
def test_plugin_with_a_faulty_method_is_refused_alone(method: object, reason: str) -> None:
    registry = register([candidate("good", content()), plugin(method)])

    assert [one.name for one in registry.plugins] == ["good"]
    assert reasons(registry)["other"][0] == reason
    assert "own-ladder" not in registry.methods


def test_method_of_the_sdk_is_not_given_away() -> None:
    registry = register([plugin(GatedMaturity())])

    assert reasons(registry)["other"] == (
        "the scoring method id 'gated-maturity' is taken by the plugin 'sdk'",
    )


def test_method_of_an_earlier_plugin_is_not_given_away() -> None:
    third = candidate("third", WithMethods(builders.sector(id="third"), methods=(Own(),)))

    registry = register([plugin(Own()), third, candidate("good", content())])

    assert reasons(registry) == {
        "third": ("the scoring method id 'own-ladder' is taken by the plugin 'other'",)
    }
    assert [one.name for one in registry.plugins] == ["other", "good"]


def test_method_that_stands_twice_in_one_version_is_told() -> None:
    registry = register([plugin(Own(), Own())])

    assert reasons(registry)["other"] == ("the scoring method 'own-ladder' 3.0 stands 2 times",)
