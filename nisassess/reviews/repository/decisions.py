"""Decisions and the letters that went out with them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from nisassess.access import Actor, Permission
from nisassess.kit.errors import NotFound
from nisassess.kit.ids import is_id
from nisassess.reviews.models import Decision, IssuedLetter
from nisassess.reviews.types import (
    DecisionKind,
    DecisionRow,
    DecisionState,
    LetterRow,
    NamedControl,
)

_COLUMNS = DecisionRow.__slots__
_LETTER = LetterRow.__slots__
KNOWN = (DecisionState.ISSUED.value, DecisionState.REVOKED.value)
"""States of a decision that the operator knows."""


async def decisions(actor: Actor, case_id: str) -> list[DecisionRow]:
    """Everything that was decided or proposed on a case of the actor's authority, oldest first."""
    rows = (
        await Decision.filter(
            case_id=case_id, case__authority_id__in=actor.organisations(Permission.REVIEW_READ)
        )
        .order_by("id")
        .values(*_COLUMNS)
    )
    return [_row(row) for row in rows]


async def issued(actor: Actor, case_id: str) -> list[DecisionRow]:
    """What was decided on a case of the actor's operator, oldest first; nothing that was only
    proposed."""
    rows = (
        await Decision.filter(
            case_id=case_id,
            state__in=KNOWN,
            case__operator_id__in=actor.organisations(Permission.SUBMISSION_READ),
        )
        .order_by("id")
        .values(*_COLUMNS)
    )
    return [_row(row) for row in rows]


async def returned_for(
    actor: Actor, submission_id: str, permission: Permission
) -> DecisionRow | None:
    """The return of a submission of the actor's operator that stands."""
    rows = (
        await Decision.filter(
            submission_id=submission_id,
            kind=DecisionKind.RETURN.value,
            state=DecisionState.ISSUED.value,
            case__operator_id__in=actor.organisations(permission),
        )
        .order_by("-id")
        .limit(1)
        .values(*_COLUMNS)
    )
    return _row(rows[0]) if rows else None


async def decision(actor: Actor, decision_id: str) -> DecisionRow:
    """One decision of the actor's authority; raises NotFound."""
    rows = await Decision.filter(
        id=decision_id if is_id("dec", decision_id) else "",
        case__authority_id__in=actor.organisations(Permission.REVIEW_WRITE),
    ).values(*_COLUMNS)
    if not rows:
        raise NotFound("decision")
    return _row(rows[0])


async def add_decision(row: DecisionRow) -> None:
    """Add a decision to a case that the caller holds."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _COLUMNS}
    values |= {
        "kind": row.kind.value,
        "state": row.state.value,
        "controls": [asdict(one) for one in row.controls],
    }
    await Decision.create(**values)


async def settle(
    actor: Actor,
    row: DecisionRow,
    state: DecisionState,
    at: datetime,
    *,
    refusal: str | None = None,
) -> bool:
    """Say what became of a decision; False if it is in another state by now."""
    changed = await Decision.filter(id=row.id, state=row.state.value).update(
        state=state.value,
        settled_at=at,
        settled_by_id=actor.id,
        settled_by_name=actor.name,
        refusal=refusal,
    )
    return bool(changed)


async def add_letter(row: LetterRow, content: bytes) -> None:
    """Keep a letter as it was issued."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _LETTER}
    await IssuedLetter.create(**{**values, "kind": row.kind.value}, content=content)


async def letters(actor: Actor, case_id: str) -> list[LetterRow]:
    """Letters of a case, oldest first, for both sides: a letter is there once it was issued."""
    rows = (
        await IssuedLetter.filter(_either_side(actor), case_id=case_id)
        .order_by("id")
        .values(*_LETTER)
    )
    return [_letter(row) for row in rows]


async def letter(actor: Actor, letter_id: str) -> tuple[LetterRow, bytes] | None:
    """A letter with its bytes, for both sides."""
    if not is_id("ltr", letter_id):
        return None
    rows = await IssuedLetter.filter(_either_side(actor), id=letter_id).values(*_LETTER, "content")
    if not rows:
        return None
    content = bytes(rows[0].pop("content"))
    return _letter(rows[0]), content


async def letter_count(case_id: str) -> int:
    """How many letters a case has, for whoever may see it."""
    return await IssuedLetter.filter(case_id=case_id).count()


def _either_side(actor: Actor) -> Q:
    readers = list(actor.organisations(Permission.SUBMISSION_READ))
    return Q(case__operator_id__in=readers) | Q(case__authority_id__in=readers)


def _row(values: dict[str, Any]) -> DecisionRow:
    return DecisionRow(
        **{
            **values,
            "kind": DecisionKind(values["kind"]),
            "state": DecisionState(values["state"]),
            "controls": tuple(NamedControl(**one) for one in values["controls"]),
        }
    )


def _letter(values: dict[str, Any]) -> LetterRow:
    return LetterRow(**{**values, "kind": DecisionKind(values["kind"])})
