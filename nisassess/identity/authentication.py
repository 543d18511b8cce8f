"""Who a request comes from: a bearer token or a session cookie."""

from starlette.requests import HTTPConnection

from nisassess.access import ANONYMOUS, Actor
from nisassess.identity import repository
from nisassess.identity.secrets import secret_hash
from nisassess.kit.errors import Unauthenticated

COOKIE = "nisassess_session"
CLIENT_HEADER = "x-nisassess-client"
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


async def authenticate(request: HTTPConnection) -> Actor:
    """The actor of a request; anonymous when it carries no credentials.

    A bearer token that is unknown, revoked or past its end raises Unauthenticated. A cookie on
    an unsafe method counts only with the client header: another site's form cannot send it.
    """
    header = request.headers.get("authorization")
    if header is not None:
        return await _by_bearer(header)
    cookie = request.cookies.get(COOKIE)
    if not cookie or not _came_from_our_pages(request):
        return ANONYMOUS
    return await repository.actor_of_session(secret_hash(cookie)) or ANONYMOUS


async def _by_bearer(header: str) -> Actor:
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "bearer" or not credentials.strip():
        message = "The Authorization header must read: Bearer <token>."
        raise Unauthenticated(message)
    hashed = secret_hash(credentials.strip())
    actor = await repository.actor_of_token(hashed) or await repository.actor_of_session(hashed)
    if actor is None:
        message = "The token is unknown, revoked or past its end date."
        raise Unauthenticated(message)
    return actor


def _came_from_our_pages(request: HTTPConnection) -> bool:
    return request.scope.get("method") in _SAFE_METHODS or CLIENT_HEADER in request.headers
