"""Reads of SQLite on a connection of their own.

In write-ahead mode they need not wait for the write under way, nor for its disk flush. Reads that
come while others are being answered go to the database together, since a way to the database's
thread and back costs more than a small statement.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

Rows = list[dict[str, Any]]

_BUSY_SECONDS = 10.0


@dataclass(slots=True)
class _Read:
    sql: str
    values: Sequence[Any]
    rows: asyncio.Future[Rows]


class Reader:
    """Answers reads one after another; connects with the first of them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-reader")
        self._waiting: list[_Read] = []
        self._under_way = False

    async def fetch(self, sql: str, values: Sequence[Any]) -> Rows:
        """Rows of a statement that changes nothing, as they were last committed."""
        loop = asyncio.get_running_loop()
        read = _Read(sql, values, loop.create_future())
        self._waiting.append(read)
        if not self._under_way:
            self._go(loop)
        return await read.rows

    async def close(self) -> None:
        """Disconnect; reads that still wait fail."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        self._thread.shutdown(wait=True)

    def _go(self, loop: asyncio.AbstractEventLoop) -> None:
        reads, self._waiting = self._waiting, []
        self._under_way = True

        def done(answered: asyncio.Future[list[Rows | Exception]]) -> None:
            _hand_out(reads, answered)
            self._under_way = False
            if self._waiting:
                self._go(loop)

        loop.run_in_executor(self._thread, self._answer, reads).add_done_callback(done)

    def _answer(self, reads: list[_Read]) -> list[Rows | Exception]:
        if self._connection is None:
            self._connection = _connect(self._file)
        return [_rows(self._connection, read) for read in reads]

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA query_only=ON")
    return connection


def _rows(connection: sqlite3.Connection, read: _Read) -> Rows | Exception:
    try:
        cursor = connection.execute(read.sql, read.values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except Exception as error:  # of one read; the others are answered
        return error


def _hand_out(reads: list[_Read], answered: asyncio.Future[list[Rows | Exception]]) -> None:
    error = asyncio.CancelledError() if answered.cancelled() else answered.exception()
    answers = [error] * len(reads) if error is not None else answered.result()
    for read, answer in zip(reads, answers, strict=True):
        if read.rows.done():  # nobody waits for it any more
            continue
        if isinstance(answer, BaseException):
            read.rows.set_exception(answer)
        else:
            read.rows.set_result(answer)
