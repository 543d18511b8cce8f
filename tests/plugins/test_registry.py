"""A faulty plugin is refused by name, with reasons; the others stay."""

import importlib.metadata
import sys
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pytest

from nisassess.plugins import PluginRegistry, load_plugins, register
from nisassess.sdk import EntityType, Force, Reference, Regime, Source, hookimpl
from tests.assessments.small import Content, candidate, content, real_candidates
from tests.sdk import builders

pytestmark = pytest.mark.database_free
GOOD = candidate("good", content())
SECTOR = builders.sector(id="other")


def other(**changes: Any) -> Content:
    """A sound plugin that shares no id with the small one."""
    return Content(
        builders.sector(id="other"), (builders.catalogue(),), (builders.profile(),), **changes
    )


def reasons(registry: PluginRegistry) -> dict[str, tuple[str, ...]]:
    return {refused.name: refused.reasons for refused in registry.refused}


def names(registry: PluginRegistry) -> list[str]:
    return [plugin.name for plugin in registry.plugins]


def test_sound_plugins_are_offered() -> None:
    registry = register([GOOD, candidate("other", other(), "2.3.0")])

    assert names(registry) == ["good", "other"]
    assert registry.refused == ()
    assert set(registry.catalogues) == {"small-catalogue", "demo-catalogue"}
    assert set(registry.profiles) == {"small-profile", "small-second-only", "demo-profile"}
    plugin = registry.plugin_of_catalogue("demo-catalogue")
    assert plugin is not None
    assert (plugin.distribution, plugin.version) == ("other-distribution", "2.3.0")


class Raises(Content):
    error: BaseException = RuntimeError("no network")

    @hookimpl
    def nisassess_catalogues(self) -> Any:
        raise self.error


class Leaves(Raises):
    error = SystemExit(3)


class Silent(Raises):
    error = KeyError()


class NoSector:
    @hookimpl
    def nisassess_sdk_version(self) -> str:
        return "1.0"


class NoVersion:
    @hookimpl
    def nisassess_sector(self) -> Any:
        return builders.sector()


class Misspelt(Content):
    @hookimpl
    def nisassess_catalogs(self) -> Any:
        return ()


@dataclass(frozen=True)
class Answers:
    """A plugin that answers each hook with whatever it was made with."""

    version: Any = "1.0"
    sector: Any = SECTOR
    catalogues: Any = ()
    profiles: Any = ()

    @hookimpl
    def nisassess_sdk_version(self) -> Any:
        return self.version

    @hookimpl
    def nisassess_sector(self) -> Any:
        return self.sector

    @hookimpl
    def nisassess_catalogues(self) -> Any:
        return self.catalogues

    @hookimpl
    def nisassess_profiles(self) -> Any:
        return self.profiles


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        (Raises(SECTOR), "raised RuntimeError: no network"),
        (Leaves(SECTOR), "raised SystemExit: 3"),
        (Silent(SECTOR), "raised KeyError"),
        (NoSector(), "does not implement nisassess_sector"),
        (NoVersion(), "does not implement nisassess_sdk_version"),
        (Answers(sector=None), "does not implement nisassess_sector"),
        (other(sdk="2.0"), "is written for sdk 2.0; this platform offers sdk 1.1"),
        (other(sdk="0.9"), "is written for sdk 0.9; this platform offers sdk 1.1"),
        (other(sdk=""), "is written for sdk ; this platform offers sdk 1.1"),
        (Answers(version=1), "nisassess_sdk_version must return str, not int"),
        (Answers(sector=5), "nisassess_sector must return Sector, not int"),
        (Answers(sector=[SECTOR]), "nisassess_sector must return Sector, not list"),
        (Answers(catalogues="x"), "nisassess_catalogues must return a tuple of Catalogue, not str"),
        (Answers(catalogues=(1,)), "nisassess_catalogues must hold Catalogue only, not int"),
        (Answers(profiles={}), "nisassess_profiles must return a tuple of Profile, not dict"),
        (Answers(profiles=[None]), "nisassess_profiles must hold Profile only, not NoneType"),
    ],
)
def test_plugin_with_a_faulty_answer_is_refused_alone(module: object, reason: str) -> None:
    registry = register([candidate("faulty", module), GOOD])

    assert reasons(registry) == {"faulty": (reason,)}
    assert names(registry) == ["good"]
    assert set(registry.profiles) == {"small-profile", "small-second-only"}


def test_plugin_with_a_misspelt_hook_is_refused_by_its_name() -> None:
    registry = register([GOOD, candidate("faulty", Misspelt(SECTOR))])

    (reason,) = reasons(registry)["faulty"]
    assert reason.startswith("raised PluginValidationError")
    assert "nisassess_catalogs" in reason
    assert names(registry) == ["good"]


def test_object_without_any_hook_is_refused() -> None:
    registry = register([GOOD, candidate("faulty", ModuleType("faulty"))])

    assert reasons(registry) == {"faulty": ("does not implement nisassess_sdk_version",)}


def test_plugin_with_faulty_content_is_refused_with_every_reason() -> None:
    faulty = Content(
        builders.sector(id="other", subsectors=("moon",)),
        (builders.catalogue(),),
        (builders.profile(groups={"nowhere": 2, "demo-group": 9}),),
    )

    registry = register([candidate("faulty", faulty), GOOD])

    told = "\n".join(reasons(registry)["faulty"])
    assert "'moon' is no subsector of NIS2 Annex I or II" in told
    assert "nowhere" in told
    assert len(reasons(registry)["faulty"]) >= 3
    assert names(registry) == ["good"]
    assert "demo-profile" not in registry.profiles


def test_content_made_around_the_checks_is_refused_alone() -> None:
    catalogue = builders.catalogue()
    object.__setattr__(catalogue, "groups", 7)

    registry = register([GOOD, candidate("faulty", Content(SECTOR, (catalogue,)))])

    (reason,) = reasons(registry)["faulty"]
    assert reason.startswith("its content cannot be checked: TypeError")
    assert names(registry) == ["good"]


def test_plugin_that_built_on_a_refused_one_is_refused_too() -> None:
    built_on = Content(
        builders.sector(id="third"), (), (builders.profile(id="third", groups={"demo-group": 2}),)
    )
    with_base = register([candidate("third", built_on), candidate("other", other())])
    without = register([candidate("third", built_on), candidate("other", other(sdk="9")), GOOD])

    assert names(with_base) == ["third", "other"]
    assert set(reasons(without)) == {"third", "other"}
    assert "demo-catalogue" in "\n".join(reasons(without)["third"])
    assert names(without) == ["good"]


@pytest.mark.parametrize("position", ["before", "after"])
def test_thief_of_the_core_s_ids_is_refused_and_the_core_stays(position: str) -> None:
    baseline, *others = real_candidates()
    assert baseline.distribution == "nisassess"
    stolen = baseline.module.catalogues[0]
    thief = Content(builders.sector(id="thief"), (stolen,), ())
    name = {"before": "aaa", "after": "zzz"}[position]

    registry = register([baseline, *others, candidate(name, thief)])

    assert list(reasons(registry)) == [name]
    assert names(registry) == [one.name for one in (baseline, *others)]


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (
            Content(builders.sector(id="small")),
            "the sector id 'small' is taken by the plugin 'good'",
        ),
        (
            Content(SECTOR, (builders.catalogue(),), (builders.profile(id="small-profile"),)),
            "the profile id 'small-profile' is taken by the plugin 'good'",
        ),
    ],
)
def test_id_of_an_earlier_plugin_is_not_given_away(second: Content, reason: str) -> None:
    registry = register([GOOD, candidate("second", second)])

    assert reasons(registry) == {"second": (reason,)}
    assert registry.profiles["small-profile"].catalogues == ("small-catalogue",)


def test_entity_type_of_an_earlier_plugin_is_not_given_away() -> None:
    kind = EntityType("health.robot", "Robot", Regime.NIS2, Reference("nis2", "1"))
    first = replace(content(), sector=builders.sector(id="small", entity_types=(kind,)))
    second = Content(
        builders.sector(id="other", entity_types=(replace(kind, title="Another robot"),))
    )

    registry = register([candidate("first", first), candidate("second", second)])

    assert reasons(registry) == {
        "second": ("the entity type id 'health.robot' is taken by the plugin 'first'",)
    }
    found = registry.entity_type("health.robot")
    assert found is not None
    assert found.title == "Robot"


def test_source_of_an_earlier_plugin_keeps_its_words() -> None:
    renamed = builders.catalogue(
        sources=(
            Source("nis2", "My own", "Not the directive", Force.STANDARD),
            Source("iso", "ISO", "The standard", Force.STANDARD),
        )
    )
    registry = register([GOOD, candidate("other", Content(SECTOR, (renamed,)))])

    assert registry.refused == ()
    assert registry.sources["nis2"].short == "NIS2"


def test_installed_plugins_are_accepted_and_the_core_comes_first() -> None:
    registry = load_plugins()

    assert registry.refused == ()
    assert names(registry) == ["baseline", "energy", "finance", "health", "transport"]


def test_plugin_that_cannot_be_imported_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leaving = ModuleType("leaving")
    monkeypatch.setitem(sys.modules, "leaving", leaving)
    points = [
        importlib.metadata.EntryPoint("absent", "no_such_module_anywhere", "nisassess"),
        importlib.metadata.EntryPoint("leaving", "leaving:attribute", "nisassess"),
    ]
    real = importlib.metadata.entry_points

    def entry_points(**selected: Any) -> Any:
        return [*real(**selected), *points]

    monkeypatch.setattr("nisassess.plugins.registry.entry_points", entry_points)
    registry = load_plugins()

    assert names(registry) == ["baseline", "energy", "finance", "health", "transport"]
    told = reasons(registry)
    assert list(told) == ["absent", "leaving"]
    (reason,) = told["absent"]
    assert reason == (
        "cannot be imported: ModuleNotFoundError: No module named 'no_such_module_anywhere'"
    )
    assert told["leaving"][0].startswith("cannot be imported: AttributeError")
