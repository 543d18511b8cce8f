"""Import of a sealed PDF over HTTP; the body is the raw bytes of the file."""

from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.access import Permission
from nisassess.identity.authentication import authenticate
from nisassess.kit.errors import Issue, NisassessError, ValidationFailed
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services
from nisassess.submissions.examining import LARGEST
from nisassess.submissions.importing import Importer
from nisassess.submissions.trust_types import Imported


def import_routes(services: Services) -> list[Route]:
    """The route of imports; needs an Importer among the services."""

    async def answer(request: Request) -> Response:
        try:
            return await _import(services.get(Importer), request)
        except NisassessError as error:
            return problem_response(error)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it

    return [Route("/submissions/import", answer, methods=["POST"])]


async def _import(importer: Importer, request: Request) -> Response:
    actor = await authenticate(request)
    actor.require(Permission.SUBMISSION_IMPORT)
    authority = request.query_params.get("authority") or None
    done = await importer.take(actor, await _body(request), authority)
    return JsonResponse(imported_json(done), status_code=201 if done.is_new else 200)


async def _body(request: Request) -> bytes:
    """The whole body; stops reading where it is too large."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            message = f"must be a sealed PDF of at most {LARGEST // 1024 // 1024} MiB"
            raise ValidationFailed([Issue("body", "too_large", message)])
        chunks.append(chunk)
    if not size:
        raise ValidationFailed([Issue("body", "missing", "must be the sealed PDF")])
    return b"".join(chunks)


def imported_json(done: Imported) -> dict[str, Any]:
    """What an import came to; named as in the GraphQL types."""
    row = done.submission
    return {
        "imported": done.is_new,
        "submission": {
            "id": row.id,
            "operatorId": row.operator_id,
            "operatorName": row.operator_name,
            "title": row.title,
            "number": row.number,
            "version": row.version,
            "supersedes": row.supersedes,
            "supersededBy": row.superseded_by,
            "digest": row.digest,
            "submittedAt": row.submitted_at.isoformat(),
            "marking": row.marking,
            "importedFrom": done.origin_name,
            "pdfUrl": f"/submissions/{row.id}.pdf",
        },
        "evidenceElsewhere": [
            {
                "controlId": item.control,
                "title": item.title,
                "filename": item.filename,
                "digest": item.digest,
            }
            for item in done.evidence_elsewhere
        ],
    }
