from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nisassess.kit.database import Database
from tests.operators.world import World, a_database, build


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with a_database(tmp_path, "supervision") as database:
        yield database


@pytest.fixture
async def world(database: Database) -> World:
    return await build(database)
