"""Sentences of the methods that count in whole levels: the worst decides, nothing is averaged."""

from typing import ClassVar

from nisassess.sdk.scoring.exact import Exact
from nisassess.sdk.scoring.types import GateState, QuestionInput
from nisassess.sdk.scoring.words.common import Words


class GatedWords(Words):
    """Gated maturity."""

    part_rule: ClassVar[str] = (
        "A level counts only when all levels below it are met: the part reaches the lowest level "
        "that any of its questions allows."
    )

    def allows(self, question: QuestionInput, level: Exact) -> str:
        """An answered question and the level that it allows."""
        return f"{self.answer(question)}: allows level {level}"


class CumulativeWords(GatedWords):
    """Cumulative levels."""

    part_rule: ClassVar[str] = (
        "Levels are cumulative and the weakest practice decides: a level is reached when every "
        "practice of it and of all levels below it counts as implemented."
    )
    group_rule: ClassVar[str] = (
        "A group reaches a level when all its controls do: the weakest one decides; known once no "
        "control is open. Controls that are not applicable are left out."
    )
    total_rule: ClassVar[str] = (
        "The level of the weakest group; known once no control is open. Every group stands for "
        "itself: a strong one makes up for none."
    )


class OutcomeWords(Words):
    """Outcomes that are not, partially or fully achieved."""

    part_rule: ClassVar[str] = (
        "An outcome is what its weakest question comes to; nothing is added up or averaged."
    )
    control_rule: ClassVar[str] = "An outcome is as far achieved as in its worst applicable part."
    profile_title: ClassVar[str] = "Every outcome reaches the profile's minimum"
    profile_rule: ClassVar[str] = (
        "The profile is met only when every applicable outcome reaches its minimum; one that does "
        "not decides."
    )
    _LEVELS: ClassVar[tuple[str, ...]] = ("not achieved", "partially achieved", "achieved")

    def comes_to(self, question: QuestionInput, level: int) -> str:
        """An answered question and what it comes to."""
        return f"{self.answer(question)}: {self._LEVELS[level]}"

    def outcome(self, state: GateState) -> str:
        """Whether the profile is met."""
        return {
            GateState.PASSED: "Profile met.",
            GateState.FAILED: "Profile not met.",
            GateState.OPEN: "Not decided: answers are missing.",
        }[state]
