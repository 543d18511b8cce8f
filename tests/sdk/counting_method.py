"""A method as a plugin brings it."""

from collections.abc import Iterator

from nisassess.sdk.scoring import (
    GatedMaturity,
    Parameter,
    ProfileView,
    Score,
    ScoringFault,
    ScoringInput,
    ScoringMethod,
)


class Counting:
    """A plugin's method, known by its protocol alone, that counts how often it is asked."""

    id = "counting"
    version = "1.0"
    title = "Counting"
    summary = "Gated maturity, counted."
    monotone = True
    parameters: tuple[Parameter, ...] = ()

    def __init__(self, method: ScoringMethod | None = None) -> None:
        self.method = method or GatedMaturity()
        self.sizes: list[int] = []

    def score(self, given: ScoringInput) -> Score:
        self.sizes.append(sum(len(controls) for _, _, controls in given.groups))
        return self.method.score(given)

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        return self.method.faults(view)
