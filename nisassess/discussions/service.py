"""Use cases of discussions: start a thread, reply, edit, delete, resolve, mark as read."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from nisassess.access import Actor, Permission
from nisassess.assessments.repository import reads
from nisassess.assessments.types import Key
from nisassess.assessments.validation import check_control
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.discussions import repository
from nisassess.discussions import repository_writing as writing
from nisassess.discussions.policy import checked_text, matching, mentioned, refuse_unknown
from nisassess.discussions.telling import tell_mentioned, tell_replied
from nisassess.discussions.types import Colleague, CommentRow, EntryKind, ThreadRow, View
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import (
    Issue,
    NotFound,
    StateRefused,
    ValidationFailed,
    VersionConflict,
)
from nisassess.kit.pagination import LARGEST_PAGE


async def start_thread(
    database: Database, actor: Actor, key: Key, part_id: str | None, text: str
) -> ThreadRow:
    """Say something of a control, or of one part of it; the thread that this opens."""
    clean = checked_text(text)

    async def work() -> str:
        view = await _view(actor, key.assessment_id)
        await _check_place(view, key.control_id, part_id)
        at = now()
        await writing.refuse_too_fast(actor, at)
        people = await _mentionable(actor, view, key.control_id, part_id, clean)
        thread = await writing.open_thread(key, part_id, at)
        await writing.add_entry(actor, thread, EntryKind.COMMENT, clean, at)
        await _record(actor, "thread.start", view, thread)
        await tell_mentioned(actor, view, thread, people)
        return thread.id

    return await _whole(actor, await database.write(work))


async def reply(database: Database, actor: Actor, thread_id: str, text: str) -> ThreadRow:
    """Say something in a thread, resolved or not: what somebody typed is never refused for that."""
    clean = checked_text(text)

    async def work() -> None:
        view, thread = await _claimed(actor, thread_id)
        at = now()
        await writing.refuse_too_fast(actor, at)
        people = await _mentionable(actor, view, thread.control_id, thread.place, clean)
        await writing.add_entry(actor, thread, EntryKind.COMMENT, clean, at)
        await _record(actor, "thread.reply", view, thread)
        await tell_mentioned(actor, view, thread, people)
        await tell_replied(actor, view, thread, people)

    await database.write(work)
    return await _whole(actor, thread_id)


async def edit(
    database: Database, actor: Actor, comment_id: str, text: str, expected: int
) -> ThreadRow:
    """Put another text in place of one's own; what it was before stays readable."""
    clean = checked_text(text)

    async def work(view: View, thread: ThreadRow, old: CommentRow) -> bool:
        if old.text == clean:
            return True
        known = mentioned(old.text)
        people = await _mentionable(actor, view, thread.control_id, thread.place, clean, known)
        if not await writing.rewrite(actor, thread, old, clean, now()):
            return False
        await _record(actor, "comment.edit", view, thread, comment=old.id)
        await tell_mentioned(actor, view, thread, [one for one in people if one not in known])
        return True

    return await _own(database, actor, comment_id, expected, work)


async def delete(database: Database, actor: Actor, comment_id: str, expected: int) -> ThreadRow:
    """Take one's own comment away; that there was one stays."""

    async def work(view: View, thread: ThreadRow, old: CommentRow) -> bool:
        if not await writing.bury(actor, thread, old, now()):
            return False
        await _record(actor, "comment.delete", view, thread, comment=old.id)
        return True

    return await _own(database, actor, comment_id, expected, work)


async def resolve(database: Database, actor: Actor, thread_id: str, *, resolved: bool) -> ThreadRow:
    """Resolve a thread, or open it again; nothing happens when it is so already."""

    async def work() -> None:
        view, thread = await _claimed(actor, thread_id)
        if (thread.resolved_at is not None) == resolved:
            return
        at = now()
        await writing.refuse_too_fast(actor, at)
        kind = EntryKind.RESOLVED if resolved else EntryKind.REOPENED
        await writing.add_entry(actor, thread, kind, "", at)
        await _record(actor, "thread.resolve" if resolved else "thread.reopen", view, thread)

    await database.write(work)
    return await _whole(actor, thread_id)


async def mark_read(
    database: Database, actor: Actor, read: Sequence[tuple[str, int]]
) -> tuple[ThreadRow, ...]:
    """Note how far one has read in some threads; those of them that one sees."""
    if not 1 <= len(read) <= LARGEST_PAGE:
        message = f"name 1 to {LARGEST_PAGE} threads"
        raise ValidationFailed([Issue("threads", "bad_count", message)])

    async def work() -> list[ThreadRow]:
        done = []
        for thread_id, seen in read:
            found = await repository.thread(actor, thread_id, Permission.DISCUSSION_READ)
            if found is None:
                continue
            view, thread = found
            upto = min(max(seen, 0), thread.entries)
            if upto > thread.seen and await writing.mark_read(actor, thread.id, upto):
                await _record(actor, "thread.read", view, thread, seen=upto)
            done.append(replace(thread, seen=max(upto, thread.seen)))
        return done

    found = await database.write(work)
    if not found:
        raise NotFound("thread")
    return tuple(found)


async def mentionable(
    actor: Actor, assessment_id: str, control_id: str, part_id: str | None, text: str
) -> tuple[Colleague, ...] | None:
    """Whom one may mention there, found by the beginning of a name; None: nothing is visible."""
    view = await repository.view(actor, assessment_id)
    if view is None or not view.sight.sees(control_id, part_id):
        return None
    members = await repository.reachable(actor, view, control_id, part_id)
    return matching([one for one in members if one.id != actor.id], text)


Act = Callable[[View, ThreadRow, CommentRow], Awaitable[bool]]


async def _own(
    database: Database, actor: Actor, comment_id: str, expected: int, act: Act
) -> ThreadRow:
    """Do something with one's own comment, as it was when it was read."""

    async def work() -> str:
        found = await repository.comment(actor, comment_id, Permission.DISCUSSION_WRITE)
        if found is None or found[2].kind is not EntryKind.COMMENT:
            raise NotFound("comment")
        view, thread, old = found
        if old.author.id != actor.id:
            message = "Only its author changes a comment; reply to it instead."
            raise StateRefused("not_yours", message)
        if old.deleted_at is not None:
            raise StateRefused("deleted", "This comment was deleted.")
        if old.version != expected or not await act(view, thread, old):
            raise VersionConflict(await _present(actor, comment_id))
        return thread.id

    return await _whole(actor, await database.write(work))


async def _present(actor: Actor, comment_id: str) -> CommentRow:
    found = await repository.comment(actor, comment_id, Permission.DISCUSSION_READ)
    if found is None:
        raise NotFound("comment")
    return found[2]


async def _view(actor: Actor, assessment_id: str) -> View:
    view = await repository.view(actor, assessment_id, Permission.DISCUSSION_WRITE)
    if view is None:
        raise NotFound("assessment")
    return view


async def _claimed(actor: Actor, thread_id: str) -> tuple[View, ThreadRow]:
    """A thread that nobody else changes until the write ends."""
    found = await repository.thread(actor, thread_id, Permission.DISCUSSION_WRITE)
    if found is None:
        raise NotFound("thread")
    view, thread = found
    claimed = await writing.claim(thread)
    return view, replace(thread, entries=claimed.entries, resolved_at=claimed.resolved_at)


async def _check_place(view: View, control_id: str, part_id: str | None) -> None:
    check_control(await profiles.pinned(view.assessment.profile_digest), control_id)
    if not view.sight.sees(control_id, part_id):
        raise NotFound("control")
    if part_id is None:
        return
    if not any(part.id == part_id for part in await reads.parts(view.assessment)):
        raise NotFound("part")


async def _mentionable(  # noqa: PLR0917 - a place is three of them
    actor: Actor,
    view: View,
    control_id: str,
    part_id: str | None,
    text: str,
    known: Sequence[str] = (),
) -> tuple[str, ...]:
    """Ids of the people whom the text mentions; whoever it did before may stay, even who left."""
    wanted = mentioned(text)
    if any(one not in known for one in wanted):
        members = await repository.reachable(actor, view, control_id, part_id)
        refuse_unknown(
            [one for one in wanted if one not in known], {one.id: one.name for one in members}
        )
    return wanted


async def _whole(actor: Actor, thread_id: str) -> ThreadRow:
    found = await repository.whole(actor, thread_id)
    if found is None:
        raise NotFound("thread")
    return found


async def _record(
    actor: Actor, action: str, view: View, thread: ThreadRow, **detail: str | int
) -> None:
    """The act is on record, what was said is not: that stays where it can be deleted."""
    await record(
        actor,
        action,
        thread.id,
        organisation_id=view.assessment.operator_id,
        assessment=view.assessment.id,
        control=thread.control_id,
        **detail,
    )
