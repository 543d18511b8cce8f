"""Cumulative levels: the C2M2 way (United States, energy, 2.1).

Every practice (question) belongs to a level. A group reaches a level when every practice of it
and of all levels below it counts as implemented; the weakest practice decides. From which credit
a practice counts is the profile's to say: by default only in full, because the published sources
do not agree on whether *largely implemented* suffices.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from nisassess.sdk.scoring.assembling import Assembled
from nisassess.sdk.scoring.exact import Exact
from nisassess.sdk.scoring.fit import (
    capped_faults,
    maturity_faults,
    own_level_faults,
    parameter_faults,
    scale_faults,
)
from nisassess.sdk.scoring.frame import NOT_APPLICABLE_COUNTS, Run
from nisassess.sdk.scoring.gated import allowed
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault
from nisassess.sdk.scoring.types import QuestionInput
from nisassess.sdk.scoring.words import CumulativeWords

_COUNTS_FROM = "counts_from"


class CumulativeLevels(Assembled):
    """Cumulative levels, version 1.0."""

    id: ClassVar[str] = "cumulative-levels"
    version: ClassVar[str] = "1.0"
    title: ClassVar[str] = "Cumulative levels"
    summary: ClassVar[str] = (
        "A group reaches a level when every practice of that level and of all below it counts as "
        "implemented. The weakest practice decides, group by group."
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            _COUNTS_FROM,
            "The credit from which a practice counts as implemented: 1 only in full.",
            Fraction(1),
            Fraction(1, 100),
            Fraction(1),
        ),
        NOT_APPLICABLE_COUNTS,
    )
    words: ClassVar[CumulativeWords] = CumulativeWords()

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """A practice without a level, or levels that leave the profile's scale."""
        yield from scale_faults(view)
        yield from parameter_faults(view, self.parameters)
        yield from capped_faults(view)
        yield from maturity_faults(view)
        yield from own_level_faults(view)

    def worth(self, question: QuestionInput, run: Run) -> int:
        """The highest level that the practice allows."""
        threshold = run.numbers[_COUNTS_FROM]
        # A threshold of nothing would let an answer of no credit count.
        counts_from = 1 if threshold is None or threshold <= 0 else threshold
        return allowed(question, run.scale, counts_from)

    def said(self, question: QuestionInput, worth: Exact) -> str:
        """The answer and the level it allows."""
        return self.words.allows(question, worth)
