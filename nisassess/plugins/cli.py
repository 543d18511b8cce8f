"""`nisassess plugin …`: what a sector body makes, checks and hands out.

Exit codes: 0 done, or no fault; 1 a fault, each told with file and line; 2 wrong usage.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from nisassess.kit.settings import Settings
from nisassess.plugins import listing
from nisassess.plugins.checking import Checked
from nisassess.plugins.checking import check as check_opened
from nisassess.plugins.creating import Beginning, create, write_schemas
from nisassess.plugins.opening import opened
from nisassess.plugins.packing import pack as pack_folder
from nisassess.plugins.registry import load_plugins
from nisassess.sdk import ContentError

app = typer.Typer(help="Plugins: begin, check, look at, pack.", no_args_is_help=True)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 40
_REFERENCE = Path("docs/plugins/reference.md")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Plugin = Annotated[
    str,
    typer.Argument(metavar="PATH", help="A content folder, a wheel, or an installed plugin."),
]
Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER", help="The folder of the plugin.", exists=True, file_okay=False
    ),
]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Name every plugin with its catalogues, profiles, methods and languages.

    Refused ones are named with the reasons; then the exit code is 1.
    """
    registry = load_plugins(Settings().plugin_folders)
    if as_json:
        _print(listing.as_json(registry))
    else:
        for line in listing.lines(registry):
            typer.echo(line)
    if registry.refused:
        raise typer.Exit(1)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.")],
    subsector: Annotated[
        str, typer.Option(help="The NIS2 subsector it is for, e.g. drinking-water.")
    ],
    id_: Annotated[
        str | None, typer.Option("--id", help="Id of the plugin; else the folder's name.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Name shown to people.")] = None,
    language: Annotated[
        str, typer.Option(help="Language that the content is written in, two letters.")
    ] = "en",
) -> None:
    """Write a small, complete plugin to begin with: one group, two controls, one profile."""
    id_ = folder.resolve().name if id_ is None else id_
    if not (len(id_) <= _LONGEST_ID and _SLUG.fullmatch(id_)):
        message = (
            f"'{id_}' is no id: letters a–z, digits and single hyphens, at most {_LONGEST_ID};"
            " give one with --id"
        )
        raise typer.BadParameter(message, param_hint="--id")
    if not re.fullmatch("[a-z]{2}", language):
        message = "two small letters, as in `de`"
        raise typer.BadParameter(message, param_hint="--language")
    named = title or id_.replace("-", " ").capitalize()
    with _told():
        written = create(folder, Beginning(id_, named, language, subsector))
    typer.echo(f"{len(written)} files written to {folder}")
    typer.echo(f"next: nisassess plugin check {folder}; nisassess plugin preview {folder}")


@app.command()
def schemas(folder: Folder) -> None:
    """Write the schemas that an editor checks the files by into FOLDER/.schemas."""
    for file in write_schemas(folder):
        typer.echo(f"written: {file}")


@app.command()
def check(
    path: Plugin,
    complete: Annotated[
        str, typer.Option(help="Languages that must be complete, as in `fr,de`.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Name every fault with file, line, key and what would be right.

    Looks at each file's shape, at what the files say together, at versions and translations, and
    scores every profile with answers by chance.
    """
    languages = [code.strip() for code in complete.split(",") if code.strip()]
    with _told(path, as_json=as_json), opened(path) as found:
        checked = check_opened(found, load_plugins(Settings().plugin_folders), languages)
    if as_json:
        _print(checked.as_json())
    else:
        _report(checked)
    if checked.faults:
        raise typer.Exit(1)


@app.command()
def pack(
    folder: Folder,
    to: Annotated[Path, typer.Option(help="Where the wheel goes.")] = Path("dist"),
) -> None:
    """Make an installable wheel of a content folder that has no fault.

    The same files make the same bytes.
    """
    with _told(), opened(str(folder)) as found:
        checked = check_opened(found, load_plugins(Settings().plugin_folders))
        if checked.faults:
            raise ContentError(checked.faults)
        wheel = pack_folder(found.plugin.folder, to)
    typer.echo(f"written: {wheel}")


@app.command()
def reference(
    write: Annotated[bool, typer.Option("--write", help=f"Write {_REFERENCE}.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Fail if it is out of date.")] = False,
) -> None:
    """Print the reference for plugin authors: content, questions, methods, hooks, entity types."""
    from nisassess.plugins.reference import reference as made

    text = made()
    if check:
        if not _REFERENCE.is_file() or _REFERENCE.read_text(encoding="utf-8") != text:
            typer.echo(f"nisassess: {_REFERENCE} is out of date; run `make fix`", err=True)
            raise typer.Exit(1)
        typer.echo(f"{_REFERENCE} is up to date")
    elif write:
        _REFERENCE.parent.mkdir(parents=True, exist_ok=True)
        _REFERENCE.write_text(text, encoding="utf-8")
        typer.echo(f"{_REFERENCE} written")
    else:
        typer.echo(text)


def _report(checked: Checked) -> None:
    for fault in checked.faults:
        typer.echo(str(fault))
    for warning in checked.warnings:
        typer.echo(f"warning: {warning}")
    seen = ", ".join(_counted(count, what) for what, count in checked.looked_at if count)
    ending = _counted(len(checked.faults), "faults") if checked.faults else "no fault"
    typer.echo(f"{checked.name}: {ending}{f'; looked at {seen}' if seen else ''}")


def _counted(count: int, plural: str) -> str:
    return f"{count} {plural.removesuffix('s') if count == 1 else plural}"


@contextmanager
def _told(place: str = "", *, as_json: bool = False) -> Iterator[None]:
    """Faults end the command, one a line."""
    try:
        yield
    except ContentError as error:
        if as_json:
            _print(Checked(place, place, error.faults).as_json())
        else:
            for fault in error.faults:
                typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None


def _print(value: dict[str, Any]) -> None:
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
