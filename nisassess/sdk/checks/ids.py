"""Ids stand once, and none is taken from another plugin."""

from collections.abc import Iterator

from nisassess.sdk.checks.common import Content, Faults, controls_of, fault, repeated
from nisassess.sdk.content import Catalogue, Control


def id_faults(content: Content) -> Faults:
    """Ids of catalogues, groups and controls across all plugins, and of everything below them."""
    own = content.sector.id
    yield from repeated(own, "entity_types", (kind.id for kind in content.sector.entity_types))
    yield from repeated(own, "catalogues", (catalogue.id for catalogue in content.catalogues))
    yield from _clashes(content)
    for catalogue in content.catalogues:
        yield from _inside(catalogue)
    yield from repeated(own, "profiles", (profile.id for profile in content.profiles))


def _clashes(content: Content) -> Faults:
    taken: dict[tuple[str, str], str] = {
        entry: catalogue.id for catalogue in content.others for entry in ids(catalogue)
    }
    for catalogue in content.catalogues:
        for entry in dict.fromkeys(ids(catalogue)):
            if entry in taken and taken[entry] != catalogue.id:
                message = f"the {entry[0]} id '{entry[1]}' is taken by catalogue '{taken[entry]}'"
                yield fault(catalogue.id, entry[1], message)
            taken.setdefault(entry, catalogue.id)
        if any(catalogue.id == other.id for other in content.others):
            message = f"another plugin has a catalogue '{catalogue.id}' already"
            yield fault(catalogue.id, "id", message)


def ids(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Every group and control of a catalogue, as (kind, id)."""
    for group in catalogue.groups:
        yield "group", group.id
        for control in group.controls:
            yield "control", control.id


def _inside(catalogue: Catalogue) -> Faults:
    own = catalogue.id
    yield from repeated(own, "groups", (group.id for group in catalogue.groups))
    yield from repeated(own, "controls", (control.id for control in controls_of(catalogue)))
    yield from repeated(own, "sources", (source.id for source in catalogue.sources))
    for control in controls_of(catalogue):
        yield from _of_control(own, control)


def _of_control(owner: str, control: Control) -> Faults:
    key = f"{control.id}.questions"
    yield from repeated(owner, key, (question.id for question in control.questions))
