"""Fresh databases for tests: made once per worker, then copied."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from nisassess.kit.migrating import migrate
from tests.support import postgres

Fill = Callable[[str], Awaitable[object]]

_numbers = count()
_templates: dict[str, str] = {}


def on_postgres() -> bool:
    """Whether this run of the tests is on PostgreSQL."""
    return os.environ.get("NISASSESS_TEST_DATABASE") == "postgres"


@asynccontextmanager
async def fresh_database(folder: Path, shared: Path) -> AsyncIterator[str]:
    """URL of a migrated, empty database; `shared` keeps the template for the whole run."""
    async with _copy("template", folder, shared, migrate) as url:
        yield url


@asynccontextmanager
async def copied_database(name: str, folder: Path, shared: Path, fill: Fill) -> AsyncIterator[str]:
    """URL of a database that was migrated and then filled once for the whole run."""

    async def migrate_and_fill(url: str) -> None:
        await migrate(url)
        await fill(url)

    async with _copy(name, folder, shared, migrate_and_fill) as url:
        yield url


@asynccontextmanager
async def _copy(name: str, folder: Path, shared: Path, fill: Fill) -> AsyncIterator[str]:
    if not on_postgres():
        file = folder / "nisassess.sqlite3"
        shutil.copyfile(await _sqlite_template(shared / f"{name}.sqlite3", fill), file)
        yield f"sqlite://{file}"
        return
    server = postgres.session_server_url()
    template = await _postgres_template(server, name, fill)
    copy = f"{postgres.worker_database_name()}_{next(_numbers)}"
    url = await postgres.create_database(server, copy, template)
    try:
        yield url
    finally:
        await postgres.drop_database(server, copy)


async def _sqlite_template(file: Path, fill: Fill) -> Path:
    if not file.exists():
        unfinished = file.with_name(f"unfinished-{file.name}")
        unfinished.unlink(missing_ok=True)
        await fill(f"sqlite://{unfinished}")
        # The copy is of one file: nothing may be left in the write-ahead log.
        assert not unfinished.with_name(f"{unfinished.name}-wal").exists()
        unfinished.replace(file)
    return file


async def _postgres_template(server: str, name: str, fill: Fill) -> str:
    database = f"{postgres.worker_database_name()}_{name}"
    if database not in _templates:
        await postgres.drop_database(server, database)
        url = await postgres.create_database(server, database)
        await fill(url)
        _templates[database] = url
    return database
