"""GraphQL of an authority's register of entities."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.kit.pagination import make_page, page_request
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.operators.types import StatusValue
from nisassess.requests.types import name_key
from nisassess.supervision import register
from nisassess.supervision import repository_register as repository
from nisassess.supervision.register_types import EntryRow
from nisassess.supervision.register_types import RegisterFilter as Narrowed

_LONGEST = 200


@strawberry.type
class RegisterDecision:
    """A status decision on an entity of the register."""

    status: StatusValue
    reason: str
    citation: str | None
    decided_on: date
    recorded_at: datetime
    recorded_by: str


@strawberry.type
class RegisterCandidate:
    """An operator here that the entity may be."""

    id: strawberry.ID
    name: str


@strawberry.type
class RegisterEntry:
    """An entity in the authority's own register; `operatorId`: the operator here that it is."""

    id: strawberry.ID
    national_number: str
    name: str
    country: str
    subsector: str | None
    contact_email: str | None
    status: StatusValue
    decided_on: date
    reason: str
    citation: str | None
    operator_id: strawberry.ID | None
    updated_at: datetime
    updated_by: str

    @access.edge(requires=Permission.REGISTER_READ)
    async def decisions(self, info: Info) -> list[RegisterDecision] | None:
        """The newest hundred decisions on it, newest first."""
        return [
            RegisterDecision(
                status=one.status,
                reason=one.reason,
                citation=one.citation or None,
                decided_on=one.decided_on,
                recorded_at=one.recorded_at,
                recorded_by=one.recorded_by,
            )
            for one in await repository.decisions(info.context.actor, self.id)
        ]

    @access.edge(requires=Permission.REGISTER_MANAGE)
    async def candidates(self, info: Info) -> list[RegisterCandidate] | None:
        """Operators here that it may be, by its number or its name; none if it is tied."""
        row = await repository.entry(info.context.actor, self.id)
        if row is None or row.operator_id is not None:
            return []
        return [
            RegisterCandidate(id=strawberry.ID(one.id), name=one.details.name)
            for one in await register.candidates(info.context.actor, row)
        ]


@strawberry.type
class RegisterEntryEdge:
    """One entity of a page."""

    cursor: str
    node: RegisterEntry


@strawberry.type
class RegisterEntryConnection:
    """One page of the register, by name."""

    edges: list[RegisterEntryEdge]
    page_info: PageInfo


@strawberry.input
class RegisterFilter:
    """Narrows the register; `search`: part of the name, or the whole national number; `tied`:
    whether the entity is an operator here."""

    search: str | None = None
    status: StatusValue | None = None
    tied: bool | None = None
    country: str | None = None


@strawberry.type
class RegisterEntryTied:
    """The entity as it is now."""

    entry: RegisterEntry


TieRegisterEntryResult = Annotated[
    RegisterEntryTied | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("TieRegisterEntryResult"),
]


def entry_of(row: EntryRow) -> RegisterEntry:
    """The GraphQL value of an entry."""
    entry = row.entry
    return RegisterEntry(
        id=strawberry.ID(row.id),
        national_number=entry.national_number,
        name=entry.name,
        country=entry.country,
        subsector=entry.subsector or None,
        contact_email=entry.contact_email or None,
        status=entry.status,
        decided_on=entry.decided_on,
        reason=entry.reason,
        citation=entry.citation or None,
        operator_id=strawberry.ID(row.operator_id) if row.operator_id else None,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )


def _narrowed(given: RegisterFilter | None) -> Narrowed:
    if given is None:
        return Narrowed()
    for name in ("search", "country"):
        value = getattr(given, name)
        if value is not None and (len(value) > _LONGEST or not value.isprintable()):
            message = f"must be plain text, at most {_LONGEST} characters"
            raise ValidationFailed([Issue(f"filter.{name}", "bad_text", message)])
    return Narrowed(given.search or None, given.status, given.tied, given.country or None)


@strawberry.type
class Query:
    """The register of entities."""

    @access.field(requires=Permission.REGISTER_READ)
    async def register_entries(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        filter: RegisterFilter | None = None,
    ) -> RegisterEntryConnection | None:
        """Entities in the register of the caller's authority, by name."""
        request = page_request(first, after, 2)
        rows = await repository.entries(info.context.actor, _narrowed(filter), request)
        page = make_page(rows, request, lambda row: (name_key(row.entry.name), row.id))
        return RegisterEntryConnection(
            edges=[
                RegisterEntryEdge(cursor=cursor, node=entry_of(row))
                for row, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )

    @access.field(requires=Permission.REGISTER_READ)
    async def register_entry(self, info: Info, id: strawberry.ID) -> RegisterEntry | None:
        """One entity of it."""
        row = await repository.entry(info.context.actor, id)
        return entry_of(row) if row else None


@strawberry.type
class Mutation:
    """Filling the register; files are imported by `POST /register/entities.csv`."""

    @access.mutation(requires=Permission.REGISTER_MANAGE)
    async def tie_register_entry(
        self, info: Info, entry_id: strawberry.ID, operator_id: strawberry.ID | None = None
    ) -> TieRegisterEntryResult:
        """Say which operator here an entity is, whose listing its decision becomes; without one
        it is none after all."""
        context = info.context
        row = await register.tie(
            context.get(Database), context.actor, entry_id, operator_id or None
        )
        return RegisterEntryTied(entry=entry_of(row))
