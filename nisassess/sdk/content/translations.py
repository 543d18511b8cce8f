"""Texts in another language, by id: overlays that lie beside the files they translate.

Every text may be missing; what is missing is shown in the catalogue's own language, and marked.
"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, DottedId, Slug, Text, Title, Value


@dataclass(frozen=True, config=STRICT)
class ChoiceTexts:
    """A choice in another language."""

    label: Title | None = None
    description: Text | None = None


@dataclass(frozen=True, config=STRICT)
class QuestionTexts:
    """A question in another language."""

    prompt: Text | None = None
    hint: Text | None = None
    unit: Title | None = None
    choices: dict[Value, ChoiceTexts] = Field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class ControlTexts:
    """A control in another language."""

    of: str | None = None
    """Digest of the text it was made from, written by `catalogue stamp`; when the original has
    changed since, the translation is stale."""
    title: Title | None = None
    statement: Text | None = None
    rationale: Text | None = None
    guidance: tuple[Text, ...] = ()
    example_evidence: tuple[Title, ...] = ()
    questions: dict[Slug, QuestionTexts] = Field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class GroupTexts:
    """A control group in another language; one file each, under the name of the original."""

    id: DottedId
    of: str | None = None
    title: Title | None = None
    summary: Text | None = None
    controls: dict[DottedId, ControlTexts] = Field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class CatalogueTexts:
    """A catalogue in another language; its file holds everything but the groups."""

    of: str | None = None
    complete: bool = False
    """Nothing is missing or stale; the conformance kit holds the translation to it."""
    title: Title | None = None
    description: Text | None = None
    scales: dict[Slug, dict[Value, ChoiceTexts]] = Field(default_factory=dict)
    groups: dict[DottedId, GroupTexts] = Field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class OpeningOptionTexts:
    """A way in, in another language."""

    label: Title | None = None
    consequence: Text | None = None


@dataclass(frozen=True, config=STRICT)
class OpeningTexts:
    """An opening in another language."""

    statement: Text | None = None
    options: dict[Slug, OpeningOptionTexts] = Field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class ProfileTexts:
    """A profile in another language."""

    id: DottedId
    of: str | None = None
    complete: bool = False
    """Nothing is missing or stale; the conformance kit holds the translation to it."""
    title: Title | None = None
    summary: Text | None = None
    notice: Text | None = None
    levels: tuple[Title, ...] = ()
    suggested_parts: tuple[Title, ...] = ()
    opening: OpeningTexts | None = None


@dataclass(frozen=True, config=STRICT)
class SectorTexts:
    """A sector in another language."""

    of: str | None = None
    complete: bool = False
    """Nothing is missing or stale; the conformance kit holds the translation to it."""
    title: Title | None = None
    summary: Text | None = None
    entity_types: dict[DottedId, Title] = Field(default_factory=dict)
