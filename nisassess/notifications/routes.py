"""The link in a mail that ends mails (RFC 8058).

GET is the application's page, which asks; only POST, from that page or from a mail program, ends
them. The signature in the link stands for a sign-in, and allows nothing else.
"""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.kit.database import Database
from nisassess.kit.errors import NisassessError
from nisassess.kit.http import JsonResponse, problem_response
from nisassess.kit.services import Services
from nisassess.notifications import service


def routes(services: Services) -> list[Route]:
    """The routes of notifications."""
    return [Route("/unsubscribe/{token}", partial(_unsubscribe, services), methods=["POST"])]


async def _unsubscribe(services: Services, request: Request) -> Response:
    try:
        ended = await service.unsubscribe(services.get(Database), request.path_params["token"])
    except NisassessError as error:
        return problem_response(error)
    return JsonResponse({"ended": ended})
