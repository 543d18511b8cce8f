from pathlib import Path

import pytest
from starlette.applications import Starlette

from nisassess.evidence.routes import routes
from nisassess.evidence.service import EvidenceService
from nisassess.evidence.store import FolderBlobStore
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from tests.evidence.world import LIMIT, World, build


@pytest.fixture
async def store(tmp_path: Path) -> FolderBlobStore:
    """The folder that the application uses too."""
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
    """The routes alone, with assessments from memory and a small limit."""
    services = Services()
    services.add(service)
    return Starlette(routes=routes(services))
