"""Outcomes, by rule and without arithmetic; worked by hand."""

import pytest

from nisassess.sdk import AnswerKind
from nisassess.sdk.scoring import (
    METHODS,
    ControlInput,
    ControlScore,
    ControlState,
    GateState,
    Outcomes,
    QuestionInput,
    TraceInput,
)
from tests.sdk.scoring_inputs import (
    THREE,
    capped,
    choice,
    control,
    gate,
    hours,
    indicators,
    information,
    judged,
    ladder,
    left_out,
    on,
    part,
    several,
)

pytestmark = pytest.mark.database_free

METHOD = Outcomes()


def _only(*questions: QuestionInput, target: int = 2, **parameters: str) -> ControlScore:
    asked = control(part(*questions), target=target)
    (scored,) = METHOD.score(on(THREE, (asked,), **parameters)).controls
    return scored


def test_method_is_chosen_by_its_id() -> None:
    assert METHODS["outcomes"].version == "1.0"


@pytest.mark.parametrize(
    ("question", "level"),
    [
        (indicators("g1 g2"), 2),
        (indicators("p1 g1"), 1),
        (indicators("g1"), 0),
        (indicators("b1 p1 g1 g2"), 0),
        (judged("achieved"), 2),
        (judged("partially"), 1),
        (judged("not_achieved"), 0),
        (gate(1, "yes"), 2),
        (gate(1, "no"), 0),
        (choice("a", {"a": "0.75", "b": "1"}), 1),
        (choice("a", {"a": "0.49", "b": "1"}), 0),
        (several("a b", {"a": "0.5", "b": "0.5"}), 2),
        (hours("20"), 1),
    ],
)
def test_answer_comes_to_one_of_three(question: QuestionInput, level: int) -> None:
    assert _only(question).level == level


@pytest.mark.parametrize(("answer", "level"), [("1", 0), ("2", 1), ("3", 1), ("4", 2), ("5", 2)])
def test_maturity_counts_from_the_levels_that_the_profile_names(answer: str, level: int) -> None:
    assert _only(ladder(answer), maturity_achieved="4", maturity_partially="2").level == level


def test_maturity_without_a_rule_counts_at_its_highest_level_only() -> None:
    steps = dict.fromkeys("0123")

    assert _only(choice("3", steps, AnswerKind.MATURITY)).level == 2
    assert _only(choice("2", steps, AnswerKind.MATURITY)).level == 0


def test_weakest_question_decides() -> None:
    scored = _only(judged("achieved", "one"), judged("partially", "two"), target=1)

    assert (scored.level, scored.state, scored.value) == (1, ControlState.MET, None)


def _profile(*answers: str | None) -> tuple[ControlInput, ...]:
    targets = (2, 1, 1)
    return tuple(
        control(part(judged(answer)), id_=f"o{n}", target=target)
        for n, (answer, target) in enumerate(zip(answers, targets, strict=True), 1)
    )


@pytest.mark.parametrize(
    ("answers", "state", "words", "reached"),
    [
        (("achieved", "partially", "achieved"), "passed", "Profile met.", 3.0),
        (("partially", "achieved", "achieved"), "failed", "Profile not met.", 2.0),
        (("achieved", "partially", None), "open", "Not decided: answers are missing.", 2.0),
        (("partially", None, None), "failed", "Profile not met.", 0.0),
    ],
)
def test_profile_is_met_only_when_every_outcome_reaches_its_minimum(
    answers: tuple[str | None, ...], state: str, words: str, reached: float
) -> None:
    score = METHOD.score(on(THREE, _profile(*answers)))

    assert score.outcome is not None
    assert (score.outcome.state.value, score.outcome.words) == (state, words)
    (profile,) = score.gates
    assert (profile.id, profile.required, profile.reached) == ("profile", 3.0, reached)


def test_many_achieved_outcomes_make_up_for_none_that_is_not() -> None:
    good = tuple(control(part(judged("achieved")), id_=f"o{n}", target=2) for n in range(38))
    bad = control(part(judged("not_achieved")), id_="bad", target=1)

    score = METHOD.score(on(THREE, (*good, bad)))

    assert score.total.attainment == 38 / 39
    assert score.total.level == 0
    assert score.outcome is not None
    assert score.outcome.state is GateState.FAILED


def test_outcome_that_is_not_applicable_is_left_out_or_counts_as_the_profile_says() -> None:
    good = control(part(judged("achieved")), id_="good", target=2)
    out = control(left_out(judged(None)), id_="out", target=2)
    counting = capped(left_out(judged(None)), id_="counts", target=2)

    left = METHOD.score(on(THREE, (good, out)))
    counted = METHOD.score(on(THREE, (good, counting), not_applicable_counts="1"))

    assert left.outcome is not None
    assert left.outcome.state is GateState.PASSED
    assert counted.controls[1].level == 1
    assert counted.outcome is not None
    assert counted.outcome.state is GateState.FAILED


def test_profile_of_nothing_applicable_is_not_decided() -> None:
    score = METHOD.score(on(THREE, (control(left_out(judged(None))),)))

    assert score.outcome is not None
    assert score.outcome.state is GateState.OPEN
    assert score.total.attainment is None


def test_trace_names_the_statements_and_what_they_come_to() -> None:
    scored = _only(indicators("p1 g1"), information("Seen on site."))

    (asked,) = scored.parts
    assert asked.trace.inputs == (
        TraceInput("signs", "True?", "Statement p1, Statement g1: partially achieved"),
        TraceInput("note", "Anything to add?", "answered: for information"),
    )
    assert scored.trace.inputs == (TraceInput("p1", "Office IT", "level 1 (Partially achieved)"),)
