"""The plugins of this installation, discovered once at start."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

import pluggy

from nisassess.sdk import (
    PROJECT,
    SDK_VERSION,
    Catalogue,
    Profile,
    Regime,
    Sector,
    Source,
)
from nisassess.sdk.checks import check_plugin
from nisassess.sdk.citation import citation
from nisassess.sdk.hookspec import Hooks
from nisassess.sdk.taxonomy import load

_NIS2 = Source(
    id="nis2",
    short="NIS2",
    title="Directive (EU) 2022/2555",
    force="binding",  # type: ignore[arg-type]
    celex="32022L2555",
)


@dataclass(frozen=True, slots=True)
class EntityTypeFacts:
    """An entity type of NIS2's annexes or of a sector's own, in one shape."""

    id: str
    title: str
    regime: Regime
    """Under which law the entity is supervised."""
    sector: str
    sector_title: str
    subsector: str
    subsector_title: str
    annex: str | None
    """`I` or `II`; None where NIS2 has no such type."""
    size_rule: str | None
    citation: str


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that was accepted, with everything it handed over."""

    name: str
    distribution: str
    version: str
    sector: Sector
    catalogues: tuple[Catalogue, ...]
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class RefusedPlugin:
    """A plugin that was refused, and every reason."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PluginRegistry:
    """What the installed plugins offer."""

    plugins: tuple[Plugin, ...]
    refused: tuple[RefusedPlugin, ...]
    catalogues: dict[str, Catalogue] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    entity_types: dict[str, EntityTypeFacts] = field(default_factory=dict)

    @property
    def sectors(self) -> tuple[Sector, ...]:
        """Sectors of all accepted plugins."""
        return tuple(plugin.sector for plugin in self.plugins)

    def entity_type(self, id_: str) -> EntityTypeFacts | None:
        """Facts of an entity type by its id."""
        return self.entity_types.get(id_)

    def plugin_of_catalogue(self, catalogue_id: str) -> Plugin | None:
        """The plugin that ships a catalogue."""
        return next(
            (p for p in self.plugins if any(c.id == catalogue_id for c in p.catalogues)), None
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    distribution: str
    version: str
    module: Any


def load_plugins() -> PluginRegistry:
    """Discover the plugins of the entry-point group `nisassess`."""
    candidates: list[_Candidate] = []
    refused: list[RefusedPlugin] = []
    for point in sorted(entry_points(group=PROJECT), key=lambda point: point.name):
        try:
            module = point.load()
        except Exception as error:  # whatever a stranger's module does on import
            refused.append(RefusedPlugin(point.name, (f"cannot be imported: {error}",)))
            continue
        name = point.dist.name if point.dist else point.name
        version = point.dist.version if point.dist else "unknown"
        candidates.append(_Candidate(point.name, name, version, module))
    return register(candidates, refused)


def register(
    candidates: Iterable[_Candidate], refused: Iterable[RefusedPlugin] = ()
) -> PluginRegistry:
    """Ask every candidate for its content and accept those without a fault."""
    asked: list[Plugin] = []
    refusals = list(refused)
    for candidate in candidates:
        answer = _ask(candidate)
        if isinstance(answer, Plugin):
            asked.append(answer)
        else:
            refusals.append(answer)
    accepted = _without_faults(asked, refusals)
    return _registry(accepted, refusals)


def _ask(candidate: _Candidate) -> Plugin | RefusedPlugin:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(candidate.module, candidate.name)
        manager.check_pending()
        sdk_version = _one(manager.hook.nisassess_sdk_version(), "nisassess_sdk_version")
        if sdk_version.split(".")[0] != SDK_VERSION.split(".")[0]:
            reason = f"is written for sdk {sdk_version}; this platform offers sdk {SDK_VERSION}"
            return RefusedPlugin(candidate.name, (reason,))
        return Plugin(
            candidate.name,
            candidate.distribution,
            candidate.version,
            _one(manager.hook.nisassess_sector(), "nisassess_sector"),
            tuple(c for found in manager.hook.nisassess_catalogues() for c in found),
            tuple(p for found in manager.hook.nisassess_profiles() for p in found),
        )
    except Exception as error:  # a plugin's fault must never take the platform down
        return RefusedPlugin(candidate.name, (str(error) or type(error).__name__,))


def _one(answers: list[Any], hook: str) -> Any:
    if len(answers) != 1:
        message = f"does not implement {hook}"
        raise ValueError(message)
    return answers[0]


def _without_faults(plugins: list[Plugin], refusals: list[RefusedPlugin]) -> list[Plugin]:
    """Drop faulty plugins; those that built on a dropped one are looked at again."""
    accepted = list(plugins)
    while True:
        for plugin in accepted:
            others = tuple(c for p in accepted if p is not plugin for c in p.catalogues)
            faults = check_plugin(plugin.sector, plugin.catalogues, plugin.profiles, others)
            if faults:
                refusals.append(RefusedPlugin(plugin.name, tuple(str(f) for f in faults)))
                accepted.remove(plugin)
                break
        else:
            return accepted


def _registry(plugins: list[Plugin], refused: list[RefusedPlugin]) -> PluginRegistry:
    catalogues = {c.id: c for plugin in plugins for c in plugin.catalogues}
    sources = {"nis2": _NIS2}
    for catalogue in catalogues.values():
        sources.update({source.id: source for source in catalogue.sources})
    return PluginRegistry(
        plugins=tuple(plugins),
        refused=tuple(refused),
        catalogues=catalogues,
        profiles={p.id: p for plugin in plugins for p in plugin.profiles},
        sources=sources,
        entity_types=_entity_types(plugins, sources),
    )


def _entity_types(plugins: list[Plugin], sources: dict[str, Source]) -> dict[str, EntityTypeFacts]:
    facts: dict[str, EntityTypeFacts] = {}
    taxonomy = load()
    for sector in taxonomy.sectors:
        for subsector in sector.subsectors:
            for kind in subsector.entity_types:
                facts[kind.id] = EntityTypeFacts(
                    id=kind.id,
                    title=kind.title,
                    regime=kind.displaced_by.regime if kind.displaced_by else Regime.NIS2,
                    sector=sector.id,
                    sector_title=sector.title,
                    subsector=subsector.id,
                    subsector_title=subsector.title,
                    annex=kind.annex.value,
                    size_rule=kind.size_rule.value,
                    citation=citation(kind.reference, sources),
                )
    for plugin in plugins:
        for own in plugin.sector.entity_types:
            facts[own.id] = EntityTypeFacts(
                id=own.id,
                title=own.title,
                regime=own.regime,
                sector=plugin.sector.id,
                sector_title=plugin.sector.title,
                subsector=plugin.sector.id,
                subsector_title=plugin.sector.title,
                annex=None,
                size_rule=None,
                citation=citation(own.reference, sources),
            )
    return facts
