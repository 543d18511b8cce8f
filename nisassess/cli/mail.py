"""`nisassess mail …`: whether mail goes, and what waits.

Exit codes: 0 done; 1 the mail server did not take the test, or mails were given up (`status`);
2 wrong usage.
"""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from nisassess.cli import common

if TYPE_CHECKING:  # what they import takes longer than most commands
    from nisassess.kit.settings import Settings
    from nisassess.notifications.types import OutboxStatus

app = typer.Typer(help="Mail to people.", no_args_is_help=True)
STATES = ("waiting", "sent", "dropped", "given_up")


@app.command("test")
def send_test(
    address: Annotated[str, typer.Argument(help="Who gets the test.")],
    language: Annotated[str, typer.Option(help="Language of the test.")] = "en",
) -> None:
    """Send a mail to an address, with the settings that the server would use."""
    from nisassess.notifications.letters import compose_test
    from nisassess.notifications.mailing import mail_server, sender
    from nisassess.notifications.smtp import NoDelivery

    settings = common.settings()
    server, origin = mail_server(settings), sender(settings)
    try:
        message = compose_test(address, origin, language)
    except ValueError as error:
        common.fail(f"{address} is no address that a mail could go to: {error}")

    async def run() -> None:
        async with server.connected() as connection:
            await connection.send(message)

    try:
        asyncio.run(run())
    except NoDelivery as error:
        common.fail(f"{server.host} did not take it: {error}")
    typer.echo(f"{server.host} took a test for {address}")


@app.command("status")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell how many mails wait, went, or were given up, and the newest error."""
    from nisassess import server

    settings = common.settings()
    found = common.run(lambda: server.outbox_status(settings))
    if as_json:
        typer.echo(json.dumps(_json(found, settings), ensure_ascii=False))
    else:
        _tell(found, settings)
    if found.counts.get("given_up"):
        raise typer.Exit(1)


def _json(found: "OutboxStatus", settings: "Settings") -> dict[str, object]:
    oldest = found.oldest_waiting
    return {
        "server": settings.smtp_host,
        **{state: found.counts.get(state, 0) for state in STATES},
        "oldestWaiting": oldest.isoformat() if oldest else None,
        "lastError": found.last_error,
    }


def _tell(found: "OutboxStatus", settings: "Settings") -> None:
    typer.echo(f"mail server: {settings.smtp_host or 'none is set, so no mail is sent'}")
    for state in STATES:
        typer.echo(f"{state.replace('_', ' '):>9}: {found.counts.get(state, 0)}")
    if found.oldest_waiting is not None:
        typer.echo(f"waiting since {found.oldest_waiting:%Y-%m-%d %H:%M} UTC")
    if found.last_error is not None:
        typer.echo(f"newest error: {found.last_error}")
