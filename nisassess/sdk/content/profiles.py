"""Profiles: which controls, at which target, for whom, scored how."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, DottedId, Language, Slug, Text, Title, Version
from nisassess.sdk.content.law import Reference, Regime
from nisassess.sdk.content.translations import ProfileTexts


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


@dataclass(frozen=True, config=STRICT)
class ScoringChoice:
    """The scoring method of a profile, chosen by data."""

    method: DottedId
    """`gated-maturity`, `mean-of-means`, `outcomes`, `cumulative-levels`, `weighted`, or a
    plugin's own."""
    levels: tuple[Title, ...] = ()
    """Names of the levels from the lowest upwards."""
    lowest: Annotated[int, Field(ge=0, le=1)] = 0
    """The number of the lowest level; 1 for scales from 1 to 5."""
    parameters: dict[Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")], Decimal] = Field(
        default_factory=dict
    )
    """Numbers of the method, e.g. `total_at_least: 3.5`; each method documents its own."""


@dataclass(frozen=True, config=STRICT)
class OpeningOption:
    """One fact that opens a profile, e.g. having been identified by the authority."""

    id: Slug
    label: Title
    consequence: Text
    """What follows for the operator: bound, or voluntary."""
    reference: Reference


@dataclass(frozen=True, config=STRICT)
class Opening:
    """A profile that opens only after an authority's act: the operator says which, and when."""

    statement: Text
    """What is asked before the assessment may start."""
    options: Annotated[tuple[OpeningOption, ...], Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
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
    key_controls: tuple[DottedId, ...] = ()
    """Foundations: a gate is shown, and failed, while one of them misses its target. They cannot
    be marked not applicable."""
    weights: dict[str, Decimal] = Field(default_factory=dict)
    """Weights of controls for the weighted method; 1 where nothing is said."""
    as_guidance: tuple[DottedId, ...] = ()
    """Sources that do not bind the entities of this profile and are used as good practice: their
    references are shown as guidance."""
    opening: Opening | None = None
    suggested_parts: tuple[Title, ...] = ()
    notice: Text | None = None
    """What the operator must know before using it, e.g. that it proves no compliance."""
    translations: dict[Language, ProfileTexts] = Field(default_factory=dict)
    """From the overlay files in `profiles/translations/<language>/`."""
