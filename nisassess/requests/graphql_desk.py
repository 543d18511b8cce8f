"""GraphQL of the desk: cases, reminders, who handles what, saved views."""

from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.kit.clock import today
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.kit.ids import is_id
from nisassess.kit.pagination import make_page, page_request
from nisassess.kit.problems import NotFoundProblem, Problem, StateProblem, ValidationProblem
from nisassess.requests import chasing, views
from nisassess.requests.chasing import Selection
from nisassess.requests.graphql_types import (
    Case,
    CaseConnection,
    CaseCount,
    CaseEdge,
    DeskView,
)
from nisassess.requests.repository import cases, desk
from nisassess.requests.repository import requests as repository
from nisassess.requests.repository import views as saved_views
from nisassess.requests.types import CaseFilter, CaseOrder, CaseRow, CaseState, Spared
from nisassess.requests.validation import check_filter

strawberry.enum(CaseOrder)


@strawberry.input(name="CaseFilter")
class CaseFilterInput:
    """Narrows a desk; without `states`, cases of withdrawn requests are left out.

    `status` is the NIS2 status, `search` part of the operator's name; shares are from 0 to 1.
    """

    states: list[CaseState] | None = None
    sector: str | None = None
    subsector: str | None = None
    country: str | None = None
    status: str | None = None
    request_id: strawberry.ID | None = None
    voluntary: bool | None = None
    officer_id: strawberry.ID | None = None
    unassigned: bool | None = None
    overdue: bool | None = None
    attainment_from: float | None = None
    attainment_until: float | None = None
    completeness_from: float | None = None
    completeness_until: float | None = None
    search: str | None = None

    def value(self) -> CaseFilter:
        """The filter; raises ValidationFailed."""
        given = {**vars(self), "states": tuple(dict.fromkeys(self.states or ()))}
        narrowed = CaseFilter(**given)
        check_filter(narrowed)
        return narrowed


@strawberry.input
class CaseSelectionInput:
    """Cases: some by their ids, or all that a filter shows.

    `expected` is how many you were shown; if there are others by now, nothing is done.
    """

    authority_id: strawberry.ID
    case_ids: list[strawberry.ID] | None = None
    filter: CaseFilterInput | None = None
    expected: int

    def value(self) -> Selection:
        """The selection; raises ValidationFailed."""
        if (self.case_ids is None) == (self.filter is None):
            message = "name the cases, or give a filter; not both"
            raise ValidationFailed([Issue("caseIds", "one_of_two", message)])
        if self.case_ids is not None:
            narrowed = chasing.only(list(self.case_ids))
        else:
            narrowed = self.filter.value() if self.filter else CaseFilter()
        return Selection(self.authority_id, narrowed, self.expected)


@strawberry.type
class SparedCase:
    """A case that was not reminded, and why."""

    case_id: strawberry.ID
    operator_name: str
    reason: Spared


@strawberry.type
class CasesReminded:
    """How many operators' coordinators were reminded, and who was spared; at most a hundred are
    listed of `sparedCount`."""

    count: int
    spared_count: int
    spared: list[SparedCase]


RemindCasesResult = Annotated[
    CasesReminded | ValidationProblem | NotFoundProblem, strawberry.union("RemindCasesResult")
]


@strawberry.type
class CasesAssigned:
    """How many cases the officer now has."""

    count: int


AssignCasesResult = Annotated[
    CasesAssigned | ValidationProblem | NotFoundProblem, strawberry.union("AssignCasesResult")
]


@strawberry.input
class DeskParameterInput:
    """A name and a value of a desk's address."""

    name: str
    value: str


@strawberry.input
class SaveDeskViewInput:
    """`id` absent: a new view. `shared`: colleagues of the authority may open it."""

    authority_id: strawberry.ID
    id: strawberry.ID | None = None
    expected_version: int = 0
    name: str
    query: list[DeskParameterInput]
    shared: bool = False


@strawberry.type
class DeskViewSaved:
    """Saved."""

    view: DeskView


@strawberry.type
class DeskViewConflict(Problem):
    """It was saved in between; nothing was overwritten."""

    current: DeskView


SaveDeskViewResult = Annotated[
    DeskViewSaved | DeskViewConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SaveDeskViewResult"),
]


@strawberry.type
class DeskViewRemoved:
    """It is gone."""

    view_id: strawberry.ID


RemoveDeskViewResult = Annotated[
    DeskViewRemoved | NotFoundProblem, strawberry.union("RemoveDeskViewResult")
]


@strawberry.type
class DeskOpensWith:
    """The view that your desk opens with; null: everything."""

    view_id: strawberry.ID | None


SetDefaultDeskViewResult = Annotated[
    DeskOpensWith | NotFoundProblem, strawberry.union("SetDefaultDeskViewResult")
]


async def _titled(info: Info, rows: list[CaseRow]) -> list[Case]:
    ids = list(dict.fromkeys(row.request_id for row in rows if row.request_id))
    titles = await repository.titles(info.context.actor, ids)
    return [Case.of(row, titles.get(row.request_id or "")) for row in rows]


@strawberry.type
class Query:
    """The authority's cases."""

    @access.field(requires=Permission.DESK_READ)
    async def case(self, info: Info, id: strawberry.ID) -> Case | None:
        """One case."""
        row = await cases.seen(info.context.actor, id)
        return None if row is None else (await _titled(info, [row]))[0]

    @access.field(requires=Permission.DESK_READ)
    async def cases(  # noqa: PLR0917 - the arguments of the field
        self,
        info: Info,
        authority_id: strawberry.ID,
        first: int,
        after: str | None = None,
        filter: CaseFilterInput | None = None,
        order: CaseOrder = CaseOrder.DUE,
        descending: bool = False,
    ) -> CaseConnection | None:
        """Cases of an authority of yours; those without a value of the order come last."""
        request = page_request(first, after, 3)
        rows = await desk.page(
            info.context.actor,
            authority_id,
            filter.value() if filter else CaseFilter(),
            order,
            descending=descending,
            request=request,
            on=today(),
        )
        if rows is None:
            return None
        page = make_page(rows, request, lambda row: desk.key_of(order, row))
        nodes = await _titled(info, list(page.rows))
        return CaseConnection(
            edges=[
                CaseEdge(cursor=cursor, node=node)
                for node, cursor in zip(nodes, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )

    @access.field(requires=Permission.DESK_READ)
    async def case_counts(
        self, info: Info, authority_id: strawberry.ID, filter: CaseFilterInput | None = None
    ) -> list[CaseCount] | None:
        """How many cases of an authority of yours are in each state that any is in."""
        narrowed = filter.value() if filter else CaseFilter(states=tuple(CaseState))
        found = await desk.counts(info.context.actor, authority_id, narrowed, today())
        if found is None:
            return None
        return [
            CaseCount(state=state, count=count, overdue=overdue)
            for state, (count, overdue) in sorted(found.items())
        ]

    @access.field(requires=Permission.DESK_READ)
    async def desk_views(self, info: Info, authority_id: strawberry.ID) -> list[DeskView] | None:
        """Your views of an authority's desk, and those that colleagues share."""
        actor = info.context.actor
        rows = await saved_views.views(actor, authority_id)
        return None if rows is None else [DeskView.of(row, actor.id) for row in rows]


@strawberry.type
class Mutation:
    """What officers do on the desk."""

    @access.mutation(requires=Permission.REQUEST_MANAGE)
    async def remind_cases(self, info: Info, input: CaseSelectionInput) -> RemindCasesResult:
        """Remind operators of what they owe, none of them twice a day."""
        context = info.context
        done = await chasing.remind(context.get(Database), context.actor, input.value())
        return CasesReminded(
            count=done.count,
            spared_count=len(done.spared),
            spared=[
                SparedCase(
                    case_id=strawberry.ID(row.id), operator_name=row.operator_name, reason=why
                )
                for row, why in done.spared[:100]
            ],
        )

    @access.mutation(requires=Permission.REQUEST_MANAGE)
    async def assign_cases(
        self, info: Info, input: CaseSelectionInput, officer_id: strawberry.ID | None = None
    ) -> AssignCasesResult:
        """Hand cases to an officer of the authority, or to nobody."""
        context = info.context
        if officer_id is not None and not is_id("per", officer_id):
            message = "must be an officer of your authority"
            raise ValidationFailed([Issue("officerId", "unknown", message)])
        count = await chasing.assign(
            context.get(Database), context.actor, input.value(), officer_id
        )
        return CasesAssigned(count=count)

    @access.mutation(
        requires=Permission.DESK_READ,
        conflict=lambda error: DeskViewConflict(
            message=str(error), current=DeskView.of(error.current, error.current.owner_id)
        ),
    )
    async def save_desk_view(self, info: Info, input: SaveDeskViewInput) -> SaveDeskViewResult:
        """Keep filter and order of a desk under a name."""
        context = info.context
        change = views.ViewChange(
            authority_id=input.authority_id,
            name=input.name,
            query={one.name: one.value for one in input.query},
            shared=input.shared,
            view_id=input.id,
            expected_version=input.expected_version,
        )
        row = await views.save(context.get(Database), context.actor, change)
        return DeskViewSaved(view=DeskView.of(row, context.actor.id))

    @access.mutation(requires=Permission.DESK_READ)
    async def remove_desk_view(self, info: Info, id: strawberry.ID) -> RemoveDeskViewResult:
        """Remove a view of yours."""
        await views.remove(info.context.get(Database), info.context.actor, id)
        return DeskViewRemoved(view_id=id)

    @access.mutation(requires=Permission.DESK_READ)
    async def set_default_desk_view(
        self, info: Info, authority_id: strawberry.ID, view_id: strawberry.ID | None = None
    ) -> SetDefaultDeskViewResult:
        """Let your desk open with a view."""
        context = info.context
        await views.open_with(context.get(Database), context.actor, authority_id, view_id)
        return DeskOpensWith(view_id=view_id)
