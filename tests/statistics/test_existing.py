"""Submissions that were there before the tables are filled from their sealed documents."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest

from nisassess.kit.database import Database, execute, fetch
from nisassess.plugins import PluginRegistry
from tests.statistics.country import Country
from tests.support.world import World

TABLES = {
    "submitted_group": "submission_id, group_id, level, met, below, not_applicable",
    "submitted_exclusion": "submission_id, control_id, part, reason",
    "submitted_measure": "submission_id, control_id, part, what, who, until, cost_class, state",
    "submitted_outline": "id, content",
    "submission": "id, year, outline",
}


async def kept() -> dict[str, Any]:
    """Everything that is queried, without the ids of its rows."""
    return {
        table: sorted(
            (tuple(row.values()) for row in await fetch(f"SELECT {columns} FROM {table}")),
            key=str,
        )
        for table, columns in TABLES.items()
    }


@pytest.fixture
async def before(database: Database, registry: PluginRegistry, world: World) -> dict[str, Any]:
    country = Country(database, registry, world.nis_authority)
    operator = await country.operator("Early Grid")
    await country.submits(
        operator,
        {"a.1": "below", "b.1": "not_applicable", "b.2": "met"},
        year=2024,
        reasons={"b.1": "No such plant"},
        until={"a.1": date(2025, 6, 30)},
    )
    return await kept()


async def test_migration_fills_the_same_as_release_does(before: dict[str, Any]) -> None:
    assert all(before.values())
    for table in ("submitted_group", "submitted_exclusion", "submitted_measure"):
        await execute(f"DELETE FROM {table}")
    await execute("DELETE FROM submitted_outline")
    await execute("UPDATE submission SET year = NULL, outline = NULL")
    assert await kept() != before
    await import_module("nisassess.migrations.0012_statistics")._fill(None, None)
    assert await kept() == before
