import httpx
import pytest

from nisassess.app import Application
from nisassess.plugins import PluginRegistry
from tests.assessments.small import small_registry
from tests.assessments.world import Company, Office, Stage


@pytest.fixture(scope="session")
def registry() -> PluginRegistry:
    """The installed plugins and a small one."""
    return small_registry()


@pytest.fixture
def stage(application: Application, client: httpx.AsyncClient) -> Stage:
    return Stage(application, client)


@pytest.fixture
async def company(stage: Stage) -> Company:
    return await stage.company()


@pytest.fixture
async def office(stage: Stage) -> Office:
    """The NIS2 authority of the company's country."""
    return await stage.office("NIS authority of Austria")
