"""Checks of content beyond its shape: whether what a plugin hands over holds together.

Pure functions of the values. A fault names the catalogue, profile or sector by its id, with
line 0 and the path of ids as its key; `ContentPlugin.locate` finds file and line for content
that comes from a folder.
"""

from collections.abc import Callable, Mapping

from nisassess.sdk.checks.common import Content, Faults
from nisassess.sdk.checks.ids import id_faults
from nisassess.sdk.checks.profiles import profile_faults
from nisassess.sdk.checks.questions import FIXED_ANSWERS, question_faults
from nisassess.sdk.checks.references import citation_faults
from nisassess.sdk.checks.sector import sector_faults
from nisassess.sdk.checks.translations import overlay_faults
from nisassess.sdk.checks.versions import version_faults
from nisassess.sdk.content import Catalogue, Profile, Sector
from nisassess.sdk.errors import ContentFault
from nisassess.sdk.scoring import METHODS, ScoringMethod

__all__ = ["FIXED_ANSWERS", "TOPICS", "Content", "check_plugin"]

TOPICS: Mapping[str, Callable[[Content], Faults]] = {
    "sector": sector_faults,
    "ids": id_faults,
    "questions": question_faults,
    "references": citation_faults,
    "profiles": profile_faults,
    "overlays": overlay_faults,
    "versions": version_faults,
}
"""The checks by what they are about; each fault is told by one of them."""


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
    content = Content(sector, catalogues, profiles, other_catalogues, methods)
    return tuple(fault for check in TOPICS.values() for fault in check(content))
