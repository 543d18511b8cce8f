"""The PDF of a submission: rendered once, then kept beside the evidence."""

import asyncio
import contextlib
import os
import tempfile
import time
from pathlib import Path

import structlog

from nisassess.documents.errors import DocumentError
from nisassess.documents.pool import PdfPool

_FAILURE_KEPT = 300.0
"""Seconds."""
_log = structlog.get_logger("nisassess.submissions")


class PdfArchive:
    """Hands out the PDF of sealed results; the file's name is the digest of what it shows."""

    def __init__(self, folder: Path, pool: PdfPool) -> None:
        self._folder = folder
        self._pool = pool
        self._under_way: dict[str, asyncio.Task[bytes]] = {}
        self._failed: dict[str, tuple[float, DocumentError]] = {}

    async def pdf(self, document: str, digest: str) -> bytes:
        """The PDF; raises RenderError or RenderTimeout. Who asks meanwhile waits for the same."""
        file = self._folder / f"{digest}.pdf"
        with contextlib.suppress(FileNotFoundError):
            return await asyncio.to_thread(file.read_bytes)
        self._refuse_failed(digest)
        task = self._under_way.get(digest)
        if task is None:
            task = asyncio.create_task(self._render(file, document, digest))
            self._under_way[digest] = task
            task.add_done_callback(lambda done: self._finished(digest, done))
        return await asyncio.shield(task)

    def _refuse_failed(self, digest: str) -> None:
        """Who asks for what just failed must not keep the renderers from the others."""
        failed = self._failed.get(digest)
        if failed is not None and time.monotonic() - failed[0] < _FAILURE_KEPT:
            raise failed[1]
        self._failed.pop(digest, None)

    async def prepare(self, document: str, digest: str) -> None:
        """Begin to render without waiting: whoever submitted will ask for it next."""
        if digest not in self._under_way:
            task = asyncio.create_task(self.pdf(document, digest))
            task.add_done_callback(_told)

    async def _render(self, file: Path, document: str, digest: str) -> bytes:
        try:
            rendered = await self._pool.render(document.encode(), digest)
        except DocumentError as error:
            self._failed[digest] = time.monotonic(), error
            raise
        await asyncio.to_thread(_write, file, rendered)
        return rendered

    def _finished(self, digest: str, task: asyncio.Task[bytes]) -> None:
        self._under_way.pop(digest, None)
        _told(task)


def _told(task: asyncio.Task[bytes]) -> None:
    """Log a failure once; the next download tries again and tells its caller."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("pdf_failed", reason=str(error))


def _write(file: Path, content: bytes) -> None:
    """Write whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".pdf-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
