"""Writes into overlay files which text each translation was made from.

Only the stamps are written: every comment, blank line and quotation mark of the files stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from nisassess.sdk.content import Catalogue
from nisassess.sdk.folder import ContentPlugin
from nisassess.sdk.reader.building import LOADER
from nisassess.sdk.translations import originals

Way = tuple[str, ...]
"""The keys that lead to a block of an overlay file; empty for the whole file."""


@dataclass(frozen=True, slots=True)
class _Edit:
    begin: int
    end: int
    text: str


def stamp(plugin: ContentPlugin, language: str | None = None) -> tuple[Path, ...]:
    """Stamp a plugin's overlays with the digests of their present originals.

    To be run when the translations were brought up to date: those into one language, or all.
    Returns the files that changed; raises ContentError when the content cannot be read.
    """
    changed: list[Path] = []
    for path, digests in _wanted(plugin).items():
        if path.exists() and language in {None, _language(path, plugin.folder)}:
            text = path.read_bytes().decode()
            stamped = stamped_text(text, digests)
            if stamped != text:
                path.write_bytes(stamped.encode())  # bytes, so that line ends stay too
                changed.append(path)
    return tuple(changed)


def _language(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).parts
    return parts[parts.index("translations") + 1]


def stamped_text(text: str, digests: Mapping[Way, str]) -> str:
    """The text of an overlay with `of` in each of these blocks, as far as they are there."""
    root = yaml.compose(text, Loader=LOADER)
    edits = [
        edit
        for way, digest in digests.items()
        if (node := _at(root, way)) is not None
        for edit in _edits(text, node, digest)
    ]
    for edit in sorted(edits, key=lambda one: one.begin, reverse=True):
        text = text[: edit.begin] + edit.text + text[edit.end :]
    return text


def _at(node: yaml.Node | None, way: Way) -> yaml.MappingNode | None:
    for key in way:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for name, value in node.value if name.value == key), None)
    return node if isinstance(node, yaml.MappingNode) and node.value else None


def _edits(text: str, node: yaml.MappingNode, digest: str) -> list[_Edit]:
    """Quoted, since sixteen hexadecimal digits may look like a number."""
    for key, value in node.value:
        if key.value == "of":
            written = text[value.start_mark.index : value.end_mark.index]
            begin, end = value.start_mark.index, value.end_mark.index
            return (
                []
                if value.value == digest and written[:1] == '"'
                else [_Edit(begin, end, f'"{digest}"')]
            )
    first = node.value[0][0].start_mark
    if node.flow_style:
        return [_Edit(first.index, first.index, f'of: "{digest}", ')]
    return [_Edit(first.index, first.index, f'of: "{digest}"\n{" " * first.column}')]


# --- which digest belongs where -------------------------------------------------------------


def _wanted(plugin: ContentPlugin) -> dict[Path, dict[Way, str]]:
    wanted: dict[Path, dict[Way, str]] = {}
    for language in plugin.sector.translations:
        path = plugin.folder / "translations" / language / "sector.yaml"
        wanted[path] = {(): originals.sector_digest(plugin.sector)}
    for file, profile in zip(plugin.profile_files(), plugin.profiles, strict=True):
        for language in profile.translations:
            path = file.parent / "translations" / language / file.name
            wanted[path] = {(): originals.profile_digest(profile)}
    for folder, catalogue in zip(plugin.catalogue_folders(), plugin.catalogues, strict=True):
        wanted |= _of_catalogue(folder, catalogue)
    return wanted


def _of_catalogue(folder: Path, catalogue: Catalogue) -> dict[Path, dict[Way, str]]:
    wanted: dict[Path, dict[Way, str]] = {}
    files = sorted((folder / "groups").glob("*.yaml"))
    for language in catalogue.translations:
        overlay = folder / "translations" / language
        wanted[overlay / "catalogue.yaml"] = {(): originals.catalogue_digest(catalogue)}
        for file, group in zip(files, catalogue.groups, strict=True):
            wanted[overlay / "groups" / file.name] = {
                (): originals.group_digest(group),
                **{
                    ("controls", control.id): originals.control_digest(control, catalogue)
                    for control in group.controls
                },
            }
    return wanted
