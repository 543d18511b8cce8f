"""From database rows to plain values; SQLite hands over times and dates as text."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from nisassess.requests.types import CaseRow, CaseState

CASE_COLUMNS = ", ".join(CaseRow.__slots__)
_DAYS = ("due_on", "requested_on", "opened_on", "reminded_on")
_TIMES = ("submitted_at", "taken_at", "returned_at", "closed_at")


def as_day(value: Any) -> date | None:
    """A date as either driver gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: Any) -> datetime | None:
    """A time as either driver gives it."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def case(row: Mapping[str, Any]) -> CaseRow:
    """A case."""
    values = {name: row[name] for name in CaseRow.__slots__}
    values |= {name: as_day(row[name]) for name in _DAYS}
    values |= {name: as_moment(row[name]) for name in _TIMES}
    return CaseRow(**{**values, "state": CaseState(row["state"])})
