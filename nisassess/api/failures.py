"""Answers for routes that failed unexpectedly: an incident's id, and nothing of the exception."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nisassess.api.errors import masked
from nisassess.kit.http import JsonResponse


class MaskedFailures:
    """Logs what no route expected and answers 500.

    Starlette would do so outside of all middleware, that is without the security headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            if begun:
                raise  # half an answer is out; the server closes the connection
            request = Request(scope)
            message, incident = masked(error, method=request.method, path=request.url.path)
            body = {"error": {"code": "INTERNAL", "message": message, "incident": incident}}
            await JsonResponse(body, status_code=500)(scope, receive, send)
