"""Fresh databases for tests: migrated once per worker, then copied."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from nisassess.kit.migrating import migrate
from tests.support import postgres

_numbers = count()
_templates: dict[str, str] = {}


def on_postgres() -> bool:
    """Whether this run of the tests is on PostgreSQL."""
    return os.environ.get("NISASSESS_TEST_DATABASE") == "postgres"


@asynccontextmanager
async def fresh_database(folder: Path, shared: Path) -> AsyncIterator[str]:
    """URL of a migrated, empty database; `shared` keeps the template for the whole run."""
    if not on_postgres():
        file = folder / "nisassess.sqlite3"
        shutil.copyfile(await _sqlite_template(shared), file)
        yield f"sqlite://{file}"
        return
    server = postgres.session_server_url()
    template = await _postgres_template(server)
    name = f"{postgres.worker_database_name()}_{next(_numbers)}"
    url = await postgres.create_database(server, name, template)
    try:
        yield url
    finally:
        await postgres.drop_database(server, name)


async def _sqlite_template(shared: Path) -> Path:
    file = shared / "template.sqlite3"
    if not file.exists():
        await migrate(f"sqlite://{file}")
        # The copy is of one file: nothing may be left in the write-ahead log.
        assert not file.with_name(f"{file.name}-wal").exists()
    return file


async def _postgres_template(server: str) -> str:
    name = f"{postgres.worker_database_name()}_template"
    if name not in _templates:
        await postgres.drop_database(server, name)
        url = await postgres.create_database(server, name)
        await migrate(url)
        _templates[name] = url
    return name
