"""The throw-away PostgreSQL server of the tests."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests.support import postgres

pytestmark = [pytest.mark.postgres, pytest.mark.database_free]


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    with postgres.throwaway_postgres() as url:
        yield url


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder like /tmp: the server, as another user, makes and removes things in it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


def eventually(happens: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.05)
    return happens()


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_server_answers_on_loopback_only_and_without_fsync(server_url: str) -> None:
    assert await ask(server_url, "SHOW listen_addresses") == "127.0.0.1"
    assert await ask(server_url, "SHOW fsync") == "off"
    assert await ask(server_url, "SHOW server_encoding") == "UTF8"


async def test_wrong_password_is_refused(server_url: str) -> None:
    wrong = f"postgres://{postgres.USER}:wrong@127.0.0.1:{port_of(server_url)}/postgres"

    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


async def test_database_from_template_has_its_rows_and_keeps_its_own(server_url: str) -> None:
    template = await postgres.create_database(server_url, "template_of_two")
    await ask(template, "CREATE TABLE fact AS SELECT generate_series(1, 2) AS number")

    first = await postgres.create_database(server_url, "first", template="template_of_two")
    second = await postgres.create_database(server_url, "second", template="template_of_two")
    await ask(first, "INSERT INTO fact VALUES (3)")

    assert await ask(first, "SELECT count(*) FROM fact") == 3
    assert await ask(second, "SELECT count(*) FROM fact") == 2


async def test_dropped_database_is_gone_though_someone_was_connected(server_url: str) -> None:
    url = await postgres.create_database(server_url, "left_open")
    forgotten = await asyncpg.connect(url)

    await postgres.drop_database(server_url, "left_open")

    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)
    forgotten.terminate()


async def test_harmful_database_name_is_refused(server_url: str) -> None:
    with pytest.raises(ValueError, match="not a plain database name"):
        await postgres.create_database(server_url, 'x"; DROP DATABASE postgres; --')


def test_workers_have_databases_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    assert postgres.worker_database_name() == "nisassess_gw1"

    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    assert postgres.worker_database_name() == "nisassess_main"


async def test_pip_package_serves_where_the_machine_has_no_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "_installed_on_machine", lambda: iter(()))

    with postgres.throwaway_postgres() as url:
        assert str(await ask(url, "SHOW server_version")).startswith("16.")


async def test_package_in_a_folder_that_only_its_owner_may_enter_serves_as_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    installed = next(postgres._installed_by_pip())
    secluded = postgres._copied(installed, tmp_path).binaries
    monkeypatch.setattr(postgres, "_installed_on_machine", lambda: iter(()))
    monkeypatch.setattr(postgres, "_installed_by_pip", lambda: iter([secluded]))

    with postgres.throwaway_postgres() as url:
        assert str(await ask(url, "SHOW server_version")).startswith("16.")


def test_no_server_anywhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_installed_on_machine", lambda: iter(()))
    monkeypatch.setattr(postgres, "_installed_by_pip", lambda: iter(()))

    with (
        pytest.raises(postgres.PostgresUnavailableError, match="found no PostgreSQL server"),
        postgres.throwaway_postgres(),
    ):
        pytest.fail("there is no server to work with")


def test_server_that_cannot_start_is_told_with_its_own_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "START_ATTEMPTS", 1)
    monkeypatch.setitem(postgres.SETTINGS, "max_connections", "none")

    with (
        pytest.raises(postgres.PostgresUnavailableError, match="max_connections"),
        postgres.throwaway_postgres(),
    ):
        pytest.fail("the server should not have started")


PROGRAM_THAT_IS_KILLED = """
import time
from tests.support.postgres import throwaway_postgres
with throwaway_postgres() as url:
    print(url, flush=True)
    time.sleep(60)
"""


async def test_server_ends_with_its_folders_when_the_run_is_killed(shared_folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM_THAT_IS_KILLED],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(shared_folder)},
        text=True,
    ) as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        data = Path(str(await ask(url, "SHOW data_directory")))
        assert data.exists()

        run.kill()

    assert eventually(lambda: not is_listening(port_of(url)))
    assert eventually(lambda: not data.exists() and not list(shared_folder.iterdir()))


async def test_machine_without_room_in_memory_uses_its_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, shared_folder: Path
) -> None:
    monkeypatch.setattr(postgres, "ROOM_FOR_DATA", sys.maxsize)
    monkeypatch.setattr(tempfile, "tempdir", str(shared_folder))

    with postgres.throwaway_postgres() as url:
        assert str(await ask(url, "SHOW data_directory")).startswith(str(shared_folder))


SETTINGS = Path(__file__).resolve().parents[2] / "pyproject.toml"
TEST_OF_A_WORKER = """
import os
import pytest
from tests.support import postgres

@pytest.mark.parametrize("number", range(8))
async def test_own_database(number):
    name = postgres.worker_database_name()
    url = await postgres.create_database(postgres.session_server_url(), name)
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{postgres.session_server_url()} {name}\\n")
    await postgres.drop_database(postgres.session_server_url(), name)
"""


def test_workers_of_a_run_share_one_server_that_ends_with_it(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tests.support.postgres"]')
    (tmp_path / "test_worker.py").write_text(TEST_OF_A_WORKER)
    notes = tmp_path / "notes"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "NISASSESS"))}

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", f"--config-file={SETTINGS}", str(tmp_path)],
        env={**environment, "NISASSESS_TEST_DATABASE": "postgres", "NOTES": str(notes)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "8 passed" in run.stdout, run.stdout + run.stderr
    servers, names = zip(*(line.split() for line in notes.read_text().splitlines()), strict=True)
    assert len(set(servers)) == 1
    assert set(names) == {"nisassess_gw0", "nisassess_gw1"}
    assert not is_listening(port_of(servers[0]))
