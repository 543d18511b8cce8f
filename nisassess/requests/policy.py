"""Whom a request can go to, and on what basis; pure."""

from collections.abc import Iterable, Mapping

from nisassess.identity.types import CompetenceRow
from nisassess.operators.policy import ANY_SUBSECTOR
from nisassess.requests.types import EntityRow, Obstacle

ESSENTIAL_POINTS = ("e", "f", "g")
"""NIS2 Art. 32(2): an authority's requests to essential entities."""
IMPORTANT_POINTS = ("d", "e", "f")
"""NIS2 Art. 33(2): an authority's requests to important entities."""
NIS2 = "nis2"


def obstacle(
    entity: EntityRow,
    competences: Iterable[CompetenceRow],
    regime: str,
    entity_types: Iterable[str],
) -> Obstacle | None:
    """Why a request by a profile of this regime cannot go to an entity; None: it can.

    `entity_types` are those that the profile is written for, or prefixes of them; empty: any.
    """
    if entity.regime != regime or not any(_covers(one, entity) for one in competences):
        return Obstacle.NOT_COMPETENT
    wanted = tuple(entity_types)
    own = entity.entity_type or ""
    if wanted and not any(own == one or own.startswith(f"{one}.") for one in wanted):
        return Obstacle.PROFILE_DOES_NOT_FIT
    return None


def _covers(competence: CompetenceRow, entity: EntityRow) -> bool:
    return (
        competence.country == entity.country
        and competence.regime == entity.regime
        and competence.subsector in {ANY_SUBSECTOR, entity.subsector}
    )


def citations(
    status: str, points_essential: Iterable[str], points_important: Iterable[str]
) -> tuple[str, ...]:
    """The points of NIS2 that a request to an entity of this status rests on.

    While the status is not decided both are cited: which applies is for the authority to say.
    """
    essential = tuple(f"NIS2 Art. 32(2)({point})" for point in points_essential)
    important = tuple(f"NIS2 Art. 33(2)({point})" for point in points_important)
    by_status: Mapping[str, tuple[str, ...]] = {
        "essential": essential,
        "important": important,
        "outside": (),
    }
    return by_status.get(status, essential + important)
