"""`nisassess user …`: people who sign in."""

from typing import Annotated

import typer

from nisassess.access import Role
from nisassess.cli import common

app = typer.Typer(help="People who sign in.", no_args_is_help=True)

Email = Annotated[str, typer.Option(help="Address to sign in with.")]
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
