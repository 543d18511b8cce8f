"""Migrations: complete, repeatable, whole or not at all, and no row is lost on the way."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError, OperationalError

import nisassess.migrations
from nisassess.kit import migrating
from nisassess.kit.database import APP, Database, configuration, execute, fetch
from nisassess.kit.migrating import BrokenReferences, migrate, pending_migrations
from tests.kit.schema_of import Schema, schema
from tests.support import postgres
from tests.support.databases import on_postgres
from tests.support.rows import everything

ALL = sorted(file.stem for file in Path(nisassess.migrations.__path__[0]).glob("0*.py"))
_numbers = count()
only_sqlite = pytest.mark.skipif(on_postgres(), reason="PostgreSQL alters tables in place")


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """URL of an empty database."""
    if not on_postgres():
        yield f"sqlite://{tmp_path}/empty.sqlite3"
        return
    server, name = postgres.session_server_url(), postgres.worker_database_name("migrations")
    await postgres.drop_database(server, name)
    yield await postgres.create_database(server, name)
    await postgres.drop_database(server, name)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def schema_of(url: str) -> Schema:
    async with opened(url):
        return await schema()


async def generated(tmp_path: Path) -> Schema:
    """The schema as the models say it is."""
    url = f"sqlite://{tmp_path}/generated.sqlite3"
    server, name = "", postgres.worker_database_name("generated")
    if on_postgres():
        server = postgres.session_server_url()
        await postgres.drop_database(server, name)
        url = await postgres.create_database(server, name)
    try:
        async with opened(url):
            await Tortoise.generate_schemas()
            return await schema()
    finally:
        if on_postgres():
            await postgres.drop_database(server, name)


async def fill(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Two parents with children and grandchildren; all rows."""
    at = "2026-01-02 03:04:05+00:00"
    statements = [
        *(
            f"INSERT INTO organisation (id, kind, name, country, created_at) "
            f"VALUES ('{id_}', 'operator', 'Nord;licht', 'AT', '{at}')"
            for id_ in ("opr_1", "opr_2")
        ),
        "INSERT INTO person (id, email, name, password_hash, active, created_at) "
        f"VALUES ('per_1', 'a@b.example', 'Ada', 'x', TRUE, '{at}')",
        *(
            f"INSERT INTO membership (id, role, person_id, organisation_id) "
            f"VALUES ('mem_{n}', 'signatory', 'per_1', 'opr_{n}')"
            for n in (1, 2)
        ),
        "INSERT INTO competence (id, country, regime, subsector, authority_id) "
        "VALUES ('cmp_1', 'AT', 'nis2', '*', 'opr_1')",
        "INSERT INTO session (id, token_hash, person_id, created_at, expires_at) "
        f"VALUES ('ses_1', 'x', 'per_1', '{at}', '{at}')",
    ]
    async with opened(url):
        for statement in statements:
            await execute(statement)
        return await everything()


PLANTED = """\
from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "{after}")]
    operations = [{operations}]
"""


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Add a migration of a test's own after ours: its operations, as Python."""
    package = f"planted_{os.getpid()}_{next(_numbers)}"
    folder = tmp_path / package
    shutil.copytree(
        Path(nisassess.migrations.__path__[0]), folder, ignore=shutil.ignore_patterns("__pycache__")
    )

    def planted(url: str) -> dict[str, Any]:
        config = configuration(url)
        config["apps"][APP]["migrations"] = package
        return config

    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(migrating, "configuration", planted)

    def write(operations: str) -> None:
        text = PLANTED.format(after=ALL[-1], operations=operations)
        (folder / "9999_planted.py").write_text(text)

    yield write
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]


async def test_migrated_database_has_the_schema_of_the_models(url: str, tmp_path: Path) -> None:
    assert await migrate(url) == ALL
    migrated, wanted = await schema_of(url), await generated(tmp_path)
    assert sorted(migrated) == sorted(wanted)
    for table, kinds in wanted.items():
        assert migrated[table] == kinds, table
    assert len(wanted) > 15


async def test_migrating_again_applies_and_changes_nothing(url: str) -> None:
    await migrate(url)
    rows, before = await fill(url), await schema_of(url)
    assert await migrate(url) == []
    assert await schema_of(url) == before
    async with opened(url):
        assert await everything() == rows
        assert await pending_migrations() == []


async def test_two_processes_that_migrate_at_once_both_end_well(url: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "NISASSESS_DATABASE_URL": url,
        "NISASSESS_DATA_DIR": str(tmp_path / "data"),
    }
    program = "from nisassess.cli import main; main()"
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program, "migrate"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]
    told = [await one.communicate() for one in processes]
    assert [one.returncode for one in processes] == [0, 0], told
    assert sorted(out.decode().strip() for out, _ in told) == sorted(
        [f"applied: {', '.join(ALL)}", "nothing to apply"]
    )


async def test_references_are_checked_after_migrating(url: str) -> None:
    await migrate(url)
    async with opened(url):
        if not on_postgres():
            assert await fetch("PRAGMA foreign_keys") == [{"foreign_keys": 1}]
        with pytest.raises(IntegrityError):
            await execute(
                "INSERT INTO competence (id, country, regime, subsector, authority_id) "
                "VALUES ('cmp_9', 'AT', 'nis2', '*', 'opr_none')"
            )


ALTERED = """ops.AlterField(
    model_name="Organisation", name="name", field=fields.CharField(max_length=300))"""


async def test_migration_that_rebuilds_a_parent_keeps_every_row(url: str, plant: Any) -> None:
    await migrate(url)
    rows = await fill(url)
    plant(ALTERED)
    assert await migrate(url) == ["9999_planted"]
    async with opened(url):
        assert await everything() == rows


async def test_migration_that_fails_halfway_leaves_nothing_and_can_be_tried_again(
    url: str, plant: Any
) -> None:
    await migrate(url)
    rows, before = await fill(url), await schema_of(url)
    plant(f'{ALTERED}, ops.RunSQL("INSERT INTO no_such_table VALUES (1)")')
    with pytest.raises(OperationalError, match="no_such_table"):
        await migrate(url)
    assert await schema_of(url) == before
    async with opened(url):
        assert await everything() == rows
    with pytest.raises(OperationalError, match="no_such_table"):
        await migrate(url)


@only_sqlite
async def test_migration_that_would_break_references_is_told_and_undone(
    url: str, plant: Any
) -> None:
    await migrate(url)
    rows, before = await fill(url), await schema_of(url)
    plant("""ops.RunSQL("DELETE FROM organisation WHERE id = 'opr_1'")""")
    for _ in range(2):
        with pytest.raises(BrokenReferences) as told:
            await migrate(url)
        message = "2 rows of competence, membership point to rows that are gone"
        assert str(told.value) == message
    assert await schema_of(url) == before
    async with opened(url):
        assert await everything() == rows


@only_sqlite
async def test_index_that_a_rebuild_forgets_is_noticed(
    url: str, plant: Any, tmp_path: Path
) -> None:
    """Tortoise's rebuild drops them: such a migration must be written by hand."""
    await migrate(url)
    plant(
        """ops.AlterField(
        model_name="Competence", name="regime", field=fields.CharField(max_length=16, null=True))"""
    )
    await migrate(url)
    rebuilt, wanted = await schema_of(url), await generated(tmp_path)
    assert rebuilt["competence"]["indexes"] != wanted["competence"]["indexes"]


async def test_pending_migrations_are_named(url: str) -> None:
    await migrate(url)
    async with opened(url):
        await execute("DELETE FROM tortoise_migrations")
        assert await pending_migrations() == ALL
