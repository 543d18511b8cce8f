"""`nisassess verify …` and `nisassess seal …`: check sealed PDFs, look after keys and log."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from nisassess.kit.settings import Settings

if TYPE_CHECKING:
    from nisassess.kit.database import Database
    from nisassess.results.verified import Verification
    from nisassess.submissions.sealing import Sealer

T = TypeVar("T")
ALTERED, USAGE, CANNOT_TELL = 1, 2, 3
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]

app = typer.Typer(help="The keys that seal, and the log of seals.", no_args_is_help=True)
log_app = typer.Typer(help="The log of sealed digests.", no_args_is_help=True)
app.add_typer(log_app, name="log")


@log_app.callback()
def _log() -> None:
    """The log of sealed digests."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates in PEM by key id, and since when a key no longer seals."""

    certificates: Mapping[str, str]
    retired: Mapping[str, datetime]


def verify(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", exists=True, dir_okay=False, readable=True),
    ],
    key: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            readable=True,
            help="Certificates to trust, in PEM; may be given again. "
            "Without it, those of this installation.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check sealed PDFs, offline, and say what was changed.

    Exit codes: 0 all are genuine; 1 one was altered; 2 wrong usage; 3 none was altered, but one
    is sealed by a key that is not known here, so it cannot be told.
    """
    from nisassess.results.verification import Verdict, verify_pdf
    from nisassess.results.verification import as_json as plain

    trust = _trust_of(key) if key else _run(_own_trust)
    verdicts, told = set(), []
    for file in files:
        found = verify_pdf(file.read_bytes(), trust.certificates, retired=trust.retired)
        verdicts.add(found.verdict)
        if as_json:
            told.append({"file": str(file), **plain(found)})
        else:
            _show(file, found)
    if as_json:
        _write(json.dumps(told, indent=2, ensure_ascii=False))
    if Verdict.ALTERED in verdicts:
        raise typer.Exit(ALTERED)
    if Verdict.UNKNOWN in verdicts:
        raise typer.Exit(CANNOT_TELL)


@app.command()
def show(as_json: AsJson = False) -> None:
    """Show the keys that this installation seals or sealed with, and who vouches for them."""
    from nisassess.results.keys import read_certificates
    from nisassess.results.vouching import vouching
    from nisassess.submissions import repository

    async def work(database: "Database", sealer: "Sealer") -> list[dict[str, Any]]:
        return [
            {
                "kind": row.kind,
                "createdAt": row.created_at.isoformat(),
                "retiredAt": row.retired_at.isoformat() if row.retired_at else None,
                **vouching(read_certificates(row.certificate)[0]),
            }
            for row in await repository.seal_keys()
        ]

    keys = _run(work)
    if as_json:
        _write(json.dumps(keys, indent=2, ensure_ascii=False))
        return
    for one in keys:
        state = f"retired {one['retiredAt']}" if one["retiredAt"] else "seals now"
        _write(f"{one['id']}  {one['kind']}, {state}, valid until {one['validUntil']}")
        _write(f"  {one['words']}")
    if not keys:
        _write("There is no key yet: one is made when the first assessment is submitted.")


@app.command()
def rotate() -> None:
    """Make a new key; the one before seals no more, what it sealed stays verifiable.

    Exit codes: 0 done; 1 the key is set by the deployer.
    """

    async def work(database: "Database", sealer: "Sealer") -> str:
        return (await sealer.keys.rotate(database)).kid

    _write(f"seals now: {_run(work)}")


@app.command("export-key")
def export_key(
    to: Annotated[
        Path | None, typer.Option(help="The file to write; without it, standard output.")
    ] = None,
) -> None:
    """Write the certificates that others need to verify, the present one first; nothing secret."""
    from nisassess.submissions import repository

    async def work(database: "Database", sealer: "Sealer") -> str:
        await sealer.keys.active(database)
        rows = sorted(await repository.seal_keys(), key=lambda row: row.retired_at is not None)
        return "".join(row.certificate for row in rows)

    text = _run(work)
    if to is None:
        _write(text)
    else:
        to.write_text(text, encoding="ascii")
        _write(f"written: {to}")


@app.command()
def head() -> None:
    """Print the signed head of the log, a JWS to publish or to keep elsewhere."""

    async def work(database: "Database", sealer: "Sealer") -> str:
        return await sealer.head(database)

    _write(_run(work))


@app.command()
def timestamp() -> None:
    """Fetch the time-stamps that are missing, from NISASSESS_TIMESTAMP_URL.

    Exit codes: 0 none is missing any more; 1 some are.
    """
    from nisassess.submissions.timestamping import Timestamper

    async def work(database: "Database", sealer: "Sealer") -> tuple[int, int]:
        return await Timestamper(database, Settings().timestamp_url).fetch_all()

    if Settings().timestamp_url is None:
        _fail("NISASSESS_TIMESTAMP_URL is not set: there is nobody to ask")
    fetched, missing = _run(work)
    _write(f"fetched: {fetched}, still missing: {missing}")
    if missing:
        raise typer.Exit(1)


@log_app.command("verify")
def log_verify(as_json: AsJson = False) -> None:
    """Walk through the log: nothing may be gone, changed or out of order.

    Exit codes: 0 it is whole; 1 it is not.
    """
    from nisassess.submissions import log

    async def work(database: "Database", sealer: "Sealer") -> log.LogCheck:
        return await log.check()

    found = _run(work)
    if as_json:
        faults = [{"position": one.position, "words": one.words} for one in found.faults]
        place = {"position": found.head.position, "head": found.head.head}
        _write(json.dumps({**place, "faults": faults}, indent=2))
    else:
        for fault in found.faults:
            _write(f"{fault.position}: {fault.words}")
        state = "not whole" if found.faults else "whole"
        _write(f"{found.head.position} entries, {state}; head {found.head.head}")
    if found.faults:
        raise typer.Exit(1)


def _trust_of(files: list[Path]) -> Trust:
    """Every certificate of the files; what stands below one may be the chain above it."""
    from nisassess.results.keys import KeyFault, read_certificates

    certificates: dict[str, str] = {}
    for file in files:
        try:
            found = read_certificates(file.read_bytes())
        except KeyFault as fault:
            _fail(f"{file}: {fault}", USAGE)
        for at, one in enumerate(found):
            certificates[one.kid] = "".join(upper.pem for upper in found[at:])
    return Trust(certificates, {})


async def _own_trust(database: "Database", sealer: "Sealer") -> Trust:
    from nisassess.submissions import repository

    rows = await repository.seal_keys()
    certificates = {row.id: row.certificate for row in rows}
    return Trust(certificates, {row.id: row.retired_at for row in rows if row.retired_at})


def _show(file: Path, found: "Verification") -> None:
    from nisassess.results.vouching import vouching_words

    marks = {"passed": "✓", "failed": "✗", "unknown": "?"}
    _write(f"{file}: {found.words}")
    for check in found.checks:
        _write(f"  {marks[check.state]} {check.words}")
    for change in found.changes:
        _write(f"  changed: {change}")
    if found.certificate is not None:
        _write(f"  key {found.certificate.kid}")
        _write(f"  {vouching_words(found.certificate)}")
    _write("  What the results say is the operator's own declaration.")


def _run(work: Callable[["Database", "Sealer"], Awaitable[T]]) -> T:
    """Run something on this installation; an expected problem ends the command."""
    from nisassess.kit.errors import NisassessError

    async def running() -> T:
        async with _installation(Settings()) as (database, sealer):
            return await work(database, sealer)

    try:
        return asyncio.run(running())
    except NisassessError as error:
        _fail(str(error))


@asynccontextmanager
async def _installation(settings: Settings) -> AsyncIterator[tuple["Database", "Sealer"]]:
    from nisassess.kit.database import Database
    from nisassess.kit.migrating import pending_migrations
    from nisassess.submissions.keys import seal_keys
    from nisassess.submissions.sealing import Sealer

    sealer = Sealer(seal_keys(settings))
    database = Database(settings.effective_database_url)
    _refuse_missing(database, settings)
    await database.open()
    try:
        if await pending_migrations():
            _fail("the database is of an earlier version: run `nisassess migrate`")
        yield database, sealer
    finally:
        await database.close()


def _refuse_missing(database: "Database", settings: Settings) -> None:
    """Opening the embedded database would make an empty one."""
    if database.is_sqlite and not Path(database.url.removeprefix("sqlite://")).is_file():
        _fail(
            f"there is no installation in {settings.data_dir}: set NISASSESS_DATA_DIR, or to "
            "verify without one, give its certificates by --key",
            USAGE,
        )


def _fail(message: str, code: int = 1) -> NoReturn:
    sys.stderr.write(f"nisassess: {message}\n")
    raise typer.Exit(code)


def _write(text: str) -> None:
    sys.stdout.write(f"{text.rstrip()}\n")
