"""Statements that travel together: each use case stands or falls alone."""

import asyncio

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from nisassess.identity.repository import as_datetime
from nisassess.kit.database import Database, execute, fetch, send

_ADD = "INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, 'operator', $2, $3)"
_AT = "2026-01-01 00:00:00+00:00"


async def _add(id_: str) -> None:
    await send(_ADD, id_, "An organisation", as_datetime(_AT))


async def _ids() -> list[str]:
    return [row["id"] for row in await fetch("SELECT id FROM organisation ORDER BY id")]


async def test_what_was_sent_is_there_for_the_next_statement(database: Database) -> None:
    async def work() -> list[str]:
        await _add("opr_a")
        await _add("opr_b")
        return await _ids()

    assert await database.write(work) == ["opr_a", "opr_b"]


async def test_what_was_sent_last_is_there_after_the_write(database: Database) -> None:
    async def work() -> None:
        await _add("opr_a")

    await database.write(work)
    assert await _ids() == ["opr_a"]


async def test_a_sent_statement_that_fails_fails_its_use_case_alone(database: Database) -> None:
    async def adding(id_: str) -> None:
        await _add(id_)

    async def twice() -> None:
        await _add("opr_c")
        await _add("opr_a")
        await _add("opr_a")

    results = await asyncio.gather(
        database.write(lambda: adding("opr_a")),
        database.write(twice),
        database.write(lambda: adding("opr_b")),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [type(None), IntegrityError, type(None)]
    assert await _ids() == ["opr_a", "opr_b"]


async def test_what_was_sent_before_an_error_is_undone(database: Database) -> None:
    async def failing() -> None:
        await _add("opr_a")
        await _ids()
        await _add("opr_b")
        raise LookupError

    async def refused() -> None:
        raise LookupError

    async def adding() -> None:
        await _add("opr_c")

    results = await asyncio.gather(
        database.write(failing),
        database.write(refused),
        database.write(adding),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [LookupError, LookupError, type(None)]
    assert await _ids() == ["opr_c"]


async def test_it_comes_before_statements_of_every_kind(database: Database) -> None:
    async def work() -> int:
        await _add("opr_a")
        return await execute("UPDATE organisation SET name = 'Other' WHERE id = 'opr_a'")

    assert await database.write(work) == 1


async def test_a_nested_transaction_undoes_only_its_own(database: Database) -> None:
    async def failing() -> None:
        async with in_transaction():
            await _add("opr_b")
            raise LookupError

    async def work() -> None:
        await _add("opr_a")
        with pytest.raises(LookupError):
            await failing()
        async with in_transaction():
            await _add("opr_c")

    await database.write(work)
    assert await _ids() == ["opr_a", "opr_c"]


async def test_first_reads_may_come_at_once(database: Database) -> None:
    answers = await asyncio.gather(*(fetch("SELECT $1 AS number", str(n)) for n in range(40)))
    assert answers == [[{"number": str(n)}] for n in range(40)]


async def test_a_write_sees_what_it_wrote_and_others_only_after_the_commit(
    database: Database,
) -> None:
    written, seen = asyncio.Event(), asyncio.Event()

    async def work() -> list[str]:
        await _add("opr_a")
        inside = await _ids()
        written.set()
        await seen.wait()
        return inside

    writing = asyncio.create_task(database.write(work))
    await written.wait()
    assert await _ids() == []
    seen.set()
    assert await writing == ["opr_a"]
    assert await _ids() == ["opr_a"]
