"""The profiles of (EU) 2024/2690, scored: the thresholds hold, what is capped counts as 3."""

from collections.abc import Callable

import pytest

from nisassess import baseline
from nisassess.sdk import AnswerKind, Catalogue, Control, NotApplicable, Profile, Question
from nisassess.sdk.conformance.answers import scoring_input
from nisassess.sdk.scoring import METHODS, GateState, Score

pytestmark = pytest.mark.database_free

Answerer = Callable[[Question], str | None]


def content(profile: str) -> tuple[Profile, tuple[Catalogue, ...]]:
    (found,) = [p for p in baseline.plugin.nisassess_profiles() if p.id == profile]
    return found, tuple(
        c for c in baseline.plugin.nisassess_catalogues() if c.id in found.catalogues
    )


def at_level(level: int, development: str = "in_house") -> Answerer:
    """Every rated question at one level, and what is asked for information answered somehow."""

    answers = {
        AnswerKind.MATURITY: str(level),
        AnswerKind.SINGLE_CHOICE: development,
        AnswerKind.NUMBER: "4",
        AnswerKind.DATE: "2026-10-01",
    }
    return lambda question: answers[question.kind]


def nowhere(control: Control) -> bool:
    return False


def score(
    profile: str, answer: Answerer, not_applicable: Callable[[Control], bool] = nowhere
) -> Score:
    found, catalogues = content(profile)
    given = scoring_input(found, catalogues, answer, not_applicable=not_applicable)
    return METHODS[found.scoring.method].score(given)


def gates(scored: Score) -> dict[str, GateState]:
    return {gate.id: gate.state for gate in scored.gates}


def test_level_3_throughout_passes_as_good_practice_and_misses_the_binding_total() -> None:
    practice = score("eu-2024-2690-good-practice", at_level(3))
    binding = score("eu-2024-2690-binding", at_level(3))

    assert practice.total.value == binding.total.value == 3
    assert set(gates(practice).values()) == {GateState.PASSED}
    assert {id_ for id_, state in gates(binding).items() if state is not GateState.PASSED} == {
        "total"
    }


def test_level_4_with_one_key_control_at_2_fails_on_the_key_controls_alone() -> None:
    _, (catalogue,) = content("eu-2024-2690-binding")
    patching = {
        question.prompt
        for group in catalogue.groups
        for control in group.controls
        if control.id == "ir2690.patch-management"
        for question in control.questions
        if question.kind is AnswerKind.MATURITY
    }

    scored = score(
        "eu-2024-2690-binding",
        lambda question: "2" if question.prompt in patching else at_level(4)(question),
    )

    assert [c.control for c in scored.controls if c.value == 2] == ["ir2690.patch-management"]
    failed = [id_ for id_, state in gates(scored).items() if state is not GateState.PASSED]
    assert failed == ["key-controls"]


def test_not_applicable_counts_as_3_where_it_is_capped_and_as_nothing_elsewhere() -> None:
    scored = score("eu-2024-2690-binding", at_level(5), lambda control: True)

    _, (catalogue,) = content("eu-2024-2690-binding")
    capped = {
        control.id
        for group in catalogue.groups
        for control in group.controls
        if control.not_applicable is NotApplicable.CAPPED
    }
    assert {c.control for c in scored.controls if c.value == 3} == capped
    assert {c.value for c in scored.controls if c.control not in capped} == {5}


def test_outsourced_development_left_unanswered_keeps_the_control_open() -> None:
    def answer(question: Question) -> str | None:
        return None if question.id.endswith("-outsourced") else at_level(4, "both")(question)

    scored = score("eu-2024-2690-binding", answer)

    assert [c.control for c in scored.controls if c.value is None] == ["ir2690.secure-development"]
