"""Fills a new installation once, and mints the tokens of this start."""

import asyncio
from datetime import timedelta

from nisassess.access import Role
from nisassess.app import wire
from nisassess.audit.repository import record
from nisassess.demo import repository, tokens
from nisassess.demo.cast import cast
from nisassess.demo.people import People, enter, known
from nisassess.demo.playing import play
from nisassess.demo.script import scripts
from nisassess.documents.pool import PdfPool
from nisassess.evidence.store import BlobStore
from nisassess.identity.repository import count_people
from nisassess.identity.service import SYSTEM
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.operators.types import StatusValue
from nisassess.plugins import PluginRegistry, load_plugins
from nisassess.supervision.service import record_listing
from nisassess.supervision.types import NewListing

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
    database = services.get(Database)
    people = await enter(database, services.get(PluginRegistry))
    await _list(database, people)
    async with asyncio.TaskGroup() as tasks:
        for operator in cast().operators:
            tasks.create_task(_years(services, people, operator.key))

    async def work() -> None:
        await record(SYSTEM, FILLED, "demo")

    await database.write(work)
    return people


async def _years(services: Services, people: People, operator: str) -> None:
    """An operator's assessments one after another; operators work side by side."""
    for script in scripts():
        if script.operator == operator:
            await play(services, people, script)


async def _list(database: Database, people: People) -> None:
    """One authority decides otherwise than the rules indicate."""
    officer = people.of(cast().authority("pt").people, Role.AUTHORITY_OFFICER)
    listing = NewListing(
        operator_id=cast().operator("serra").id,
        status=StatusValue.ESSENTIAL,
        reason=(
            "Sole distribution system operator of four municipalities with a regional hospital; an "
            "interruption there would have a significant impact on public safety and health."
        ),
        decided_on=today() - timedelta(days=120),
        citation="NIS2 Art. 2(2)(b) and (c), Art. 3(1)(e)",
    )
    await record_listing(database, officer, listing)
