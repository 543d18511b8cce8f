"""Durable writes: what is acknowledged is stored, what fails is undone, and alone."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import asyncpg
import pytest
from tortoise.exceptions import BaseORMException, IntegrityError

from nisassess.audit.repository import record
from nisassess.identity.service import SYSTEM
from nisassess.kit.database import Database, execute, fetch
from tests.support.databases import on_postgres
from tests.support.rows import rows

only_sqlite = pytest.mark.skipif(on_postgres(), reason="PostgreSQL groups commits itself")


def noting(subject: str) -> Callable[[], Awaitable[str]]:
    """A use case that leaves one row."""

    async def work() -> str:
        await record(SYSTEM, "test.note", subject)
        return subject

    return work


def failing(subject: str) -> Callable[[], Awaitable[str]]:
    """A use case that writes and then fails."""

    async def work() -> str:
        await record(SYSTEM, "test.note", subject)
        raise ValueError(subject)

    return work


async def noted() -> list[str]:
    return sorted(row[6] for row in await rows("audit_entry") if row[5] == "test.note")


async def stored(url: str) -> set[str]:
    """What another process sees."""
    query = "SELECT subject_id FROM audit_entry WHERE action = 'test.note'"
    if on_postgres():
        connection = await asyncpg.connect(url)
        try:
            return {row["subject_id"] for row in await connection.fetch(query)}
        finally:
            await connection.close()
    with sqlite3.connect(url.removeprefix("sqlite://")) as other:
        found = {row[0] for row in other.execute(query)}
    other.close()
    return found


async def test_failing_use_case_among_others_is_undone_alone(database: Database) -> None:
    works = [failing(f"n{n}") if n % 3 == 0 else noting(f"n{n}") for n in range(30)]
    outcomes = await asyncio.gather(
        *(database.write(work) for work in works), return_exceptions=True
    )
    for number, outcome in enumerate(outcomes):
        if number % 3 == 0:
            assert isinstance(outcome, ValueError)
            assert str(outcome) == f"n{number}"
        else:
            assert outcome == f"n{number}"
    assert await noted() == sorted(f"n{n}" for n in range(30) if n % 3)


async def test_use_case_is_acknowledged_only_once_another_process_sees_it(
    database: Database,
) -> None:
    unseen: list[str] = []

    async def write(subject: str) -> None:
        await database.write(noting(subject))
        if subject not in await stored(database.url):
            unseen.append(subject)

    await asyncio.gather(*(write(f"n{n}") for n in range(20)))
    assert unseen == []


async def test_nothing_of_a_use_case_is_seen_before_it_ends(database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        await record(SYSTEM, "test.note", "slow")
        begun.set()
        await go_on.wait()

    writing = asyncio.create_task(database.write(slow))
    await begun.wait()
    assert await stored(database.url) == set()
    go_on.set()
    await writing
    assert await stored(database.url) == {"slow"}


async def test_constraint_that_one_breaks_does_not_hurt_the_others(database: Database) -> None:
    async def broken() -> None:
        await record(SYSTEM, "test.note", "before")
        await execute(
            "INSERT INTO competence (id, authority_id, country, regime, subsector) "
            "VALUES ($1, $2, $3, $4, $5)",
            "cmp_1",
            "aut_none",
            "AT",
            "nis2",
            "*",
        )

    outcomes = await asyncio.gather(
        database.write(noting("first")),
        database.write(broken),
        database.write(noting("last")),
        return_exceptions=True,
    )
    assert outcomes[0] == "first"
    assert isinstance(outcomes[1], IntegrityError)
    assert outcomes[2] == "last"
    assert await noted() == ["first", "last"]


async def test_caller_that_goes_away_stops_nobody_else(database: Database) -> None:
    begun = asyncio.Event()

    async def slow() -> None:
        begun.set()
        await asyncio.sleep(0.05)
        await record(SYSTEM, "test.note", "slow")

    impatient = asyncio.create_task(database.write(slow))
    await begun.wait()
    others = [asyncio.create_task(database.write(noting(f"n{n}"))) for n in range(3)]
    impatient.cancel()
    assert await asyncio.gather(*others) == ["n0", "n1", "n2"]
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert set(await noted()) >= {"n0", "n1", "n2"}


async def test_use_case_whose_own_wait_is_cancelled_fails_alone(database: Database) -> None:
    async def waiting() -> None:
        await record(SYSTEM, "test.note", "waiting")
        given_up = asyncio.get_running_loop().create_future()
        given_up.cancel()
        await given_up

    outcomes = await asyncio.gather(
        database.write(waiting), database.write(noting("other")), return_exceptions=True
    )
    assert isinstance(outcomes[0], asyncio.CancelledError)
    assert outcomes[1] == "other"
    assert await noted() == ["other"]


@only_sqlite
async def test_commit_that_fails_is_told_to_all_and_the_next_one_works(database: Database) -> None:
    async def broken_at_commit() -> None:
        await execute("PRAGMA defer_foreign_keys=ON")
        await execute(
            "INSERT INTO competence (id, authority_id, country, regime, subsector) "
            "VALUES ('cmp_1', 'aut_none', 'AT', 'nis2', '*')"
        )

    outcomes = await asyncio.gather(
        database.write(noting("with it")), database.write(broken_at_commit), return_exceptions=True
    )
    assert all(isinstance(outcome, Exception) for outcome in outcomes)
    assert await stored(database.url) == set()

    assert await database.write(noting("afterwards")) == "afterwards"
    assert await stored(database.url) == {"afterwards"}
    assert await noted() == ["afterwards"]


@only_sqlite
async def test_transaction_that_sqlite_gives_up_is_acknowledged_to_nobody(
    database: Database,
) -> None:
    """As it does when the disk is full: everything since BEGIN is gone."""

    async def given_up() -> None:
        await execute("ROLLBACK")

    outcomes = await asyncio.gather(
        database.write(noting("before")),
        database.write(given_up),
        return_exceptions=True,
    )
    assert isinstance(outcomes[0], BaseORMException | sqlite3.Error)
    assert isinstance(outcomes[1], BaseORMException | sqlite3.Error)
    assert await stored(database.url) == set()
    assert await database.write(noting("afterwards")) == "afterwards"
    assert await stored(database.url) == {"afterwards"}


@only_sqlite
async def test_use_cases_run_in_the_order_in_which_they_came(database: Database) -> None:
    ran: list[int] = []

    def work(number: int) -> Callable[[], Awaitable[None]]:
        async def append() -> None:
            await asyncio.sleep(0)
            ran.append(number)

        return append

    await asyncio.gather(*(database.write(work(number)) for number in range(100)))
    assert ran == list(range(100))


@only_sqlite
async def test_closing_finishes_what_was_submitted_and_refuses_more(database: Database) -> None:
    writes = [asyncio.create_task(database.write(noting(f"n{n}"))) for n in range(5)]
    await asyncio.sleep(0)
    await database.close()
    assert [await one for one in writes] == [f"n{n}" for n in range(5)]
    assert await stored(database.url) == {f"n{n}" for n in range(5)}
    await database.open()
    assert await database.write(noting("again")) == "again"


@only_sqlite
async def test_sqlite_is_durable_and_checks_references(database: Database) -> None:
    settings = {
        name: next(iter((await fetch(f"PRAGMA {name}"))[0].values()))
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_hand_written_statements_mean_the_same_on_both_databases(database: Database) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678, UTC)

    async def work() -> list[dict[str, object]]:
        return await fetch(
            "INSERT INTO person (id, email, name, password_hash, active, created_at) "
            "VALUES ($1, $2, $1, $3, TRUE, $4) RETURNING id, name, active",
            "per_1",
            "a@b.example",
            "hash $1 ?",
            at,
        )

    (row,) = await database.write(work)
    assert (row["id"], row["name"], bool(row["active"])) == ("per_1", "per_1", True)
    assert await fetch("SELECT id FROM person WHERE created_at = $1", at) == [{"id": "per_1"}]
    assert await fetch("SELECT id FROM person WHERE created_at < $1", at) == []
    assert await execute("UPDATE person SET name = $1 WHERE id = $2", "Ada $2", "per_1") == 1
    assert await execute("UPDATE person SET name = $1 WHERE id = $2", "Ada", "per_2") == 0
    assert await fetch("SELECT name, password_hash FROM person WHERE id = $1", "per_1") == [
        {"name": "Ada $2", "password_hash": "hash $1 ?"}
    ]
