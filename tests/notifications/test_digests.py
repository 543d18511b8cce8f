"""Digests: what is unread, at each reader's hour, once; and what is old is forgotten."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from nisassess.kit.clock import now, stopped_at
from nisassess.kit.database import Database, execute, fetch
from nisassess.notifications import digests
from nisassess.notifications.clockwork import Clockwork
from nisassess.notifications.service import defaults
from tests.notifications.acts import assign, leave, wants_mail_at_once
from tests.notifications.conftest import MakePostman
from tests.notifications.rows import mails, told
from tests.support.mail_server import Postbox, mail_server
from tests.support.world import World

Reader = Callable[[str, int], Awaitable[None]]
SIX = datetime(2026, 12, 3, 5, tzinfo=UTC)
"""In Brussels."""


@pytest.fixture
async def clockwork(database: Database) -> Clockwork:
    """With the daily work of notifications, which runs since before eight."""
    made = Clockwork(database, "Europe/Brussels")
    digests.register(made, database, defaults("Europe/Brussels"), sends_mail=True)
    with stopped_at(SIX):
        await made.tick()
    return made


@pytest.fixture
async def reader(database: Database, world: World, clockwork: Clockwork) -> Reader:
    """Lets the reader of a notice, which came after the last digest, live somewhere."""
    with stopped_at(SIX):
        await assign(database, world)
    return partial(live_in, world)


async def live_in(world: World, zone: str, hour: int, language: str = "en") -> None:
    await fetch(
        "INSERT INTO notice_setting (id, person_id, time_zone, digest_hour, mail, "
        "mail_key, version, updated_at) VALUES ('nst_1', $1, $2, $3, TRUE, 'k', 1, $4) "
        "RETURNING id",
        world.contributor.actor.id,
        zone,
        hour,
        SIX,
    )
    await execute(
        "UPDATE person SET language = $2 WHERE id = $1", world.contributor.actor.id, language
    )


async def hours_of_digests(clockwork: Clockwork) -> list[int]:
    """In UTC, within a day from six o'clock in Brussels."""
    found = []
    for hour in range(24):
        before = len(await mails())
        with stopped_at(SIX + timedelta(hours=hour)):
            await clockwork.tick()
        if len(await mails()) > before:
            found.append((SIX + timedelta(hours=hour)).hour)
    return found


@pytest.mark.parametrize(
    ("zone", "hour", "expected"),
    [
        ("Europe/Brussels", 8, 7),
        ("Europe/Lisbon", 8, 8),
        ("Europe/Athens", 8, 6),
        ("Europe/Athens", 17, 15),
    ],
)
async def test_digest_comes_at_the_reader_s_own_hour(
    zone: str, hour: int, expected: int, clockwork: Clockwork, reader: Reader
) -> None:
    await reader(zone, hour)

    assert await hours_of_digests(clockwork) == [expected]


async def test_whoever_chose_nothing_gets_it_at_eight_where_the_installation_is(
    database: Database, world: World, clockwork: Clockwork
) -> None:
    with stopped_at(SIX):
        await assign(database, world)

    assert await hours_of_digests(clockwork) == [7]


async def test_digest_tells_what_is_unread_in_the_reader_s_language_and_tells_it_once(
    database: Database,
    world: World,
    clockwork: Clockwork,
    postbox: Postbox,
    postman: MakePostman,
) -> None:
    await live_in(world, "Europe/Brussels", 8, "de")
    with stopped_at(SIX):
        for subject in ("Pumpen", "Netze", "Leitstelle"):
            await assign(database, world, subject)
    await execute("UPDATE notice SET state = 'read' WHERE subject = 'Netze'")

    async with mail_server(postbox) as port:
        for day in range(3):
            with stopped_at(SIX + timedelta(days=day, hours=2)):
                await clockwork.tick()
                await postman(port).deliver()

    (mail,) = postbox.mails
    assert mail["Subject"] == "2 Mitteilungen in Ihrem Posteingang"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert '<html lang="de">' in html
    for content in (text, html):
        assert "„Pumpen“" in content
        assert "„Leitstelle“" in content
        assert "Netze" not in content
        assert "Gar keine E-Mails mehr" in content


async def test_nothing_unread_means_no_digest(
    database: Database, world: World, clockwork: Clockwork
) -> None:
    with stopped_at(SIX):
        await assign(database, world)
    await execute("UPDATE notice SET state = 'read'")

    assert await hours_of_digests(clockwork) == []


async def test_what_was_mailed_at_once_is_in_no_digest(
    database: Database, world: World, clockwork: Clockwork
) -> None:
    await wants_mail_at_once(world)
    with stopped_at(SIX):
        await assign(database, world)

    assert await hours_of_digests(clockwork) == []


async def test_member_who_left_before_the_digest_went_is_told_nothing(
    database: Database,
    world: World,
    clockwork: Clockwork,
    postbox: Postbox,
    postman: MakePostman,
) -> None:
    with stopped_at(SIX):
        await assign(database, world)
    with stopped_at(SIX + timedelta(hours=2)):
        await clockwork.tick()
        await leave(world)
        async with mail_server(postbox) as port:
            await postman(port).deliver()

    assert postbox.mails == []


async def test_digest_of_very_many_names_fifty_and_counts_the_others(
    database: Database,
    world: World,
    clockwork: Clockwork,
    postbox: Postbox,
    postman: MakePostman,
) -> None:
    with stopped_at(SIX):
        for number in range(53):
            await assign(database, world, f"Control {number}.")
    with stopped_at(SIX + timedelta(hours=2)):
        await clockwork.tick()
        async with mail_server(postbox) as port:
            await postman(port).deliver()

    (mail,) = postbox.mails
    text = next(mail.iter_parts()).get_content()
    assert mail["Subject"] == "53 notices in your inbox"
    assert text.count("assigned “Control") == 50
    assert "3 more are in the inbox." in text


async def test_old_notices_and_mails_are_forgotten_and_newer_ones_stay(
    database: Database, world: World
) -> None:
    await wants_mail_at_once(world)
    at = now()
    ages = {"old and read": 370, "old and unread": 370, "ancient": 740, "new and read": 300}
    for subject, days in ages.items():
        with stopped_at(at - timedelta(days=days)):
            await assign(database, world, subject)
    await execute("UPDATE notice SET state = 'read' WHERE subject LIKE '%and read'")
    await execute("UPDATE mail SET state = 'sent'")

    await digests.forget(database, at.date())

    left = await fetch("SELECT subject FROM notice ORDER BY subject")
    assert [row["subject"] for row in left] == ["new and read", "old and unread"]
    assert await mails() == []
    assert len(await told()) == 2
