"""Plain values of operators."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nisassess.sdk import Regime


class Linkage(StrEnum):
    """How another enterprise belongs to the operator's (Recommendation 2003/361/EC, Annex)."""

    PARTNER = "partner"
    """25 to 50 % of capital or votes, either way (Art. 3(2)); counts by its share."""
    LINKED = "linked"
    """Control (Art. 3(3)); counts in full."""


class StatusValue(StrEnum):
    """NIS2 status of an operator."""

    ESSENTIAL = "essential"
    IMPORTANT = "important"
    OUTSIDE = "outside"
    """Neither an essential nor an important entity."""
    UNDECIDED = "undecided"
    """A fact is missing that can change the outcome."""


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Accounts of one closed year: staff in annual work units, amounts in EUR."""

    year: int
    headcount: int | None = None
    turnover: float | None = None
    balance_sheet: float | None = None


@dataclass(frozen=True, slots=True)
class LinkedEnterprise:
    """A partner or linked enterprise with the figures of its latest accounts.

    `share` is the percentage of capital or votes, the higher of the two.
    """

    name: str
    linkage: Linkage
    share: float | None = None
    headcount: int | None = None
    turnover: float | None = None
    balance_sheet: float | None = None


@dataclass(frozen=True, slots=True)
class OperatorDetails:
    """What an operator says it is; one form under one version."""

    name: str
    country: str
    countries: tuple[str, ...] = ()
    entity_type: str | None = None
    figures: tuple[YearFigures, ...] = ()
    """At most two closed years, newest first."""
    linked_enterprises: tuple[LinkedEnterprise, ...] = ()
    special_cases: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    contact_email: str | None = None


@dataclass(frozen=True, slots=True)
class OperatorChange:
    """New details for an operator whose current version the caller has read."""

    operator_id: str
    expected_version: int
    details: OperatorDetails


@dataclass(frozen=True, slots=True)
class Classification:
    """What follows from the entity type; all None without one."""

    sector: str | None = None
    subsector: str | None = None
    regime: Regime | None = None


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """An operator as stored; the titles are filled in by the service."""

    id: str
    version: int
    details: OperatorDetails
    classification: Classification
    updated_at: datetime
    entity_type_title: str | None = None
    subsector_title: str | None = None
    imported: bool = False
    """Known from a submission that was sealed by another installation; nobody here is a member."""


@dataclass(frozen=True, slots=True)
class OperatorWatch:
    """Hears of changed details inside the write; handed in, because it stands above operators."""

    changed: Callable[[OperatorRow, OperatorRow], Awaitable[None]]
    """Given the row before and after."""


@dataclass(frozen=True, slots=True)
class OperatorFilter:
    """Narrows a list of operators; `search` is part of the name, in any case of letters."""

    country: str | None = None
    subsector: str | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class CompetentFilter:
    """Narrows what is within an authority's competence; None narrows nothing."""

    country: str | None = None
    sector: str | None = None
    subsector: str | None = None
    entity_type: str | None = None
    regime: str | None = None
    ids: tuple[str, ...] | None = None
    names: tuple[str, ...] | None = None
    """The very names."""


@dataclass(frozen=True, slots=True)
class StatusDecision:
    """An indicative NIS2 status: what the rules say of the operator's own statements.

    It binds nobody; a competent authority's listing prevails.
    """

    status: StatusValue
    rule: str
    citation: str
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Facts that can change the outcome; empty unless undecided."""
    regime: Regime | None = None
    """The law under which the operator is supervised; None when the entity type is unknown."""
    indicative: bool = True
