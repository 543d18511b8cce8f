"""GraphQL of requests: an officer writes, names, sends; an operator reads what it was asked."""

from datetime import date
from typing import Annotated, Any

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.catalogues.graphql import Profile, profile_of
from nisassess.catalogues.service import offers_under
from nisassess.identity import repository as identity
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.pagination import make_page, page_request
from nisassess.kit.problems import NotFoundProblem, Problem, StateProblem, ValidationProblem
from nisassess.plugins import PluginRegistry
from nisassess.requests import service
from nisassess.requests.calling import Caller
from nisassess.requests.files import name_from_csv
from nisassess.requests.graphql_types import (
    EntityCount,
    LeftOutEntity,
    ReceivedRequest,
    Request,
    RequestConnection,
    RequestedEntity,
    RequestedEntityConnection,
    RequestedEntityEdge,
    RequestEdge,
    RequestPreview,
)
from nisassess.requests.naming import Namer
from nisassess.requests.repository import entities, errands, received
from nisassess.requests.repository import requests as repository
from nisassess.requests.types import (
    EntityFilter,
    EntityState,
    LineFault,
    RequestContent,
    RequestRow,
)
from nisassess.sdk import ScopeKind


@strawberry.input
class SaveRequestInput:
    """`id` absent: a new draft. Points are letters: e, f, g of NIS2 Art. 32(2) for essential
    entities; d, e, f of Art. 33(2) for important ones."""

    authority_id: strawberry.ID
    id: strawberry.ID | None = None
    expected_version: int = 0
    title: str
    purpose: str
    legal_basis: str
    points_essential: list[str]
    points_important: list[str]
    profile_id: strawberry.ID
    scope_kind: ScopeKind
    period_from: date
    period_until: date
    due_on: date


@strawberry.type
class RequestSaved:
    """The request as it is now."""

    request: Request


@strawberry.type
class RequestConflict(Problem):
    """A colleague changed it in the meantime; nothing was overwritten."""

    current_version: int


@strawberry.type
class RequestDiscarded:
    """The draft is gone."""

    request_id: strawberry.ID


@strawberry.input(name="EntityFilter")
class EntityFilterInput:
    """Which operators within the authority's competence; `status` is the NIS2 status."""

    country: str | None = None
    sector: str | None = None
    subsector: str | None = None
    entity_type: str | None = None
    status: str | None = None

    def value(self) -> EntityFilter:
        """The filter."""
        return EntityFilter(**vars(self))


@strawberry.type
class EntitiesNamed:
    """How many entities are new in the request, and how many it named before."""

    added: int
    already: int


@strawberry.type
class EntityLine:
    """A line of a file that names no entity, and why."""

    line: int
    text: str
    fault: LineFault
    message: str


@strawberry.type
class EntitiesImported:
    """What came of a file; `faults` holds at most 500 of `faultCount`."""

    lines: int
    added: int
    fault_count: int
    faults: list[EntityLine]


@strawberry.type
class EntitiesRemoved:
    """How many entities the request names no longer."""

    count: int


_Problems = ValidationProblem | StateProblem | NotFoundProblem
SaveRequestResult = Annotated[
    RequestSaved | RequestConflict | _Problems, strawberry.union("SaveRequestResult")
]
DiscardRequestResult = Annotated[
    RequestDiscarded | StateProblem | NotFoundProblem, strawberry.union("DiscardRequestResult")
]
NameEntitiesResult = Annotated[EntitiesNamed | _Problems, strawberry.union("NameEntitiesResult")]
ImportEntitiesResult = Annotated[
    EntitiesImported | _Problems, strawberry.union("ImportEntitiesResult")
]
RemoveEntitiesResult = Annotated[
    EntitiesRemoved | StateProblem | NotFoundProblem, strawberry.union("RemoveEntitiesResult")
]


def _conflict(error: Any) -> RequestConflict:
    return RequestConflict(message=str(error), current_version=error.current.version)


async def _request(row: RequestRow) -> Request:
    found = await errands.of_requests([row.id])
    return await Request.of(row, found.get(row.id))


@strawberry.type
class Query:
    """Requests: of the caller's authority, or to the caller's operator."""

    @access.field(requires=Permission.DESK_READ)
    async def request(self, info: Info, id: strawberry.ID) -> Request | None:
        """One request of an authority of yours."""
        row = await repository.seen(info.context.actor, id)
        return None if row is None else await _request(row)

    @access.field(requires=Permission.DESK_READ)
    async def requests(
        self, info: Info, authority_id: strawberry.ID, first: int, after: str | None = None
    ) -> RequestConnection | None:
        """Requests of an authority of yours, newest first."""
        asked = page_request(first, after, 1)
        rows = await repository.listed(info.context.actor, authority_id, asked)
        if rows is None:
            return None
        page = make_page(rows, asked, lambda row: (row.id,))
        found = await errands.of_requests([row.id for row in page.rows])
        return RequestConnection(
            edges=[
                RequestEdge(cursor=cursor, node=await Request.of(row, found.get(row.id)))
                for row, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )

    @access.field(requires=Permission.DESK_READ)
    async def requested_entities(
        self,
        info: Info,
        request_id: strawberry.ID,
        first: int,
        after: str | None = None,
        state: EntityState | None = None,
    ) -> RequestedEntityConnection | None:
        """Entities that a request names, in the order in which they were named."""
        asked = page_request(first, after, 1)
        row = await repository.seen(info.context.actor, request_id)
        if row is None:
            return None
        states = (state,) if state else tuple(EntityState)
        start = str(asked.after[0]) if asked.after else ""
        rows = await entities.page(row.id, states, start, first + 1)
        page = make_page(rows, asked, lambda one: (one.id,))
        return RequestedEntityConnection(
            edges=[
                RequestedEntityEdge(cursor=cursor, node=RequestedEntity.of(one))
                for one, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )

    @access.field(requires=Permission.DESK_READ)
    async def requested_entity_counts(
        self, info: Info, request_id: strawberry.ID
    ) -> list[EntityCount] | None:
        """How many entities of a request are in each state."""
        row = await repository.seen(info.context.actor, request_id)
        if row is None:
            return None
        found = await entities.counted(row.id)
        return [EntityCount(state=state, count=count) for state, count in sorted(found.items())]

    @access.field(requires=Permission.REQUEST_MANAGE)
    async def request_preview(self, info: Info, request_id: strawberry.ID) -> RequestPreview | None:
        """Who would get the request if it was sent now, who not and why."""
        context = info.context
        if await repository.managed(context.actor, request_id) is None:
            return None
        found = await context.get(Namer).preview(context.actor, request_id)
        return RequestPreview(
            named=found.named,
            will_get=found.will_get,
            without_members=found.without_members,
            left_out=[
                LeftOutEntity(entity=RequestedEntity.of(one.entity), obstacle=one.obstacle)
                for one in found.left_out
            ],
            left_out_count=found.left_out_count,
        )

    @access.field(requires=Permission.REQUEST_MANAGE)
    async def entities_fitting(
        self, info: Info, request_id: strawberry.ID, filter: EntityFilterInput
    ) -> int | None:
        """How many operators a filter would name in a request."""
        context = info.context
        if await repository.managed(context.actor, request_id) is None:
            return None
        return await context.get(Namer).count(context.actor, request_id, filter.value())

    @access.field(requires=Permission.REQUEST_MANAGE)
    async def requestable_profiles(
        self, info: Info, authority_id: strawberry.ID, language: str | None = None
    ) -> list[Profile] | None:
        """Profiles under the laws for which an authority of yours is competent."""
        context = info.context
        if not context.actor.may(Permission.REQUEST_MANAGE, authority_id):
            return None
        regimes = {one.regime for one in await identity.competences([authority_id])}
        found = offers_under(context.get(PluginRegistry), regimes, language)
        return [profile_of(offer) for offer in found]

    @access.field(requires=Permission.REQUEST_READ)
    async def received_requests(
        self, info: Info, operator_id: strawberry.ID
    ) -> list[ReceivedRequest] | None:
        """Requests to an operator of yours, what is owed first; at most a hundred."""
        rows = await received.of_operator(info.context.actor, operator_id)
        return None if rows is None else [await ReceivedRequest.of(row) for row in rows]

    @access.field(requires=Permission.REQUEST_READ)
    async def received_request(self, info: Info, case_id: strawberry.ID) -> ReceivedRequest | None:
        """One request to an operator of yours."""
        row = await received.seen(info.context.actor, case_id)
        return None if row is None else await ReceivedRequest.of(row)


@strawberry.type
class Mutation:
    """What officers do with requests."""

    @access.mutation(requires=Permission.REQUEST_MANAGE, conflict=_conflict)
    async def save_request(self, info: Info, input: SaveRequestInput) -> SaveRequestResult:
        """Write a draft down."""
        context = info.context
        values: dict[str, Any] = {
            name: getattr(input, name) for name in RequestContent.__dataclass_fields__
        }
        values["points_essential"] = tuple(input.points_essential)
        values["points_important"] = tuple(input.points_important)
        change = service.RequestChange(
            authority_id=input.authority_id,
            content=RequestContent(**values),
            request_id=input.id,
            expected_version=input.expected_version,
        )
        row = await service.save(
            context.get(Database), context.get(PluginRegistry), context.actor, change
        )
        return RequestSaved(request=await _request(row))

    @access.mutation(requires=Permission.REQUEST_MANAGE)
    async def discard_request(self, info: Info, id: strawberry.ID) -> DiscardRequestResult:
        """Remove a draft."""
        await service.discard(info.context.get(Database), info.context.actor, id)
        return RequestDiscarded(request_id=id)

    @access.mutation(requires=Permission.REQUEST_MANAGE)
    async def name_entities(
        self, info: Info, request_id: strawberry.ID, operator_ids: list[strawberry.ID]
    ) -> NameEntitiesResult:
        """Name some operators, up to 200 at once."""
        context = info.context
        done = await context.get(Namer).by_hand(context.actor, request_id, list(operator_ids))
        return EntitiesNamed(added=done.added, already=done.already)

    @access.mutation(requires=Permission.REQUEST_MANAGE)
    async def name_entities_by_filter(
        self, info: Info, request_id: strawberry.ID, filter: EntityFilterInput
    ) -> NameEntitiesResult:
        """Name every operator within the authority's competence that fits."""
        context = info.context
        done = await context.get(Namer).by_filter(context.actor, request_id, filter.value())
        return EntitiesNamed(added=done.added, already=done.already)

    @access.mutation(requires=Permission.REQUEST_MANAGE)
    async def import_entities(
        self, info: Info, request_id: strawberry.ID, csv: str
    ) -> ImportEntitiesResult:
        """Name the operators of a CSV file with a column `id` or `name`; a report per line."""
        context = info.context
        found = await name_from_csv(context.get(Namer), context.actor, request_id, csv)
        return EntitiesImported(
            lines=found.lines,
            added=found.named.added,
            fault_count=len(found.faults),
            faults=[
                EntityLine(line=one.line, text=one.text, fault=one.fault, message=one.message)
                for one in found.faults[:500]
            ],
        )

    @access.mutation(requires=Permission.REQUEST_MANAGE)
    async def remove_entities(
        self,
        info: Info,
        request_id: strawberry.ID,
        operator_ids: list[strawberry.ID] | None = None,
    ) -> RemoveEntitiesResult:
        """Take operators off again that were not called; all of them if none is named."""
        context = info.context
        ids = None if operator_ids is None else [str(one) for one in operator_ids]
        count = await context.get(Namer).remove(context.actor, request_id, ids)
        return EntitiesRemoved(count=count)

    @access.mutation(requires=Permission.REQUEST_MANAGE, conflict=_conflict)
    async def send_request(
        self, info: Info, id: strawberry.ID, expected_version: int
    ) -> SaveRequestResult:
        """Call everybody who is named and was not called yet; goes on in the background."""
        context = info.context
        row = await service.send(context.get(Caller), context.actor, id, expected_version)
        return RequestSaved(request=await _request(row))

    @access.mutation(requires=Permission.REQUEST_MANAGE, conflict=_conflict)
    async def withdraw_request(
        self, info: Info, id: strawberry.ID, expected_version: int, reason: str
    ) -> SaveRequestResult:
        """Take a request back; what was submitted for it stays."""
        context = info.context
        row = await service.withdraw(
            context.get(Caller), context.actor, id, expected_version, reason
        )
        return RequestSaved(request=await _request(row))

    @access.mutation(requires=Permission.REQUEST_MANAGE, conflict=_conflict)
    async def extend_request(
        self, info: Info, id: strawberry.ID, expected_version: int, due_on: date
    ) -> SaveRequestResult:
        """Give everybody who has not submitted yet more time."""
        context = info.context
        row = await service.extend(context.get(Caller), context.actor, id, expected_version, due_on)
        return RequestSaved(request=await _request(row))
