"""Prepares an installation and serves it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

import structlog
import uvicorn

from nisassess.access import Role
from nisassess.app import create_app
from nisassess.identity import service as identity
from nisassess.identity.repository import all_organisations, count_people
from nisassess.identity.repository.accounts import everybody
from nisassess.identity.types import ROLES_OF, AccountRow, OrganisationKind, OrganisationRow
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.kit.logs import configure
from nisassess.kit.migrating import migrate
from nisassess.kit.settings import Settings
from nisassess.notifications.repository import outbox
from nisassess.notifications.types import OutboxStatus
from nisassess.operators.law import countries
from nisassess.operators.service import create_operator
from nisassess.operators.types import OperatorDetails
from nisassess.plugins import load_plugins
from nisassess.sdk import Regime
from nisassess.sdk.taxonomy import load
from nisassess.submissions import repository as submissions

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
    async with _database(settings) as database:
        if await count_people():
            return
        answer = ask()
        if answer is not None:
            await _administrator(database, *answer)


async def add_administrator(settings: Settings, email: str, name: str, password: str) -> None:
    """Add a platform administrator; raises ValidationFailed."""
    async with _database(settings) as database:
        await _administrator(database, email, name, password)


async def _administrator(database: Database, email: str, name: str, password: str) -> None:
    platforms = [row.id for row in await all_organisations() if row.id.startswith("plt_")]
    platform = (
        platforms[0]
        if platforms
        else await identity.create_organisation(
            database, OrganisationKind.PLATFORM, "Platform", None
        )
    )
    await identity.create_person(
        database, email, name, password, [(platform, Role.PLATFORM_ADMINISTRATOR)]
    )


async def add_person(
    settings: Settings,
    email: str,
    name: str,
    password: str,
    membership: tuple[str, Iterable[Role]],
) -> None:
    """Add a person with roles in an organisation; raises NotFound and ValidationFailed."""
    organisation_id, roles = membership
    async with _database(settings) as database:
        known = {row.id: row.kind for row in await all_organisations()}
        if organisation_id not in known:
            raise NotFound("organisation")
        _refuse_unfit(known[organisation_id], roles)
        await identity.create_person(
            database, email, name, password, [(organisation_id, role) for role in roles]
        )


def _refuse_unfit(kind: OrganisationKind, roles: Iterable[Role]) -> None:
    fitting = ROLES_OF[kind]
    for role in roles:
        if role not in fitting:
            names = ", ".join(sorted(fitting))
            message = f"{role} is no role in an organisation of kind {kind}; choose of: {names}"
            raise ValidationFailed([Issue("role", "unfit", message)])


async def accounts(settings: Settings) -> tuple[AccountRow, ...]:
    """All accounts of the installation."""
    async with _database(settings):
        return await everybody()


async def help_account(settings: Settings, act: Callable[[Database], Awaitable[None]]) -> None:
    """Do something about one account; raises what the act raises."""
    async with _database(settings) as database:
        await act(database)


async def organisations(settings: Settings) -> tuple[OrganisationRow, ...]:
    """All organisations of the installation."""
    async with _database(settings):
        return await all_organisations()


async def add_operator(settings: Settings, name: str, country: str, entity_type: str | None) -> str:
    """Add an operator; returns its id. Raises ValidationFailed."""
    details = OperatorDetails(name=name, country=country.upper(), entity_type=entity_type)
    async with _database(settings) as database:
        registry = load_plugins(settings.plugin_folders)
        return await create_operator(database, identity.SYSTEM, registry, details)


async def add_authority(
    settings: Settings, name: str, country: str, regime: Regime, subsectors: Iterable[str]
) -> str:
    """Add an authority with its competence; returns its id. Raises ValidationFailed."""
    issues = []
    if country.upper() not in countries():
        issues.append(Issue("country", "unknown", "must be a Member State, e.g. AT"))
    if not name.strip():
        issues.append(Issue("name", "required", "must not be empty"))
    known = {subsector.id for subsector in load().subsectors}
    registry = load_plugins(settings.plugin_folders)
    known |= {kind.subsector for kind in registry.entity_types.values()} | {"*"}
    issues.extend(
        Issue("subsector", "unknown", f"{one} is no subsector; see NIS2 Annexes I and II")
        for one in subsectors
        if one not in known
    )
    if issues:
        raise ValidationFailed(issues)
    async with _database(settings) as database:
        authority = await identity.create_organisation(
            database, OrganisationKind.AUTHORITY, name.strip(), country.upper()
        )
        for subsector in subsectors:
            await identity.add_competence(
                database, authority, country.upper(), regime.value, subsector
            )
        return authority


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    """The installation's database, migrated and open."""
    await prepare(settings)
    database = Database(settings.effective_database_url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def sealed_document(settings: Settings, submission_id: str) -> bytes | None:
    """The sealed results of a submission, for whoever runs the installation."""
    async with _database(settings):
        found = await submissions.sealed_content(submission_id)
    return found.document.encode() if found else None


async def outbox_status(settings: Settings) -> OutboxStatus:
    """How the mails of the installation stand."""
    async with _database(settings):
        return await outbox.status()


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
