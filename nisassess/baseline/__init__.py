"""The core's own plugin: the NIS baseline catalogue with its profiles.

Content only, read on first use from the files beside this module. Uses nothing but the sdk, as
any other plugin would.
"""

from functools import cache
from pathlib import Path

from nisassess.sdk import (
    Catalogue,
    Profile,
    Sector,
    hookimpl,
    read_catalogue,
    read_profiles,
    read_sector,
)

_CONTENT = Path(__file__).parent / "content"


@hookimpl
def nisassess_sdk_version() -> str:
    return "1.1"


@hookimpl
def nisassess_sector() -> Sector:
    return _sector()


@hookimpl
def nisassess_catalogues() -> tuple[Catalogue, ...]:
    return _catalogues()


@hookimpl
def nisassess_profiles() -> tuple[Profile, ...]:
    return _profiles()


# pluggy recognises plain functions only, so the caches stand behind the hooks.


@cache
def _sector() -> Sector:
    return read_sector(_CONTENT / "sector.yaml")


@cache
def _catalogues() -> tuple[Catalogue, ...]:
    folders = sorted(path.parent for path in _CONTENT.glob("catalogues/*/catalogue.yaml"))
    return tuple(read_catalogue(folder) for folder in folders)


@cache
def _profiles() -> tuple[Profile, ...]:
    return read_profiles(_CONTENT / "profiles")
