"""Which gaps would raise the total most if they were closed, one change per control. Pure.

Where `best_change` looks for the one answer with which to begin, this looks at plans: for each
control with a part below target, all answers that could be better are tried together, and those
that the control does as well without are left out again. The controls that gain most on their own
are then tried on the whole, and ranked by what becomes of the total.
"""

from collections.abc import Iterator

from nisassess.sdk.scoring.changes import Change, Search, Spots
from nisassess.sdk.scoring.method import ScoringMethod
from nisassess.sdk.scoring.standing import Place, Standing, standing
from nisassess.sdk.scoring.types import ControlState, Score, ScoringInput

MOST_CHANGES = 25
"""How many changes can be asked for."""
_TRIED_FOR_EACH = 2
_TRIED_BESIDES = 10


def best_changes(method: ScoringMethod, given: ScoringInput, most: int = 10) -> tuple[Change, ...]:
    """At most so many changes, the one that raises the total most first.

    Among equals comes first the one with fewer answers to better, then the first in reading order.
    Only controls with a part below target are looked at, and only what raises the total is named.
    Raises ValueError unless `most` is from 1 to `MOST_CHANGES`.
    """
    if not 1 <= most <= MOST_CHANGES:
        message = f"most must be from 1 to {MOST_CHANGES}, not {most}"
        raise ValueError(message)
    return tuple(_Ranking(method, given).changes(most))


class _Ranking(Search):
    def __init__(self, method: ScoringMethod, given: ScoringInput) -> None:
        super().__init__(method, given, Place(None, None))

    def changes(self, most: int) -> Iterator[Change]:
        """The changes, the best first."""
        tried: list[tuple[Standing, Spots, Score]] = []
        candidates = self._ranked(self._gaps())[: most * _TRIED_FOR_EACH + _TRIED_BESIDES]
        for spots in sorted(candidates):
            score = self._score(self._with(spots))
            reached = standing(score, self._place)
            if reached and self._standing and reached.above(self._standing):
                tried.append((reached, spots, score))
        tried.sort(key=lambda item: (item[0], -len(item[1])), reverse=True)
        for _, spots, score in tried[:most]:
            yield self._change(spots, score)

    def _gaps(self) -> Iterator[Spots]:
        """All answers that could be better, of each control with a part below target."""
        found: dict[tuple[int, int], list[Spots]] = {}
        for spot in self._improvable():
            found.setdefault((spot.group, spot.control), []).append((spot,))
        for of_one in found.values():
            score = self._now[self._control(of_one[0]).id]
            if any(part.state is ControlState.BELOW for part in score.parts):
                yield tuple(spot for spots in of_one for spot in spots)
