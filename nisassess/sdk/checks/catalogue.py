"""Checks of a catalogue: its ids, sources, scales and controls."""

from collections.abc import Iterator

from nisassess.sdk.checks.common import Faults, controls_of, fault, repeated
from nisassess.sdk.checks.questions import choice_faults, condition_faults, question_faults
from nisassess.sdk.checks.references import (
    Controls,
    addressee_faults,
    mapping_faults,
    reference_faults,
)
from nisassess.sdk.content import Catalogue, Control, Sector, Source


def clashes(
    sector: Sector, catalogues: tuple[Catalogue, ...], others: tuple[Catalogue, ...]
) -> Faults:
    """Ids of catalogues, groups and controls are unique across all plugins."""
    yield from repeated(sector.id, "catalogues", (catalogue.id for catalogue in catalogues))
    taken: dict[tuple[str, str], str] = {
        entry: catalogue.id for catalogue in others for entry in ids(catalogue)
    }
    for catalogue in catalogues:
        for entry in dict.fromkeys(ids(catalogue)):
            if entry in taken and taken[entry] != catalogue.id:
                message = f"the {entry[0]} id '{entry[1]}' is taken by catalogue '{taken[entry]}'"
                yield fault(catalogue.id, entry[1], message)
            taken.setdefault(entry, catalogue.id)
        if any(catalogue.id == other.id for other in others):
            message = f"another plugin has a catalogue '{catalogue.id}' already"
            yield fault(catalogue.id, "id", message)


def ids(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Every group and control of a catalogue, as (kind, id)."""
    for group in catalogue.groups:
        yield "group", group.id
        for control in group.controls:
            yield "control", control.id


def catalogue_faults(catalogue: Catalogue, sector: Sector, known: Controls) -> Faults:
    """Everything that can be told of a catalogue without its profiles."""
    own = catalogue.id
    controls = list(controls_of(catalogue))
    yield from repeated(own, "groups", (group.id for group in catalogue.groups))
    yield from repeated(own, "controls", (control.id for control in controls))
    yield from repeated(own, "sources", (source.id for source in catalogue.sources))
    for source in catalogue.sources:
        key = f"sources.{source.id}.addressees"
        yield from addressee_faults(own, key, source.addressees, sector)
    for name, choices in catalogue.scales.items():
        yield from choice_faults(own, f"scales.{name}", choices)
    sources = {source.id: source for source in catalogue.sources}
    for control in controls:
        yield from _control_faults(catalogue, control, sources, sector)
        yield from mapping_faults(own, control, sources, known)


def _control_faults(
    catalogue: Catalogue, control: Control, sources: dict[str, Source], sector: Sector
) -> Faults:
    own, key = catalogue.id, f"{control.id}.references"
    yield from reference_faults(own, key, control.references, sources)
    for number, reference in enumerate(control.references):
        place = f"{key}.{number}.addressees"
        yield from addressee_faults(own, place, reference.addressees, sector)
    questions = f"{control.id}.questions"
    yield from repeated(own, questions, (question.id for question in control.questions))
    for number, question in enumerate(control.questions):
        place = f"{questions}.{question.id}"
        yield from question_faults(own, place, question)
        yield from _scale_faults(catalogue, place, question.scale, question.choices)
        yield from condition_faults(own, place, question, control.questions[:number])


def _scale_faults(
    catalogue: Catalogue, key: str, scale: str | None, choices: tuple[object, ...]
) -> Faults:
    """Content made in Python may name a scale without having taken its choices."""
    if scale is None:
        return
    if scale not in catalogue.scales:
        yield fault(catalogue.id, f"{key}.scale", f"the catalogue has no scale '{scale}'")
    elif len(choices) != len(catalogue.scales[scale]):
        message = f"must have the choices of the scale '{scale}'; read_catalogue puts them in"
        yield fault(catalogue.id, f"{key}.choices", message)
