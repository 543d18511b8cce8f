"""Prepares an installation and serves it."""

from collections.abc import Callable

import structlog
import uvicorn

from nisassess.access import Role
from nisassess.app import create_app
from nisassess.identity import service as identity
from nisassess.identity.repository import count_people
from nisassess.identity.types import OrganisationKind
from nisassess.kit.database import Database
from nisassess.kit.logs import configure
from nisassess.kit.migrating import migrate
from nisassess.kit.settings import Settings

_log = structlog.get_logger("nisassess.server")

Ask = Callable[[], tuple[str, str, str] | None]


async def prepare(settings: Settings, first_administrator: Ask | None = None) -> list[str]:
    """Make the data folder, migrate, and make the first administrator where there is nobody."""
    configure(settings.log_level)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    applied = await migrate(settings.effective_database_url)
    if first_administrator is not None:
        await _first_administrator(settings, first_administrator)
    return applied


async def _first_administrator(settings: Settings, ask: Ask) -> None:
    database = Database(settings.effective_database_url)
    await database.open()
    try:
        if await count_people():
            return
        answer = ask()
        if answer is not None:
            await _administrator(database, *answer)
    finally:
        await database.close()


async def add_administrator(settings: Settings, email: str, name: str, password: str) -> None:
    """Add a platform administrator; raises ValidationFailed."""
    await prepare(settings)
    database = Database(settings.effective_database_url)
    await database.open()
    try:
        await _administrator(database, email, name, password)
    finally:
        await database.close()


async def _administrator(database: Database, email: str, name: str, password: str) -> None:
    platform = await identity.create_organisation(
        database, OrganisationKind.PLATFORM, "Platform", None
    )
    await identity.create_person(
        database, email, name, password, [(platform, Role.PLATFORM_ADMINISTRATOR)]
    )


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished."""
    configure(settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
