"""A small catalogue as a plugin, beside the real ones: quick to answer in full."""

from dataclasses import dataclass, replace
from functools import cache

from nisassess.plugins import Candidate, PluginRegistry, load_plugins, register
from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    NotApplicable,
    Profile,
    Question,
    ScopeKind,
    Sector,
    hookimpl,
)
from tests.sdk import builders

PROFILE = "small-profile"
SECOND_ONLY = "small-second-only"
"""A profile with the third control alone, which need not apply."""
ONE, TWO, THREE = "small.one", "small.two", "small.three"
LADDER, DOOR = f"{ONE}/ladder", f"{ONE}/door"
LOCK = f"{TWO}/lock"
REACHED = f"{THREE}/reached"
QUESTIONS = {LADDER: ONE, DOOR: ONE, LOCK: TWO, REACHED: THREE}
BEST = {LADDER: "3", DOOR: "yes", LOCK: "yes", REACHED: "achieved"}
"""Answers that meet the target of every control."""


@dataclass(frozen=True)
class Content:
    """A plugin made of values, as pluggy takes it."""

    sector: Sector
    catalogues: tuple[Catalogue, ...] = ()
    profiles: tuple[Profile, ...] = ()
    sdk: str = "1.0"

    @hookimpl
    def nisassess_sdk_version(self) -> str:
        return self.sdk

    @hookimpl
    def nisassess_sector(self) -> Sector:
        return self.sector

    @hookimpl
    def nisassess_catalogues(self) -> tuple[Catalogue, ...]:
        return self.catalogues

    @hookimpl
    def nisassess_profiles(self) -> tuple[Profile, ...]:
        return self.profiles


def candidate(name: str, module: object, version: str = "1.0.0") -> Candidate:
    """Something that stands as a plugin under an entry point."""
    return Candidate(name, f"{name}-distribution", version, module)


def content(*, version: str = "1.0", statement: str = "It is so.", **changes: object) -> Content:
    """The small plugin; its catalogue in some version."""
    catalogue = builders.catalogue(
        builders.group(
            builders.control(ONE, statement=statement),
            builders.control(
                TWO,
                title="Two",
                not_applicable=NotApplicable.FORBIDDEN,
                questions=(builders.yes_no("lock"),),
            ),
            id_="small-first",
        ),
        builders.group(
            builders.control(
                THREE,
                title="Three",
                questions=(Question("reached", "Reached?", AnswerKind.ACHIEVEMENT, level=2),),
            ),
            id_="small-second",
        ),
        id="small-catalogue",
        title="Small",
        version=version,
    )
    given: dict[str, object] = {
        "id": PROFILE,
        "version": version,
        "catalogues": ("small-catalogue",),
        "scope_kinds": (ScopeKind.ORGANISATION, ScopeKind.SERVICE),
        "groups": {"small-first": 2, "small-second": 2},
    }
    profile = builders.profile(**{**given, **changes})
    second = replace(profile, id=SECOND_ONLY, groups={"small-second": 2})
    return Content(builders.sector(id="small", title="Small"), (catalogue,), (profile, second))


@cache
def real_candidates() -> tuple[Candidate, ...]:
    """The installed plugins, to be registered beside others."""
    return tuple(
        Candidate(
            plugin.name,
            plugin.distribution,
            plugin.version,
            Content(plugin.sector, plugin.catalogues, plugin.profiles),
        )
        for plugin in load_plugins().plugins
    )


@cache
def small_registry() -> PluginRegistry:
    """The installed plugins and the small one."""
    registry = register((*real_candidates(), candidate("small", content())))
    assert registry.refused == ()
    return registry
