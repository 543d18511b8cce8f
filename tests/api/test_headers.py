"""Security headers on every kind of answer, and cookies under TLS."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nisassess.app import compose
from nisassess.kit.settings import Settings
from nisassess.plugins import PluginRegistry
from tests.support.api import ask
from tests.support.world import PASSWORD, World

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
SIGN_IN = (
    "mutation($email: String!, $password: String!) "
    "{ signIn(email: $email, password: $password) { __typename } }"
)
SIGN_OUT = "mutation { signOut { signedOut } }"


async def boom(request: Request) -> Response:
    raise RuntimeError("the password is hunter2")


ANSWERS = {
    "page": ("GET", "/", {"accept": "text/html"}),
    "deep page": ("GET", "/assessments/x", {"accept": "text/html"}),
    "explorer": ("GET", "/graphql", {"accept": "text/html"}),
    "no page": ("GET", "/assessments/x", {"accept": "application/json"}),
    "missing asset": ("GET", "/static/nothing.js", {}),
    "query": ("POST", "/graphql", {"content-type": "application/json"}),
    "refused query": ("POST", "/graphql", {"content-type": "text/plain"}),
    "refused token": ("POST", "/graphql", {"authorization": "Bearer x"}),
    "wrong method": ("DELETE", "/", {}),
    "health": ("GET", "/healthz", {}),
    "refused file": ("GET", "/evidence/x", {}),
    "unexpected failure": ("GET", "/boom", {}),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_every_kind_of_answer_has_the_security_headers(
    name: str, app: Starlette, client: httpx.AsyncClient
) -> None:
    app.router.routes.insert(0, Route("/boom", boom))
    method, path, headers = ANSWERS[name]
    answer = await client.request(method, path, headers=headers)
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers


@asynccontextmanager
async def served(settings: Settings, registry: PluginRegistry) -> AsyncIterator[httpx.AsyncClient]:
    asgi = compose(settings, registry).asgi
    async with asgi.router.lifespan_context(asgi):
        transport = httpx.ASGITransport(asgi)
        async with httpx.AsyncClient(transport=transport, base_url="https://n.example") as client:
            yield client


async def test_public_address_under_tls_makes_cookies_secure_and_transport_strict(
    settings: Settings, registry: PluginRegistry, world: World
) -> None:
    secure = settings.model_copy(update={"public_url": "https://n.example"})
    async with served(secure, registry) as client:
        answer = await ask(client, SIGN_IN, email=world.officer.email, password=PASSWORD)
        _, *attributes = answer.headers["set-cookie"].split("; ")
        assert sorted(attributes) == [
            "HttpOnly",
            "Max-Age=43200",
            "Path=/",
            "SameSite=strict",
            "Secure",
        ]
        strict = "max-age=31536000; includeSubDomains"
        assert answer.headers["strict-transport-security"] == strict

        gone = await ask(client, SIGN_OUT, {"X-Nisassess-Client": "web"})
        assert gone.data == {"signOut": {"signedOut": True}}
        cookie, *attributes = gone.headers["set-cookie"].split("; ")
        assert cookie == 'nisassess_session=""'
        assert {"HttpOnly", "Max-Age=0", "Path=/", "SameSite=strict", "Secure"} <= set(attributes)
