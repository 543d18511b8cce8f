"""Opens live streams on the application as a server would: what is sent is read as it comes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.types import ASGIApp, Message

PATIENCE = 20.0
"""Seconds; the machine may be busy."""


@dataclass(frozen=True)
class Told:
    """One event."""

    name: str
    data: Any
    mark: str | None


@dataclass
class Stream:
    """An open stream, or the refusal of one."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    _events: asyncio.Queue[Told] = field(default_factory=asyncio.Queue)
    _started: asyncio.Event = field(default_factory=asyncio.Event)

    async def started(self) -> None:
        await asyncio.wait_for(self._started.wait(), PATIENCE)

    async def next(self, *names: str) -> Told:
        """The next event, or the next one of these names."""
        while True:
            told = await asyncio.wait_for(self._events.get(), PATIENCE)
            if not names or told.name in names:
                return told

    def waiting(self) -> list[Told]:
        """What came and was not read yet."""
        return [self._events.get_nowait() for _ in range(self._events.qsize())]

    def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            if self.status == 200:
                self._started.set()
            return
        self.body += message.get("body", b"")
        if self.status == 200:
            *whole, self.body = self.body.split(b"\r\n\r\n")
            for one in whole:
                self._read(one.decode())
        if not message.get("more_body", False):
            self._started.set()
            self.ended.set()

    def _read(self, text: str) -> None:
        lines = dict(line.split(": ", 1) for line in text.split("\r\n") if line[:1] != ":")
        if "event" in lines:
            data = orjson.loads(lines["data"])
            self._events.put_nowait(Told(lines["event"], data, lines.get("id")))


@asynccontextmanager
async def opened(
    app: ASGIApp, path: str, headers: Mapping[str, str] | None = None
) -> AsyncIterator[Stream]:
    """A stream for the length of a block; at its end the browser goes away."""
    stream, gone = Stream(), asyncio.Event()
    asked = [True]

    async def receive() -> Message:
        if asked:
            asked.clear()
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        stream.take(message)

    task = asyncio.create_task(_run(app, path, headers or {}, receive, send))
    try:
        await stream.started()
        yield stream
    finally:
        gone.set()
        await asyncio.wait_for(task, PATIENCE)


async def _run(
    app: ASGIApp, path: str, headers: Mapping[str, str], receive: Any, send: Any
) -> None:
    address = urlsplit(path)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address.path,
        "raw_path": address.path.encode(),
        "root_path": "",
        "query_string": address.query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
    }
    await app(scope, receive, send)
