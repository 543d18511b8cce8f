"""`nisassess catalogue diff, check, stamp, release`: versions and translations."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from nisassess.catalogues.comparing import ControlDifference, Difference, Found, compare
from nisassess.kit.settings import Settings
from nisassess.plugins import load_plugins
from nisassess.plugins.asking import Plugin, RefusedPlugin, ask
from nisassess.plugins.checking import check as check_opened
from nisassess.plugins.checking import gaps, owners, reports_of
from nisassess.plugins.opening import Opened, opened
from nisassess.sdk import Catalogue, ContentError, ContentFault, ContentPlugin
from nisassess.sdk.releasing import write_release
from nisassess.sdk.translations import LanguageReport
from nisassess.sdk.translations.stamping import stamp as stamp_folder

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Which = Annotated[
    str, typer.Argument(help="A folder, a wheel, or an installed catalogue[@version].")
]
Content = Annotated[
    str, typer.Argument(metavar="PATH", help="A content folder, a wheel or an installed plugin.")
]
Folder = Annotated[
    Path, typer.Argument(metavar="PATH", help="A content folder.", exists=True, file_okay=False)
]


def register(app: typer.Typer) -> None:
    """Put the commands beside those that are there."""
    for command in (diff, check, stamp, release):
        app.command()(command)


def diff(old: Which, new: Which, as_json: AsJson = False) -> None:
    """Tell what became of each control, with the words that differ, beside what was declared.

    Exit codes: 0 nothing speaks against the declared changes; 1 something does, or a side cannot
    be read.
    """
    with _told():
        differences, alone = _compared(_catalogues(old), _catalogues(new))
    if as_json:
        _print({"catalogues": [_as_json(one) for one in differences], "only_one_side": alone})
    else:
        for id_, side in alone.items():
            _write(f"{id_}: only in {side}")
        for one in differences:
            _show(one)
    if any(one.disagreements for one in differences):
        raise typer.Exit(1)


def check(
    path: Content,
    language: Annotated[
        list[str] | None,
        typer.Option(help="Language to look at; may be given again. Default: all there are."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(help="Look at this catalogue, profile or sector only; may be given again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the texts that are missing in a translation, or whose original changed since.

    Of a language that is named, everything must be there; else only what somebody began.

    Exit codes: 0 complete; 1 something is missing or stale.
    """
    with _told(), opened(path) as found:
        asked = Looked(_asked(found), frozenset(language or ()), frozenset(only or ()))
        faults = found.located(asked.gaps())
        counts = list(asked.summary())
    if as_json:
        _print({"path": path, "faults": [asdict(one) for one in faults], "languages": counts})
    else:
        for fault in faults:
            _write(str(fault))
        for one in counts:
            _write(
                f"{one['owner']} ({one['language']}): {one['texts']} texts,"
                f" {one['missing']} missing, {one['stale']} stale"
            )
        if not counts:
            _write(f"{path}: there are no translations")
    if faults:
        raise typer.Exit(1)


def stamp(
    path: Folder,
    language: Annotated[str, typer.Argument(help="The language that was brought up to date.")],
) -> None:
    """Mark the translations into LANGUAGE as made from the present texts."""
    with _told(), opened(str(path)) as found:
        if language not in {report.language for report in reports_of(_asked(found))}:
            raise _fault(str(path), f"has nothing in '{language}'")
        changed = stamp_folder(found.plugin, language)
    for file in changed:
        _write(f"stamped: {file}")
    if not changed:
        _write("every stamp was right already")


def release(
    path: Folder,
    catalogue: Annotated[
        list[str] | None,
        typer.Option(help="Release this catalogue only; may be given again. Default: all."),
    ] = None,
) -> None:
    """Seal the present version of the catalogues; a change needs a new version from then on."""
    with _told(), opened(str(path)) as found:
        checked = check_opened(found, load_plugins(Settings().plugin_folders))
        if checked.faults:
            raise ContentError(checked.faults)
        plugin: ContentPlugin = found.plugin
        named = set(catalogue or (one.id for one in plugin.catalogues))
        if unknown := named - {one.id for one in plugin.catalogues}:
            raise _fault(str(path), f"has no catalogue {', '.join(sorted(unknown))}")
        for folder, one in zip(plugin.catalogue_folders(), plugin.catalogues, strict=True):
            if one.id in named:
                _write(f"released: {one.id}@{one.version} ({write_release(folder)})")


# --- what is compared -----------------------------------------------------------------------


def _catalogues(which: str) -> dict[str, Catalogue]:
    if Path(which).is_dir() or which.endswith(".whl"):
        with opened(which) as found:
            return {one.id: one for one in _asked(found).catalogues}
    id_, _, version = which.partition("@")
    installed = load_plugins(Settings().plugin_folders).catalogues
    if id_ not in installed:
        known = ", ".join(sorted(installed))
        raise _fault(which, f"is no folder, no wheel and no installed catalogue ({known})")
    if version and installed[id_].version != version:
        raise _fault(which, f"is not installed; {id_}@{installed[id_].version} is")
    return {id_: installed[id_]}


def _compared(
    old: dict[str, Catalogue], new: dict[str, Catalogue]
) -> tuple[list[Difference], dict[str, str]]:
    if len(old) == len(new) == 1:  # one was named on either side, whatever it is called
        return [compare(*old.values(), *new.values())], {}
    both = [id_ for id_ in old if id_ in new]
    if not both:
        raise _fault("diff", f"no catalogue is on both sides ({', '.join([*old, *new])})")
    single = len(old) == 1 or len(new) == 1  # the others of a folder were not asked for
    alone = {} if single else {id_: "OLD" for id_ in old if id_ not in new}
    if not single:
        alone |= {id_: "NEW" for id_ in new if id_ not in old}
    return [compare(old[id_], new[id_]) for id_ in both], alone


def _asked(found: Opened) -> Plugin:
    plugin = ask(found.candidate)
    if isinstance(plugin, RefusedPlugin):
        if isinstance(found.plugin, ContentPlugin) and (faults := found.plugin.faults()):
            raise ContentError(found.shown(faults))
        raise ContentError(tuple(ContentFault(found.place, 0, "", one) for one in plugin.reasons))
    return plugin


@dataclass(frozen=True, slots=True)
class Looked:
    """The translations of a plugin that were asked about; nothing named means all there are."""

    plugin: Plugin
    languages: frozenset[str]
    only: frozenset[str]

    def reports(self) -> Iterator[LanguageReport]:
        """How far each of them is."""
        for report in reports_of(self.plugin):
            wanted = not self.languages or report.language in self.languages
            if wanted and self._counts(report.owner):
                yield report

    def gaps(self) -> Iterator[ContentFault]:
        """What is missing or stale, and what is not there at all in a language that was named."""
        reports = list(self.reports())
        for report in reports:
            yield from gaps(report)
        for language in sorted(self.languages):
            there = {report.owner for report in reports if report.language == language}
            for owner, own in owners(self.plugin):
                if owner not in there and own != language and self._counts(owner):
                    yield ContentFault(owner, 0, "", f"is not translated into '{language}'")

    def summary(self) -> Iterator[dict[str, Any]]:
        """The same in numbers."""
        for report in self.reports():
            yield {
                "owner": report.owner,
                "language": report.language,
                "texts": report.texts,
                "missing": len(report.missing),
                "stale": len(report.stale),
            }

    def _counts(self, owner: str) -> bool:
        return not self.only or owner in self.only


# --- how it is shown ------------------------------------------------------------------------


def _show(difference: Difference) -> None:
    _write(f"{difference.catalogue} {difference.old} -> {difference.new}")
    for change in difference.head:
        _write(f"  {change.key}: {change.words}")
    for one in difference.controls:
        if one.found is not Found.SAME or one.texts or one.disagrees:
            _show_control(one)
    told = ", ".join(f"{count} {kind}" for kind, count in difference.counts.items() if count)
    _write(f"{difference.catalogue}: {told}")
    for disagreement in difference.disagreements:
        _write(f"fault: {disagreement}")


def _show_control(one: ControlDifference) -> None:
    said = f", declared {one.declared}" if one.declared else ""
    into = f" into {', '.join(one.into)}" if one.into else ""
    _write(f"  {one.found:<8} {one.id}  {one.title}{said}{into}")
    if one.note:
        _write(f"           note: {one.note}")
    if one.resembles:
        _write(f"           resembles: {', '.join(one.resembles)}")
    for change in one.texts:
        _write(f"           {change.key}: {change.words}")


def _as_json(difference: Difference) -> dict[str, Any]:
    return {
        **asdict(difference),
        "counts": {kind.value: count for kind, count in difference.counts.items()},
        "disagreements": list(difference.disagreements),
    }


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ContentError as error:
        for fault in error.faults:
            sys.stderr.write(f"{fault}\n")
        raise typer.Exit(1) from None


def _fault(place: str, message: str) -> ContentError:
    return ContentError((ContentFault(place, 0, "", message),))


def _print(value: dict[str, Any]) -> None:
    _write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
