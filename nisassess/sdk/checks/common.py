"""What several checks share."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nisassess.sdk.content import Catalogue, Control, ControlGroup, Profile, Sector
from nisassess.sdk.errors import ContentFault
from nisassess.sdk.scoring import ScoringMethod
from nisassess.sdk.taxonomy import TAXONOMY

Faults = Iterator[ContentFault]


@dataclass(frozen=True)
class Content:
    """Everything that one plugin hands over, and what it is held against."""

    sector: Sector
    catalogues: tuple[Catalogue, ...]
    profiles: tuple[Profile, ...]
    others: tuple[Catalogue, ...]
    """Catalogues of all other plugins."""
    methods: Mapping[str, ScoringMethod]
    """Scoring methods that profiles may choose."""

    @property
    def every(self) -> tuple[Catalogue, ...]:
        """The plugin's own catalogues and the others."""
        return (*self.catalogues, *self.others)


def fault(owner: str, key: str, message: str) -> ContentFault:
    """A fault of a catalogue, profile or sector by its id; its place in a file is found later."""
    return ContentFault(owner, 0, key, message)


def repeated(owner: str, key: str, ids: Iterable[str]) -> Faults:
    """Ids that stand more than once."""
    for id_, count in Counter(ids).items():
        if count > 1:
            yield fault(owner, key, f"the id '{id_}' stands {count} times")


def unknown_kinds(owner: str, key: str, ids: Iterable[str], sector: Sector) -> Faults:
    """Ids that are no entity type, nor a prefix of one, of NIS2's annexes or the sector's own."""
    own = {kind.id for kind in sector.entity_types}
    for id_ in ids:
        prefix_of_own = any(kind.startswith(f"{id_}.") for kind in own)
        if not (id_ in own or prefix_of_own or TAXONOMY.knows(id_)):
            message = f"'{id_}' is no entity type of NIS2 Annex I or II nor of this sector"
            yield fault(owner, key, message)


def controls_of(catalogue: Catalogue) -> Iterator[Control]:
    """Every control of a catalogue, in reading order."""
    for group in catalogue.groups:
        yield from group.controls


def selected(profile: Profile, used: Iterable[Catalogue]) -> Iterator[tuple[Control, int]]:
    """Every control that a profile selects of the catalogues it uses, with its target."""
    for catalogue in used:
        for group in catalogue.groups:
            yield from selected_of(profile, group)


def selected_of(profile: Profile, group: ControlGroup) -> Iterator[tuple[Control, int]]:
    """Every control that a profile selects of one group, with its target."""
    for control in group.controls:
        target = profile.controls.get(control.id, profile.groups.get(group.id))
        if target is not None:
            yield control, target


def listed(names: Iterable[str]) -> str:
    """Names for a message, or that there are none."""
    return ", ".join(names) or "there are none"
