"""`nisassess plugin preview`."""

from pathlib import Path
from typing import Annotated

import typer

_LAST_PORT = 65535


def preview(
    folder: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="A content folder.", exists=True, file_okay=False),
    ],
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=_LAST_PORT)
    ] = 8001,
    lang: Annotated[str | None, typer.Option(help="Language to begin in, two letters.")] = None,
) -> None:
    """Show the operator's view in the browser, anew with each change; Ctrl+C ends it.

    Listens on this machine only. Faults are shown in the browser, with file and line.
    """
    from nisassess.plugins.opening import opened
    from nisassess.preview.serving import PortTaken, listening, serve

    def announce(address: str) -> None:
        typer.echo(f"preview of {folder}; this link opens it once, as an invented operator:")
        typer.echo(address)

    with opened(str(folder)) as found:
        content = found.plugin.folder
    try:
        listener = listening(port)
    except PortTaken as error:
        typer.echo(f"nisassess: {error}", err=True)
        raise typer.Exit(1) from None
    serve(content, listener, lang, announce)
