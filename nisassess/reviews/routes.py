"""Downloads of a review: letters, and artefacts that an answer refers to."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.access import Actor, Permission
from nisassess.evidence.download import FileResponse
from nisassess.evidence.naming import content_disposition
from nisassess.evidence.store import BlobStore
from nisassess.evidence.types import EvidenceKind, EvidenceRow
from nisassess.identity.authentication import authenticate
from nisassess.kit.errors import NisassessError, NotFound
from nisassess.kit.http import problem_response
from nisassess.kit.services import Services
from nisassess.reviews.repository import decisions, questions
from nisassess.reviews.types import CitedEvidence, MessageRow

Handler = Callable[[Services, Actor, Request], Awaitable[Response]]


def routes(services: Services) -> list[Route]:
    """The routes of reviews."""

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
        Route("/letters/{id}.pdf", endpoint(_letter), methods=["GET"]),
        Route("/questions/answers/{id}/evidence/{evidence}", endpoint(_evidence), methods=["GET"]),
    ]


async def _letter(services: Services, actor: Actor, request: Request) -> Response:
    """A letter as it was issued, byte for byte, for both sides."""
    found = await decisions.letter(actor, request.path_params["id"])
    if found is None:
        raise NotFound("letter")
    row, content = found
    name = f"{row.reference.replace('/', '-')} {row.kind.value}.pdf"
    headers = {
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{row.digest}"',
    }
    return Response(content, media_type="application/pdf", headers=headers)


async def _evidence(services: Services, actor: Actor, request: Request) -> Response:
    """A file that an answer refers to, for both sides of the question."""
    row = await questions.message(actor, request.path_params["id"])
    wanted = request.path_params["evidence"]
    for one in row.evidence if row else ():
        if row is not None and one.id == wanted and one.kind == EvidenceKind.FILE:
            return FileResponse(services.get(BlobStore), _kept(row, one))
    raise NotFound("evidence")


def _kept(row: MessageRow, one: CitedEvidence) -> EvidenceRow:
    """The file in the shape that downloads need."""
    return EvidenceRow(
        id=one.id,
        operator_id="",
        kind=EvidenceKind.FILE,
        title=one.title,
        filename=one.filename,
        media_type=one.media_type,
        size=one.size,
        digest=one.digest,
        owner=None,
        location=None,
        dated=None,
        series=None,
        control_id=None,
        source_key=None,
        revision=one.revision,
        added_at=row.at,
        added_by_id="",
        added_by_name=one.added_by,
    )
