"""Annexes beside the event loop: pages in a thread, PDFs in the workers, the last ones kept."""

import asyncio
from collections import OrderedDict

from nisassess.catalogues.annexes import Annex, AnnexFailed, Page
from nisassess.documents.annex import AnnexJob, annex_page, style_hash
from nisassess.documents.errors import DocumentError
from nisassess.documents.pool import PdfPool

KEPT = 16
"""PDFs that a process keeps; each takes less than a mebibyte."""
WAITING = 4
"""PDFs that are being made at a time; whoever asks for more is told to come again."""


class Annexes:
    """Makes annexes; who asks for the same PDF meanwhile waits for the same one."""

    def __init__(self, pool: PdfPool) -> None:
        self._pool = pool
        self._kept: OrderedDict[AnnexJob, bytes] = OrderedDict()
        self._under_way: dict[AnnexJob, asyncio.Task[bytes]] = {}

    async def page(self, annex: Annex) -> Page:
        """As a page that stands alone."""
        html = await asyncio.to_thread(annex_page, _job(annex))
        return Page(html, style_hash())

    async def pdf(self, annex: Annex) -> bytes:
        """As PDF; raises AnnexFailed."""
        job = _job(annex)
        if job in self._kept:
            self._kept.move_to_end(job)
            return self._kept[job]
        task = self._under_way.get(job) or self._start(job)
        try:
            return await asyncio.shield(task)
        except DocumentError as error:
            raise AnnexFailed(f"The annex could not be made: {error}. Try again later.") from error

    def _start(self, job: AnnexJob) -> asyncio.Task[bytes]:
        if len(self._under_way) >= WAITING:
            raise AnnexFailed("Several annexes are being made already. Try again in a minute.")
        task = asyncio.create_task(self._pool.render(job))
        self._under_way[job] = task
        task.add_done_callback(lambda done: self._finished(job, done))
        return task

    def _finished(self, job: AnnexJob, task: asyncio.Task[bytes]) -> None:
        self._under_way.pop(job, None)
        if task.cancelled() or task.exception() is not None:
            return
        self._kept[job] = task.result()
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _job(annex: Annex) -> AnnexJob:
    return AnnexJob(annex.document, annex.language, annex.day)
