"""Finds the folders of translations, one per language."""

import re
from collections.abc import Iterator
from pathlib import Path

from nisassess.sdk.errors import ContentFault

_LANGUAGE = re.compile(r"[a-z]{2}")


def languages(folder: Path, told: list[ContentFault]) -> Iterator[tuple[str, Path]]:
    """Every language with its folder; another name is a fault."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and _LANGUAGE.fullmatch(path.name):
            yield path.name, path
        else:
            message = "only folders named by a language's two letters belong here, e.g. fr"
            told.append(ContentFault(str(path), 0, "", message))
