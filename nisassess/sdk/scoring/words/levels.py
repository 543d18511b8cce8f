"""Sentences of the methods that count in whole levels: the worst decides, nothing is averaged."""

from nisassess.sdk.scoring.exact import Exact
from nisassess.sdk.scoring.types import GateState, QuestionInput
from nisassess.sdk.scoring.words.catalogue import Said
from nisassess.sdk.scoring.words.common import Words


class GatedWords(Words):
    """Gated maturity."""

    part_rule = Said("gated.part_rule")

    def allows(self, question: QuestionInput, level: Exact) -> str:
        """An answered question and the level that it allows."""
        return self.say("gated.allows", answer=self.answer(question), level=level)


class CumulativeWords(GatedWords):
    """Cumulative levels."""

    part_rule = Said("cumulative.part_rule")
    group_rule = Said("cumulative.group_rule")
    total_rule = Said("cumulative.total_rule")


class OutcomeWords(Words):
    """Outcomes that are not, partially or fully achieved."""

    part_rule = Said("outcomes.part_rule")
    control_rule = Said("outcomes.control_rule")
    profile_title: Said | str = Said("outcomes.profile_title")
    profile_rule: Said | str = Said("outcomes.profile_rule")

    def comes_to(self, question: QuestionInput, level: int) -> str:
        """An answered question and what it comes to."""
        reached = self.say(f"outcomes.level.{level}")
        return self.say("comes_to", answer=self.answer(question), result=reached)

    def outcome(self, state: GateState) -> str:
        """Whether the profile is met."""
        return self.say(f"outcomes.outcome.{state.value}")
