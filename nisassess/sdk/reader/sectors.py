"""Reads manifests, sectors and profiles, the latter two with their overlays."""

from dataclasses import replace
from pathlib import Path

from nisassess.sdk.content import PluginManifest, Profile, ProfileTexts, Sector, SectorTexts
from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.reader.documents import Document, whole
from nisassess.sdk.reader.languages import languages
from nisassess.sdk.reader.shapes import gather, read


def read_manifest(path: Path) -> PluginManifest:
    """Read `plugin.yaml`; raises ContentError."""
    return read(path, PluginManifest)[0]


def read_sector(path: Path) -> Sector:
    """Read `sector.yaml`, with `translations/<language>/sector.yaml` beside it.

    Raises ContentError.
    """
    sector, document = read(path, Sector)
    told = _inside(document)
    texts: dict[str, SectorTexts] = {}
    for language, overlay in languages(path.parent / "translations", told):
        for text, _ in gather((overlay / path.name,), SectorTexts, told):
            texts[language] = text
    if told:
        raise ContentError(tuple(told))
    return replace(sector, translations=texts) if texts else sector


def _inside(document: Document) -> list[ContentFault]:
    found = "translations" in document.value
    message = "translations belong into their own files in translations/<language>/"
    return [document.fault(("translations",), message)] if found else []


def read_profiles(folder: Path) -> tuple[Profile, ...]:
    """Read every `*.yaml` of a folder as a profile, with `translations/<language>/*.yaml`.

    Raises ContentError naming all faults of all files.
    """
    if not folder.is_dir():
        raise whole(folder, "the folder is missing")
    told: list[ContentFault] = []
    profiles = gather(sorted(folder.glob("*.yaml")), Profile, told)
    for _, document in profiles:
        told.extend(_inside(document))
    texts: dict[str, dict[str, ProfileTexts]] = {}
    for language, overlay in languages(folder / "translations", told):
        for text, document in gather(sorted(overlay.glob("*.yaml")), ProfileTexts, told):
            if not (folder / document.path.name).exists():
                message = f"translates nothing: there is no profiles/{document.path.name}"
                told.append(ContentFault(str(document.path), 0, "", message))
            texts.setdefault(document.path.name, {})[language] = text
            told.extend(_other_profile(text, document, profiles))
    if told:
        raise ContentError(tuple(told))
    return tuple(_translated(profile, texts.get(file.path.name)) for profile, file in profiles)


def _other_profile(
    text: ProfileTexts, document: Document, profiles: list[tuple[Profile, Document]]
) -> list[ContentFault]:
    return [
        document.fault(("id",), f"must be '{profile.id}', as in the profile's own file")
        for profile, original in profiles
        if original.path.name == document.path.name and profile.id != text.id
    ]


def _translated(profile: Profile, texts: dict[str, ProfileTexts] | None) -> Profile:
    return replace(profile, translations=texts) if texts else profile
