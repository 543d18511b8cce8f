"""`nisassess organisation …`: operators and authorities of an installation."""

from typing import Annotated

import typer

from nisassess.cli import common
from nisassess.sdk import Regime

app = typer.Typer(help="Operators and authorities.", no_args_is_help=True)

Name = Annotated[str, typer.Option(help="Name as others see it.")]
Country = Annotated[str, typer.Option(help="Member State, ISO 3166-1 alpha-2, e.g. AT.")]


@app.command("list")
def list_() -> None:
    """Name every organisation with its id."""
    from nisassess import server

    settings = common.settings()
    for row in common.run(lambda: server.organisations(settings)):
        typer.echo(f"{row.id}  {row.kind.value:9}  {row.country or '--'}  {row.name}")


@app.command("create-operator")
def create_operator(
    name: Name,
    country: Country,
    entity_type: Annotated[
        str | None, typer.Option(help="e.g. energy.electricity.distribution-system-operator")
    ] = None,
) -> None:
    """Add an operator; its coordinator completes the details in the browser. Prints its id."""
    from nisassess import server

    settings = common.settings()
    typer.echo(common.run(lambda: server.add_operator(settings, name, country, entity_type)))


@app.command("create-authority")
def create_authority(
    name: Name,
    country: Country,
    regime: Annotated[Regime, typer.Option(help="Legal regime that it supervises.")] = Regime.NIS2,
    subsector: Annotated[
        list[str] | None,
        typer.Option(help="Subsector, e.g. energy.electricity; several times; default: all."),
    ] = None,
) -> None:
    """Add an authority, competent in its country for a regime and subsectors. Prints its id."""
    from nisassess import server

    settings = common.settings()
    subsectors = tuple(subsector or ["*"])
    typer.echo(
        common.run(lambda: server.add_authority(settings, name, country, regime, subsectors))
    )
