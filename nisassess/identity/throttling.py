"""Counts failed attempts, so that nothing secret can be guessed."""

from collections.abc import Mapping
from datetime import timedelta

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.identity import repository
from nisassess.identity.errors import SignInRefused
from nisassess.identity.types import ThrottleRow
from nisassess.kit.clock import now
from nisassess.kit.database import Database

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 8
"""Wrong passwords for one address in a window."""
PER_ORIGIN = 60
"""Failures from one network address in a window."""
_LONGEST_KEY = 80


def by_origin(origin: str) -> str:
    """The key under which failures of a network address are counted."""
    return f"origin:{origin}"[:_LONGEST_KEY]


async def count_attempt(
    database: Database, limits: Mapping[str, int], window: timedelta = WINDOW
) -> None:
    """Raise SignInRefused when any of the keys has had its attempts in this window.

    Attempts are counted before a secret is looked at, so that many at once cannot all pass.
    """
    for key, limit in limits.items():
        row = await repository.throttle(key)
        if row is not None and row.failures >= limit:
            _refuse_within(row, window)

    async def work() -> list[ThrottleRow]:
        at = now()
        return [await repository.count_attempt(key, at, at - window) for key in limits]

    counted = await database.write(work)
    for row, limit in zip(counted, limits.values(), strict=True):
        if row.failures > limit:
            _refuse_within(row, window)


def _refuse_within(row: ThrottleRow, window: timedelta) -> None:
    left = row.window_started_at + window - now()
    if left > timedelta():
        seconds = int(left.total_seconds()) + 1
        minutes = -(-seconds // 60)
        unit = "minute" if minutes == 1 else "minutes"
        message = f"Too many failed attempts. Try again in {minutes} {unit}."
        raise SignInRefused(message, "throttled", retry_after_seconds=seconds)


async def record_refusal(database: Database, actor: Actor, action: str, subject: str) -> None:
    """Put a refusal on record: its own use case was rolled back, or never began."""

    async def work() -> None:
        await record(actor, action, subject)

    await database.write(work)
