"""Mails that wait: claimed by one process, filled with what is still worth saying, marked."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from nisassess.identity.repository import as_datetime
from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import new_id
from nisassess.notifications.types import (
    Content,
    Letter,
    NoticeKind,
    NoticeRow,
    NoticeState,
    OutboxStatus,
    SettingRow,
    WaitingMail,
)

MOST_LISTED = 50
"""Notices that one mail names."""
LONGEST_ERROR = 500

_DUE = """
SELECT id FROM mail
WHERE state = 'waiting' AND due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
ORDER BY due_at, id
"""
# The conditions stand outside as well: of two processes that found the same rows, the one that
# comes second looks at them again, and takes none.
_CLAIM = f"""
UPDATE mail SET claimed_by = $2, claimed_until = $3
WHERE state = 'waiting' AND due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
    AND id IN ({_DUE} LIMIT {{limit}})
RETURNING id, person_id, digest_for, attempts, created_at, last_error
"""  # noqa: S608
_KEY = """
INSERT INTO notice_setting
    (id, person_id, time_zone, digest_hour, mail, mail_key, version, updated_at)
VALUES ($1, $2, $3, $4, TRUE, $5, 0, $6)
ON CONFLICT (person_id) DO NOTHING
"""
_READER = """
SELECT p.name, p.email, p.language, s.mail, s.mail_key
FROM person p LEFT JOIN notice_setting s ON s.person_id = p.id
WHERE p.id = $1 AND p.active = TRUE
"""
# What was read, archived or switched off since, and what came from an organisation that was left,
# is not said any more.
_SAID = """
FROM notice n JOIN organisation o ON o.id = n.organisation_id
LEFT JOIN notice_choice c ON c.person_id = n.person_id AND c.kind = n.kind
WHERE n.mail_id = $1 AND n.state IN ('unread', 'mail_only')
    AND (c.mail IS NULL OR c.mail <> 'off')
    AND EXISTS (SELECT 1 FROM membership m
                WHERE m.person_id = n.person_id AND m.organisation_id = n.organisation_id)
"""
_NOTICES = f"""
SELECT n.id, n.kind, n.subject, n.path, n.by_name, n.facts, n.at, n.organisation_id,
       o.name AS organisation_name
{_SAID} ORDER BY n.id DESC LIMIT {MOST_LISTED}
"""
_COUNT = f"SELECT COUNT(*) AS found {_SAID}"
_DONE = """
UPDATE mail SET state = $3, done_at = $4, last_error = $5, attempts = attempts + 1,
    claimed_by = NULL, claimed_until = NULL
WHERE id = $1 AND claimed_by = $2
"""
_RETRY = """
UPDATE mail SET due_at = $3, last_error = $4, attempts = attempts + 1,
    claimed_by = NULL, claimed_until = NULL
WHERE id = $1 AND claimed_by = $2
"""
_RELEASE = """
UPDATE mail SET claimed_by = NULL, claimed_until = NULL WHERE claimed_by = $1 AND state = 'waiting'
"""
_COUNTS = """
SELECT state, COUNT(*) AS found, MIN(created_at) AS oldest FROM mail GROUP BY state
"""
_ERROR = """
SELECT last_error FROM mail WHERE last_error IS NOT NULL AND state IN ('waiting', 'given_up')
ORDER BY COALESCE(done_at, due_at) DESC LIMIT 1
"""


async def is_due(at: datetime) -> bool:
    """Whether a mail waits to be sent."""
    return bool(await fetch(f"{_DUE} LIMIT 1", at))


async def claim(by: str, at: datetime, until: datetime, limit: int) -> list[WaitingMail]:
    """Claim some mails until a moment, inside a write; nobody else sends them before."""
    rows = await fetch(_CLAIM.format(limit=limit), at, by, until)
    found = [
        WaitingMail(
            id=row["id"],
            person_id=row["person_id"],
            is_digest=row["digest_for"] is not None,
            attempts=row["attempts"],
            created_at=as_datetime(row["created_at"]),
            last_error=row["last_error"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda mail: mail.id)


async def letter(mail: WaitingMail, defaults: SettingRow, at: datetime) -> Letter | None:
    """What a claimed mail says; None when nothing is left to say, or nobody to say it to."""
    reader = await _reader(mail.person_id, defaults, at)
    notices = tuple(_notice(row) for row in await fetch(_NOTICES, mail.id)) if reader else ()
    if reader is None or not notices:
        return None
    more = 0
    if len(notices) == MOST_LISTED:
        more = int((await fetch(_COUNT, mail.id))[0]["found"]) - len(notices)
    return Letter(
        mail_id=mail.id,
        person_id=mail.person_id,
        name=reader["name"],
        address=reader["email"],
        language=reader["language"] or defaults.language,
        key=reader["mail_key"],
        is_digest=mail.is_digest,
        notices=notices,
        more=more,
    )


async def _reader(person_id: str, defaults: SettingRow, at: datetime) -> dict[str, Any] | None:
    rows = await fetch(_READER, person_id)
    if rows and rows[0]["mail_key"] is None:
        await execute(
            _KEY,
            new_id("nst"),
            person_id,
            defaults.time_zone,
            defaults.digest_hour,
            secrets.token_hex(32),
            at,
        )
        rows = await fetch(_READER, person_id)
    return rows[0] if rows and rows[0]["mail"] else None


async def done(mail_id: str, by: str, state: str, at: datetime, error: str | None = None) -> None:
    """Mark a claimed mail as `sent`, `dropped` or `given_up`."""
    await execute(_DONE, mail_id, by, state, at, error and error[:LONGEST_ERROR])


async def retry(mail_ids: Sequence[str], by: str, due_at: datetime, error: str) -> None:
    """Let claimed mails be tried again later."""
    for mail_id in mail_ids:
        await execute(_RETRY, mail_id, by, due_at, error[:LONGEST_ERROR])


async def release(by: str) -> None:
    """Give back what this process claimed and did not send."""
    await execute(_RELEASE, by)


async def status() -> OutboxStatus:
    """How the outbox stands, for whoever runs the installation."""
    rows = await fetch(_COUNTS)
    errors = await fetch(_ERROR)
    oldest = next((row["oldest"] for row in rows if row["state"] == "waiting"), None)
    return OutboxStatus(
        counts={row["state"]: int(row["found"]) for row in rows},
        oldest_waiting=as_datetime(oldest) if oldest is not None else None,
        last_error=errors[0]["last_error"] if errors else None,
    )


def _notice(row: dict[str, Any]) -> NoticeRow:
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
        state=NoticeState.UNREAD,
    )
