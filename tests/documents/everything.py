"""Results that hold whatever results may hold, for the documents that are made of them."""

from dataclasses import replace
from typing import Any

from nisassess.results.types import (
    Answer,
    DimensionResult,
    Gate,
    Opening,
    Outcome,
    Reference,
    Results,
    Superseded,
    Trace,
    TraceInput,
)
from nisassess.sdk import AnswerKind
from tests.documents.factory import make_results, with_first_part

ANSWERS = {
    AnswerKind.MATURITY: ("3", "Managed"),
    AnswerKind.ACHIEVEMENT: ("partially", "Partially achieved"),
    AnswerKind.INDICATORS: ("locked open", "Doors are locked; A door stands open"),
    AnswerKind.YES_NO: ("yes", "Yes"),
    AnswerKind.SINGLE_CHOICE: ("north", "North"),
    AnswerKind.MULTIPLE_CHOICE: ("north south", "North; South"),
    AnswerKind.NUMBER: ("4.5", "4.5 hours"),
    AnswerKind.DATE: ("2026-03-02", "2026-03-02"),
    AnswerKind.TEXT: ("Two lines:\n=of text", "Two lines:\n=of text"),
}
"""An answer of every kind, and the same in words."""
OPENING = Opening(
    option="identified",
    label="Identified by the authority",
    consequence="The duties bind you.",
    authority="Authority for electricity (invented)",
    dated="2026-01-12",
    reference=Reference("(EU) 2024/1366 Art. 24", "Identification", "binding", None, None, None),
)
GATE = Gate(
    "key-controls",
    "Foundations",
    required=3.0,
    reached=2.5,
    state="failed",
    trace=Trace("Each key control reaches 3.", (TraceInput("nis.1.1", "1.1", "2.5"),), "failed"),
)
OPEN_GATE = Gate("total", "All in all", 3.5, None, "open", Trace("The mean is 3.5.", (), "open"))
OUTCOME = Outcome("failed", "A foundation is missing.", Trace("All gates hold.", (), "failed"))


def every_kind() -> tuple[Answer, ...]:
    """An answer of every kind, and one that was not given."""
    given = tuple(
        Answer(
            question=f"nis.1.1/{kind.value.replace('_', '-')}",
            prompt=f"A question of kind {kind.value}?",
            answer=answer,
            answer_text=text,
            answer_description=None,
            answered_by="Ioana Brânză",
            answered_at="2026-10-02T11:15:00.123456+02:00",
            kind=kind.value,
        )
        for kind, (answer, text) in ANSWERS.items()
    )
    missing = Answer("nis.1.1/missing", "Not answered?", None, None, None, None, None, "yes_no")
    return (*given, missing)


def everything() -> Results:
    """Every kind of answer, every state, parts, an opening, gates and an outcome."""
    results = with_first_part(make_results(), answers=every_kind())
    group = results.groups[0]
    dimensions = (DimensionResult("documentation", 2.5), DimensionResult("implementation", None))
    control = replace(group.controls[0], key=True, value=2.5, dimensions=dimensions)
    group = replace(group, controls=(control, *group.controls[1:]), gates=(GATE,))
    profile = replace(results.profile, parameters={"total_at_least": "3.5"})
    return replace(
        results,
        groups=(group, *results.groups[1:]),
        profile=profile,
        opening=OPENING,
        gates=(GATE, OPEN_GATE),
        outcome=OUTCOME,
        version=2,
        supersedes=Superseded("sub_01kag8before", 1, "0" * 64),
        marking="amber_strict",
    )


def props(item: Any, name: str) -> list[str]:
    """Values of an OSCAL object's properties of a name."""
    return [
        one.get("remarks") if one["value"] == "see-remarks" else one["value"]
        for one in item.get("props", [])
        if one["name"] == name
    ]
