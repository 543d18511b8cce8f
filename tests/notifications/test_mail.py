"""Mail, handed in at a real server: what arrives, what is tried again, and what never goes."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from functools import partial

import pytest

from nisassess.kit.clock import now, stopped_at
from nisassess.kit.database import Database, execute
from nisassess.notifications import letters
from nisassess.notifications import postman as sending
from nisassess.notifications.letters import Sender
from nisassess.notifications.repository import outbox
from nisassess.notifications.smtp import MailServer, ServerAway
from nisassess.notifications.types import Letter
from tests.notifications.acts import PATH, assign, leave, wants_mail_at_once
from tests.notifications.conftest import MakePostman
from tests.notifications.rows import mails
from tests.support.mail_server import NAME, Authority, Postbox, free_port, mail_server
from tests.support.world import World


@pytest.fixture(autouse=True)
async def wanted(database: Database, world: World) -> None:
    """The contributor wants to be told by mail, at once."""
    await wants_mail_at_once(world)


@pytest.fixture
async def assigned(database: Database, world: World, wanted: None) -> None:
    """A mail waits."""
    await assign(database, world)


async def test_mail_of_a_notice_arrives_once_with_all_it_needs(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world, "Network segmentation", due="2026-12-01")
    async with mail_server(postbox) as port:
        assert await postman(port).deliver() == 1
        assert await postman(port).deliver() == 0

    (mail,) = postbox.mails
    (row,) = await mails()
    assert postbox.recipients == [world.contributor.email]
    assert (
        mail["Subject"] == f"{world.coordinator.actor.name} assigned “Network segmentation” to you"
    )
    assert mail["From"] == "NIS desk of Austria <nis@authority.example>"
    assert mail["Message-ID"] == f"<{row['id']}@nis.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<https://nis.example/unsubscribe/assigned.per_")
    assert mail["Date"] is not None
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    for part in mail.iter_parts():
        text = part.get_content()
        assert f"https://nis.example{PATH}" in text
        assert "1 December 2026" in text
        assert "https://nis.example/inbox/settings" in text
    assert (row["state"], row["attempts"], row["last_error"]) == ("sent", 1, None)


async def test_server_down_and_then_up_delivers_after_the_pause(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    port = free_port()
    await assign(database, world)

    assert await postman(port).deliver() == 0
    (row,) = await mails()
    assert (row["state"], row["attempts"]) == ("waiting", 1)
    assert "Connect" in row["last_error"]
    async with mail_server(postbox, port):
        assert await postman(port).deliver() == 0
        with stopped_at(now() + timedelta(minutes=1, seconds=5)):
            assert await postman(port).deliver() == 1

    assert len(postbox.mails) == 1
    assert (await mails())[0]["state"] == "sent"


async def test_unknown_recipient_is_given_up_with_the_reason_and_others_get_theirs(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world, "first")
    await assign(database, world, "second")
    (first, _) = await mails()
    await execute(
        "UPDATE mail SET person_id = $2 WHERE id = $1", first["id"], world.coordinator.actor.id
    )
    await execute(
        "UPDATE notice SET person_id = $2 WHERE mail_id = $1",
        first["id"],
        world.coordinator.actor.id,
    )
    postbox.unknown.add(world.coordinator.email)

    async with mail_server(postbox) as port:
        assert await postman(port).deliver() == 2

    refused, sent = await mails()
    assert refused["state"] == "given_up"
    assert "550" in refused["last_error"] or "no such mailbox" in refused["last_error"]
    assert sent["state"] == "sent"
    assert postbox.recipients == [world.contributor.email]


async def test_busy_mailbox_is_tried_again_with_longer_and_longer_pauses(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    postbox.busy.add(world.contributor.email)
    await assign(database, world)
    start = now()

    tried = []
    async with mail_server(postbox) as port:
        for minutes in range(40):
            before = (await mails())[0]["attempts"]
            with stopped_at(start + timedelta(minutes=minutes, seconds=30)):
                await postman(port).deliver()
            if (await mails())[0]["attempts"] > before:
                tried.append(minutes)

    assert tried == [0, 1, 3, 7, 15, 31]


async def test_mail_that_nobody_takes_for_days_is_given_up_with_the_last_reason(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    postbox.busy.add(world.contributor.email)
    await assign(database, world)

    async with mail_server(postbox) as port:
        await postman(port).deliver()
        with stopped_at(now() + timedelta(days=3, minutes=1)):
            await postman(port).deliver()

    (row,) = await mails()
    assert row["state"] == "given_up"
    assert row["last_error"].startswith("not delivered within 3 days: ")
    assert "try again later" in row["last_error"]


async def test_connection_that_breaks_loses_nothing(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    postbox.drops_connection = True
    for subject in ("first", "second", "third"):
        await assign(database, world, subject)

    async with mail_server(postbox) as port:
        await postman(port).deliver()
        postbox.drops_connection = False
        with stopped_at(now() + timedelta(minutes=2)):
            await postman(port).deliver()

    assert len(postbox.mails) == 3
    assert {row["state"] for row in await mails()} == {"sent"}


async def test_several_processes_send_each_mail_once(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    for number in range(30):
        await assign(database, world, f"Control {number}")

    async with mail_server(postbox) as port:
        while any(row["state"] == "waiting" for row in await mails()):
            await asyncio.gather(*(postman(port).deliver() for _ in range(4)))

    subjects = [mail["Subject"] for mail in postbox.mails]
    assert len(subjects) == 30
    assert len(set(subjects)) == 30


async def test_what_a_killed_process_had_claimed_is_sent_by_another_after_the_claim(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world)
    at = now()
    claimed = await database.write(
        partial(outbox.claim, "pst_killed", at, at + timedelta(minutes=10), 20)
    )
    assert len(claimed) == 1

    async with mail_server(postbox) as port:
        assert await postman(port).deliver() == 0
        with stopped_at(at + timedelta(minutes=10)):
            assert await postman(port).deliver() == 1

    assert len(postbox.mails) == 1


@pytest.mark.parametrize("implicit", [False, True])
async def test_server_vouched_for_by_the_set_authority_is_used_encrypted(
    implicit: bool, assigned: None, postbox: Postbox, postman: MakePostman, authority: Authority
) -> None:
    encryption = "tls" if implicit else "starttls"

    async with mail_server(postbox, authority=authority, implicit_tls=implicit) as port:
        sent = await postman(port, smtp_encryption=encryption, smtp_ca=authority.ca).deliver()

    assert sent == 1
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
async def test_server_that_nobody_vouches_for_gets_nothing(
    encryption: str, assigned: None, postbox: Postbox, postman: MakePostman, authority: Authority
) -> None:
    implicit = encryption == "tls"

    async with mail_server(postbox, authority=authority, implicit_tls=implicit) as port:
        assert await postman(port, smtp_encryption=encryption).deliver() == 0

    (row,) = await mails()
    assert "certificate verify failed" in row["last_error"].lower()
    assert postbox.mails == []


async def test_server_without_encryption_gets_nothing_where_it_is_demanded(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world)

    async with mail_server(postbox) as port:
        assert await postman(port, smtp_encryption="starttls").deliver() == 0

    assert postbox.mails == []
    assert "STARTTLS" in (await mails())[0]["last_error"]


async def test_login_is_used_and_a_bad_one_is_told_without_the_password(
    postbox: Postbox, authority: Authority
) -> None:
    async with mail_server(postbox, authority=authority, login=("nis", "right")) as port:

        def server(password: str) -> MailServer:
            return MailServer(
                NAME, port, "starttls", "nis", password, authority.ca, 5, "nis.example"
            )

        async with server("right").connected():
            pass
        with pytest.raises(ServerAway, match="535") as refused:
            async with server("wrong-secret").connected():
                pass

    assert "wrong-secret" not in str(refused.value)


async def test_member_who_left_gets_no_mail_any_more(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world)
    await leave(world)

    async with mail_server(postbox) as port:
        assert await postman(port).deliver() == 1

    assert postbox.mails == []
    assert (await mails())[0]["state"] == "dropped"


async def test_kind_switched_off_after_it_was_told_is_not_mailed(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world)
    await execute("UPDATE notice_choice SET mail = 'off'")

    async with mail_server(postbox) as port:
        await postman(port).deliver()

    assert postbox.mails == []


@pytest.mark.parametrize("state", ["read", "archived"])
async def test_notice_that_was_read_in_the_meantime_is_not_mailed(
    state: str, database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world)
    await execute("UPDATE notice SET state = $1", state)

    async with mail_server(postbox) as port:
        await postman(port).deliver()

    assert postbox.mails == []


async def test_person_whose_account_is_closed_gets_no_mail(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world)
    await execute("UPDATE person SET active = FALSE WHERE id = $1", world.contributor.actor.id)

    async with mail_server(postbox) as port:
        await postman(port).deliver()

    assert postbox.mails == []


async def test_address_that_no_mail_can_go_to_is_given_up_and_injects_nothing(
    database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world)
    await execute(
        "UPDATE person SET email = $2 WHERE id = $1",
        world.contributor.actor.id,
        "a@example.org\r\nBcc: everybody@example.org",
    )

    async with mail_server(postbox) as port:
        await postman(port).deliver()

    assert postbox.mails == []
    assert (await mails())[0]["state"] == "given_up"


async def test_postman_who_is_closed_gives_back_what_he_did_not_send(
    database: Database, world: World, postman: MakePostman
) -> None:
    await assign(database, world)
    one = postman(free_port())
    one.start()
    await asyncio.sleep(0)
    await one.close()

    (row,) = await mails()
    assert (row["state"], row["claimed_by"]) == ("waiting", None)


@pytest.mark.parametrize("address", ["a@@b", "a@[", "(@b", "a@b."])
async def test_address_that_no_mail_can_go_to_keeps_no_other_mail_back(
    address: str, database: Database, world: World, postbox: Postbox, postman: MakePostman
) -> None:
    await assign(database, world, "first")
    await assign(database, world, "second")
    (first, _) = await mails()
    odd, person = "UPDATE person SET email = $2 WHERE id = $1", world.coordinator.actor.id
    await execute(odd, person, address)
    for table in ("mail SET person_id = $2 WHERE id", "notice SET person_id = $2 WHERE mail_id"):
        await execute(f"UPDATE {table} = $1", first["id"], person)

    async with mail_server(postbox) as port:
        assert await postman(port).deliver() == 2

    given_up, sent = await mails()
    assert (given_up["state"], sent["state"]) == ("given_up", "sent")
    assert "is no e-mail address" in given_up["last_error"]
    assert postbox.recipients == [world.contributor.email]


async def test_mail_that_cannot_be_written_keeps_no_other_mail_back(
    database: Database,
    world: World,
    postbox: Postbox,
    postman: MakePostman,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await assign(database, world, "first")
    await assign(database, world, "second")

    def broken(letter: Letter, sender: Sender) -> EmailMessage:
        if "first" in letter.notices[0].content.subject:
            raise LookupError("no such sentence")
        return letters.compose(letter, sender)

    monkeypatch.setattr(sending, "compose", broken)
    async with mail_server(postbox) as port:
        assert await postman(port).deliver() == 2

    assert [row["state"] for row in await mails()] == ["given_up", "sent"]
