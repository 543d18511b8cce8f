import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from tortoise import Tortoise

from nisassess.evidence.routes import routes
from nisassess.evidence.service import EvidenceService
from nisassess.evidence.store import FolderBlobStore
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from tests.evidence.world import LIMIT, World, build
from tests.support import postgres


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    on_postgres = os.environ.get("NISASSESS_TEST_DATABASE") == "postgres"
    name = postgres.worker_database_name("evidence")
    url = f"sqlite://{tmp_path}/test.sqlite3"
    if on_postgres:
        await postgres.drop_database(postgres.session_server_url(), name)
        url = await postgres.create_database(postgres.session_server_url(), name)
    database = Database(url)
    await database.open()
    await Tortoise.generate_schemas()
    yield database
    await database.close()
    if on_postgres:
        await postgres.drop_database(postgres.session_server_url(), name)


@pytest.fixture
async def store(tmp_path: Path) -> FolderBlobStore:
    store = FolderBlobStore(tmp_path / "evidence")
    await store.prepare()
    return store


@pytest.fixture
async def world(database: Database, store: FolderBlobStore, tmp_path: Path) -> World:
    return await build(tmp_path / "evidence")


@pytest.fixture
def service(database: Database, store: FolderBlobStore, world: World) -> EvidenceService:
    return EvidenceService(database, store, world.linker, LIMIT)


@pytest.fixture
def app(service: EvidenceService) -> Starlette:
    services = Services()
    services.add(service)
    return Starlette(routes=routes(services))


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
