"""Asks a time-stamp authority (RFC 3161 over HTTP); the one request that leaves the installation,
and only where the deployer named an authority."""

import httpx

from nisassess.documents.signing import TimeStamping

_TIMEOUT = httpx.Timeout(20, connect=5)
_LARGEST = 64 * 1024
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class NoTimestamp(Exception):
    """The authority gave no usable answer, with the reason."""


def time_stamping(url: str) -> TimeStamping:
    """A function that takes a request in DER to the authority and gives its answer in DER.

    It blocks, so an event loop calls it in a thread. It raises NoTimestamp.
    """

    def ask(request: bytes) -> bytes:
        try:
            with (
                httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client,
                client.stream(
                    "POST", url, content=request, headers={"Content-Type": _QUERY}
                ) as answer,
            ):
                content = _read(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoTimestamp(f"{url} does not answer: {error}") from error
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        if answer.status_code != httpx.codes.OK or kind != _REPLY:
            raise NoTimestamp(f"{url} answered {answer.status_code} with {kind or 'nothing'}")
        if len(content) > _LARGEST:
            raise NoTimestamp(f"{url} answered more than {_LARGEST} bytes")
        return content

    return ask


def _read(answer: httpx.Response) -> bytes:
    """The body, not much further than to where it is too large."""
    content = bytearray()
    for part in answer.iter_bytes(_LARGEST):
        content += part
        if len(content) > _LARGEST:
            break
    return bytes(content)
