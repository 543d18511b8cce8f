"""The PDF of a submission: rendered and signed once, then kept beside the evidence."""

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import structlog

from nisassess.documents.errors import DocumentError, SigningError, StampingError
from nisassess.documents.pool import PdfPool
from nisassess.documents.render import Job
from nisassess.documents.signing import TimeStamping, sign_pdf
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import StateRefused
from nisassess.results.seal import SealFault, key_id
from nisassess.submissions import repository, repository_printing
from nisassess.submissions.keys import SealKeys

_FAILURE_KEPT = 300.0
"""Seconds."""
_log = structlog.get_logger("nisassess.submissions")


class PdfState(StrEnum):
    """How far the PDF of a submission is."""

    ABSENT = "absent"
    """Nobody has asked for it yet; the first download has it rendered."""
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PdfProgress:
    """The state of a PDF and since when."""

    state: PdfState
    since: datetime | None


@dataclass(frozen=True, slots=True)
class PdfSigner:
    """Signs finished documents in the name of this installation."""

    keys: SealKeys
    database: Database
    stamping: TimeStamping | None = None

    async def certificates(self, seal: str | None) -> str | None:
        """The certificate of a seal's key with its chain, in PEM, if it is one of ours."""
        if seal is None:
            return None
        trusted: Mapping[str, str] = await self.keys.trusted()
        with contextlib.suppress(SealFault):
            return trusted.get(key_id(seal))
        return None

    async def sign(self, pdf: bytes) -> bytes:
        """The document with a signature, made beside the event loop; raises SigningError.

        An authority that gives no time-stamp keeps nobody from the document: it has none then.
        """
        try:
            key = await self.keys.active(self.database)
        except StateRefused as refused:
            raise SigningError(str(refused)) from refused
        try:
            return await asyncio.to_thread(sign_pdf, pdf, key, self.stamping)
        except StampingError as error:
            _log.warning("pdf_not_time_stamped", reason=str(error))
            return await asyncio.to_thread(sign_pdf, pdf, key)


class PdfArchive:
    """Hands out the PDF of sealed results; the file's name is the digest of what it shows."""

    def __init__(
        self, folder: Path, pool: PdfPool, signer: PdfSigner, *, verify_url: str | None = None
    ) -> None:
        self._folder = folder
        self._pool = pool
        self._signer = signer
        self._verify_url = verify_url
        self._under_way: dict[str, tuple[datetime, asyncio.Task[bytes]]] = {}
        self._failed: dict[str, tuple[float, datetime, DocumentError]] = {}

    async def pdf(self, document: str, digest: str) -> bytes:
        """The signed PDF; who asks meanwhile waits for the same.

        Raises RenderError, RenderTimeout or SigningError.
        """
        with contextlib.suppress(FileNotFoundError):
            return await asyncio.to_thread(self._file(digest).read_bytes)
        self._refuse_failed(digest)
        return await asyncio.shield(self._task(document, digest))

    async def prepare(self, document: str, digest: str) -> None:
        """Begin to render without waiting: whoever submitted will ask for it next."""
        self._task(document, digest)

    async def keep(self, digest: str, pdf: bytes) -> None:
        """Keep a PDF that was made and signed elsewhere, exactly as it came."""
        await asyncio.to_thread(_write, self._file(digest), pdf)

    async def has(self, digest: str) -> bool:
        """Whether it is there to be handed out."""
        return (await self.progress(digest)).state is PdfState.READY

    async def kept(self, digest: str) -> bytes:
        """A PDF that was made elsewhere, byte for byte; raises DocumentError if it is lost."""
        try:
            return await asyncio.to_thread(self._file(digest).read_bytes)
        except FileNotFoundError as error:
            message = "The signed document is not in the archive any more; import it once more."
            raise DocumentError(message) from error

    async def progress(self, digest: str) -> PdfProgress:
        """How far it is."""
        with contextlib.suppress(FileNotFoundError):
            stat = await asyncio.to_thread(self._file(digest).stat)
            return PdfProgress(PdfState.READY, datetime.fromtimestamp(stat.st_mtime, UTC))
        if digest in self._under_way:
            return PdfProgress(PdfState.RENDERING, self._under_way[digest][0])
        if digest in self._failed:
            return PdfProgress(PdfState.FAILED, self._failed[digest][1])
        return PdfProgress(PdfState.ABSENT, None)

    def _file(self, digest: str) -> Path:
        return self._folder / f"{digest}.signed.pdf"

    def _refuse_failed(self, digest: str) -> None:
        """Who asks for what just failed must not keep the renderers from the others."""
        failed = self._failed.get(digest)
        if failed is not None and time.monotonic() - failed[0] < _FAILURE_KEPT:
            raise failed[2]
        self._failed.pop(digest, None)

    def _task(self, document: str, digest: str) -> "asyncio.Task[bytes]":
        """What makes it: one for all who ask."""
        if digest not in self._under_way:
            task = asyncio.create_task(self._make(document, digest))
            self._under_way[digest] = now(), task
            task.add_done_callback(lambda done: self._finished(digest, done))
        return self._under_way[digest][1]

    async def _make(self, document: str, digest: str) -> bytes:
        try:
            rendered = await self._pool.render(await self._job(document, digest))
            signed = await self._signer.sign(rendered)
        except DocumentError as error:
            self._failed[digest] = time.monotonic(), now(), error
            raise
        await asyncio.to_thread(_write, self._file(digest), signed)
        return signed

    async def _job(self, document: str, digest: str) -> Job:
        """What the document is made of, gathered where it is known."""
        facts = await repository.sealed_facts(digest)
        seal = facts[0].seal if facts else None
        earlier = await repository_printing.earlier_document(facts[0].id) if facts else None
        return Job(
            document.encode(),
            digest,
            seal=seal,
            certificates=await self._signer.certificates(seal),
            earlier=earlier.encode() if earlier else None,
            verify_url=self._verify_url,
        )

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
