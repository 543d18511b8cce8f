"""Uploads and downloads over HTTP; bodies are the raw bytes of the file."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.evidence.download import FileResponse, entity_tag
from nisassess.evidence.policy import ATTACH, require_push
from nisassess.evidence.service import EvidenceService, describe_file
from nisassess.evidence.types import EvidenceRow, FileInput, PushPlace, UploadPlace
from nisassess.identity.authentication import authenticate
from nisassess.kit.errors import Issue, NisassessError, ValidationFailed
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services

Handler = Callable[[EvidenceService, Request], Awaitable[Response]]

_UPLOAD_REQUIRED = ("assessment", "part", "control", "filename")
_UPLOAD_OPTIONAL = ("title",)
_PUSH_OPTIONAL = ("filename", "part", "assessment", "title")
_ENOUGH_DIGITS = 20  # to tell that a Content-Length is beyond any limit


def routes(services: Services) -> list[Route]:
    """The routes of evidence; needs an EvidenceService among the services."""

    def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await handler(services.get(EvidenceService), request)
            except NisassessError as error:
                return problem_response(error)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there to read it

        return answer

    push_path = "/evidence/operators/{operator}/controls/{control}/{source_key:path}"
    return [
        Route("/evidence/files", endpoint(_upload), methods=["POST"]),
        Route(push_path, endpoint(_push), methods=["PUT"]),
        Route("/evidence/{id}", endpoint(_download), methods=["GET"]),
    ]


async def _upload(service: EvidenceService, request: Request) -> Response:
    actor = await authenticate(request)
    actor.require(ATTACH)
    values = _parameters(request, _UPLOAD_REQUIRED, _UPLOAD_OPTIONAL)
    place = UploadPlace(values["assessment"], values["part"], values["control"])
    file = _file(request, values["filename"], values)
    done = await service.upload(actor, place, file, request.stream())
    body = {"evidence": evidence_json(done.evidence), "revision": done.revision}
    return JsonResponse(body, status_code=201 if done.created else 200)


async def _push(service: EvidenceService, request: Request) -> Response:
    actor = await authenticate(request)
    path = request.path_params
    require_push(actor, path["operator"])
    values = _parameters(request, (), _PUSH_OPTIONAL)
    place = PushPlace(
        path["operator"],
        path["control"],
        path["source_key"],
        values.get("part"),
        values.get("assessment"),
    )
    file = _file(request, values.get("filename", path["source_key"]), values)
    done = await service.push(actor, place, file, request.stream())
    body = {"evidence": pushed_json(done.evidence), "attached": list(done.attached)}
    return JsonResponse(body, status_code=201 if done.created else 200)


async def _download(service: EvidenceService, request: Request) -> Response:
    actor = await authenticate(request)
    row = await service.download(actor, request.path_params["id"])
    if _has_already(request, row):
        return Response(status_code=304, headers={"ETag": entity_tag(row)})
    return FileResponse(service.store, row)


def evidence_json(row: EvidenceRow) -> dict[str, Any]:
    """A file as the browser gets it; named as in the GraphQL type."""
    return {
        "id": row.id,
        "kind": row.kind.name,
        "title": row.title,
        "filename": row.filename,
        "mediaType": row.media_type,
        "size": row.size,
        "digest": row.digest,
        "revision": row.revision,
        "addedAt": row.added_at.isoformat(),
        "addedBy": row.added_by_name,
        "downloadUrl": row.download_url,
    }


def pushed_json(row: EvidenceRow) -> dict[str, Any]:
    """A file as an integrator gets it, who may not read: what it sent, and nobody's name."""
    shown = evidence_json(row)
    del shown["addedBy"], shown["downloadUrl"]
    return {**shown, "controlId": row.control_id, "sourceKey": row.source_key}


def _parameters(
    request: Request, required: tuple[str, ...], optional: tuple[str, ...]
) -> dict[str, str]:
    """The query's parameters that are not blank; refuses unknown, repeated and missing ones.

    A misspelt `assessment` that were passed over would attach the file where nobody wanted it.
    """
    known = required + optional
    given = request.query_params.multi_items()
    names = [name for name, _ in given]
    issues = [
        Issue(name, "unknown", f"is no parameter here; those are {', '.join(known)}")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    issues += [
        Issue(name, "repeated", "must be given once") for name in known if names.count(name) > 1
    ]
    values = {name: value for name, value in given if value.strip()}
    issues += [
        Issue(name, "missing", "must be given in the query")
        for name in required
        if name not in values
    ]
    if issues:
        raise ValidationFailed(issues)
    return values


def _file(request: Request, filename: str, values: dict[str, str]) -> FileInput:
    length = request.headers.get("content-length", "")
    return describe_file(
        filename,
        values.get("title"),
        request.headers.get("content-type"),
        int(length[:_ENOUGH_DIGITS]) if length.isascii() and length.isdigit() else None,
    )


def _has_already(request: Request, row: EvidenceRow) -> bool:
    tags = request.headers.get("if-none-match", "").split(",")
    return entity_tag(row) in {tag.strip().removeprefix("W/") for tag in tags}
