"""Finds recipients and writes their notices, many to a statement."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson

from nisassess.access import Role
from nisassess.kit.database import fetch, send
from nisassess.kit.ids import new_id
from nisassess.notifications.policy import DEFAULT_MAIL
from nisassess.notifications.types import (
    MAIL_ONLY,
    Entry,
    MailChoice,
    NoticeKind,
    NoticeState,
    Recipient,
)

T = TypeVar("T")
CHUNK = 200
"""Rows of one statement."""

_RECIPIENTS = """
SELECT DISTINCT m.person_id, m.organisation_id, c.in_app, c.mail, s.mail AS any_mail
FROM membership m
JOIN person p ON p.id = m.person_id AND p.active = TRUE
LEFT JOIN notice_choice c ON c.person_id = m.person_id AND c.kind = $1
LEFT JOIN notice_setting s ON s.person_id = m.person_id
WHERE m.{column} IN ({chosen}) AND m.{other}
"""
_NOTICE = """
INSERT INTO notice (id, person_id, organisation_id, kind, subject, path, by_name, facts, at,
                    state, mail, mail_id, once)
VALUES {rows}
ON CONFLICT (person_id, once) DO NOTHING
"""
_MAIL = """
INSERT INTO mail (id, person_id, state, created_at, due_at, attempts) VALUES {rows}
"""


async def members(
    kind: NoticeKind, person_ids: Iterable[str], organisation_id: str
) -> list[Recipient]:
    """Those of some people who are members of the organisation and active."""
    found: list[Recipient] = []
    for chunk in _chunks(sorted(set(person_ids))):
        sql = _RECIPIENTS.format(
            column="person_id", chosen=_places(3, len(chunk)), other="organisation_id = $2"
        )
        found += map(_recipient, await fetch(sql, kind.value, organisation_id, *chunk))
    return found


async def holders(
    kind: NoticeKind, roles: Iterable[Role], organisation_ids: Iterable[str]
) -> list[Recipient]:
    """Everybody active who has one of the roles in one of the organisations."""
    named = sorted(role.value for role in roles)
    found: list[Recipient] = []
    if not named:
        return found
    for chunk in _chunks(sorted(set(organisation_ids))):
        places = _places(2 + len(chunk), len(named))
        sql = _RECIPIENTS.format(
            column="organisation_id", chosen=_places(2, len(chunk)), other=f"role IN ({places})"
        )
        found += map(_recipient, await fetch(sql, kind.value, *chunk, *named))
    return found


async def add(entries: Sequence[Entry], at: datetime) -> None:
    """Write notices, and a waiting mail for each that is wanted by mail at once.

    The mail of a notice that was there already finds nothing to say, and is dropped.
    """
    for chunk in _chunks(entries):
        notices, mails = [], []
        for entry in chunk:
            mail_id = new_id("mai") if entry.recipient.mail is MailChoice.NOW else None
            notices.append(_notice(entry, at, mail_id))
            if mail_id is not None:
                person = entry.recipient.person_id
                mails.append((mail_id, person, "waiting", at, at, 0))
        await _insert(_NOTICE, notices)
        await _insert(_MAIL, mails)


def _notice(entry: Entry, at: datetime, mail_id: str | None) -> tuple[Any, ...]:
    to, content = entry.recipient, entry.content
    return (
        new_id("ntc"),
        to.person_id,
        to.organisation_id,
        content.kind.value,
        content.subject,
        content.path,
        content.by,
        orjson.dumps(dict(content.facts)).decode(),
        at,
        NoticeState.UNREAD.value if to.in_app else MAIL_ONLY,
        to.mail.value,
        mail_id,
        content.once,
    )


def _recipient(row: dict[str, Any]) -> Recipient:
    mail = MailChoice(row["mail"]) if row["mail"] else DEFAULT_MAIL
    wants_mail = row["any_mail"] is None or bool(row["any_mail"])
    return Recipient(
        row["person_id"],
        row["organisation_id"],
        row["in_app"] is None or bool(row["in_app"]),
        mail if wants_mail else MailChoice.OFF,
    )


async def _insert(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    width = len(rows[0])
    places = (f"({_places(1 + index * width, width)})" for index in range(len(rows)))
    await send(statement.format(rows=", ".join(places)), *[value for row in rows for value in row])


def _places(first: int, count: int) -> str:
    return ", ".join(f"${number}" for number in range(first, first + count))


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
