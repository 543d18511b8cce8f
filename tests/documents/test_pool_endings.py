"""However the parent ends, its workers end with it, quietly, and leave no files behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.database_free

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import asyncio
from nisassess.documents.pool import PdfPool
from nisassess.documents.render import Job
from tests.documents.factory import make_document, make_results

async def main():
    document, digest = make_document(make_results(groups=3))
    async with PdfPool(1) as pool:
        rendering = asyncio.create_task(pool.render(Job(document, digest)))
        while not pool.pids() and not rendering.done():
            await asyncio.sleep(0.01)
        print(pool.pids()[0], flush=True)
        await rendering

if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: the workers' socket lies in it, and its path is bounded."""
    with tempfile.TemporaryDirectory(prefix="pdf-") as name:
        yield Path(name)


def _start(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """A process with a rendering worker, in a process group of its own; the worker's id."""
    script = folder / "script.py"
    script.write_text(SCRIPT)
    (folder / "temporary").mkdir()
    environment = os.environ | {"TMPDIR": str(folder / "temporary"), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        start_new_session=True,
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def _wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail(f"worker {pid} lives on")


def test_an_interrupt_from_the_terminal_shows_no_traceback(folder: Path) -> None:
    process, worker = _start(folder)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=120)

    assert said == "interrupted\n"
    _wait_until_gone(worker)
    assert not list((folder / "temporary").glob("nisassess-pdf-*"))


def test_workers_of_a_killed_parent_end_and_tidy_up(folder: Path) -> None:
    process, worker = _start(folder)
    process.kill()
    process.communicate(timeout=120)

    _wait_until_gone(worker)
    assert not list((folder / "temporary").glob("nisassess-pdf-*"))
