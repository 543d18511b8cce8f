"""Other documents of a submission: JSON as it was sealed, CSV, a workbook, OSCAL."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.access import Actor, Permission
from nisassess.documents.errors import NothingToPlanError
from nisassess.evidence.naming import content_disposition
from nisassess.identity.authentication import authenticate
from nisassess.kit.errors import NisassessError, NotFound, StateRefused
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services
from nisassess.submissions import repository
from nisassess.submissions.exporting import MEDIA_TYPES, Form, export
from nisassess.submissions.readings import Readings, Way
from nisassess.submissions.types import SubmissionRow

AT_ONCE = 2
"""Documents that one process makes at a time; who asks for more waits."""
_WAYS = {
    Form.JSON: Way.DOCUMENT,
    Form.OSCAL: Way.OSCAL,
    Form.POAM: Way.POAM,
    Form.CSV: Way.CSV,
    Form.XLSX: Way.XLSX,
}
_YES = {"1", "true", "yes"}
_log = structlog.get_logger("nisassess.submissions")


def document_routes(services: Services) -> list[Route]:
    """The routes of the documents; longer endings first, since an id would swallow theirs."""
    turn = asyncio.Semaphore(AT_ONCE)
    forms = sorted(Form, key=lambda form: -form.ending.count("."))
    return [
        Route(
            f"/submissions/{{id}}.{form.ending}", _endpoint(services, form, turn), methods=["GET"]
        )
        for form in forms
    ]


def _endpoint(
    services: Services, form: Form, turn: asyncio.Semaphore
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            actor = await authenticate(request)
            actor.require(Permission.SUBMISSION_READ)
            response = await _document(actor, request, form, turn)
            if response.status_code in {200, 304}:
                readings, way = services.get(Readings), _WAYS[form]
                await readings.note(actor, [request.path_params["id"]], way)
            return response
        except NisassessError as error:
            return problem_response(error)

    return answer


async def _document(
    actor: Actor, request: Request, form: Form, turn: asyncio.Semaphore
) -> Response:
    row = await repository.submission(actor, request.path_params["id"])
    if row is None:
        raise NotFound("submission")
    headers = _headers(row, form)
    if _has_it(request, headers.get("ETag")):
        return Response(status_code=304, headers=headers)
    documents = await repository.documents(actor, [row.id])
    document = documents[row.id].encode()
    bom = request.query_params.get("bom", "") in _YES
    try:
        async with turn:
            content = await asyncio.to_thread(export, document, form, bom=bom)
    except NothingToPlanError as error:
        message = f"There is no plan of action: {error}."
        raise StateRefused("NO_PLAN", message) from error
    except ValidationError:
        _log.exception("export_failed", submission=row.id, form=form.value)
        message = "This document could not be made; the results themselves are as sealed."
        return JsonResponse({"error": {"code": "EXPORT_FAILED", "message": message}}, 503)
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def _headers(row: SubmissionRow, form: Form) -> dict[str, str]:
    name = f"nisassess {row.operator_name} {row.number}.{form.ending}"
    headers = {
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if form is Form.JSON:
        headers["ETag"] = f'"{row.digest}"'
    return headers


def _has_it(request: Request, tag: str | None) -> bool:
    """Whether the caller has the very bytes; only those that were sealed never change."""
    given = {one.strip().removeprefix("W/") for one in _tags(request)}
    return tag is not None and bool(given & {tag, "*"})


def _tags(request: Request) -> list[str]:
    return request.headers.get("if-none-match", "").split(",")
