"""Fixtures that every test may use: settings, database, application, client."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette

from nisassess.app import Application, compose
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.plugins import PluginRegistry, load_plugins
from tests.journeys.browser import chromium
from tests.support.databases import fresh_database
from tests.support.postgres import pytest_configure

__all__ = ["pytest_configure"]  # a hook of pytest's: starts the server of a run on PostgreSQL


@pytest.fixture(scope="session")
def registry() -> PluginRegistry:
    """The plugins of this installation; none may be refused."""
    registry = load_plugins()
    assert registry.refused == ()
    return registry


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the whole run of one worker."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
async def settings(tmp_path: Path, shared_folder: Path) -> AsyncIterator[Settings]:
    """Settings of an empty, migrated installation."""
    async with fresh_database(tmp_path, shared_folder) as url:
        yield Settings(data_dir=tmp_path, database_url=url, pdf_workers=1, background_work=False)


@pytest.fixture
async def application(settings: Settings, registry: PluginRegistry) -> AsyncIterator[Application]:
    """The whole application, started."""
    application = compose(settings, registry)
    async with application.asgi.router.lifespan_context(application.asgi):
        yield application


@pytest.fixture
def app(application: Application) -> Starlette:
    """The ASGI application, started."""
    return application.asgi


@pytest.fixture
def services(application: Application) -> Services:
    """The application's services."""
    return application.services


@pytest.fixture
def database(services: Services) -> Database:
    """The open database of the application."""
    return services.get(Database)


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client on the application, without a network."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one for all journeys of a worker: its driver holds the worker's loop."""
    with chromium() as browser:
        yield browser
