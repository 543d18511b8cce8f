"""Does daily work at its hour, once a day, whatever the time zone and however many processes.

A day's work is due from its hour on, as the clocks of its zone show it. An hour that clocks skip in
spring is had as soon as they have skipped it; of one that comes twice in autumn, the first counts.
After a downtime the newest day is caught up, the ones before it are not: write work so that it
looks at everything that is due by its day, and names each reminder (`once=`), and nothing is missed
nor told twice.

A package registers its work in `app.py`:

    clockwork.every_day("assignments due", at=time(6), work=partial(remind, database))

    async def remind(database: Database, day: date) -> None:
        for chunk in await repository.due_by(day + timedelta(days=3)):
            await database.write(partial(_remind, chunk))

    async def _remind(chunk: Sequence[AssignmentRow]) -> None:
        for row in chunk:
            await tell(NoticeKind.DUE_SOON, [row.person_id], ..., once=f"{row.id}:{row.due}")

`day` is today's date in the zone of the work: the installation's, if none is given.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.notifications.repository import clock as repository

_log = structlog.get_logger("nisassess.clockwork")

TICK = 20.0
"""Seconds between two looks at the clock."""
LEASE = timedelta(minutes=5)
"""How long a claim holds without a sign of life from the process that has it."""
_SIGN_OF_LIFE = 60.0
_ATTEMPTS = 5
_LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Occasion:
    """An hour of every day in a time zone."""

    at: time
    zone: str

    def moment(self, day: date) -> datetime:
        """When the hour comes on this day, in UTC."""
        return datetime.combine(day, self.at, ZoneInfo(self.zone)).astimezone(UTC)

    def newest(self, moment: datetime) -> date:
        """The last day on which the hour has come by a moment."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        return day if self.moment(day) <= moment else day - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.zone}"


Work = Callable[[date], Awaitable[None]]
WorkThere = Callable[[Occasion, date], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    occasions: Callable[[], Awaitable[Iterable[Occasion]]]
    work: WorkThere
    chosen: bool = False
    """Hours that people choose: a new one begins with its next coming, nothing is caught up."""


class Clockwork:
    """The daily work of an installation."""

    def __init__(self, database: Database, zone: str) -> None:
        self._database = database
        self._zone = zone
        self._jobs: list[_Job] = []
        self._settled: dict[str, date] = {}
        self._name = new_id("clw")
        self._task: asyncio.Task[None] | None = None

    def every_day(self, name: str, *, at: time, work: Work, zone: str | None = None) -> None:
        """Have work done each day at an hour of a zone; names are unique and stay."""
        occasion = Occasion(at, zone or self._zone)

        async def occasions() -> list[Occasion]:
            return [occasion]

        async def here(_: Occasion, day: date) -> None:
            await work(day)

        self._add(_Job(name, occasions, here))

    def every_day_where(
        self, name: str, *, occasions: Callable[[], Awaitable[Iterable[Occasion]]], work: WorkThere
    ) -> None:
        """Have work done each day at the hours and zones that people chose.

        An hour that somebody chose just now comes first when it comes next.
        """
        self._add(_Job(name, occasions, work, chosen=True))

    def _add(self, job: _Job) -> None:
        if any(known.name == job.name for known in self._jobs):
            message = f"there is daily work named {job.name!r} already"
            raise ValueError(message)
        self._jobs.append(job)

    async def tick(self) -> int:
        """Do what is due and nobody else does; how many pieces of work were done.

        A failing one is logged, and tried again later; the others are done all the same.
        """
        done = 0
        for job in self._jobs:
            try:
                occasions = sorted(set(await job.occasions()), key=str)
            except Exception:  # whatever a package raises: the others' work goes on
                _log.exception("daily_work_failed", job=job.name)
                continue
            for occasion in occasions:
                done += await self._do(job, occasion)
        return done

    async def _do(self, job: _Job, occasion: Occasion) -> bool:
        key, day = f"{job.name} {occasion}", occasion.newest(now())
        if self._settled.get(key) == day:
            return False
        try:
            if job.chosen and not await repository.is_known(key):
                await self._database.write(partial(repository.begin, key, day, self._name, now()))
            return await self._once(key, day, partial(job.work, occasion, day))
        except Exception:  # the database is away: the next tick tries again
            _log.exception("daily_work_failed", job=key, day=day.isoformat())
            return False

    async def _once(self, key: str, day: date, work: Callable[[], Awaitable[None]]) -> bool:
        attempt = await self._claim(key, day)
        if attempt is None:
            return False
        alive = asyncio.create_task(self._show_life(key, day))
        try:
            await work()
        except Exception as error:  # whatever a package raises
            _log.exception("daily_work_failed", job=key, day=day.isoformat(), attempt=attempt)
            await self._failed(key, day, attempt, error)
            return False
        finally:
            alive.cancel()
            with suppress(asyncio.CancelledError):
                await alive
        await self._database.write(partial(repository.finish, key, day, self._name, now()))
        self._settled[key] = day
        _log.info("daily_work_done", job=key, day=day.isoformat())
        return True

    async def _claim(self, key: str, day: date) -> int | None:
        at = now()
        found = await repository.run(key, day)
        if found is not None and found.finished_at is not None:
            self._settled[key] = day
            return None
        if found is not None and (found.claimed_until > at or found.attempts >= _ATTEMPTS):
            return None
        return await self._database.write(
            partial(
                repository.claim,
                key,
                day,
                self._name,
                at=at,
                until=at + LEASE,
                attempts=_ATTEMPTS,
            )
        )

    async def _failed(self, key: str, day: date, attempt: int, error: Exception) -> None:
        again_at = now() + timedelta(minutes=5**attempt)
        told = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
        await self._database.write(
            partial(repository.fail, key, day, self._name, again_at=again_at, error=told)
        )

    async def _show_life(self, key: str, day: date) -> None:
        while True:
            await asyncio.sleep(_SIGN_OF_LIFE)
            with suppress(Exception):  # the next sign may get through
                until = now() + LEASE
                await self._database.write(partial(repository.extend, key, day, self._name, until))

    def start(self) -> None:
        """Look at the clock from now on."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop; what is under way is taken up again after the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            await self.tick()
