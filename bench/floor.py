"""The floor: bare Starlette routes on the same database that give the same answers.

No sign-in, no permissions, no GraphQL, no checks; `.values()` into orjson. The catalogue's
content, which never changes, is shaped once per process, as in the platform itself.
"""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response as HttpResponse
from starlette.routing import Route
from tortoise import Tortoise
from tortoise.transactions import in_transaction

from nisassess.assessments.models import (
    Assessment,
    Change,
    EvidenceLink,
    Measure,
    Part,
    Response,
    Statement,
)
from nisassess.audit.models import AuditEntry
from nisassess.catalogues.models import ResolvedProfile
from nisassess.kit.clock import now
from nisassess.kit.database import configuration
from nisassess.kit.ids import new_id
from nisassess.kit.settings import Settings

_SAVED = {
    "version": "version",
    "updatedAt": "updated_at",
    "updatedBy": "updated_by",
}
_PLACE = {"controlId": "control_id", "partId": "part_id"}


async def _read(request: Request) -> HttpResponse:
    id_ = request.path_params["id"]
    head = await Assessment.get(id=id_).values(
        id="id",
        operatorId="operator_id",
        title="title",
        state="state",
        revision="revision",
        scopeKind="scope_kind",
        scopeName="scope_name",
        scopeDescription="scope_description",
        periodFrom="period_from",
        periodUntil="period_until",
        createdAt="created_at",
        updatedAt="updated_at",
        submissionId="submission_id",
        digest="profile_id",
    )
    head["state"] = head["state"].upper()
    head["scopeKind"] = head["scopeKind"].upper()
    profile, groups = await _content(head.pop("digest"))
    answer = {
        **head,
        "profile": profile,
        "groups": groups,
        "parts": await Part.filter(assessment_id=id_)
        .order_by("position", "id")
        .values("id", "name", "description"),
        "responses": await Response.filter(assessment_id=id_).values(
            **_PLACE, questionId="question_id", value="value", **_SAVED
        ),
        "statements": await Statement.filter(assessment_id=id_).values(
            **_PLACE,
            justification="justification",
            notApplicable="not_applicable",
            notApplicableReason="not_applicable_reason",
            **_SAVED,
        ),
        "measures": await _measures(id_),
        "evidence": await _evidence(id_),
    }
    return _json({"data": {"assessment": answer}})


async def _measures(id_: str) -> list[dict[str, Any]]:
    rows = await Measure.filter(assessment_id=id_).values(
        **_PLACE, what="what", who="who", until="until", costClass="cost_class", **_SAVED
    )
    for row in rows:
        row["costClass"] = row["costClass"].upper()
    return rows


_LINK = ("controlId", "partId", "attachedAt", "attachedBy")
_EVIDENCE = {
    "id": "evidence__id",
    "kind": "evidence__kind",
    "title": "evidence__title",
    "filename": "evidence__filename",
    "mediaType": "evidence__media_type",
    "size": "evidence__size",
    "digest": "evidence__digest",
    "owner": "evidence__owner",
    "location": "evidence__location",
    "dated": "evidence__dated",
    "sourceKey": "evidence__source_key",
    "revision": "evidence__revision",
    "addedAt": "evidence__added_at",
    "addedBy": "evidence__added_by_name",
}


async def _evidence(id_: str) -> list[dict[str, Any]]:
    rows = (
        await EvidenceLink.filter(assessment_id=id_)
        .order_by("id")
        .values(**_PLACE, attachedAt="attached_at", attachedBy="attached_by", **_EVIDENCE)
    )
    found = []
    for row in rows:
        link = {name: row.pop(name) for name in _LINK}
        row["kind"] = row["kind"].upper()
        row["downloadUrl"] = f"/evidence/{row['id']}"
        found.append({**link, "evidence": row})
    return found


async def _content(digest: str) -> Any:
    if digest not in _shaped:
        text = await ResolvedProfile.get(digest=digest).values_list("document", flat=True)
        _shaped[digest] = _shape(digest, str(text))
    return _shaped[digest]


_shaped: dict[str, Any] = {}


def _shape(digest: str, text: str) -> Any:
    document = _camel(json.loads(text))
    groups = document.pop("groups")
    for name in ("format", "language"):
        del document[name]
    for catalogue in document["catalogues"]:
        for name in ("publisher", "distribution", "distributionVersion"):
            del catalogue[name]
    return {**document, "digest": digest}, groups


def _camel(value: Any) -> Any:
    if isinstance(value, list):
        return [_camel(item) for item in value]
    if isinstance(value, dict):
        return {_name(key): _enum(key, _camel(item)) for key, item in value.items()}
    return value


@lru_cache(maxsize=256)
def _name(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _enum(key: str, value: Any) -> Any:
    return value.upper() if key in {"kind", "force", "regime"} else value


async def _save(request: Request) -> HttpResponse:
    given = orjson.loads(await request.body())
    at = now()
    place = {"assessment_id": given["assessmentId"], "part_id": given["partId"]}
    question = {"control_id": given["controlId"], "question_id": given["questionId"]}
    version = given["expectedVersion"] + 1
    async with in_transaction():
        await Response.filter(
            **place, question_id=given["questionId"], version=given["expectedVersion"]
        ).update(value=given["value"], version=version, updated_at=at, updated_by="Petra")
        await Change.create(
            id=new_id("chg"),
            **place,
            **question,
            kind="response",
            version=version,
            value=orjson.dumps({"value": given["value"]}).decode(),
            at=at,
            by_id="per_bench",
            by_name="Petra",
        )
        await AuditEntry.create(
            id=new_id("aud"),
            at=at,
            actor_kind="person",
            actor_id="per_bench",
            action="response.save",
            subject_id=given["assessmentId"],
            detail=orjson.dumps(question).decode(),
        )
    return _json({"version": version})


async def _healthz(_: Request) -> HttpResponse:
    return _json({"status": "ok"})


def _json(content: Any) -> HttpResponse:
    return HttpResponse(orjson.dumps(content), media_type="application/json")


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    url = Settings().effective_database_url
    await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
    yield
    await Tortoise.close_connections()


def main() -> None:
    """Serve the floor on the port that the command line names."""
    routes = [
        Route("/assessments/{id}", _read, methods=["GET"]),
        Route("/answers", _save, methods=["POST"]),
        Route("/healthz", _healthz, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=_lifespan)
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
