"""Which listing counts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from nisassess.identity.types import AuthorityRow, CompetenceRow
from nisassess.operators.types import Classification, OperatorRow, StatusDecision, StatusValue
from nisassess.sdk import Regime
from nisassess.supervision.policy import competent, latest, nis_status
from nisassess.supervision.types import ListingRow, StatusBasis
from tests.operators.world import details

pytestmark = pytest.mark.database_free

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OPERATOR = OperatorRow(
    "opr_1", 1, details(), Classification("energy", "energy.electricity", Regime.NIS2), NOW
)
INDICATIVE = StatusDecision(StatusValue.IMPORTANT, "rule", "NIS2 Art. 3(2)", regime=Regime.NIS2)
NIS = CompetenceRow("aut_nis", "AT", "nis2", "*")
GRID = CompetenceRow("aut_grid", "AT", "nis2", "energy.electricity")


def listing(number: int, authority: str, status: str, decided_on: date) -> ListingRow:
    row = AuthorityRow(authority, authority, "AT")
    reason = "because"
    value = StatusValue(status)
    return ListingRow(f"lst_{number}", "opr_1", row, value, reason, None, decided_on, NOW, "Ada")


def day(number: int) -> date:
    return date(2026, 1, number)


def decide(*listings: ListingRow, able=(NIS, GRID)):
    return nis_status(OPERATOR, INDICATIVE, listings, able)


def test_without_a_listing_the_rules_speak():
    status = decide()

    assert (status.effective, status.basis) == (StatusValue.IMPORTANT, StatusBasis.INDICATIVE)


def test_a_listing_prevails_and_the_indicative_status_stays_beside_it():
    status = decide(listing(1, "aut_nis", "essential", day(1)))

    assert (status.effective, status.basis) == (StatusValue.ESSENTIAL, StatusBasis.LISTED)
    assert status.indicative == INDICATIVE


def test_the_latest_listing_of_an_authority_counts_even_if_it_is_dated_back():
    first = listing(1, "aut_nis", "essential", day(9))
    correction = listing(2, "aut_nis", "outside", day(3))

    assert latest([correction, first]) == (correction,)
    assert decide(first, correction).effective is StatusValue.OUTSIDE


def test_of_several_authorities_the_newest_decision_counts():
    newer = listing(1, "aut_nis", "essential", day(9))
    older = listing(2, "aut_grid", "outside", day(3))

    status = decide(older, newer)

    assert status.effective is StatusValue.ESSENTIAL
    assert status.listings == (newer, older)


def test_a_listing_of_an_authority_no_longer_competent_is_shown_and_decides_nothing():
    gone = listing(1, "aut_gas", "outside", day(9))
    competence = CompetenceRow("aut_gas", "AT", "nis2", "energy.gas")

    status = decide(gone, able=(competence,))

    assert status.effective is StatusValue.IMPORTANT
    assert status.basis is StatusBasis.INDICATIVE
    assert status.listings == (gone,)


@pytest.mark.parametrize(
    "competence",
    [
        replace(NIS, country="DE"),
        replace(NIS, regime="dora"),
        replace(NIS, subsector="energy.gas"),
        replace(NIS, subsector="energy"),
    ],
)
def test_competence_needs_country_regime_and_subsector(competence):
    assert competent([competence], OPERATOR) == ()
    assert competent([NIS], OPERATOR) == ("aut_nis",)


def test_nobody_is_competent_for_an_operator_without_a_type():
    untyped = replace(OPERATOR, classification=Classification())

    assert competent([NIS, GRID], untyped) == ()


def test_the_authority_for_the_very_subsector_comes_first():
    assert competent([NIS, GRID], OPERATOR) == ("aut_grid", "aut_nis")
