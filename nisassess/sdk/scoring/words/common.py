"""Sentences that all methods share; a method's own words override them."""

from nisassess.sdk.content import AnswerKind
from nisassess.sdk.scoring.credit import NONE_TRUE
from nisassess.sdk.scoring.exact import Exact, in_digits
from nisassess.sdk.scoring.types import ControlState, Figures, GateState, QuestionInput
from nisassess.sdk.scoring.words.catalogue import ENGLISH, Said, sentences

_AS_STORED = {
    AnswerKind.MATURITY,
    AnswerKind.ACHIEVEMENT,
    AnswerKind.YES_NO,
    AnswerKind.NUMBER,
    AnswerKind.DATE,
}


class Words:
    """What a method says of its figures, in one language (BCP 47; English by default)."""

    part_rule: Said | str = ""
    control_rule: Said | str = Said("control_rule")
    group_rule: Said | str = Said("group_rule")
    total_rule: Said | str = Said("group_rule")
    completeness_rule: Said | str = Said("completeness_rule")
    attainment_rule: Said | str = Said("attainment_rule")
    left_out_rule: Said | str = Said("left_out_rule")
    nothing_scored: Said | str = Said("nothing_scored")
    key_title: Said | str = Said("key_title")
    outcome_rule: Said | str = Said("outcome_rule")

    def __init__(self, language: str = ENGLISH) -> None:
        """Speak a language; English where there is no catalogue of it."""
        self.language = language

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of the catalogue with its values."""
        return sentences(self.language)[key].format(**values)

    def digits(self, value: Exact) -> str:
        """A number with the decimal sign of the language."""
        return in_digits(value).replace(".", sentences(self.language)["decimal"])

    # --- answers

    def answer(self, question: QuestionInput) -> str:
        """The answer as people read it."""
        answer = question.answer
        if answer is None:
            return self.say("unanswered")
        if question.kind is AnswerKind.TEXT:
            return self.say("answered")
        if question.kind in _AS_STORED:
            return sentences(self.language).get(f"answer.{answer}", answer)
        if answer == NONE_TRUE:
            return self.say("none")
        labels = {choice.value: choice.label for choice in question.choices}
        return ", ".join(labels.get(value, value) for value in answer.split())

    def for_information(self, question: QuestionInput) -> str:
        """An answer that earns nothing, or need not be given."""
        if question.answer is None:
            return self.say("unanswered_optional" if question.optional else "unanswered")
        return self.say("for_information", answer=self.answer(question))

    # --- levels and values

    def figure(self, value: Exact) -> str:
        """A level or value in a trace."""
        return self.say("level", level=self.digits(value))

    def named(self, value: Exact, levels: tuple[str, ...], lowest: int) -> str:
        """The same with the name of the level, where it has one."""
        place = int(value) - lowest
        if not 0 <= place < len(levels):
            return self.figure(value)
        return f"{self.figure(value)} ({levels[place]})"

    def state(self, state: ControlState) -> str:
        """A state without a level."""
        return self.say(f"state.{state.value}")

    def counts_as(self, value: Exact) -> str:
        """Rule of a part that is not applicable and still counts."""
        return self.say("counts_as", figure=self.figure(value))

    def counting(self, state: str, value: Exact) -> str:
        """Result of such a part."""
        return self.say("counting", state=state, figure=self.figure(value))

    def control(self, target: int) -> str:
        """Rule of a control."""
        return self.say("control", rule=self.control_rule, target=target)

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
        return self.say("answered_of", answered=answered, questions=questions)

    def completeness(self, figures: Figures) -> str:
        """Completeness of a group or of all."""
        return self.say("completeness", answered=figures.answered, questions=figures.questions)

    def attainment(self, figures: Figures) -> str:
        """Attainment of a group or of all."""
        assessed = figures.met + figures.below
        if not assessed:
            return self.say("nothing_assessed")
        return self.say("attainment", met=figures.met, assessed=assessed)

    def against(self, result: str, target: int) -> str:
        """One control in the attainment of its group."""
        return self.say("against", result=result, target=target)

    # --- gates

    def key_rule(self) -> str:
        """What the gate of the key controls asks for."""
        return self.say("key_rule")

    def needs(self, result: str, needed: Exact) -> str:
        """One control, group or total against what a gate needs."""
        return self.say("needs", result=result, needed=self.digits(needed))

    def counted(self, reached: int, required: int) -> str:
        """Result of a gate that counts controls."""
        return self.say("counted", reached=reached, required=required)

    def gate(self, state: GateState) -> str:
        """State of a gate."""
        return self.say(f"gate.{state.value}")

    def outcome(self, state: GateState) -> str:
        """What all gates together come to."""
        return self.say(f"outcome.{state.value}")
