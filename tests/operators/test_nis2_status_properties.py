"""What holds of the NIS2 status for any operator."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nisassess.operators.nis2_status import determine
from nisassess.operators.types import (
    Linkage,
    LinkedEnterprise,
    OperatorDetails,
    StatusDecision,
    StatusValue,
    YearFigures,
)
from nisassess.sdk.taxonomy import TAXONOMY
from tests.operators.world import REGISTRY

pytestmark = pytest.mark.database_free

TODAY = date(2026, 11, 22)
ORDER = [StatusValue.OUTSIDE, StatusValue.IMPORTANT, StatusValue.ESSENTIAL]

kinds = st.sampled_from(sorted(REGISTRY.entity_types))
cases = st.lists(st.sampled_from([one.id for one in TAXONOMY.special_cases]), max_size=2)
heads = st.sampled_from([0, 9, 49, 50, 100, 249, 250]) | st.integers(0, 1000)
amounts = st.sampled_from([0.0, 1e7, 10_000_001.0, 43e6, 5e7]) | st.floats(0, 1e9)
accounts = st.tuples(heads, amounts, amounts)
growth = st.tuples(st.integers(0, 300), st.floats(0, 1e8), st.floats(0, 1e8))


def decide(details: OperatorDetails) -> StatusDecision:
    kind = REGISTRY.entity_type(details.entity_type) if details.entity_type else None
    return determine(details, kind, TODAY)


def operator(kind, years, group=(), claimed=()) -> OperatorDetails:
    figures = tuple(YearFigures(2025 - i, *one) for i, one in enumerate(years))
    return OperatorDetails("N", "AT", (), kind, figures, tuple(group), tuple(claimed))


@st.composite
def members(draw) -> LinkedEnterprise:
    linkage = draw(st.sampled_from(Linkage))
    share = draw(st.floats(25, 50)) if linkage is Linkage.PARTNER else None
    return LinkedEnterprise("M", linkage, share, *draw(accounts))


groups = st.lists(members(), max_size=3)
some_years = st.lists(accounts, min_size=1, max_size=2)


@given(kinds, some_years, groups, cases, st.lists(growth, min_size=2, max_size=2))
def test_growing_never_lowers_the_status(kind, years, group, claimed, more):
    grown = [
        tuple(a + b for a, b in zip(one, extra, strict=True))
        for one, extra in zip(years, more, strict=False)
    ]

    before = decide(operator(kind, years, group, claimed)).status
    after = decide(operator(kind, grown, group, claimed)).status

    if StatusValue.UNDECIDED in {before, after}:  # waits for the State, not for a figure
        assert before is after
    else:
        assert ORDER.index(before) <= ORDER.index(after)


@given(kinds, some_years, groups, members())
def test_another_group_member_never_lowers_the_status(kind, years, group, joined):
    before = decide(operator(kind, years, group)).status
    after = decide(operator(kind, years, [*group, joined])).status

    if before is not StatusValue.UNDECIDED:
        assert ORDER.index(before) <= ORDER.index(after)


@given(kinds, some_years, cases, st.sampled_from([one.id for one in TAXONOMY.special_cases]))
def test_a_further_special_case_never_lowers_the_status(kind, years, claimed, further):
    before = decide(operator(kind, years, claimed=claimed)).status
    after = decide(operator(kind, years, claimed=[*claimed, further])).status

    if before is not StatusValue.UNDECIDED:
        assert ORDER.index(before) <= ORDER.index(after)


def without(one, hidden: tuple[bool, bool, bool]):
    names = ("headcount", "turnover", "balance_sheet")
    return replace(one, **{name: None for name, gone in zip(names, hidden, strict=True) if gone})


hidings = st.tuples(st.booleans(), st.booleans(), st.booleans())


@given(kinds, accounts, groups, hidings)
def test_what_is_decided_with_facts_missing_stays_when_they_come(kind, year, group, hidden):
    whole = operator(kind, [year], group)
    partial = replace(
        whole,
        figures=(without(whole.figures[0], hidden),),
        linked_enterprises=tuple(without(one, hidden) for one in whole.linked_enterprises),
    )

    decision = decide(partial)

    if decision.status is StatusValue.UNDECIDED:
        assert decision.missing
    else:
        assert decision.missing == ()
        assert decision.status is decide(whole).status


@given(kinds, accounts, st.integers(0, 2))
def test_a_single_missing_figure_is_named_exactly_when_it_can_change_the_status(kind, year, index):
    names = ("headcount", "turnover", "balance_sheet")
    whole = operator(kind, [year])
    own = whole.figures[0]

    def status(value):
        return decide(replace(whole, figures=(replace(own, **{names[index]: value}),))).status

    possible = {status(value) for value in (0, 60, 300, 1.1e7, 6e7, 10**12)}
    decided = status(None)

    assert decided is (possible.pop() if len(possible) == 1 else StatusValue.UNDECIDED)


anything = st.none() | st.integers(-(10**12), 10**12)
any_amount = st.none() | st.floats(allow_nan=True, allow_infinity=True)
any_year = st.builds(YearFigures, st.integers(-5, 3000), anything, any_amount, any_amount)
any_member = st.builds(
    LinkedEnterprise,
    st.text(max_size=5),
    st.sampled_from(Linkage),
    any_amount,
    anything,
    any_amount,
    any_amount,
)
any_details = st.builds(
    OperatorDetails,
    st.text(max_size=5),
    st.text(max_size=2),
    entity_type=st.none() | kinds | st.text(max_size=10),
    figures=st.lists(any_year, max_size=4).map(tuple),
    linked_enterprises=st.lists(any_member, max_size=4).map(tuple),
    special_cases=st.lists(
        st.sampled_from([one.id for one in TAXONOMY.special_cases]) | st.text(max_size=5),
        max_size=4,
    ).map(tuple),
)


@given(any_details, st.dates())
def test_any_input_gets_a_full_and_repeatable_answer(details, day):
    kind = REGISTRY.entity_type(details.entity_type) if details.entity_type else None

    decision = determine(details, kind, day)

    assert decision == determine(details, kind, day)
    assert decision.rule
    assert decision.citation.startswith("NIS2 Art. ")
    assert "{" not in decision.rule + decision.citation
    assert (decision.status is StatusValue.UNDECIDED) == bool(decision.missing)
