"""The command line.

Exit codes: 0 done; 1 the command could not do it (the reason is on stderr); 2 wrong usage;
`evidence push` has codes of its own, see docs/api/evidence.md, and so has `verify`, see
docs/seal.md.
"""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from nisassess.catalogues import cli_versions
from nisassess.catalogues.cli import app as catalogue_cli
from nisassess.cli import common
from nisassess.cli.mail import app as mail_cli
from nisassess.cli.organisations import app as organisation_cli
from nisassess.cli.people import app as user_cli
from nisassess.cli.travel import import_, trust_cli
from nisassess.evidence.cli import app as evidence_cli
from nisassess.kit.errors import Misconfigured
from nisassess.plugins.cli import app as plugin_cli
from nisassess.preview.cli import preview
from nisassess.submissions import cli_export
from nisassess.submissions.cli import app as seal_cli
from nisassess.submissions.cli import verify

app = typer.Typer(
    help="Security self-assessments under the NIS Directive and NIS2.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
schema_cli = typer.Typer(help="The GraphQL schema.", no_args_is_help=True)
access_cli = typer.Typer(help="Who may do what.", no_args_is_help=True)
submission_cli = typer.Typer(help="Sealed submissions.", no_args_is_help=True)
app.add_typer(schema_cli, name="schema")
app.add_typer(access_cli, name="access")
app.add_typer(plugin_cli, name="plugin")
app.add_typer(organisation_cli, name="organisation")
app.add_typer(user_cli, name="user")
app.add_typer(evidence_cli, name="evidence")
app.add_typer(catalogue_cli, name="catalogue")
cli_versions.register(catalogue_cli)
plugin_cli.command()(preview)
app.add_typer(submission_cli, name="submission")
app.add_typer(trust_cli, name="trust")
app.add_typer(mail_cli, name="mail")
submission_cli.command("import")(import_)


@submission_cli.callback()
def _submission() -> None:
    """Sealed submissions."""


def _sealed(submission_id: str) -> bytes | None:
    from nisassess import server

    settings = common.settings()
    return common.run(lambda: server.sealed_document(settings, submission_id))


cli_export.register(submission_cli, _sealed)
app.add_typer(seal_cli, name="seal")
app.command()(verify)

ROOT = Path.cwd()
Port = Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=common.LAST_PORT)]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; fail if it is out of date.")]


def main() -> None:
    """Entry point: expected faults become one line on stderr."""
    try:
        app()
    except ValidationError as error:
        faults = "; ".join(
            f"NISASSESS_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
            for fault in error.errors()
        )
        common.fail(faults)
    except Misconfigured as error:
        common.fail(str(error))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on.", min=0, max=common.LAST_PORT)
    ] = None,
) -> None:
    """Migrate, make the first administrator if there is none, and serve."""
    from nisassess import server

    settings = common.settings(host, port)
    asyncio.run(server.prepare(settings, first_administrator=_ask_administrator))
    server.serve(settings)


@app.command()
def demo(
    host: Annotated[str | None, typer.Option(help="Loopback address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on.", min=0, max=common.LAST_PORT)
    ] = None,
) -> None:
    """Serve an installation filled with invented operators, on loopback only."""
    from nisassess import server
    from nisassess.demo import fill, guide

    settings = common.settings(host, port)
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        common.fail(
            f"the demo has public passwords, so it listens on loopback only, not {settings.host}"
        )
    if settings.installation_name is None:
        settings = settings.model_copy(update={"installation_name": "Demo of nisassess"})
    asyncio.run(server.prepare(settings))
    tokens = asyncio.run(fill.fill(settings))
    typer.echo(guide.text(settings, tokens))
    server.serve(settings)


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from nisassess import server

    applied = asyncio.run(server.prepare(common.settings()))
    typer.echo(f"applied: {', '.join(applied)}" if applied else "nothing to apply")


@schema_cli.command("export")
def schema_export(check: Check = False) -> None:
    """Write schema.graphql, the reviewed definition of the API."""
    from nisassess.schema import build_schema

    _export(ROOT / "schema.graphql", f"{build_schema().as_str()}\n", check)


@access_cli.command("export")
def access_export(check: Check = False) -> None:
    """Write access.md: field, permission, roles."""
    from nisassess.access.table import table
    from nisassess.schema import build_schema, guards

    _export(ROOT / "access.md", table(guards(build_schema())), check)


def _ask_administrator() -> tuple[str, str, str] | None:
    """Ask a person at a terminal; a service without one is told what to run."""
    if not sys.stdin.isatty():
        typer.echo(
            "There is no administrator yet. Make one with: "
            "nisassess user create-administrator --email ADDRESS --name NAME",
            err=True,
        )
        return None
    typer.echo("A new installation: make the first administrator.")
    return typer.prompt("E-mail address"), typer.prompt("Name"), common.password()


def _export(file: Path, text: str, check: bool) -> None:
    current = file.read_text(encoding="utf-8") if file.is_file() else ""
    if current == text:
        typer.echo(f"{file.name} is up to date")
        return
    if check:
        common.fail(f"{file.name} is out of date; run `make fix` and review the difference")
    file.write_text(text, encoding="utf-8")
    typer.echo(f"{file.name} written")
