"""GraphQL of notifications: a person's inbox and choices."""

from datetime import UTC, datetime
from typing import Annotated, Self

import strawberry

from nisassess import access
from nisassess.access import Actor, Info, Permission
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, ValidationFailed, VersionConflict
from nisassess.kit.pagination import Page
from nisassess.kit.problems import NotFoundProblem, Problem, ValidationProblem
from nisassess.kit.settings import Settings
from nisassess.notifications import policy, service
from nisassess.notifications.types import (
    Box,
    Choice,
    MailChoice,
    NoticeKind,
    NoticeRow,
    NoticeState,
    SettingRow,
)
from nisassess.notifications.words import Words, words

strawberry.enum(NoticeKind, name="NoticeKind")
strawberry.enum(NoticeState, name="NoticeState")
strawberry.enum(Box, name="NoticeBox")
strawberry.enum(MailChoice, name="MailChoice")


@strawberry.type
class NoticeDetail:
    """A fact of a notice, with its name."""

    name: str
    value: str


@strawberry.type
class Notice:
    """Something that the caller was told.

    `text` says what happened, `advice` what to do about it, both in the language asked for; `path`
    is the page of the application that shows the thing.
    """

    id: strawberry.ID
    kind: NoticeKind
    state: NoticeState
    at: datetime
    subject: str
    text: str
    advice: str
    details: list[NoticeDetail]
    path: str
    organisation_name: str

    @classmethod
    def of(cls, row: NoticeRow, said: Words) -> Self:
        """The notice of a row."""
        return cls(
            id=strawberry.ID(row.id),
            kind=row.content.kind,
            state=row.state,
            at=row.at,
            subject=row.content.subject,
            text=said.sentence(row.content),
            advice=said.advice(row.content.kind),
            details=[NoticeDetail(name=n, value=v) for n, v in said.details(row.content)],
            path=row.content.path,
            organisation_name=row.organisation_name,
        )


@strawberry.type
class NoticeEdge:
    """One notice in a list."""

    cursor: str
    node: Notice


@strawberry.type
class NoticeConnection:
    """One page of the caller's notices, newest first."""

    edges: list[NoticeEdge]
    page_info: PageInfo

    @classmethod
    def of(cls, page: Page[NoticeRow], said: Words) -> Self:
        """The connection of a page."""
        edges = [
            NoticeEdge(cursor=cursor, node=Notice.of(row, said))
            for row, cursor in zip(page.rows, page.cursors, strict=True)
        ]
        return cls(edges=edges, page_info=PageInfo.of(page))


@strawberry.type
class NoticeChoice:
    """How the caller is told of a kind; `alwaysInApp`: it cannot be kept out of the inbox."""

    kind: NoticeKind
    title: str
    in_app: bool
    mail: MailChoice
    always_in_app: bool


@strawberry.type
class NoticeSettings:
    """When, where and in which language the caller is told.

    `version` 0: nothing was chosen yet, the defaults hold. `digestHour` is that of the time zone;
    `mailSent` says whether this installation sends mail at all.
    """

    time_zone: str
    language: str
    digest_hour: int
    mail: bool
    version: int
    email: str | None
    mail_sent: bool
    kinds: list[NoticeChoice]


@strawberry.type
class NoticesMoved:
    """The notices in their new state, and how many are unread (counted up to 100)."""

    notices: list[Notice]
    unread: int


@strawberry.type
class AllNoticesRead:
    """How many were marked; `readAt` is what `unreadAllNotices` takes back."""

    count: int
    read_at: datetime
    unread: int


@strawberry.type
class NoticeSettingsChanged:
    """What holds from now on."""

    settings: NoticeSettings


@strawberry.type
class NoticeSettingsConflict(Problem):
    """The settings were changed elsewhere, e.g. in another tab; `current` is what holds."""

    current: NoticeSettings


@strawberry.type
class NoticeSettingsGuessed:
    """`kept`: false where the caller had chosen something already, which stays."""

    kept: bool


@strawberry.input
class NoticeFilter:
    """Which notices: those of a box, of all kinds or of one."""

    box: Box = Box.INBOX
    kind: NoticeKind | None = strawberry.UNSET


@strawberry.input
class NoticeChoiceInput:
    """How the caller wants to be told of a kind."""

    kind: NoticeKind
    in_app: bool
    mail: MailChoice


@strawberry.input
class NoticeSettingsInput:
    """`expectedVersion`: the one that was read; kinds that are not named stay as they are."""

    expected_version: int
    time_zone: str
    language: str
    digest_hour: int
    mail: bool
    kinds: list[NoticeChoiceInput]


MoveNoticesResult = Annotated[
    NoticesMoved | NotFoundProblem | ValidationProblem, strawberry.union("MoveNoticesResult")
]
ChangeNoticeSettingsResult = Annotated[
    NoticeSettingsChanged | NoticeSettingsConflict | ValidationProblem,
    strawberry.union("ChangeNoticeSettingsResult"),
]


async def _settings(info: Info, language: str) -> NoticeSettings:
    context = info.context
    settings, actor = context.get(Settings), context.actor
    found = await service.preferences(actor, settings.time_zone)
    return _settings_of(actor, settings, found, words(language))


def _settings_of(
    actor: Actor, settings: Settings, found: service.Preferences, said: Words
) -> NoticeSettings:
    row = found.setting
    return NoticeSettings(
        time_zone=row.time_zone,
        language=row.language,
        digest_hour=row.digest_hour,
        mail=row.mail,
        version=row.version,
        email=actor.email,
        mail_sent=settings.sends_mail,
        kinds=[
            NoticeChoice(
                kind=kind,
                title=said.title(kind),
                in_app=choice.in_app,
                mail=choice.mail,
                always_in_app=kind in policy.ALWAYS_IN_APP,
            )
            for kind, choice in found.chosen.items()
        ],
    )


def _chosen(given: list[NoticeChoiceInput]) -> dict[NoticeKind, Choice]:
    if len(given) > len(NoticeKind):
        message = "names a kind more than once"
        raise ValidationFailed([Issue("kinds", "too_many", message)])
    return {NoticeKind(one.kind): Choice(one.in_app, MailChoice(one.mail)) for one in given}


@strawberry.type
class Query:
    """The caller's own inbox and choices."""

    @access.field(requires=Permission.SESSION_USE)
    async def notices(
        self,
        info: Info,
        first: int,
        after: str | None = strawberry.UNSET,
        filter: NoticeFilter | None = strawberry.UNSET,
        language: str = "en",
    ) -> NoticeConnection | None:
        wanted = filter if isinstance(filter, NoticeFilter) else NoticeFilter()
        kind = wanted.kind or None
        page = await service.notices(info.context.actor, wanted.box, kind, first, after or None)
        return NoticeConnection.of(page, words(language))

    @access.field(requires=Permission.SESSION_USE)
    async def unread_notices(self, info: Info) -> int | None:
        """How many notices are unread, counted up to 100."""
        return await service.unread(info.context.actor)

    @access.field(requires=Permission.SESSION_USE)
    async def notice_settings(self, info: Info, language: str = "en") -> NoticeSettings | None:
        return await _settings(info, language)


@strawberry.type
class Mutation:
    """Changes of the caller's own inbox and choices."""

    @access.mutation(requires=Permission.SESSION_USE)
    async def move_notices(
        self,
        info: Info,
        ids: list[strawberry.ID],
        state: NoticeState,
        language: str = "en",
    ) -> MoveNoticesResult:
        context = info.context
        rows = await service.move(context.get(Database), context.actor, ids, state)
        said = words(language)
        return NoticesMoved(
            notices=[Notice.of(row, said) for row in rows],
            unread=await service.unread(context.actor),
        )

    @access.mutation(requires=Permission.SESSION_USE)
    async def read_all_notices(
        self,
        info: Info,
        kind: NoticeKind | None = strawberry.UNSET,
    ) -> AllNoticesRead:
        context = info.context
        count, at = await service.read_all(context.get(Database), context.actor, kind or None)
        return AllNoticesRead(count=count, read_at=at, unread=await service.unread(context.actor))

    @access.mutation(requires=Permission.SESSION_USE)
    async def unread_all_notices(self, info: Info, read_at: datetime) -> AllNoticesRead:
        context = info.context
        moment = read_at if read_at.tzinfo else read_at.replace(tzinfo=UTC)
        count = await service.unread_all(context.get(Database), context.actor, moment)
        unread = await service.unread(context.actor)
        return AllNoticesRead(count=count, read_at=read_at, unread=unread)

    @access.mutation(requires=Permission.SESSION_USE)
    async def change_notice_settings(
        self, info: Info, input: NoticeSettingsInput, language: str = "en"
    ) -> ChangeNoticeSettingsResult:
        setting = SettingRow(
            input.time_zone, input.language, input.digest_hour, input.mail, input.expected_version
        )
        context = info.context
        try:
            await service.change(
                context.get(Database), context.actor, setting, _chosen(input.kinds)
            )
        except VersionConflict as error:
            current = await _settings(info, language)
            return NoticeSettingsConflict(message=str(error), current=current)
        return NoticeSettingsChanged(settings=await _settings(info, language))

    @access.mutation(requires=Permission.SESSION_USE)
    async def guess_notice_settings(
        self, info: Info, time_zone: str, language: str
    ) -> NoticeSettingsGuessed:
        """Keep the browser's time zone and language of a caller who chose nothing yet.

        What is unknown here is left at the installation's default.
        """
        context = info.context
        default = service.defaults(context.get(Settings).time_zone)
        kept = await service.guess(
            context.get(Database), context.actor, default, (time_zone, language)
        )
        return NoticeSettingsGuessed(kept=kept)
