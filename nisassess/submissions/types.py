"""Plain values of submissions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nisassess.access import Actor
from nisassess.sdk import ScopeKind


class Marking(StrEnum):
    """How far a submission may be passed on: the Traffic Light Protocol 2.0 (FIRST)."""

    RED = "red"
    """Named recipients only."""
    AMBER_STRICT = "amber_strict"
    """The recipient's organisation only."""
    AMBER = "amber"
    """The recipient's organisation and those it works for, by need to know."""
    GREEN = "green"
    """The community, not the public."""
    CLEAR = "clear"
    """Anybody."""


@dataclass(frozen=True, slots=True)
class StatusFact:
    """The NIS2 status that is sealed with the results."""

    status: str
    basis: str
    rule: str
    citation: str


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads the effective NIS2 status; handed in, because listings stand above submissions."""

    read: Callable[[Actor, str], Awaitable[StatusFact]]


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission without its document."""

    id: str
    number: int
    assessment_id: str | None
    """None for one that was imported."""
    operator_id: str
    operator_name: str
    country: str
    sector: str
    subsector: str
    entity_type: str
    title: str
    scope_kind: ScopeKind
    period_from: date
    period_until: date
    profile_id: str
    profile_version: str
    profile_title: str
    submitted_at: datetime
    signatory: str
    addressee_id: str
    addressee_name: str
    addressee_country: str
    digest: str
    completeness: float
    attainment: float | None
    met: int
    below: int
    not_applicable: int
    version: int = 1
    supersedes: str | None = None
    superseded_by: str | None = None
    marking: str = "amber"
    """How far it may be passed on, by the Traffic Light Protocol 2.0."""
    seal: str | None = None
    """The signed statement of the digest, a JWS in compact form."""
    timestamp: str | None = None
    """RFC 3161 time-stamp token over the seal, in base64."""
    origin: str | None = None
    """The trusted installation that it was imported from."""


@dataclass(frozen=True, slots=True)
class SubmissionFilter:
    """Narrows a list of submissions; None narrows nothing."""

    country: str | None = None
    sector: str | None = None
    subsector: str | None = None
    entity_type: str | None = None
    below_target_on: str | None = None
    """Id of a control whose target the submission does not reach."""
    operator_id: str | None = None
    assessment_id: str | None = None
    search: str | None = None
    submitted_from: date | None = None
    submitted_until: date | None = None
    profile_id: str | None = None
    year: int | None = None
    """The year in which the period ends."""
    newest: bool = False
    """Without those that a newer version took the place of."""
    control_id: str | None = None
    """With `control_state` and `control_level`: how this control came out."""
    control_state: str | None = None
    control_level: int | None = None
    group_id: str | None = None
    """With `group_state` and `group_level`: how this group came out."""
    group_state: str | None = None
    group_level: int | None = None
    late_on: date | None = None
    """With a measure whose day had passed on this one, and that is not known to be done."""
    request_id: str | None = None
    """That answer this request."""
    in_each_year: tuple[int, ...] = ()
    """Of operators that submitted by the same profile in each of these years."""


@dataclass(frozen=True, slots=True)
class SealKeyRow:
    """A key that this installation seals or sealed with, without its private part."""

    id: str
    """SHA-256 of the certificate, in hex."""
    certificate: str
    """In PEM, with the chain above it."""
    kind: str
    """`installation` or `certificate`."""
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry of the log of sealed digests; `head` holds the hash of all up to it."""

    position: int
    digest: str
    submission_id: str
    at: datetime
    head: str


@dataclass(frozen=True, slots=True)
class SealedFact:
    """What a stranger who has its digest may know of a submission."""

    id: str
    version: int
    seal: str | None
    timestamp: str | None
    origin: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class SealedContent:
    """A submission as the log speaks of it."""

    digest: str
    document: str
    seal: str | None
    origin: str | None
