"""Reads beside the writer: what is committed is seen, nobody waits, one fault is one fault."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nisassess.kit.sqlite_reader import Reader

pytestmark = pytest.mark.database_free


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A small database in write-ahead mode."""
    path = str(tmp_path / "some.sqlite3")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)")
        connection.executemany("INSERT INTO thing VALUES (?, ?)", [(1, "one"), (2, "two")])
    connection.close()
    return path


@pytest.fixture
async def reader(file: str) -> AsyncIterator[Reader]:
    reader = Reader(file)
    yield reader
    await reader.close()


async def test_many_at_once_get_each_its_own(reader: Reader) -> None:
    sql = "SELECT name FROM thing WHERE id = ?1"
    answers = await asyncio.gather(*(reader.fetch(sql, [1 + n % 2]) for n in range(50)))
    assert answers == [[{"name": "one"}], [{"name": "two"}]] * 25


async def test_one_fault_is_one_fault(reader: Reader) -> None:
    answers = await asyncio.gather(
        reader.fetch("SELECT name FROM thing WHERE id = 1", []),
        reader.fetch("SELECT nothing FROM nowhere", []),
        reader.fetch("SELECT ?1 AS given", ["x"]),
        return_exceptions=True,
    )
    assert answers[0] == [{"name": "one"}]
    assert isinstance(answers[1], sqlite3.OperationalError)
    assert answers[2] == [{"given": "x"}]


async def test_nothing_can_be_changed(reader: Reader) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await reader.fetch("DELETE FROM thing", [])


async def test_a_write_under_way_is_neither_seen_nor_waited_for(reader: Reader, file: str) -> None:
    count = "SELECT count(*) AS count FROM thing"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO thing VALUES (3, 'three')")
    assert await reader.fetch(count, []) == [{"count": 2}]
    writer.execute("COMMIT")
    assert await reader.fetch(count, []) == [{"count": 3}]
    writer.close()


async def test_who_no_longer_waits_holds_nobody_up(reader: Reader) -> None:
    gone = asyncio.create_task(reader.fetch("SELECT 1 AS one", []))
    await asyncio.sleep(0)
    gone.cancel()
    assert await reader.fetch("SELECT 2 AS two", []) == [{"two": 2}]
    assert gone.cancelled()
