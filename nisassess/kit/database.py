"""Opens the database, runs reads and durable writes.

On SQLite several use cases that arrive together share one commit (each in its own savepoint):
a durable commit costs a disk flush, whoever waits for it. Callers are answered after the commit.
On PostgreSQL each use case is a transaction of its own.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

import structlog
from tortoise import Tortoise
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from nisassess.kit.announcing import Announcement, Listener, collecting
from nisassess.kit.sqlite_backend import ImmediateTransaction

T = TypeVar("T")

APP = "nisassess"
CONNECTION = "default"
MODEL_MODULES: tuple[str, ...] = (
    "nisassess.audit.models",
    "nisassess.identity.models",
    "nisassess.notifications.models",
    "nisassess.catalogues.models",
    "nisassess.operators.models",
    "nisassess.evidence.models",
    "nisassess.requests.models",
    "nisassess.assessments.models",
    "nisassess.discussions.models",
    "nisassess.submissions.models",
    "nisassess.reviews.models",
    "nisassess.supervision.models",
)

_log = structlog.get_logger("nisassess.database")
_LARGEST_BATCH = 64
_USE_CASE = "use_case"
_PLACEHOLDER = re.compile(r"\$(\d+)")


def configuration(url: str) -> dict[str, Any]:
    """Tortoise's configuration for a database URL."""
    connection = expand_db_url(url)
    if connection["engine"] == "tortoise.backends.sqlite":
        connection["engine"] = "nisassess.kit.sqlite_backend"
    return {
        "connections": {CONNECTION: connection},
        "apps": {
            APP: {
                "models": list(MODEL_MODULES),
                "default_connection": CONNECTION,
                "migrations": "nisassess.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


class Database:
    """An open database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._writer: _GroupWriter | None = None
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call back after each commit with what the write announced."""
        self._listeners.append(listener)

    def _tell(self, told: Sequence[Announcement]) -> None:
        for listener in self._listeners if told else ():
            try:
                listener(told)
            except Exception:  # what is written is written, whoever stumbles over the news
                _log.exception("listener_failed")

    async def open(self) -> None:
        """Connect; the models work from any task until `close`."""
        await Tortoise.init(config=configuration(self.url), _enable_global_fallback=True)
        if self.is_sqlite:
            self._writer = _GroupWriter(self._tell)

    async def close(self) -> None:
        """Finish the writes under way and disconnect."""
        if self._writer:
            await self._writer.close()
            self._writer = None
        await Tortoise.close_connections()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.url.startswith("sqlite:")

    async def write(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run a use case in a transaction; returns after the commit, raises after the rollback."""
        if self._writer:
            return await self._writer.submit(work)
        with collecting() as told:
            async with in_transaction(CONNECTION):
                value = await work()
        self._tell(told)
        return value


async def fetch(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of a hand-written statement with `$1`-style placeholders, also of a RETURNING one.

    For the few hot paths where building the query costs more than running it.
    """
    client = get_connection(CONNECTION)
    return await client.execute_query_dict(*_for(client.capabilities.dialect, sql, values))


async def fetch_each(*statements: tuple[Any, ...]) -> list[list[dict[str, Any]]]:
    """Rows of several hand-written statements, each with its values, run one after another.

    Inside a write on SQLite they go to the database together.
    """
    client = get_connection(CONNECTION)
    if isinstance(client, ImmediateTransaction):
        return await client.fetch_each([_for("sqlite", sql, values) for sql, *values in statements])
    return [await fetch(sql, *values) for sql, *values in statements]


async def send(sql: str, *values: Any) -> None:
    """Run a hand-written statement of a write whose outcome nobody reads.

    On SQLite it goes to the database together with the next one, or with the end of the use case.
    If it fails, so does the use case.
    """
    client = get_connection(CONNECTION)
    statement = _for(client.capabilities.dialect, sql, values)
    if isinstance(client, ImmediateTransaction):
        client.send(*statement)
    else:
        await client.execute_query(*statement)


async def execute(sql: str, *values: Any) -> int:
    """Run a hand-written UPDATE or DELETE; returns how many rows it touched."""
    client = get_connection(CONNECTION)
    count, _ = await client.execute_query(*_for(client.capabilities.dialect, sql, values))
    return count


async def locked(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Like `fetch` inside a write, and no other write touches these rows until it ends.

    SQLite has one writer at a time anyway. The statement names its table `locked_row`.
    """
    return await fetch(locking(sql), *values)


def locking(sql: str) -> str:
    """The statement that `locked` runs."""
    is_sqlite = get_connection(CONNECTION).capabilities.dialect == "sqlite"
    return sql if is_sqlite else f"{sql} FOR UPDATE OF locked_row"


def _for(dialect: str, sql: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    if dialect != "sqlite":
        return sql.strip(), list(values)
    return _sqlite_text(sql), [_as_sqlite(value) for value in values]


@lru_cache(maxsize=512)
def _sqlite_text(sql: str) -> str:
    return _PLACEHOLDER.sub(r"?\1", sql.strip())


def _as_sqlite(value: Any) -> Any:
    """Times and dates in the form in which Tortoise stores them."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


@dataclass(slots=True)
class _Job:
    work: Callable[[], Awaitable[Any]]
    done: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None
    told: list[Announcement] = field(default_factory=list)


class _GroupWriter:
    """Runs queued use cases one after another, many to a commit."""

    def __init__(self, tell: Listener) -> None:
        self._tell = tell
        self._queue: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._run())
        self._closed = False

    async def submit(self, work: Callable[[], Awaitable[T]]) -> T:
        if self._closed:
            message = "the database is closed"
            raise RuntimeError(message)
        job = _Job(work, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(job)
        value: T = await job.done
        return value

    async def close(self) -> None:
        """Finish what was submitted; what comes later is refused, nobody would run it."""
        self._closed = True
        self._queue.put_nowait(None)
        await self._task

    async def _run(self) -> None:
        while (job := await self._queue.get()) is not None:
            batch = [job]
            ending = False
            while len(batch) < _LARGEST_BATCH and not self._queue.empty():
                another = self._queue.get_nowait()
                if another is None:
                    ending = True
                    break
                batch.append(another)
            await _commit_together(batch)
            for done in batch:
                if done.error is None:
                    self._tell(done.told)
            if ending:
                return


async def _commit_together(batch: list[_Job]) -> None:
    try:
        async with in_transaction(CONNECTION) as transaction:
            for job in batch:
                await _attempt(job, cast(ImmediateTransaction, transaction))
    except Exception as error:  # the commit itself failed: nobody's work is durable
        for job in batch:
            job.error = job.error or error
    for job in batch:
        if job.done.cancelled():
            continue
        if job.error is not None:
            job.done.set_exception(job.error)
        else:
            job.done.set_result(job.value)


async def _attempt(job: _Job, transaction: ImmediateTransaction) -> None:
    """Run one use case in a savepoint, so that it can be undone alone."""
    transaction.send(f"SAVEPOINT {_USE_CASE}")
    try:
        with collecting() as job.told:
            job.value = await job.work()
        transaction.send(f"RELEASE {_USE_CASE}")
        await transaction.flush()
    except (Exception, asyncio.CancelledError) as error:
        # Something that the use case waited for may have been cancelled: it fails, others go on.
        job.error = error
        await transaction.undo(_USE_CASE)
