"""Rendering beside the event loop, in a bounded number of worker processes.

Each worker has a pipe of its own. So one that hangs or dies is replaced alone, and the documents
that its neighbours work on are not lost with it, as they would be in `concurrent.futures`.
"""

import asyncio
import queue
import tempfile
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from nisassess.documents.errors import RenderError
from nisassess.documents.seat import Seat
from nisassess.documents.worker import Printable

_CLOSED = "the renderers are closed"


class PdfPool:
    """Renders documents in worker processes; at most `workers` at a time, the others wait.

    Workers start with the first documents. One is replaced after `tasks_per_worker` documents,
    so memory that the renderer keeps is given back, and when a document takes it longer than
    `timeout` seconds. `memory` is what each may take, in MiB.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        timeout: float = 120.0,
        tasks_per_worker: int = 25,
        memory: int = 2048,
    ) -> None:
        self._timeout = timeout
        self._closed = False
        self._folder = tempfile.TemporaryDirectory(
            prefix="nisassess-pdf-", ignore_cleanup_errors=True
        )
        self._seats = [Seat(self._folder.name, tasks_per_worker, memory) for _ in range(workers)]
        self._free: queue.SimpleQueue[Seat] = queue.SimpleQueue()
        for seat in self._seats:
            self._free.put(seat)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="pdf")

    async def render(self, job: Printable) -> bytes:
        """The PDF of a job, such as sealed results.

        Raises RenderTimeout if it takes too long and RenderError if it cannot be made.
        """
        if self._closed:
            raise RenderError(_CLOSED)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._render, job)

    def pids(self) -> list[int]:
        """Process ids of the workers that are there."""
        return [pid for seat in self._seats if (pid := seat.pid) is not None]

    async def close(self) -> None:
        """End all workers; a document that is being rendered fails with RenderError."""
        self._closed = True
        await asyncio.to_thread(self._close)

    async def __aenter__(self) -> "PdfPool":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def _render(self, job: Printable) -> bytes:
        seat = self._free.get()
        try:
            if self._closed:
                raise RenderError(_CLOSED)
            return seat.render(job, self._timeout)
        finally:
            self._free.put(seat)

    def _close(self) -> None:
        for seat in self._seats:
            seat.close()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for seat in self._seats:
            seat.vacate()
        self._folder.cleanup()
