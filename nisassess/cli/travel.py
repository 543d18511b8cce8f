"""`nisassess trust …` and `nisassess submission import`: submissions of other installations.

Whoever runs the installation acts here for an authority of it, with the rights of its officers.
"""

import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from nisassess.access import Actor, ActorKind, Grant, Role
from nisassess.cli import common
from nisassess.kit.errors import NotFound

if TYPE_CHECKING:  # what they import takes longer than most commands
    from nisassess.kit.services import Services
    from nisassess.results.keys import Certificate
    from nisassess.submissions.trust_types import Imported, TrustRow

T = TypeVar("T")
Work = Callable[["Services", Actor], Awaitable[T]]

trust_cli = typer.Typer(
    help="Other installations whose sealed submissions an authority takes in.",
    no_args_is_help=True,
)
AuthorityId = Annotated[
    str, typer.Option("--authority", metavar="ID", help="See `nisassess organisation list`.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@trust_cli.command("add")
def add(
    certificate: Annotated[Path, typer.Argument(help="The certificate in PEM.", exists=True)],
    authority: AuthorityId,
    name: Annotated[str, typer.Option(help="How the other installation is called here.")],
    fingerprint: Annotated[
        str | None,
        typer.Option(help="SHA-256 of the certificate, as whoever runs it told you."),
    ] = None,
) -> None:
    """Take in what a key sealed, after comparing its fingerprint. Prints the trust's id."""
    from nisassess.kit.database import Database
    from nisassess.submissions import trusting
    from nisassess.submissions.trust_types import NewTrust

    pem = _read(certificate, trusting.LARGEST_CERTIFICATE).decode("utf-8", errors="replace")
    given = NewTrust(authority, name, pem, fingerprint or _confirmed(pem))

    async def work(services: "Services", actor: Actor) -> "TrustRow":
        return await trusting.trust(services.get(Database), actor, given)

    typer.echo(_acting(authority, work).id)


@trust_cli.command("list")
def list_(authority: AuthorityId, as_json: AsJson = False) -> None:
    """Name every key that an authority trusts or trusted."""
    from nisassess.submissions import trusting

    async def work(_: "Services", actor: Actor) -> "tuple[TrustRow, ...]":
        return await trusting.trusted(actor, authority) or ()

    rows = _acting(authority, work)
    if as_json:
        typer.echo(json.dumps([_trust_json(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        state = f"revoked {row.revoked_at:%Y-%m-%d}" if row.revoked_at else "trusted"
        typer.echo(f"{row.id}  {state:18}  {row.key_id}  {row.name}")


@trust_cli.command("revoke")
def revoke(
    trust: Annotated[str, typer.Argument(metavar="ID", help="See `nisassess trust list`.")],
    authority: AuthorityId,
) -> None:
    """Take in nothing more that a key sealed; what was imported stays."""
    from nisassess.kit.database import Database
    from nisassess.submissions import trusting

    async def work(services: "Services", actor: Actor) -> "TrustRow":
        return await trusting.revoke(services.get(Database), actor, trust)

    row = _acting(authority, work)
    typer.echo(f"{row.name}: {row.key_id} is not trusted any more")


def import_(
    file: Annotated[Path, typer.Argument(help="A sealed PDF.", exists=True)],
    authority: AuthorityId,
    as_json: AsJson = False,
) -> None:
    """Import a sealed PDF that another installation's operator submitted to an authority here.

    Exit codes: 0 imported, or here already; 1 refused, with the reason; 2 wrong usage.
    """
    from nisassess.results.plain import plain
    from nisassess.submissions.examining import LARGEST
    from nisassess.submissions.importing import Importer
    from nisassess.submissions.routes_import import imported_json

    pdf = _read(file, LARGEST)

    async def work(services: "Services", actor: Actor) -> "Imported":
        return await services.get(Importer).take(actor, pdf, authority)

    done = _acting(authority, work)
    if as_json:
        typer.echo(json.dumps(imported_json(done), ensure_ascii=False))
        return
    row = done.submission
    told = "imported" if done.is_new else "here already"
    typer.echo(f"{told}: {row.id}  {row.operator_name}, {row.title}, version {row.version}")
    for item in done.evidence_elsewhere:
        told = f"{item.filename or item.title} ({item.control}, SHA-256 {item.digest})"
        typer.echo(f"  stays with the operator: {plain(told, 1_000)}")


def _confirmed(pem: str) -> str:
    """The fingerprint of a certificate, once a person has compared it."""
    from nisassess.results.vouching import vouching_words

    certificate = _certificate(pem)
    typer.echo(f"{certificate.subject}\n{vouching_words(certificate)}", err=True)
    if not sys.stdin.isatty():
        common.fail(
            "compare the certificate's fingerprint with whoever runs the installation, and give "
            "it with --fingerprint"
        )
    typer.echo(f"SHA-256: {certificate.kid}", err=True)
    if not typer.confirm("Did whoever runs that installation tell you this fingerprint?"):
        common.fail("nothing was added")
    return certificate.kid


def _certificate(pem: str) -> "Certificate":
    from nisassess.results.keys import KeyFault, read_certificates

    try:
        return read_certificates(pem)[0]
    except KeyFault as fault:
        common.fail(f"the certificate cannot be used: {fault}")


def _read(file: Path, largest: int) -> bytes:
    try:
        if file.stat().st_size > largest:
            common.fail(f"{file} is larger than {largest} bytes")
        return file.read_bytes()
    except OSError as error:
        common.fail(f"{file} cannot be read: {error.strerror}")


def _trust_json(row: "TrustRow") -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "fingerprint": row.key_id,
        "addedAt": row.added_at.isoformat(),
        "addedBy": row.added_by,
        "revokedAt": row.revoked_at.isoformat() if row.revoked_at else None,
    }


def _acting(authority_id: str, work: Work[T]) -> T:
    """Run a use case for an authority of this installation; a problem ends the command."""

    async def run() -> T:
        async with _installation() as services:
            return await work(services, await _officer_of(authority_id))

    return common.run(run)


@asynccontextmanager
async def _installation() -> AsyncIterator["Services"]:
    """The services of this installation, its database migrated and open."""
    from nisassess import server
    from nisassess.app import wire
    from nisassess.documents.pool import PdfPool
    from nisassess.kit.database import Database
    from nisassess.plugins import load_plugins

    settings = common.settings()
    await server.prepare(settings)
    services = wire(settings, load_plugins(settings.plugin_folders))
    database = services.get(Database)
    await database.open()
    try:
        yield services
    finally:
        await services.get(PdfPool).close()
        await database.close()


async def _officer_of(authority_id: str) -> Actor:
    from nisassess.identity.repository import all_organisations
    from nisassess.identity.types import OrganisationKind

    for row in await all_organisations():
        if row.id == authority_id and row.kind is OrganisationKind.AUTHORITY:
            roles = frozenset({Role.AUTHORITY_OFFICER})
            grant = Grant(row.id, row.name, row.kind.value, row.country, roles)
            return Actor(ActorKind.ANONYMOUS, "system", "system", grants=(grant,))
    raise NotFound("authority")
