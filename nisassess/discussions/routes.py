"""The live stream of an assessment: server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import orjson
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.access import Actor, Permission
from nisassess.discussions.hub import Hub
from nisassess.discussions.live_types import Event, Place
from nisassess.discussions.streaming import Stream
from nisassess.evidence.naming import is_control_id
from nisassess.identity.authentication import authenticate
from nisassess.kit.errors import NisassessError, NotFound
from nisassess.kit.http import problem_response
from nisassess.kit.ids import is_id
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings

HEARTBEAT = 15
"""Seconds; proxies cut what is silent for longer."""
COMES_BACK_AFTER = 2_000
"""Milliseconds after which a browser whose stream broke opens it again."""
LONGEST_MARK = 120
SLOWEST = 20.0
"""Seconds that one event may take to send; a browser that is slower opens the stream again."""


def routes(services: Services) -> list[Route]:
    """The routes of discussions."""

    async def events(request: Request) -> Response:
        try:
            return await _events(services, request)
        except NisassessError as error:
            return problem_response(error)

    return [Route("/assessments/{id}/events", events, methods=["GET"])]


async def _events(services: Services, request: Request) -> Response:
    async def who() -> Actor:
        return await authenticate(request)

    (await who()).require(Permission.DISCUSSION_READ)
    hub, every = services.get(Hub), services.get(Settings).live_check_seconds
    stream = Stream(hub, who, request.path_params["id"], _place(request), every)
    found = await stream.look()
    if found is None:
        raise NotFound("assessment")
    actor, view, marked = found
    hub.refuse_too_many(actor)
    return EventSourceResponse(
        _sent(stream.events(actor, view, marked, _since(request))),
        ping=HEARTBEAT,
        send_timeout=SLOWEST,
        headers={"Cache-Control": "no-store"},
    )


async def _sent(events: AsyncGenerator[Event, None]) -> AsyncIterator[ServerSentEvent]:
    async with aclosing(events) as opened:
        async for event in opened:
            yield ServerSentEvent(
                data=orjson.dumps(event.data).decode(),
                event=event.name,
                id=event.mark,
                retry=COMES_BACK_AFTER if event.name == "hello" else None,
            )


def _place(request: Request) -> Place:
    """Where the page is; what could be no place is none."""
    control, part = request.query_params.get("control"), request.query_params.get("part")
    if control is None or not is_control_id(control):
        return Place()
    return Place(control, part if part is not None and is_id("prt", part) else None)


def _since(request: Request) -> str | None:
    """Where an earlier stream stood: a browser that reconnects says it by itself."""
    given = request.headers.get("last-event-id") or request.query_params.get("since")
    return given[:LONGEST_MARK] if given else None
