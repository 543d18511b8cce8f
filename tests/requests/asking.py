"""An authority asks: requests made and sent through the services, by the officer of the world."""

from datetime import date, timedelta
from typing import Any

from nisassess.access import Actor
from nisassess.identity.service import SYSTEM
from nisassess.kit.clock import today
from nisassess.kit.database import Database, fetch
from nisassess.kit.services import Services
from nisassess.operators import service as operators
from nisassess.plugins import PluginRegistry
from nisassess.requests import service
from nisassess.requests.calling import Caller
from nisassess.requests.naming import Namer
from nisassess.requests.types import EntityFilter, RequestContent, RequestRow
from nisassess.sdk import ScopeKind
from tests.support.inhabitants import details
from tests.support.world import GRID, NIS2_PROFILE, World


def content(**changes: Any) -> RequestContent:
    year = today().year
    usual: dict[str, Any] = {
        "title": "Before winter",
        "purpose": "To see how the grid stands",
        "legal_basis": "Invented Act, section 2",
        "points_essential": ("e",),
        "points_important": ("d",),
        "profile_id": NIS2_PROFILE,
        "scope_kind": ScopeKind.ORGANISATION,
        "period_from": date(year, 1, 1),
        "period_until": date(year, 12, 31),
        "due_on": today() + timedelta(days=30),
        **changes,
    }
    return RequestContent(**usual)


async def draft(services: Services, world: World, **changes: Any) -> RequestRow:
    """A draft of the NIS2 authority."""
    change = service.RequestChange(world.nis_authority, content(**changes))
    return await service.save(
        services.get(Database), services.get(PluginRegistry), world.officer.actor, change
    )


async def send(services: Services, world: World, row: RequestRow) -> RequestRow:
    """Send it, and wait until all are called."""
    caller = services.get(Caller)
    sent = await service.send(caller, world.officer.actor, row.id, row.version)
    await caller.settle()
    return sent


async def asked(services: Services, world: World, **changes: Any) -> tuple[RequestRow, str]:
    """A request that went to the grid operator, and its case."""
    row = await draft(services, world, **changes)
    await services.get(Namer).by_hand(world.officer.actor, row.id, [world.grid])
    sent = await send(services, world, row)
    return sent, (await cases_of(row.id))[world.grid]


async def cases_of(request_id: str) -> dict[str, str]:
    """Case ids by operator."""
    rows = await fetch("SELECT operator_id, id FROM desk_case WHERE request_id = $1", request_id)
    return {row["operator_id"]: row["id"] for row in rows}


async def more_operators(services: Services, count: int, country: str = "AT") -> list[str]:
    """Further grid operators without members."""
    database, registry = services.get(Database), services.get(PluginRegistry)
    return [
        await operators.create_operator(
            database, SYSTEM, registry, details(f"Grid {number:04}", country, GRID)
        )
        for number in range(count)
    ]


async def name_all(services: Services, actor: Actor, request_id: str) -> int:
    """Name every grid operator of the authority's."""
    named = await services.get(Namer).by_filter(actor, request_id, EntityFilter(entity_type=GRID))
    return named.added
