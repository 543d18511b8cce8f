"""Sectors: what a plugin covers."""

from pydantic import Field
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, DottedId, Language, Slug, Text, Title
from nisassess.sdk.content.law import Reference, Regime
from nisassess.sdk.content.translations import SectorTexts


@dataclass(frozen=True, config=STRICT)
class EntityType:
    """A kind of entity that a regime addresses, beyond those of NIS2's annexes."""

    id: DottedId
    title: Title
    regime: Regime
    reference: Reference


@dataclass(frozen=True, config=STRICT)
class Sector:
    """What a plugin covers."""

    id: Slug
    title: Title
    summary: Text
    subsectors: tuple[DottedId, ...]
    """Ids of the NIS2 taxonomy, e.g. `energy.electricity`."""
    entity_types: tuple[EntityType, ...] = ()
    translations: dict[Language, SectorTexts] = Field(default_factory=dict)
    """From the overlay files `translations/<language>/sector.yaml`."""
