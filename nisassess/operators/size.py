"""Size of an enterprise under Recommendation 2003/361/EC, with what is not known kept as bounds.

Two closed years are read so (Annex Art. 4): the size changes only when two years in a row lie
beyond the ceilings. Where the years agree, that is the size. Where they disagree, the newer one
stands alone, so the size of the older one, with which the operator entered the newer one, is kept.
A single year, or the newest of two that do not follow one another, counts by itself.

Whoever belongs to the group is added to each year with the figures of its latest accounts
(Annex Art. 6(2)). A missing figure lies anywhere from zero upwards, a missing share of a partner
from 25 to 50 % (Art. 3(2)).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from itertools import product

from nisassess.operators.law import Ceiling, Ceilings
from nisassess.operators.types import Linkage, LinkedEnterprise, OperatorDetails, YearFigures

BEYOND_ALL = Fraction(10**30)
"""Above every ceiling; stands for "could be any amount"."""

_QUANTITIES = ("headcount", "turnover", "balance_sheet")
_NAMES = ("headcount", "turnover", "balance sheet total")
_PARTNER_SHARE = (Fraction(25, 100), Fraction(50, 100))

Triple = tuple[Fraction, Fraction, Fraction]
"""Headcount, turnover, balance sheet total."""


class Size(IntEnum):
    """Size classes as far as NIS2 needs them, in their order."""

    SMALL = 0
    """Small or micro."""
    MEDIUM = 1
    LARGE = 2

    @property
    def words(self) -> str:
        """For a sentence."""
        return ("smaller than medium-sized", "medium-sized", "larger than medium-sized")[self]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One of the three figures with the group's added: its bounds and what they lack."""

    low: Fraction
    high: Fraction
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearReading:
    """One closed year; `year` is None where no figures were given at all."""

    year: int | None
    quantities: tuple[Quantity, Quantity, Quantity]
    low: Size
    high: Size

    @property
    def words(self) -> str:
        """The size, as far as it is known."""
        if self.low == self.high:
            return self.low.words
        return "not known well enough" if self.low is Size.SMALL else f"at least {self.low.words}"


@dataclass(frozen=True, slots=True)
class SizeReading:
    """The years that were read, newest first, and the one whose size counts."""

    years: tuple[YearReading, ...]
    deciding: YearReading
    skipped: int | None = None
    """A year left out because it does not come right before the newest."""


def size_of(values: Triple, ceilings: Ceilings) -> Size:
    """The class of three known figures."""
    if _below(values, ceilings.small):
        return Size.SMALL
    return Size.MEDIUM if _below(values, ceilings.medium) else Size.LARGE


def _below(values: Triple, ceiling: Ceiling) -> bool:
    headcount, turnover, balance_sheet = values
    amounts = turnover <= ceiling.turnover or balance_sheet <= ceiling.balance_sheet
    return headcount < ceiling.headcount and amounts


def read_size(
    details: OperatorDetails, ceilings: Ceilings, *, with_group: bool = True
) -> SizeReading:
    """Read the closed years, with or without the group."""
    group = details.linked_enterprises if with_group else ()
    years, skipped = _years(details.figures)
    readings = tuple(_reading(figures, group, ceilings) for figures in years)
    if not readings:
        nothing = _reading(None, group, ceilings)
        return SizeReading((nothing,), nothing)
    return SizeReading(readings, readings[-1], skipped)


def _years(figures: tuple[YearFigures, ...]) -> tuple[list[YearFigures], int | None]:
    given = {
        one.year: one
        for one in reversed(figures)
        if any(_known(getattr(one, name)) is not None for name in _QUANTITIES)
    }
    newest, older = [*sorted(given, reverse=True), None, None][:2]
    if newest is None:
        return [], None
    if older is None or newest - older == 1:
        return [given[year] for year in (newest, older) if year is not None], None
    return [given[newest]], older


def _reading(
    figures: YearFigures | None, group: tuple[LinkedEnterprise, ...], ceilings: Ceilings
) -> YearReading:
    year = figures.year if figures else None
    first, second, third = (_quantity(index, figures, group) for index in range(3))
    quantities = (first, second, third)
    return YearReading(
        year,
        quantities,
        size_of((first.low, second.low, third.low), ceilings),
        size_of((first.high, second.high, third.high), ceilings),
    )


def _quantity(
    index: int, figures: YearFigures | None, group: tuple[LinkedEnterprise, ...]
) -> Quantity:
    name, words = _QUANTITIES[index], _NAMES[index]
    own = _known(getattr(figures, name, None))
    label = f"{words} {figures.year}" if figures else f"{words} of the last closed year"
    low, high = (own, own) if own is not None else (Fraction(0), BEYOND_ALL)
    missing = [] if own is not None else [label]
    for member in group:
        amount = _known(getattr(member, name))
        least, most = _weights(member)
        low += least * (amount or 0)
        high += BEYOND_ALL if amount is None else most * amount
        if amount is None:
            missing.append(f"{words} of {member.name}")
        if least != most and amount != 0:
            missing.append(f"share in {member.name}")
    return Quantity(low, high, tuple(missing))


def _weights(member: LinkedEnterprise) -> tuple[Fraction, Fraction]:
    if member.linkage is Linkage.LINKED:
        return Fraction(1), Fraction(1)
    share = _known(member.share)
    if share is None:
        return _PARTNER_SHARE
    weight = min(share / 100, Fraction(1))
    return weight, weight


def _known(value: float | None) -> Fraction | None:
    """The exact value; None also for what no account can hold."""
    if value is None or not math.isfinite(value) or value < 0:
        return None
    return Fraction(str(value))


def deciding_quantities(year: YearReading) -> Iterator[tuple[Quantity, tuple[Triple, Triple]]]:
    """For each quantity that is not known: the pairs of triples that differ in it alone.

    The other two stand at either of their bounds; sizes grow with every quantity, so the bounds
    are all that can matter.
    """
    for index, quantity in enumerate(year.quantities):
        if quantity.low == quantity.high:
            continue
        corners = [
            (one.low, one.high) if at != index else (quantity.low,)
            for at, one in enumerate(year.quantities)
        ]
        for corner in product(*corners):
            low = list(corner)
            high = [quantity.high if at == index else value for at, value in enumerate(corner)]
            yield quantity, ((low[0], low[1], low[2]), (high[0], high[1], high[2]))
