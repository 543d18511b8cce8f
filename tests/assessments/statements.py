"""Counts the statements that reach the database."""

import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from tortoise.connection import get_connection

from nisassess.kit.database import CONNECTION

_CONTROL = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|--)", re.IGNORECASE)
_INSERT = re.compile(r'INSERT (?:OR \w+ )?INTO "?(\w+)', re.IGNORECASE)


@asynccontextmanager
async def counted(*bulk: str) -> AsyncIterator[list[str]]:
    """Statements of a block as they come, without the control of transactions.

    Rows that one statement inserts into the tables `bulk` count once, also where the driver sends
    them one by one.
    """
    found: list[str] = []
    tables = {
        "submitted_control",
        "submitted_group",
        "submitted_exclusion",
        "submitted_measure",
        *bulk,
    }

    def note(sql: str) -> None:
        statement = sql.strip()
        if _CONTROL.match(statement):
            return
        insert = _INSERT.match(statement)
        previous = _INSERT.match(found[-1]) if found else None
        same = insert and previous and insert.group(1) == previous.group(1)
        if insert and same and insert.group(1) in tables:
            return
        found.append(statement)

    client: Any = get_connection(CONNECTION)
    if client.capabilities.dialect == "sqlite":
        await _trace(client, note)
        try:
            yield found
        finally:
            await _trace(client, None)
        return
    handler = _Handler(note)
    logger = logging.getLogger("tortoise.db_client")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)


async def _trace(client: Any, note: Callable[[str], None] | None) -> None:
    """Watch the connection that writes, and the one that reads beside it."""
    await client._connection.set_trace_callback(note)
    reader = getattr(client, "_reader", None)
    if reader is not None and reader._connection is not None:
        reader._connection.set_trace_callback(note)


class _Handler(logging.Handler):
    def __init__(self, note: Any) -> None:
        super().__init__()
        self._note = note

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and record.args:
            self._note(str(record.args[0]))
