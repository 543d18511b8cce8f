"""`nisassess submission export`: other documents of sealed results, of a file also offline."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from nisassess.kit.ids import is_id
from nisassess.submissions.exporting import Form

LARGEST = 200 * 1024 * 1024
"""Bytes of a file that is read."""
Find = Callable[[str], bytes | None]
"""The sealed document of a submission of this installation, by its id."""


def register(app: typer.Typer, find: Find) -> None:
    """Add the command; `find` looks into the installation's database."""

    @app.command("export")
    def export(
        source: Annotated[
            str,
            typer.Argument(
                metavar="ID|FILE",
                help="A submission of this installation, or a file: sealed JSON or PDF.",
            ),
        ],
        to: Annotated[Path, typer.Option(help="The file to write; it must not exist.")],
        form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.JSON,
        bom: Annotated[
            bool, typer.Option("--bom", help="Mark CSV as UTF-8, as some spreadsheets want it.")
        ] = False,
    ) -> None:
        """Write the sealed results in another form, and tell the digest that they have.

        A file is taken as it is, without a look at its seal: `nisassess verify` does that.

        Exit codes: 0 written; 1 it cannot be read, made or written; 2 wrong usage.
        """
        document = _document(source, find)
        _write(to, _made(document, form, bom))
        sys.stdout.write(f"written: {to} (results with SHA-256 {_digest(document)})\n")


def _digest(document: bytes) -> str:
    from nisassess.results.canonical import digest

    return digest(document)


def _document(source: str, find: Find) -> bytes:
    if is_id("sub", source):
        found = find(source)
        if found is None:
            _fail(f"there is no submission {source} in this installation")
        return found
    path = Path(source)
    try:
        if path.stat().st_size > LARGEST:
            _fail(f"{source} is larger than {LARGEST // 1024 // 1024} MiB")
        content = path.read_bytes()
    except OSError as error:
        _fail(f"{source} cannot be read: {error.strerror}; give a submission's id or a file")
    return _embedded(content, source) if content.startswith(b"%PDF-") else content


def _embedded(content: bytes, source: str) -> bytes:
    from nisassess.results.contents import open_contents

    found = open_contents(content)
    if found.document is None:
        _fail(f"{source} is a PDF without sealed results. {found.fault or ''}".strip())
    return found.document


def _made(document: bytes, form: Form, bom: bool) -> bytes:
    from pydantic import ValidationError

    from nisassess.documents.errors import NothingToPlanError
    from nisassess.results.canonical import parse
    from nisassess.submissions.exporting import export

    try:
        parse(document)
    except (ValueError, RecursionError) as error:
        first = str(error).splitlines()[0]
        _fail(f"these are no sealed results of a format that this version reads ({first})")
    try:
        return export(document, form, bom=bom)
    except NothingToPlanError as error:
        _fail(f"there is no plan of action: {error}")
    except ValidationError as error:
        _fail(f"the document could not be made: {str(error).splitlines()[0]}")


def _write(path: Path, content: bytes) -> None:
    """Written beside, then given its name: a crash leaves no half file."""
    if path.exists():
        _fail(f"{path} exists already; name a file that does not")
    if not path.absolute().parent.is_dir():
        _fail(f"the folder {path.absolute().parent} is missing")
    name = ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.absolute().parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).rename(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        _fail(f"{path} cannot be written: {error.strerror}")


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"nisassess: {message}\n")
    raise typer.Exit(1)
