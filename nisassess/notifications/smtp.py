"""Speaks with the mail server that the settings name.

NoDelivery
├── ServerAway     nobody answers, or not as a mail server does, or the sign-in fails: no mail goes
└── Refused        this mail is refused; `for_good` when trying again is no use
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
from aiosmtplib import SMTP

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LASTING = 500
"""Answers from here on say that trying again is no use (RFC 5321, 4.2.1)."""


class NoDelivery(Exception):
    """A mail did not go."""


class ServerAway(NoDelivery):
    """The mail server takes nothing at all now."""


class Refused(NoDelivery):
    """The mail server does not take this mail."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        self.for_good = for_good
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in, and how."""

    host: str
    port: int | None
    encryption: str
    """`starttls`, `tls`, or `none`."""
    user: str | None
    password: str | None
    ca: Path | None
    timeout: float
    own_name: str
    """How this installation introduces itself."""

    @asynccontextmanager
    async def connected(self) -> AsyncIterator["Connection"]:
        """Connect, encrypt as set, and sign in; raises ServerAway."""
        client = SMTP(
            hostname=self.host,
            port=self.port or _PORTS[self.encryption],
            timeout=self.timeout,
            local_hostname=self.own_name,
            use_tls=self.encryption == "tls",
            start_tls=self.encryption == "starttls",
            tls_context=self._context(),
        )
        try:
            await client.connect()
            if self.user is not None:
                await client.login(self.user, self.password or "")
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            client.close()
            raise ServerAway(_told(error)) from error
        try:
            yield Connection(client)
        finally:
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit()
            client.close()

    def _context(self) -> ssl.SSLContext | None:
        if self.encryption == "none":
            return None
        try:
            return ssl.create_default_context(cafile=str(self.ca) if self.ca else None)
        except OSError as error:
            raise ServerAway(f"NISASSESS_SMTP_CA cannot be used: {error}") from error


@dataclass(frozen=True, slots=True)
class Connection:
    """An open connection with the mail server."""

    client: SMTP

    async def send(self, message: EmailMessage) -> None:
        """Hand in a mail; raises Refused, or ServerAway when the connection broke."""
        try:
            await self.client.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            first = error.recipients[0]
            raise Refused(_told(first), for_good=first.code >= _LASTING) from error
        except aiosmtplib.SMTPResponseException as error:
            raise Refused(_told(error), for_good=error.code >= _LASTING) from error
        except aiosmtplib.SMTPNotSupported as error:
            raise Refused(_told(error), for_good=True) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise ServerAway(_told(error)) from error


def _told(error: BaseException) -> str:
    """One line of what went wrong; a password is in none of it."""
    text = "".join(char if char.isprintable() else " " for char in str(error))
    return f"{type(error).__name__}: {' '.join(text.split())}"
