"""`nisassess user …`: people who sign in."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from nisassess.access import Role
from nisassess.cli import common

if TYPE_CHECKING:
    from nisassess.kit.database import Database

app = typer.Typer(help="People who sign in.", no_args_is_help=True)

Email = Annotated[str, typer.Option(help="Address to sign in with.")]
Of = Annotated[str, typer.Argument(metavar="ADDRESS", help="Address that the account has.")]
Name = Annotated[str, typer.Option(help="Name as others see it.")]


@app.command("create-administrator")
def create_administrator(email: Email, name: Name) -> None:
    """Add a platform administrator; the password is asked for, or read from standard input."""
    from nisassess import server

    settings = common.settings()
    common.run(lambda: server.add_administrator(settings, email, name, common.password()))
    typer.echo(f"{email} can sign in as platform administrator")


@app.command("create")
def create(
    email: Email,
    name: Name,
    organisation: Annotated[str, typer.Option(help="Id of the operator or authority.")],
    role: Annotated[list[Role], typer.Option(help="Role in it; may be given several times.")],
) -> None:
    """Add a person with roles in an organisation; the password as for the administrator."""
    from nisassess import server

    settings = common.settings()
    common.run(
        lambda: server.add_person(settings, email, name, common.password(), (organisation, role))
    )
    typer.echo(f"{email} can sign in")


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Name every account with its roles, and whether it has a second factor."""
    from nisassess import server

    settings = common.settings()
    for row in common.run(lambda: server.accounts(settings)):
        if as_json:
            typer.echo(orjson.dumps(asdict(row)).decode())
            continue
        state = "active" if row.active else "closed"
        factor = "2nd factor" if row.second_factor else "-"
        roles = ", ".join(f"{role.value} in {of}" for of, role in row.roles) or "no role"
        typer.echo(f"{row.email}  {row.name}  {state}  {factor}  {roles}")


@app.command()
def deactivate(address: Of) -> None:
    """Close an account at once: its sessions and the access tokens that it made end."""
    from nisassess.identity import administering

    _help(lambda database: administering.deactivate(database, address))
    typer.echo(f"{address} is closed; open it again with: nisassess user activate {address}")


@app.command()
def activate(address: Of) -> None:
    """Open a closed account again."""
    from nisassess.identity import administering

    _help(lambda database: administering.activate(database, address))
    typer.echo(f"{address} can sign in")


@app.command("reset-second-factor")
def reset_second_factor(address: Of) -> None:
    """Take the second factor away from somebody who lost it together with the recovery codes."""
    from nisassess.identity import administering

    _help(lambda database: administering.reset_second_factor(database, address))
    typer.echo(f"{address} signs in with the password alone, and can set up a new second factor")


@app.command("reset-password")
def reset_password(address: Of) -> None:
    """Set a new password, which is asked for, or read from standard input; all sessions end."""
    from nisassess.identity import administering

    password = common.password()
    _help(lambda database: administering.reset_password(database, address, password))
    typer.echo(f"{address} signs in with the new password")


def _help(act: "Callable[[Database], Awaitable[None]]") -> None:
    from nisassess import server

    settings = common.settings()
    common.run(lambda: server.help_account(settings, act))
