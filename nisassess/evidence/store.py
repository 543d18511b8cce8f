"""Keeps files under their SHA-256: what the service asks of a store, and the store in a folder.

A file is received to the side, and kept only by `StagedBlob.keep`, which the service calls as
the last step of its transaction: the file is durable before the row that speaks of it is. What
was kept is never removed, so that no row can lose its file to a race.
"""

import asyncio
import fcntl
import hashlib
import os
import secrets
import threading
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from nisassess.evidence.errors import BlobUnreadable, TooLarge, UploadStalled

_WRITE_SIZE = 1024 * 1024
_READ_SIZE = 256 * 1024
_INCOMING = "incoming"


class StagedBlob(Protocol):
    """A received file that is not kept yet; its size in bytes, its SHA-256 in hexadecimal."""

    @property
    def size(self) -> int: ...

    @property
    def digest(self) -> str: ...

    async def keep(self) -> None:
        """Make the file durable under its digest."""
        ...


@dataclass(frozen=True, slots=True)
class Blob:
    """An opened file: its size in bytes and its content."""

    size: int
    chunks: AsyncIterator[bytes]


class BlobStore(Protocol):
    """Files by their digest."""

    async def prepare(self) -> None:
        """Get ready, and clear away what killed uploads left; called at every start."""
        ...

    def receive(
        self, chunks: AsyncIterable[bytes], limit: int
    ) -> AbstractAsyncContextManager[StagedBlob]:
        """Receive at most `limit` bytes to the side; what is not kept is gone afterwards.

        Raises TooLarge as soon as the limit is passed, UploadStalled when the sender is silent,
        and whatever `chunks` raises.
        """
        ...

    def open(self, digest: str, size: int) -> AbstractAsyncContextManager[Blob]:
        """Open a kept file; raises BlobUnreadable when it is missing or of another size."""
        ...


class FolderBlobStore:
    """A store in a local folder, for POSIX systems; several processes may share it.

    `ab/cd/abcd…` holds the file with that digest; `incoming` lies beside it, so that keeping a
    file is a rename. Whoever receives a file holds a lock on it, which the kernel takes back
    from a killed process: thus the next start knows what is left over.
    """

    def __init__(self, folder: Path, *, idle_seconds: float = 60) -> None:
        self._folder = folder
        self._incoming = folder / _INCOMING
        self._idle_seconds = idle_seconds

    async def prepare(self) -> None:
        """Make the folders and sweep left-over files."""
        await asyncio.to_thread(self._prepare)

    def _prepare(self) -> None:
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(self._folder)
        for path in self._incoming.iterdir():
            _remove_if_left_over(path)

    @asynccontextmanager
    async def receive(
        self, chunks: AsyncIterable[bytes], limit: int
    ) -> AsyncGenerator[StagedBlob, None]:
        """Receive a file to the side."""
        incoming = await asyncio.to_thread(_Incoming, self._incoming, self._folder)
        try:
            await self._fill(incoming, chunks, limit)
            await asyncio.to_thread(incoming.finish)
            yield _StagedFile(incoming)
        finally:
            await asyncio.to_thread(incoming.discard)

    async def _fill(self, incoming: "_Incoming", chunks: AsyncIterable[bytes], limit: int) -> None:
        buffer = bytearray()
        received = 0
        async with aclosing(_not_idle(chunks, self._idle_seconds)) as awake:
            async for chunk in awake:
                received += len(chunk)
                if received > limit:
                    raise TooLarge(limit)
                buffer += chunk
                if len(buffer) >= _WRITE_SIZE:
                    await asyncio.to_thread(incoming.write, bytes(buffer))
                    buffer.clear()
        await asyncio.to_thread(incoming.write, bytes(buffer))

    @asynccontextmanager
    async def open(self, digest: str, size: int) -> AsyncGenerator[Blob, None]:
        """Open a kept file; it is read in a thread."""
        file = await asyncio.to_thread(_open_kept, _place(self._folder, digest), size)
        try:
            yield Blob(size, _read(file))
        finally:
            await asyncio.to_thread(file.close)


class _Incoming:
    """A file being received; its methods block and may be called from any thread."""

    def __init__(self, incoming: Path, folder: Path) -> None:
        self._folder = folder
        self._hash = hashlib.sha256()
        self._lock = threading.Lock()
        self._path, self._file = _create_locked(incoming)
        self.size = 0
        self.digest = ""

    def write(self, data: bytes) -> None:
        # Without the lock, a write of a cancelled upload could hit a descriptor used anew.
        with self._lock:
            self._file.write(data)
            self._hash.update(data)
            self.size += len(data)

    def finish(self) -> None:
        """Flush the content to the disk and make the folders that it will move to."""
        with self._lock:
            os.fsync(self._file.fileno())
            self.digest = self._hash.hexdigest()
            place = _place(self._folder, self.digest)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(place.parent.parent)
            _sync_folder(self._folder)

    def keep(self) -> None:
        """Move the file to its place. The same bytes replace themselves, which heals damage."""
        place = _place(self._folder, self.digest)
        self._path.replace(place)
        _sync_folder(place.parent)

    def discard(self) -> None:
        with self._lock:
            self._path.unlink(missing_ok=True)
            self._file.close()


@dataclass(frozen=True, slots=True)
class _StagedFile:
    incoming: _Incoming

    @property
    def size(self) -> int:
        return self.incoming.size

    @property
    def digest(self) -> str:
        return self.incoming.digest

    async def keep(self) -> None:
        await asyncio.to_thread(self.incoming.keep)


def _place(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest[2:4] / digest


def _create_locked(folder: Path) -> tuple[Path, BinaryIO]:
    while True:
        path = folder / secrets.token_hex(16)
        file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb", 0)
        fcntl.flock(file, fcntl.LOCK_EX)
        # Another process that starts may have swept it before it was locked.
        if os.fstat(file.fileno()).st_nlink:
            return path, file
        file.close()


def _remove_if_left_over(path: Path) -> None:
    with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open_kept(path: Path, size: int) -> BinaryIO:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise BlobUnreadable(f"the file {path.name} is missing from the store") from None
    found = os.fstat(file.fileno()).st_size
    if found != size:
        file.close()
        raise BlobUnreadable(f"the file {path.name} has {found} bytes, not {size}")
    return file


async def _read(file: BinaryIO) -> AsyncIterator[bytes]:
    while chunk := await asyncio.to_thread(file.read, _READ_SIZE):
        yield chunk


async def _not_idle(chunks: AsyncIterable[bytes], seconds: float) -> AsyncGenerator[bytes, None]:
    iterator = aiter(chunks)
    while True:
        try:
            async with asyncio.timeout(seconds):
                chunk = await anext(iterator)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise UploadStalled(seconds) from None
        yield chunk
