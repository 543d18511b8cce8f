"""The real server as a process of its own: started on a free loopback port, ended or killed.

`with running(folder) as server:` serves an installation in a folder; the same folder again serves
what an earlier server left there.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

COMMAND = Path(sys.executable).with_name("nisassess")
READY_WITHIN = 180.0
"""Seconds; the demo's first start fills a database, on a busy machine."""
ENDS_WITHIN = 20.0
_TRIES = 3
_POLL = 0.05


class NotStarted(Exception):
    """The server ended, or did not get ready in time; carries what it printed."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]
    output: Path
    """File of what it prints, of all starts in this folder."""

    @property
    def database_file(self) -> Path:
        """The embedded database."""
        return self.folder / "nisassess.sqlite3"

    def printed(self) -> str:
        """What was printed so far."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """Kill the server at once, as `kill -9` does; nothing can be tidied up."""
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """Ask the server to end, as the system does at shutdown; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(ENDS_WITHIN)


def start(
    folder: Path, *, verb: str = "serve", environment: Mapping[str, str] | None = None
) -> Server:
    """Start `nisassess serve` (or `demo`) with its data in a folder, and wait until it is ready.

    The caller ends it; better use `running`. Raises NotStarted with what was printed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for remaining in reversed(range(_TRIES)):
        server = _launch(folder, verb, environment or {})
        try:
            _wait(server)
        except NotStarted:
            clean_up(server)
            # Between looking for a port and listening on it another process may have taken it.
            if remaining and "address already in use" in server.printed().lower():
                continue
            raise
        return server
    raise AssertionError  # the last try returns or raises


@contextmanager
def running(
    folder: Path, *, verb: str = "serve", environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server for the length of a block; killed at its end if it still runs."""
    server = start(folder, verb=verb, environment=environment)
    try:
        yield server
    finally:
        clean_up(server)


def clean_up(server: Server) -> None:
    """Kill the server and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def free_port() -> int:
    """A loopback port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _launch(folder: Path, verb: str, environment: Mapping[str, str]) -> Server:
    port = free_port()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NISASSESS_") and name != "PORT"
    }
    output = folder / "server.log"
    with output.open("ab") as sink:
        process = subprocess.Popen(
            [COMMAND, verb, "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={
                **kept,
                "NISASSESS_DATA_DIR": str(folder),
                "PYTHONUNBUFFERED": "1",
                **environment,
            },
            start_new_session=True,
        )
    return Server(f"http://127.0.0.1:{port}", folder, process, output)


def _wait(server: Server) -> None:
    until = time.monotonic() + READY_WITHIN
    with httpx.Client(trust_env=False, timeout=5) as client:
        while time.monotonic() < until:
            if server.process.poll() is not None:
                message = f"ended with {server.process.returncode}:\n{server.printed()[-4000:]}"
                raise NotStarted(message)
            with suppress(httpx.TransportError):
                if client.get(f"{server.url}/readyz").status_code == httpx.codes.OK:
                    return
            time.sleep(_POLL)
    message = f"not ready within {READY_WITHIN:.0f} s:\n{server.printed()[-4000:]}"
    raise NotStarted(message)
