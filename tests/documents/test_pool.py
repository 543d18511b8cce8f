"""Rendering in workers: the loop stays free, and what goes wrong is told and got over."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from nisassess.documents.errors import RenderError, RenderTimeout
from nisassess.documents.pool import PdfPool
from nisassess.documents.render import Job, render_pdf
from nisassess.results.canonical import digest
from tests.documents.factory import make_document, make_results

pytestmark = pytest.mark.database_free

RESULTS = make_results(groups=1, controls=1)
DOCUMENT, DIGEST = make_document(RESULTS)
JOB = Job(DOCUMENT, DIGEST)


@pytest.fixture
async def pool() -> AsyncIterator[PdfPool]:
    async with PdfPool(1, timeout=120) as made:
        yield made


async def _until_a_worker_is_there(pool: PdfPool) -> int:
    while not pool.pids():  # noqa: ASYNC110  it tells nobody when it starts
        await asyncio.sleep(0.01)
    return pool.pids()[0]


async def _until_gone(pid: int) -> None:
    with suppress(ProcessLookupError):
        while True:
            os.kill(pid, 0)
            await asyncio.sleep(0.01)


async def test_a_worker_gives_the_same_bytes_as_rendering_here(pool: PdfPool) -> None:
    assert await pool.render(JOB) == render_pdf(RESULTS, DIGEST)


async def test_the_event_loop_stays_responsive_while_rendering(pool: PdfPool) -> None:
    rendering = asyncio.create_task(pool.render(JOB))
    longest = 0.0
    start = time.perf_counter()
    turns = 0
    while not rendering.done():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - before)
        turns += 1

    assert (await rendering).startswith(b"%PDF-1.7")
    assert turns > 20
    assert longest < (time.perf_counter() - start) / 2, "else it was rendered here"


async def test_a_killed_worker_is_told_and_replaced(pool: PdfPool) -> None:
    rendering = asyncio.create_task(pool.render(JOB))
    os.kill(await _until_a_worker_is_there(pool), signal.SIGKILL)

    with pytest.raises(RenderError, match="process that rendered the document ended"):
        await rendering
    assert (await pool.render(JOB)).startswith(b"%PDF-1.7")


async def test_a_worker_that_died_idle_is_replaced_unnoticed(pool: PdfPool) -> None:
    await pool.render(JOB)
    first = pool.pids()[0]
    os.kill(first, signal.SIGKILL)
    await _until_gone(first)

    assert (await pool.render(JOB)).startswith(b"%PDF-1.7")
    assert pool.pids()[0] != first


async def test_taking_too_long_is_told_and_the_worker_stopped() -> None:
    async with PdfPool(1, timeout=0.05) as pool:
        with pytest.raises(RenderTimeout, match=r"stopped after 0\.05 seconds"):
            await pool.render(JOB)
        assert pool.pids() == []


async def test_taking_too_much_memory_is_told_and_the_next_is_served() -> None:
    document, digest_ = make_document(make_results(groups=10, controls=8))
    async with PdfPool(1, memory=48) as pool:
        with pytest.raises(RenderError, match=r"48 MiB of memory|process that rendered .* ended"):
            await pool.render(Job(document, digest_))
        with pytest.raises(RenderError, match="DigestError"):
            await pool.render(Job(DOCUMENT, "0" * 64))


async def test_what_is_no_results_document_is_refused(pool: PdfPool) -> None:
    with pytest.raises(RenderError, match="ValidationError"):
        await pool.render(Job(b"{}", digest(b"{}")))
    with pytest.raises(RenderError, match="DigestError"):
        await pool.render(Job(DOCUMENT, "0" * 64))


async def test_a_worker_is_replaced_after_its_share_of_documents() -> None:
    async with PdfPool(1, tasks_per_worker=1) as pool:
        await pool.render(JOB)
        assert pool.pids() == []


async def test_an_interrupt_leaves_the_worker_alone(pool: PdfPool) -> None:
    await pool.render(JOB)
    worker = pool.pids()[0]
    os.kill(worker, signal.SIGINT)

    await pool.render(JOB)
    assert pool.pids() == [worker]


async def test_closing_ends_the_workers_and_what_they_do() -> None:
    pool = PdfPool(1)
    rendering = asyncio.create_task(pool.render(JOB))
    worker = await _until_a_worker_is_there(pool)
    await pool.close()

    with pytest.raises(RenderError):
        await rendering
    with pytest.raises(RenderError, match="closed"):
        await pool.render(JOB)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
