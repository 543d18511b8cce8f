"""Plain values of requests and cases."""

import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nisassess.operators.types import OperatorRow
from nisassess.sdk import ScopeKind


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
HELD = (CaseState.IN_REVIEW, CaseState.RETURNED)
"""An officer has it; it changes hands by the steps of a review alone."""


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


class RequestState(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class EntityState(StrEnum):
    """What became of an entity that a request names."""

    NAMED = "named"
    CALLED = "called"
    LEFT_OUT = "left_out"
    """The request could not go to it when it was sent."""


class Obstacle(StrEnum):
    """Why a request cannot go to an entity."""

    NOT_COMPETENT = "not_competent"
    """The authority is not competent for it under the law of the request's profile."""
    PROFILE_DOES_NOT_FIT = "profile_does_not_fit"
    """The profile is written for other entity types."""


class ErrandKind(StrEnum):
    """What is done in the background for many cases of a request."""

    CALL = "call"
    WITHDRAW = "withdraw"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class RequestContent:
    """What an authority asks, as it is entered."""

    title: str
    purpose: str
    legal_basis: str
    points_essential: tuple[str, ...]
    """Letters of NIS2 Art. 32(2)."""
    points_important: tuple[str, ...]
    """Letters of NIS2 Art. 33(2)."""
    profile_id: str
    scope_kind: ScopeKind
    period_from: date
    period_until: date
    due_on: date


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as its authority sees it."""

    id: str
    authority_id: str
    authority_name: str
    title: str
    purpose: str
    legal_basis: str
    points_essential: tuple[str, ...]
    points_important: tuple[str, ...]
    profile_digest: str
    regime: str
    scope_kind: ScopeKind
    period_from: date
    period_until: date
    due_on: date
    state: RequestState
    version: int
    withdrawn_because: str | None
    created_at: datetime
    created_by: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ErrandRow:
    """Work in the background and how far it is."""

    id: str
    request_id: str
    kind: ErrandKind
    facts: dict[str, Any]
    upto: str
    done: int
    total: int
    by_id: str
    by_name: str
    begun_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity that a request names, with what decides whether the request can go to it."""

    id: str
    operator_id: str
    state: EntityState
    name: str
    country: str
    sector: str | None
    subsector: str | None
    entity_type: str | None
    regime: str | None


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Narrows a desk; None and empty narrow nothing.

    Without `states`, cases of withdrawn requests are left out.
    """

    states: tuple[CaseState, ...] = ()
    sector: str | None = None
    subsector: str | None = None
    country: str | None = None
    status: str | None = None
    request_id: str | None = None
    voluntary: bool | None = None
    officer_id: str | None = None
    unassigned: bool | None = None
    overdue: bool | None = None
    attainment_from: float | None = None
    attainment_until: float | None = None
    completeness_from: float | None = None
    completeness_until: float | None = None
    search: str | None = None
    ids: tuple[str, ...] | None = None
    """Some cases and no others."""


class CaseOrder(StrEnum):
    """By what a desk is sorted; ties by the order in which cases came."""

    NAME = "name_key"
    DUE = "due_on"
    SUBMITTED = "submitted_at"
    ATTAINMENT = "attainment"
    COMPLETENESS = "completeness"
    SUBSECTOR = "subsector"
    NEWEST = "id"


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A request as the operator that it went to sees it: its own case, and nobody else's."""

    case_id: str
    operator_id: str
    state: CaseState
    due_on: date
    requested_on: date
    status: str
    submission_id: str | None
    submitted_at: datetime | None
    request_id: str
    authority_id: str
    authority_name: str
    authority_country: str
    title: str
    purpose: str
    legal_basis: str
    points_essential: tuple[str, ...]
    points_important: tuple[str, ...]
    profile_digest: str
    scope_kind: ScopeKind
    period_from: date
    period_until: date
    withdrawn_because: str | None

    def is_overdue(self, on: date) -> bool:
        """Whether the operator is late on a day."""
        return self.state in AWAITED and self.due_on < on


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view of a desk."""

    id: str
    authority_id: str
    owner_id: str
    owner_name: str
    name: str
    query: dict[str, Any]
    shared: bool
    version: int
    is_default: bool
    """For the actor who asks."""


@dataclass(frozen=True, slots=True)
class StatusesReader:
    """Reads the effective NIS2 status of operators; handed in, because listings stand above."""

    read: Callable[[Sequence[OperatorRow]], Awaitable[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class EntityFilter:
    """Which operators within the authority's competence a request names; None narrows nothing."""

    country: str | None = None
    sector: str | None = None
    subsector: str | None = None
    entity_type: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class NamedEntities:
    """What came of naming some operators."""

    added: int
    already: int


class LineFault(StrEnum):
    """Why a line of a file names no entity."""

    UNKNOWN = "unknown"
    """No such operator within the authority's competence, as far as the authority may know."""
    TWICE = "twice"
    NAMED_ALREADY = "named_already"
    NOT_COMPETENT = "not_competent"
    PROFILE_DOES_NOT_FIT = "profile_does_not_fit"
    AMBIGUOUS = "ambiguous"
    """Several operators have this name."""
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class LineReport:
    """A line of a file that names no entity."""

    line: int
    text: str
    fault: LineFault
    message: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entity that a request cannot go to."""

    entity: EntityRow
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would get a request, who not and why."""

    named: int
    will_get: int
    without_members: int
    """Of those who will get it, for how many nobody represents them here."""
    left_out: tuple[LeftOut, ...]
    """The first of them."""
    left_out_count: int


class Spared(StrEnum):
    """Why a case is not reminded."""

    NOT_AWAITED = "not_awaited"
    """Nothing is owed: it is submitted, closed or withdrawn."""
    REMINDED_TODAY = "reminded_today"
    NOBODY_HERE = "nobody_here"
    """Nobody represents the operator in this installation."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """Whom a reminder went to, and who was spared and why."""

    count: int
    spared: tuple[tuple[CaseRow, Spared], ...]
