"""Invitations by mail: handed over after the commit, tried again, and told where they do not go."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nisassess.identity.listeners import InvitationMail
from nisassess.notifications.couriers import Courier
from nisassess.notifications.letters import Sender
from nisassess.notifications.smtp import MailServer
from tests.support.mail_server import NAME, Postbox, free_port, mail_server

pytestmark = pytest.mark.database_free

SENDER = Sender("nis@authority.example", "NIS desk of Austria", "https://nis.example")
INVITATION = InvitationMail(
    email="new@colleague.example",
    name="Ada Neumann",
    organisation_name="Nordlicht Netz",
    invited_by="Cora Coordinator",
    path="/join#secret-of-the-link",
    expires_at=datetime(2026, 12, 1, 23, tzinfo=UTC),
    language="de",
)


def courier(port: int, *pauses: float) -> Courier:
    server = MailServer(NAME, port, "none", None, None, None, 5, "nis.example")
    return Courier(server, SENDER, pauses)


async def test_invitation_arrives_in_the_language_of_who_invites() -> None:
    postbox = Postbox()
    async with mail_server(postbox) as port:
        one = courier(port)
        assert await one.invite(INVITATION)
        await one.settle()

    (mail,) = postbox.mails
    assert mail["To"] == "Ada Neumann <new@colleague.example>"
    assert mail["Subject"] == "Cora Coordinator lädt Sie zu Nordlicht Netz ein"
    text = mail.get_content()
    assert "https://nis.example/join#secret-of-the-link" in text
    assert "1. Dezember 2026" in text


async def test_without_a_mail_server_nobody_is_promised_a_mail() -> None:
    assert not await Courier().invite(INVITATION)


async def test_server_that_comes_up_late_gets_it_with_the_next_attempt() -> None:
    postbox, port = Postbox(), free_port()
    one = courier(port, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05)
    assert await one.invite(INVITATION)
    async with mail_server(postbox, port):
        await one.settle()

    assert len(postbox.mails) == 1


async def test_refused_recipient_is_not_tried_again() -> None:
    postbox = Postbox(unknown={INVITATION.email})
    async with mail_server(postbox) as port:
        one = courier(port, 3600.0)
        assert await one.invite(INVITATION)
        await one.settle()

    assert postbox.mails == []


async def test_address_that_would_inject_a_header_is_not_mailed() -> None:
    from dataclasses import replace

    postbox = Postbox()
    async with mail_server(postbox) as port:
        one = courier(port)
        wrong = replace(INVITATION, email="a@b.example\r\nBcc: c@d.example")
        assert not await one.invite(wrong)
        await one.settle()

    assert postbox.mails == []


@pytest.mark.parametrize("address", ["a@@b", "a@[", "(@b"])
async def test_unusable_address_is_promised_no_mail_and_the_link_is_there_to_pass_on(
    address: str,
) -> None:
    assert not await courier(free_port()).invite(replace(INVITATION, email=address))
