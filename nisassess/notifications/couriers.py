"""Sends what must not wait in a table: invitations, whose links are secrets.

They are handed over after the commit and tried a few times in memory; what does not go is logged,
and whoever invited has the link to pass on.
"""

import asyncio
from email.message import EmailMessage

import structlog

from nisassess.identity.listeners import InvitationMail
from nisassess.notifications.letters import Sender, compose_invitation
from nisassess.notifications.smtp import MailServer, NoDelivery, Refused

_log = structlog.get_logger("nisassess.mail")
PAUSES = (5.0, 60.0, 600.0)
"""Seconds before each further attempt."""
_AT_ONCE = 4
"""Connections with the mail server at a time."""


class Courier:
    """Hands invitations in at the mail server; without one it does nothing."""

    def __init__(
        self,
        server: MailServer | None = None,
        sender: Sender | None = None,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._server = server
        self._sender = sender
        self._pauses = pauses
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def invite(self, mail: InvitationMail) -> bool:
        """Begin to send an invitation, without waiting; whether there is a mail server."""
        if self._server is None or self._sender is None:
            return False
        try:
            message = compose_invitation(mail, self._sender)
        except ValueError as error:
            _log.warning("invitation_not_sent", reason=f"the address cannot be used: {error}")
            return False
        task = asyncio.create_task(self._send(self._server, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def settle(self) -> None:
        """Wait for all that was begun."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """End what is under way."""
        for task in tuple(self._tasks):
            task.cancel()
        await self.settle()

    async def _send(self, server: MailServer, message: EmailMessage) -> None:
        for pause in (*self._pauses, None):
            try:
                async with self._free, server.connected() as connection:
                    await connection.send(message)
            except NoDelivery as error:
                _log.warning("invitation_not_sent", reason=str(error))
                if isinstance(error, Refused) and error.for_good:
                    return
            else:
                return
            if pause is not None:
                await asyncio.sleep(pause)
