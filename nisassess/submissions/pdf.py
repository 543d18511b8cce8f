"""The PDF of a submission: rendered once, then kept beside the evidence."""

import asyncio
import contextlib
import os
import tempfile
from pathlib import Path

from nisassess.documents.pool import PdfPool


class PdfArchive:
    """Hands out the PDF of sealed results; the file's name is the digest of what it shows."""

    def __init__(self, folder: Path, pool: PdfPool) -> None:
        self._folder = folder
        self._pool = pool

    async def pdf(self, document: str, digest: str) -> bytes:
        """The PDF; raises RenderError or RenderTimeout."""
        file = self._folder / f"{digest}.pdf"
        with contextlib.suppress(FileNotFoundError):
            return await asyncio.to_thread(file.read_bytes)
        rendered = await self._pool.render(document.encode(), digest)
        await asyncio.to_thread(_write, file, rendered)
        return rendered


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
