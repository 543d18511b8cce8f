"""The record of daily work: which process does which day, and how it went."""

from datetime import date, datetime

from nisassess.identity.repository import as_datetime
from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import new_id
from nisassess.notifications.types import RunRow

# What its process left undone (it ended, or failed) is taken up again once the claim is over.
_CLAIM = """
INSERT INTO clock_run (id, job, day, attempts, claimed_by, claimed_until)
VALUES ($1, $2, $3, 1, $4, $5)
ON CONFLICT (job, day) DO UPDATE SET
    attempts = clock_run.attempts + 1,
    claimed_by = $4,
    claimed_until = $5
WHERE clock_run.finished_at IS NULL AND clock_run.claimed_until <= $6 AND clock_run.attempts < $7
RETURNING attempts
"""
_BEGIN = """
INSERT INTO clock_run (id, job, day, attempts, claimed_by, claimed_until, finished_at)
VALUES ($1, $2, $3, 0, $4, $5, $5)
ON CONFLICT (job, day) DO NOTHING
"""
_RUN = "SELECT attempts, claimed_until, finished_at FROM clock_run WHERE job = $1 AND day = $2"
_EXTEND = """
UPDATE clock_run SET claimed_until = $4 WHERE job = $1 AND day = $2 AND claimed_by = $3
"""
_FINISH = """
UPDATE clock_run SET finished_at = $4, last_error = NULL
WHERE job = $1 AND day = $2 AND claimed_by = $3
"""
_FAIL = """
UPDATE clock_run SET claimed_until = $4, last_error = $5
WHERE job = $1 AND day = $2 AND claimed_by = $3
"""


async def is_known(job: str) -> bool:
    """Whether any day of the job is on record."""
    return bool(await fetch("SELECT id FROM clock_run WHERE job = $1 LIMIT 1", job))


async def begin(job: str, day: date, by: str, at: datetime) -> None:
    """Record a day as done, without an attempt: the work begins with the next one."""
    await execute(_BEGIN, new_id("clk"), job, day, by, at)


async def run(job: str, day: date) -> RunRow | None:
    """How a day of a job stands."""
    rows = await fetch(_RUN, job, day)
    if not rows:
        return None
    finished = rows[0]["finished_at"]
    return RunRow(
        rows[0]["attempts"],
        as_datetime(rows[0]["claimed_until"]),
        as_datetime(finished) if finished is not None else None,
    )


async def claim(
    job: str, day: date, by: str, *, at: datetime, until: datetime, attempts: int
) -> int | None:
    """Claim a day of a job until a moment: which attempt it is; None when it is not to be done."""
    rows = await fetch(_CLAIM, new_id("clk"), job, day, by, until, at, attempts)
    return int(rows[0]["attempts"]) if rows else None


async def extend(job: str, day: date, by: str, until: datetime) -> None:
    """Keep the claim while the work goes on."""
    await execute(_EXTEND, job, day, by, until)


async def finish(job: str, day: date, by: str, at: datetime) -> None:
    """Note that the day's work is done."""
    await execute(_FINISH, job, day, by, at)


async def fail(job: str, day: date, by: str, *, again_at: datetime, error: str) -> None:
    """Note why it failed; it may be tried again from a moment on."""
    await execute(_FAIL, job, day, by, again_at, error)


async def forget(before: date) -> int:
    """Delete the record of days before this one."""
    return await execute("DELETE FROM clock_run WHERE day < $1", before)
