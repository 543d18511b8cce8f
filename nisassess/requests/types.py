"""Plain values of requests and cases."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands, as the authority may know it."""

    REQUESTED = "requested"
    OPENED = "opened"
    """The operator began an assessment for it; whether that still exists is not told."""
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """The authority took the request back before anything was submitted."""


AWAITED = (CaseState.REQUESTED, CaseState.OPENED, CaseState.RETURNED)
"""The operator owes something; only such a case can be overdue."""
RECEIVED = (CaseState.SUBMITTED, CaseState.IN_REVIEW)
"""The authority owes something."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as its authority sees it."""

    id: str
    authority_id: str
    operator_id: str
    request_id: str | None
    """None: the operator submitted of its own accord."""
    state: CaseState
    due_on: date | None
    requested_on: date | None
    opened_on: date | None
    submission_id: str | None
    """The newest version."""
    submitted_at: datetime | None
    officer_id: str | None
    officer_name: str | None
    taken_at: datetime | None
    returned_at: datetime | None
    closed_at: datetime | None
    reminded_on: date | None
    reminders: int
    operator_name: str
    country: str
    sector: str
    subsector: str
    entity_type: str
    profile_id: str
    status: str
    completeness: float | None
    attainment: float | None

    def is_overdue(self, on: date) -> bool:
        """Whether the operator is late on a day."""
        return self.state in AWAITED and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class SubmittedFact:
    """What a case takes from a submission."""

    submission_id: str
    supersedes: str | None
    authority_id: str
    operator_id: str
    operator_name: str
    country: str
    sector: str
    subsector: str
    entity_type: str
    profile_id: str
    status: str
    completeness: float
    attainment: float | None
    submitted_at: datetime


def name_key(name: str) -> str:
    """A name without case and accents, to search and sort by; the same on every database."""
    spread = unicodedata.normalize("NFKD", name)
    bare = "".join(one for one in spread if not unicodedata.combining(one))
    return bare.casefold()[:200]
