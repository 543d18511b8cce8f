"""A person's own notices, of the organisations that the person is a member of now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from nisassess.access import Actor
from nisassess.identity.repository import as_datetime
from nisassess.kit.database import execute, fetch
from nisassess.kit.pagination import Page, PageRequest, make_page
from nisassess.notifications.policy import organisations, owner
from nisassess.notifications.types import Box, Content, NoticeKind, NoticeRow, NoticeState

MOST_COUNTED = 100

_STATES = {
    Box.INBOX: (NoticeState.UNREAD, NoticeState.READ),
    Box.UNREAD: (NoticeState.UNREAD,),
    Box.ARCHIVED: (NoticeState.ARCHIVED,),
}
# Names and numbers of placeholders are put in, never input.
_PAGE = """
SELECT n.id, n.kind, n.subject, n.path, n.by_name, n.facts, n.at, n.state, n.organisation_id,
       o.name AS organisation_name
FROM notice n JOIN organisation o ON o.id = n.organisation_id
WHERE n.person_id = $1 AND {conditions}
ORDER BY n.id DESC LIMIT {limit}
"""
_COUNT = """
SELECT COUNT(*) AS found FROM (
    SELECT 1 FROM notice WHERE person_id = $1 AND {conditions} LIMIT {limit}
) AS counted
"""
_SET = """
UPDATE notice SET state = $1, read_at = {read_at} WHERE person_id = $2 AND {conditions}
"""


class _Conditions:
    """Conditions joined by AND, with the values of their placeholders."""

    def __init__(self, *values: Any) -> None:
        self.values: list[Any] = list(values)
        self._texts: list[str] = []

    def among(self, column: str, values: Sequence[Any]) -> None:
        """The column has one of the values; with none, nothing fits."""
        first = len(self.values) + 1
        self.values += values
        places = ", ".join(f"${first + index}" for index in range(len(values)))
        self._texts.append(f"{column} IN ({places})" if values else "1 = 0")

    def compared(self, column: str, operator: str, value: Any) -> None:
        """The column compares to the value."""
        self.values.append(value)
        self._texts.append(f"{column} {operator} ${len(self.values)}")

    def __str__(self) -> str:
        return " AND ".join(self._texts)


async def notices(
    actor: Actor, box: Box, kind: NoticeKind | None, request: PageRequest
) -> Page[NoticeRow]:
    """The actor's notices, newest first."""
    conditions = _Conditions(owner(actor))
    conditions.among("n.state", [state.value for state in _STATES[box]])
    conditions.among("n.organisation_id", organisations(actor))
    if kind is not None:
        conditions.compared("n.kind", "=", kind.value)
    if request.after:
        conditions.compared("n.id", "<", str(request.after[0]))
    sql = _PAGE.format(conditions=conditions, limit=request.first + 1)
    rows = await fetch(sql, *conditions.values)
    return make_page([_row(row) for row in rows], request, lambda row: (row.id,))


async def by_ids(actor: Actor, notice_ids: Sequence[str]) -> tuple[NoticeRow, ...]:
    """Those of the notices that are the actor's, newest first."""
    conditions = _Conditions(owner(actor))
    conditions.among("n.id", notice_ids)
    conditions.among("n.state", [state.value for state in NoticeState])
    conditions.among("n.organisation_id", organisations(actor))
    sql = _PAGE.format(conditions=conditions, limit=len(notice_ids))
    return tuple(_row(row) for row in await fetch(sql, *conditions.values))


async def count_unread(actor: Actor) -> int:
    """How many of the actor's notices are unread, counted up to `MOST_COUNTED`."""
    conditions = _Conditions(owner(actor))
    conditions.among("state", [NoticeState.UNREAD.value])
    conditions.among("organisation_id", organisations(actor))
    sql = _COUNT.format(conditions=conditions, limit=MOST_COUNTED)
    return int((await fetch(sql, *conditions.values))[0]["found"])


async def set_state(
    actor: Actor, notice_ids: Sequence[str], state: NoticeState, at: datetime
) -> int:
    """Move some of the actor's notices; how many were moved."""
    conditions = _moved(actor, state, at)
    conditions.among("id", notice_ids)
    conditions.among("state", [one.value for one in NoticeState if one is not state])
    return await _move(conditions, state)


async def read_all(actor: Actor, kind: NoticeKind | None, at: datetime) -> int:
    """Mark all unread notices of the actor as read at a moment; how many there were."""
    conditions = _moved(actor, NoticeState.READ, at)
    conditions.among("state", [NoticeState.UNREAD.value])
    if kind is not None:
        conditions.compared("kind", "=", kind.value)
    return await _move(conditions, NoticeState.READ)


async def unread_all(actor: Actor, read_at: datetime) -> int:
    """Take back what was marked as read at a moment; how many there were."""
    conditions = _moved(actor, NoticeState.UNREAD, read_at)
    conditions.compared("read_at", "=", read_at)
    conditions.among("state", [NoticeState.READ.value])
    return await _move(conditions, NoticeState.UNREAD)


def _moved(actor: Actor, state: NoticeState, at: datetime) -> _Conditions:
    """The actor's notices, about to get a state; $3 is the moment at which they were read."""
    moment = () if state is NoticeState.UNREAD else (at,)
    conditions = _Conditions(state.value, owner(actor), *moment)
    conditions.among("organisation_id", organisations(actor))
    return conditions


async def _move(conditions: _Conditions, state: NoticeState) -> int:
    moment = "NULL" if state is NoticeState.UNREAD else "COALESCE(read_at, $3)"
    return await execute(_SET.format(read_at=moment, conditions=conditions), *conditions.values)


def _row(row: dict[str, Any]) -> NoticeRow:
    content = Content(
        kind=NoticeKind(row["kind"]),
        subject=row["subject"],
        path=row["path"],
        by=row["by_name"],
        facts=orjson.loads(row["facts"]),
    )
    return NoticeRow(
        id=row["id"],
        content=content,
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation_name"],
        at=as_datetime(row["at"]),
        state=NoticeState(row["state"]),
    )
