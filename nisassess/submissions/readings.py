"""Notes who of an authority read a submission, before the content leaves, in a write of its own.

A person or token is noted once for each submission, day (UTC) and way. What was noted in this
process is not noted again, so that only the first reading of a day waits for a commit. Where that
fails the reading is told in the log, kept, and written with the next one.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import structlog

from nisassess.access import Actor, Permission
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.submissions import repository_readings
from nisassess.submissions.repository_readings import NewReading

_log = structlog.get_logger("nisassess.submissions")
_MOST_KNOWN = 50_000
Key = tuple[str, str, date, str]


class Way(StrEnum):
    """How a submission was read."""

    PAGE = "page"
    """Its summary was opened."""
    CONTROLS = "controls"
    DOCUMENT = "document"
    """The sealed JSON."""
    COMPARISON = "comparison"
    REVIEW = "review"
    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"
    OSCAL = "oscal"
    POAM = "poam"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Somebody read a submission; `at` is the first time on that day."""

    id: str
    authority_name: str
    reader_name: str
    reader_kind: str
    way: Way
    at: datetime


class Readings:
    """Notes readings, for the life of the application."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Key, None] = {}
        self._owed: dict[Key, NewReading] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def note(self, actor: Actor, submission_ids: Iterable[str], way: Way) -> None:
        """Note that the actor read these; nothing for whoever is of no authority."""
        authorities = tuple(
            grant.organisation_id
            for grant in actor.grants
            if grant.organisation_kind == "authority"
            and Permission.SUBMISSION_READ in grant.permissions
        )
        if not authorities:
            return
        at = now()
        fresh = {
            key: NewReading(submission_id, actor, authorities, way.value, at)
            for submission_id in submission_ids
            if (key := (submission_id, actor.id, at.date(), way.value)) not in self._known
        }
        if not fresh:
            return
        # Whoever hangs up has read all the same: the write goes on.
        task = asyncio.create_task(self._write(fresh))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.shield(task)

    async def close(self) -> None:
        """Finish what is under way, and what is owed."""
        await asyncio.gather(*self._tasks)
        if self._owed:
            await self._write({})

    async def _write(self, fresh: dict[Key, NewReading]) -> None:
        wanted = self._owed | fresh
        try:
            await self._database.write(lambda: repository_readings.add(wanted.values()))
        except Exception:  # whatever the database raises: the reader is not to suffer for it
            self._owed = wanted
            _log.exception(
                "readings_not_written",
                owed=len(wanted),
                submissions=sorted({key[0] for key in fresh}),
                readers=sorted({key[1] for key in fresh}),
            )
            return
        self._owed = {key: row for key, row in self._owed.items() if key not in wanted}
        self._known |= dict.fromkeys(wanted)
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
