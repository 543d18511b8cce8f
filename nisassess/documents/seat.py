"""A worker's place in the pool, seen from the parent: who sits there, and for how long."""

import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from nisassess.documents.errors import RenderError, RenderTimeout
from nisassess.documents.worker import Outcome, Printable, serve

_GRACE = 2.0
"""Seconds that a worker has to leave before it is killed."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    ["nisassess.documents.preload", "nisassess.documents.worker", "nisassess.documents.render"]
)


class Seat:
    """Starts a worker when there is work, replaces one that is used up, late or dead."""

    def __init__(self, folder: str, tasks_per_worker: int, memory: int) -> None:
        self._folder = folder
        self._memory = memory
        self._tasks_per_worker = tasks_per_worker
        self._tasks = 0
        self._closed = False
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The worker's process id, if there is one."""
        return self._process.pid if self._process else None

    def render(self, job: Printable, timeout: float) -> bytes:
        """Have it rendered; blocks for at most `timeout` seconds and some for starting."""
        try:
            pdf, problem = self._ask(self._worker(), job, timeout)
        except RenderError:
            self.vacate()
            raise
        self._tasks += 1
        if self._tasks >= self._tasks_per_worker:
            self.vacate()
        if pdf is None:
            raise RenderError(f"the document could not be rendered: {problem}")
        return pdf

    def close(self) -> None:
        """End the worker at once and for good; safe while another thread waits for it.

        That thread gets RenderError, and sees the worker off.
        """
        self._closed = True
        self._kill()

    def vacate(self) -> None:
        """Have the worker leave: politely, then not."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        self._tasks = 0
        if connection is not None:
            connection.close()
        if process is not None:
            process.join(_GRACE)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()

    def _ask(self, connection: Connection, job: Printable, timeout: float) -> Outcome:
        try:
            connection.send(job)
            if not connection.poll(timeout):
                self._kill()
                raise RenderTimeout(f"rendering was stopped after {timeout:g} seconds")
            outcome: Outcome = connection.recv()
        except (EOFError, OSError) as error:
            raise RenderError("the process that rendered the document ended") from error
        return outcome

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            with suppress(ValueError):  # the other thread has just seen it off
                process.kill()

    def _worker(self) -> Connection:
        """The connection to a living worker."""
        if self._process is not None and not self._process.is_alive():
            self.vacate()
        if self._connection is None:
            self._connection = self._start()
        if self._closed:
            self._kill()
        return self._connection

    def _start(self) -> Connection:
        ours, theirs = _context.Pipe()
        process = _context.Process(
            target=serve,
            args=(theirs, self._folder, self._memory),
            name="pdf-worker",
            daemon=True,
        )
        try:
            process.start()
        except OSError as error:
            raise RenderError(f"no process could be started to render: {error}") from error
        finally:
            theirs.close()
        self._process = process
        return ours
