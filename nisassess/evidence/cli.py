"""`nisassess evidence …`: evidence from pipelines."""

import os
import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from nisassess.evidence.client import Answer, PushFailed, PushRequest, push_file

TOKEN_VARIABLE = "NISASSESS_TOKEN"

_USAGE = 2

app = typer.Typer(
    help="Send evidence to a server.", no_args_is_help=True, pretty_exceptions_show_locals=False
)


@app.callback()
def _evidence() -> None:
    """Send evidence to a server."""


@app.command()
def push(  # noqa: PLR0913, PLR0917
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file to send.")
    ],
    server: Annotated[str, typer.Option(help="Address of the server: https://nis.example.")],
    operator: Annotated[str, typer.Option(help="Id of the operator: opr_…")],
    control: Annotated[str, typer.Option(help="Id of the control that the file supports.")],
    source_key: Annotated[
        str, typer.Option(help="Your own lasting name for this artefact: ci/nightly-scan.")
    ],
    part: Annotated[
        str | None, typer.Option(help="Name or id of the part; without it, every part.")
    ] = None,
    assessment: Annotated[
        str | None, typer.Option(help="Id of the assessment; without it, every open one.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title; without it, the file's name.")] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, readable=True, help="File that holds the access token."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the server's answer as JSON.")
    ] = False,
) -> None:
    """Send FILE as evidence for a control; safe to repeat.

    The access token is read from --token-file, else from the variable NISASSESS_TOKEN.

    Exit codes: 0 done (also when the server has these bytes already), 1 unexpected,
    2 wrong usage, 3 token missing on the server's side, revoked or over (401), 4 not allowed
    (403), 5 no such operator, control, part or assessment (404), 6 the assessment is submitted
    (409), 7 file too large (413), 8 server unreachable or failing, 9 request refused (400).
    """
    request = PushRequest(
        file=file,
        server=server,
        operator=operator,
        control=control,
        source_key=source_key,
        parameters={"part": part, "assessment": assessment, "title": title},
        token=_token(token_file),
    )
    try:
        answer = push_file(request, tell=_tell)
    except PushFailed as failure:
        if as_json and failure.body:
            _print(failure.body)
        _tell(f"error: {failure}")
        raise typer.Exit(failure.exit_code) from None
    if as_json:
        _print(answer.body)
    else:
        _print(_summary(answer))


def _token(token_file: Path | None) -> str:
    told = os.environ.get(TOKEN_VARIABLE, "") if token_file is None else token_file.read_text()
    token = told.strip()
    if token and token.isascii() and token.isprintable() and " " not in token:
        return token
    where = f"the variable {TOKEN_VARIABLE}" if token_file is None else str(token_file)
    _tell(f"error: there is no access token in {where}; give it there or by --token-file")
    raise typer.Exit(_USAGE)


def _summary(answer: Answer) -> str:
    document = orjson.loads(answer.body)
    evidence, attached = document["evidence"], document["attached"]
    known = "new" if answer.created else "the same bytes were there"
    return "\n".join(
        (
            f"{evidence['id']}  revision {evidence['revision']} ({known})",
            f"SHA-256 {evidence['digest']}",
            f"attached to {', '.join(attached)}",
        )
    )


def _print(text: str) -> None:
    sys.stdout.write(f"{text.rstrip()}\n")


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
