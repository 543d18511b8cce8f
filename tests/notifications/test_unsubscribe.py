"""Links that end mails: they ask first, need no sign-in, and cannot be forged."""

import httpx
import pytest

from nisassess.kit.database import Database, fetch
from tests.notifications.acts import assign, wants_mail_at_once
from tests.notifications.conftest import MakePostman
from tests.notifications.rows import mails
from tests.support.mail_server import Postbox, mail_server
from tests.support.rows import differences, everything
from tests.support.world import World


@pytest.fixture
async def link(
    client: httpx.AsyncClient,
    database: Database,
    world: World,
    postbox: Postbox,
    postman: MakePostman,
) -> str:
    """The path that came with a mail."""
    await wants_mail_at_once(world)
    await assign(database, world)
    async with mail_server(postbox) as port:
        await postman(port).deliver()
    (mail,) = postbox.mails
    return str(mail["List-Unsubscribe"]).strip("<>").removeprefix("https://nis.example")


async def test_asking_for_the_page_changes_nothing(client: httpx.AsyncClient, link: str) -> None:
    before = await everything()

    await client.get(link, headers={"accept": "text/html"})

    assert differences(before, await everything()) == {}


async def test_one_click_of_a_mail_program_ends_that_kind_and_no_other(
    client: httpx.AsyncClient, database: Database, world: World, link: str
) -> None:
    body = {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        answer = await client.post(link, data=body)
        assert (answer.status_code, answer.json()) == (200, {"ended": "assigned"})
    await assign(database, world)

    assert len(await mails()) == 1
    chosen = await fetch("SELECT kind, in_app, mail FROM notice_choice")
    assert [(row["kind"], bool(row["in_app"]), row["mail"]) for row in chosen] == [
        ("assigned", True, "off")
    ]
    recorded = await fetch("SELECT id FROM audit_entry WHERE action = 'notice_setting.unsubscribe'")
    assert len(recorded) == 1


async def test_forged_links_are_as_ones_that_never_were(
    client: httpx.AsyncClient, world: World, link: str
) -> None:
    kind, person, signature = link.removeprefix("/unsubscribe/").split(".")
    other = world.coordinator.actor.id
    before = await everything()

    for forged in (
        f"mentioned.{person}.{signature}",
        f"all.{person}.{signature}",
        f"{kind}.{other}.{signature}",
        f"{kind}.{person}.{signature[:-1]}0x",
        f"{kind}.{person}.",
        f"{kind}.{person}",
        f"{kind}.per_%00.{signature}",
        f"{kind}.{person}.{'é' * 64}",
        "a.b.c.d",
    ):
        answer = await client.post(f"/unsubscribe/{forged}")
        assert answer.status_code == 404, forged

    assert differences(before, await everything()) == {}
