"""Who may see an operator; pure."""

from collections.abc import Iterable

from nisassess.identity.types import CompetenceRow
from nisassess.operators.types import Classification

ANY_SUBSECTOR = "*"


def covers(competence: CompetenceRow, country: str, classification: Classification) -> bool:
    """Whether an authority is competent for an operator of this country and classification.

    Nobody is competent for an operator whose entity type is not known.
    """
    return (
        classification.regime is not None
        and competence.country == country
        and competence.regime == classification.regime.value
        and competence.subsector in {ANY_SUBSECTOR, classification.subsector}
    )


def fields_of_competence(
    competences: Iterable[CompetenceRow],
) -> dict[tuple[str, str], frozenset[str] | None]:
    """Subsectors by country and regime; None stands for all of them."""
    found: dict[tuple[str, str], frozenset[str] | None] = {}
    for one in competences:
        place = (one.country, one.regime)
        known = found.get(place, frozenset())
        if one.subsector == ANY_SUBSECTOR or known is None:
            found[place] = None
        else:
            found[place] = known | {one.subsector}
    return found
