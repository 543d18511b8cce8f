"""GraphQL types of cases."""

from datetime import date, datetime
from typing import Self

import strawberry

from nisassess.kit.clock import today
from nisassess.kit.connections import PageInfo
from nisassess.requests.types import CaseRow, CaseState

strawberry.enum(CaseState)


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
    def of(cls, row: CaseRow) -> Self:
        """The case of a row that the caller may see."""
        names = [one for one in CaseRow.__slots__ if one != "taken_at"]
        return cls(**{one: getattr(row, one) for one in names}, overdue=row.is_overdue(today()))


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
