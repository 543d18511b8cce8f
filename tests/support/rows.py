"""Looks at all rows of the database of a test."""

from collections import Counter
from typing import Any

from tortoise import Tortoise
from tortoise.connection import get_connection

from nisassess.kit.database import APP, CONNECTION

Rows = dict[str, list[tuple[Any, ...]]]

UNWATCHED = {"last_used_at", "last_seen_at"}
"""Columns that reading may change."""


def tables() -> list[str]:
    """Every table of the models."""
    assert Tortoise.apps is not None
    return sorted(str(model._meta.db_table) for model in Tortoise.apps[APP].values())


async def everything() -> Rows:
    """Every row of every table."""
    return {table: await rows(table) for table in tables()}


async def rows(table: str) -> list[tuple[Any, ...]]:
    """Every row of a table, in an order of its own."""
    found = await get_connection(CONNECTION).execute_query_dict(f'SELECT * FROM "{table}"')
    return sorted(
        tuple(str(value) for name, value in row.items() if name not in UNWATCHED) for row in found
    )


def differences(before: Rows, after: Rows) -> dict[str, int]:
    """How many rows came, went or changed, by table; empty when nothing happened."""
    changed = {
        table: (Counter(after[table]) - Counter(before[table])).total()
        + (Counter(before[table]) - Counter(after[table])).total()
        for table in before
    }
    return {table: count for table, count in changed.items() if count}
