"""A request to thousands of operators while others write, and pages of a desk of any size."""

import asyncio
import statistics
import time
from datetime import date, timedelta
from pathlib import Path

from nisassess.access import Actor, ActorKind, Grant, Role
from nisassess.app import wire
from nisassess.documents.pool import PdfPool
from nisassess.identity import service as identity
from nisassess.identity.service import SYSTEM
from nisassess.identity.types import OrganisationKind
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.ids import new_id
from nisassess.kit.migrating import migrate
from nisassess.kit.pagination import PageRequest
from nisassess.kit.settings import Settings
from nisassess.operators import service as operators
from nisassess.operators.types import OperatorDetails
from nisassess.plugins import PluginRegistry, load_plugins
from nisassess.requests import service
from nisassess.requests.calling import Caller
from nisassess.requests.naming import Namer
from nisassess.requests.repository import desk
from nisassess.requests.types import CaseFilter, CaseOrder, EntityFilter, RequestContent
from nisassess.sdk import ScopeKind

_TYPE = "energy.electricity.distribution-system-operator"


def measure(place: Path, count: int) -> dict[str, float]:
    """Seconds until all are called, the longest that another write waited, a desk page."""
    return asyncio.run(_measure(place, count))


async def _measure(place: Path, count: int) -> dict[str, float]:
    url = f"sqlite://{place / 'asking.sqlite3'}"
    await migrate(url)
    services = wire(Settings(data_dir=place, database_url=url), load_plugins())
    database = services.get(Database)
    await database.open()
    try:
        registry = services.get(PluginRegistry)
        officer = await _officer(database)
        await _operators(database, registry, count)
        caller = services.get(Caller)
        row = await service.save(database, registry, officer, _change(officer))
        await services.get(Namer).by_filter(officer, row.id, EntityFilter(entity_type=_TYPE))
        begun = time.perf_counter()
        await service.send(caller, officer, row.id, row.version)
        waits = await _write_meanwhile(database, caller)
        called = time.perf_counter() - begun
        found = await fetch("SELECT COUNT(*) AS found FROM desk_case")
        assert found[0]["found"] == count
        return {"called": called, "longest": max(waits), "page": await _page(officer)}
    finally:
        await services.get(PdfPool).close()
        await database.close()


async def _officer(database: Database) -> Actor:
    authority = await identity.create_organisation(
        database, OrganisationKind.AUTHORITY, "Authority", "AT"
    )
    await identity.add_competence(database, authority, "AT", "nis2", "*")
    grant = Grant(authority, "Authority", "authority", "AT", frozenset({Role.AUTHORITY_OFFICER}))
    return Actor(ActorKind.PERSON, new_id("per"), "Officer", None, (grant,))


async def _operators(database: Database, registry: PluginRegistry, count: int) -> None:
    """One by the service, the others as its copies."""
    given = OperatorDetails(name="Grid", country="AT", entity_type=_TYPE)
    first = await operators.create_operator(database, SYSTEM, registry, given)

    async def copy() -> None:
        for number in range(1, count):
            own = new_id("opr")
            for table, key in (("organisation", "id"), ("operator", "id")):
                await _copy(table, key, first, own, f"Grid {number:05}")

    await database.write(copy)


async def _copy(table: str, key: str, source: str, own: str, name: str) -> None:
    rows = await fetch(f"SELECT * FROM {table} WHERE {key} = $1", source)  # noqa: S608
    values = {**rows[0], "id": own, "name": name}
    if "organisation_id" in values:
        values["organisation_id"] = own
    marks = ", ".join(f"${at}" for at, _ in enumerate(values, 1))
    sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"  # noqa: S608
    await execute(sql, *values.values())


def _change(officer: Actor) -> service.RequestChange:
    content = RequestContent(
        title="Bench",
        purpose="To measure",
        legal_basis="None",
        points_essential=(),
        points_important=(),
        profile_id="nis-baseline-important",
        scope_kind=ScopeKind.ORGANISATION,
        period_from=date(2026, 1, 1),
        period_until=date(2026, 12, 31),
        due_on=today() + timedelta(days=90),
    )
    return service.RequestChange(officer.grants[0].organisation_id, content)


async def _write_meanwhile(database: Database, caller: Caller) -> list[float]:
    waits: list[float] = []
    settled = asyncio.create_task(caller.settle())

    async def note() -> None:
        await execute("UPDATE organisation SET created_at = $1 WHERE name = 'Authority'", now())

    while not settled.done():
        begun = time.perf_counter()
        await database.write(note)
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(0.005)
    return waits


async def _page(officer: Actor) -> float:
    authority = officer.grants[0].organisation_id
    taken: list[float] = []
    after: tuple[str, ...] | None = None
    for _ in range(50):
        begun = time.perf_counter()
        rows = await desk.page(
            officer,
            authority,
            CaseFilter(),
            CaseOrder.NAME,
            descending=False,
            request=PageRequest(50, after),
            on=today(),
        )
        taken.append(time.perf_counter() - begun)
        rows = rows or []
        after = desk.key_of(CaseOrder.NAME, rows[49]) if len(rows) > 50 else None
    return statistics.median(taken)
