"""Use cases of a person's inbox and choices."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import available_timezones

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.identity.confirming import require_person
from nisassess.identity.repository import accounts
from nisassess.identity.service import SYSTEM
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed, VersionConflict
from nisassess.kit.ids import is_id
from nisassess.kit.pagination import LARGEST_PAGE, Page, page_request
from nisassess.notifications import policy, unsubscribing
from nisassess.notifications.repository import choices, inbox
from nisassess.notifications.types import (
    Box,
    Choice,
    NoticeKind,
    NoticeRow,
    NoticeState,
    SettingRow,
)
from nisassess.notifications.words import LANGUAGES

_LAST_HOUR = 23
time_zones = lru_cache(maxsize=1)(available_timezones)
"""They are read from the disk."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's setting with the choice for every kind that may reach the person."""

    setting: SettingRow
    chosen: Mapping[NoticeKind, Choice]


async def notices(
    actor: Actor, box: Box, kind: NoticeKind | None, first: int, after: str | None
) -> Page[NoticeRow]:
    """One page of the actor's notices, newest first; raises ValidationFailed."""
    require_person(actor)
    return await inbox.notices(actor, box, kind, page_request(first, after, 1))


async def unread(actor: Actor) -> int:
    """How many notices are unread, up to `inbox.MOST_COUNTED`."""
    require_person(actor)
    return await inbox.count_unread(actor)


async def move(
    database: Database, actor: Actor, notice_ids: Sequence[str], state: NoticeState
) -> tuple[NoticeRow, ...]:
    """Put notices of the actor into a state, all or none; raises NotFound, ValidationFailed."""
    require_person(actor)
    wanted = tuple(dict.fromkeys(notice_ids))
    if not 1 <= len(wanted) <= LARGEST_PAGE:
        message = f"must be from 1 to {LARGEST_PAGE} notices"
        raise ValidationFailed([Issue("ids", "out_of_range", message)])
    if not all(is_id("ntc", one) for one in wanted):
        raise NotFound("notice")

    async def work() -> tuple[NoticeRow, ...]:
        moved = await inbox.set_state(actor, wanted, state, now())
        rows = await inbox.by_ids(actor, wanted)
        if len(rows) != len(wanted):
            raise NotFound("notice")
        if moved:
            await record(actor, "notice.move", wanted[0], state=state.value, count=moved)
        return rows

    return await database.write(work)


async def read_all(
    database: Database, actor: Actor, kind: NoticeKind | None
) -> tuple[int, datetime]:
    """Mark all as read: how many there were, and the moment that `unread_all` takes back."""
    require_person(actor)
    at = now()

    async def work() -> int:
        moved = await inbox.read_all(actor, kind, at)
        if moved:
            await record(actor, "notice.read_all", actor.id, count=moved)
        return moved

    return await database.write(work), at


async def unread_all(database: Database, actor: Actor, read_at: datetime) -> int:
    """Take back a `read_all`; how many are unread again."""
    require_person(actor)

    async def work() -> int:
        moved = await inbox.unread_all(actor, read_at)
        if moved:
            await record(actor, "notice.unread_all", actor.id, count=moved)
        return moved

    return await database.write(work)


async def preferences(actor: Actor, zone: str) -> Preferences:
    """What the actor chose, or what holds by default; `zone` is the installation's."""
    require_person(actor)
    setting = await choices.setting(actor, defaults(zone))
    known = await choices.choices(actor)
    chosen = {kind: _effective(kind, known.get(kind)) for kind in policy.choosable(actor)}
    return Preferences(setting, chosen)


def defaults(zone: str) -> SettingRow:
    """What holds for whoever chose nothing."""
    return SettingRow(zone, LANGUAGES[0], policy.DEFAULT_HOUR, mail=True, version=0)


def _effective(kind: NoticeKind, choice: Choice | None) -> Choice:
    found = choice or Choice(in_app=True, mail=policy.DEFAULT_MAIL)
    return replace(found, in_app=True) if kind in policy.ALWAYS_IN_APP else found


async def change(
    database: Database, actor: Actor, setting: SettingRow, chosen: Mapping[NoticeKind, Choice]
) -> None:
    """Keep the actor's setting of the version seen, and choices for some kinds.

    Raises ValidationFailed, and VersionConflict with the version that is gone.
    """
    require_person(actor)
    _check(setting)
    _check_chosen(actor, chosen)

    async def work() -> None:
        if not await _store(actor, setting):
            raise VersionConflict(setting.version)
        await choices.choose(actor, chosen)
        await record(actor, "notice_setting.change", actor.id)

    await database.write(work)


async def _store(actor: Actor, setting: SettingRow) -> bool:
    await accounts.set_account(actor, actor.name, setting.language)
    if setting.version == 0:
        return await choices.add_setting(actor, setting, secrets.token_hex(32), now())
    return await choices.change_setting(actor, setting, now())


async def guess(
    database: Database, actor: Actor, default: SettingRow, browser: tuple[str, str]
) -> bool:
    """Keep time zone and language of the browser of a person who chose nothing yet.

    What nobody here knows is left at the default. False where there is a setting, which stays.
    """
    require_person(actor)
    zone, language = browser
    code = language.lower().partition("-")[0]
    setting = replace(
        default,
        time_zone=zone if zone in time_zones() else default.time_zone,
        language=code if code in LANGUAGES else default.language,
    )
    if (await choices.setting(actor, default)).version > 0:
        return False

    async def work() -> bool:
        added = await choices.add_setting(actor, setting, secrets.token_hex(32), now())
        if added:
            if actor.language is None:
                await accounts.set_account(actor, actor.name, setting.language)
            await record(actor, "notice_setting.guess", actor.id)
        return added

    return await database.write(work)


def _check(setting: SettingRow) -> None:
    issues = []
    if setting.time_zone not in time_zones():
        message = "must be the name of a time zone, e.g. Europe/Lisbon"
        issues.append(Issue("timeZone", "unknown", message))
    if setting.language not in LANGUAGES:
        message = f"must be one of {', '.join(LANGUAGES)}"
        issues.append(Issue("language", "unknown", message))
    if not 0 <= setting.digest_hour <= _LAST_HOUR:
        issues.append(Issue("digestHour", "out_of_range", f"must be from 0 to {_LAST_HOUR}"))
    if issues:
        raise ValidationFailed(issues)


def _check_chosen(actor: Actor, chosen: Mapping[NoticeKind, Choice]) -> None:
    known = policy.choosable(actor)
    issues = []
    for index, (kind, choice) in enumerate(chosen.items()):
        if kind not in known:
            message = "nobody of your organisations is told this"
            issues.append(Issue(f"kinds.{index}.kind", "unknown", message))
        elif not choice.in_app and kind in policy.ALWAYS_IN_APP:
            message = "an authority waits for an answer to this: it is always in the inbox"
            issues.append(Issue(f"kinds.{index}.inApp", "required", message))
    if issues:
        raise ValidationFailed(issues)


async def unsubscribe(database: Database, token: str) -> str:
    """End the mails that a signed link names, and say which; raises NotFound.

    Doing it again changes nothing more.
    """
    what, person_id = unsubscribing.claims(token) or ("", "")
    known = {unsubscribing.ALL, *(kind.value for kind in NoticeKind)}
    if what not in known or not is_id("per", person_id):
        raise NotFound("link")
    key = await choices.mail_key(person_id)
    if key is None or not unsubscribing.is_signed(token, key):
        raise NotFound("link")

    async def work() -> None:
        kind = None if what == unsubscribing.ALL else NoticeKind(what)
        if await choices.end_mails(person_id, kind):
            await record(SYSTEM, "notice_setting.unsubscribe", person_id, what=what)

    await database.write(work)
    return what
