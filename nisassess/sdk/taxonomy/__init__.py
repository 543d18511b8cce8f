"""Sectors, subsectors and entity types of NIS2's annexes, and the special cases of its scope.

Dated facts of law, read from `nis2.yaml` beside this module. What follows from them for one
operator (its status) is not decided here, and the size thresholds are not part of it.
"""

from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.sdk.content import Reference, Regime
from nisassess.sdk.content.base import DottedId, Text, Title

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Annex(StrEnum):
    """The annex of Directive (EU) 2022/2555 in which a type is listed."""

    I = "I"  # noqa: E741 - the annex is called so
    """Sectors of high criticality."""
    II = "II"
    """Other critical sectors."""


class SizeRule(StrEnum):
    """What the size of an entity of this type decides (Art. 2(1)–(2), Art. 3(1)–(2))."""

    SIZE_CAP = "size-cap"
    """In scope from medium size (Art. 2(1)). Above medium size an Annex I type is essential
    (Art. 3(1)(a)); otherwise important (Art. 3(2))."""

    ANY_SIZE = "any-size"
    """In scope at any size (Art. 2(2)(a)). Above medium size an Annex I type is essential;
    otherwise important. Trust services that are not qualified."""

    ANY_SIZE_MEDIUM_ESSENTIAL = "any-size-medium-essential"
    """In scope at any size (Art. 2(2)(a)(i)); essential from medium size (Art. 3(1)(a) and (c)),
    below it important. Public electronic communications."""

    ANY_SIZE_ESSENTIAL = "any-size-essential"
    """In scope and essential at any size: qualified trust services, top-level domain registries
    and DNS services (Art. 3(1)(b)), central government (Art. 3(1)(d))."""

    ON_ASSESSMENT = "on-assessment"
    """In scope, at any size, where the Member State's risk-based assessment says so
    (Art. 2(2)(f)(ii)); important unless identified as essential. Regional administration."""


class Effect(StrEnum):
    """What a special case brings about."""

    IN_SCOPE = "in_scope"
    """In scope whatever the size; important unless another rule makes the entity essential."""
    ESSENTIAL = "essential"


@dataclass(frozen=True, config=_STRICT)
class Displacement:
    """A sector-specific act that takes the place of NIS2's duties (Art. 4)."""

    regime: Regime
    applies_from: date
    note: Text


@dataclass(frozen=True, config=_STRICT)
class Nis2EntityType:
    """A type of entity listed in Annex I or II."""

    id: DottedId
    title: Title
    subsector: DottedId
    sector: DottedId
    annex: Annex
    size_rule: SizeRule
    reference: Reference
    definition: str | None = None
    """The act that defines the term."""
    note: Text | None = None
    """What the annex adds to or leaves out of the term."""
    displaced_by: Displacement | None = None


@dataclass(frozen=True, config=_STRICT)
class Nis2Subsector:
    """A subsector; a sector without any has one that carries the sector's own id."""

    id: DottedId
    title: Title
    sector: DottedId
    annex: Annex
    reference: Reference
    entity_types: tuple[Nis2EntityType, ...]


@dataclass(frozen=True, config=_STRICT)
class Nis2Sector:
    """A sector of Annex I or II."""

    id: DottedId
    title: Title
    annex: Annex
    reference: Reference
    subsectors: tuple[Nis2Subsector, ...]


@dataclass(frozen=True, config=_STRICT)
class SpecialCase:
    """A fact that brings an entity into scope, or makes it essential, whatever its size."""

    id: DottedId
    title: Title
    explanation: Text
    """For a reader who is no lawyer."""
    reference: Reference
    effect: Effect
    needs_annex_type: bool
    """True where the rule reaches only entities of a type listed in Annex I or II."""


@dataclass(frozen=True, config=_STRICT)
class Taxonomy:
    """The whole of it, in the order of the annexes."""

    sectors: tuple[Nis2Sector, ...]
    special_cases: tuple[SpecialCase, ...]

    @property
    def subsectors(self) -> tuple[Nis2Subsector, ...]:
        """Every subsector of both annexes."""
        return tuple(subsector for sector in self.sectors for subsector in sector.subsectors)

    @property
    def entity_types(self) -> tuple[Nis2EntityType, ...]:
        """Every entity type of both annexes."""
        return tuple(kind for subsector in self.subsectors for kind in subsector.entity_types)

    def sector(self, id_: str) -> Nis2Sector | None:
        """Find a sector by its id."""
        return next((sector for sector in self.sectors if sector.id == id_), None)

    def subsector(self, id_: str) -> Nis2Subsector | None:
        """Find a subsector by its id."""
        return next((subsector for subsector in self.subsectors if subsector.id == id_), None)

    def entity_type(self, id_: str) -> Nis2EntityType | None:
        """Find an entity type by its id."""
        return next((kind for kind in self.entity_types if kind.id == id_), None)

    def special_case(self, id_: str) -> SpecialCase | None:
        """Find a special case by its id."""
        return next((case for case in self.special_cases if case.id == id_), None)

    def knows(self, prefix: str) -> bool:
        """Tell whether the id is that of a sector, a subsector or an entity type."""
        return prefix in self._ids

    @cached_property
    def _ids(self) -> frozenset[str]:
        sectors = {sector.id for sector in self.sectors}
        subsectors = {subsector.id for subsector in self.subsectors}
        return frozenset(sectors | subsectors | {kind.id for kind in self.entity_types})


@cache
def load() -> Taxonomy:
    """Read the taxonomy; the same object on every call."""
    text = files(__package__).joinpath("nis2.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    cite = _Citation(raw["source"], raw["checked_by"])
    value = {
        "sectors": [_sector(sector, cite) for sector in raw["sectors"]],
        "special_cases": [_special_case(case, cite) for case in raw["special_cases"]],
    }
    return TypeAdapter(Taxonomy).validate_python(value)


class _Citation:
    def __init__(self, source: str, checked_by: str) -> None:
        self._common = {"source": source, "checked_by": checked_by}

    def __call__(self, **parts: str | None) -> dict[str, str | None]:
        return {**self._common, **parts}


def _sector(raw: dict[str, Any], cite: _Citation) -> dict[str, Any]:
    annex = raw["annex"]
    subsectors = [_subsector(subsector, raw["id"], annex, cite) for subsector in raw["subsectors"]]
    return {
        "id": raw["id"],
        "title": raw["title"],
        "annex": annex,
        "reference": cite(article=_place(annex, raw)),
        "subsectors": subsectors,
    }


def _subsector(raw: dict[str, Any], sector: str, annex: str, cite: _Citation) -> dict[str, Any]:
    place = {"sector": sector, "subsector": raw["id"], "annex": annex}
    kinds = [
        {
            "size_rule": SizeRule.SIZE_CAP,
            **{key: value for key, value in kind.items() if key != "point"},
            **place,
            "reference": cite(article=_place(annex, kind)),
        }
        for kind in raw["entity_types"]
    ]
    return {
        "id": raw["id"],
        "title": raw["title"],
        "sector": sector,
        "annex": annex,
        "reference": cite(article=_place(annex, raw)),
        "entity_types": kinds,
    }


def _place(annex: str, raw: dict[str, Any]) -> str:
    return f"Annex {annex}, point {raw['point']}"


def _special_case(raw: dict[str, Any], cite: _Citation) -> dict[str, Any]:
    kept = ("id", "title", "explanation", "effect", "needs_annex_type")
    note = raw.get("also")
    return {
        **{key: raw[key] for key in kept},
        "reference": cite(
            article=raw["article"],
            paragraph=raw["paragraph"],
            point=raw.get("point"),
            note=f"Together with {note}." if note else None,
        ),
    }


TAXONOMY = load()
