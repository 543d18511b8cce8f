"""Scoring inputs in a few words."""

from nisassess.sdk import AnswerKind
from nisassess.sdk.scoring import ControlInput, PartInput, QuestionInput, ScoringInput

LEVELS = ("Not in place", "Started", "Defined", "Implemented and evidenced", "Measured")


def ladder(answer: str | None, id_: str = "ladder") -> QuestionInput:
    return QuestionInput(id_, "How far?", AnswerKind.MATURITY, None, answer)


def gate(level: int, answer: str | None, kind: AnswerKind = AnswerKind.YES_NO) -> QuestionInput:
    return QuestionInput(f"gate-{level}", "Achieved?", kind, level, answer)


def part(*questions: QuestionInput, id_: str = "p1", name: str = "Office IT") -> PartInput:
    return PartInput(id_, name, not_applicable=False, questions=questions)


def left_out(*questions: QuestionInput, id_: str = "p1", name: str = "Office IT") -> PartInput:
    return PartInput(id_, name, not_applicable=True, questions=questions)


def control(*parts: PartInput, id_: str = "c1", target: int = 3) -> ControlInput:
    return ControlInput(id_, f"Control {id_}", target, parts)


def given(*controls: ControlInput) -> ScoringInput:
    return ScoringInput((("g1", "Group", controls),), LEVELS)
