"""Brings the database's schema up to date, safely on SQLite too.

All that is pending is one transaction: it is applied, recorded and checked, or nothing happened.
A second process that starts at the same time waits and finds nothing to do.

On SQLite a migration may rebuild a table; with foreign keys on, dropping the old one would
delete the rows that point to it. So they are off while migrating, checked before the commit,
and on again afterwards.
"""

import importlib
import pkgutil
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.transactions import in_transaction

from nisassess.kit.database import APP, CONNECTION, configuration

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7205759403)"
"""The number is ours alone; the lock ends with the transaction."""
_PATIENCE_MS = 600_000
"""How long a process waits while another one migrates a large SQLite file; then it gives up."""


class BrokenReferences(Exception):
    """A migration would leave rows that point to rows that are gone; nothing was changed."""


async def migrate(url: str) -> list[str]:
    """Apply what is pending; the names of what was applied. Safe to run again."""
    config = configuration(url)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        return await _migrate(config["apps"])
    finally:
        await Tortoise.close_connections()


async def _migrate(apps: dict[str, dict[str, object]]) -> list[str]:
    connection = get_connection(CONNECTION)
    if connection.capabilities.dialect != "sqlite":
        async with in_transaction(CONNECTION) as transaction:
            await transaction.execute_query(_ONE_AT_A_TIME)
            return await _apply(transaction, apps)
    # No pragma does anything inside a transaction.
    await connection.execute_query(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    await connection.execute_query("PRAGMA foreign_keys=OFF")
    try:
        async with in_transaction(CONNECTION) as transaction:
            applied = await _apply(transaction, apps)
            await _refuse_broken_references(transaction)
    finally:
        await connection.execute_query("PRAGMA foreign_keys=ON")
    return applied


async def _apply(transaction: BaseDBAsyncClient, apps: dict[str, dict[str, object]]) -> list[str]:
    applied: list[str] = []

    def note(event: str, app: str, name: str) -> None:
        if event == "apply_done":
            applied.append(name)

    executor = MigrationExecutor(transaction, apps)
    executor.recorder = executor.loader.recorder = _Recorder(transaction)
    # Looking for applied migrations without their table would break PostgreSQL's transaction.
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
    await executor.migrate(direction="forward", progress=note)
    return applied


async def _refuse_broken_references(transaction: BaseDBAsyncClient) -> None:
    _, broken = await transaction.execute_query("PRAGMA foreign_key_check")
    if broken:
        tables = ", ".join(sorted({row["table"] for row in broken}))
        message = f"{len(broken)} rows of {tables} point to rows that are gone"
        raise BrokenReferences(message)


class _Recorder(MigrationRecorder):
    async def ensure_schema(self, schema_editor: Any) -> None:
        """Make the recorder's table; Tortoise's own script would commit on SQLite."""
        script = schema_editor._get_model_sql_data(self.model).table_sql
        for statement in script.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1).split(";"):
            if statement.strip():
                await schema_editor.client.execute_query(statement)


async def pending_migrations() -> list[str]:
    """Names of the migrations that an open database still lacks."""
    recorder = MigrationRecorder(get_connection(CONNECTION))
    applied = {key.name for key in await recorder.applied_migrations() if key.app_label == APP}
    package = importlib.import_module("nisassess.migrations")
    known = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [name for name in known if name not in applied]
