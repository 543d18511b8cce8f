"""What became of controls from one version of a catalogue to the next."""

from enum import StrEnum

from pydantic import Field
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, DottedId, Slug, Text, Version


class ChangeKind(StrEnum):
    """What became of a control."""

    SAME = "same"
    """Asks the same; corrections of wording only. Answers carry over."""
    CHANGED = "changed"
    """Asks something else under the same id. Answers to unchanged questions carry over."""
    SPLIT = "split"
    """Became several controls. Justification and evidence are offered to each."""
    MERGED = "merged"
    """Went into another control with others. Justification and evidence are offered to it."""
    REMOVED = "removed"
    """Is no longer asked. Its id is never used again."""


@dataclass(frozen=True, config=STRICT)
class ControlChange:
    """What became of one control of the version before."""

    change: ChangeKind
    into: tuple[DottedId, ...] = ()
    """For split and merged: the controls that took its place."""
    questions: dict[Slug, Slug | None] = Field(default_factory=dict)
    """For changed: old question to the new one that means the same, or to nothing. Questions that
    are not named here keep their answers where id and kind are the same."""
    note: Text | None = None
    """What a person who answered the old one should know."""


@dataclass(frozen=True, config=STRICT)
class VersionChanges:
    """The step from one version to the next; it names every control of the older version."""

    version: Version
    """The newer version, whose file this is."""
    since: Version
    """The older version."""
    controls: dict[DottedId, ControlChange]


@dataclass(frozen=True, config=STRICT)
class Release:
    """A released version's digests, by which a change without a new version is found out."""

    version: Version
    controls: dict[DottedId, str]
    """SHA-256 (its first 16 hexadecimal digits) of each control's canonical content."""
    rest: str
    """The same of everything else of the catalogue."""
    asks: dict[DottedId, str] = Field(default_factory=dict)
    """The same of what each control asks (statement and questions, apart from wording), by which
    a control declared `same` is held to it."""
