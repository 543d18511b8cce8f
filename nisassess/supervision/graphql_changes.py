"""GraphQL of what operators register, and of notices that it changed (NIS2 Art. 3(4))."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.identity.graphql import Authority
from nisassess.identity.types import AuthorityRow
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.pagination import make_page, page_request
from nisassess.kit.problems import NotFoundProblem, Problem, StateProblem, ValidationProblem
from nisassess.supervision import changes
from nisassess.supervision import repository_changes as repository
from nisassess.supervision.changes_types import (
    ContactPoint as ContactPointValue,
)
from nisassess.supervision.changes_types import (
    Fact,
    FactChange,
    NoticeRow,
    RegistrationDetails,
    RegistrationRow,
)

strawberry.enum(Fact, name="RegisteredFact")


@strawberry.type
class ContactPoint:
    """Whom to reach, by name or function; `aroundTheClock`: at any hour of any day."""

    name: str
    email: str | None
    phone: str | None
    around_the_clock: bool


@strawberry.type
class Registration:
    """What an operator submits for the list of entities besides its details (NIS2 Art. 3(4));
    version 0: nothing yet."""

    operator_id: strawberry.ID
    version: int
    national_number: str
    address: str
    ip_ranges: list[str]
    contact_points: list[ContactPoint]
    updated_at: datetime | None
    updated_by: str | None


@strawberry.type
class RegisteredChange:
    """One fact that reads otherwise; a line for each of several."""

    fact: Fact
    before: str
    after: str


@strawberry.type
class PendingChange:
    """What differs from what the authority was told last, and until when it is to be told."""

    changed_on: date
    due_on: date
    citation: str
    changes: list[RegisteredChange]
    authorities: list[Authority]


@strawberry.type
class ChangeNotice:
    """A notice that an operator's details changed; `late`: sent after the last day."""

    id: strawberry.ID
    operator_id: strawberry.ID
    operator_name: str
    authority: Authority
    changed_on: date
    due_on: date
    late: bool
    note: str
    changes: list[RegisteredChange]
    sent_at: datetime
    sent_by: str
    acknowledged_at: datetime | None
    acknowledged_by: str | None


@strawberry.type
class ChangeNoticeEdge:
    """One notice of a page."""

    cursor: str
    node: ChangeNotice


@strawberry.type
class ChangeNoticeConnection:
    """One page of notices, newest first."""

    edges: list[ChangeNoticeEdge]
    page_info: PageInfo


@strawberry.input
class ContactPointInput:
    """By name or function; an e-mail address or a telephone number, or both."""

    name: str
    email: str = ""
    phone: str = ""
    around_the_clock: bool = False


@strawberry.input
class SaveRegistrationInput:
    """The whole form; `expectedVersion`: the one that was read."""

    operator_id: strawberry.ID
    expected_version: int
    national_number: str = ""
    address: str = ""
    ip_ranges: list[str]
    contact_points: list[ContactPointInput]


@strawberry.input
class SendChangeNoticeInput:
    """`changedOn`: the day of the change, where it is another than the day it was saved here."""

    operator_id: strawberry.ID
    changed_on: date | None = None
    note: str = ""


@strawberry.type
class RegistrationSaved:
    """Saved."""

    registration: Registration


@strawberry.type
class RegistrationConflict(Problem):
    """Somebody else saved in between; nothing was overwritten."""

    current: Registration


@strawberry.type
class ChangeNoticesSent:
    """One for each authority that is to know."""

    notices: list[ChangeNotice]


@strawberry.type
class ChangeNoticeAcknowledged:
    """The notice as it is now."""

    notice: ChangeNotice


SaveRegistrationResult = Annotated[
    RegistrationSaved | RegistrationConflict | ValidationProblem | NotFoundProblem,
    strawberry.union("SaveRegistrationResult"),
]
SendChangeNoticeResult = Annotated[
    ChangeNoticesSent | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SendChangeNoticeResult"),
]
AcknowledgeChangeResult = Annotated[
    ChangeNoticeAcknowledged | StateProblem | NotFoundProblem,
    strawberry.union("AcknowledgeChangeResult"),
]


def _registration(row: RegistrationRow) -> Registration:
    details = row.details
    return Registration(
        operator_id=strawberry.ID(row.operator_id),
        version=row.version,
        national_number=details.national_number,
        address=details.address,
        ip_ranges=list(details.ip_ranges),
        contact_points=[
            ContactPoint(
                name=one.name,
                email=one.email or None,
                phone=one.phone or None,
                around_the_clock=one.around_the_clock,
            )
            for one in details.contact_points
        ],
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )


def _changes(found: tuple[FactChange, ...]) -> list[RegisteredChange]:
    return [RegisteredChange(fact=one.fact, before=one.before, after=one.after) for one in found]


def _authority(row: AuthorityRow) -> Authority:
    return Authority(id=strawberry.ID(row.id), name=row.name, country=row.country)


def _notice(row: NoticeRow) -> ChangeNotice:
    return ChangeNotice(
        id=strawberry.ID(row.id),
        operator_id=strawberry.ID(row.operator_id),
        operator_name=row.operator_name,
        authority=_authority(row.authority),
        changed_on=row.changed_on,
        due_on=row.due_on,
        late=row.is_late,
        note=row.note,
        changes=_changes(row.changes),
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
    )


@strawberry.type
class Query:
    """What operators register, and what changed of it."""

    @access.field(requires=Permission.SESSION_USE)
    async def registration(self, info: Info, operator_id: strawberry.ID) -> Registration | None:
        """What an operator registered: for its members, and for the competent authority."""
        row = await repository.registration(info.context.actor, operator_id)
        return _registration(row) if row else None

    @access.field(requires=Permission.OPERATOR_READ)
    async def pending_change(self, info: Info, operator_id: strawberry.ID) -> PendingChange | None:
        """What the caller's operator is to tell; null if nothing is."""
        found = await changes.pending(info.context.actor, operator_id)
        if found is None:
            return None
        return PendingChange(
            changed_on=found.changed_on,
            due_on=found.due_on,
            citation=found.citation,
            changes=_changes(found.changes),
            authorities=[_authority(one) for one in found.authorities],
        )

    @access.field(requires=Permission.SESSION_USE)
    async def change_notices(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        operator_id: strawberry.ID | None = None,
        open: bool | None = None,
    ) -> ChangeNoticeConnection | None:
        """Notices of the caller's operator, or to the caller's authority, newest first; `open`:
        whether they wait to be acknowledged."""
        request = page_request(first, after, 1)
        rows = await repository.notices(info.context.actor, operator_id, open, request)
        page = make_page(rows, request, lambda row: (row.id,))
        return ChangeNoticeConnection(
            edges=[
                ChangeNoticeEdge(cursor=cursor, node=_notice(row))
                for row, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )

    @access.field(requires=Permission.SESSION_USE)
    async def change_notice(self, info: Info, id: strawberry.ID) -> ChangeNotice | None:
        """One of them."""
        row = await repository.notice(info.context.actor, id)
        return _notice(row) if row else None


@strawberry.type
class Mutation:
    """Registering, telling changes, and taking them in."""

    @access.mutation(
        requires=Permission.OPERATOR_UPDATE,
        conflict=lambda error: RegistrationConflict(
            message=str(error), current=_registration(error.current)
        ),
    )
    async def save_registration(
        self, info: Info, input: SaveRegistrationInput
    ) -> SaveRegistrationResult:
        context = info.context
        row = await changes.save_registration(
            context.get(Database),
            context.actor,
            input.operator_id,
            input.expected_version,
            RegistrationDetails(
                national_number=input.national_number,
                address=input.address,
                ip_ranges=tuple(input.ip_ranges),
                contact_points=tuple(
                    ContactPointValue(one.name, one.email, one.phone, one.around_the_clock)
                    for one in input.contact_points
                ),
            ),
        )
        return RegistrationSaved(registration=_registration(row))

    @access.mutation(requires=Permission.CHANGE_NOTIFY)
    async def send_change_notice(
        self, info: Info, input: SendChangeNoticeInput
    ) -> SendChangeNoticeResult:
        """Tell the competent authority everything that differs from what it was told last."""
        context = info.context
        rows = await changes.send(
            context.get(Database), context.actor, input.operator_id, input.changed_on, input.note
        )
        return ChangeNoticesSent(notices=[_notice(row) for row in rows])

    @access.mutation(requires=Permission.REGISTER_MANAGE)
    async def acknowledge_change(self, info: Info, id: strawberry.ID) -> AcknowledgeChangeResult:
        """Say that the authority took a notice in."""
        context = info.context
        row = await changes.acknowledge(context.get(Database), context.actor, id)
        return ChangeNoticeAcknowledged(notice=_notice(row))
