"""The built frontend: its pages, its assets and the explorer."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).parent.parent / "static"
_NOT_BUILT = "The frontend is not built. Run `make run`, or `npm run build` in frontend/."


class Pages:
    """Serves the two HTML files; every unknown address is a page of the application."""

    def __init__(self, folder: Path = STATIC) -> None:
        self.folder = folder

    async def application(self, request: Request) -> Response:
        """The single-page application, for browsers only."""
        if "text/html" not in request.headers.get("accept", "") and request.url.path != "/":
            raise HTTPException(404)
        return self._page("index.html")

    def explorer(self) -> Response:
        """The API explorer."""
        return self._page("explorer.html")

    def _page(self, name: str) -> Response:
        file = self.folder / name
        if not file.is_file():
            return PlainTextResponse(_NOT_BUILT, status_code=503)
        return FileResponse(file, headers={"Cache-Control": "no-cache"})


class _Endpoint:
    """GET from a browser shows the explorer; everything else is the API's."""

    def __init__(self, pages: Pages, view: ASGIApp) -> None:
        self._pages = pages
        self._view = view

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        shows = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        answer: ASGIApp = self._pages.explorer() if shows else self._view
        await answer(scope, receive, send)


class _Assets(StaticFiles):
    """Assets carry a hash of their content in their names, so they may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def page_routes(pages: Pages, view: ASGIApp) -> list[BaseRoute]:
    """The API with its explorer, the assets, and the application for every other address."""
    return [
        Route("/graphql", _Endpoint(pages, view)),
        Mount("/static", _Assets(directory=pages.folder, check_dir=False)),
        Route("/{path:path}", pages.application, methods=["GET"]),
    ]
