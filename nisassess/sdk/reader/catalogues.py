"""Reads a catalogue's folder.

`catalogue.yaml` (everything but the groups), one file per control group in `groups/`, read in
the order of their names; and where there are any, overlays in `translations/<language>/`, steps
between versions in `changes/` and digests of released versions in `releases/`.
"""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from nisassess.sdk.content import (
    Catalogue,
    CatalogueTexts,
    Choice,
    ControlGroup,
    GroupTexts,
    Release,
    VersionChanges,
)
from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.reader import scales
from nisassess.sdk.reader.documents import Document, load
from nisassess.sdk.reader.languages import languages
from nisassess.sdk.reader.shapes import adapter, faults, gather
from nisassess.sdk.versions import numbers

Dated = TypeVar("Dated", VersionChanges, Release)
Groups = list[tuple[ControlGroup, Document]]

_ELSEWHERE = {
    "groups": "control groups belong into their own files in groups/",
    "translations": "translations belong into their own files in translations/<language>/",
    "changes": "changes belong into their own files in changes/",
    "releases": "digests belong into their own files in releases/",
}


def read_catalogue(folder: Path) -> Catalogue:
    """Read a catalogue's folder; raises ContentError naming all faults of all its files."""
    files = sorted((folder / "groups").glob("*.yaml"))
    if not files:
        message = "holds no group file (*.yaml)"
        raise ContentError((ContentFault(str(folder / "groups"), 0, "", message),))
    told: list[ContentFault] = []
    groups = gather(files, ControlGroup, told)
    try:
        head = load(folder / "catalogue.yaml")
    except ContentError as error:
        raise ContentError((*error.faults, *told)) from None
    catalogue = _head(head, groups, told)
    if catalogue is not None:
        told.extend(_scale_faults(groups, catalogue.scales))
    translations = _translations(folder, told)
    changes = _versions(folder / "changes", VersionChanges, told)
    releases = _versions(folder / "releases", Release, told)
    if told or catalogue is None:
        raise ContentError(tuple(told))
    return replace(
        catalogue,
        groups=tuple(scales.expanded(group, catalogue.scales) for group, _ in groups),
        translations=translations,
        changes=changes,
        releases=releases,
    )


def _head(head: Document, groups: Groups, told: list[ContentFault]) -> Catalogue | None:
    if isinstance(head.value, dict):
        for key, message in _ELSEWHERE.items():
            if key in head.value:
                told.append(head.fault((key,), message))
                head.value.pop(key)
        head.value["groups"] = [group for group, _ in groups]
    found = [fault for fault in faults(head, Catalogue) if fault.key != "groups"]
    told.extend(found)
    return None if found or not groups else adapter(Catalogue).validate_python(head.value)


def _scale_faults(groups: Groups, known: dict[str, tuple[Choice, ...]]) -> list[ContentFault]:
    return [
        document.fault(("controls", c, "questions", q, *key), message)
        for group, document in groups
        for c, control in enumerate(group.controls)
        for q, question in enumerate(control.questions)
        for key, message in scales.misused(question, known)
    ]


# --- overlays -------------------------------------------------------------------------------


def _translations(folder: Path, told: list[ContentFault]) -> dict[str, CatalogueTexts]:
    return {
        language: _overlay(folder, overlay, told)
        for language, overlay in languages(folder / "translations", told)
    }


def _overlay(folder: Path, overlay: Path, told: list[ContentFault]) -> CatalogueTexts:
    head = _overlay_head(overlay / "catalogue.yaml", told)
    texts: dict[str, GroupTexts] = {}
    for group, document in gather(sorted((overlay / "groups").glob("*.yaml")), GroupTexts, told):
        if not (folder / "groups" / document.path.name).exists():
            message = f"translates nothing: there is no groups/{document.path.name}"
            told.append(ContentFault(str(document.path), 0, "", message))
        if group.id in texts:
            told.append(document.fault(("id",), f"the group '{group.id}' has another file already"))
        texts[group.id] = group
    return replace(head, groups=texts)


def _overlay_head(path: Path, told: list[ContentFault]) -> CatalogueTexts:
    """Everything but the groups; the file may be missing."""
    found = gather((path,), CatalogueTexts, told) if path.exists() else []
    for _, document in found:
        if "groups" in document.value:
            message = "texts of groups belong into files of their own in groups/"
            told.append(document.fault(("groups",), message))
    return found[0][0] if found else CatalogueTexts()


# --- versions -------------------------------------------------------------------------------


def _versions(folder: Path, kind: type[Dated], told: list[ContentFault]) -> tuple[Dated, ...]:
    found: list[Dated] = []
    for value, document in gather(sorted(folder.glob("*.yaml")), kind, told):
        if document.path.stem != value.version:
            message = f"must be '{document.path.stem}', as the file is named"
            told.append(document.fault(("version",), message))
        found.append(value)
    return tuple(sorted(found, key=lambda value: numbers(value.version)))
