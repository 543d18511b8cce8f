"""Fills a new installation once, and mints the tokens of this start."""

from datetime import date

from nisassess.access import Role
from nisassess.app import wire
from nisassess.assessments import service as assessments
from nisassess.audit.repository import record
from nisassess.demo import repository, tokens
from nisassess.demo.people import People, enter, known
from nisassess.documents.pool import PdfPool
from nisassess.evidence.store import BlobStore
from nisassess.identity.repository import count_people
from nisassess.identity.service import SYSTEM
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.plugins import PluginRegistry, load_plugins
from nisassess.sdk import ScopeKind

FILLED = "demo.fill"


async def fill(settings: Settings) -> dict[Role, str]:
    """Fill a database without people; returns this start's bearer token of each role.

    Ends the program with a sentence when the people there are not the demo's.
    """
    services = wire(settings, load_plugins())
    database = services.get(Database)
    await database.open()
    try:
        await services.get(BlobStore).prepare()
        people = await _filled(services) if await count_people() else await _fill(services)
        return await tokens.mint(database, people)
    finally:
        await services.get(PdfPool).close()
        await database.close()


async def _filled(services: Services) -> People:
    if await repository.was_done(FILLED):
        return await known()
    folder = services.get(Settings).data_dir
    message = (
        "nisassess: this database is not a finished demo: it holds an installation of its own, or "
        f"its first start was interrupted. Name another folder in NISASSESS_DATA_DIR, or, if "
        f"nothing in it is needed, remove {folder} and start again."
    )
    raise SystemExit(message)


async def _fill(services: Services) -> People:
    database, registry = services.get(Database), services.get(PluginRegistry)
    people = await enter(database, registry)
    year = today().year
    await assessments.start(
        database,
        registry,
        people.in_operator("sonnkar", Role.OPERATOR_COORDINATOR),
        assessments.StartInput(
            operator_id=people.operator_id("sonnkar"),
            profile_id="energy-electricity-essential",
            title=f"Self-assessment {year}",
            scope_kind=ScopeKind.ORGANISATION,
            scope_name="Sonnkar Stromnetz GmbH",
            scope_description=None,
            period_from=date(year, 1, 1),
            period_until=date(year, 12, 31),
            parts=[("Office IT", None), ("Control centre", None), ("Substations", None)],
        ),
    )

    async def work() -> None:
        await record(SYSTEM, FILLED, "demo")

    await database.write(work)
    return people
