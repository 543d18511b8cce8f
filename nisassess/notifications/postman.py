"""Sends the mails of the outbox, behind everybody's back.

A mail is written with its notice, and sent after the commit. Before it is sent it is claimed, so
that of several processes one sends it; what a process claimed and did not send is free again when
its claim is over. A process that is killed after the server took a mail, and before it could note
so, leaves one that is sent again, under the same Message-ID.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.notifications.letters import Sender, compose
from nisassess.notifications.repository import outbox
from nisassess.notifications.smtp import Connection, MailServer, Refused, ServerAway
from nisassess.notifications.types import SettingRow, WaitingMail

_log = structlog.get_logger("nisassess.mail")

BATCH = 20
PAUSE = 3.0
"""Seconds between two looks at the outbox."""
LEASE = timedelta(minutes=10)
GIVES_UP_AFTER = timedelta(days=3)
_LONGEST_BACKOFF = timedelta(hours=1)
_DOUBLED_AT_MOST = 6
_LONGEST_ENDING = 8.0


class Postman:
    """Sends what waits."""

    def __init__(
        self, database: Database, server: MailServer, sender: Sender, defaults: SettingRow
    ) -> None:
        self._database = database
        self._server = server
        self._sender = sender
        self._defaults = defaults
        self._name = new_id("pst")
        self._ending = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Send from now on."""
        self._ending.clear()
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Finish the mail under way, within some seconds; what else is claimed is given back."""
        if self._task is None:
            return
        self._ending.set()
        await asyncio.wait([self._task], timeout=_LONGEST_ENDING)
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        await self._database.write(partial(outbox.release, self._name))

    async def _run(self) -> None:
        while not self._ending.is_set():
            try:
                handled = await self.deliver()
            except Exception:  # the database is away: the next look finds the same
                _log.exception("mail_failed")
                handled = 0
            if handled < BATCH:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._ending.wait(), PAUSE)

    async def deliver(self) -> int:
        """Claim a batch and send it; how many mails were sent, dropped or given up."""
        at = now()
        if not await outbox.is_due(at):
            return 0
        mails = await self._database.write(partial(outbox.claim, self._name, at, at + LEASE, BATCH))
        current = [mail for mail in mails if not await self._is_too_old(mail)]
        if not current:
            return len(mails)
        try:
            async with self._server.connected() as connection:
                sent = await self._send_all(connection, current)
        except ServerAway as away:
            _log.warning("mail_server_away", reason=str(away), waiting=len(current))
            await self._later(current, str(away))
            return 0
        await self._database.write(partial(outbox.release, self._name))
        return len(mails) - len(current) + sent

    async def _send_all(self, connection: Connection, mails: Sequence[WaitingMail]) -> int:
        """Send one after another, as long as the claim lasts and the connection holds."""
        enough = now() + LEASE / 2
        for index, mail in enumerate(mails):
            if self._ending.is_set() or now() >= enough:
                return index
            try:
                await self._send(connection, mail)
            except ServerAway as away:
                _log.warning("mail_failed", mail=mail.id, reason=str(away))
                await self._later([mail], str(away))
                return index
        return len(mails)

    async def _send(self, connection: Connection, mail: WaitingMail) -> None:
        letter = await self._database.write(partial(outbox.letter, mail, self._defaults, now()))
        if letter is None:
            await self._done(mail, "dropped")
            return
        try:
            message = compose(letter, self._sender)
        except ValueError as error:
            await self._give_up(mail, f"the address cannot be used: {error}")
            return
        except Exception as error:  # whatever is wrong with this one: the others go all the same
            _log.exception("mail_not_composed", mail=mail.id)
            await self._give_up(mail, f"it cannot be written: {type(error).__name__}")
            return
        try:
            await connection.send(message)
        except ValueError as error:
            await self._give_up(mail, f"the address cannot be used: {error}")
        except Refused as refused:
            if refused.for_good:
                await self._give_up(mail, str(refused))
            else:
                await self._later([mail], str(refused))
        else:
            await self._done(mail, "sent")
            _log.info("mail_sent", mail=mail.id, person=mail.person_id)

    async def _is_too_old(self, mail: WaitingMail) -> bool:
        if mail.created_at > now() - GIVES_UP_AFTER:
            return False
        why = mail.last_error or "nobody tried"
        await self._give_up(mail, f"not delivered within {GIVES_UP_AFTER.days} days: {why}")
        return True

    async def _give_up(self, mail: WaitingMail, reason: str) -> None:
        _log.warning("mail_given_up", mail=mail.id, person=mail.person_id, reason=reason)
        await self._done(mail, "given_up", reason)

    async def _done(self, mail: WaitingMail, state: str, error: str | None = None) -> None:
        await self._database.write(partial(outbox.done, mail.id, self._name, state, now(), error))

    async def _later(self, mails: Sequence[WaitingMail], reason: str) -> None:
        """Try again after a pause that doubles with each attempt."""
        attempt = min(mail.attempts for mail in mails)
        pause = min(timedelta(minutes=2 ** min(attempt, _DOUBLED_AT_MOST)), _LONGEST_BACKOFF)
        ids = [mail.id for mail in mails]
        await self._database.write(partial(outbox.retry, ids, self._name, now() + pause, reason))
