"""Routes of seals: verification for everybody, keys, the log's head, receipts."""

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from nisassess.access import Permission
from nisassess.identity.authentication import authenticate
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NisassessError, NotFound, StateRefused, ValidationFailed
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services
from nisassess.submissions import repository
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.verifying import LARGEST, Verifier

Handler = Callable[[Services, Request], Awaitable[Response]]
_PER_MINUTE = 30
_CALLERS = 10_000
_V4 = 4
_MINUTE = 60.0
_FIRST, _SLOWEST = 10.0, 50_000
"""Seconds before anything must have come, and bytes a second from then on."""
_log = structlog.get_logger("nisassess.submissions")
_NEVER_STORED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class TooManyFiles(StateRefused):
    """One address sends more files than anybody has to check."""

    status = 429

    def __init__(self) -> None:
        message = (
            f"At most {_PER_MINUTE} files a minute are checked for one address; wait a minute."
        )
        super().__init__("TOO_MANY", message)


class TooLarge(ValidationFailed):
    """A file beyond the bound."""

    status = 413

    def __init__(self) -> None:
        message = f"must be at most {LARGEST // 1024**2} MiB"
        super().__init__([Issue("file", "too_large", message)])


class TooSlow(StateRefused):
    """A body that hardly comes keeps a place from others."""

    status = 408

    def __init__(self) -> None:
        super().__init__("TOO_SLOW", "The file came too slowly; send it again.")


@dataclass(slots=True)
class _Rate:
    """Counts what each address sent within the running minute."""

    seen: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)

    def count(self, address: str) -> None:
        """Raise TooManyFiles beyond the bound."""
        moment = time.monotonic()
        since, count = self.seen.pop(address, (moment, 0))
        if moment - since > _MINUTE:
            since, count = moment, 0
        self.seen[address] = (since, count + 1)
        if len(self.seen) > _CALLERS:
            self.seen.popitem(last=False)
        if count >= _PER_MINUTE:
            raise TooManyFiles


def seal_routes(services: Services) -> list[Route]:
    """The routes of seals; all but the receipt are for everybody."""
    rate = _Rate()

    def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await handler(services, request)
            except NisassessError as error:
                return problem_response(error)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there to read it

        return answer

    async def verify(found: Services, request: Request) -> Response:
        caller = _caller(request)
        rate.count(caller)
        return await _verify(found, request, caller)

    return [
        Route("/verify", endpoint(verify), methods=["POST"]),
        Route("/verify/{digest}", endpoint(_digest), methods=["GET"]),
        Route("/seal/key.pem", endpoint(_key), methods=["GET"]),
        Route("/seal/head.jws", endpoint(_head), methods=["GET"]),
        Route("/submissions/{id}/receipt.jws", endpoint(_receipt), methods=["GET"]),
    ]


def _caller(request: Request) -> str:
    """The caller's address; of IPv6 the network, of which one caller has every address."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return host if address.version == _V4 else str(ipaddress.ip_network((host, 64), strict=False))


async def _verify(services: Services, request: Request, caller: str) -> Response:
    """The verdict on the PDF in the body."""
    verifier = services.get(Verifier)
    with verifier.turn(caller):
        return JsonResponse(await verifier.file(await _body(request)))


async def _body(request: Request) -> bytes:
    """The body, as far as it is within the bound."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST:
        raise TooLarge
    body = bytearray()
    start = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(start + _FIRST) as patience:
            async for part in request.stream():
                body += part
                if len(body) > LARGEST:
                    raise TooLarge
                patience.reschedule(start + _FIRST + len(body) / _SLOWEST)
    except TimeoutError:
        raise TooSlow from None
    if not body:
        raise ValidationFailed([Issue("file", "missing", "must be sent as the body, as it is")])
    return bytes(body)


async def _digest(services: Services, request: Request) -> Response:
    """What was sealed under a digest: as JSON, or to a browser as the page that shows it."""
    digest = request.path_params["digest"]
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"/verify?{urlencode({'digest': digest})}", status_code=303)
    return JsonResponse(await services.get(Verifier).digest(digest))


@contextmanager
def _discreet() -> Iterator[None]:
    """What keeps the installation from signing names files: that is for whoever runs it."""
    try:
        yield
    except StateRefused as refused:
        _log.error("cannot_sign", code=refused.code, reason=str(refused))
        message = "This installation cannot sign at the moment; its log tells why."
        raise StateRefused(refused.code, message) from refused


async def _key(services: Services, request: Request) -> Response:
    """Every certificate that this installation seals or sealed with, the present one first."""
    try:
        with _discreet():
            await services.get(Sealer).keys.active(services.get(Database))
    except StateRefused:  # what was sealed can be checked all the same
        if not await repository.seal_keys():
            raise
    rows = sorted(await repository.seal_keys(), key=lambda row: row.retired_at is not None)
    text = "".join(row.certificate for row in rows)
    return Response(text, media_type="application/x-pem-file", headers=_NEVER_STORED)


async def _head(services: Services, request: Request) -> Response:
    """The signed head of the log."""
    with _discreet():
        text = await services.get(Sealer).head(services.get(Database))
    return Response(text, media_type="application/jose", headers=_NEVER_STORED)


async def _receipt(services: Services, request: Request) -> Response:
    """The receipt, for operator and authority alike."""
    actor = await authenticate(request)
    actor.require(Permission.SUBMISSION_READ)
    row = await repository.submission(actor, request.path_params["id"])
    if row is None:
        raise NotFound("submission")
    text = await services.get(Sealer).receipt(services.get(Database), row)
    name = f"nisassess-receipt-{row.number}.jws"
    headers = _NEVER_STORED | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/jose", headers=headers)
