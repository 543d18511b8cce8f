"""Who gets a digest at an hour, and what is old enough to be forgotten."""

from collections.abc import Sequence
from datetime import date, datetime

from nisassess.kit.database import execute, fetch, send
from nisassess.kit.ids import new_id
from nisassess.notifications.types import SettingRow

CHUNK = 200
"""People, or rows, of one write."""

_HOURS = """
SELECT DISTINCT time_zone, digest_hour FROM notice_setting WHERE version > 0 AND mail = TRUE
"""
_READERS = f"""
SELECT DISTINCT n.person_id
FROM notice n
JOIN person p ON p.id = n.person_id AND p.active = TRUE
LEFT JOIN notice_setting s ON s.person_id = n.person_id
WHERE n.mail = 'digest' AND n.state IN ('unread', 'mail_only') AND n.mail_id IS NULL
    AND (s.mail IS NULL OR s.mail = TRUE)
    AND (CASE WHEN s.version > 0 THEN s.time_zone ELSE $1 END) = $2
    AND (CASE WHEN s.version > 0 THEN s.digest_hour ELSE $3 END) = $4
    AND n.person_id > $5
ORDER BY n.person_id LIMIT {CHUNK}
"""  # noqa: S608
_ADD = """
INSERT INTO mail (id, person_id, digest_for, state, created_at, due_at, attempts)
VALUES ($1, $2, $3, 'waiting', $4, $4, 0)
ON CONFLICT (person_id, digest_for) DO NOTHING
"""
# A digest of the day that went already takes nothing in any more.
_TAKE_IN = """
UPDATE notice SET mail_id = (
    SELECT m.id FROM mail m
    WHERE m.person_id = notice.person_id AND m.digest_for = $1 AND m.state = 'waiting'
)
WHERE mail = 'digest' AND state IN ('unread', 'mail_only') AND mail_id IS NULL
    AND person_id IN ({people})
"""
_OLD_MAILS = """
DELETE FROM mail WHERE id IN (
    SELECT id FROM mail WHERE state <> 'waiting' AND created_at < $1 LIMIT $2
)
"""
_OLD_NOTICES = """
DELETE FROM notice WHERE id IN (
    SELECT id FROM notice WHERE at < $1 OR (at < $2 AND state <> 'unread') LIMIT $3
)
"""


async def hours() -> list[tuple[str, int]]:
    """The zones and hours that people chose."""
    return [(row["time_zone"], int(row["digest_hour"])) for row in await fetch(_HOURS)]


async def readers(zone: str, hour: int, defaults: SettingRow, after: str) -> list[str]:
    """People of an hour who have something for a digest, in order, after one of them."""
    rows = await fetch(_READERS, defaults.time_zone, zone, defaults.digest_hour, hour, after)
    return [row["person_id"] for row in rows]


async def add(person_ids: Sequence[str], day: date, at: datetime) -> None:
    """Give people a digest of the day, inside a write, with all that waits for one."""
    for person_id in person_ids:
        await send(_ADD, new_id("mai"), person_id, day, at)
    people = ", ".join(f"${index + 2}" for index in range(len(person_ids)))
    await execute(_TAKE_IN.format(people=people), day, *person_ids)


async def forget_mails(before: datetime) -> int:
    """Delete up to `CHUNK` mails that are done and older than a moment; how many there were."""
    return await execute(_OLD_MAILS, before, CHUNK)


async def forget_notices(before: datetime, settled_before: datetime) -> int:
    """Delete up to `CHUNK` notices: very old ones, and old ones that are not unread."""
    return await execute(_OLD_NOTICES, before, settled_before, CHUNK)
