from nisassess.identity.service import SYSTEM
from nisassess.kit.database import Database
from nisassess.operators import service
from nisassess.operators.types import OperatorFilter
from nisassess.plugins import PluginRegistry
from tests.support.inhabitants import details
from tests.support.world import GRID, World


async def test_walk_sees_each_row_once_while_rows_are_added(
    database: Database, registry: PluginRegistry, world: World
) -> None:
    async def add(count: int) -> set[str]:
        return {
            await service.create_operator(
                database, SYSTEM, registry, details(f"Operator {number}", "AT", GRID)
            )
            for number in range(count)
        }

    there = await add(10) | {world.grid}
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await service.operators(
            world.officer.actor, registry, OperatorFilter(), first=3, after=after
        )
        seen += [row.id for row in page.rows]
        await add(2)
        if not page.has_next:
            break
        after = page.cursors[-1]
    assert sorted(seen) == sorted(there)
    assert seen == sorted(seen, reverse=True)
