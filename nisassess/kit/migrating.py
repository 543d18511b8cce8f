"""Brings the database's schema up to date, safely on SQLite too.

On SQLite a migration may rebuild a table; with foreign keys on, dropping the old one would
delete the rows that point to it. So they are off while migrating, checked before the commit,
and on again afterwards.
"""

import importlib
import pkgutil

from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.recorder import MigrationRecorder

from nisassess.kit.database import APP, CONNECTION, configuration


class BrokenReferences(Exception):
    """After a migration rows point to rows that are gone; the migration is at fault."""


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
    is_sqlite = connection.capabilities.dialect == "sqlite"
    applied: list[str] = []

    def note(event: str, app: str, name: str) -> None:
        if event == "apply_done":
            applied.append(name)

    if is_sqlite:
        await connection.execute_script("PRAGMA foreign_keys=OFF")
    try:
        await MigrationExecutor(connection, apps).migrate(direction="forward", progress=note)
        if is_sqlite:
            _, broken = await connection.execute_query("PRAGMA foreign_key_check")
            if broken:
                message = f"{len(broken)} rows point to rows that are gone"
                raise BrokenReferences(message)
    finally:
        if is_sqlite:
            await connection.execute_script("PRAGMA foreign_keys=ON")
    return applied


async def pending_migrations() -> list[str]:
    """Names of the migrations that an open database still lacks."""
    recorder = MigrationRecorder(get_connection(CONNECTION))
    applied = {key.name for key in await recorder.applied_migrations() if key.app_label == APP}
    package = importlib.import_module("nisassess.migrations")
    known = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [name for name in known if name not in applied]
