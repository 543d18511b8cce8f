"""Servers as processes of their own: started, awaited, timed, ended."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

_READY_WITHIN = 120.0
_POLL = 0.01


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs on a loopback port."""

    port: int
    process: subprocess.Popen[bytes]
    started_in: float
    """Seconds from the start of the process to the first answer that it is ready."""

    def cpu(self) -> float:
        """Seconds of processor time used so far: steadier than the clock on a busy machine."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(file.read_text(encoding="ascii").split()[0]) for file in threads) / 1e9


def environment(folder: Path, url: str | None) -> dict[str, str]:
    """Environment of a server whose data is in a folder, and in the database if one is named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NISASSESS_")}
    named = {"NISASSESS_DATABASE_URL": url} if url else {}
    return {
        **kept,
        "NISASSESS_DATA_DIR": str(folder),
        "NISASSESS_LOG_LEVEL": "warning",
        "NISASSESS_PDF_TIMEOUT_SECONDS": "900",
        **named,
    }


@contextmanager
def product(folder: Path, url: str | None = None, verb: str = "serve") -> Iterator[Server]:
    """The real server."""
    command = [sys.executable, "-c", "from nisassess.cli import main; main()", verb]
    with _running([*command, "--port"], "/readyz", environment(folder, url)) as server:
        yield server


@contextmanager
def floor(folder: Path, url: str | None = None) -> Iterator[Server]:
    """The bare routes of `bench.floor` on the same data."""
    command = [sys.executable, "-m", "bench.floor"]
    with _running(command, "/healthz", environment(folder, url)) as server:
        yield server


@contextmanager
def _running(command: list[str], ready: str, variables: dict[str, str]) -> Iterator[Server]:
    port = _free_port()
    before = time.perf_counter()
    process = subprocess.Popen(
        [*command, str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=variables,
    )
    try:
        _wait(f"http://127.0.0.1:{port}{ready}", process)
        yield Server(port, process, time.perf_counter() - before)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            message = f"the server ended with {process.returncode} before it was ready"
            raise RuntimeError(message)
        with suppress(URLError, ConnectionError), urlopen(url, timeout=5):  # noqa: S310
            return
        time.sleep(_POLL)
    message = f"not ready within {_READY_WITHIN:.0f} s"
    raise RuntimeError(message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def load(work: str, **spec: Any) -> Any:
    """Run one of `bench.load`'s works in a process of its own; its result."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", work],
        input=json.dumps(spec).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)
