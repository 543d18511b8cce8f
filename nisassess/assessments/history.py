"""The history of answers in words. Pure."""

from typing import Any

from nisassess.assessments.answering import in_words
from nisassess.assessments.types import ChangeKind, ChangeRow
from nisassess.catalogues.types import PinnedProfile

_LONGEST = 200


def summary_of(change: ChangeRow, profile: PinnedProfile) -> str:
    """What was saved, short enough for a line."""
    value = change.value
    if change.kind == ChangeKind.RESPONSE:
        return _answer(change, profile)
    if change.kind == ChangeKind.STATEMENT:
        if value["not_applicable"]:
            return _short(f"not applicable: {value['not_applicable_reason'] or 'no reason yet'}")
        return _short(f"justification: {value['justification'] or 'emptied'}")
    if change.kind == ChangeKind.MEASURE:
        return _measure(value)
    if change.kind == ChangeKind.PROPOSAL:
        return _proposal(value)
    return "evidence attached" if "attached" in value else "evidence taken off"


def _measure(value: dict[str, Any]) -> str:
    if value.get("removed"):
        return "planned measure removed"
    return _short(f"planned measure: {value['what'] or value['who']}")


def _proposal(value: dict[str, Any]) -> str:
    text = value.get("reason") or value.get("note")
    return _short(f"{value['state']}: {text}" if text else value["state"])


def _answer(change: ChangeRow, profile: PinnedProfile) -> str:
    answer = change.value["value"]
    if answer is None:
        return "answer taken back"
    found = profile.questions.get(change.question_id or "")
    words = in_words(found[1], answer) if found else answer
    return _short(f"answered: {words or 'none of them'}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
