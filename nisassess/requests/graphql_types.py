"""GraphQL types of requests and cases."""

from datetime import date, datetime
from typing import Any, Self

import strawberry

from nisassess.catalogues import repository as profiles
from nisassess.catalogues.graphql import CatalogueVersion
from nisassess.catalogues.types import PinnedProfile
from nisassess.kit.clock import today
from nisassess.kit.connections import PageInfo
from nisassess.requests.policy import citations
from nisassess.requests.types import (
    CaseRow,
    CaseState,
    EntityRow,
    EntityState,
    ErrandKind,
    ErrandRow,
    LineFault,
    Obstacle,
    ReceivedRow,
    RequestRow,
    RequestState,
    Spared,
    ViewRow,
)
from nisassess.sdk import ScopeKind

for _enum in (CaseState, RequestState, EntityState, ErrandKind, LineFault, Obstacle, Spared):
    strawberry.enum(_enum)


@strawberry.type
class Case:
    """One operator's assessment as its authority knows it: nothing of a draft.

    `requestId` is null when the operator submitted of its own accord; `submissionId` is the newest
    version; figures are those of it.
    """

    id: strawberry.ID
    authority_id: strawberry.ID
    operator_id: strawberry.ID
    request_id: strawberry.ID | None
    request_title: str | None
    state: CaseState
    due_on: date | None
    overdue: bool
    requested_on: date | None
    opened_on: date | None
    submission_id: strawberry.ID | None
    submitted_at: datetime | None
    officer_id: strawberry.ID | None
    officer_name: str | None
    returned_at: datetime | None
    closed_at: datetime | None
    reminded_on: date | None
    reminders: int
    operator_name: str
    country: str
    sector: str
    subsector: str
    entity_type: str
    profile_id: strawberry.ID
    status: str
    completeness: float | None
    attainment: float | None

    @classmethod
    def of(cls, row: CaseRow, request_title: str | None = None) -> Self:
        """The case of a row that the caller may see."""
        values: dict[str, Any] = {
            one: getattr(row, one) for one in CaseRow.__slots__ if one != "taken_at"
        }
        return cls(**values, overdue=row.is_overdue(today()), request_title=request_title)


@strawberry.type
class CaseEdge:
    """One case of a page."""

    cursor: str
    node: Case


@strawberry.type
class CaseConnection:
    """One page of cases."""

    edges: list[CaseEdge]
    page_info: PageInfo


@strawberry.type
class CaseCount:
    """How many cases are in a state, and how many of them are overdue."""

    state: CaseState
    count: int
    overdue: int


@strawberry.type
class RequestedProfile:
    """The profile that a request asks for, pinned when it was written down."""

    id: strawberry.ID
    version: str
    title: str
    digest: str
    catalogues: list[CatalogueVersion]

    @classmethod
    async def of(cls, digest: str) -> Self:
        """The profile under a digest."""
        found: PinnedProfile = await profiles.pinned(digest)
        return cls(
            id=strawberry.ID(found.id),
            version=found.version,
            title=found.title,
            digest=digest,
            catalogues=[
                CatalogueVersion(id=strawberry.ID(one.id), version=one.version, title=one.title)
                for one in found.catalogues
            ],
        )


@strawberry.type
class Errand:
    """Work in the background: `done` of `total` operators; `finished` when there is no more."""

    kind: ErrandKind
    done: int
    total: int
    finished: bool

    @classmethod
    def of(cls, row: ErrandRow) -> Self:
        """The work of a row."""
        return cls(
            kind=row.kind, done=row.done, total=row.total, finished=row.finished_at is not None
        )


@strawberry.type
class EntityCount:
    """How many of the entities that a request names are in a state."""

    state: EntityState
    count: int


@strawberry.type
class Request:
    """An authority's call for assessments, as the authority sees it."""

    id: strawberry.ID
    authority_id: strawberry.ID
    title: str
    purpose: str
    legal_basis: str
    points_essential: list[str]
    points_important: list[str]
    profile: RequestedProfile
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
    errand: Errand | None

    @classmethod
    async def of(cls, row: RequestRow, errand: ErrandRow | None = None) -> Self:
        """The request of a row that the caller may see."""
        left = {"authority_name", "profile_digest"}
        values: dict[str, Any] = {
            one: getattr(row, one) for one in RequestRow.__slots__ if one not in left
        }
        values["points_essential"] = list(row.points_essential)
        values["points_important"] = list(row.points_important)
        return cls(
            **values,
            profile=await RequestedProfile.of(row.profile_digest),
            errand=Errand.of(errand) if errand else None,
        )


@strawberry.type
class RequestEdge:
    """One request of a page."""

    cursor: str
    node: Request


@strawberry.type
class RequestConnection:
    """One page of requests, newest first."""

    edges: list[RequestEdge]
    page_info: PageInfo


@strawberry.type
class RequestedEntity:
    """An entity that a request names."""

    operator_id: strawberry.ID
    name: str
    country: str
    subsector: str | None
    entity_type: str | None
    state: EntityState

    @classmethod
    def of(cls, row: EntityRow) -> Self:
        """The entity of a row."""
        return cls(
            operator_id=strawberry.ID(row.operator_id),
            name=row.name,
            country=row.country,
            subsector=row.subsector,
            entity_type=row.entity_type,
            state=row.state,
        )


@strawberry.type
class RequestedEntityEdge:
    """One entity of a page."""

    cursor: str
    node: RequestedEntity


@strawberry.type
class RequestedEntityConnection:
    """One page of entities, in the order in which they were named."""

    edges: list[RequestedEntityEdge]
    page_info: PageInfo


@strawberry.type
class LeftOutEntity:
    """An entity that the request cannot go to, and why."""

    entity: RequestedEntity
    obstacle: Obstacle


@strawberry.type
class RequestPreview:
    """Who would get the request if it was sent now, who not and why.

    `withoutMembers`: for how many of those who would get it nobody represents them here; they must
    be told in another way. `leftOut` holds at most a hundred of `leftOutCount`.
    """

    named: int
    will_get: int
    without_members: int
    left_out: list[LeftOutEntity]
    left_out_count: int


@strawberry.type
class ReceivedRequest:
    """A request as the operator that it went to sees it.

    `citations`: the points of NIS2 that it rests on for an entity of the operator's status.
    """

    case_id: strawberry.ID
    operator_id: strawberry.ID
    state: CaseState
    overdue: bool
    due_on: date
    requested_on: date
    submission_id: strawberry.ID | None
    submitted_at: datetime | None
    authority_id: strawberry.ID
    authority_name: str
    authority_country: str
    title: str
    purpose: str
    legal_basis: str
    citations: list[str]
    profile: RequestedProfile
    scope_kind: ScopeKind
    period_from: date
    period_until: date
    withdrawn_because: str | None

    @classmethod
    async def of(cls, row: ReceivedRow) -> Self:
        """The request of a row that the caller may see."""
        left = {
            "status",
            "request_id",
            "points_essential",
            "points_important",
            "profile_digest",
        }
        values: dict[str, Any] = {
            one: getattr(row, one) for one in ReceivedRow.__slots__ if one not in left
        }
        cited = citations(row.status, row.points_essential, row.points_important)
        return cls(
            **values,
            citations=list(cited),
            overdue=row.is_overdue(today()),
            profile=await RequestedProfile.of(row.profile_digest),
        )


@strawberry.type
class DeskParameter:
    """A name and a value of a desk's address, such as `state` and `requested,opened`."""

    name: str
    value: str


@strawberry.type
class DeskView:
    """Filter and order of a desk under a name; `isDefault`: the caller's desk opens with it."""

    id: strawberry.ID
    authority_id: strawberry.ID
    name: str
    query: list[DeskParameter]
    shared: bool
    own: bool
    owner_name: str
    version: int
    is_default: bool

    @classmethod
    def of(cls, row: ViewRow, actor_id: str) -> Self:
        """The view of a row that the caller may see."""
        return cls(
            id=strawberry.ID(row.id),
            authority_id=strawberry.ID(row.authority_id),
            name=row.name,
            query=[DeskParameter(name=name, value=value) for name, value in row.query.items()],
            shared=row.shared,
            own=row.owner_id == actor_id,
            owner_name=row.owner_name,
            version=row.version,
            is_default=row.is_default,
        )
