"""The desk as a file: whatever view of it, in CSV or JSON lines, sent while it is read."""

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import date

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from nisassess.access import Actor, Permission
from nisassess.identity.authentication import authenticate
from nisassess.kit.cells import Cell, harmless
from nisassess.kit.clock import today
from nisassess.kit.errors import Issue, NisassessError, NotFound, ValidationFailed
from nisassess.kit.http import problem_response
from nisassess.kit.services import Services
from nisassess.requests.repository import desk
from nisassess.requests.types import CaseRow
from nisassess.requests.views import DeskQuery, read_query

COLUMNS = (
    "id",
    "operator_id",
    "operator_name",
    "country",
    "sector",
    "subsector",
    "entity_type",
    "status",
    "state",
    "overdue",
    "request_id",
    "profile_id",
    "requested_on",
    "due_on",
    "opened_on",
    "submission_id",
    "submitted_at",
    "completeness",
    "attainment",
    "officer_name",
    "reminded_on",
    "reminders",
    "returned_at",
    "closed_at",
)
"""Columns by their stable names."""
_BOM = "﻿"
Writer = Callable[[list[CaseRow], date], bytes]


def routes(services: Services) -> list[Route]:
    """The routes of the desk."""
    return [
        Route(
            "/desk/cases.csv", _endpoint(_csv, "csv", "text/csv; charset=utf-8"), methods=["GET"]
        ),
        Route(
            "/desk/cases.jsonl",
            _endpoint(_lines, "jsonl", "application/x-ndjson"),
            methods=["GET"],
        ),
    ]


def _endpoint(
    write: Writer, extension: str, media_type: str
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            actor = await authenticate(request)
            actor.require(Permission.DESK_READ)
            given = dict(request.query_params)
            authority_id = _authority(actor, given.pop("authority", None))
            wants_bom = given.pop("bom", None) == "true"
            query = read_query(given)
        except NisassessError as error:
            return problem_response(error)
        head = _head(wants_bom) if extension == "csv" else b""
        body = _body(actor, authority_id, query, write, head)
        name = f'attachment; filename="nisassess-desk-{today()}.{extension}"'
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return StreamingResponse(body, media_type=media_type, headers=headers)

    return answer


def _authority(actor: Actor, asked: str | None) -> str:
    own = actor.organisations(Permission.DESK_READ)
    if asked is None and len(own) > 1:
        message = "must say which of your authorities"
        raise ValidationFailed([Issue("authority", "missing", message)])
    if asked is not None and asked not in own:
        raise NotFound("authority")
    return asked or own[0]


async def _body(
    actor: Actor, authority_id: str, query: DeskQuery, write: Writer, head: bytes
) -> AsyncIterator[bytes]:
    on = today()
    if head:
        yield head
    async for rows in desk.stream(
        actor, authority_id, query.narrowed, query.order, descending=query.descending, on=on
    ):
        yield write(rows, on)


def _head(wants_bom: bool) -> bytes:
    return ((_BOM if wants_bom else "") + _csv_text([COLUMNS])).encode()


def _csv(rows: list[CaseRow], on: date) -> bytes:
    return _csv_text([[_cell(one) for one in _values(row, on).values()] for row in rows]).encode()


def _cell(value: Cell) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else harmless(value)


def _csv_text(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(rows)
    return stream.getvalue()


def _lines(rows: list[CaseRow], on: date) -> bytes:
    return b"".join(orjson.dumps(_values(row, on)) + b"\n" for row in rows)


def _values(row: CaseRow, on: date) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name in COLUMNS:
        value = row.is_overdue(on) if name == "overdue" else getattr(row, name)
        found[name] = value.isoformat() if isinstance(value, date) else value
    return found
