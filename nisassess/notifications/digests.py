"""Daily work of notifications: digests at each reader's hour, and forgetting."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, time, timedelta
from functools import partial

from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.notifications.clockwork import Clockwork, Occasion
from nisassess.notifications.repository import clock
from nisassess.notifications.repository import digests as repository
from nisassess.notifications.types import SettingRow

KEPT_UNREAD = timedelta(days=730)
KEPT_READ = timedelta(days=365)
"""How long a notice stays that was read or archived, counted from when it came."""
KEPT_MAILS = timedelta(days=30)
KEPT_RUNS = timedelta(days=60)
_AT_NIGHT = time(3, 30)


def register(
    clockwork: Clockwork, database: Database, defaults: SettingRow, *, sends_mail: bool
) -> None:
    """Register the daily work; without a mail server there are no digests."""
    clockwork.every_day("forget old notices", at=_AT_NIGHT, work=partial(forget, database))
    if sends_mail:
        clockwork.every_day_where(
            "digest", occasions=partial(occasions, defaults), work=partial(send, database, defaults)
        )


async def occasions(defaults: SettingRow) -> Iterable[Occasion]:
    """The hours that people chose, and the one of whoever chose nothing."""
    hours = {*await repository.hours(), (defaults.time_zone, defaults.digest_hour)}
    return [Occasion(time(hour), zone) for zone, hour in hours]


async def send(database: Database, defaults: SettingRow, occasion: Occasion, day: date) -> None:
    """Put the digests of an hour into the outbox, some people at a time."""
    after = ""
    while people := await repository.readers(occasion.zone, occasion.at.hour, defaults, after):
        await database.write(partial(repository.add, people, day, now()))
        after = people[-1]


async def forget(database: Database, day: date) -> None:
    """Delete what nobody will look for any more, some rows at a time."""
    at = now()
    await _all(database, partial(repository.forget_mails, at - KEPT_MAILS))
    await _all(database, partial(repository.forget_notices, at - KEPT_UNREAD, at - KEPT_READ))
    await database.write(partial(clock.forget, day - KEPT_RUNS))


async def _all(database: Database, some: Callable[[], Awaitable[int]]) -> None:
    while await database.write(some):
        pass
