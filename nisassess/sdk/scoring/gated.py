"""Gated maturity: a level counts only when every level below it is met.

A maturity question supports all levels up to the answered one. Any other question belongs to one
level and, until it is achieved in full, caps the control just below that level. A control takes
the level of its worst applicable part: a control room left behind is not averaged away by a good
office network.
"""

from collections.abc import Iterator
from typing import ClassVar

from nisassess.sdk.content import AnswerKind
from nisassess.sdk.scoring.assembling import Assembled
from nisassess.sdk.scoring.credit import credit, level_of
from nisassess.sdk.scoring.exact import Exact
from nisassess.sdk.scoring.fit import (
    capped_faults,
    maturity_faults,
    own_level_faults,
    parameter_faults,
    scale_faults,
)
from nisassess.sdk.scoring.frame import NOT_APPLICABLE_COUNTS, Run
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault
from nisassess.sdk.scoring.types import QuestionInput, Scale
from nisassess.sdk.scoring.words import GatedWords


def allowed(question: QuestionInput, scale: Scale, counts_from: Exact) -> int:
    """Highest level that an answered question allows; achieved from `counts_from` on."""
    if question.kind is AnswerKind.MATURITY:
        return level_of(question.answer or "", scale)
    if (credit(question, scale) or 0) >= counts_from:
        return scale.highest
    below = (scale.lowest + 1 if question.level is None else question.level) - 1
    return min(max(below, scale.lowest), scale.highest)


class GatedMaturity(Assembled):
    """Gated maturity, version 1.0."""

    id: ClassVar[str] = "gated-maturity"
    version: ClassVar[str] = "1.0"
    title: ClassVar[str] = "Gated maturity levels"
    summary: ClassVar[str] = (
        "A level counts only when every level below it is met. A control takes the level of its "
        "worst part, and nothing is averaged."
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (NOT_APPLICABLE_COUNTS,)
    words: ClassVar[GatedWords] = GatedWords()

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """A question without a level, or levels that leave the profile's scale."""
        yield from scale_faults(view)
        yield from parameter_faults(view, self.parameters)
        yield from capped_faults(view)
        yield from maturity_faults(view)
        yield from own_level_faults(view)

    def worth(self, question: QuestionInput, run: Run) -> int:
        """The highest level that the answer allows."""
        return allowed(question, run.scale, 1)

    def said(self, question: QuestionInput, worth: Exact) -> str:
        """The answer and the level it allows."""
        return self.words.allows(question, worth)
