"""The workbook of an assessment: download, and upload of what was filled in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.access import Permission
from nisassess.assessments import filling
from nisassess.assessments.filling import Filled
from nisassess.assessments.workbook import SheetFault, SheetPlace
from nisassess.evidence.naming import content_disposition
from nisassess.identity.authentication import authenticate
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NisassessError, ValidationFailed
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 20 * 1024 * 1024
"""Bytes of a workbook; one of 350 controls in ten parts takes less than one mebibyte."""
AT_ONCE = 2
"""Workbooks that one process makes, or takes in, at a time; who wants another waits."""
MOST_TOLD = 500
"""Faults of one workbook that are told."""
Handler = Callable[[Services, Request], Awaitable[Response]]


def routes(services: Services) -> list[Route]:
    """The routes of assessments."""

    def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await handler(services, request)
            except NisassessError as error:
                return problem_response(error)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there to read it

        return answer

    turn = asyncio.Semaphore(AT_ONCE)

    making = asyncio.Semaphore(AT_ONCE)

    async def download(found: Services, request: Request) -> Response:
        async with making:
            return await _download(found, request)

    async def upload(found: Services, request: Request) -> Response:
        return await _upload(found, request, turn)

    path = "/assessments/{id}/workbook.xlsx"
    return [
        Route(path, endpoint(download), methods=["GET"]),
        Route(path, endpoint(upload), methods=["POST"]),
    ]


async def _download(_: Services, request: Request) -> Response:
    actor = await authenticate(request)
    actor.require(Permission.ASSESSMENT_READ)
    language = request.query_params.get("language")
    title, content = await filling.workbook(actor, request.path_params["id"], language)
    headers = {
        "Content-Disposition": content_disposition(f"nisassess {title}.xlsx"),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=XLSX, headers=headers)


async def _upload(services: Services, request: Request, turn: asyncio.Semaphore) -> Response:
    actor = await authenticate(request)
    actor.require(Permission.ASSESSMENT_WRITE)
    content = await _body(request)
    database, assessment_id = services.get(Database), request.path_params["id"]
    async with turn:
        done = await filling.fill_in(database, actor, assessment_id, content)
    return JsonResponse(_filled(done), status_code=400 if done.faults else 200)


async def _body(request: Request) -> bytes:
    """The whole body; stops reading where it is too large."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            message = f"must be at most {LARGEST // 1024 // 1024} MiB"
            raise ValidationFailed([Issue("body", "too_large", message)])
        chunks.append(chunk)
    return b"".join(chunks)


def _filled(done: Filled) -> dict[str, Any]:
    return {
        "revision": done.revision,
        "answers": done.answers,
        "statements": done.statements,
        "conflicts": [
            {
                **_place(one.place),
                "controlId": one.control_id,
                "partId": one.part_id,
                "questionId": one.question_id,
                "yours": one.yours,
                "current": one.current,
            }
            for one in done.conflicts
        ],
        "faults": [{**_place(one.place), "message": one.message} for one in _told(done.faults)],
    }


def _told(faults: list[SheetFault]) -> list[SheetFault]:
    """As many as anybody reads, and how many more there are."""
    more = len(faults) - MOST_TOLD
    if more <= 0:
        return faults
    return [*faults[:MOST_TOLD], SheetFault(SheetPlace("", 0, ""), f"and {more} more faults")]


def _place(place: SheetPlace) -> dict[str, Any]:
    return {"sheet": place.sheet, "row": place.row, "column": place.column}
