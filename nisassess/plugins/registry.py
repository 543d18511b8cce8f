"""The plugins of this installation, discovered once at start."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from nisassess.plugins.asking import Candidate, Plugin, RefusedPlugin, ask, failure
from nisassess.sdk import (
    PROJECT,
    Catalogue,
    ContentError,
    ContentPlugin,
    Profile,
    Regime,
    Sector,
    Source,
)
from nisassess.sdk.checks import check_plugin
from nisassess.sdk.citation import citation
from nisassess.sdk.conformance.scoring import Scored, quick_faults
from nisassess.sdk.scoring import METHODS, Methods
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


@dataclass(frozen=True, eq=False)
class PluginRegistry:
    """What the installed plugins offer."""

    plugins: tuple[Plugin, ...]
    refused: tuple[RefusedPlugin, ...]
    catalogues: dict[str, Catalogue] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    entity_types: dict[str, EntityTypeFacts] = field(default_factory=dict)
    methods: Methods = field(default_factory=lambda: METHODS)
    """Scoring methods: the sdk's own and those of the plugins."""

    @property
    def sectors(self) -> tuple[Sector, ...]:
        """Sectors of all accepted plugins."""
        return tuple(plugin.sector for plugin in self.plugins)

    def entity_type(self, id_: str) -> EntityTypeFacts | None:
        """Facts of an entity type by its id."""
        return self.entity_types.get(id_)

    def with_plugin(self, plugin: Plugin) -> "PluginRegistry":
        """The same with one more plugin, which nobody checks here, in the place of its namesake."""
        others = [one for one in self.plugins if not same_plugin(one, plugin)]
        return _registry([*others, plugin], list(self.refused))

    def plugin_of_catalogue(self, catalogue_id: str) -> Plugin | None:
        """The plugin that ships a catalogue."""
        return next(
            (p for p in self.plugins if any(c.id == catalogue_id for c in p.catalogues)), None
        )


def same_plugin(one: Plugin, other: Plugin) -> bool:
    """Two states of one plugin, such as the installed one and the folder it is made from."""
    return one.name == other.name or one.sector.id == other.sector.id


def load_plugins(folders: Iterable[Path] = ()) -> PluginRegistry:
    """Discover the plugins of the entry-point group `nisassess`, the core's own first.

    `folders` are content folders that stand as plugins without being packaged; they come last.
    """
    candidates: list[Candidate] = []
    refused: list[RefusedPlugin] = []
    for point in sorted(entry_points(group=PROJECT), key=_order):
        try:
            module = point.load()
        except (Exception, SystemExit) as error:  # whatever a stranger's module does on import
            refused.append(RefusedPlugin(point.name, (failure("cannot be imported:", error),)))
            continue
        version = point.dist.version if point.dist else "unknown"
        candidates.append(Candidate(point.name, _distribution(point), version, module))
    for folder in folders:
        found = folder_candidate(folder)
        (candidates if isinstance(found, Candidate) else refused).append(found)  # type: ignore[arg-type]
    return register(candidates, refused)


def folder_candidate(folder: Path) -> Candidate | RefusedPlugin:
    """A content folder as a plugin, named and versioned by its `plugin.yaml`."""
    plugin = ContentPlugin(folder)
    try:
        manifest = plugin.manifest
    except ContentError as error:
        return RefusedPlugin(str(folder), tuple(map(str, error.faults)))
    return Candidate(manifest.id, f"folder {folder}", manifest.version, plugin)


def _order(point: EntryPoint) -> tuple[bool, str]:
    return _distribution(point) != PROJECT, point.name


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.name


def register(
    candidates: Iterable[Candidate], refused: Iterable[RefusedPlugin] = ()
) -> PluginRegistry:
    """Ask every candidate for its content and accept those without a fault.

    Where two claim the same id, the earlier one keeps it.
    """
    asked: list[Plugin] = []
    refusals = list(refused)
    for candidate in candidates:
        answer = ask(candidate)
        if isinstance(answer, Plugin):
            asked.append(answer)
        else:
            refusals.append(answer)
    accepted = _without_faults(asked, refusals)
    return _registry(accepted, refusals)


def _without_faults(plugins: list[Plugin], refusals: list[RefusedPlugin]) -> list[Plugin]:
    """Drop faulty plugins, the last first; those that built on one are looked at again."""
    accepted = list(plugins)
    while True:
        for plugin in reversed(accepted):
            faults = _faults(plugin, [other for other in accepted if other is not plugin])
            if faults:
                refusals.append(RefusedPlugin(plugin.name, faults))
                accepted.remove(plugin)
                break
        else:
            return accepted


def _faults(plugin: Plugin, others: list[Plugin]) -> tuple[str, ...]:
    catalogues = tuple(catalogue for other in others for catalogue in other.catalogues)
    clashes = tuple(taken(plugin, others))
    if clashes:
        return clashes
    try:
        methods = methods_of([*others, plugin])
        found = check_plugin(plugin.sector, plugin.catalogues, plugin.profiles, catalogues, methods)
        return (*map(str, plugin.located(found)), *method_faults(plugin, catalogues))
    except Exception as error:  # content that was made around the contract's own checks
        return (failure("its content cannot be checked:", error),)


def methods_of(plugins: Iterable[Plugin]) -> Methods:
    """The sdk's scoring methods and those of the plugins; an earlier plugin keeps its id."""
    found = METHODS
    for plugin in plugins:
        found = found.extended(method for method in plugin.methods if method.id not in found)
    return found


def method_faults(plugin: Plugin, others: tuple[Catalogue, ...]) -> Iterator[str]:
    """What the quick checks of the conformance kit tell of a plugin's own scoring methods."""
    catalogues = (*plugin.catalogues, *others)
    for method in plugin.methods:
        own = [
            Scored(method, profile, catalogues)
            for profile in plugin.profiles
            if profile.scoring.method == method.id
        ]
        for fault in quick_faults(method, own):
            yield f"scoring method '{method.id}': {fault}"


def taken(plugin: Plugin, others: list[Plugin]) -> Iterator[str]:
    """Ids of sectors, profiles and entity types are unique across plugins too."""
    owners = {("scoring method", id_): "sdk" for id_ in METHODS}
    owners |= {entry: other.name for other in others for entry in _claims(other)}
    versions = Counter((method.id, method.version) for method in plugin.methods)
    for (id_, version), count in versions.items():
        if count > 1:
            yield f"the scoring method '{id_}' {version} stands {count} times"
    for kind, id_ in _claims(plugin):
        if (kind, id_) in owners:
            yield f"the {kind} id '{id_}' is taken by the plugin '{owners[kind, id_]}'"


def _claims(plugin: Plugin) -> Iterator[tuple[str, str]]:
    yield "sector", plugin.sector.id
    for id_ in dict.fromkeys(method.id for method in plugin.methods):
        yield "scoring method", id_
    for profile in plugin.profiles:
        yield "profile", profile.id
    for entity_type in plugin.sector.entity_types:
        yield "entity type", entity_type.id


def _registry(plugins: list[Plugin], refused: list[RefusedPlugin]) -> PluginRegistry:
    catalogues = {c.id: c for plugin in plugins for c in plugin.catalogues}
    sources = {"nis2": _NIS2}
    for catalogue in reversed(catalogues.values()):  # the earlier plugin's words stand
        sources.update({source.id: source for source in catalogue.sources})
    return PluginRegistry(
        plugins=tuple(plugins),
        refused=tuple(refused),
        catalogues=catalogues,
        profiles={p.id: p for plugin in plugins for p in plugin.profiles},
        sources=sources,
        entity_types=_entity_types(plugins, sources),
        methods=methods_of(plugins),
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
