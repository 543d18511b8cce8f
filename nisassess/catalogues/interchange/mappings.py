"""Mappings of other tools to the controls of the catalogue that is imported."""

from dataclasses import dataclass, field

from nisassess.catalogues.interchange import fitting
from nisassess.catalogues.interchange.ids import dotted_id
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry
from nisassess.sdk import Force, Mapping, MappingRelation, Source

_RELATIONS = {
    "equal": MappingRelation.EQUAL,
    "equal-to": MappingRelation.EQUAL,
    "equivalent-to": MappingRelation.EQUAL,
    "subset": MappingRelation.SUBSET,
    "subset-of": MappingRelation.SUBSET,
    "superset": MappingRelation.SUPERSET,
    "superset-of": MappingRelation.SUPERSET,
    "intersect": MappingRelation.INTERSECTS,
    "intersects-with": MappingRelation.INTERSECTS,
}
_TURNED = {
    MappingRelation.SUBSET: MappingRelation.SUPERSET,
    MappingRelation.SUPERSET: MappingRelation.SUBSET,
}


@dataclass
class Collected:
    """Mappings by the source's own key of a control, and the frameworks they lead to."""

    report: Report
    mappings: dict[str, list[Mapping]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def add(self, ours: str, other: Source, target: str, relation: MappingRelation) -> None:
        """Keep one, unless it stands there already."""
        self.sources.setdefault(other.id, other)
        mapping = Mapping(source=other.id, target=fitting.title(target), relation=relation)
        there = self.mappings.setdefault(ours, [])
        if mapping not in there:
            there.append(mapping)


def other_framework(name: str) -> Source:
    """A framework that is only known by the name of its file or URN."""
    short = fitting.title(name)
    return Source(
        id=dotted_id(name, 60) or "framework", short=short, title=short, force=Force.STANDARD
    )


def relation_of(entry: Entry, is_turned: bool, report: Report) -> MappingRelation | None:
    """The relation as seen from our control; none where they are told to be unrelated."""
    word = entry.text("relationship").lower().replace("_", "-")
    relation = _RELATIONS.get(word)
    if relation is None:
        report.left_out(entry.path, f"the relation '{word}' is none of a mapping")
        return None
    return _TURNED.get(relation, relation) if is_turned else relation


# --- CISO Assistant -------------------------------------------------------------------------


def from_ciso(objects: Entry, framework: str, collected: Collected) -> bool:
    """Collect from mapping sets that concern a framework; tells whether there was one."""
    sets = [*objects.blocks("requirement_mapping_sets")]
    if objects.has("requirement_mapping_set"):
        sets.append(objects.block("requirement_mapping_set"))
    found = False
    for entry in sets:
        source = entry.needed("source_framework_urn").lower()
        target = entry.needed("target_framework_urn").lower()
        if framework not in {source, target}:
            collected.report.left_out(entry.path, "a mapping of other frameworks")
            continue
        found = True
        _ciso_set(entry, framework == target, target if framework == source else source, collected)
    return found


def _ciso_set(entry: Entry, is_turned: bool, other_urn: str, collected: Collected) -> None:
    other = other_framework(other_urn.rsplit(":", 1)[-1])
    ours_key, theirs_key = "source_requirement_urn", "target_requirement_urn"
    if is_turned:
        ours_key, theirs_key = theirs_key, ours_key
    for mapping in entry.blocks("requirement_mappings"):
        for key in ("rationale", "strength_of_relationship", "annotation"):
            if mapping.has(key):
                collected.report.left_out(mapping.at(key), f"a mapping has no '{key}'")
        relation = relation_of(mapping, is_turned, collected.report)
        if relation is not None:
            target = mapping.needed(theirs_key).rsplit(":", 1)[-1]
            collected.add(mapping.needed(ours_key).lower(), other, target, relation)


# --- OSCAL ----------------------------------------------------------------------------------


def from_oscal(collection: Entry, catalog_names: set[str], collected: Collected) -> bool:
    """Collect from an OSCAL mapping collection; tells whether it concerned the catalogue."""
    found = False
    for entry in collection.blocks("mappings"):
        source = _file(entry.block("source-resource"))
        target = _file(entry.block("target-resource"))
        if not {source, target} & catalog_names:
            collected.report.left_out(entry.path, "a mapping of other catalogues")
            continue
        found = True
        is_turned = source not in catalog_names
        _oscal_maps(entry, is_turned, source if is_turned else target, collected)
    return found


def catalogs_of(collection: Entry) -> set[str]:
    """The file names of the catalogues that a mapping collection joins."""
    ends = ("source-resource", "target-resource")
    return {_file(entry.block(end)) for entry in collection.blocks("mappings") for end in ends}


def _file(resource: Entry) -> str:
    return resource.needed("href").rsplit("/", 1)[-1]


def _oscal_maps(entry: Entry, is_turned: bool, other_file: str, collected: Collected) -> None:
    other = other_framework(other_file.rsplit(".", 1)[0])
    ours_key, theirs_key = ("targets", "sources") if is_turned else ("sources", "targets")
    for one in entry.blocks("maps"):
        for key in sorted(one.value.keys() - {"uuid", "relationship", "sources", "targets"}):
            collected.report.left_out(one.at(key), f"a mapping has no '{key}'")
        relation = relation_of(one, is_turned, collected.report)
        if relation is None:
            continue
        for ours in one.blocks(ours_key):
            for theirs in one.blocks(theirs_key):
                target = theirs.needed("id-ref")
                collected.add(ours.needed("id-ref"), other, target, relation)


def tell_unmatched(collected: Collected, known: set[str]) -> None:
    """Tell which mappings start at something that the catalogue does not hold."""
    for key in sorted(collected.mappings.keys() - known):
        collected.report.left_out(key, "a mapping of something that is no control")
