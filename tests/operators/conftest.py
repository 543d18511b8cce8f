import pytest

from nisassess.kit.database import Database
from tests.operators.world import World, build


@pytest.fixture
async def world(database: Database) -> World:
    return await build(database)
