"""The process that renders: one document at a time, until it is told to stop or left alone."""

import gc
import shutil
import signal
import tempfile
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from nisassess.documents import engine

Outcome = tuple[bytes | None, str]
"""The document, or None and what went wrong."""


class Printable(Protocol):
    """What a document is made of; it travels to the worker, and is printed there."""

    def pdf(self) -> bytes:
        """The PDF; equal ones give equal bytes."""


_MIB = 1024 * 1024


def serve(connection: Connection, folder: str, memory: int) -> None:
    """Render what comes in until the other end is closed; `folder` takes temporary files.

    `memory` is what the worker may take on top of what it starts with, in MiB.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = folder
    engine.warm_up()
    _bound(memory)
    try:
        while True:
            job: Printable = connection.recv()
            connection.send(outcome(job, memory))
            gc.collect()  # a document is megabytes of objects that hold each other
    except (EOFError, OSError):
        engine.cool_down()
    if _is_orphan():
        shutil.rmtree(folder, ignore_errors=True)


def _is_orphan() -> bool:
    """Whether the parent ended without tidying up."""
    parent = parent_process()
    return parent is not None and not parent.is_alive()


def _bound(memory: int) -> None:
    """Let the system refuse more memory; where it knows no such bound, only time is bounded."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        size = pages * resource.getpagesize() + memory * _MIB
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, OSError, ValueError):
        return


def outcome(job: Printable, memory: int) -> Outcome:
    """Render one document; a worker tells what is wrong with it and lives on."""
    try:
        return job.pdf(), ""
    except MemoryError:
        return None, f"it needs more than the {memory} MiB of memory that a worker may take"
    except Exception as error:
        said = str(error).splitlines() or [""]
        return None, f"{type(error).__name__}: {said[0]}"
