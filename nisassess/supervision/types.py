"""Plain values of supervision."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nisassess.identity.types import AuthorityRow
from nisassess.operators.types import StatusDecision, StatusValue
from nisassess.sdk import Regime


class StatusBasis(StrEnum):
    """What the effective status rests on."""

    INDICATIVE = "indicative"
    """The rules, applied to the operator's own statements."""
    LISTED = "listed"
    """A competent authority's listing."""


@dataclass(frozen=True, slots=True)
class ListingRow:
    """An authority's decision on an operator's NIS2 status."""

    id: str
    operator_id: str
    authority: AuthorityRow
    status: StatusValue
    reason: str
    citation: str | None
    decided_on: date
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class NewListing:
    """A listing as an authority enters it."""

    operator_id: str
    status: StatusValue
    reason: str
    decided_on: date
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class NisStatusRow:
    """The indicative status, the listings beside it, and which of them is effective."""

    effective: StatusValue
    basis: StatusBasis
    indicative: StatusDecision
    listings: tuple[ListingRow, ...]
    """The latest of each authority, newest decision first."""
    regime: Regime | None
    history: tuple[ListingRow, ...] = ()
    """Every one that was recorded, newest first."""
