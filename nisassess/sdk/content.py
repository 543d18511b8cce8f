"""Content of a plugin as frozen values: sectors, catalogues, controls, questions, profiles.

Terms follow OSCAL's hierarchy (catalogue, control group, control; profile). Every class doubles
as the definition of the content files: the published JSON Schema is generated from it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
DottedId = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=120
    ),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+(\.\d+)?$")]


class Force(StrEnum):
    """Legal force of a cited provision."""

    BINDING = "binding"
    GUIDANCE = "guidance"
    STANDARD = "standard"


class Regime(StrEnum):
    """The body of law under which an entity is supervised."""

    NIS2 = "nis2"
    DORA = "dora"


class ScopeKind(StrEnum):
    """What an assessment may cover."""

    ORGANISATION = "organisation"
    SERVICE = "service"
    INVESTMENT_PROJECT = "investment_project"


class TargetGroup(StrEnum):
    """For whom a profile is written."""

    ESSENTIAL = "essential"
    IMPORTANT = "important"
    SMALL = "small"


class AnswerKind(StrEnum):
    """How a question is answered."""

    MATURITY = "maturity"
    """One of the question's levels; each level names an observable fact."""

    ACHIEVEMENT = "achievement"
    """`achieved`, `partially` or `not_achieved`."""

    YES_NO = "yes_no"
    """`yes` or `no`."""


class MappingRelation(StrEnum):
    """Relation of a control to a provision of another catalogue."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    INTERSECTS = "intersects"


@dataclass(frozen=True, config=_STRICT)
class Source:
    """An act or standard that controls cite."""

    id: DottedId
    short: Title
    """How it is cited in running text, e.g. `NIS2` or `IEC 62443-3-3`."""
    title: Title
    force: Force
    celex: str | None = None
    """CELEX number of an act of the Union."""
    edition: str | None = None
    addressees: tuple[DottedId, ...] = ()
    """Entity types (or prefixes of them) that the act addresses; empty means any."""


@dataclass(frozen=True, config=_STRICT)
class Reference:
    """A provision, as exactly as it can be cited."""

    source: DottedId
    article: str | None = None
    """Article, annex or clause as printed, e.g. `21` or `Annex 6.5`."""
    paragraph: str | None = None
    point: str | None = None
    addressee: str | None = None
    """Whom the provision obliges, in words."""
    force: Force | None = None
    """Overrides the source's force where a provision differs from it."""
    applies_from: date | None = None
    applies_until: date | None = None
    checked_on: date | None = None
    checked_by: str | None = None
    """The source the provision was checked against; absent means unverified."""
    note: str | None = None


@dataclass(frozen=True, config=_STRICT)
class Mapping:
    """Relation of a control to an entry of another framework."""

    source: DottedId
    target: Title
    relation: MappingRelation = MappingRelation.INTERSECTS


@dataclass(frozen=True, config=_STRICT)
class Choice:
    """One selectable answer.

    `value` is what is stored; for maturity questions it is the level as a number in text form.
    """

    value: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=40)]
    label: Title
    description: Text | None = None
    """The observable fact that makes this the right answer, and the document that shows it."""


@dataclass(frozen=True, config=_STRICT)
class Question:
    """One question of a control.

    With gated maturity an achievement or yes/no question belongs to a `level`: that level and
    all above it count only when the question is achieved. A maturity question names the level
    itself through its choices, so it has no `level` of its own.
    """

    id: Slug
    prompt: Text
    kind: AnswerKind
    hint: Text | None = None
    level: Annotated[int, Field(ge=1, le=5)] | None = None
    choices: tuple[Choice, ...] = ()
    """Required for maturity questions (value `0` upwards, contiguous); optional descriptions of
    the fixed answers for the other kinds."""


@dataclass(frozen=True, config=_STRICT)
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
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=8)]
    label: str | None = None
    """Number shown to people, e.g. `1.1.1`."""
    mappings: tuple[Mapping, ...] = ()
    not_applicable_allowed: bool = True


@dataclass(frozen=True, config=_STRICT)
class ControlGroup:
    """Controls that belong together; one content file each."""

    id: DottedId
    title: Title
    summary: Text
    controls: Annotated[tuple[Control, ...], Field(min_length=1)]
    label: str | None = None


@dataclass(frozen=True, config=_STRICT)
class Catalogue:
    """Control groups under one version."""

    id: DottedId
    version: Version
    title: Title
    description: Text
    publisher: Title
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    sources: tuple[Source, ...]
    groups: Annotated[tuple[ControlGroup, ...], Field(min_length=1)]


@dataclass(frozen=True, config=_STRICT)
class ProfileControl:
    """A control selected by a profile with the level it is to reach."""

    control: DottedId
    target: Annotated[int, Field(ge=0, le=5)]


@dataclass(frozen=True, config=_STRICT)
class ScoringChoice:
    """The scoring method of a profile, chosen by data."""

    method: DottedId
    """e.g. `gated-maturity`."""
    levels: tuple[Title, ...] = ()
    """Names of the levels from 0 upwards."""


@dataclass(frozen=True, config=_STRICT)
class Profile:
    """Controls selected for a kind of operator, each with its target level.

    `groups` selects whole control groups at one target; `controls` selects single controls and
    overrides the target that a group gave.
    """

    id: DottedId
    version: Version
    title: Title
    summary: Text
    regime: Regime
    catalogues: Annotated[tuple[DottedId, ...], Field(min_length=1)]
    entity_types: tuple[DottedId, ...]
    """Entity types, or prefixes of them such as `energy.electricity`; empty means any of the
    regime."""
    target_groups: tuple[TargetGroup, ...]
    scope_kinds: tuple[ScopeKind, ...]
    scoring: ScoringChoice
    legal_basis: tuple[Reference, ...]
    groups: dict[str, int] = Field(default_factory=dict)
    controls: dict[str, int] = Field(default_factory=dict)
    suggested_parts: tuple[Title, ...] = ()
    notice: Text | None = None
    """What the operator must know before using it, e.g. that it proves no compliance."""


@dataclass(frozen=True, config=_STRICT)
class EntityType:
    """A kind of entity that a regime addresses, beyond those of NIS2's annexes."""

    id: DottedId
    title: Title
    regime: Regime
    reference: Reference


@dataclass(frozen=True, config=_STRICT)
class Sector:
    """What a plugin covers."""

    id: Slug
    title: Title
    summary: Text
    subsectors: tuple[DottedId, ...]
    """Ids of the NIS2 taxonomy, e.g. `energy.electricity`."""
    entity_types: tuple[EntityType, ...] = ()
