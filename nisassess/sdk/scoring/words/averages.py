"""Sentences of the methods that average: a value on the scale, exact to four decimals."""

from nisassess.sdk.content import Dimension
from nisassess.sdk.scoring.exact import Exact, Reach
from nisassess.sdk.scoring.types import ControlState, QuestionInput
from nisassess.sdk.scoring.words.catalogue import Said
from nisassess.sdk.scoring.words.common import Words


class AverageWords(Words):
    """What both averaging methods say alike."""

    def figure(self, value: Exact) -> str:
        """A value stands as a plain number."""
        return self.digits(value)

    def named(self, value: Exact, levels: tuple[str, ...], lowest: int) -> str:
        """A value has no name of its own: the level below it would mislead."""
        del levels, lowest
        return self.digits(value)

    def control(self, target: int) -> str:
        """Rule of a control."""
        return self.say("average.control", rule=self.control_rule, target=target)

    def open_figure(self, floor: Exact) -> str:
        """Result of an average while controls are open."""
        return self.say("average.open_figure", floor=self.digits(floor))

    def total_gate_title(self, required: Exact) -> str:
        """Title of the gate on the total."""
        return self.say("average.total_gate_title", required=self.digits(required))

    def total_gate_rule(self, required: Exact) -> str:
        """Rule of the gate on the total."""
        return self.say("average.total_gate_rule", required=self.digits(required))


class MeanWords(AverageWords):
    """Mean of means."""

    part_rule = Said("mean.part_rule")
    control_rule = Said("mean.control_rule")
    group_rule = Said("mean.group_rule")
    total_rule = Said("mean.total_rule")

    def worth(self, question: QuestionInput, value: Exact) -> str:
        """An answered question, its dimension and its value."""
        answer, number = self.answer(question), self.digits(value)
        if question.dimension is None:
            return self.say("comes_to", answer=answer, result=number)
        dimension = self._dimension(question.dimension)
        return self.say("mean.worth", answer=answer, value=number, dimension=dimension)

    def dimensions(self, reach: Reach) -> str:
        """A value followed by those it was made from."""
        inner = ", ".join(
            f"{self._dimension(dimension)} {self._known(value)}"
            for dimension, value in reach.dimensions
        )
        outer = self._known(reach.value)
        return f"{outer} ({inner})" if inner else outer

    def key_rule_at_least(self, required: Exact) -> str:
        """What the gate of the key controls asks for."""
        return self.say("mean.key_rule_at_least", required=self.digits(required))

    def group_gate_title(self, required: Exact) -> str:
        """Title of the gate on one group, and on all."""
        return self.say("mean.group_gate_title", required=self.digits(required))

    def group_gate_rule(self, required: Exact) -> str:
        """Rule of the gate on groups."""
        return self.say("mean.group_gate_rule", required=self.digits(required))

    def one_group_title(self, required: Exact) -> str:
        """Title of the gate on a single group."""
        return self.say("mean.one_group_title", required=self.digits(required))

    def _dimension(self, dimension: Dimension) -> str:
        return self.say(f"dimension.{dimension.value}")

    def _known(self, value: Exact | None) -> str:
        return self.state(ControlState.OPEN) if value is None else self.digits(value)


class WeightedWords(AverageWords):
    """Weighted mean."""

    part_rule = Said("weighted.part_rule")
    control_rule = Said("weighted.control_rule")
    group_rule = Said("weighted.group_rule")
    total_rule = Said("weighted.total_rule")

    def worth(self, question: QuestionInput, earned: Exact) -> str:
        """An answered question and what it earns."""
        answer = self.answer(question)
        return self.say("weighted.worth", answer=answer, earned=self.digits(earned))

    def weighed(self, result: str, weight: Exact) -> str:
        """A control in the mean of its group."""
        return self.say("weighted.weighed", result=result, weight=self.digits(weight))
