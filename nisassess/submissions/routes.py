"""Downloads of a submission: its PDF, and the evidence files that it sealed."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.access import Actor, Permission
from nisassess.documents.errors import DocumentError
from nisassess.evidence.download import FileResponse
from nisassess.evidence.naming import content_disposition
from nisassess.evidence.store import BlobStore
from nisassess.evidence.types import EvidenceKind, EvidenceRow
from nisassess.identity.authentication import authenticate
from nisassess.kit.errors import NisassessError, NotFound
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services
from nisassess.results.canonical import parse
from nisassess.results.types import Evidence
from nisassess.submissions import repository
from nisassess.submissions.pdf import PdfArchive
from nisassess.submissions.readings import Readings, Way
from nisassess.submissions.routes_documents import document_routes
from nisassess.submissions.routes_import import import_routes
from nisassess.submissions.routes_seal import seal_routes
from nisassess.submissions.types import SubmissionRow

Handler = Callable[[Services, Actor, Request], Awaitable[Response]]
_log = structlog.get_logger("nisassess.submissions")


def routes(services: Services) -> list[Route]:
    """The routes of submissions."""

    def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                actor = await authenticate(request)
                actor.require(Permission.SUBMISSION_READ)
                return await handler(services, actor, request)
            except NisassessError as error:
                return problem_response(error)

        return answer

    return [
        Route("/submissions/{id}.pdf", endpoint(_pdf), methods=["GET"]),
        Route("/submissions/{id}/evidence/{evidence}", endpoint(_evidence), methods=["GET"]),
        *document_routes(services),
        *import_routes(services),
        *seal_routes(services),
    ]


async def _pdf(services: Services, actor: Actor, request: Request) -> Response:
    row, document = await _sealed(actor, request.path_params["id"])
    archive = services.get(PdfArchive)
    try:
        # What another installation signed cannot be made anew here.
        pdf = await (archive.kept(row.digest) if row.origin else archive.pdf(document, row.digest))
    except DocumentError as error:
        _log.exception("pdf_failed", submission=row.id)
        body = {"error": {"code": "RENDERING_FAILED", "message": f"{error} Try again later."}}
        return JsonResponse(body, status_code=503)
    await services.get(Readings).note(actor, [row.id], Way.PDF)
    name = f"nisassess {row.operator_name} {row.number}.pdf"
    headers = {
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


async def _evidence(services: Services, actor: Actor, request: Request) -> Response:
    row, document = await _sealed(actor, request.path_params["id"])
    if row.origin is not None:  # a file of somebody else here may have the digest that it names
        raise NotFound("evidence")
    wanted = request.path_params["evidence"]
    for group in parse(document.encode()).groups:
        for control in group.controls:
            for part in control.parts:
                for evidence in part.evidence:
                    if evidence.id == wanted and evidence.kind == EvidenceKind.FILE:
                        kept = _kept(row, evidence)
                        await services.get(Readings).note(actor, [row.id], Way.EVIDENCE)
                        return FileResponse(services.get(BlobStore), kept)
    raise NotFound("evidence")


async def _sealed(actor: Actor, submission_id: str) -> tuple[SubmissionRow, str]:
    row = await repository.submission(actor, submission_id)
    if row is None:
        raise NotFound("submission")
    documents = await repository.documents(actor, [row.id])
    return row, documents[row.id]


def _kept(row: SubmissionRow, evidence: Evidence) -> EvidenceRow:
    """The sealed file in the shape that downloads need."""
    return EvidenceRow(
        id=evidence.id,
        operator_id=row.operator_id,
        kind=EvidenceKind.FILE,
        title=evidence.title,
        filename=evidence.filename,
        media_type=evidence.media_type,
        size=evidence.size,
        digest=evidence.digest,
        owner=None,
        location=None,
        dated=None,
        series=None,
        control_id=None,
        source_key=None,
        revision=evidence.revision,
        added_at=row.submitted_at,
        added_by_id="",
        added_by_name=evidence.added_by,
    )
