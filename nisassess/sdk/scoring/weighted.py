"""Weighted: the mean of what answers earn, by the weights of the controls.

Credits (0 to 1) average to a part and are laid out on the profile's scale; a control takes its
worst part; groups and the total are means by weight, the total over all controls whatever their
group. A key control that misses its target fails its gate however high the mean.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar

from nisassess.sdk.scoring.assembling import Assembled, GroupWork
from nisassess.sdk.scoring.credit import credit
from nisassess.sdk.scoring.exact import Exact, mean, on_scale, weighted_mean
from nisassess.sdk.scoring.fit import (
    capped_faults,
    maturity_faults,
    parameter_faults,
    scale_faults,
)
from nisassess.sdk.scoring.frame import NOT_APPLICABLE_COUNTS, ControlWork, Run, Weighed
from nisassess.sdk.scoring.gates import Span, total_gate
from nisassess.sdk.scoring.method import Parameter, ProfileView, ScoringFault
from nisassess.sdk.scoring.types import GateScore, QuestionInput
from nisassess.sdk.scoring.words import WeightedWords

_TOTAL = "total_at_least"


class Weighted(Assembled):
    """Weighted mean, version 1.0."""

    id: ClassVar[str] = "weighted"
    version: ClassVar[str] = "1.0"
    title: ClassVar[str] = "Weighted mean"
    summary: ClassVar[str] = (
        "What answers earn is averaged by the weights of the controls, on the profile's levels. "
        "Key controls must reach their targets whatever the mean."
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(_TOTAL, "What the total must reach; without it nothing.", minimum=Fraction(0)),
        NOT_APPLICABLE_COUNTS,
    )
    words: ClassVar[WeightedWords] = WeightedWords()
    averages: ClassVar[bool] = True

    def faults(self, view: ProfileView) -> Iterator[ScoringFault]:
        """Levels that leave the scale, and weights that leave nothing to average."""
        yield from scale_faults(view)
        yield from parameter_faults(view, self.parameters)
        yield from capped_faults(view)
        yield from maturity_faults(view)
        yield from _weight_faults(view)

    def worth(self, question: QuestionInput, run: Run) -> Exact:
        """What the answer earns, from 0 to 1."""
        return credit(question, run.scale) or 0

    def said(self, question: QuestionInput, worth: Exact) -> str:
        """The answer and what it earns."""
        return self.words.worth(question, worth)

    def value(self, worths: Sequence[Exact], run: Run) -> Exact:
        """The mean credit, on the profile's scale."""
        lowest, highest = run.scale.lowest, run.scale.highest
        return on_scale(mean(worths) or 0, lowest, highest - lowest)

    def group(self, controls: Weighed) -> Exact | None:
        """The mean by weight; None when nothing that counts has a weight."""
        return weighted_mean(
            (control.weight, reach.value) for control, reach in controls if reach.value is not None
        )

    def weighed(self, work: ControlWork) -> str:
        """A control with its weight."""
        return self.words.weighed(super().weighed(work), work.given.weight)

    def thresholds(
        self, groups: Sequence[GroupWork], total: Span, run: Run
    ) -> tuple[GateScore, ...]:
        """The total, where the profile sets a threshold."""
        required = run.threshold(_TOTAL)
        if required is None:
            return ()
        spans = tuple((group.id, group.title, group.span) for group in groups)
        return (total_gate(self.words, spans, total, required),)


def _weight_faults(view: ProfileView) -> Iterator[ScoringFault]:
    weights = view.weights or {}
    selected = [item.control.id for item in view.selected]
    for id_, weight in weights.items():
        if weight < 0:
            yield ScoringFault(f"weights.{id_}", f"{float(weight):g} is negative; 0 is the least")
    if selected and all(weights.get(id_, 1) == 0 for id_ in selected):
        yield ScoringFault("weights", "every control weighs 0; one at least must weigh more")
