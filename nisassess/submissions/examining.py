"""Has sealed PDFs examined beside the event loop, in bounded processes of their own."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from nisassess.kit.errors import StateRefused
from nisassess.kit.isolation import NoAnswer, answer_of

LARGEST = 50 * 1024 * 1024
"""Bytes of a PDF."""
_AT_ONCE = 2
_log = structlog.get_logger("nisassess.submissions")


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found out about a file, and what it carries."""

    verification: dict[str, Any]
    """As `nisassess.results.verification.as_json` tells it."""
    key_id: str | None
    signer_id: str | None
    """The key that signed the file around the seal."""
    document: bytes | None
    seal: str | None


class Examiner:
    """Examines at most a few files at a time; the others wait."""

    def __init__(self, *, timeout: float = 90.0) -> None:
        self._timeout = timeout
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def examine(
        self,
        data: bytes,
        trusted: Mapping[str, str],
        retired: Mapping[str, datetime] | None = None,
        *,
        contents: bool = True,
    ) -> Examined:
        """Check a PDF against certificates (PEM) by key id; `retired` tells since when.

        Without `contents` there is the verdict alone: what the file carries can be large.

        Raises StateRefused for a file that takes more memory or time than any sealed one.
        """
        since = {kid: at.isoformat() for kid, at in (retired or {}).items()}
        asked = {"trusted": dict(trusted), "retired": since, "contents": contents}
        request = json.dumps(asked).encode() + b"\n" + data
        async with self._turns:
            answer = await self._ask(request)
        found = await asyncio.to_thread(json.loads, answer)
        document = found["document"]
        return Examined(
            found["verification"],
            found["key"],
            found["signer"],
            None if document is None else document.encode(),
            found["seal"],
        )

    async def _ask(self, request: bytes) -> bytes:
        try:
            return await answer_of("nisassess.results.examination", request, self._timeout)
        except NoAnswer as ended:
            if ended.code is None:
                raise _too_heavy("it took longer than any sealed document") from None
            _log.warning("examination_ended", code=ended.code, told=ended.told)
            raise _too_heavy("it took more memory or time than any sealed document") from None


def _too_heavy(reason: str) -> StateRefused:
    return StateRefused("cannot_be_examined", f"The file could not be examined: {reason}.")
