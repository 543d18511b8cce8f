"""The worked examples of docs/plugins/scoring.md, computed."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from nisassess.sdk.content import Achievement, AnswerKind, Dimension
from nisassess.sdk.scoring import (
    METHODS,
    ChoiceInput,
    ControlInput,
    PartInput,
    QuestionInput,
    Score,
    ScoringInput,
)

pytestmark = pytest.mark.database_free
DOCUMENT = Path(__file__).parents[2] / "docs" / "plugins" / "scoring.md"
_BLOCKS = re.compile(r"^```yaml (example|result)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWS = {one.value for one in Achievement}


def examples() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    blocks = [(kind, yaml.safe_load(text)) for kind, text in _BLOCKS.findall(DOCUMENT.read_text())]
    assert [kind for kind, _ in blocks] == ["example", "result"] * (len(blocks) // 2)
    return [
        (example, result)
        for (_, example), (_, result) in zip(blocks[::2], blocks[1::2], strict=True)
    ]


def question(text: str, number: int, levels: int, lowest: int) -> QuestionInput:
    """`kind answer level=2 in=documentation value=credit`, as the document writes it."""
    kind, answer, *rest = text.split()
    entries = [(name, value) for name, _, value in (one.partition("=") for one in rest)]
    named = dict(entries)
    choices = tuple(
        ChoiceInput(value, value, shows=Achievement(shows))
        for shows, value in entries
        if shows in _SHOWS
    )
    if kind == "single_choice":
        choices = tuple(ChoiceInput(value, value, credit=Fraction(c)) for value, c in entries)
    if kind == "maturity":
        scale = range(lowest, lowest + levels)
        choices = tuple(ChoiceInput(str(level), str(level)) for level in scale)
    return QuestionInput(
        id=f"q{number}",
        prompt=text,
        kind=AnswerKind(kind),
        level=int(named["level"]) if "level" in named else None,
        answer=None if answer == "~" else answer.replace("+", " "),
        dimension=Dimension(named["in"]) if "in" in named else None,
        choices=choices,
    )


def scored(example: dict[str, Any]) -> Score:
    levels, lowest = tuple(map(str, example["levels"])), example.get("lowest", 0)

    def control(id_: str, given: dict[str, Any]) -> ControlInput:
        asked = tuple(
            question(text, number, len(levels), lowest)
            for number, text in enumerate(given["questions"])
        )
        part = PartInput("whole", "Whole", not_applicable=False, questions=asked)
        return ControlInput(
            id_,
            id_,
            given["target"],
            (part,),
            key=given.get("key", False),
            weight=Fraction(given.get("weight", 1)),
        )

    groups = tuple(
        (id_, id_, tuple(control(one, given) for one, given in controls.items()))
        for id_, controls in example["groups"].items()
    )
    numbers = {name: Fraction(str(one)) for name, one in example.get("parameters", {}).items()}
    given = ScoringInput(groups=groups, levels=levels, lowest=lowest, parameters=numbers)
    return METHODS[example["method"]].score(given)


def shown(score: Score) -> dict[str, Any]:
    total = score.total
    return {
        "controls": {one.control: one.level for one in score.controls},
        "values": {one.control: one.value for one in score.controls},
        "groups": {one.group: one.level for one in score.groups},
        "groups_value": {one.group: one.value for one in score.groups},
        "completeness": total.completeness,
        "attainment": total.attainment,
        "attainment_at_least": total.attainment_at_least,
        "value": total.value,
        "outcome": score.outcome.state.value if score.outcome else None,
    }


def exact(value: Any) -> Any:
    """A fraction is written as one; the figure is the floating-point number next to it."""
    return float(Fraction(value)) if isinstance(value, str) and "/" in value else value


def test_every_method_of_the_platform_has_an_example() -> None:
    assert sorted(example["method"] for example, _ in examples()) == sorted(METHODS)


@pytest.mark.parametrize(
    ("example", "result"), examples(), ids=[one["method"] for one, _ in examples()]
)
def test_example_comes_to_what_the_document_says(
    example: dict[str, Any], result: dict[str, Any]
) -> None:
    found = shown(scored(example))

    wanted = {name: exact(value) for name, value in result.items()}
    assert {name: found[name] for name in result} == wanted
