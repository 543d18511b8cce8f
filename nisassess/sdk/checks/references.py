"""Checks of references and mappings: exact, verified where they bind, and addressed rightly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nisassess.sdk.checks.common import (
    Content,
    Faults,
    controls_of,
    fault,
    listed,
    repeated,
    selected,
    unknown_kinds,
)
from nisassess.sdk.content import (
    OTHER_ADDRESSEES,
    Catalogue,
    Control,
    Force,
    Profile,
    Reference,
    Regime,
    Sector,
    Source,
)
from nisassess.sdk.content import Mapping as ControlMapping
from nisassess.sdk.taxonomy import TAXONOMY

Sources = Mapping[str, Source]


def citation_faults(content: Content) -> Faults:
    """References and mappings of controls, of profiles, and whom the cited duties address."""
    known = Controls(frozenset(c.id for one in content.every for c in controls_of(one)))
    for catalogue in content.catalogues:
        yield from _of_catalogue(catalogue, content.sector, known)
    for profile in content.profiles:
        used = [one for one in content.every if one.id in profile.catalogues]
        yield from _of_profile(profile, used)
        entities = _entities(profile, content.sector)
        for catalogue in used:
            yield from _addressed(profile, catalogue, entities)


def _of_catalogue(catalogue: Catalogue, sector: Sector, known: "Controls") -> Faults:
    own = catalogue.id
    sources = {source.id: source for source in catalogue.sources}
    for source in catalogue.sources:
        key = f"sources.{source.id}.addressees"
        yield from addressee_faults(own, key, source.addressees, sector)
    for control in controls_of(catalogue):
        key = f"{control.id}.references"
        yield from reference_faults(own, key, control.references, sources)
        for number, reference in enumerate(control.references):
            place = f"{key}.{number}.addressees"
            yield from addressee_faults(own, place, reference.addressees, sector)
        yield from mapping_faults(own, control, sources, known)


def _of_profile(profile: Profile, used: list[Catalogue]) -> Faults:
    sources = {source.id: source for catalogue in used for source in catalogue.sources}
    yield from reference_faults(profile.id, "legal_basis", profile.legal_basis, sources)
    for option in profile.opening.options if profile.opening else ():
        place = f"opening.options.{option.id}.reference"
        for entry, message in _wrong(option.reference, sources):
            yield fault(profile.id, f"{place}{entry}", message)


def _addressed(profile: Profile, catalogue: Catalogue, entities: list[str]) -> Faults:
    sources = {source.id: source for source in catalogue.sources}
    for control, _ in selected(profile, (catalogue,)):
        for number, message in _unaddressed(profile, control, sources, entities):
            yield fault(profile.id, f"{control.id}.references.{number}", message)


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls that mappings may name: those of every installed catalogue."""

    ids: frozenset[str]

    def lacks(self, id_: str) -> bool:
        """Tell whether a control is missing from a catalogue that is installed.

        Controls of a catalogue share the first part of their ids; where nothing begins so, the
        catalogue is not installed here, and nobody can tell.
        """
        first = id_.partition(".")[0]
        return id_ not in self.ids and any(one.partition(".")[0] == first for one in self.ids)


def reference_faults(
    owner: str, key: str, references: tuple[Reference, ...], sources: Sources
) -> Faults:
    """Sources are declared, dates in order, and what binds says by what it was checked."""
    for number, reference in enumerate(references):
        for entry, message in _wrong(reference, sources):
            yield fault(owner, f"{key}.{number}{entry}", message)


def _wrong(reference: Reference, sources: Sources) -> Iterator[tuple[str, str]]:
    source = sources.get(reference.source)
    if source is None:
        yield "", f"the source '{reference.source}' is not declared"
    elif force(reference, source) is Force.BINDING:
        yield from _unverified(reference)
    if reference.checked_on and not reference.checked_by:
        yield ".checked_on", "needs 'checked_by' too, the source it was checked against"
    begins, ends = reference.applies_from, reference.applies_until
    if begins and ends and ends < begins:
        yield ".applies_until", f"lies before 'applies_from' ({begins})"


def _unverified(reference: Reference) -> Iterator[tuple[str, str]]:
    if not reference.checked_by:
        yield "", "a binding provision needs 'checked_by', the source it was checked against"
    elif not reference.checked_on:
        yield "", "a binding provision needs 'checked_on', the day it was checked"


def force(reference: Reference, source: Source | None) -> Force | None:
    """The force of a provision: its own, or else that of its source."""
    return reference.force or (source.force if source else None)


def addressee_faults(owner: str, key: str, ids: tuple[str, ...], sector: Sector) -> Faults:
    """Addressees are entity types, or others whom an act may oblige."""
    entities = (id_ for id_ in ids if id_ not in OTHER_ADDRESSEES)
    yield from unknown_kinds(owner, key, entities, sector)


# --- mappings -------------------------------------------------------------------------------


def mapping_faults(owner: str, control: Control, sources: Sources, known: Controls) -> Faults:
    """A mapping leads either to an entry of a declared source or to a control that exists."""
    key = f"{control.id}.mappings"
    for number, mapping in enumerate(control.mappings):
        for message in _astray(control, mapping, sources, known):
            yield fault(owner, f"{key}.{number}", message)
    targets = (f"{m.source} {m.target}" if m.source else f"{m.control}" for m in control.mappings)
    yield from repeated(owner, key, targets)


def _astray(
    control: Control, mapping: ControlMapping, sources: Sources, known: Controls
) -> Iterator[str]:
    entry = (mapping.source is not None, mapping.target is not None)
    if mapping.control is not None and any(entry):
        yield "names a control or an entry of a source, not both"
    elif mapping.control is None and not all(entry):
        yield "needs 'source' and 'target', or 'control'"
    elif mapping.source is not None and mapping.source not in sources:
        yield f"the source '{mapping.source}' is not declared"
    elif mapping.control == control.id:
        yield "leads to the control itself"
    elif mapping.control is not None and known.lacks(mapping.control):
        yield f"no installed catalogue has a control '{mapping.control}'"


# --- whom a cited duty addresses ------------------------------------------------------------


def _unaddressed(
    profile: Profile, control: Control, sources: Sources, entities: list[str]
) -> Iterator[tuple[int, str]]:
    """Binding duties that a control cites and that do not oblige the profile's entities.

    Yields the number of the reference and what would be right. Every entity type of the profile
    must be addressed, by its own id or by a prefix of it; no addressees means everybody.
    """
    for number, reference in enumerate(control.references):
        source = sources.get(reference.source)
        if source is None or reference.source in profile.as_guidance:
            continue
        addressees = reference.addressees or source.addressees
        if force(reference, source) is not Force.BINDING or not addressees:
            continue
        left_out = [kind for kind in entities if not _covers(addressees, kind)]
        if left_out:
            yield (
                number,
                (
                    f"binds {listed(addressees)}; this profile is for entities that it does not"
                    f" bind ({_some(left_out)}). Give it 'force: guidance', name"
                    f" '{reference.source}' in the profile's 'as_guidance', or narrow its"
                    " 'entity_types'"
                ),
            )


def _some(ids: list[str], most: int = 3) -> str:
    more = len(ids) - most
    return ", ".join(ids[:most]) + (f" and {more} more" if more > 0 else "")


def _covers(addressees: tuple[str, ...], kind: str) -> bool:
    return any(kind == one or kind.startswith(f"{one}.") for one in addressees)


def _entities(profile: Profile, sector: Sector) -> list[str]:
    """Every single entity type that a profile is for."""
    own = {kind.id: kind.regime for kind in sector.entity_types}
    listed_in_annexes = {
        kind.id: kind.displaced_by.regime if kind.displaced_by else Regime.NIS2
        for kind in TAXONOMY.entity_types
    }
    every = listed_in_annexes | own
    if not profile.entity_types:
        return [id_ for id_, regime in every.items() if regime is profile.regime]
    return [id_ for id_ in every if _covers(profile.entity_types, id_)]
