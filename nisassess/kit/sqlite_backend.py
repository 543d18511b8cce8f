"""SQLite for Tortoise: durable, and transactions that take the write lock at their beginning.

Tortoise begins deferred; a transaction that reads and then writes would fail with "database is
locked" when another process wrote in between, whatever the busy timeout.

The database is worked on in a thread of its own, and every way there and back costs more than a
small statement itself. So statements whose outcome nobody reads travel with the next one.
"""

import asyncio
import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from tortoise.backends.base.client import ConnectionWrapper, NestedTransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from nisassess.kit.sqlite_reader import Reader

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "10000",
}

_READS = re.compile(r"\s*SELECT\b", re.IGNORECASE)

Statement = tuple[str, Sequence[Any]]


class DurableSqliteClient(SqliteClient):
    """A SQLite client whose transactions begin immediately, and whose reads never wait for them.

    Inside a transaction the transaction itself is asked, so what it wrote is seen.
    """

    def __init__(self, file_path: str, **kwargs: Any) -> None:
        super().__init__(file_path, **{**PRAGMAS, **kwargs})
        self._reader: Reader | None = None

    async def execute_query_dict(
        self, query: str, values: Sequence[Any] | None = None
    ) -> list[dict[str, Any]]:
        """Rows of a statement."""
        if not _READS.match(query):
            changed: list[dict[str, Any]] = await super().execute_query_dict(query, values)
            return changed
        if self._connection is None:
            async with self.acquire_connection():  # it connects, once however many ask
                pass
        if self._reader is None:
            self._reader = Reader(str(self.filename))
        self.log.debug("%s: %s", query, values)
        found: list[dict[str, Any]] = await _translated(self._reader.fetch, query, values or ())
        return found

    async def close(self) -> None:
        """Disconnect."""
        if self._reader is not None:
            await self._reader.close()
            self._reader = None
        await super().close()

    def _in_transaction(self) -> SqliteTransactionContext:
        return _Beginning(ImmediateTransaction(self), self._lock)


class _Beginning(SqliteTransactionContext):
    """Gives the connection back when the transaction could not begin.

    Tortoise takes its lock first; kept after a failure, it would stop the process for good.
    """

    async def __aenter__(self) -> Any:
        try:
            return await super().__aenter__()
        except BaseException:
            token = getattr(self, "token", None)
            if token is not None:
                get_connections().reset(token)
                self._trxlock.release()
            raise


@translate_exceptions
async def _translated(fetch: Any, query: str, values: Sequence[Any]) -> Any:
    return await fetch(query, values)


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock, and statements back until the next one goes."""

    def __init__(self, connection: SqliteClient) -> None:
        super().__init__(connection)
        self._waiting: list[Statement] = []

    async def begin(self) -> None:
        """Take the write lock."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(str(error)) from error

    def send(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run a statement whose outcome nobody reads, at the latest when the next one runs.

        Its failure is raised there.
        """
        self._waiting.append((sql, values))

    async def flush(self) -> None:
        """Run what waits."""
        if self._waiting:
            *self._waiting, (sql, values) = self._waiting
            await self._run(sql, values)

    async def fetch_each(self, statements: Sequence[Statement]) -> list[list[dict[str, Any]]]:
        """Rows of each statement, run one after another on one way there and back."""
        *before, (sql, values) = statements
        self._waiting += before
        found = await self._run(sql, values)
        return [list(map(dict, rows)) for rows in found[-len(statements) :]]

    @translate_exceptions
    async def _run(self, sql: str, values: Sequence[Any]) -> list[list[sqlite3.Row]]:
        """Run what waits and then this statement; the rows of all, in order."""
        waiting, self._waiting = self._waiting, []
        in_its_thread: Any = self._connection._execute
        statements = [*waiting, (sql, values)]
        found: list[list[sqlite3.Row]] = await in_its_thread(
            _in_order, self._connection._conn, statements
        )
        return found

    async def execute_query_dict(
        self, query: str, values: Sequence[Any] | None = None
    ) -> list[dict[str, Any]]:
        """Rows of a statement."""
        self.log.debug("%s: %s", query, values)
        return list(map(dict, (await self._run(query, values or ()))[-1]))

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """The connection for one of Tortoise's own statements, after what waits."""
        return _Flushed(self._lock, self)

    async def commit(self) -> None:
        """Run what waits, and commit.

        What cannot be committed is rolled back: left open, it would keep the next from beginning.
        """
        try:
            await self.flush()
            await super().commit()
        except BaseException:
            if not self._finalized:
                await self.rollback()
            raise

    async def undo(self, savepoint: str) -> None:
        """Go back to a savepoint that was sent, and forget it."""
        begun = (f"SAVEPOINT {savepoint}", ()) not in self._waiting
        self._waiting = []
        if begun:
            self.send(f"ROLLBACK TO {savepoint}")
            self.send(f"RELEASE {savepoint}")
            await self.flush()

    def _in_transaction(self) -> NestedTransactionContext:
        return NestedTransactionContext(_Nested(self))


class _Flushed(ConnectionWrapper[Any]):
    def __init__(self, lock: asyncio.Lock, transaction: ImmediateTransaction) -> None:
        super().__init__(lock, transaction)
        self._transaction = transaction

    async def __aenter__(self) -> Any:
        connection = await super().__aenter__()
        try:
            await self._transaction.flush()
        except BaseException:
            self._lock.release()
            raise
        return connection


class _Nested(SqliteTransactionWrapper):
    """A savepoint of Tortoise's own; what was sent before belongs before it."""

    def __init__(self, outer: ImmediateTransaction) -> None:
        super().__init__(outer)
        self._outer = outer

    async def savepoint(self) -> None:
        await self._outer.flush()
        await super().savepoint()

    async def release_savepoint(self) -> None:
        await self._outer.flush()
        await super().release_savepoint()

    async def savepoint_rollback(self) -> None:
        self._outer._waiting.clear()
        await super().savepoint_rollback()


def _in_order(
    connection: sqlite3.Connection, statements: list[Statement]
) -> list[list[sqlite3.Row]]:
    return [connection.execute(sql, values).fetchall() for sql, values in statements]


client_class = DurableSqliteClient
