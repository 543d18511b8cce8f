"""Acts and standards, and provisions of them."""

from datetime import date
from enum import StrEnum

from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, DottedId, Title


class Force(StrEnum):
    """Legal force of a cited provision."""

    BINDING = "binding"
    GUIDANCE = "guidance"
    STANDARD = "standard"


class Regime(StrEnum):
    """The body of law under which an entity is supervised."""

    NIS2 = "nis2"
    DORA = "dora"


class MappingRelation(StrEnum):
    """What a control covers of the entry it is mapped to."""

    EQUAL = "equal"
    """The same."""
    SUBSET = "subset"
    """The control covers a part of the entry."""
    SUPERSET = "superset"
    """The control covers the entry and more."""
    INTERSECTS = "intersects"
    """They overlap, and each has more."""


OTHER_ADDRESSEES = (
    "authorities",
    "certification-bodies",
    "commission",
    "csirts",
    "esas",
    "manufacturers",
    "member-states",
    "providers",
)
"""Whom a provision may oblige other than the entities assessed here."""


@dataclass(frozen=True, config=STRICT)
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


@dataclass(frozen=True, config=STRICT)
class Reference:
    """A provision, as exactly as it can be cited."""

    source: DottedId
    article: str | None = None
    """Article, annex or clause as printed, e.g. `21` or `Annex 6.5`."""
    paragraph: str | None = None
    point: str | None = None
    addressee: str | None = None
    """Whom the provision obliges, in words."""
    addressees: tuple[DottedId, ...] = ()
    """Whom it obliges, to be checked: entity types (or prefixes of them), or one of
    `authorities`, `certification-bodies`, `commission`, `csirts`, `esas`, `manufacturers`,
    `member-states`, `providers`. Empty means the source's own addressees."""
    force: Force | None = None
    """Overrides the source's force where a provision differs from it."""
    applies_from: date | None = None
    applies_until: date | None = None
    checked_on: date | None = None
    checked_by: str | None = None
    """The source the provision was checked against; absent means unverified."""
    note: str | None = None


@dataclass(frozen=True, config=STRICT)
class Mapping:
    """Relation of a control to an entry of another framework, or to a control elsewhere.

    Either `source` and `target` (an entry as its framework numbers it, e.g. `nis2` and
    `Art. 21(2)(a)`), or `control`, the id of a control of any other catalogue.
    """

    source: DottedId | None = None
    target: Title | None = None
    control: DottedId | None = None
    relation: MappingRelation = MappingRelation.INTERSECTS
