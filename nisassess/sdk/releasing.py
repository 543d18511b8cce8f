"""Writes the digests of a released version, by which later changes to it are found out."""

from pathlib import Path

from nisassess.sdk.content import Release
from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.reader import read_catalogue
from nisassess.sdk.versions import release_of


def write_release(folder: Path) -> Path:
    """Write `releases/<version>.yaml` of a catalogue's folder; returns the file.

    To be run when a version is handed out. A version is released once: where its file is there
    and says otherwise, ContentError is raised and nothing is written. The same holds where the
    content cannot be read.
    """
    catalogue = read_catalogue(folder)
    made = release_of(catalogue)
    path = folder / "releases" / f"{made.version}.yaml"
    before = [one for one in catalogue.releases if one.version == made.version]
    if before and before != [made]:
        message = (
            f"version {made.version} was released with other content;"
            " raise the catalogue's version first"
        )
        raise ContentError((ContentFault(str(path), 0, "", message),))
    path.parent.mkdir(exist_ok=True)
    path.write_text(text_of(made), encoding="utf-8")
    return path


def text_of(release: Release) -> str:
    """A release as its file holds it: plain YAML, one line for each digest."""
    lines = [
        "# Written when this version was released. Never change it by hand.",
        f'version: "{release.version}"',
        f'rest: "{release.rest}"',
    ]
    for name in ("controls", "asks"):
        digests: dict[str, str] = getattr(release, name)
        lines.append(f"{name}:")
        lines += [f'  {id_}: "{digest}"' for id_, digest in digests.items()]
    return "\n".join(lines) + "\n"
