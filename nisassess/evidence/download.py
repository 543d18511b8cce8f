"""The answer that carries a kept file."""

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from nisassess.evidence.naming import UNKNOWN_MEDIA_TYPE, content_disposition
from nisassess.evidence.store import BlobStore
from nisassess.evidence.types import EvidenceRow

# Whatever an operator uploaded is data: it is saved, never shown or run in our origin.
_AS_DATA = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


def entity_tag(row: EvidenceRow) -> str:
    """A strong ETag: the digest of the bytes."""
    return f'"{row.digest}"'


class FileResponse(Response):
    """Streams a file of the store as an attachment; the caller has checked who asks.

    Raises BlobUnreadable before anything is sent when the store does not have the file.
    """

    def __init__(self, store: BlobStore, row: EvidenceRow) -> None:
        super().__init__()
        self._store = store
        self._digest = row.digest or ""
        self._size = row.size or 0
        self.init_headers(
            {
                **_AS_DATA,
                "Content-Type": row.media_type or UNKNOWN_MEDIA_TYPE,
                "Content-Disposition": content_disposition(row.filename or row.id),
                "Content-Length": str(self._size),
                "ETag": entity_tag(row),
            }
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or for HEAD its headers alone."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        async with self._store.open(self._digest, self._size) as blob:
            await send(start)
            if scope["method"] != "HEAD":
                async for chunk in blob.chunks:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
