"""Exact figures: fractions until the very end."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nisassess.sdk.content import Dimension

_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Reach:
    """What a part or a control reaches on the profile's scale; None while open.

    Without dimensions the value stands for each of them.
    """

    value: Fraction | None
    dimensions: tuple[tuple[Dimension, Fraction | None], ...] = ()

    def within(self, dimension: Dimension) -> Fraction | None:
        """The value in one dimension; None where it is open or has nothing to score."""
        if not self.dimensions:
            return self.value
        return dict(self.dimensions).get(dimension)


def mean(values: Iterable[Fraction]) -> Fraction | None:
    """The arithmetic mean; None of nothing."""
    items = list(values)
    return sum(items, Fraction(0)) / len(items) if items else None


def rounded(value: Fraction | None) -> float | None:
    """To four decimals, half to even."""
    return None if value is None else float(round(value, _DECIMALS))


def in_digits(value: Fraction) -> str:
    """To four decimals at most, without trailing zeros: `3`, `3.5`, `3.2143`."""
    digits = f"{float(round(value, _DECIMALS)):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
