"""Controls, their groups and catalogues (OSCAL's hierarchy)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, DottedId, Language, Slug, Text, Title, Version
from nisassess.sdk.content.changes import Release, VersionChanges
from nisassess.sdk.content.law import Mapping, Reference, Source
from nisassess.sdk.content.questions import Choice, Question
from nisassess.sdk.content.translations import CatalogueTexts


class NotApplicable(StrEnum):
    """What *not applicable* does to a control."""

    ALLOWED = "allowed"
    """With a reason, it leaves the control (or the part) out."""
    CAPPED = "capped"
    """With a reason, the control counts as the level that the profile's scoring names."""
    FORBIDDEN = "forbidden"
    """It applies to everybody."""


@dataclass(frozen=True, config=STRICT)
class Control:
    """A security measure that an operator answers for."""

    id: DottedId
    """Stable, never reused, unique across all catalogues, e.g. `nis.risk-analysis`."""
    title: Title
    statement: Text
    """What the operator has in place when the control is met."""
    rationale: Text
    """Why it matters."""
    guidance: tuple[Text, ...]
    """Practical steps, one paragraph each."""
    example_evidence: tuple[Title, ...]
    references: tuple[Reference, ...]
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=24)]
    label: str | None = None
    """Number shown to people, e.g. `1.1.1`."""
    mappings: tuple[Mapping, ...] = ()
    not_applicable: NotApplicable = NotApplicable.ALLOWED


@dataclass(frozen=True, config=STRICT)
class ControlGroup:
    """Controls that belong together; one content file each."""

    id: DottedId
    title: Title
    summary: Text
    controls: Annotated[tuple[Control, ...], Field(min_length=1)]
    label: str | None = None


@dataclass(frozen=True, config=STRICT)
class Catalogue:
    """Control groups under one version."""

    id: DottedId
    version: Version
    title: Title
    description: Text
    publisher: Title
    language: Language
    sources: tuple[Source, ...]
    groups: Annotated[tuple[ControlGroup, ...], Field(min_length=1)]
    scales: dict[Slug, tuple[Choice, ...]] = Field(default_factory=dict)
    """Choices that several questions share, by name; a question takes them by `scale`."""
    translations: dict[Language, CatalogueTexts] = Field(default_factory=dict)
    """From the overlay files in `translations/<language>/`."""
    changes: tuple[VersionChanges, ...] = ()
    """From `changes/<new version>.yaml`: what became of each control of the version before."""
    releases: tuple[Release, ...] = ()
    """From `releases/<version>.yaml`: digests of released content, written by a command."""
