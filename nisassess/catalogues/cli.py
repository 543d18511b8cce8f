"""`nisassess catalogue …`: catalogues of other tools in, ours out."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import orjson
import typer

from nisassess.catalogues.interchange.formats import Format

if TYPE_CHECKING:
    from nisassess.plugins import PluginRegistry
    from nisassess.sdk import Catalogue, ContentError, Profile

_USAGE = 2
_LONGEST_ID = 60
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

app = typer.Typer(help="Catalogues: import, export.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


@app.callback()
def _catalogue() -> None:
    """Catalogues: import, export."""


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="An OSCAL catalog or profile, a CISO Assistant library or a workbook; then what"
            " belongs to it: profiles, catalogs they import, mappings.",
        ),
    ],
    to: Annotated[Path, typer.Option(help="The folder to write; it must not exist.")],
    id_: Annotated[
        str | None, typer.Option("--id", help="Id of the catalogue; else made of its name.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="Language of an OSCAL file, two letters: OSCAL does not say."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a plugin's folder of FILE; tell what was taken and all that could not be.

    Nothing is fetched, and no file is read but those named and those of the names they import in
    their own folder. Nothing is written unless the folder can be read back.

    Exit codes: 0 written; 1 a file is faulty, each fault with file and line; 2 wrong usage.
    """
    from nisassess.catalogues.interchange.folder import REPORT, write_folder
    from nisassess.catalogues.interchange.importing import import_files
    from nisassess.catalogues.interchange.oscal_catalog import Wanted
    from nisassess.sdk import ContentError

    _check_name("--id", id_, "letters a–z, digits, single hyphens")
    if language is not None and not (len(language) == 2 and language.islower()):  # noqa: PLR2004
        _usage("--language must be two small letters, as in `de`")
    try:
        imported = import_files(files, Wanted(id_, language))
        open_points = write_folder(imported, to)
    except ContentError as error:
        _refuse(error)
    if as_json:
        _print(imported.report.as_json() | {"open points": [str(one) for one in open_points]})
        return
    _write(imported.report.as_text())
    for point in open_points:
        _write(f"to be decided: {point}")
    _write(f"written to {to}; the whole report is in {to / REPORT}")


@app.command()
def export(
    catalogue: Annotated[
        str, typer.Argument(help="Id of an installed catalogue, or a plugin's folder.")
    ],
    to: Annotated[Path, typer.Option(help="The file to write; it must not exist.")],
    form: Annotated[Format, typer.Option("--format", help="What to write.")],
    as_json: AsJson = False,
) -> None:
    """Write CATALOGUE in another tool's format; tell all that the format has no place for.

    OSCAL profiles are written beside the catalog, one file each.

    Exit codes: 0 written; 1 no such catalogue, or it cannot be written; 2 wrong usage.
    """
    from nisassess.catalogues.interchange.exporting import export_files
    from nisassess.sdk import ContentError

    try:
        found, profiles = _find(catalogue)
        moment = datetime.now(UTC)
        report, written = export_files(found, profiles, form, to, moment)
    except ContentError as error:
        _refuse(error)
    if as_json:
        _print(report.as_json() | {"files": [str(path) for path in written]})
        return
    _write(report.as_text())
    for path in written:
        _write(f"written: {path}")


def _find(name: str) -> "tuple[Catalogue, tuple[Profile, ...]]":
    from nisassess.kit.settings import Settings
    from nisassess.plugins import load_plugins
    from nisassess.sdk import ContentPlugin

    folder = Path(name)
    if folder.is_dir():
        plugin = ContentPlugin(folder)
        catalogues, profiles = plugin.catalogues, plugin.profiles
        if len(catalogues) != 1:
            held = ", ".join(one.id for one in catalogues) or "none"
            _fail(
                f"{folder} holds {len(catalogues)} catalogues ({held}); one is exported at a time"
            )
        return catalogues[0], _over(catalogues[0], profiles)
    registry = load_plugins(Settings().plugin_folders)
    owner = registry.plugin_of_catalogue(name)
    if owner is None:
        _fail(f"there is no catalogue '{name}' ({_known(registry)})")
    catalogue = next(one for one in owner.catalogues if one.id == name)
    return catalogue, _over(catalogue, owner.profiles)


def _over(catalogue: "Catalogue", profiles: "tuple[Profile, ...]") -> "tuple[Profile, ...]":
    return tuple(profile for profile in profiles if catalogue.id in profile.catalogues)


def _known(registry: "PluginRegistry") -> str:
    found = sorted(one.id for plugin in registry.plugins for one in plugin.catalogues)
    refused = ", ".join(plugin.name for plugin in registry.refused)
    why = (
        f"; refused with what they hold: {refused}, see `nisassess plugin list`" if refused else ""
    )
    return f"installed: {', '.join(found)}{why}"


def _check_name(option: str, name: str | None, right: str) -> None:
    if name is not None and not (len(name) <= _LONGEST_ID and _ID.fullmatch(name)):
        _usage(f"{option} must be {right}; at most 60 characters")


def _refuse(error: "ContentError") -> NoReturn:
    for fault in error.faults:
        sys.stderr.write(f"{fault}\n")
    raise typer.Exit(1)


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"nisassess: {message}\n")
    raise typer.Exit(1)


def _usage(message: str) -> NoReturn:
    sys.stderr.write(f"nisassess: {message}\n")
    raise typer.Exit(_USAGE)


def _print(value: dict[str, Any]) -> None:
    _write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
