"""The layout of a plugin's folder, and what does not belong into it."""

import re
from collections.abc import Iterator
from pathlib import Path

from nisassess.sdk.errors import ContentFault

LAYOUT = (
    r"(plugin|sector)\.yaml",
    r"translations/[a-z]{2}/sector\.yaml",
    r"profiles/(translations/[a-z]{2}/)?[^/]+\.yaml",
    r"catalogues/[^/]+/(translations/[a-z]{2}/)?(catalogue|groups/[^/]+)\.yaml",
    r"catalogues/[^/]+/(changes|releases)/[^/]+\.yaml",
)
_PLACES = re.compile("|".join(f"(?:{place})" for place in LAYOUT))


def strays(folder: Path) -> Iterator[ContentFault]:
    """Content files that nothing would read: misspelt folders, `.yml` for `.yaml`."""
    for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        place = path.relative_to(folder)
        if any(part.startswith(".") for part in place.parts) or _PLACES.fullmatch(place.as_posix()):
            continue
        message = "is read by nothing"
        if path.suffix == ".yml" and _PLACES.fullmatch(place.with_suffix(".yaml").as_posix()):
            message += "; end its name with .yaml"
        else:
            message += "; see the layout of a plugin's folder for where it belongs"
        yield ContentFault(str(path), 0, "", message)
