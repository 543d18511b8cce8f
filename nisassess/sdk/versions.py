"""Versions of a catalogue: digests of what was released, and steps from one to the next.

Digests are SHA-256 over canonical JSON (RFC 8785) of the content without translations, its first
16 hexadecimal digits. Values that equal their default are left out, so that a new field of the
contract changes no digest.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import rfc8785
from pydantic import TypeAdapter

from nisassess.sdk.content import (
    Catalogue,
    ChangeKind,
    Control,
    ControlChange,
    Question,
    Release,
    VersionChanges,
)

_DIGITS = 16
_CONTROL: TypeAdapter[Control] = TypeAdapter(Control)
_CATALOGUE: TypeAdapter[Catalogue] = TypeAdapter(Catalogue)
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_WORDS = re.compile(r"[\W_]+")


def digest(value: Any) -> str:
    """Digest of a value of JSON."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()[:_DIGITS]


def control_digest(control: Control) -> str:
    """Digest of everything a control says."""
    return digest(_CONTROL.dump_python(control, mode="json", exclude_defaults=True))


def asks_digest(control: Control) -> str:
    """Digest of what a control asks: its statement and questions, apart from their wording.

    The words of the statement and of the prompts count, without punctuation and capitals; of the
    choices only what is stored and what it earns. Hints, labels and descriptions may be reworded.
    """
    return digest(
        {
            "statement": _plain(control.statement),
            "questions": [_asked(question) for question in control.questions],
        }
    )


def _asked(question: Question) -> dict[str, Any]:
    dumped = _QUESTION.dump_python(
        question, mode="json", exclude_defaults=True, exclude={"hint", "scale"}
    )
    dumped["prompt"] = _plain(question.prompt)
    for choice in dumped.get("choices", ()):
        for wording in ("label", "description"):
            choice.pop(wording, None)
    return dict(dumped)


def _plain(text: str) -> str:
    return _WORDS.sub(" ", text).strip().casefold()


def rest_digest(catalogue: Catalogue) -> str:
    """Digest of everything of a catalogue but its controls, version and overlays.

    The order of groups and controls belongs to it.
    """
    dumped = _CATALOGUE.dump_python(
        catalogue,
        mode="json",
        exclude_defaults=True,
        exclude={"version", "translations", "changes", "releases", "groups"},
    )
    dumped["groups"] = [
        {
            "id": group.id,
            "title": group.title,
            "summary": group.summary,
            "label": group.label,
            "controls": [control.id for control in group.controls],
        }
        for group in catalogue.groups
    ]
    return digest(dumped)


def release_of(catalogue: Catalogue) -> Release:
    """The digests of a catalogue as it is now, under its present version."""
    controls = [control for group in catalogue.groups for control in group.controls]
    return Release(
        version=catalogue.version,
        controls={control.id: control_digest(control) for control in controls},
        rest=rest_digest(catalogue),
        asks={control.id: asks_digest(control) for control in controls},
    )


def numbers(version: str) -> tuple[int, ...]:
    """A version's numbers, to order versions by."""
    return tuple(int(part) for part in version.split("."))


# --- steps ----------------------------------------------------------------------------------


def changes_between(catalogue: Catalogue, old_version: str) -> dict[str, ControlChange] | None:
    """What became of each control of an older version, over all steps up to the present one.

    Empty for the present version itself; None where no declared steps lead from the old version
    to it. Nothing of the older version needs to be installed.
    """
    steps = _steps(catalogue, old_version)
    if steps is None:
        return None
    if not steps:
        return {}
    found = dict(steps[0].controls)
    for step in steps[1:]:
        found = {id_: _then(id_, change, step.controls) for id_, change in found.items()}
    return found


def _steps(catalogue: Catalogue, old: str) -> list[VersionChanges] | None:
    """The steps that lead from the old version to the present, or None."""
    since = {step.since: step for step in catalogue.changes}
    steps: list[VersionChanges] = []
    version = old
    while version != catalogue.version:
        step = since.get(version)
        if step is None or step in steps:
            return None
        steps.append(step)
        version = step.version
    return steps


_KEPT = ControlChange(ChangeKind.SAME)


def _then(id_: str, first: ControlChange, later: Mapping[str, ControlChange]) -> ControlChange:
    """One control's change, followed by what the next step did to what it became."""
    if first.change is ChangeKind.REMOVED:
        return first
    if first.change in (ChangeKind.SAME, ChangeKind.CHANGED):
        return _followed(first, later.get(id_, _KEPT))
    into = tuple(dict.fromkeys(_become(first.into, later)))
    notes = [first.note, *(later[one].note for one in first.into if one in later)]
    if not into:
        return ControlChange(ChangeKind.REMOVED, note=_joined(*notes))
    kind = ChangeKind.SPLIT if len(into) > 1 else ChangeKind.MERGED
    return ControlChange(kind, into=into, note=_joined(*notes))


def _followed(first: ControlChange, second: ControlChange) -> ControlChange:
    note = _joined(first.note, second.note)
    if second.change is ChangeKind.SAME:
        return ControlChange(first.change, questions=first.questions, note=note)
    if second.change is ChangeKind.CHANGED:
        questions = _composed(first.questions, second.questions)
        return ControlChange(ChangeKind.CHANGED, questions=questions, note=note)
    return ControlChange(second.change, into=second.into, note=note)


def _composed(
    first: Mapping[str, str | None], second: Mapping[str, str | None]
) -> dict[str, str | None]:
    found = {
        old: None if middle is None else second.get(middle, middle) for old, middle in first.items()
    }
    taken = set(first.values())
    for middle, new in second.items():
        if middle not in taken:
            found.setdefault(middle, new)
    return found


def _become(ids: tuple[str, ...], later: Mapping[str, ControlChange]) -> Iterator[str]:
    for id_ in ids:
        change = later.get(id_, _KEPT)
        if change.change in (ChangeKind.SAME, ChangeKind.CHANGED):
            yield id_
        else:
            yield from change.into


def _joined(*notes: str | None) -> str | None:
    return " ".join(dict.fromkeys(note for note in notes if note)) or None
