"""What a database's schema is, without the names that a generator makes up."""

import re
from typing import Any

from tortoise.connection import get_connection

from nisassess.kit.database import CONNECTION
from tests.support.databases import on_postgres

Schema = dict[str, dict[str, Any]]
OURS_ALONE = "tortoise_migrations"


async def schema() -> Schema:
    """Columns, indexes with their uniqueness, and foreign keys of each table."""
    return await (_of_postgres() if on_postgres() else _of_sqlite())


async def _rows(query: str, *values: Any) -> list[dict[str, Any]]:
    return await get_connection(CONNECTION).execute_query_dict(query, list(values))


async def _of_sqlite() -> Schema:
    names = await _rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = [row["name"] for row in names if not row["name"].startswith("sqlite_")]
    return {table: await _table(table) for table in tables if table != OURS_ALONE}


async def _table(table: str) -> dict[str, Any]:
    columns = [
        (row["name"], row["type"], row["notnull"], row["dflt_value"], row["pk"])
        for row in await _rows(f'PRAGMA table_info("{table}")')
    ]
    indexes = []
    for index in await _rows(f'PRAGMA index_list("{table}")'):
        parts = await _rows(f'PRAGMA index_info("{index["name"]}")')
        indexes.append((bool(index["unique"]), tuple(part["name"] for part in parts)))
    foreign = [
        (row["from"], row["table"], row["to"], row["on_delete"])
        for row in await _rows(f'PRAGMA foreign_key_list("{table}")')
    ]
    return {"columns": sorted(columns), "indexes": sorted(indexes), "foreign": sorted(foreign)}


async def _of_postgres() -> Schema:
    columns = await _rows(
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, "
        "column_default FROM information_schema.columns WHERE table_schema = 'public'"
    )
    indexes = await _rows("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    constraints = await _rows(
        "SELECT conrelid::regclass::text AS tablename, pg_get_constraintdef(oid) AS definition "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    found: Schema = {}
    for row in columns:
        table = found.setdefault(row.pop("table_name"), {"columns": [], "indexes": [], "rules": []})
        table["columns"].append(tuple(row.values()))
    for row in indexes:
        plain = re.sub(r"INDEX \S+ ON", "INDEX ON", row["indexdef"])
        found[row["tablename"]]["indexes"].append(plain)
    for row in constraints:
        found[row["tablename"].strip('"')]["rules"].append(row["definition"])
    found.pop(OURS_ALONE, None)
    return {
        table: {kind: sorted(values, key=str) for kind, values in kinds.items()}
        for table, kinds in found.items()
    }
