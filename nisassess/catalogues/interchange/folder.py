"""Writes imported content as a plugin's folder: whole, or not at all."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from nisassess.catalogues.interchange.bounds import refusal
from nisassess.catalogues.interchange.content import Imported
from nisassess.catalogues.interchange.ids import slug
from nisassess.sdk import (
    Catalogue,
    CatalogueTexts,
    ContentError,
    ContentFault,
    ContentPlugin,
    ControlGroup,
    GroupTexts,
    PluginManifest,
    Profile,
    Sector,
)

REPORT = "import-report.json"

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind)
    for kind in (
        Catalogue,
        CatalogueTexts,
        ControlGroup,
        GroupTexts,
        PluginManifest,
        Profile,
        Sector,
    )
}
_IN_OTHER_FILES = ("groups", "translations", "changes", "releases")


def write_folder(imported: Imported, target: Path) -> tuple[ContentFault, ...]:
    """Write the folder and read it back; gives the faults that its content still has.

    Nothing is written when the target exists or the content cannot be read back: it is made in a
    hidden folder beside the target, which then takes the target's name.
    """
    if target.exists() or target.is_symlink():
        raise refusal(str(target), 0, "", "exists already; name a folder that does not")
    parent = target.absolute().parent
    if not parent.is_dir():
        raise refusal(str(parent), 0, "", "the folder around it is missing")
    working = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=parent))
    try:
        made = working / "content"
        for place, text in files(imported):
            path = made / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        open_points = _read_back(made, imported)
        made.rename(target)
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return open_points


def _read_back(made: Path, imported: Imported) -> tuple[ContentFault, ...]:
    from nisassess.sdk.checks import check_plugin

    plugin = ContentPlugin(made)
    shape = tuple(_relative(fault, made) for fault in plugin.faults())
    if shape:
        raise ContentError(shape)
    faults = check_plugin(plugin.sector, plugin.catalogues, plugin.profiles)
    imported.report.counts["open points"] = len(faults)
    return tuple(faults)


def _relative(fault: ContentFault, made: Path) -> ContentFault:
    return replace(fault, file=fault.file.removeprefix(f"{made}/"))


def files(imported: Imported) -> Iterator[tuple[str, str]]:
    """Every file of the folder: its place and its text."""
    catalogue = imported.catalogue
    yield "plugin.yaml", _yaml(PluginManifest, imported.manifest)
    yield "sector.yaml", _yaml(Sector, imported.sector)
    base = f"catalogues/{catalogue.id}"
    yield f"{base}/catalogue.yaml", _yaml(Catalogue, catalogue, _IN_OTHER_FILES)
    names = dict(_group_files(catalogue))
    for group in catalogue.groups:
        yield f"{base}/groups/{names[group.id]}", _yaml(ControlGroup, group)
    for language, texts in catalogue.translations.items():
        overlay = f"{base}/translations/{language}"
        yield f"{overlay}/catalogue.yaml", _yaml(CatalogueTexts, texts, ("groups",))
        for id_, of_group in texts.groups.items():
            yield f"{overlay}/groups/{names[id_]}", _yaml(GroupTexts, of_group)
    for profile in imported.profiles:
        yield f"profiles/{slug(profile.id)}.yaml", _yaml(Profile, profile, ("translations",))
        for language, of_profile in profile.translations.items():
            place = f"profiles/translations/{language}/{slug(profile.id)}.yaml"
            yield place, _yaml(type(of_profile), of_profile)
    report = json.dumps(imported.report.as_json(), ensure_ascii=False, indent=1)
    yield REPORT, f"{report}\n"


def _group_files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Files are read in the order of their names, so each begins with its number."""
    width = max(len(str(len(catalogue.groups))), 2)
    for number, group in enumerate(catalogue.groups, 1):
        name = slug(group.id.removeprefix(f"{catalogue.id}."), 60)
        yield group.id, f"{number:0{width}}-{name}.yaml"


# The emitter written in C writes the same language some times faster, where it is installed.
_BASE: type[yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_BASE):  # type: ignore[misc,valid-type]
    """Texts of several lines as blocks, which a lawyer can edit and a diff can show."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(kind: type[Any], value: Any, without: tuple[str, ...] = ()) -> str:
    adapter = _ADAPTERS.get(kind) or TypeAdapter(kind)
    plain = adapter.dump_python(value, mode="json", exclude_defaults=True)
    kept = {key: item for key, item in plain.items() if key not in without}
    return yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100, indent=2)
