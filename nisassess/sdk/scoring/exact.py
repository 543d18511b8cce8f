"""Exact figures: whole numbers and fractions until the very end."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from nisassess.sdk.content import Dimension

Exact = int | Fraction
_DECIMALS = 4
_SHIFT = 10**_DECIMALS


@dataclass(frozen=True, slots=True)
class Reach:
    """What a part or a control reaches on the profile's scale; None while open.

    Without dimensions the value stands for each of them.
    """

    value: Exact | None
    dimensions: tuple[tuple[Dimension, Exact | None], ...] = ()

    def within(self, dimension: Dimension) -> Exact | None:
        """The value in one dimension; None where it is open or has nothing to score."""
        if not self.dimensions:
            return self.value
        return dict(self.dimensions).get(dimension)


def mean(values: Iterable[Exact]) -> Exact | None:
    """The arithmetic mean; None of nothing."""
    return weighted_mean((1, value) for value in values)


def weighted_mean(pairs: Iterable[tuple[Exact, Exact]]) -> Exact | None:
    """The mean of (weight, value); None where nothing has a weight."""
    items = [(weight, value) for weight, value in pairs if weight > 0]
    if not items:
        return None
    # In whole numbers over one denominator each: many times faster than adding fractions.
    weights = lcm(*(weight.denominator for weight, _ in items))
    values = lcm(*(value.denominator for _, value in items))
    shares = [weight.numerator * (weights // weight.denominator) for weight, _ in items]
    top = sum(
        share * value.numerator * (values // value.denominator)
        for share, (_, value) in zip(shares, items, strict=True)
    )
    return Fraction(top, values * sum(shares))


def on_scale(earned: Exact, lowest: int, steps: int) -> Exact:
    """What is earned (0 to 1), laid out on a scale."""
    bottom = earned.denominator
    return Fraction(lowest * bottom + steps * earned.numerator, bottom)


def rounded(value: Exact | None) -> float | None:
    """To four decimals, half to even."""
    return None if value is None else _shifted(value) / _SHIFT


def in_digits(value: Exact) -> str:
    """To four decimals at most, without trailing zeros: `3`, `3.5`, `3.2143`."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{_shifted(value) / _SHIFT:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _shifted(value: Exact) -> int:
    """The number of ten-thousandths, half to even."""
    whole, rest = divmod(value.numerator * _SHIFT, value.denominator)
    above = 2 * rest - value.denominator
    up = above > 0 or (above == 0 and whole % 2 == 1)
    return int(whole) + int(up)
