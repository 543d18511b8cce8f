"""Health of the process, and readiness of its database."""

import httpx

from nisassess.app import compose
from nisassess.kit.database import Database, execute
from nisassess.kit.settings import Settings
from nisassess.plugins import PluginRegistry
from tests.kit.test_migrations import ALL
from tests.support.databases import on_postgres
from tests.support.rows import differences, everything
from tests.support.world import World


async def both(client: httpx.AsyncClient) -> tuple[tuple[int, object], tuple[int, object]]:
    health, ready = await client.get("/healthz"), await client.get("/readyz")
    return (health.status_code, health.json()), (ready.status_code, ready.json())


OK = (200, {"status": "ok"})


async def test_migrated_database_is_ready_and_asking_changes_nothing(
    client: httpx.AsyncClient, world: World
) -> None:
    before = await everything()
    assert await both(client) == (OK, OK)
    assert differences(before, await everything()) == {}


async def test_pending_migrations_are_not_ready_and_named(client: httpx.AsyncClient) -> None:
    await execute("DELETE FROM tortoise_migrations")
    missing = {"status": "unavailable", "pending_migrations": ALL}
    assert await both(client) == (OK, (503, missing))


async def test_database_that_was_never_migrated_is_not_ready(
    settings: Settings, registry: PluginRegistry
) -> None:
    """And the process lives on, to be asked again."""
    if on_postgres():
        await _drop_everything(settings)
    else:
        (settings.data_dir / "nisassess.sqlite3").unlink()
    asgi = compose(settings, registry).asgi
    async with asgi.router.lifespan_context(asgi):
        transport = httpx.ASGITransport(asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            health, (status, body) = await both(client)
            assert health == OK
            assert status == 503
            assert isinstance(body, dict)
            assert body["status"] == "unavailable"


async def _drop_everything(settings: Settings) -> None:
    database = Database(settings.effective_database_url)
    await database.open()
    try:
        await execute("DROP SCHEMA public CASCADE")
        await execute("CREATE SCHEMA public")
    finally:
        await database.close()


async def test_database_that_is_gone_is_not_ready(
    client: httpx.AsyncClient, database: Database
) -> None:
    await database.close()
    gone = {"status": "unavailable", "database": "unreachable"}
    try:
        assert await both(client) == (OK, (503, gone))
    finally:
        await database.open()
