"""Checks of profiles: what they select, for whom, and whether their method can score it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nisassess.sdk.checks.common import (
    Content,
    Faults,
    fault,
    listed,
    repeated,
    selected,
    unknown_kinds,
)
from nisassess.sdk.checks.ids import ids
from nisassess.sdk.content import Catalogue, Control, Profile
from nisassess.sdk.scoring import ScoringMethod, view_of


@dataclass(frozen=True)
class _Used:
    """What a profile stands on."""

    catalogues: tuple[Catalogue, ...]
    controls: tuple[tuple[Control, int], ...]
    """Selected, with their targets."""
    sources: frozenset[str]


def profile_faults(content: Content) -> Faults:
    """Everything of the profiles but their references and overlays."""
    for profile in content.profiles:
        yield from _of_profile(profile, content)


def _of_profile(profile: Profile, content: Content) -> Faults:
    own = profile.id
    known = {catalogue.id for catalogue in content.every}
    for id_ in profile.catalogues:
        if id_ not in known:
            yield fault(own, "catalogues", f"the catalogue '{id_}' is unknown")
    used = _used(profile, content.every)
    yield from _lists(profile, used)
    yield from unknown_kinds(own, "entity_types", profile.entity_types, content.sector)
    yield from _selection_faults(profile, used)
    yield from _key_faults(profile, used)
    yield from _weight_faults(profile, used)
    yield from _scoring_faults(profile, used, content.methods)


def _used(profile: Profile, catalogues: Iterable[Catalogue]) -> _Used:
    used = tuple(catalogue for catalogue in catalogues if catalogue.id in profile.catalogues)
    sources = frozenset(source.id for catalogue in used for source in catalogue.sources)
    return _Used(used, tuple(selected(profile, used)), sources)


def _lists(profile: Profile, used: _Used) -> Faults:
    for name in ("catalogues", "as_guidance", "suggested_parts", "key_controls"):
        yield from repeated(profile.id, name, getattr(profile, name))
    yield from repeated(profile.id, "scoring.levels", profile.scoring.levels)
    for name in ("target_groups", "scope_kinds"):
        if not getattr(profile, name):
            yield fault(profile.id, name, "needs at least one entry")
    for id_ in profile.as_guidance:
        if id_ not in used.sources:
            message = f"no catalogue of the profile declares the source '{id_}'"
            yield fault(profile.id, "as_guidance", message)
    options = profile.opening.options if profile.opening else ()
    yield from repeated(profile.id, "opening.options", (option.id for option in options))
    languages = sorted({catalogue.language for catalogue in used.catalogues})
    if len(languages) > 1:
        message = f"must all be written in one language, not {' and '.join(languages)}"
        yield fault(profile.id, "catalogues", message)


def _selection_faults(profile: Profile, used: _Used) -> Faults:
    known = {entry for catalogue in used.catalogues for entry in ids(catalogue)}
    for kind, part, chosen in (
        ("group", "groups", profile.groups),
        ("control", "controls", profile.controls),
    ):
        for id_ in chosen:
            if (kind, id_) not in known:
                message = f"no catalogue of the profile has a {kind} '{id_}'"
                yield fault(profile.id, f"{part}.{id_}", message)
    if not profile.groups and not profile.controls:
        message = "the profile selects nothing; name groups or controls with their targets"
        yield fault(profile.id, "groups", message)


def _key_faults(profile: Profile, used: _Used) -> Faults:
    targets = {control.id: target for control, target in used.controls}
    for id_ in profile.key_controls:
        if id_ not in targets:
            message = f"the profile does not select the control '{id_}'"
            yield fault(profile.id, "key_controls", message)
        elif targets[id_] <= profile.scoring.lowest:
            message = f"the target {targets[id_]} of '{id_}' is the lowest level, which is no gate"
            yield fault(profile.id, "key_controls", message)


def _weight_faults(profile: Profile, used: _Used) -> Faults:
    chosen = {control.id for control, _ in used.controls}
    for id_, weight in profile.weights.items():
        if id_ not in chosen:
            message = f"the profile does not select the control '{id_}'"
            yield fault(profile.id, f"weights.{id_}", message)
        if not weight.is_finite() or weight < 0:
            yield fault(profile.id, f"weights.{id_}", "must be 0 or more")
    if chosen and all(profile.weights.get(id_) == 0 for id_ in chosen):
        yield fault(profile.id, "weights", "every control weighs 0, so nothing would count")


def _scoring_faults(profile: Profile, used: _Used, methods: Mapping[str, ScoringMethod]) -> Faults:
    method = methods.get(profile.scoring.method)
    if method is None:
        message = f"'{profile.scoring.method}' is no known scoring method ({listed(methods)})"
        yield fault(profile.id, "scoring.method", message)
        return
    for found in method.faults(view_of(profile, used.controls)):
        yield fault(profile.id, found.key, found.message)
