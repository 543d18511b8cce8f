"""Compares two versions of a catalogue: what is found, beside what was declared. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from nisassess.catalogues.words import word_difference
from nisassess.sdk import Catalogue, ChangeKind, Control, ControlChange
from nisassess.sdk.versions import asks_digest, changes_between, control_digest

_CONTROL: TypeAdapter[Control] = TypeAdapter(Control)
_CATALOGUE: TypeAdapter[Catalogue] = TypeAdapter(Catalogue)
_ELSEWHERE = {"version", "translations", "changes", "releases", "groups"}
_ALIKE = 0.5
"""From which share of equal words two controls are said to resemble each other."""
_STAYS = {ChangeKind.SAME, ChangeKind.CHANGED}


class Found(StrEnum):
    """What became of a control."""

    SAME = "same"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class TextChange:
    """One entry that differs, with the differing words marked."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class ControlDifference:
    """One control of either version."""

    id: str
    title: str
    found: Found
    declared: ChangeKind | None
    """None where no declared steps lead from the old version, and for added controls."""
    into: tuple[str, ...] = ()
    """What took its place as declared."""
    resembles: tuple[str, ...] = ()
    """For a control that is gone: added ones that say much the same."""
    note: str | None = None
    texts: tuple[TextChange, ...] = ()
    disagrees: str | None = None
    """Where the declaration does not fit what is found, and what would."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two versions of a catalogue."""

    catalogue: str
    old: str
    new: str
    controls: tuple[ControlDifference, ...]
    head: tuple[TextChange, ...] = ()
    """What differs beside the controls."""
    counts: Mapping[Found, int] = field(default_factory=dict)

    @property
    def disagreements(self) -> tuple[str, ...]:
        """Every declaration that does not fit."""
        return tuple(f"{one.id}: {one.disagrees}" for one in self.controls if one.disagrees)


def compare(old: Catalogue, new: Catalogue) -> Difference:
    """What became of each control of the old version, and which the new one adds."""
    before, after = _controls(old), _controls(new)
    declared = changes_between(new, old.version) if old.version != new.version else None
    added = {id_: control for id_, control in after.items() if id_ not in before}
    controls = [
        _stayed(control, after[id_], declared) if id_ in after else _gone(control, declared, added)
        for id_, control in before.items()
    ]
    controls += [
        ControlDifference(id_, control.title, Found.ADDED, None) for id_, control in added.items()
    ]
    counts = {kind: sum(one.found is kind for one in controls) for kind in Found}
    head = tuple(_changes(_head(old), _head(new)))
    return Difference(old.id, old.version, new.version, tuple(controls), head, counts)


def _controls(catalogue: Catalogue) -> dict[str, Control]:
    return {control.id: control for group in catalogue.groups for control in group.controls}


# --- controls -------------------------------------------------------------------------------


def _stayed(
    old: Control, new: Control, declared: Mapping[str, ControlChange] | None
) -> ControlDifference:
    asks_same = asks_digest(old) == asks_digest(new)
    change = (declared or {}).get(old.id)
    texts = () if control_digest(old) == control_digest(new) else _changes(_flat(old), _flat(new))
    return ControlDifference(
        old.id,
        new.title,
        Found.SAME if asks_same else Found.CHANGED,
        change.change if change else None,
        note=change.note if change else None,
        texts=tuple(texts),
        disagrees=_unfit(declared, change, asks_same=asks_same),
    )


def _unfit(
    declared: Mapping[str, ControlChange] | None, change: ControlChange | None, *, asks_same: bool
) -> str | None:
    if declared is None:
        return None
    if change is None:
        return "nothing is declared; say whether it is same or changed"
    if change.change not in _STAYS:
        return f"is declared {change.change}, but is still there"
    if change.change is ChangeKind.SAME and not asks_same:
        return "is declared same, but asks something else; declare it changed"
    return None


def _gone(
    control: Control,
    declared: Mapping[str, ControlChange] | None,
    added: Mapping[str, Control],
) -> ControlDifference:
    change = (declared or {}).get(control.id)
    fits = change is not None and change.change not in _STAYS
    disagrees = None
    if declared is not None and not fits:
        said = f"is declared {change.change}" if change else "nothing is declared"
        disagrees = f"{said}, but it is gone; say split, merged or removed"
    return ControlDifference(
        control.id,
        control.title,
        Found(change.change.value) if change and fits else Found.REMOVED,
        change.change if change else None,
        into=change.into if change else (),
        resembles=tuple(_resembling(control, added)),
        note=change.note if change else None,
        disagrees=disagrees,
    )


def _resembling(control: Control, added: Mapping[str, Control]) -> Iterator[str]:
    words = _said(control)
    for id_, other in added.items():
        if SequenceMatcher(None, words, _said(other), autojunk=False).ratio() >= _ALIKE:
            yield id_


def _said(control: Control) -> list[str]:
    prompts = (question.prompt for question in control.questions)
    return " ".join((control.title, control.statement, *prompts)).casefold().split()


# --- texts ----------------------------------------------------------------------------------


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[TextChange]:
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            yield TextChange(key, word_difference(before, after))


def _head(catalogue: Catalogue) -> dict[str, str]:
    """Everything beside the controls, by key."""
    dumped = _CATALOGUE.dump_python(
        catalogue, mode="json", exclude_defaults=True, exclude=_ELSEWHERE
    )
    found = dict(_entries("", dumped))
    for group in catalogue.groups:
        found |= {
            f"{group.id}.title": group.title,
            f"{group.id}.summary": group.summary,
            f"{group.id}.controls": " ".join(control.id for control in group.controls),
        }
    return found


def _flat(control: Control) -> dict[str, str]:
    return dict(_entries("", _CONTROL.dump_python(control, mode="json", exclude_defaults=True)))


def _entries(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Entries by the path of their keys; of lists by id or value, so that order does not count."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _entries(f"{path}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = number
            if isinstance(inner, dict):
                name = inner.get("id") or inner.get("value") or number
            yield from _entries(f"{path}.{name}", inner)
    else:
        yield path, str(value)
