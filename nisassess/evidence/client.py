"""Sends a file to a server, as the command line does; knows nothing of a database."""

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import orjson

from nisassess.evidence.naming import is_control_id, source_key_issue

_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0
_CHUNK = 256 * 1024
_TIMEOUT = httpx.Timeout(60, connect=10)
_CREATED = 201
_SERVER_ERRORS = 500
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Request Timeout and Too Many Requests: the same request may succeed later.
_WORTH_ANOTHER_TRY = frozenset({408, 429})

UNEXPECTED, USAGE, UNREACHABLE = 1, 2, 8
EXIT_CODES = {400: 9, 401: 3, 403: 4, 404: 5, 409: 6, 413: 7}


@dataclass(frozen=True, slots=True)
class PushRequest:
    """A file, where it goes, and the token that opens the door."""

    file: Path
    server: str
    operator: str
    control: str
    source_key: str
    parameters: dict[str, str | None]
    token: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: JSON text, and whether the evidence is new."""

    body: str
    created: bool


class PushFailed(Exception):
    """The file was not taken; carries the exit code and the server's JSON, if it sent any."""

    def __init__(self, exit_code: int, message: str, body: str | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.body = body


class _TryAgain(Exception):
    """A failure that may pass."""


def push_file(request: PushRequest, tell: Callable[[str], None]) -> Answer:
    """Send the file, again after failures that may pass: the request is idempotent.

    `tell` gets a line for people per failed attempt. Raises PushFailed.
    """
    url = _url(request)
    if url.scheme == "http" and url.host not in _LOOPBACK:
        tell("warning: the address is not https: whoever listens can read the token and the file")
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return _attempt(client, url, request)
            except _TryAgain as failure:
                if attempt == _ATTEMPTS:
                    message = f"gave up after {attempt} attempts: {failure}"
                    raise PushFailed(UNREACHABLE, message) from None
                pause = _pause(attempt)
                tell(f"attempt {attempt} of {_ATTEMPTS}: {failure}; again in {pause:.0f} s")
                time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _pause(attempt: int) -> float:
    """Doubling, and spread so that many pipelines do not come back at the same moment."""
    longest = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2.0 ** (attempt - 1))
    return longest * random.uniform(0.5, 1)  # noqa: S311


def _url(request: PushRequest) -> httpx.URL:
    if not _is_address(request.server):
        message = f"--server must be an address such as https://nis.example, not {request.server}"
        raise PushFailed(USAGE, message)
    path = _path(request)
    parameters = {name: value for name, value in request.parameters.items() if value is not None}
    try:
        return httpx.URL(
            f"{request.server.rstrip('/')}/{path}",
            params={"filename": request.file.name, **parameters},
        )
    except httpx.InvalidURL as error:
        raise PushFailed(USAGE, f"the server's address is not valid: {error}") from None


def _is_address(server: str) -> bool:
    """Whether this is http or https with a host, and without credentials, query or fragment."""
    try:
        parts = urlsplit(server)
        usable = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    superfluous = parts.username or parts.password or parts.query or parts.fragment
    return usable and parts.scheme in {"http", "https"} and not superfluous


def _path(request: PushRequest) -> str:
    """The path; what a URL would take for a step up is refused here."""
    for name, value in (("operator", request.operator), ("control", request.control)):
        if not is_control_id(value):
            raise PushFailed(USAGE, f"--{name} must be an id, not {value!r}")
    issue = source_key_issue(request.source_key)
    if issue:
        raise PushFailed(USAGE, f"--source-key {issue.message}")
    key = quote(request.source_key, safe="/")
    return f"evidence/operators/{request.operator}/controls/{request.control}/{key}"


def _attempt(client: httpx.Client, url: httpx.URL, request: PushRequest) -> Answer:
    content = _Content(request.file)
    try:
        response = client.put(
            url,
            content=content,
            headers={
                "Authorization": f"Bearer {request.token}",
                "Content-Length": str(request.file.stat().st_size),
                "Accept": "application/json",
            },
        )
    except httpx.LocalProtocolError:
        message = f"{request.file} changed while it was sent; send it when it is complete"
        raise PushFailed(UNEXPECTED, message) from None
    except httpx.UnsupportedProtocol as error:
        raise PushFailed(USAGE, str(error)) from None
    except httpx.TransportError as error:
        raise _TryAgain(f"{type(error).__name__}: {error}") from None
    except OSError as error:
        raise PushFailed(UNEXPECTED, f"cannot read {request.file}: {error.strerror}") from None
    return _judge(response, content.digest)


class _Content:
    """The bytes of a file, which may be iterated anew for each attempt, and their SHA-256."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.digest = ""

    def __iter__(self) -> Iterator[bytes]:
        hashed = hashlib.sha256()
        with self._path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                hashed.update(chunk)
                yield chunk
        self.digest = hashed.hexdigest()


def _judge(response: httpx.Response, digest: str) -> Answer:
    status = response.status_code
    if status >= _SERVER_ERRORS or status in _WORTH_ANOTHER_TRY:
        raise _TryAgain(f"the server answered {status}")
    if response.is_redirect:
        target = response.headers.get("location", "another address")
        message = f"the server sends us on to {target}; give that address as --server"
        raise PushFailed(UNEXPECTED, message)
    document = _document(response)
    if not response.is_success:
        message, body = f"the server answered {status}", None
        error = document.get("error")
        if isinstance(error, dict):
            message, body = f"{message}: {error.get('message')}", response.text
        raise PushFailed(EXIT_CODES.get(status, UNEXPECTED), message, body)
    evidence = document.get("evidence")
    if not isinstance(evidence, dict) or not isinstance(document.get("attached"), list):
        raise PushFailed(UNEXPECTED, "the answer is not that of a nisassess server")
    if evidence.get("digest") != digest:
        message = "the server's SHA-256 is not that of the file; it changed on the way"
        raise PushFailed(UNEXPECTED, message, response.text)
    return Answer(response.text, created=status == _CREATED)


def _document(response: httpx.Response) -> dict[str, object]:
    try:
        document = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}
