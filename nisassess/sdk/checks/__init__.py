"""Checks of content beyond its shape: whether what a plugin hands over holds together.

Pure functions of the values. A fault names the catalogue, profile or sector by its id, with
line 0 and the path of ids as its key; `nisassess.sdk.places` finds file and line for content
that comes from a folder.
"""

from collections.abc import Mapping

from nisassess.sdk.checks.catalogue import catalogue_faults, clashes
from nisassess.sdk.checks.common import Faults, controls_of, repeated
from nisassess.sdk.checks.profiles import profile_faults
from nisassess.sdk.checks.questions import FIXED_ANSWERS
from nisassess.sdk.checks.references import Controls
from nisassess.sdk.checks.sector import sector_faults
from nisassess.sdk.checks.translations import (
    catalogue_overlay_faults,
    profile_overlay_faults,
    sector_overlay_faults,
)
from nisassess.sdk.checks.versions import version_faults
from nisassess.sdk.content import Catalogue, Profile, Sector
from nisassess.sdk.errors import ContentFault
from nisassess.sdk.scoring import METHODS, ScoringMethod

__all__ = ["FIXED_ANSWERS", "check_plugin"]


def check_plugin(
    sector: Sector,
    catalogues: tuple[Catalogue, ...],
    profiles: tuple[Profile, ...],
    other_catalogues: tuple[Catalogue, ...] = (),
    methods: Mapping[str, ScoringMethod] = METHODS,
) -> tuple[ContentFault, ...]:
    """Check everything one plugin hands over.

    `other_catalogues` are those of all other plugins, on which profiles may build; `methods` are
    all scoring methods that profiles may choose, the sdk's and the plugins'.
    """
    every = (*catalogues, *other_catalogues)
    known = Controls(frozenset(c.id for catalogue in every for c in controls_of(catalogue)))
    return (
        *sector_faults(sector),
        *sector_overlay_faults(sector),
        *clashes(sector, catalogues, other_catalogues),
        *(one for catalogue in catalogues for one in _catalogue(catalogue, sector, known)),
        *repeated(sector.id, "profiles", (profile.id for profile in profiles)),
        *(one for profile in profiles for one in profile_faults(profile, sector, every, methods)),
        *(one for profile in profiles for one in _overlays(profile, every)),
    )


def _catalogue(catalogue: Catalogue, sector: Sector, known: Controls) -> Faults:
    yield from catalogue_faults(catalogue, sector, known)
    yield from catalogue_overlay_faults(catalogue)
    yield from version_faults(catalogue)


def _overlays(profile: Profile, catalogues: tuple[Catalogue, ...]) -> Faults:
    languages = [one.language for one in catalogues if one.id in profile.catalogues]
    yield from profile_overlay_faults(profile, languages[0] if languages else None)
