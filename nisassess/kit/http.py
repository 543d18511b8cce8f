"""HTTP answers that every route shares."""

from typing import Any

import orjson
from starlette.responses import Response

from nisassess.kit.errors import NisassessError, Unauthenticated


class JsonResponse(Response):
    """JSON by orjson."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The body."""
        return orjson.dumps(content)


def problem_response(error: NisassessError) -> JsonResponse:
    """The answer to an error raised on purpose: its status, code and message."""
    body = {"error": {"code": error.code, "message": str(error)}}
    headers = {"WWW-Authenticate": "Bearer"} if error.status == Unauthenticated.status else None
    return JsonResponse(body, status_code=error.status, headers=headers)
