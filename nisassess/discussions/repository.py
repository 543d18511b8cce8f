"""All queries of discussions; each takes the actor first and filters by it.

Whoever may read discussions of the operator sees the threads of an assessment, and whoever is
limited to what is assigned sees those of the controls that are. Nobody else sees any.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from nisassess.access import Actor, Permission, Role
from nisassess.assessments.reach import reach_of
from nisassess.assessments.repository import assignments, reads
from nisassess.assessments.repository.rows import as_time
from nisassess.assessments.types import AssignmentRow, Reach
from nisassess.catalogues import repository as profiles
from nisassess.discussions.live_types import EVERYTHING, Sight
from nisassess.discussions.policy import is_limited, manages, may_discuss, mentioned
from nisassess.discussions.types import (
    Asked,
    Colleague,
    CommentRow,
    CountRow,
    EntryKind,
    Member,
    ThreadRow,
    ThreadState,
    VersionRow,
    View,
    place_of,
)
from nisassess.evidence.naming import is_control_id
from nisassess.kit.clock import today
from nisassess.kit.database import fetch
from nisassess.kit.ids import is_id
from nisassess.kit.pagination import PageRequest

_THREADS = """
SELECT t.id, t.assessment_id, t.part_id, t.of_part, t.control_id, t.entries, t.opened_at,
       t.changed_at, t.resolved_at, COALESCE(r.seen, 0) AS seen
FROM thread t LEFT JOIN thread_reading r ON r.thread_id = t.id AND r.person_id = $1
"""
_COMMENTS = """
SELECT c.id, c.thread_id, c.number, c.kind, c.author_id, p.name AS author_name, c.text, c.version,
       c.written_at, c.edited_at, c.deleted_at
FROM comment c JOIN person p ON p.id = c.author_id
"""
_COUNTS = """
SELECT t.control_id, t.part_id, t.of_part,
       SUM(CASE WHEN t.resolved_at IS NULL THEN 1 ELSE 0 END) AS open_threads,
       SUM(CASE WHEN COALESCE(r.seen, 0) < t.entries THEN 1 ELSE 0 END) AS unread_threads
FROM thread t LEFT JOIN thread_reading r ON r.thread_id = t.id AND r.person_id = $1
WHERE t.assessment_id = $2
GROUP BY t.control_id, t.part_id, t.of_part
"""
_MEMBERS = """
SELECT p.id, p.name, m.role FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.organisation_id = $1 AND p.active = TRUE ORDER BY p.name, p.id, m.role
"""
_WROTE_OF = """
SELECT DISTINCT c.author_id FROM comment c JOIN thread t ON t.id = c.thread_id
WHERE t.assessment_id = $1 AND t.control_id = $2
"""
_MARK = "SELECT MAX(changed_at) AS marked FROM thread WHERE assessment_id = $1"


async def view(
    actor: Actor, assessment_id: str, permission: Permission = Permission.DISCUSSION_READ
) -> View | None:
    """An assessment that the actor may discuss, with what of it is in sight."""
    row = await reads.assigned(actor, assessment_id)
    if row is None or not actor.may(permission, row.operator_id):
        return None
    return View(row, sight_of(row.reach))


def sight_of(reach: Reach | None) -> Sight:
    """What of an assessment its reader may see."""
    if reach is None:
        return EVERYTHING
    return Sight(everything=False, everywhere=reach.everywhere, in_parts=reach.in_parts)


async def marked(view: View) -> str:
    """When a thread of the assessment changed last, in a form that sorts; empty: never."""
    (row,) = await fetch(_MARK, view.assessment.id)
    return "" if row["marked"] is None else as_time(row["marked"]).isoformat()


async def threads(
    actor: Actor, view: View, asked: Asked, request: PageRequest
) -> tuple[ThreadRow, ...]:
    """Threads with their comments, newest first; one more than asked for."""
    if asked.control_id is not None and not is_control_id(asked.control_id):
        return ()
    where = _Where(actor.id)
    where.add("t.assessment_id = {}", view.assessment.id)
    if asked.control_id is not None:
        where.add("t.control_id = {}", asked.control_id)
    _by_state(where, asked.state, actor)
    _in_sight(where, view.sight)
    if request.after:
        where.add("t.id < {}", str(request.after[0]))
    sql = f"{_THREADS} WHERE {where.sql} ORDER BY t.id DESC LIMIT {request.first + 1}"
    rows = await fetch(sql, *where.values)
    return await _with_comments([_thread(row) for row in rows])


async def thread(
    actor: Actor, thread_id: str, permission: Permission
) -> tuple[View, ThreadRow] | None:
    """One thread without its comments, and the assessment in which it stands."""
    if not is_id("thr", thread_id):
        return None
    rows = await fetch(f"{_THREADS} WHERE t.id = $2", actor.id, thread_id)
    if not rows:
        return None
    found = _thread(rows[0])
    seen = await view(actor, found.assessment_id, permission)
    if seen is None or not seen.sight.sees(found.control_id, found.place):
        return None
    return seen, found


async def whole(actor: Actor, thread_id: str) -> ThreadRow | None:
    """One thread with its comments."""
    found = await thread(actor, thread_id, Permission.DISCUSSION_READ)
    return (await _with_comments([found[1]]))[0] if found else None


async def comment(
    actor: Actor, comment_id: str, permission: Permission
) -> tuple[View, ThreadRow, CommentRow] | None:
    """One entry with its thread."""
    if not is_id("cmt", comment_id):
        return None
    rows = await fetch(f"{_COMMENTS} WHERE c.id = $1", comment_id)
    found = await thread(actor, rows[0]["thread_id"], permission) if rows else None
    if found is None:
        return None
    return *found, (await _comments(rows))[0]


async def versions(actor: Actor, comment_id: str) -> tuple[VersionRow, ...] | None:
    """What a comment said before, oldest first; None when the actor may not see it."""
    if await comment(actor, comment_id, Permission.DISCUSSION_READ) is None:
        return None
    rows = await fetch(
        "SELECT version, text, at FROM comment_version WHERE comment_id = $1 ORDER BY version",
        comment_id,
    )
    return tuple(VersionRow(row["version"], row["text"], as_time(row["at"])) for row in rows)


async def counts(actor: Actor, view: View) -> tuple[CountRow, ...]:
    """What is open and unread by control, of those that have a thread in sight."""
    found: dict[str, CountRow] = {}
    for row in await fetch(_COUNTS, actor.id, view.assessment.id):
        id_ = row["control_id"]
        if not view.sight.sees(id_, place_of(row["part_id"], of_part=bool(row["of_part"]))):
            continue
        before = found.get(id_, CountRow(id_, 0, 0))
        found[id_] = CountRow(
            id_,
            before.open + int(row["open_threads"]),
            before.unread + int(row["unread_threads"]),
        )
    return tuple(found[id_] for id_ in sorted(found))


async def reachable(
    actor: Actor, view: View, control_id: str, part_id: str | None
) -> tuple[Colleague, ...]:
    """Members of the operator who may see what is said of a control, by name.

    Somebody limited finds those who manage assignments, who are assigned the control as well, or
    who wrote of it: the names that it knows from there, and no list of everybody.
    """
    members = await _members(view)
    able = [one for one in members if may_discuss(one.roles)]
    limited = {one.id for one in able if is_limited(one.roles)}
    assigned = await _assigned(view, control_id, part_id) if limited else frozenset()
    found = [one for one in able if one.id not in limited or one.id in assigned]
    if not view.sight.everything:
        known = assigned | await _wrote_of(view, control_id)
        found = [one for one in found if one.id in known or manages(one.roles)]
    return tuple(Colleague(one.id, one.name) for one in found)


async def _members(view: View) -> list[Member]:
    roles: dict[tuple[str, str], list[Role]] = {}
    for row in await fetch(_MEMBERS, view.assessment.operator_id):
        roles.setdefault((row["id"], row["name"]), []).append(Role(row["role"]))
    return [Member(id_, name, tuple(held)) for (id_, name), held in roles.items()]


async def _assigned(view: View, control_id: str, part_id: str | None) -> frozenset[str]:
    """Ids of the people who are assigned a control, as long as that lets them in."""
    if not view.assessment.is_open:
        return frozenset()
    on = today()
    by_person: dict[str, list[AssignmentRow]] = {}
    for one in await assignments.assignments(view.assessment):
        if one.person_id and (one.access_until is None or one.access_until >= on):
            by_person.setdefault(one.person_id, []).append(one)
    profile = await profiles.pinned(view.assessment.profile_digest)
    return frozenset(
        person
        for person, theirs in by_person.items()
        if sight_of(reach_of(theirs, profile)).sees(control_id, part_id)
    )


async def _wrote_of(view: View, control_id: str) -> frozenset[str]:
    rows = await fetch(_WROTE_OF, view.assessment.id, control_id)
    return frozenset(row["author_id"] for row in rows)


async def writers(thread: ThreadRow) -> frozenset[str]:
    """Ids of everybody who wrote in a thread that the caller was given."""
    sql = "SELECT DISTINCT author_id FROM comment WHERE thread_id = $1"
    return frozenset(row["author_id"] for row in await fetch(sql, thread.id))


def _by_state(where: "_Where", state: ThreadState, actor: Actor) -> None:
    match state:
        case ThreadState.OPEN:
            where.add("t.resolved_at IS NULL")
        case ThreadState.RESOLVED:
            where.add("t.resolved_at IS NOT NULL")
        case ThreadState.UNREAD:
            where.add("COALESCE(r.seen, 0) < t.entries")
        case ThreadState.MENTIONED:
            sql = "EXISTS (SELECT 1 FROM comment c WHERE c.thread_id = t.id AND c.text LIKE {})"
            where.add(sql, f"%@{{{actor.id}}}%")
        case _:
            pass


def _in_sight(where: "_Where", sight: Sight) -> None:
    """Leave out what somebody limited may not see; of a control as a whole any part will do."""
    if sight.everything:
        return
    places = [f"t.control_id IN ({where.places(sorted(sight.everywhere))})"]
    for part, controls in sorted(sight.in_parts.items()):
        inside = f"t.control_id IN ({where.places(sorted(controls))})"
        whole = f"t.part_id IS NULL AND t.of_part = {where.place(False)}"
        places.append(f"({inside} AND ({whole} OR t.part_id = {where.place(part)}))")
    where.add(f"({' OR '.join(places)})")


class _Where:
    """Conditions with their values, numbered as they come."""

    def __init__(self, *values: Any) -> None:
        self.values = list(values)
        self._conditions: list[str] = []

    @property
    def sql(self) -> str:
        """All conditions together."""
        return " AND ".join(self._conditions)

    def place(self, value: Any) -> str:
        """The placeholder of one more value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def places(self, values: Sequence[Any]) -> str:
        """Placeholders of several values; NULL for none, which equals nothing."""
        return ", ".join(self.place(value) for value in values) or "NULL"

    def add(self, condition: str, *values: Any) -> None:
        """One more condition, with a `{}` for each value."""
        self._conditions.append(condition.format(*(self.place(value) for value in values)))


async def _with_comments(found: Sequence[ThreadRow]) -> tuple[ThreadRow, ...]:
    if not found:
        return ()
    where = _Where()
    where.add(f"c.thread_id IN ({where.places([one.id for one in found])})")
    sql = f"{_COMMENTS} WHERE {where.sql} ORDER BY c.thread_id, c.number"
    by_thread: dict[str, list[CommentRow]] = {}
    for one in await _comments(await fetch(sql, *where.values)):
        by_thread.setdefault(one.thread_id, []).append(one)
    return tuple(replace(one, comments=tuple(by_thread.get(one.id, ()))) for one in found)


async def _comments(rows: Iterable[Any]) -> list[CommentRow]:
    taken = list(rows)
    names = await _names({id_ for row in taken for id_ in mentioned(row["text"])})
    return [_comment(row, names) for row in taken]


async def _names(ids: Iterable[str]) -> dict[str, str]:
    where = _Where()
    places = where.places(sorted(ids))
    if not where.values:
        return {}
    rows = await fetch(f"SELECT id, name FROM person WHERE id IN ({places})", *where.values)  # noqa: S608
    return {row["id"]: row["name"] for row in rows}


def _comment(row: Any, names: dict[str, str]) -> CommentRow:
    return CommentRow(
        id=row["id"],
        thread_id=row["thread_id"],
        number=row["number"],
        kind=EntryKind(row["kind"]),
        author=Colleague(row["author_id"], row["author_name"]),
        text=row["text"],
        mentions=tuple(
            Colleague(id_, names[id_]) for id_ in mentioned(row["text"]) if id_ in names
        ),
        version=row["version"],
        written_at=as_time(row["written_at"]),
        edited_at=_time(row["edited_at"]),
        deleted_at=_time(row["deleted_at"]),
    )


def _thread(row: Any) -> ThreadRow:
    return ThreadRow(
        id=row["id"],
        assessment_id=row["assessment_id"],
        control_id=row["control_id"],
        part_id=row["part_id"],
        of_part=bool(row["of_part"]),
        entries=row["entries"],
        opened_at=as_time(row["opened_at"]),
        changed_at=as_time(row["changed_at"]),
        resolved_at=_time(row["resolved_at"]),
        seen=row["seen"],
    )


def _time(value: Any) -> datetime | None:
    return None if value is None else as_time(value)
