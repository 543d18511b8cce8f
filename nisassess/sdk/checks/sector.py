"""Checks of a sector."""

from nisassess.sdk.checks.common import Content, Faults, fault
from nisassess.sdk.taxonomy import TAXONOMY


def sector_faults(content: Content) -> Faults:
    """Subsectors are NIS2's, entity types of the sector's own are not."""
    sector = content.sector
    for subsector in sector.subsectors:
        if TAXONOMY.subsector(subsector) is None:
            message = f"'{subsector}' is no subsector of NIS2 Annex I or II"
            yield fault(sector.id, "subsectors", message)
    for kind in sector.entity_types:
        if TAXONOMY.knows(kind.id):
            message = f"'{kind.id}' is an id of NIS2 Annex I or II already"
            yield fault(sector.id, "entity_types", message)
