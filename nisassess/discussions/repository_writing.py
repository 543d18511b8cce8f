"""Changes of discussions, each run inside `Database.write`.

They touch nothing of the assessment itself, neither its revision nor its state: so they are
possible on a submitted one too, and never make an approval lapse.
"""

from dataclasses import dataclass
from datetime import datetime

from tortoise.exceptions import IntegrityError

from nisassess.access import Actor
from nisassess.assessments.repository.rows import as_time
from nisassess.assessments.types import Key
from nisassess.discussions.policy import MOST_AT_ONCE, MOST_ENTRIES, MOST_VERSIONS, WITHIN
from nisassess.discussions.types import CommentRow, EntryKind, ThreadRow
from nisassess.kit.announcing import announce
from nisassess.kit.database import execute, fetch, locked, send
from nisassess.kit.errors import NotFound, StateRefused
from nisassess.kit.ids import new_id

_NEW_THREAD = """
INSERT INTO thread
    (id, assessment_id, part_id, of_part, control_id, entries, opened_at, changed_at)
VALUES ($1, $2, $3, $4, $5, 0, $6, $6) RETURNING id
"""
_NEW_ENTRY = """
INSERT INTO comment (id, thread_id, number, kind, author_id, text, version, written_at)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
"""
_READ = """
INSERT INTO thread_reading (id, thread_id, person_id, seen) VALUES ($1, $2, $3, $4)
ON CONFLICT (thread_id, person_id) DO UPDATE SET seen = excluded.seen
WHERE thread_reading.seen < excluded.seen RETURNING seen
"""
_RECENT = "SELECT COUNT(*) AS count FROM comment WHERE author_id = $1 AND written_at > $2"
_OLD_VERSION = """
INSERT INTO comment_version (id, comment_id, version, text, at) VALUES ($1, $2, $3, $4, $5)
"""
_REWRITE = """
UPDATE comment SET text = $2, version = version + 1, edited_at = $3
WHERE id = $1 AND version = $4 AND deleted_at IS NULL
"""
_BURY = """
UPDATE comment SET text = '', version = version + 1, deleted_at = $2
WHERE id = $1 AND version = $3 AND deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What may have changed of a thread since it was read."""

    entries: int
    resolved_at: datetime | None


async def claim(thread: ThreadRow) -> Claimed:
    """Take a thread that the actor was found to see; nobody else changes it meanwhile."""
    rows = await locked(
        "SELECT entries, resolved_at FROM thread locked_row WHERE id = $1", thread.id
    )
    if not rows:
        raise NotFound("thread")
    resolved_at = rows[0]["resolved_at"]
    return Claimed(rows[0]["entries"], None if resolved_at is None else as_time(resolved_at))


async def refuse_too_fast(actor: Actor, at: datetime) -> None:
    """Raise StateRefused for somebody who writes more than a person does."""
    (row,) = await fetch(_RECENT, actor.id, at - WITHIN)
    if row["count"] >= MOST_AT_ONCE:
        message = f"At most {MOST_AT_ONCE} comments a minute; wait a little and send it again."
        raise StateRefused("too_fast", message)


async def open_thread(key: Key, part_id: str | None, at: datetime) -> ThreadRow:
    """A new thread without an entry yet; raises NotFound when the assessment is gone."""
    id_, of_part = new_id("thr"), part_id is not None
    try:
        await fetch(_NEW_THREAD, id_, key.assessment_id, part_id, of_part, key.control_id, at)
    except IntegrityError as error:  # discarded, or the part removed, since it was read
        raise NotFound("assessment") from error
    return ThreadRow(
        id_, key.assessment_id, key.control_id, part_id, 0, at, at, None, 0, of_part=of_part
    )


async def add_entry(
    actor: Actor, thread: ThreadRow, kind: EntryKind, text: str, at: datetime
) -> str:
    """Write the next entry of a claimed thread; its author has read it. The entry's id."""
    if thread.entries >= MOST_ENTRIES:
        message = f"This thread has its {MOST_ENTRIES} entries; start another one."
        raise StateRefused("thread_full", message)
    id_, number = new_id("cmt"), thread.entries + 1
    await send(_NEW_ENTRY, id_, thread.id, number, kind.value, actor.id, text, at)
    resolved_at = {EntryKind.RESOLVED: at, EntryKind.REOPENED: None}.get(kind, thread.resolved_at)
    await send(
        "UPDATE thread SET entries = $2, changed_at = $3, resolved_at = $4 WHERE id = $1",
        thread.id,
        number,
        at,
        resolved_at,
    )
    if thread.seen == thread.entries:
        await mark_read(actor, thread.id, number)
    tell_change(actor, thread, at)
    return id_


async def rewrite(
    actor: Actor, thread: ThreadRow, old: CommentRow, text: str, at: datetime
) -> bool:
    """Put another text in place of the one that was read; False when it is no longer that one."""
    if old.version >= MOST_VERSIONS:
        message = f"A comment can be edited {MOST_VERSIONS} times; write another one."
        raise StateRefused("most_versions", message)
    if not await execute(_REWRITE, old.id, text, at, old.version):
        return False
    since = old.edited_at or old.written_at
    await send(_OLD_VERSION, new_id("cmv"), old.id, old.version, old.text, since)
    await _touch(actor, thread, at)
    return True


async def bury(actor: Actor, thread: ThreadRow, old: CommentRow, at: datetime) -> bool:
    """Take a comment's text away, with all that it said before; False when it changed meanwhile."""
    if not await execute(_BURY, old.id, at, old.version):
        return False
    await send("DELETE FROM comment_version WHERE comment_id = $1", old.id)
    await _touch(actor, thread, at)
    return True


async def mark_read(actor: Actor, thread_id: str, seen: int) -> bool:
    """Note how far somebody has read; False when it was as far already."""
    return bool(await fetch(_READ, new_id("thd"), thread_id, actor.id, seen))


async def _touch(actor: Actor, thread: ThreadRow, at: datetime) -> None:
    await send("UPDATE thread SET changed_at = $2 WHERE id = $1", thread.id, at)
    tell_change(actor, thread, at)


def tell_change(actor: Actor, thread: ThreadRow, at: datetime) -> None:
    """Announce that something of a thread changed; what, is read by whoever may see it."""
    announce(
        "thread.change",
        thread.id,
        assessment_id=thread.assessment_id,
        control=thread.control_id,
        part=thread.place,
        by_id=actor.id,
        by=actor.name,
        marked=at.isoformat(),
    )
