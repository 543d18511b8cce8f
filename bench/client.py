"""A cheap HTTP/1.1 client on one kept connection, so that the load costs little beside the
server."""

import asyncio
from typing import Self

import orjson


class Client:
    """One connection; one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connect(cls, port: int) -> Self:
        """Connect to a loopback port."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=2**24))

    async def get(self, path: str, cookie: str = "") -> bytes:
        """The body of a successful answer."""
        return await self._send(f"GET {path}", cookie, b"")

    async def post(self, path: str, body: object, cookie: str = "") -> bytes:
        """Post JSON; the body of a successful answer."""
        return await self._send(f"POST {path}", cookie, orjson.dumps(body))

    async def _send(self, line: str, cookie: str, body: bytes) -> bytes:
        head = (
            f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Nisassess-Client: bench\r\nCookie: nisassess_session={cookie}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
        content = await self._reader.readexactly(int(length))
        if b" 200 " not in answer[:16]:
            message = f"{line}: {answer[:15]!r} {content[:300]!r}"
            raise RuntimeError(message)
        return content

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()
        await self._writer.wait_closed()
