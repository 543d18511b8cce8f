"""The store in a folder: all or nothing, once, and swept after a kill."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nisassess.evidence.errors import BlobUnreadable, TooLarge
from nisassess.evidence.store import FolderBlobStore

pytestmark = pytest.mark.database_free

CONTENT = b"evidence " * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()

RECEIVE_FOREVER = """
import asyncio, sys
from pathlib import Path
from nisassess.evidence.store import FolderBlobStore

async def endless():
    yield b"x" * 2_000_000
    print("receiving", flush=True)
    await asyncio.sleep(60)

async def main():
    store = FolderBlobStore(Path(sys.argv[1]))
    await store.prepare()
    async with store.receive(endless(), 10_000_000):
        pass

asyncio.run(main())
"""


async def body(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def files(store: FolderBlobStore) -> list[Path]:
    return [path for path in store._folder.rglob("*") if path.is_file()]


async def keep(store: FolderBlobStore, content: bytes = CONTENT) -> str:
    async with store.receive(body(content), 10_000_000) as blob:
        await blob.keep()
        return blob.digest


async def read(store: FolderBlobStore, digest: str, size: int) -> bytes:
    async with store.open(digest, size) as blob:
        return b"".join([chunk async for chunk in blob.chunks])


async def test_kept_file_is_found_by_its_digest(store: FolderBlobStore) -> None:
    assert await keep(store) == DIGEST
    assert await read(store, DIGEST, len(CONTENT)) == CONTENT
    (file,) = files(store)
    assert file.relative_to(store._folder) == Path(DIGEST[:2], DIGEST[2:4], DIGEST)
    assert file.stat().st_mode & 0o077 == 0


async def test_large_file_is_kept_whole(store: FolderBlobStore) -> None:
    content = os.urandom(3_333_333)

    digest = await keep(store, content)

    assert await read(store, digest, len(content)) == content


async def test_what_is_not_kept_is_gone(store: FolderBlobStore) -> None:
    async with store.receive(body(CONTENT), 10_000_000) as blob:
        assert (blob.size, blob.digest) == (len(CONTENT), DIGEST)
        assert len(files(store)) == 1
    assert files(store) == []


async def test_limit_ends_the_receiving(store: FolderBlobStore) -> None:
    with pytest.raises(TooLarge, match="limit of 1 KiB"):
        async with store.receive(body(b"x" * 1024, b"x"), 1024):
            pass
    assert files(store) == []


async def test_failing_source_leaves_nothing(store: FolderBlobStore) -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield b"x" * 2_000_000
        assert len(files(store)) == 1
        raise ConnectionError

    with pytest.raises(ConnectionError):
        async with store.receive(failing(), 10_000_000):
            pass
    assert files(store) == []


async def test_cancelled_upload_leaves_nothing(store: FolderBlobStore) -> None:
    begun = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"x" * 2_000_000
        begun.set()
        await asyncio.sleep(60)

    async def receive() -> None:
        async with store.receive(slow(), 10_000_000):
            pass

    task = asyncio.create_task(receive())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert files(store) == []


async def test_same_file_is_stored_once(store: FolderBlobStore) -> None:
    digests = await asyncio.gather(*(keep(store) for _ in range(20)))

    assert set(digests) == {DIGEST}
    assert len(files(store)) == 1


async def test_file_may_be_kept_while_it_is_read(store: FolderBlobStore) -> None:
    await keep(store)
    async with store.open(DIGEST, len(CONTENT)) as blob:
        await keep(store)
        assert b"".join([chunk async for chunk in blob.chunks]) == CONTENT


async def test_missing_and_cut_files_are_told(store: FolderBlobStore) -> None:
    with pytest.raises(BlobUnreadable, match="is missing"):
        await read(store, DIGEST, 1)
    await keep(store)
    with pytest.raises(BlobUnreadable, match="has 9000 bytes, not 1"):
        await read(store, DIGEST, 1)


async def test_start_sweeps_what_a_killed_process_left(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RECEIVE_FOREVER, tmp_path], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    await asyncio.to_thread(process.stdout.readline)
    store = FolderBlobStore(tmp_path)

    await store.prepare()
    assert len(files(store)) == 1, "a running process's file is left alone"

    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(files(store)) == 1
    await store.prepare()
    assert files(store) == []


async def test_start_leaves_kept_files_alone(store: FolderBlobStore) -> None:
    await keep(store)
    await store.prepare()
    assert await read(store, DIGEST, len(CONTENT)) == CONTENT
