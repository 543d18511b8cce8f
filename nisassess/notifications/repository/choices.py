"""What a person chose: which notices, how, when, and in which language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from nisassess.access import Actor
from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import new_id
from nisassess.notifications.policy import owner
from nisassess.notifications.types import Choice, MailChoice, NoticeKind, SettingRow

_SETTING = """
SELECT s.time_zone, p.language, s.digest_hour, s.mail, s.version
FROM person p LEFT JOIN notice_setting s ON s.person_id = p.id AND s.version > 0
WHERE p.id = $1
"""
_CHOICES = "SELECT kind, in_app, mail FROM notice_choice WHERE person_id = $1"
_ADD = """
INSERT INTO notice_setting
    (id, person_id, time_zone, digest_hour, mail, mail_key, version, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
ON CONFLICT (person_id) DO UPDATE SET
    time_zone = $3, digest_hour = $4, mail = $5, version = 1, updated_at = $7
WHERE notice_setting.version = 0
RETURNING version
"""
_CHANGE = """
UPDATE notice_setting
SET time_zone = $3, digest_hour = $4, mail = $5, updated_at = $6,
    version = version + 1
WHERE person_id = $1 AND version = $2
"""
_CHOOSE = """
INSERT INTO notice_choice (id, person_id, kind, in_app, mail) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (person_id, kind) DO UPDATE SET in_app = $4, mail = $5
"""
_KEY = """
SELECT s.mail_key FROM notice_setting s JOIN person p ON p.id = s.person_id AND p.active = TRUE
WHERE s.person_id = $1
"""
_END = """
INSERT INTO notice_choice (id, person_id, kind, in_app, mail) VALUES ($1, $2, $3, TRUE, 'off')
ON CONFLICT (person_id, kind) DO UPDATE SET mail = 'off' WHERE notice_choice.mail <> 'off'
RETURNING id
"""
_END_ALL = """
UPDATE notice_setting SET mail = FALSE, version = version + 1
WHERE person_id = $1 AND mail = TRUE
"""


async def setting(actor: Actor, defaults: SettingRow) -> SettingRow:
    """What the actor chose, with the defaults for what it did not."""
    rows = await fetch(_SETTING, owner(actor))
    if not rows:
        return defaults
    row = rows[0]
    language = row["language"] or defaults.language
    if row["version"] is None:
        return replace(defaults, language=language)
    return SettingRow(**{**row, "mail": bool(row["mail"]), "language": language})


async def choices(actor: Actor) -> dict[NoticeKind, Choice]:
    """The actor's choices, where they differ from the default."""
    rows = await fetch(_CHOICES, owner(actor))
    return {
        NoticeKind(row["kind"]): Choice(bool(row["in_app"]), MailChoice(row["mail"]))
        for row in rows
    }


async def add_setting(actor: Actor, row: SettingRow, mail_key: str, at: datetime) -> bool:
    """Keep the actor's first setting, but for the language; False when there is one already."""
    added = await fetch(
        _ADD,
        new_id("nst"),
        owner(actor),
        row.time_zone,
        row.digest_hour,
        row.mail,
        mail_key,
        at,
    )
    return bool(added)


async def change_setting(actor: Actor, row: SettingRow, at: datetime) -> bool:
    """Change the actor's setting of this version, but for the language; False when it is gone."""
    changed = await execute(
        _CHANGE,
        owner(actor),
        row.version,
        row.time_zone,
        row.digest_hour,
        row.mail,
        at,
    )
    return bool(changed)


async def choose(actor: Actor, chosen: Mapping[NoticeKind, Choice]) -> None:
    """Keep the actor's choices for some kinds."""
    for kind, choice in chosen.items():
        await execute(
            _CHOOSE, new_id("nch"), owner(actor), kind.value, choice.in_app, choice.mail.value
        )


async def mail_key(person_id: str) -> str | None:
    """The key that signs the links in an active person's mails; None where none was sent yet."""
    rows = await fetch(_KEY, person_id)
    return rows[0]["mail_key"] if rows else None


async def end_mails(person_id: str, kind: NoticeKind | None) -> bool:
    """Send somebody no more mails of a kind, or none at all, in answer to a signed link.

    False when it was so already.
    """
    if kind is None:
        return bool(await execute(_END_ALL, person_id))
    return bool(await fetch(_END, new_id("nch"), person_id, kind.value))
