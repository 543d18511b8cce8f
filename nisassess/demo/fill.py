"""Fills a new installation once, and mints the tokens of this start."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from nisassess.access import Role
from nisassess.app import wire
from nisassess.audit.repository import record
from nisassess.demo import plans, repository, tokens
from nisassess.demo.cast import cast
from nisassess.demo.people import People, enter, known
from nisassess.demo.playing import Stage, play
from nisassess.demo.register import keep_register
from nisassess.demo.requests import ask
from nisassess.demo.script import scripts
from nisassess.demo.talk import talk
from nisassess.demo.team import share_out
from nisassess.documents.pool import PdfPool
from nisassess.evidence.service import EvidenceService
from nisassess.evidence.store import BlobStore
from nisassess.identity.repository import count_people
from nisassess.identity.service import SYSTEM
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.operators.types import StatusValue
from nisassess.plugins import PluginRegistry, load_plugins
from nisassess.requests.calling import Caller
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.types import StatusReader
from nisassess.supervision.service import record_listing
from nisassess.supervision.types import NewListing

T = TypeVar("T")
FILLED = "demo.fill"


class Inside(Database):
    """A database whose writes belong to the transaction that is under way.

    So the demo is there as a whole or not at all, and is filled with one commit.
    """

    async def write(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run a use case as a part of the transaction."""
        return await work()


async def fill(settings: Settings) -> dict[Role, str]:
    """Fill a database without people; returns this start's bearer token of each role.

    Ends the program with a sentence when the people there are not the demo's.
    """
    services = wire(settings, load_plugins(settings.plugin_folders))
    database = services.get(Database)
    await database.open()
    try:
        await services.get(BlobStore).prepare()
        if not await count_people():
            await database.write(lambda: _fill(services))
        elif not await repository.was_done(FILLED):
            raise SystemExit(_another(settings))
        return await tokens.mint(database, await known())
    finally:
        await services.get(PdfPool).close()
        await database.close()


def _another(settings: Settings) -> str:
    place = settings.database_url or settings.data_dir
    return (
        f"nisassess: {place} holds an installation of its own, to which the demo adds nothing. "
        "Name another folder in NISASSESS_DATA_DIR, or another database in NISASSESS_DATABASE_URL."
    )


async def _fill(services: Services) -> None:
    """Enter everything, inside one transaction."""
    registry, outer = services.get(PluginRegistry), services.get(EvidenceService)
    database = Inside(services.get(Database).url)
    people = await enter(database, registry)
    await _list(database, people)
    stage = Stage(
        database=database,
        registry=registry,
        evidence=EvidenceService(database, outer.store, outer.linker, outer.limit),
        status=services.get(StatusReader),
        sealer=services.get(Sealer),
        people=people,
    )
    for script in scripts():
        await play(stage, script)
        if script.key == plans.SUBMITTED:
            await plans.go_on(database, people, script.operator, stage.played[script.key])
    await talk(database, people)
    await share_out(stage)
    await ask(database, registry, services.get(Caller).statuses, people)
    await keep_register(database, registry, people)
    await record(SYSTEM, FILLED, "demo")


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
