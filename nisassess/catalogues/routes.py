"""Profiles as procurement annexes, for everybody who is signed in."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from nisassess.access import Actor, Permission
from nisassess.catalogues.annexes import LANGUAGES, Annex, AnnexMaker
from nisassess.catalogues.service import prepare
from nisassess.identity.authentication import authenticate
from nisassess.kit.clock import today
from nisassess.kit.errors import Issue, NisassessError, NotFound, ValidationFailed
from nisassess.kit.http import problem_response
from nisassess.kit.services import Services
from nisassess.plugins import PluginRegistry

Handler = Callable[[Services, Annex, str], Awaitable[Response]]
_FALLBACK = "en"
_HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class PinnedReader:
    """Reads the profile that an assessment pinned, for whoever may see the assessment."""

    read: Callable[[Actor, str], Awaitable[str | None]]
    """Canonical JSON by the assessment's id; None where it is invisible."""


def routes(services: Services) -> list[Route]:
    """The routes of profiles."""

    def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                actor = await authenticate(request)
                actor.require(Permission.SESSION_USE)
                profile_id = request.path_params["id"]
                annex = await _annex(services, actor, request, profile_id)
                return await handler(services, annex, profile_id)
            except NisassessError as error:
                return problem_response(error)

        return answer

    return [
        Route("/profiles/{id}/annex.html", endpoint(_page), methods=["GET"]),
        Route("/profiles/{id}/annex.pdf", endpoint(_pdf), methods=["GET"]),
    ]


async def _annex(services: Services, actor: Actor, request: Request, profile_id: str) -> Annex:
    asked = request.query_params.get("language")
    if asked is not None and asked not in LANGUAGES:
        message = f"must be one of {', '.join(LANGUAGES)}"
        raise ValidationFailed([Issue("language", "bad_choice", message)])
    assessment = request.query_params.get("assessment")
    if assessment is None:
        document = _installed(services, profile_id)
    else:
        document = await _pinned(services, actor, assessment, profile_id)
    own = json.loads(document)["language"]
    language = asked or (own if own in LANGUAGES else _FALLBACK)
    return Annex(document, language, today())


def _installed(services: Services, profile_id: str) -> str:
    """The profile as it would be pinned today."""
    registry = services.get(PluginRegistry)
    profile = registry.profiles.get(profile_id)
    if profile is None:
        raise NotFound("profile")
    return prepare(registry, profile).document


async def _pinned(services: Services, actor: Actor, assessment: str, profile_id: str) -> str:
    """The profile as an assessment pinned it, whatever is installed now."""
    document = await services.get(PinnedReader).read(actor, assessment)
    if document is None or json.loads(document)["id"] != profile_id:
        raise NotFound("profile")
    return document


async def _page(services: Services, annex: Annex, _: str) -> Response:
    page = await services.get(AnnexMaker).page(annex)
    # Its style stands inside it, so that it can be saved and sent on; nothing else is allowed.
    policy = (
        f"default-src 'none'; style-src '{page.style}'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return HTMLResponse(page.html, headers={**_HEADERS, "Content-Security-Policy": policy})


async def _pdf(services: Services, annex: Annex, profile_id: str) -> Response:
    content = await services.get(AnnexMaker).pdf(annex)
    name = f'attachment; filename="nisassess-annex-{profile_id}-{annex.language}.pdf"'
    headers = {**_HEADERS, "Content-Disposition": name}
    return Response(content, media_type="application/pdf", headers=headers)
