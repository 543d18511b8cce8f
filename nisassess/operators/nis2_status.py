"""An operator's indicative NIS2 status, from what the operator says of itself; pure.

The order of the rules: special cases that need no Annex type; the entity type; special cases that
make an Annex type essential; types that are essential at any size; size, with the special cases
that bring a small entity into scope. A missing fact leaves the status undecided only if it can
change it. Words and provisions are data (`rules/`), dated where the law is.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from nisassess.operators.law import Ceilings, ceilings_on, status_law
from nisassess.operators.size import (
    Quantity,
    Size,
    SizeReading,
    YearReading,
    deciding_quantities,
    read_size,
    size_of,
)
from nisassess.operators.types import OperatorDetails, StatusDecision, StatusValue
from nisassess.plugins import EntityTypeFacts
from nisassess.sdk import Regime
from nisassess.sdk.taxonomy import TAXONOMY, Effect, SizeRule, SpecialCase

_REGISTRATION = "domain-registration"
_LATEST_ACCOUNTS_AGE = 2
"""Years: accounts of the year before last are closed everywhere."""

OutcomeOf = Callable[[Size], str]
"""The id of the rule that applies at a size."""


def determine(
    details: OperatorDetails, kind: EntityTypeFacts | None, today: date
) -> StatusDecision:
    """The status that the rules give; `kind` is None when the entity type is absent or unknown."""
    cases = [case for case in TAXONOMY.special_cases if case.id in details.special_cases]
    at_any_type = _essential(cases, needs_annex_type=False)
    if at_any_type:
        return _by_case(at_any_type, kind, cases)
    if kind is None:
        return _without_type(details, cases)
    if kind.annex is None:
        rule = "dora-only" if kind.regime is Regime.DORA else "no-nis2-type"
        return _decision(rule, kind, _unreachable(cases))
    by_case = _essential(cases, needs_annex_type=True)
    if by_case:
        return _by_case(by_case, kind, cases)
    if kind.size_rule == SizeRule.ANY_SIZE_ESSENTIAL:
        return _decision("essential-any-size", kind, _claims(cases))
    return _by_size(details, kind, cases, today)


def _essential(cases: Iterable[SpecialCase], *, needs_annex_type: bool) -> SpecialCase | None:
    return next(
        (
            case
            for case in cases
            if case.effect is Effect.ESSENTIAL and case.needs_annex_type is needs_annex_type
        ),
        None,
    )


def _by_case(
    case: SpecialCase, kind: EntityTypeFacts | None, cases: list[SpecialCase]
) -> StatusDecision:
    essential = case.effect is Effect.ESSENTIAL
    return StatusDecision(
        status=StatusValue.ESSENTIAL if essential else StatusValue.IMPORTANT,
        rule=f"{case.title}; at any size",
        citation=_case_citation(case),
        reasons=(*_claims(cases), *_supervision(kind)),
        regime=kind.regime if kind else Regime.NIS2,
    )


def _without_type(details: OperatorDetails, cases: list[SpecialCase]) -> StatusDecision:
    if details.entity_type is not None:
        reason = f'No entity type "{details.entity_type}" is known to this installation.'
        return _decision("entity-type-missing", None, (reason,), ("entity type",))
    if any(case.id == _REGISTRATION for case in cases):
        reason = "Choose an entity type as well if one of Annex I or II fits."
        return _decision("registration-only", None, (*_claims(cases), reason))
    return _decision("entity-type-missing", None, _claims(cases), ("entity type",))


def _by_size(
    details: OperatorDetails, kind: EntityTypeFacts, cases: list[SpecialCase], today: date
) -> StatusDecision:
    ceilings = ceilings_on(today)
    in_scope = next((case for case in cases if case.needs_annex_type), None)
    if kind.size_rule == SizeRule.ON_ASSESSMENT:
        if in_scope:
            return _by_case(in_scope, kind, cases)
        missing = "result of the Member State's risk-based assessment"
        return _decision("assessment-missing", kind, _claims(cases), (missing,))

    outcome = _outcome_of(kind, in_scope is not None)
    reading = read_size(details, ceilings)
    reasons = (*_size_reasons(details, reading, ceilings, today), *_claims(cases))
    low, high = outcome(reading.deciding.low), outcome(reading.deciding.high)
    if _status(low) is not _status(high):
        missing_facts = _missing(reading.deciding, outcome, ceilings)
        return _decision("size-missing", kind, (*reasons, _open(reading, outcome)), missing_facts)
    if low == _BY_CASE and in_scope:
        decided = _by_case(in_scope, kind, cases)
        return replace(decided, reasons=(*reasons, *_supervision(kind)))
    return _decision(low, kind, reasons)


_BY_CASE = "by-case"


def _outcome_of(kind: EntityTypeFacts, has_case: bool) -> OutcomeOf:
    large = "essential-large" if kind.annex == "I" else "important-annex-ii"
    by_rule = {
        SizeRule.ANY_SIZE: ("important-any-size", "important-any-size", large),
        SizeRule.ANY_SIZE_MEDIUM_ESSENTIAL: (
            "important-any-size",
            "essential-communications",
            large,
        ),
    }
    small = _BY_CASE if has_case else "outside-by-size"
    steps = by_rule.get(SizeRule(kind.size_rule or SizeRule.SIZE_CAP))
    steps = steps or (small, "important-medium", large)
    return lambda size: steps[size]


def _status(rule: str) -> StatusValue:
    return StatusValue.IMPORTANT if rule == _BY_CASE else status_law().rules[rule].status


def _open(reading: SizeReading, outcome: OutcomeOf) -> str:
    sizes = (size for size in Size if reading.deciding.low <= size <= reading.deciding.high)
    possible = dict.fromkeys(_status(outcome(size)).value for size in sizes)
    return f"Depending on what is missing: {' or '.join(possible)}."


def _missing(year: YearReading, outcome: OutcomeOf, ceilings: Ceilings) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for quantity, (low, high) in deciding_quantities(year):
        before, after = (_status(outcome(size_of(one, ceilings))) for one in (low, high))
        if before is not after:
            found.update(dict.fromkeys(quantity.missing))
    return tuple(found)


def _size_reasons(
    details: OperatorDetails, reading: SizeReading, ceilings: Ceilings, today: date
) -> tuple[str, ...]:
    remarks = status_law().remarks
    reasons = [*_year_reasons(reading)]
    newest = reading.years[0].year
    if newest is not None and newest < today.year - _LATEST_ACCOUNTS_AGE:
        reasons.append(remarks["old_figures"].format(newest=newest))
    if details.linked_enterprises:
        reasons.append(remarks["group"])
        alone = read_size(details, ceilings, with_group=False).deciding
        if (alone.low, alone.high) != (reading.deciding.low, reading.deciding.high):
            reasons.append(remarks["independence"].format(alone=alone.words))
    return tuple(reasons)


def _year_reasons(reading: SizeReading) -> list[str]:
    remarks = status_law().remarks
    newest = reading.years[0]
    reasons = [_figures(year) for year in reading.years if year.year is not None]
    if reading.skipped is not None:
        apart = remarks["years_apart"].format(newest=newest.year, older=reading.skipped)
        reasons.append(apart)
    elif len(reading.years) == 1 and newest.year is not None:
        reasons.append(remarks["one_year"])
    elif len(reading.years) > 1:
        reasons.append(_comparison(newest, reading.years[1]))
    return reasons


def _comparison(newest: YearReading, older: YearReading) -> str:
    agree = newest.words == older.words
    return (
        status_law()
        .remarks["years_agree" if agree else "years_disagree"]
        .format(
            size=older.words.capitalize(),
            newest=newest.year,
            older=older.year,
            newest_size=newest.words,
            older_size=older.words,
        )
    )


def _figures(year: YearReading) -> str:
    staff, turnover, balance = (_amount(quantity) for quantity in year.quantities)
    return (
        f"{year.year}: headcount {staff}, turnover in EUR {turnover}, "
        f"balance sheet total in EUR {balance}."
    )


def _amount(quantity: Quantity) -> str:
    if quantity.low == 0 and quantity.missing:
        return "not known"
    words = f"{float(quantity.low):,.2f}".rstrip("0").rstrip(".")
    return words if quantity.low == quantity.high else f"at least {words}"


def _claims(cases: Iterable[SpecialCase]) -> tuple[str, ...]:
    remarks = status_law().remarks
    return tuple(
        remarks["registration"]
        if case.id == _REGISTRATION
        else remarks["claimed_case"].format(title=case.title, citation=_case_citation(case))
        for case in cases
    )


def _unreachable(cases: Iterable[SpecialCase]) -> tuple[str, ...]:
    remarks = status_law().remarks
    return tuple(
        remarks["unreachable_case"].format(title=case.title)
        if case.needs_annex_type
        else remarks["registration"]
        for case in cases
    )


def _case_citation(case: SpecialCase) -> str:
    fallback = f"NIS2 Art. {case.reference.article}"
    return status_law().cases.get(case.id, fallback)


def _supervision(kind: EntityTypeFacts | None) -> tuple[str, ...]:
    displaced = kind is not None and kind.regime is Regime.DORA
    return (status_law().remarks["dora"],) if displaced else ()


def _decision(
    rule_id: str,
    kind: EntityTypeFacts | None,
    reasons: tuple[str, ...],
    missing: tuple[str, ...] = (),
) -> StatusDecision:
    law = status_law()
    rule = law.rules[rule_id]
    own = law.types.get(kind.id) if kind else None
    citation = rule.citation.format(
        scope=own.scope if own else "Art. 2(2)(a)",
        essential=own.essential if own and own.essential else "Art. 3(1)",
        own=kind.citation if kind else "",
    )
    supervision = _supervision(kind) if kind and kind.annex else ()
    decided = rule.status is not StatusValue.UNDECIDED
    regime = kind.regime if kind else Regime.NIS2 if decided else None
    type_reason = (f"{kind.title}: {kind.citation}.",) if kind else ()
    return StatusDecision(
        rule.status, rule.rule, citation, (*type_reason, *reasons, *supervision), missing, regime
    )
