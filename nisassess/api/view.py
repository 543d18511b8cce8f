"""The GraphQL endpoint: POST executes, GET shows the explorer to browsers."""

from typing import Any

import orjson
from cross_web import HTTPException, StarletteRequestAdapter
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
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


class _JsonRequest(StarletteRequestAdapter):
    @property
    def content_type(self) -> str:
        """The media type that was asked for, in whatever case it came."""
        return _JSON


class GraphQLView(GraphQL[Context, None]):
    """GraphQL over HTTP (JSON bodies only, no batches, no multipart, no subscriptions)."""

    request_adapter_class = _JsonRequest

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
        response = refusal or await self._answer(Request(scope, _limited(receive, self._largest)))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            return await self.run(request)
        except HTTPException as error:  # what Strawberry cannot make out
            return _errors(error.status_code, "BAD_INPUT", error.reason, _media_type(request))
        except _TooLarge:
            message = f"The request is larger than {self._largest} bytes."
            return _errors(413, "BAD_INPUT", message)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it

    def decode_json(self, data: str | bytes) -> object:
        """The request's body, one object; the parser refuses endless nesting and broken text."""
        body = orjson.loads(data)
        if isinstance(body, list):
            raise HTTPException(400, "Batches are not supported; send one operation a request.")
        if not isinstance(body, dict):
            raise HTTPException(400, "The body must be a JSON object with a `query`.")
        if not isinstance(body.get("operationName"), str | None):
            raise HTTPException(400, "`operationName` must be a string or null, if provided.")
        return body

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
        response.media_type = _media_type(request)
        return response

    async def process_result(self, request: Any, result: ExecutionResult) -> Any:
        """The answer's body; a request that was not executed has no data at all."""
        body: dict[str, Any] = {}
        if not _refused(result):
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


def _refused(result: ExecutionResult) -> bool:
    """Whether nothing was executed: the document or a variable's value is faulty.

    Strawberry hands over faulty variables as if they were executed; their errors have no path.
    """
    if isinstance(result, PreExecutionError):
        return True
    return result.data is None and not any(error.path for error in result.errors or ())


def _media_type(request: Any) -> str:
    return _GRAPHQL_JSON if _GRAPHQL_JSON in request.headers.get("accept", "") else _JSON


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


def _errors(status: int, code: str, message: str, media_type: str = _JSON) -> Response:
    body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
    response = Response(body, status_code=status, media_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    if status == Unauthenticated.status:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
