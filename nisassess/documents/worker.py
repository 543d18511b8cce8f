"""The process that renders: one document at a time, until it is told to stop or left alone."""

import gc
import shutil
import signal
import tempfile
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import Protocol

from nisassess.documents import engine

Outcome = tuple[bytes | None, str]
"""The document, or None and what went wrong."""


class Printable(Protocol):
    """What a document is made of; it travels to the worker, and is printed there."""

    def pdf(self) -> bytes:
        """The PDF; equal ones give equal bytes."""


def serve(connection: Connection, folder: str) -> None:
    """Render what comes in until the other end is closed; `folder` takes temporary files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = folder
    engine.warm_up()
    try:
        while True:
            job: Printable = connection.recv()
            connection.send(outcome(job))
            gc.collect()  # a document is megabytes of objects that hold each other
    except (EOFError, OSError):
        engine.cool_down()
    if _is_orphan():
        shutil.rmtree(folder, ignore_errors=True)


def _is_orphan() -> bool:
    """Whether the parent ended without tidying up."""
    parent = parent_process()
    return parent is not None and not parent.is_alive()


def outcome(job: Printable) -> Outcome:
    """Render one document; a worker tells what is wrong with it and lives on."""
    try:
        return job.pdf(), ""
    except Exception as error:
        said = str(error).splitlines() or [""]
        return None, f"{type(error).__name__}: {said[0]}"
