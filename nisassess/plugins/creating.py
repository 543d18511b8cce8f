"""Makes the folder that a sector body begins with, and the schemas its editor checks by."""

import json
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Template

from nisassess.sdk import SDK_VERSION, ContentError, ContentFault
from nisassess.sdk.schemas import SCHEMAS, file_of
from nisassess.sdk.taxonomy import TAXONOMY

_STARTER = Path(__file__).parent / "starter"
_SUFFIX = ".tmpl"
SCHEMA_FOLDER = ".schemas"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new plugin is to be."""

    id: str
    title: str
    language: str
    subsector: str


def create(folder: Path, beginning: Beginning) -> tuple[Path, ...]:
    """Write a small, complete plugin; returns its files.

    Raises ContentError, and writes nothing, where the folder holds anything already or the
    subsector is none of NIS2's.
    """
    _refuse(folder, beginning)
    written = []
    for template in sorted(_STARTER.rglob(f"*{_SUFFIX}")):
        file = folder / _place(template, beginning)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = template.read_text(encoding="utf-8")
        raw = file.suffix not in {".yaml", ".md"}
        file.write_text(
            text if raw else Template(text).substitute(_words(beginning)), encoding="utf-8"
        )
        written.append(file)
    return (*written, *write_schemas(folder))


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Copy the JSON Schemas of this platform's contract into the folder; returns the files."""
    target = folder / SCHEMA_FOLDER
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in SCHEMAS:
        file = target / file_of(name).name
        file.write_bytes(file_of(name).read_bytes())
        written.append(file)
    return tuple(written)


def _refuse(folder: Path, beginning: Beginning) -> None:
    message = None
    if folder.exists() and not folder.is_dir():
        message = "is a file; name a folder that is new or empty"
    elif folder.is_dir() and any(folder.iterdir()):
        message = "is not empty; name a folder that is new or empty"
    elif TAXONOMY.subsector(beginning.subsector) is None:
        message = f"'{beginning.subsector}' is no subsector of NIS2 ({_near(beginning.subsector)})"
    if message:
        raise ContentError((ContentFault(str(folder), 0, "", message),))


def _near(wrong: str) -> str:
    known = [one.id for one in TAXONOMY.subsectors]
    near = get_close_matches(wrong, known, n=3, cutoff=0.4)
    return f"near it: {', '.join(near)}" if near else f"known: {', '.join(known)}"


def _place(template: Path, beginning: Beginning) -> Path:
    place = template.relative_to(_STARTER).as_posix().removesuffix(_SUFFIX)
    place = place.replace("catalogues/measures", f"catalogues/{beginning.id}-measures")
    return Path(
        place.replace("vscode/", ".vscode/").replace(
            "profiles/essential", f"profiles/{beginning.id}-essential"
        )
    )


def _words(beginning: Beginning) -> dict[str, str]:
    """Titles are quoted as in JSON, which YAML reads whatever is in them."""
    quoted = {
        "title": beginning.title,
        "catalogue_title": f"{beginning.title}: measures",
        "profile_title": f"{beginning.title}: essential entities",
    }
    return {
        "id": beginning.id,
        "sdk": SDK_VERSION,
        "language": beginning.language,
        "subsector": beginning.subsector,
        **{name: json.dumps(text, ensure_ascii=False) for name, text in quoted.items()},
    }
