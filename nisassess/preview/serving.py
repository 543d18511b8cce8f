"""Serves the preview on loopback until SIGINT or SIGTERM."""

import asyncio
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nisassess.api.headers import SecurityHeaders
from nisassess.identity.authentication import COOKIE
from nisassess.kit.logs import configure
from nisassess.kit.settings import Settings
from nisassess.preview import pages
from nisassess.preview.stage import Stage

HOST = "127.0.0.1"
_NAME = "localhost"
"""As links have it: cookies know no ports, and a demo on 127.0.0.1 keeps its own."""


class Preview:
    """The application, with a page of faults in its place while there are any."""

    def __init__(self, stage: Stage, language: str | None) -> None:
        self.stage = stage
        self.language = language
        self.token = secrets.token_urlsafe(24)
        """Opens the preview once."""

    def routes(self) -> list[Route]:
        """What the preview itself answers."""
        prefix = pages.PREFIX
        return [
            Route(f"{prefix}/enter/{{token}}", self.enter),
            Route(f"{prefix}/state", self.state),
            Route(f"{prefix}/reload.js", _text(pages.SCRIPT, "text/javascript")),
            Route(f"{prefix}/style.css", _text(pages.STYLE, "text/css")),
        ]

    async def enter(self, request: Request) -> Response:
        """Sign in whoever has the link, once."""
        if self.stage.faults or self.stage.world is None:
            return self._faults()  # the link stays good until there is something to see
        given = request.path_params["token"]
        if not self.token or not secrets.compare_digest(given.encode(), self.token.encode()):
            return HTMLResponse(pages.used_page(), 403)
        self.token = ""
        async with self.stage.application():
            secret = await self.stage.world.session()
        answer = RedirectResponse(self.stage.home, 303)
        answer.set_cookie(COOKIE, secret, path="/", httponly=True, samesite="strict")
        return answer

    async def state(self, request: Request) -> Response:
        """Which state of the content there is, and where the page of the asker is now."""
        path = request.query_params.get("path", "/")
        world, about = self.stage.world, pages.assessment_of(path)
        if world is not None and about is not None:
            path = path.replace(about, world.now_at(about), 1)
        here = path.startswith("/") and not path.startswith("//")
        text = pages.state(self.stage.generation, path if here else "/")
        return Response(text, headers=_FRESH, media_type="application/json")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pages of the application, or the faults; everything else goes through."""
        if scope["type"] == "http" and scope["path"].endswith("/events"):
            # One person looks here, and a stream would keep the stage from being set anew.
            await Response(status_code=204)(scope, receive, send)
            return
        async with self.stage.application() as application:
            page = _wants_page(scope)
            if application is None or (page and self.stage.faults):
                await self._faults()(scope, receive, send)
            elif page:
                await _scripted(application, self._tag(), scope, receive, send)
            else:
                await application(scope, receive, send)

    def _faults(self) -> Response:
        return HTMLResponse(pages.faults_page(self.stage.faults, self._tag()), headers=_FRESH)

    def _tag(self) -> str:
        return pages.script_tag(self.stage.generation, self.language)


_FRESH = {"Cache-Control": "no-store"}


def _wants_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    elsewhere = scope["path"].startswith(("/static/", "/graphql", "/evidence/"))
    return not elsewhere and "text/html" in Request(scope).headers.get("accept", "")


async def _scripted(
    application: ASGIApp, tag: str, scope: Scope, receive: Receive, send: Send
) -> None:
    """An answer of the application; if it is a page, with the script in it."""
    started: list[Message] = []
    body = bytearray()

    async def gather(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    # A page that is kept would be shown with the script of an older state.
    plain = {b"if-none-match", b"if-modified-since", b"range"}
    asked = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in plain]}
    asked["extensions"] = {}  # so that files are sent as bodies
    await application(asked, receive, gather)
    start = started[0]
    headers = [pair for pair in start["headers"] if pair[0] not in _REPLACED]
    kind = dict(start["headers"]).get(b"content-type", b"")
    page = pages.with_script(bytes(body), tag) if kind.startswith(b"text/html") else bytes(body)
    headers += [(b"content-length", str(len(page)).encode()), (b"cache-control", b"no-store")]
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": page})


_REPLACED = {b"content-length", b"cache-control", b"etag", b"last-modified", b"accept-ranges"}


def _text(text: str, kind: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        del request
        return Response(text, media_type=kind, headers=_FRESH)

    return answer


def preview_app(preview: Preview) -> Starlette:
    """The ASGI application of the preview, which follows the folder while it is up."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await preview.stage.renew()
        watching = asyncio.create_task(preview.stage.watch())
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await preview.stage.close()

    app = Starlette(
        routes=preview.routes(),
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, _NAME]),
            Middleware(SecurityHeaders, secure=False),
        ],
        lifespan=lifespan,
    )
    app.router.default = preview
    return app


class PortTaken(Exception):
    """Somebody listens there already."""


def listening(port: int) -> socket.socket:
    """A socket that listens on loopback; raises PortTaken."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        message = f"port {port} cannot be had ({error.strerror}); 0 takes a free one"
        raise PortTaken(message) from None


def serve(
    folder: Path, listener: socket.socket, language: str | None, announce: Callable[[str], None]
) -> None:
    """Serve until a signal; `announce` is told the one-time link."""
    port = listener.getsockname()[1]
    with listener, TemporaryDirectory(prefix="nisassess-preview-") as temporary:
        settings = Settings().model_copy(
            update={
                "data_dir": Path(temporary),
                "database_url": None,
                "public_url": None,
                "host": HOST,
                "log_level": "error",
            }
        )
        configure(settings.log_level)
        preview = Preview(Stage(folder, settings), language)
        config = uvicorn.Config(
            preview_app(preview),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        link = f"http://{_NAME}:{port}{pages.PREFIX}/enter/{preview.token}"
        _Announcing(config, lambda: announce(link)).run(sockets=[listener])


class _Announcing(uvicorn.Server):
    """A server that tells when it is up, and returns after a signal.

    uvicorn's own would raise the signal again, and the temporary folder would stay behind.
    """

    def __init__(self, config: uvicorn.Config, up: Callable[[], None]) -> None:
        super().__init__(config)
        self._up = up

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end a server, for as long as it runs."""
        before = {
            number: signal.signal(number, self.handle_exit)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell."""
        await super().startup(sockets)
        if self.started:
            self._up()
