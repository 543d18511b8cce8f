"""Sentences of traces in other languages: the same figures, nothing left in English."""

import json
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from nisassess.sdk.scoring import GatedMaturity, MeanOfMeans, Score, ScoringInput
from nisassess.sdk.scoring.words import GatedWords, MeanWords
from tests.sdk.scoring_inputs import (
    capped,
    control,
    documented,
    implemented,
    information,
    key,
    left_out,
    one_to_five,
    part,
)

pytestmark = pytest.mark.database_free

LANGUAGES = ("fr", "de")


def _sentences(language: str) -> dict[str, str]:
    folder = files("nisassess.sdk.scoring.words") / "messages"
    found: dict[str, str] = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
    return found


def _values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_the_same_values(language: str) -> None:
    english, other = _sentences("en"), _sentences(language)
    answers = {
        f"answer.{value}" for value in ("yes", "no", "achieved", "partially", "not_achieved")
    }

    assert other.keys() - english.keys() == answers
    assert english.keys() <= other.keys()
    assert {key for key in english if _values(english[key]) != _values(other[key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", [GatedMaturity(), MeanOfMeans()], ids=lambda one: one.id)
def test_a_language_changes_no_figure(method: Any, language: str) -> None:
    given = _everything()

    assert _figures(method.score(replace(given, language=language))) == _figures(
        method.score(given)
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "4: allows level 4"),
        ("fr", "4\xa0: permet le niveau 4"),
        ("de", "4: lässt Stufe 4 zu"),
        ("mt", "4: allows level 4"),
    ],
)
def test_a_trace_is_in_the_language_that_was_asked_for(language: str, said: str) -> None:
    score = GatedMaturity().score(replace(_everything(), language=language))

    assert said in {given.value for given in score.controls[0].parts[0].trace.inputs}


def test_numbers_have_the_decimal_sign_of_the_language() -> None:
    value = Fraction(13, 4)

    assert MeanWords().figure(value) == "3.25"
    assert MeanWords("fr").figure(value) == MeanWords("de").figure(value) == "3,25"


def test_a_sentence_asked_of_the_class_is_english() -> None:
    assert GatedWords.part_rule == GatedWords("en").part_rule
    assert GatedWords("de").part_rule != GatedWords.part_rule


def _everything() -> ScoringInput:
    """Controls in every state, with a foundation and thresholds."""
    return one_to_five(
        (
            control(part(documented("4"), implemented("3"))),
            key(part(documented("2"), implemented(None)), id_="k1"),
            capped(left_out(documented(None)), id_="c2"),
        ),
        (control(left_out(documented(None)), id_="c3"), control(part(information("x")), id_="c4")),
        total_at_least="3",
        group_at_least="2.5",
    )


def _figures(score: Score) -> list[Any]:
    """Everything but the sentences."""
    return [
        [(one.control, one.state, one.level, one.value) for one in score.controls],
        [(one.group, one.figures) for one in score.groups],
        [(one.id, one.state, one.required, one.reached) for one in score.gates],
        score.total,
        score.outcome and score.outcome.state,
    ]
