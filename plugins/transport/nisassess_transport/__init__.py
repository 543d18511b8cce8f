"""Transport: control catalogue and profile for air, rail, water and road operators.

The content lies in `content/`: `sector.yaml`, one folder per catalogue and one file per profile.
Nothing here but reading it, once, when the platform first asks.
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
    """The version of the contract that this plugin was written for."""
    return "1.0"


@hookimpl
def nisassess_sector() -> Sector:
    """The sector that this plugin covers."""
    return _sector()


@hookimpl
def nisassess_catalogues() -> tuple[Catalogue, ...]:
    """Every catalogue in `content/catalogues/`, ordered by folder name."""
    return _catalogues()


@hookimpl
def nisassess_profiles() -> tuple[Profile, ...]:
    """Every profile in `content/profiles/`."""
    return _profiles()


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
