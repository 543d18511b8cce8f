"""Sentences of the methods that average: a value on the scale, exact to four decimals."""

from typing import ClassVar

from nisassess.sdk.content import Dimension
from nisassess.sdk.scoring.exact import Exact, Reach, in_digits
from nisassess.sdk.scoring.types import QuestionInput
from nisassess.sdk.scoring.words.common import Words


class AverageWords(Words):
    """What both averaging methods say alike."""

    def figure(self, value: Exact) -> str:
        """A value stands as a plain number."""
        return in_digits(value)

    def named(self, value: Exact, levels: tuple[str, ...], lowest: int) -> str:
        """A value has no name of its own: the level below it would mislead."""
        return in_digits(value)

    def control(self, target: int) -> str:
        """Rule of a control."""
        return f"{self.control_rule} Target: {target}."

    def open_figure(self, floor: Exact) -> str:
        """Result of an average while controls are open."""
        return f"open, at least {in_digits(floor)}"

    def total_gate_title(self, required: Exact) -> str:
        """Title of the gate on the total."""
        return f"Total of at least {in_digits(required)}"

    def total_gate_rule(self, required: Exact) -> str:
        """Rule of the gate on the total."""
        return (
            f"The total is at least {in_digits(required)}, compared before rounding. Failed as "
            "soon as it is out of reach even with every open control at the highest level."
        )


class MeanWords(AverageWords):
    """Mean of means."""

    part_rule: ClassVar[str] = (
        "In each dimension the mean of the requirements; then the mean of the dimensions."
    )
    control_rule: ClassVar[str] = (
        "In each dimension a control takes the value of its worst applicable part; then the mean "
        "of the dimensions."
    )
    group_rule: ClassVar[str] = (
        "In each dimension the mean of the controls; then the mean of the dimensions. Known once "
        "no control is open; until then open controls count as the lowest level for what is "
        "reached at least."
    )
    total_rule: ClassVar[str] = (
        "The mean of the groups, each counting the same. Known once no control is open; until "
        "then open controls count as the lowest level for what is reached at least."
    )
    _DIMENSIONS: ClassVar[dict[Dimension, str]] = {
        Dimension.DOCUMENTATION: "documentation",
        Dimension.IMPLEMENTATION: "implementation",
    }

    def worth(self, question: QuestionInput, value: Exact) -> str:
        """An answered question, its dimension and its value."""
        where = f" in {self._DIMENSIONS[question.dimension]}" if question.dimension else ""
        return f"{self.answer(question)}: {in_digits(value)}{where}"

    def dimensions(self, reach: Reach) -> str:
        """A value followed by those it was made from."""
        inner = ", ".join(
            f"{self._DIMENSIONS[dimension]} {'open' if value is None else in_digits(value)}"
            for dimension, value in reach.dimensions
        )
        outer = "open" if reach.value is None else in_digits(reach.value)
        return f"{outer} ({inner})" if inner else outer

    def key_rule_at_least(self, required: Exact) -> str:
        """What the gate of the key controls asks for."""
        return (
            "Every key control reaches its target, and at least "
            f"{in_digits(required)} in the mean of its dimensions, compared before rounding. None "
            "can be left out as not applicable, and no average makes up for it."
        )

    def group_gate_title(self, required: Exact) -> str:
        """Title of the gate on one group, and on all."""
        return f"Every group at least {in_digits(required)}"

    def group_gate_rule(self, required: Exact) -> str:
        """Rule of the gate on groups."""
        return (
            f"Every group is at least {in_digits(required)}, compared before rounding; a strong "
            "group makes up for no weak one."
        )

    def one_group_title(self, required: Exact) -> str:
        """Title of the gate on a single group."""
        return f"Group of at least {in_digits(required)}"


class WeightedWords(AverageWords):
    """Weighted mean."""

    part_rule: ClassVar[str] = (
        "The mean of what the questions earn (0 nothing, 1 in full), laid out on the profile's "
        "scale."
    )
    control_rule: ClassVar[str] = "A control takes the value of its worst applicable part."
    group_rule: ClassVar[str] = (
        "The mean of the controls by their weights. Known once no control is open; until then "
        "open controls count as the lowest level for what is reached at least."
    )
    total_rule: ClassVar[str] = (
        "The mean of all controls by their weights, whatever their group. Known once no control "
        "is open; until then open controls count as the lowest level for what is reached at least."
    )

    def worth(self, question: QuestionInput, earned: Exact) -> str:
        """An answered question and what it earns."""
        return f"{self.answer(question)}: earns {in_digits(earned)}"

    def weighed(self, result: str, weight: Exact) -> str:
        """A control in the mean of its group."""
        return f"{result}, weight {in_digits(weight)}"
