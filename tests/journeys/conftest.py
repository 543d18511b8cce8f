"""One demo server for all journeys of a worker."""

from collections.abc import Iterator

import pytest

from tests.journeys.server import Server, running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, served by the real server."""
    with running(tmp_path_factory.mktemp("demo"), verb="demo") as server:
        yield server
