"""Any well-formed scoring input, and the answers of a question from worst to best."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from nisassess.sdk import AnswerKind, Dimension, NotApplicable
from nisassess.sdk.scoring import ControlInput, PartInput, QuestionInput, ScoringInput
from tests.sdk.scoring_inputs import choice, hours, indicators, information, several

DEGREES: dict[str, str | None] = {"not": "0", "partly": "0.3333", "fully": "1"}
FACTS: dict[str, str | None] = {"red": None, "blue": None}
MARKS: dict[str, str | None] = {"a": "0.5", "b": "0.3", "c": "0.3"}
TEMPLATES = {
    AnswerKind.MATURITY: choice(None, dict.fromkeys("012345"), AnswerKind.MATURITY),
    AnswerKind.ACHIEVEMENT: QuestionInput("q", "Prompt", AnswerKind.ACHIEVEMENT, None, None),
    AnswerKind.YES_NO: QuestionInput("q", "Prompt", AnswerKind.YES_NO, None, None),
    AnswerKind.INDICATORS: indicators(None),
    AnswerKind.SINGLE_CHOICE: choice(None, DEGREES),
    AnswerKind.MULTIPLE_CHOICE: several(None, MARKS),
    AnswerKind.NUMBER: hours(None),
    AnswerKind.DATE: QuestionInput("q", "Prompt", AnswerKind.DATE, None, None),
    AnswerKind.TEXT: information(None),
}
WORST_TO_BEST = {
    AnswerKind.MATURITY: ("0", "1", "2", "3", "4", "5"),
    AnswerKind.ACHIEVEMENT: ("not_achieved", "partially", "achieved"),
    AnswerKind.YES_NO: ("no", "yes"),
    AnswerKind.INDICATORS: ("b1 g1", "none", "p1", "g1 g2"),
    AnswerKind.SINGLE_CHOICE: ("not", "partly", "fully"),
    AnswerKind.MULTIPLE_CHOICE: ("none", "b", "a", "a b", "a b c"),
    AnswerKind.NUMBER: ("100", "12", "0.5"),
    AnswerKind.DATE: ("2026-01-31",),
    AnswerKind.TEXT: ("Some lines of text.",),
}
LEVEL_NAMES = ("Nothing", "Begun", "Set", "Run", "Measured", "Improved")


@st.composite
def questions(draw: st.DrawFn) -> QuestionInput:
    kind = draw(st.sampled_from(list(AnswerKind)))
    ladder = kind is AnswerKind.MATURITY
    return replace(
        TEMPLATES[kind],
        level=None if ladder else draw(st.none() | st.integers(1, 5)),
        answer=draw(st.none() | st.sampled_from(WORST_TO_BEST[kind])),
        dimension=draw(st.none() | st.sampled_from(list(Dimension))),
        optional=draw(st.sampled_from([False, False, False, True])),
    )


parts = st.builds(
    PartInput,
    id=st.sampled_from(["office", "centre", "field"]),
    name=st.just("Part"),
    not_applicable=st.sampled_from([False, False, True]),
    questions=st.lists(questions(), max_size=3).map(
        lambda items: tuple(replace(item, id=f"q{n}") for n, item in enumerate(items))
    ),
)
weights = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3)])


@st.composite
def controls(draw: st.DrawFn) -> ControlInput:
    return ControlInput(
        id=f"c{draw(st.integers(0, 10**9))}",
        title="Control",
        target=draw(st.integers(0, 5)),
        parts=tuple(draw(st.lists(parts, max_size=2, unique_by=lambda part: part.id))),
        key=draw(st.booleans()),
        weight=draw(weights),
        not_applicable=draw(st.sampled_from(list(NotApplicable))),
    )


@st.composite
def inputs(draw: st.DrawFn) -> ScoringInput:
    every = draw(st.lists(controls(), max_size=4, unique_by=lambda control: control.id))
    cut = draw(st.integers(0, len(every)))
    return ScoringInput(
        groups=(("g1", "First", tuple(every[:cut])), ("g2", "Second", tuple(every[cut:]))),
        levels=LEVEL_NAMES[: draw(st.integers(0, len(LEVEL_NAMES)))],
        lowest=draw(st.integers(0, 1)),
        parameters={
            name: Fraction(draw(st.integers(0, 20)), 4)
            for name in draw(st.sets(st.sampled_from(PARAMETERS), max_size=3))
        },
    )


PARAMETERS = (
    "counts_from",
    "groups_at_least",
    "key_controls_at_least",
    "maturity_achieved",
    "maturity_partially",
    "not_applicable_counts",
    "total_at_least",
)

Place = tuple[int, int, int, int]


def places(given: ScoringInput) -> list[Place]:
    """Every question, by group, control, part and its own place."""
    return [
        (g, c, p, q)
        for g, (_, _, of_group) in enumerate(given.groups)
        for c, control in enumerate(of_group)
        for p, part in enumerate(control.parts)
        for q, _ in enumerate(part.questions)
    ]


def question_at(given: ScoringInput, place: Place) -> QuestionInput:
    group, control, part, question = place
    return given.groups[group][2][control].parts[part].questions[question]


def with_answer(given: ScoringInput, place: Place, answer: str | None) -> ScoringInput:
    g, c, p, q = place
    id_, title, of_group = given.groups[g]
    part = of_group[c].parts[p]
    changed = _put(part.questions, q, replace(part.questions[q], answer=answer))
    control = replace(
        of_group[c], parts=_put(of_group[c].parts, p, replace(part, questions=changed))
    )
    return replace(given, groups=_put(given.groups, g, (id_, title, _put(of_group, c, control))))


def _put(items: tuple, index: int, item: object) -> tuple:
    return (*items[:index], item, *items[index + 1 :])
