"""An authority's register as CSV: import with a preview, export, and the template."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from nisassess.access import Permission
from nisassess.identity.authentication import authenticate
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NisassessError, ValidationFailed
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services
from nisassess.plugins import PluginRegistry
from nisassess.supervision import register
from nisassess.supervision.register_csv import COLUMNS, cells_of, template, written
from nisassess.supervision.register_types import Report

LARGEST = 32 * 1024 * 1024
_YES = {"1", "true", "yes"}
_CSV = "text/csv; charset=utf-8; header=present"
Handler = Callable[[Services, Request], Awaitable[Response]]


def routes(services: Services) -> list[Route]:
    """The routes of the register."""

    def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await handler(services, request)
            except NisassessError as error:
                return problem_response(error)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there to read it

        return answer

    return [
        Route("/register/template.csv", endpoint(_template), methods=["GET"]),
        Route("/register/entities.csv", endpoint(_export), methods=["GET"]),
        Route("/register/entities.csv", endpoint(_import), methods=["POST"]),
    ]


async def _template(services: Services, request: Request) -> Response:
    (await authenticate(request)).require(Permission.REGISTER_MANAGE)
    return Response(template(), media_type=_CSV, headers=_headers("register-template.csv"))


async def _export(services: Services, request: Request) -> Response:
    actor = await authenticate(request)
    actor.require(Permission.REGISTER_MANAGE)
    authority = register.authority_of(actor, request.query_params.get("authority") or None)

    async def lines() -> AsyncIterator[bytes]:
        yield written([COLUMNS])
        async for rows in register.everything(actor, authority):
            yield written(map(cells_of, rows))

    return StreamingResponse(lines(), media_type=_CSV, headers=_headers("register.csv"))


async def _import(services: Services, request: Request) -> Response:
    actor = await authenticate(request)
    actor.require(Permission.REGISTER_MANAGE)
    authority = register.authority_of(actor, request.query_params.get("authority") or None)
    preview = request.query_params.get("preview", "") in _YES
    report = await register.take(
        services.get(Database),
        services.get(PluginRegistry),
        actor,
        await _body(request),
        authority,
        preview=preview,
    )
    status = 400 if report.fault_count and not preview else 200
    return JsonResponse(report_json(report), status_code=status)


def report_json(report: Report) -> dict[str, Any]:
    """What an import did, or would do; `rows` are the first lines, `faults` the first faults."""
    return {
        "imported": report.imported,
        "lines": report.lines,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "decided": report.decided,
        "faultCount": report.fault_count,
        "faults": [asdict(fault) for fault in report.faults],
        "rows": [
            {"line": line, "nationalNumber": number, "name": name, "outcome": outcome}
            for line, number, name, outcome in report.shown
        ],
    }


async def _body(request: Request) -> bytes:
    """The whole body; stops reading where it is too large."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            message = f"must be a CSV file of at most {LARGEST // 1024 // 1024} MiB"
            raise ValidationFailed([Issue("body", "too_large", message)])
        chunks.append(chunk)
    if not size:
        raise ValidationFailed([Issue("body", "missing", "must be the CSV file")])
    return b"".join(chunks)


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
