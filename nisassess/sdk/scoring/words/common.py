"""Sentences that all methods share; a method's own words override them."""

from typing import ClassVar

from nisassess.sdk.content import AnswerKind
from nisassess.sdk.scoring.credit import NONE_TRUE
from nisassess.sdk.scoring.exact import Exact, in_digits
from nisassess.sdk.scoring.types import ControlState, Figures, GateState, QuestionInput

_AS_STORED = {
    AnswerKind.MATURITY,
    AnswerKind.ACHIEVEMENT,
    AnswerKind.YES_NO,
    AnswerKind.NUMBER,
    AnswerKind.DATE,
}


class Words:
    """What a method says of its figures."""

    part_rule: ClassVar[str] = ""
    control_rule: ClassVar[str] = "A control takes the level of its worst applicable part."
    group_rule: ClassVar[str] = (
        "The level of the weakest control; known once no control is open. Controls that are not "
        "applicable are left out."
    )
    total_rule: ClassVar[str] = group_rule
    completeness_rule: ClassVar[str] = (
        "Answered questions divided by all questions of applicable controls and parts."
    )
    attainment_rule: ClassVar[str] = (
        "Controls that reach their target divided by controls assessed; open and not applicable "
        "controls are left out."
    )
    left_out_rule: ClassVar[str] = "Not applicable, with a reason: left out."
    nothing_scored: ClassVar[str] = "Nothing to score: counts as the lowest level."
    key_title: ClassVar[str] = "Key controls"
    outcome_rule: ClassVar[str] = (
        "Passed when every gate is passed; failed as soon as one gate fails, whatever the average."
    )

    # --- answers

    def answer(self, question: QuestionInput) -> str:
        """The answer as people read it."""
        answer = question.answer
        if answer is None:
            return "unanswered"
        if question.kind is AnswerKind.TEXT:
            return "answered"
        if question.kind in _AS_STORED:
            return answer
        if answer == NONE_TRUE:
            return "none"
        labels = {choice.value: choice.label for choice in question.choices}
        return ", ".join(labels.get(value, value) for value in answer.split())

    def for_information(self, question: QuestionInput) -> str:
        """An answer that earns nothing, or need not be given."""
        if question.answer is None:
            return "unanswered, optional" if question.optional else "unanswered"
        return f"{self.answer(question)}: for information"

    # --- levels and values

    def figure(self, value: Exact) -> str:
        """A level or value in a trace."""
        return f"level {in_digits(value)}"

    def named(self, value: Exact, levels: tuple[str, ...], lowest: int) -> str:
        """The same with the name of the level, where it has one."""
        place = int(value) - lowest
        if not 0 <= place < len(levels):
            return self.figure(value)
        return f"{self.figure(value)} ({levels[place]})"

    def state(self, state: ControlState) -> str:
        """A state without a level."""
        return state.value.replace("_", " ")

    def counts_as(self, value: Exact) -> str:
        """Rule of a part that is not applicable and still counts."""
        return f"Not applicable, with a reason: counts as {self.figure(value)}."

    def counting(self, state: str, value: Exact) -> str:
        """Result of such a part."""
        return f"{state}: counts as {self.figure(value)}"

    def control(self, target: int) -> str:
        """Rule of a control."""
        return f"{self.control_rule} Target: level {target}."

    def open_figure(self, floor: Exact) -> str:
        """A figure of several controls while one is open."""
        del floor
        return self.state(ControlState.OPEN)

    def span(self, value: Exact | None, floor: Exact | None) -> str:
        """A figure of several controls: known, or open with what is reached at least."""
        if value is not None:
            return self.figure(value)
        return self.state(ControlState.OPEN) if floor is None else self.open_figure(floor)

    # --- completeness and attainment

    def answered(self, answered: int, questions: int) -> str:
        """Completeness of one control."""
        return f"{answered} of {questions} answered"

    def completeness(self, figures: Figures) -> str:
        """Completeness of a group or of all."""
        return f"{figures.answered} of {figures.questions} questions answered"

    def attainment(self, figures: Figures) -> str:
        """Attainment of a group or of all."""
        assessed = figures.met + figures.below
        if not assessed:
            return "nothing assessed yet"
        return f"{figures.met} of {assessed} assessed controls reach their target"

    def against(self, result: str, target: int) -> str:
        """One control in the attainment of its group."""
        return f"{result}, target {target}"

    # --- gates

    def key_rule(self) -> str:
        """What the gate of the key controls asks for."""
        return (
            "Every key control reaches its target. None can be left out as not applicable, and no "
            "average makes up for it."
        )

    def needs(self, result: str, needed: Exact) -> str:
        """One control, group or total against what a gate needs."""
        return f"{result}, needs {in_digits(needed)}"

    def counted(self, reached: int, required: int) -> str:
        """Result of a gate that counts controls."""
        return f"{reached} of {required} reach it"

    def gate(self, state: GateState) -> str:
        """State of a gate."""
        return state.value

    def outcome(self, state: GateState) -> str:
        """What all gates together come to."""
        return {
            GateState.PASSED: "All thresholds are reached.",
            GateState.FAILED: "At least one threshold is missed.",
            GateState.OPEN: "Not decided: answers are missing.",
        }[state]
