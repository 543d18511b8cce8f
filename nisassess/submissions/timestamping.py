"""Fetches time-stamps (RFC 3161) over seals, behind the submission's back.

A submission neither waits for a time-stamp nor fails by it: what is missing is asked for again
at the next start, or by `nisassess seal timestamp`.
"""

import asyncio
import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.results.timestamps import Timestamp, TimestampFault, read_timestamp
from nisassess.submissions import repository
from nisassess.submissions.stamping import NoTimestamp, time_stamping

_PAUSES = (1.0, 5.0, 25.0)
"""Seconds before each further attempt."""
_DAYS = 30
_EVER = datetime(2020, 1, 1, tzinfo=UTC)
_log = structlog.get_logger("nisassess.submissions")


@dataclass(frozen=True, slots=True)
class Timestamper:
    """Asks the configured time-stamp authority; without an address it does nothing."""

    database: Database
    url: str | None
    pauses: tuple[float, ...] = _PAUSES
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def prepare(self, submission_id: str, seal: str) -> None:
        """Begin to fetch the time-stamp of a seal, without waiting."""
        if self.url is not None:
            self._start(self._fetch(submission_id, seal))

    def catch_up(self) -> None:
        """Begin to fetch what is missing of the last days, without waiting."""
        if self.url is not None:
            self._start(self._fetch_missing())

    async def settle(self) -> None:
        """Wait for all that was begun."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """End what is under way; it is asked for again at the next start."""
        for task in tuple(self._tasks):
            task.cancel()
        await self.settle()

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def fetch_all(self) -> tuple[int, int]:
        """Try once for everything that is missing: how many were fetched, how many still miss."""
        fetched = missing = 0
        for submission_id, seal in await repository.without_timestamp(_EVER):
            try:
                await self.fetch(submission_id, seal)
            except (TimestampFault, NoTimestamp) as error:
                _log.warning("timestamp_failed", submission=submission_id, reason=str(error))
                missing += 1
            else:
                fetched += 1
        return fetched, missing

    async def _fetch_missing(self) -> None:
        missing = await repository.without_timestamp(now() - timedelta(days=_DAYS))
        for submission_id, seal in missing:
            await self._fetch(submission_id, seal)

    async def _fetch(self, submission_id: str, seal: str) -> None:
        for pause in (*self.pauses, None):
            try:
                await self.fetch(submission_id, seal)
            except (TimestampFault, NoTimestamp) as error:
                _log.warning("timestamp_failed", submission=submission_id, reason=str(error))
            else:
                return
            if pause is not None:
                await asyncio.sleep(pause)

    async def fetch(self, submission_id: str, seal: str) -> Timestamp:
        """Fetch and keep the time-stamp of a seal; raises TimestampFault or NoTimestamp."""
        token, stamp = await asyncio.to_thread(request_timestamp, self.url or "", seal.encode())
        text = base64.b64encode(token).decode()
        await self.database.write(lambda: repository.add_timestamp(submission_id, text))
        return stamp


def request_timestamp(url: str, stamped: bytes) -> tuple[bytes, Timestamp]:
    """A token in DER over some bytes, checked; blocks. Raises TimestampFault or NoTimestamp."""
    from asn1crypto import tsp

    nonce = secrets.randbits(63)
    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": hashlib.sha256(stamped).digest(),
    }
    request = tsp.TimeStampReq(
        {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    )
    answer = time_stamping(url)(request.dump())
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        status = response["status"]["status"].native
        token = response["time_stamp_token"]
        info = token["content"]["encap_content_info"]["content"].parsed if token.native else None
        fits = info is not None and info["nonce"].native == nonce
    except Exception as error:  # whatever the parser of a stranger's answer raises
        raise TimestampFault("the answer cannot be read") from error
    if status not in {"granted", "granted_with_mods"}:
        raise TimestampFault(f"it was refused: {status}")
    if not fits:
        raise TimestampFault("the answer belongs to another request")
    stamp: bytes = token.dump()
    return stamp, read_timestamp(stamp, stamped)
