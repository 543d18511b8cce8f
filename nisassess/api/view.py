"""The GraphQL endpoint: POST executes, GET shows the explorer to browsers."""

from typing import Any

import orjson
from graphql import GraphQLError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.types.execution import ExecutionResult, PreExecutionError

from nisassess.access import Context
from nisassess.api.errors import formatted
from nisassess.identity.authentication import authenticate
from nisassess.kit.errors import Unauthenticated
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings

_JSON = "application/json"
_GRAPHQL_JSON = "application/graphql-response+json"


class GraphQLView(GraphQL[Context, None]):
    """GraphQL over HTTP (JSON bodies only, no batches, no multipart, no subscriptions)."""

    def __init__(self, schema: Any, services: Services) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=(),
            multipart_uploads_enabled=False,
        )
        self._services = services
        self._largest = services.get(Settings).max_request_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request's outside, then let Strawberry execute it."""
        refusal = self._refusal(scope)
        if refusal is None:
            try:
                scope["nisassess.actor"] = await authenticate(Request(scope))
            except Unauthenticated as error:
                refusal = _errors(error.status, error.code, str(error))
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        try:
            await super().__call__(scope, _limited(receive, self._largest), send)
        except _TooLarge:
            message = f"The request is larger than {self._largest} bytes."
            await _errors(413, "BAD_INPUT", message)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        if scope["method"] != "POST":
            message = "Send queries as POST with a JSON body; browsers get the explorer by GET."
            response = _errors(405, "BAD_INPUT", message)
            response.headers["Allow"] = "GET, POST"
            return response
        content_type = Headers(scope=scope).get("content-type", "").split(";")[0].strip().lower()
        if content_type != _JSON:
            return _errors(415, "BAD_INPUT", f"Content-Type must be {_JSON}.")
        return None

    async def get_context(self, request: Any, response: Any) -> Context:
        """The context of one request."""
        return Context(request.scope["nisassess.actor"], self._services, request, response)

    async def get_sub_response(self, request: Any) -> Response:
        """The answer's headers; remembers which media type the caller takes."""
        response = await super().get_sub_response(request)
        response.media_type = (
            _GRAPHQL_JSON if _GRAPHQL_JSON in request.headers.get("accept", "") else _JSON
        )
        return response

    async def process_result(self, request: Any, result: ExecutionResult) -> Any:
        """The answer's body; a request that was not executed has no data at all."""
        body: dict[str, Any] = {}
        if not isinstance(result, PreExecutionError):
            body["data"] = result.data
        if result.errors:
            body["errors"] = [formatted(error) for error in result.errors]
        return body

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        """JSON by orjson, with the status that GraphQL over HTTP asks for."""
        executed = isinstance(response_data, dict) and "data" in response_data
        strict = sub_response.media_type == _GRAPHQL_JSON
        response = Response(
            orjson.dumps(response_data),
            status_code=200 if executed or not strict else 400,
            media_type=sub_response.media_type,
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers.raw.extend(sub_response.headers.raw)
        return response


class _TooLarge(Exception):
    pass


def _limited(receive: Receive, largest: int) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > largest:
            raise _TooLarge
        return message

    return limited


def _errors(status: int, code: str, message: str) -> Response:
    error = formatted(GraphQLError(message))
    error["extensions"] = {"code": code}
    headers = {"WWW-Authenticate": "Bearer"} if status == Unauthenticated.status else None
    body = orjson.dumps({"errors": [error]})
    return Response(body, status_code=status, media_type=_JSON, headers=headers)
