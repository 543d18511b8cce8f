"""GraphQL of discussions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments.types import Key
from nisassess.discussions import repository, service
from nisassess.discussions.types import (
    Asked,
    CommentRow,
    EntryKind,
    ThreadRow,
    ThreadState,
)
from nisassess.discussions.types import (
    Colleague as ColleagueRow,
)
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.pagination import Page, make_page, page_request
from nisassess.kit.problems import NotFoundProblem, Problem, StateProblem, ValidationProblem

strawberry.enum(EntryKind, name="ThreadEntryKind")
strawberry.enum(ThreadState)


@strawberry.type
class Colleague:
    """Somebody of one's own organisation, by the name that they have now."""

    id: strawberry.ID
    name: str

    @classmethod
    def of(cls, row: ColleagueRow) -> Self:
        """The colleague of a row."""
        return cls(id=strawberry.ID(row.id), name=row.name)


@strawberry.type
class Comment:
    """One entry of a thread: a comment, or that the thread was resolved or reopened.

    In the plain `text` a person stands as `@{per_…}`; `mentions` has their names. A comment that
    was deleted has no text and `deletedAt`.
    """

    id: strawberry.ID
    number: int
    kind: EntryKind
    author: Colleague
    text: str
    mentions: list[Colleague]
    version: int
    written_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    mine: bool

    @classmethod
    def of(cls, row: CommentRow, reader: str) -> Self:
        """The entry of a row, as a reader sees it."""
        return cls(
            id=strawberry.ID(row.id),
            number=row.number,
            kind=row.kind,
            author=Colleague.of(row.author),
            text=row.text,
            mentions=[Colleague.of(one) for one in row.mentions],
            version=row.version,
            written_at=row.written_at,
            edited_at=row.edited_at,
            deleted_at=row.deleted_at,
            mine=row.author.id == reader,
        )


@strawberry.type
class Thread:
    """Comments on one control, or on one part of it; they stay inside the operator.

    `seen` counts the entries that the caller has read.
    """

    id: strawberry.ID
    assessment_id: strawberry.ID
    control_id: strawberry.ID
    part_id: strawberry.ID | None
    opened_at: datetime
    changed_at: datetime
    resolved_at: datetime | None
    seen: int
    comments: list[Comment]

    @classmethod
    def of(cls, row: ThreadRow, reader: str) -> Self:
        """The thread of a row, as a reader sees it."""
        return cls(
            id=strawberry.ID(row.id),
            assessment_id=strawberry.ID(row.assessment_id),
            control_id=strawberry.ID(row.control_id),
            part_id=strawberry.ID(row.part_id) if row.part_id else None,
            opened_at=row.opened_at,
            changed_at=row.changed_at,
            resolved_at=row.resolved_at,
            seen=row.seen,
            comments=[Comment.of(one, reader) for one in row.comments],
        )


@strawberry.type
class ThreadEdge:
    """One thread of a page."""

    cursor: str
    node: Thread


@strawberry.type
class ThreadConnection:
    """One page of threads, newest first."""

    edges: list[ThreadEdge]
    page_info: PageInfo

    @classmethod
    def of(cls, page: Page[ThreadRow], reader: str) -> Self:
        """The connection of a page."""
        edges = [
            ThreadEdge(cursor=cursor, node=Thread.of(row, reader))
            for row, cursor in zip(page.rows, page.cursors, strict=True)
        ]
        return cls(edges=edges, page_info=PageInfo.of(page))


@strawberry.type
class DiscussionCount:
    """How many threads of a control are open, and how many the caller has not read."""

    control_id: strawberry.ID
    open: int
    unread: int


@strawberry.type
class CommentVersion:
    """What a comment said before it was edited, and since when."""

    version: int
    text: str
    at: datetime


@strawberry.input
class ThreadFilter:
    """`controlId` left out: of all controls."""

    control_id: strawberry.ID | None = None
    state: ThreadState = ThreadState.ANY


@strawberry.input
class StartThreadInput:
    """`partId` left out: about the control as a whole."""

    assessment_id: strawberry.ID
    control_id: strawberry.ID
    text: str
    part_id: strawberry.ID | None = None


@strawberry.input
class ReplyInput:
    """One more comment in a thread."""

    thread_id: strawberry.ID
    text: str


@strawberry.input
class EditCommentInput:
    """Another text for one's own comment."""

    comment_id: strawberry.ID
    text: str
    expected_version: int


@strawberry.input
class DeleteCommentInput:
    """One's own comment, as it was read."""

    comment_id: strawberry.ID
    expected_version: int


@strawberry.input
class ResolveThreadInput:
    """`resolved` false opens it again."""

    thread_id: strawberry.ID
    resolved: bool = True


@strawberry.input
class ReadThreadInput:
    """`seen`: how many entries were read, the number of the last one."""

    thread_id: strawberry.ID
    seen: int


@strawberry.type
class ThreadSaved:
    """The thread as it stands now."""

    thread: Thread


@strawberry.type
class ThreadsRead:
    """How far was read."""

    thread_ids: list[strawberry.ID]


@strawberry.type
class CommentConflict(Problem):
    """The comment was changed in another window meanwhile; nothing was overwritten."""

    current: Comment


ThreadResult = Annotated[
    ThreadSaved | ValidationProblem | NotFoundProblem | StateProblem,
    strawberry.union("ThreadResult"),
]
CommentResult = Annotated[
    ThreadSaved | CommentConflict | ValidationProblem | NotFoundProblem | StateProblem,
    strawberry.union("CommentResult"),
]
ReadResult = Annotated[
    ThreadsRead | ValidationProblem | NotFoundProblem, strawberry.union("ReadResult")
]


@strawberry.type
class Query:
    """What a team says of its controls."""

    @access.field(requires=Permission.DISCUSSION_READ)
    async def threads(
        self,
        info: Info,
        assessment_id: strawberry.ID,
        first: int,
        after: str | None = None,
        filter: ThreadFilter | None = None,
    ) -> ThreadConnection | None:
        """Threads of an assessment or of one control, newest first, with their comments."""
        actor = info.context.actor
        request = page_request(first, after, 1)
        view = await repository.view(actor, assessment_id)
        if view is None:
            return None
        asked = Asked(filter.control_id, filter.state) if filter else Asked()
        found = await repository.threads(actor, view, asked, request)
        return ThreadConnection.of(make_page(found, request, lambda row: (row.id,)), actor.id)

    @access.field(requires=Permission.DISCUSSION_READ)
    async def discussion_counts(
        self, info: Info, assessment_id: strawberry.ID
    ) -> list[DiscussionCount] | None:
        """By control, of those that have a thread."""
        actor = info.context.actor
        view = await repository.view(actor, assessment_id)
        if view is None:
            return None
        return [
            DiscussionCount(
                control_id=strawberry.ID(row.control_id), open=row.open, unread=row.unread
            )
            for row in await repository.counts(actor, view)
        ]

    @access.field(requires=Permission.DISCUSSION_WRITE)
    async def mentionable(
        self,
        info: Info,
        assessment_id: strawberry.ID,
        control_id: strawberry.ID,
        matching: str,
        part_id: strawberry.ID | None = None,
    ) -> list[Colleague] | None:
        """At most 20 colleagues who may see a comment there, by the beginning of a name."""
        found = await service.mentionable(
            info.context.actor, assessment_id, control_id, part_id, matching
        )
        return None if found is None else [Colleague.of(one) for one in found]

    @access.field(requires=Permission.DISCUSSION_READ)
    async def comment_versions(
        self, info: Info, comment_id: strawberry.ID
    ) -> list[CommentVersion] | None:
        """What a comment said before it was edited, oldest first."""
        found = await repository.versions(info.context.actor, comment_id)
        if found is None:
            return None
        return [CommentVersion(version=one.version, text=one.text, at=one.at) for one in found]


@strawberry.type
class Mutation:
    """Comments; they never change the assessment, and go on when it is submitted."""

    @access.mutation(requires=Permission.DISCUSSION_WRITE)
    async def start_thread(self, info: Info, input: StartThreadInput) -> ThreadResult:
        actor, database = info.context.actor, info.context.get(Database)
        key = Key(input.assessment_id, input.part_id or "", input.control_id)
        row = await service.start_thread(database, actor, key, input.part_id, input.text)
        return ThreadSaved(thread=Thread.of(row, actor.id))

    @access.mutation(requires=Permission.DISCUSSION_WRITE)
    async def reply_to_thread(self, info: Info, input: ReplyInput) -> ThreadResult:
        actor, database = info.context.actor, info.context.get(Database)
        row = await service.reply(database, actor, input.thread_id, input.text)
        return ThreadSaved(thread=Thread.of(row, actor.id))

    @access.mutation(
        requires=Permission.DISCUSSION_WRITE,
        conflict=lambda error: CommentConflict(
            message=str(error), current=Comment.of(error.current, error.current.author.id)
        ),
    )
    async def edit_comment(self, info: Info, input: EditCommentInput) -> CommentResult:
        actor, database = info.context.actor, info.context.get(Database)
        row = await service.edit(
            database, actor, input.comment_id, input.text, input.expected_version
        )
        return ThreadSaved(thread=Thread.of(row, actor.id))

    @access.mutation(
        requires=Permission.DISCUSSION_WRITE,
        conflict=lambda error: CommentConflict(
            message=str(error), current=Comment.of(error.current, error.current.author.id)
        ),
    )
    async def delete_comment(self, info: Info, input: DeleteCommentInput) -> CommentResult:
        actor, database = info.context.actor, info.context.get(Database)
        row = await service.delete(database, actor, input.comment_id, input.expected_version)
        return ThreadSaved(thread=Thread.of(row, actor.id))

    @access.mutation(requires=Permission.DISCUSSION_WRITE)
    async def resolve_thread(self, info: Info, input: ResolveThreadInput) -> ThreadResult:
        actor, database = info.context.actor, info.context.get(Database)
        row = await service.resolve(database, actor, input.thread_id, resolved=input.resolved)
        return ThreadSaved(thread=Thread.of(row, actor.id))

    @access.mutation(requires=Permission.DISCUSSION_READ)
    async def mark_threads_read(self, info: Info, threads: list[ReadThreadInput]) -> ReadResult:
        read: Sequence[tuple[str, int]] = [(one.thread_id, one.seen) for one in threads]
        found = await service.mark_read(info.context.get(Database), info.context.actor, read)
        return ThreadsRead(thread_ids=[strawberry.ID(one.id) for one in found])
