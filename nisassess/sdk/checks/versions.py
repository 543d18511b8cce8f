"""Checks of versions: what was released stays as it was, and every step is declared."""

from nisassess.sdk.checks.common import Content, Faults, controls_of, fault, listed, repeated
from nisassess.sdk.content import (
    Catalogue,
    ChangeKind,
    Control,
    ControlChange,
    Release,
    VersionChanges,
)
from nisassess.sdk.versions import asks_digest, control_digest, numbers, rest_digest

_STAYS = (ChangeKind.SAME, ChangeKind.CHANGED)


def version_faults(content: Content) -> Faults:
    """Everything that can be told of the versions of every catalogue."""
    for catalogue in content.catalogues:
        yield from _of_catalogue(catalogue)


def _of_catalogue(catalogue: Catalogue) -> Faults:
    controls = {control.id: control for control in controls_of(catalogue)}
    yield from _order_faults(catalogue)
    for release in catalogue.releases:
        if release.version == catalogue.version:
            yield from _changed_since(catalogue, release, controls)
    yield from _undeclared(catalogue)
    for step in catalogue.changes:
        yield from _step_faults(catalogue, step, controls)
    yield from _reused(catalogue, controls)


def _order_faults(catalogue: Catalogue) -> Faults:
    own = catalogue.id
    yield from repeated(own, "releases", (release.version for release in catalogue.releases))
    yield from repeated(own, "changes", (step.version for step in catalogue.changes))
    yield from repeated(own, "changes", (f"since {step.since}" for step in catalogue.changes))
    for release in catalogue.releases:
        if numbers(release.version) > numbers(catalogue.version):
            message = f"is older than {release.version}, which was released; raise it"
            yield fault(own, "version", message)
    for step in catalogue.changes:
        key = f"changes.{step.version}"
        if numbers(step.since) >= numbers(step.version):
            yield fault(own, f"{key}.since", f"must be older than {step.version}")
        if numbers(step.version) > numbers(catalogue.version):
            message = f"leads beyond the catalogue's own version, {catalogue.version}"
            yield fault(own, f"{key}.version", message)


# --- what was released ----------------------------------------------------------------------


def _changed_since(catalogue: Catalogue, release: Release, controls: dict[str, Control]) -> Faults:
    own, version = catalogue.id, release.version
    advice = f"since {version} was released; raise the catalogue's version"
    for id_, control in controls.items():
        if id_ not in release.controls:
            yield fault(own, id_, f"was added {advice}")
        elif release.controls[id_] != control_digest(control):
            yield fault(own, id_, f"was changed {advice}")
    for id_ in release.controls:
        if id_ not in controls:
            yield fault(own, f"releases.{version}.{id_}", f"was taken out {advice}")
    if release.rest != rest_digest(catalogue):
        yield fault(own, "version", f"something beside the controls was changed {advice}")


def _undeclared(catalogue: Catalogue) -> Faults:
    """The step from the last release to a newer version names every control of that release."""
    before = [
        release
        for release in catalogue.releases
        if numbers(release.version) < numbers(catalogue.version)
    ]
    if not before:
        return
    last = max(before, key=lambda release: numbers(release.version))
    step = next((s for s in catalogue.changes if s.version == catalogue.version), None)
    if step is None:
        message = (
            f"needs changes/{catalogue.version}.yaml, saying what became of each control of"
            f" {last.version}"
        )
        yield fault(catalogue.id, "version", message)
        return
    key = f"changes.{step.version}"
    if step.since != last.version:
        message = f"must be '{last.version}', the version released last"
        yield fault(catalogue.id, f"{key}.since", message)
    for id_ in last.controls:
        if id_ not in step.controls:
            message = f"does not say what became of '{id_}' of version {last.version}"
            yield fault(catalogue.id, key, message)
    for id_ in step.controls:
        if id_ not in last.controls:
            message = f"version {last.version} has no control '{id_}'"
            yield fault(catalogue.id, f"{key}.{id_}", message)


# --- declared steps -------------------------------------------------------------------------


def _step_faults(
    catalogue: Catalogue, step: VersionChanges, controls: dict[str, Control]
) -> Faults:
    releases = {release.version: release for release in catalogue.releases}
    then = _controls_of(catalogue, step.version, controls, releases)
    for id_, change in step.controls.items():
        key = f"changes.{step.version}.{id_}"
        for message in _wrong_shape(change):
            yield fault(catalogue.id, key, message)
        if then is not None:
            for message in _astray(id_, change, then):
                yield fault(catalogue.id, key, message)
        if step.version == catalogue.version:
            for message in _untrue(id_, change, controls, releases.get(step.since)):
                yield fault(catalogue.id, key, message)


def _controls_of(
    catalogue: Catalogue,
    version: str,
    controls: dict[str, Control],
    releases: dict[str, Release],
) -> set[str] | None:
    """The controls of a version; None where nobody wrote them down."""
    if version == catalogue.version:
        return set(controls)
    if version in releases:
        return set(releases[version].controls)
    following = next((step for step in catalogue.changes if step.since == version), None)
    return set(following.controls) if following else None


def _wrong_shape(change: ControlChange) -> list[str]:
    told = []
    least = {ChangeKind.SPLIT: 2, ChangeKind.MERGED: 1}.get(change.change, 0)
    if len(set(change.into)) < least:
        noun = "controls" if least > 1 else "control"
        told.append(f"'{change.change}' needs 'into', {least} {noun} at least")
    if change.into and not least:
        told.append(f"'into' belongs to split and merged, not to '{change.change}'")
    if change.questions and change.change is not ChangeKind.CHANGED:
        told.append(f"'questions' belongs to changed, not to '{change.change}'")
    return told


def _astray(id_: str, change: ControlChange, then: set[str]) -> list[str]:
    told = [f"goes into '{one}', which there is not" for one in change.into if one not in then]
    if change.change in _STAYS and id_ not in then:
        told.append(f"is said to be '{change.change}', but is no longer there")
    if change.change not in _STAYS and id_ in then and id_ not in change.into:
        told.append(f"is said to be '{change.change}', but is still there")
    return told


def _untrue(
    id_: str, change: ControlChange, controls: dict[str, Control], before: Release | None
) -> list[str]:
    control = controls.get(id_)
    if control is None:
        return []
    asked = {question.id for question in control.questions}
    told = [
        f"the question '{old}' is said to be '{new}' now, which there is not ({listed(asked)})"
        for old, new in change.questions.items()
        if new is not None and new not in asked
    ]
    was = before.asks.get(id_) if before else None
    if change.change is ChangeKind.SAME and was is not None and was != asks_digest(control):
        told.append("is said to be 'same', but its statement or questions were changed")
    return told


def _reused(catalogue: Catalogue, controls: dict[str, Control]) -> Faults:
    """An id that was given up is never given to another control."""
    for step in catalogue.changes:
        if step.version == catalogue.version:
            continue  # told as still there
        for id_, change in step.controls.items():
            gone = change.change not in _STAYS and id_ not in change.into
            if gone and id_ in controls:
                message = f"was given up in version {step.version}; its id is never used again"
                yield fault(catalogue.id, id_, message)
