"""`nisassess mail …` as the process that a deployer runs."""

import asyncio
import os
import sys
from pathlib import Path

from nisassess.kit.database import Database
from nisassess.kit.settings import Settings
from tests.notifications.acts import assign, wants_mail_at_once
from tests.support.mail_server import NAME, Authority, Postbox, free_port, mail_server
from tests.support.world import World

COMMAND = Path(sys.executable).with_name("nisassess")


async def run(settings: Settings, *words: str, **more: str) -> tuple[int, str, str]:
    given = {
        "NISASSESS_DATA_DIR": str(settings.data_dir),
        "NISASSESS_DATABASE_URL": settings.database_url or "",
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        COMMAND,
        "mail",
        *words,
        env={**os.environ, **given},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


def smtp(port: int, **more: str) -> dict[str, str]:
    return {
        "NISASSESS_SMTP_HOST": NAME,
        "NISASSESS_SMTP_PORT": str(port),
        "NISASSESS_SMTP_FROM": "nis@authority.example",
        "NISASSESS_PUBLIC_URL": "https://nis.example",
        **more,
    }


async def test_test_mail_arrives_encrypted(
    settings: Settings, world: World, postbox: Postbox, authority: Authority
) -> None:
    async with mail_server(postbox, authority=authority) as port:
        ca = str(authority.ca)
        code, out, err = await run(
            settings, "test", "ada@example.org", **smtp(port, NISASSESS_SMTP_CA=ca)
        )

    assert (code, err) == (0, "")
    assert out == "localhost took a test for ada@example.org\n"
    assert postbox.recipients == ["ada@example.org"]


async def test_server_that_is_away_is_told_in_one_line(settings: Settings, world: World) -> None:
    code, out, err = await run(settings, "test", "ada@example.org", **smtp(free_port()))

    assert (code, out) == (1, "")
    assert err.startswith("nisassess: localhost did not take it: ")
    assert err.count("\n") == 1


async def test_faulty_address_is_told_in_one_line(settings: Settings, world: World) -> None:
    code, _, err = await run(settings, "test", "a b@example.org", **smtp(free_port()))

    assert code == 1
    assert "is no address" in err
    assert err.count("\n") == 1


async def test_without_a_mail_server_the_setting_is_named(settings: Settings, world: World) -> None:
    code, _, err = await run(settings, "test", "ada@example.org")

    assert code == 1
    assert "NISASSESS_SMTP_HOST" in err


async def test_status_tells_what_waits(
    settings: Settings, database: Database, world: World
) -> None:
    await wants_mail_at_once(world)
    await assign(database, world)

    code, out, _ = await run(settings, "status")

    assert code == 0
    assert "mail server: none is set, so no mail is sent" in out
    assert "waiting: 1" in out
    assert "waiting since " in out
