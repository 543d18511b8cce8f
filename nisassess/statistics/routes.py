"""Figures as CSV: everything that a view shows, all of its pages."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from nisassess.access import Actor, Permission
from nisassess.identity.authentication import authenticate
from nisassess.kit.cells import harmless
from nisassess.kit.clock import today
from nisassess.kit.errors import Issue, NisassessError, NotFound, ValidationFailed
from nisassess.kit.http import problem_response
from nisassess.statistics import repository, service
from nisassess.statistics.tallying import Names, controls, weakest
from nisassess.statistics.types import ControlDistribution, StatisticsFilter

_PAGE = 1000
_MOST = 10_000
_DIGITS = 4
Cells = Iterable[Any]
Rows = AsyncIterator[Cells]
_TEXTS = {
    "profile": "profile_id",
    "country": "country",
    "sector": "sector",
    "subsector": "subsector",
    "request": "request_id",
}


def routes() -> list[Route]:
    """The one route; `view` names what is asked."""
    return [Route("/statistics/{view}.csv", _answer, methods=["GET"])]


async def _answer(request: Request) -> Response:
    try:
        actor = await authenticate(request)
        actor.require(Permission.STATISTICS_READ)
        view = _VIEWS.get(request.path_params["view"])
        if view is None:
            raise NotFound("view")
        narrowed = _narrowed(request)
        service.check(narrowed)
        rows = view(actor, narrowed)
        first = await anext(rows)
    except NisassessError as error:
        return problem_response(error)
    return StreamingResponse(
        _written(first, rows),
        media_type="text/csv; charset=utf-8; header=present",
        headers={
            "Content-Disposition": f'attachment; filename="{request.path_params["view"]}.csv"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _narrowed(request: Request) -> StatisticsFilter:
    given = {column: request.query_params.get(name) or None for name, column in _TEXTS.items()}
    year = request.query_params.get("year") or None
    if year is not None and not (year.isascii() and year.isdigit() and len(year) <= _DIGITS):
        raise ValidationFailed([Issue("year", "bad_year", "must be a year such as 2026")])
    return StatisticsFilter(**given, year=int(year) if year else None)


async def _written(head: Cells, rows: Rows) -> AsyncIterator[bytes]:
    """Some lines at a time."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    async for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        if stream.tell() > 2**16:
            yield _taken(stream)
    yield _taken(stream)


def _taken(stream: io.StringIO) -> bytes:
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text.encode()


_TALLY = ("submissions", "met", "below", "not_applicable", "open", "self_declared")
_CONTROL = ("group", "group_title", "control", "label", "title")


def _tallied(one: ControlDistribution) -> Cells:
    tally = one.tally
    return (
        one.group.id,
        one.group.title,
        one.heading.id,
        one.heading.label,
        one.heading.title,
        tally.submissions,
        tally.met,
        tally.below,
        tally.not_applicable,
        tally.open,
        "yes",
    )


async def _distribution(actor: Actor, narrowed: StatisticsFilter) -> Rows:
    yield (*_CONTROL, *_TALLY)
    for one in await _controls(actor, narrowed):
        yield _tallied(one)


async def _weakest(actor: Actor, narrowed: StatisticsFilter) -> Rows:
    yield (*_CONTROL, *_TALLY)
    for one in weakest(await _controls(actor, narrowed), _MOST):
        yield _tallied(one)


async def _controls(actor: Actor, narrowed: StatisticsFilter) -> tuple[ControlDistribution, ...]:
    called = await service.names(actor, narrowed, None)
    return controls(await repository.outcomes(actor, narrowed), called)


async def _not_applicable(actor: Actor, narrowed: StatisticsFilter) -> Rows:
    yield ("control", "label", "title", "part", "reason", "operator", "submission", "period_until")
    called = await service.names(actor, narrowed, None)
    after: tuple[Any, ...] | None = None
    while True:
        found = await repository.exclusions(actor, narrowed, None, (_PAGE, after))
        for one in found[:_PAGE]:
            yield (
                *_named(called, one.control_id),
                one.part,
                one.reason,
                one.operator_name,
                one.submission_id,
                one.period_until,
            )
        if len(found) <= _PAGE:
            return
        after = (found[_PAGE - 1].control_id, found[_PAGE - 1].id)


async def _measures(actor: Actor, narrowed: StatisticsFilter) -> Rows:
    yield (
        *("control", "label", "title", "part", "what", "who", "until", "cost_class", "state"),
        *("operator", "submission"),
    )
    called, on = await service.names(actor, narrowed, None), today()
    after: tuple[Any, ...] | None = None
    while True:
        found = await repository.late_measures(actor, narrowed, on, (_PAGE, after))
        for one in found[:_PAGE]:
            yield (
                *_named(called, one.control_id),
                one.part,
                one.what,
                one.who,
                one.until,
                one.cost_class,
                one.state,
                one.operator_name,
                one.submission_id,
            )
        if len(found) <= _PAGE:
            return
        after = (found[_PAGE - 1].until.isoformat(), found[_PAGE - 1].id)


async def _late(actor: Actor, narrowed: StatisticsFilter) -> Rows:
    yield ("operator", "country", "subsector", "state", "due_on", "reminded_on", "request")
    on = today()
    after: tuple[Any, ...] | None = None
    while True:
        found = await repository.late_cases(actor, narrowed, on, (_PAGE, after))
        for one in found[:_PAGE]:
            yield (
                one.operator_name,
                one.country,
                one.subsector,
                one.state,
                one.due_on,
                one.reminded_on,
                one.request_title,
            )
        if len(found) <= _PAGE:
            return
        after = (found[_PAGE - 1].due_on.isoformat(), found[_PAGE - 1].id)


async def _evolution(actor: Actor, narrowed: StatisticsFilter) -> Rows:
    if narrowed.profile_id is None:
        raise ValidationFailed([Issue("profile", "missing", "must be the id of one profile")])
    yield ("operators", "year", "operators_counted", *_TALLY)
    evolved = (await service.evolved(actor, narrowed, None)).evolution
    for whose, years in (("all", evolved.everybody), ("in_every_year", evolved.steady)):
        for one in years:
            yield (
                whose,
                one.year,
                one.operators,
                one.submissions,
                one.tally.met,
                one.tally.below,
                one.tally.not_applicable,
                one.tally.open,
                "yes",
            )


def _named(called: Names, control_id: str) -> tuple[str, str | None, str]:
    _, heading = called.control(control_id)
    return control_id, heading.label, heading.title


_VIEWS: dict[str, Callable[[Actor, StatisticsFilter], Rows]] = {
    "distribution": _distribution,
    "weakest": _weakest,
    "not-applicable": _not_applicable,
    "late": _late,
    "evolution": _evolution,
    "measures": _measures,
}
