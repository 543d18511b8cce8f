"""The NIS2 status by rule, case by case."""

from datetime import date

import pytest

from nisassess.operators.law import ceilings_on, status_law
from nisassess.operators.nis2_status import determine
from nisassess.operators.types import (
    Linkage,
    LinkedEnterprise,
    OperatorDetails,
    StatusDecision,
    StatusValue,
    YearFigures,
)
from nisassess.plugins import load_plugins
from nisassess.sdk import Regime
from nisassess.sdk.taxonomy import TAXONOMY, SizeRule
from tests.operators.world import BANK, DEVICES, GRID, INSURER, REGISTRY

pytestmark = pytest.mark.database_free

TODAY = date(2026, 11, 22)
MOBILE = "digital-infrastructure.public-communications-provider"
TRUST = "digital-infrastructure.trust-service-provider"
DNS = "digital-infrastructure.dns-service-provider"
REGION = "public-administration.regional"
REC = "Recommendation 2003/361/EC, Annex, Art."


def year(headcount=None, turnover=None, balance_sheet=None, *, of: int = 2025) -> YearFigures:
    return YearFigures(of, headcount, turnover, balance_sheet)


def both(headcount=None, turnover=None, balance_sheet=None) -> tuple[YearFigures, ...]:
    return tuple(year(headcount, turnover, balance_sheet, of=of) for of in (2025, 2024))


def decide(entity_type: str | None, figures=(), cases=(), group=()) -> StatusDecision:
    details = OperatorDetails(
        "Nordlicht",
        "AT",
        entity_type=entity_type,
        figures=tuple(figures),
        linked_enterprises=tuple(group),
        special_cases=tuple(cases),
    )
    kind = REGISTRY.entity_type(entity_type) if entity_type else None
    return determine(details, kind, TODAY)


@pytest.mark.parametrize(
    ("entity_type", "figures", "cases", "status", "citation"),
    [
        (GRID, (45, 12e6, 9e6), (), "outside", f"NIS2 Art. 2(1); {REC} 2(2)"),
        (GRID, (240, 60e6, 40e6), (), "important", f"NIS2 Art. 3(2) with Art. 2(1); {REC} 2(1)"),
        (GRID, (240, 60e6, 50e6), (), "essential", f"NIS2 Art. 3(1)(a); {REC} 2(1)"),
        (
            GRID,
            (20, 1e6, 1e6),
            ("critical-entity",),
            "essential",
            "NIS2 Art. 3(1)(f) with Art. 2(3)",
        ),
        (DEVICES, (400, 9e7, 9e7), (), "important", f"NIS2 Art. 3(2) with Art. 2(1); {REC} 2(1)"),
        (
            INSURER,
            (400, 1e9, 1e9),
            (),
            "outside",
            "NIS2 Art. 2(1), Annexes I and II; DORA Art. 2(1)(n)",
        ),
    ],
)
def test_cases_of_the_issue(entity_type, figures, cases, status, citation):
    decision = decide(entity_type, both(*figures), cases)

    assert decision.status == status
    assert decision.citation == citation
    assert decision.missing == ()
    assert decision.indicative is True


def test_an_insurer_is_under_dora_only_and_the_real_finance_plugin_says_so():
    kind = load_plugins().entity_type(INSURER)

    decision = determine(OperatorDetails("Ins", "AT", entity_type=INSURER), kind, TODAY)

    assert decision.rule == "No NIS2 type; DORA only"
    assert decision.regime is Regime.DORA
    assert decision.status is StatusValue.OUTSIDE


def test_a_bank_keeps_its_status_and_is_supervised_under_dora():
    decision = decide(BANK, both(400, 9e7, 9e7))

    assert decision.status is StatusValue.ESSENTIAL
    assert decision.regime is Regime.DORA
    assert any("NIS2 Art. 4" in reason for reason in decision.reasons)


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        ((49, 1e9, 10e6), "outside"),
        ((49, 10e6, 1e9), "outside"),
        ((49, 10_000_000.01, 10_000_000.01), "important"),
        ((50, 0, 0), "important"),
        ((249, 1e9, 43e6), "important"),
        ((249, 50e6, 1e9), "important"),
        ((249, 50_000_000.01, 43_000_000.01), "essential"),
        ((250, 0, 0), "essential"),
    ],
)
def test_each_ceiling_holds_to_the_cent_and_to_the_head(figures, status):
    assert decide(GRID, both(*figures)).status == status


@pytest.mark.parametrize(
    ("entity_type", "small", "medium", "large"),
    [
        (GRID, "outside", "important", "essential"),
        (DEVICES, "outside", "important", "important"),
        (MOBILE, "important", "essential", "essential"),
        (TRUST, "important", "important", "essential"),
        (DNS, "essential", "essential", "essential"),
        ("public-administration.central", "essential", "essential", "essential"),
    ],
)
def test_each_size_rule_at_each_size(entity_type, small, medium, large):
    sizes = (both(10, 1, 1), both(100, 1, 1), both(300, 1, 1))

    assert [decide(entity_type, size).status for size in sizes] == [small, medium, large]


@pytest.mark.parametrize(
    ("entity_type", "headcount", "citation"),
    [
        (MOBILE, 10, "NIS2 Art. 3(2) with Art. 2(2)(a)(i)"),
        (MOBILE, 100, "NIS2 Art. 3(1)(c) with Art. 2(2)(a)(i)"),
        (TRUST, 10, "NIS2 Art. 3(2) with Art. 2(2)(a)(ii)"),
        (DNS, 10, "NIS2 Art. 3(1)(b) with Art. 2(2)(a)(iii)"),
        ("public-administration.central", 10, "NIS2 Art. 3(1)(d) with Art. 2(2)(f)(i)"),
    ],
)
def test_types_in_scope_at_any_size_cite_their_own_points(entity_type, headcount, citation):
    assert decide(entity_type, both(headcount, 1, 1)).citation == citation


@pytest.mark.parametrize(
    ("case", "status", "citation"),
    [
        ("sole-provider", "important", "NIS2 Art. 3(2) with Art. 2(2)(b)"),
        ("public-safety", "important", "NIS2 Art. 3(2) with Art. 2(2)(c)"),
        ("systemic-risk", "important", "NIS2 Art. 3(2) with Art. 2(2)(d)"),
        ("national-importance", "important", "NIS2 Art. 3(2) with Art. 2(2)(e)"),
        ("central-administration", "essential", "NIS2 Art. 3(1)(d) with Art. 2(2)(f)(i)"),
        ("designated-essential", "essential", "NIS2 Art. 3(1)(e) with Art. 2(2)(b) to (e)"),
        ("former-oes", "essential", "NIS2 Art. 3(1)(g)"),
    ],
)
def test_special_cases_bring_a_small_entity_in(case, status, citation):
    decision = decide(GRID, both(5, 1e5, 1e5), (case,))

    assert (decision.status, decision.citation) == (status, citation)


def test_a_special_case_never_lowers_what_size_alone_makes_essential():
    assert decide(GRID, both(300, 1, 1), ("sole-provider",)).status is StatusValue.ESSENTIAL


def test_a_case_for_annex_types_does_not_reach_an_insurer():
    decision = decide(INSURER, both(5, 1, 1), ("designated-essential",))

    assert decision.status is StatusValue.OUTSIDE
    assert any("reaches only" in reason for reason in decision.reasons)


def test_a_critical_entity_is_essential_before_its_type_is_known():
    assert decide(None, (), ("critical-entity",)).status is StatusValue.ESSENTIAL


def test_domain_registration_alone_makes_neither_essential_nor_important():
    decision = decide(None, (), ("domain-registration",))

    assert decision.status is StatusValue.OUTSIDE
    assert decision.citation == "NIS2 Art. 2(4) and 3(3)"


def test_a_regional_administration_waits_for_the_state_s_assessment():
    waiting = decide(REGION, both(300, 1, 1))
    assessed = decide(REGION, (), ("regional-administration",))

    assert waiting.status is StatusValue.UNDECIDED
    assert waiting.missing == ("result of the Member State's risk-based assessment",)
    assert assessed.status is StatusValue.IMPORTANT
    assert assessed.citation == "NIS2 Art. 3(2) with Art. 2(2)(f)(ii)"


@pytest.mark.parametrize("entity_type", [None, "energy.gone"])
def test_without_a_known_entity_type_the_status_is_undecided(entity_type):
    decision = decide(entity_type, both(300, 9e7, 9e7))

    assert decision.status is StatusValue.UNDECIDED
    assert decision.missing == ("entity type",)
    assert decision.regime is None


@pytest.mark.parametrize(
    ("entity_type", "figures", "status", "missing"),
    [
        (GRID, (30, None, 9e6), "outside", ()),
        (GRID, (30, None, 20e6), "undecided", ("turnover 2025",)),
        (GRID, (30, 20e6, None), "undecided", ("balance sheet total 2025",)),
        (GRID, (100, None, 20e6), "important", ()),
        (GRID, (100, None, 44e6), "undecided", ("turnover 2025",)),
        (GRID, (250, None, None), "essential", ()),
        (GRID, (None, 1e6, 1e6), "undecided", ("headcount 2025",)),
        (GRID, (None, 5e6, None), "undecided", ("headcount 2025",)),
        (GRID, (None, 60e6, 50e6), "essential", ()),
        (DEVICES, (50, None, None), "important", ()),
        (MOBILE, (50, None, None), "essential", ()),
        (DNS, (None, None, None), "essential", ()),
    ],
)
def test_a_missing_figure_is_named_only_where_it_decides(entity_type, figures, status, missing):
    decision = decide(entity_type, [year(*figures)])

    assert decision.status == status
    assert decision.missing == missing


def test_without_any_figures_all_three_are_named_and_the_span_is_told():
    decision = decide(GRID)

    assert decision.missing == (
        "headcount of the last closed year",
        "turnover of the last closed year",
        "balance sheet total of the last closed year",
    )
    expected = "Depending on what is missing: outside or important or essential."
    assert expected in decision.reasons


def test_years_that_disagree_keep_the_older_size_and_say_so():
    grown = decide(GRID, [year(240, 6e7, 4e7), year(45, 12e6, 9e6, of=2024)])
    shrunk = decide(GRID, [year(45, 12e6, 9e6), year(240, 6e7, 4e7, of=2024)])

    assert grown.status is StatusValue.OUTSIDE
    assert shrunk.status is StatusValue.IMPORTANT
    for decision in (grown, shrunk):
        assert any("disagree" in one and "Art. 4(2)" in one for one in decision.reasons)


def test_the_order_in_which_years_are_given_does_not_matter():
    newer, older = year(240, 6e7, 4e7), year(45, 12e6, 9e6, of=2024)

    assert decide(GRID, [newer, older]) == decide(GRID, [older, newer])


def test_years_apart_leave_the_newest_to_decide():
    decision = decide(GRID, [year(240, 6e7, 4e7), year(45, 12e6, 9e6, of=2022)])

    assert decision.status is StatusValue.IMPORTANT
    assert any("do not follow one another" in one for one in decision.reasons)


def test_one_year_counts_and_is_marked_as_one():
    decision = decide(GRID, [year(45, 12e6, 9e6)])

    assert decision.status is StatusValue.OUTSIDE
    assert any("one closed year only" in one for one in decision.reasons)


def test_old_figures_are_told():
    old = decide(GRID, [year(45, 12e6, 9e6, of=2023), year(45, 12e6, 9e6, of=2022)])
    assert any("those of 2023" in one for one in old.reasons)
    fresh = decide(GRID, [year(45, 12e6, 9e6, of=2024), year(45, 12e6, 9e6, of=2023)])
    assert not any("newest figures" in one for one in fresh.reasons)


def partner(share: float | None, headcount: int | None) -> LinkedEnterprise:
    return LinkedEnterprise("Südwind", Linkage.PARTNER, share, headcount, 0, 0)


def linked(headcount: int | None, turnover: float | None = 0) -> LinkedEnterprise:
    return LinkedEnterprise("Nordlicht Holding", Linkage.LINKED, 100, headcount, turnover, 0)


def test_a_linked_enterprise_counts_in_full_and_a_partner_by_its_share():
    own = both(40, 1e6, 1e6)

    assert decide(GRID, own, group=[linked(9)]).status is StatusValue.OUTSIDE
    assert decide(GRID, own, group=[linked(10)]).status is StatusValue.IMPORTANT
    assert decide(GRID, own, group=[partner(25, 39)]).status is StatusValue.OUTSIDE
    assert decide(GRID, own, group=[partner(25, 40)]).status is StatusValue.IMPORTANT


def test_the_group_s_part_in_the_size_is_told_with_the_state_s_leeway():
    decision = decide(GRID, both(40, 1e6, 1e6), group=[linked(10)])

    assert any("would be smaller than medium-sized" in one for one in decision.reasons)
    assert any("recital 16" in one for one in decision.reasons)


def test_a_figure_missing_in_the_group_is_named_with_its_enterprise():
    decision = decide(GRID, both(40, 1e6, 1e6), group=[linked(None)])

    assert decision.missing == ("headcount of Nordlicht Holding",)
    assert decide(GRID, both(250, 1, 1), group=[linked(None, None)]).missing == ()


def test_an_unknown_share_of_a_partner_matters_between_25_and_50_percent_only():
    assert decide(GRID, both(40, 1, 1), group=[partner(None, 19)]).status is StatusValue.OUTSIDE
    assert decide(GRID, both(40, 1, 1), group=[partner(None, 40)]).status is StatusValue.IMPORTANT
    between = decide(GRID, both(40, 1, 1), group=[partner(None, 30)])
    assert between.missing == ("share in Südwind",)


def test_shares_are_added_without_rounding():
    group = [LinkedEnterprise(f"P{i}", Linkage.PARTNER, 33.1, 10, 0, 0) for i in range(3)]

    assert decide(GRID, both(40, 0, 0), group=group).status is StatusValue.OUTSIDE
    tenth = [LinkedEnterprise("P", Linkage.PARTNER, 30, 1, 0.7, 0)]
    assert decide(GRID, both(1, 9_999_999.79, 1e9), group=tenth).status is StatusValue.OUTSIDE


def test_the_ceilings_are_those_of_the_recommendation():
    ceilings = ceilings_on(TODAY)

    assert ceilings.applies_from == date(2005, 1, 1)
    small, medium = ceilings.small, ceilings.medium
    assert (small.headcount, small.turnover, small.balance_sheet) == (50, 10**7, 10**7)
    assert (medium.headcount, medium.turnover, medium.balance_sheet) == (250, 5 * 10**7, 43 * 10**6)
    assert (small.citation, medium.citation) == (f"{REC} 2(2)", f"{REC} 2(1)")


def test_every_special_case_and_every_type_of_any_size_has_its_citation():
    law = status_law()
    any_size = {
        kind.id
        for kind in TAXONOMY.entity_types
        if kind.size_rule not in {SizeRule.SIZE_CAP, SizeRule.ON_ASSESSMENT}
    }

    assert set(law.cases) == {case.id for case in TAXONOMY.special_cases}
    assert set(law.types) == any_size
