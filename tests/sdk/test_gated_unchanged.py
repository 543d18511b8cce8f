"""Gated maturity 1.0 gives for its old inputs what it always gave, byte for byte."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import product
from typing import Any

import pytest

from nisassess.sdk import AnswerKind
from nisassess.sdk.scoring import GatedMaturity, ScoringInput
from tests.sdk.scoring_inputs import LEVELS, control, gate, ladder, left_out, part

pytestmark = pytest.mark.database_free

LATER = {
    "dimensions",
    "gates",
    "outcome",
    "value",
    "value_at_least",
    "value_trace",
}
"""Fields that came after the first assessments were pinned."""
DIGEST = "fdc19340ad34d6e7fb2251f33781a981752a4d0566e2d86fe4409df817c2a634"
"""Of the results of the first release, over the inputs below."""


def _inputs() -> Iterator[ScoringInput]:
    kinds = (AnswerKind.ACHIEVEMENT, AnswerKind.YES_NO)
    answers = product((None, "0", "3", "4"), (None, "yes", "no", "achieved", "partially"), kinds)
    for number, (level, answer, kind) in enumerate(answers):
        asked = (ladder(level), gate(number % 5 + 1, answer, kind))
        first = control(part(*asked), part(*asked[1:], id_="p2"), id_="c1", target=number % 5)
        second = control(left_out(*asked), part(ladder("2"), id_="p2"), id_="c2")
        third = control(left_out(*asked), id_="c3")
        groups = (("g1", "One", (first, second)), ("g2", "Two", (third,)), ("g3", "Three", ()))
        yield ScoringInput(groups, LEVELS[: 2 + number % 4])


def test_results_of_old_inputs_stay_byte_for_byte() -> None:
    digest = hashlib.sha256()
    for given in _inputs():
        digest.update(json.dumps(_old(asdict(GatedMaturity().score(given)))).encode())

    assert digest.hexdigest() == DIGEST


def _old(value: Any) -> Any:
    """Without the fields that came later."""
    if isinstance(value, dict):
        # A part's mark came later too; a count of the same name is of the first day.
        return {
            name: _old(item)
            for name, item in value.items()
            if name not in LATER and not (name == "not_applicable" and isinstance(item, bool))
        }
    return [_old(item) for item in value] if isinstance(value, list | tuple) else value
