"""Which listing counts, and who may record one; pure."""

from collections.abc import Iterable

from nisassess.identity.types import CompetenceRow
from nisassess.operators.policy import covers
from nisassess.operators.types import OperatorRow, StatusDecision
from nisassess.supervision.types import ListingRow, NisStatusRow, StatusBasis


def competent(competences: Iterable[CompetenceRow], operator: OperatorRow) -> tuple[str, ...]:
    """Ids of the authorities that are competent for the operator.

    Those that are so for its very subsector come first: they are nearer to it than an authority
    for all of them.
    """
    place = operator.classification
    fitting = [one for one in competences if covers(one, operator.details.country, place)]
    fitting.sort(key=lambda one: (one.subsector != place.subsector, one.authority_id))
    return tuple(dict.fromkeys(one.authority_id for one in fitting))


def latest(listings: Iterable[ListingRow]) -> tuple[ListingRow, ...]:
    """The listing that each authority recorded last, newest decision first."""
    by_authority: dict[str, ListingRow] = {}
    for one in sorted(listings, key=lambda one: one.id):
        by_authority[one.authority.id] = one
    newest_first = sorted(
        by_authority.values(), key=lambda one: (one.decided_on, one.id), reverse=True
    )
    return tuple(newest_first)


def nis_status(
    operator: OperatorRow,
    indicative: StatusDecision,
    listings: Iterable[ListingRow],
    competences: Iterable[CompetenceRow],
) -> NisStatusRow:
    """Put listings beside the indicative status; that of a competent authority prevails.

    The listing of an authority that is no longer competent, say after the entity type was
    corrected, stays visible and decides nothing.
    """
    recorded = tuple(listings)
    shown = latest(recorded)
    able = competent(competences, operator)
    prevailing = next((one for one in shown if one.authority.id in able), None)
    return NisStatusRow(
        effective=prevailing.status if prevailing else indicative.status,
        basis=StatusBasis.LISTED if prevailing else StatusBasis.INDICATIVE,
        indicative=indicative,
        listings=shown,
        history=tuple(sorted(recorded, key=lambda one: one.id, reverse=True)),
        regime=indicative.regime,
    )
