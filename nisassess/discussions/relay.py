"""Carries happenings and presence between the processes of an installation on PostgreSQL.

A connection of its own listens and notifies; the writes themselves do not wait for it, and no row
is written. What gets lost with a connection or a process is found by the regular look at the
database; presence is said again every few seconds and forgotten when it is not.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Sequence
from typing import Any

import asyncpg
import orjson
import structlog
from tortoise.backends.base.config_generator import expand_db_url

from nisassess.discussions.hub import Hub
from nisassess.discussions.live_types import HAPPENINGS, PRESENT, Happening, Present

_log = structlog.get_logger("nisassess.relay")
CHANNEL = "nisassess_live"
LARGEST_PAYLOAD = 7_900
"""Bytes; PostgreSQL takes less than 8,000."""
SAID_WITHIN = 3
"""Times that a process says who is with it, within the time after which it is forgotten."""
MOST_OUTGOING = 10_000
"""Messages that wait while the database is away; who comes later reads the page anew."""
_LONGEST_PAUSE = 15.0
_LOOKS_UP_EVERY = 5.0
"""Seconds after which a connection that the server dropped is noticed."""


class Relay:
    """One process's ear and voice."""

    def __init__(self, hub: Hub, url: str, forgotten_after: float) -> None:
        self._hub = hub
        self._url = url
        self._forgotten_after = forgotten_after
        self._process = secrets.token_hex(6)
        self._outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_OUTGOING)
        self._heard: dict[str, float] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Listen and speak until `close`."""
        self._hub.relay_by(self._happened, self._present)
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._repeat())]

    async def close(self) -> None:
        """Stop; the other processes forget who was here."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _happened(self, found: list[Happening]) -> None:
        for one in found:
            self._say({"happened": HAPPENINGS.dump_python(one, mode="json")})

    def _present(self, assessment_id: str, who: Sequence[Present]) -> None:
        self._say({"here": assessment_id, "who": PRESENT.dump_python(list(who), mode="json")})

    def _say(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self._outgoing.put_nowait(message)

    async def _run(self) -> None:
        pause = 0.5
        while True:
            try:
                connection = await asyncpg.connect(**_credentials(self._url))
            except (OSError, asyncpg.PostgresError, TimeoutError) as error:
                _log.warning("relay_unreachable", reason=str(error))
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            pause = 0.5
            try:
                await self._serve(connection)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.warning("relay_lost", reason=str(error))
            finally:
                with contextlib.suppress(Exception):
                    await connection.close(timeout=2)

    async def _serve(self, connection: Any) -> None:
        await connection.add_listener(CHANNEL, self._on_message)
        self._hub.resync()
        self._say({"who": None})
        while not connection.is_closed():
            try:
                async with asyncio.timeout(_LOOKS_UP_EVERY):
                    message = await self._outgoing.get()
            except TimeoutError:
                continue
            for payload in _payloads({"from": self._process, **message}):
                await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)

    async def _repeat(self) -> None:
        """Say who is here, and forget processes that no longer do."""
        while True:
            await asyncio.sleep(self._forgotten_after / SAID_WITHIN)
            self._say_all()
            late = time.monotonic() - self._forgotten_after
            for process in [one for one, at in self._heard.items() if at < late]:
                del self._heard[process]
                self._hub.gone(process)

    def _say_all(self) -> None:
        for assessment_id, who in self._hub.here().items():
            self._present(assessment_id, who)

    def _on_message(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        try:
            message = orjson.loads(payload)
            if message["from"] != self._process:
                self._heard[message["from"]] = time.monotonic()
                self._take(message)
        except Exception:  # of another version perhaps; the look at the database makes up for it
            _log.exception("relay_message_unreadable")

    def _take(self, message: dict[str, Any]) -> None:
        if "happened" in message:
            self._hub.publish([HAPPENINGS.validate_python(message["happened"])])
        elif "here" in message:
            who = PRESENT.validate_python(message["who"])
            if self._hub.present_elsewhere(message["from"], message["here"], who):
                self._present(message["here"], self._hub.here()[message["here"]])
        elif "who" in message:
            self._say_all()


def _payloads(message: dict[str, Any]) -> list[str]:
    """The message as text that fits; one that is too large loses its details."""
    text = orjson.dumps(message).decode()
    if len(text.encode()) <= LARGEST_PAYLOAD:
        return [text]
    if "happened" in message:
        smaller = {**message["happened"], "changes": [], "many": True}
        return [orjson.dumps({**message, "happened": smaller}).decode()]
    half = len(message["who"]) // 2
    return _payloads({**message, "who": message["who"][:half]})


def _credentials(url: str) -> dict[str, Any]:
    """What asyncpg connects with, of the database's URL as Tortoise understands it."""
    found = expand_db_url(url)["credentials"]
    names = ("host", "port", "user", "password", "database", "ssl")
    return {
        **{name: found[name] for name in names if found.get(name) is not None},
        "server_settings": {"application_name": "nisassess live"},
        "timeout": 10,
    }
