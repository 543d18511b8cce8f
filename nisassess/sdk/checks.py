"""Checks of content beyond its shape: whether what a plugin hands over holds together.

Pure functions of the values; where the file of an entry is not known, a fault names the
catalogue, profile or sector by its id, with line 0 and the path of ids as its key.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from nisassess.sdk.content import (
    AnswerKind,
    Catalogue,
    Control,
    Force,
    Profile,
    Question,
    Reference,
    Sector,
    Source,
)
from nisassess.sdk.errors import ContentFault
from nisassess.sdk.scoring import METHODS, GatedMaturity
from nisassess.sdk.taxonomy import TAXONOMY

FIXED_ANSWERS = {
    AnswerKind.ACHIEVEMENT: ("achieved", "partially", "not_achieved"),
    AnswerKind.YES_NO: ("yes", "no"),
}
"""The values that an answer of these kinds may take."""


def check_plugin(
    sector: Sector,
    catalogues: tuple[Catalogue, ...],
    profiles: tuple[Profile, ...],
    other_catalogues: tuple[Catalogue, ...] = (),
) -> tuple[ContentFault, ...]:
    """Check everything one plugin hands over, against the catalogues of the others."""
    return (
        *_sector_faults(sector),
        *_clashes(sector, catalogues, other_catalogues),
        *(fault for catalogue in catalogues for fault in _catalogue_faults(catalogue, sector)),
        *_repeated(sector.id, "profiles", (profile.id for profile in profiles)),
        *(
            fault
            for profile in profiles
            for fault in _profile_faults(profile, sector, (*catalogues, *other_catalogues))
        ),
    )


def _repeated(file: str, key: str, ids: Iterable[str]) -> Iterator[ContentFault]:
    for id_, count in Counter(ids).items():
        if count > 1:
            yield ContentFault(file, 0, key, f"the id '{id_}' stands {count} times")


# --- sector ---------------------------------------------------------------------------------


def _sector_faults(sector: Sector) -> Iterator[ContentFault]:
    for subsector in sector.subsectors:
        if TAXONOMY.subsector(subsector) is None:
            message = f"'{subsector}' is no subsector of NIS2 Annex I or II"
            yield ContentFault(sector.id, 0, "subsectors", message)
    for kind in sector.entity_types:
        if TAXONOMY.knows(kind.id):
            message = f"'{kind.id}' is an id of NIS2 Annex I or II already"
            yield ContentFault(sector.id, 0, "entity_types", message)
    yield from _repeated(sector.id, "entity_types", (kind.id for kind in sector.entity_types))


def _unknown_kinds(
    file: str, key: str, ids: Iterable[str], sector: Sector
) -> Iterator[ContentFault]:
    own = {kind.id for kind in sector.entity_types}
    for id_ in ids:
        prefix_of_own = any(kind.startswith(f"{id_}.") for kind in own)
        if not (id_ in own or prefix_of_own or TAXONOMY.knows(id_)):
            message = f"'{id_}' is no entity type of NIS2 Annex I or II nor of this sector"
            yield ContentFault(file, 0, key, message)


# --- catalogues -----------------------------------------------------------------------------


def _clashes(
    sector: Sector, catalogues: tuple[Catalogue, ...], others: tuple[Catalogue, ...]
) -> Iterator[ContentFault]:
    """Ids of catalogues, groups and controls are unique across all plugins."""
    yield from _repeated(sector.id, "catalogues", (catalogue.id for catalogue in catalogues))
    taken: dict[tuple[str, str], str] = {
        entry: catalogue.id for catalogue in others for entry in _ids(catalogue)
    }
    for catalogue in catalogues:
        for entry in dict.fromkeys(_ids(catalogue)):
            if entry in taken and taken[entry] != catalogue.id:
                message = f"the {entry[0]} id '{entry[1]}' is taken by catalogue '{taken[entry]}'"
                yield ContentFault(catalogue.id, 0, entry[1], message)
            taken.setdefault(entry, catalogue.id)
        if any(catalogue.id == other.id for other in others):
            message = f"another plugin has a catalogue '{catalogue.id}' already"
            yield ContentFault(catalogue.id, 0, "id", message)


def _ids(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for group in catalogue.groups:
        yield "group", group.id
        for control in group.controls:
            yield "control", control.id


def _catalogue_faults(catalogue: Catalogue, sector: Sector) -> Iterator[ContentFault]:
    controls = [control for group in catalogue.groups for control in group.controls]
    yield from _repeated(catalogue.id, "groups", (group.id for group in catalogue.groups))
    yield from _repeated(catalogue.id, "controls", (control.id for control in controls))
    yield from _repeated(catalogue.id, "sources", (source.id for source in catalogue.sources))
    for source in catalogue.sources:
        key = f"sources.{source.id}.addressees"
        yield from _unknown_kinds(catalogue.id, key, source.addressees, sector)
    sources = {source.id: source for source in catalogue.sources}
    for control in controls:
        yield from _reference_faults(
            catalogue.id, f"{control.id}.references", control.references, sources
        )
        yield from _mapping_faults(catalogue.id, control, sources)
        yield from _repeated(
            catalogue.id, f"{control.id}.questions", (question.id for question in control.questions)
        )
        for question in control.questions:
            key = f"{control.id}.questions.{question.id}"
            yield from _question_faults(catalogue.id, key, question)


def _reference_faults(
    file: str, key: str, references: tuple[Reference, ...], sources: dict[str, Source]
) -> Iterator[ContentFault]:
    for number, reference in enumerate(references):
        source = sources.get(reference.source)
        if source is None:
            message = f"the source '{reference.source}' is not declared"
            yield ContentFault(file, 0, f"{key}.{number}", message)
        elif (reference.force or source.force) is Force.BINDING and not reference.checked_by:
            message = "a binding provision needs 'checked_by', the source it was checked against"
            yield ContentFault(file, 0, f"{key}.{number}", message)


def _mapping_faults(
    file: str, control: Control, sources: dict[str, Source]
) -> Iterator[ContentFault]:
    for number, mapping in enumerate(control.mappings):
        if mapping.source not in sources:
            message = f"the source '{mapping.source}' is not declared"
            yield ContentFault(file, 0, f"{control.id}.mappings.{number}", message)


def _question_faults(file: str, key: str, question: Question) -> Iterator[ContentFault]:
    values = [choice.value for choice in question.choices]
    if question.kind is AnswerKind.MATURITY:
        if len(values) < 2 or values != [str(level) for level in range(len(values))]:  # noqa: PLR2004
            message = "a maturity question needs the choices '0', '1', … in order and without gap"
            yield ContentFault(file, 0, f"{key}.choices", message)
        if question.level is not None:
            message = "a maturity question has no level of its own; its choices name the levels"
            yield ContentFault(file, 0, f"{key}.level", message)
        return
    fixed = FIXED_ANSWERS.get(question.kind)
    if fixed is None:
        return
    for value in values:
        if value not in fixed:
            allowed = ", ".join(fixed)
            message = f"'{value}' is no answer of a question of this kind ({allowed})"
            yield ContentFault(file, 0, f"{key}.choices", message)
    yield from _repeated(file, f"{key}.choices", values)


# --- profiles -------------------------------------------------------------------------------


def _profile_faults(
    profile: Profile, sector: Sector, catalogues: tuple[Catalogue, ...]
) -> Iterator[ContentFault]:
    known = {catalogue.id for catalogue in catalogues}
    for catalogue in profile.catalogues:
        if catalogue not in known:
            message = f"the catalogue '{catalogue}' is unknown"
            yield ContentFault(profile.id, 0, "catalogues", message)
    used = [catalogue for catalogue in catalogues if catalogue.id in profile.catalogues]
    sources = {source.id: source for catalogue in used for source in catalogue.sources}
    yield from _unknown_kinds(profile.id, "entity_types", profile.entity_types, sector)
    yield from _reference_faults(profile.id, "legal_basis", profile.legal_basis, sources)
    yield from _scoring_faults(profile)
    yield from _selection_faults(profile, used)
    for control, target in _selected(profile, used):
        yield from _scale_faults(profile, control, target)


def _scoring_faults(profile: Profile) -> Iterator[ContentFault]:
    if profile.scoring.method not in METHODS:
        known = ", ".join(METHODS)
        message = f"'{profile.scoring.method}' is no scoring method of the sdk ({known})"
        yield ContentFault(profile.id, 0, "scoring.method", message)
    if len(profile.scoring.levels) < 2:  # noqa: PLR2004
        message = "name the levels from 0 upwards, two at least"
        yield ContentFault(profile.id, 0, "scoring.levels", message)
    top = _top(profile)
    for part, targets in (("groups", profile.groups), ("controls", profile.controls)):
        for id_, target in targets.items():
            if not 0 <= target <= top:
                message = f"the target {target} lies outside the scale 0 to {top}"
                yield ContentFault(profile.id, 0, f"{part}.{id_}", message)


def _top(profile: Profile) -> int:
    return max(len(profile.scoring.levels) - 1, 0)


def _selection_faults(profile: Profile, used: list[Catalogue]) -> Iterator[ContentFault]:
    ids = {entry for catalogue in used for entry in _ids(catalogue)}
    for kind, part, chosen in (
        ("group", "groups", profile.groups),
        ("control", "controls", profile.controls),
    ):
        for id_ in chosen:
            if (kind, id_) not in ids:
                message = f"no catalogue of the profile has a {kind} '{id_}'"
                yield ContentFault(profile.id, 0, f"{part}.{id_}", message)
    if not profile.groups and not profile.controls:
        message = "the profile selects nothing; name groups or controls with their targets"
        yield ContentFault(profile.id, 0, "groups", message)


def _selected(profile: Profile, used: list[Catalogue]) -> Iterator[tuple[Control, int]]:
    for catalogue in used:
        for group in catalogue.groups:
            for control in group.controls:
                target = profile.controls.get(control.id, profile.groups.get(group.id))
                if target is not None:
                    yield control, target


def _scale_faults(profile: Profile, control: Control, target: int) -> Iterator[ContentFault]:
    """Hold each question against the profile's scale, and the target against its reach."""
    top = _top(profile)
    for question in control.questions:
        key = f"{control.id}.questions.{question.id}"
        if question.kind is AnswerKind.MATURITY:
            highest = len(question.choices) - 1
            if highest > top:
                message = f"has choices up to level {highest}; the profile's scale ends at {top}"
                yield ContentFault(profile.id, 0, key, message)
            if highest < target:
                message = f"has choices up to level {highest}; the target {target} is out of reach"
                yield ContentFault(profile.id, 0, key, message)
        elif question.level is None:
            if profile.scoring.method == GatedMaturity.id:
                message = "needs the level that it belongs to"
                yield ContentFault(profile.id, 0, key, message)
        elif question.level > top:
            message = f"belongs to level {question.level}; the profile's scale ends at {top}"
            yield ContentFault(profile.id, 0, key, message)
