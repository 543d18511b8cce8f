"""Questions and their threads."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tortoise.queryset import QuerySet

from nisassess.access import Actor, Permission
from nisassess.kit.errors import NotFound, VersionConflict
from nisassess.kit.ids import is_id
from nisassess.reviews.models import Message, Question
from nisassess.reviews.types import CitedEvidence, MessageRow, QuestionRow, QuestionState

_COLUMNS = QuestionRow.__slots__
_THREAD = MessageRow.__slots__
SENT = tuple(state.value for state in QuestionState if state is not QuestionState.DRAFT)


async def questions(actor: Actor, case_id: str) -> list[QuestionRow]:
    """Questions on a case of the actor's authority, drafts among them, oldest first."""
    return await _rows(
        Question.filter(
            case_id=case_id, case__authority_id__in=actor.organisations(Permission.REVIEW_READ)
        )
    )


async def put_to(actor: Actor, case_id: str) -> list[QuestionRow]:
    """Questions on a case that were put to the actor's operator; a draft is none of them."""
    return await _rows(_sent(actor, Permission.SUBMISSION_READ).filter(case_id=case_id))


async def waiting(actor: Actor, operator_id: str, most: int) -> list[QuestionRow]:
    """Questions that wait for the operator's answer, the most urgent first."""
    query = _sent(actor, Permission.SUBMISSION_READ).filter(
        case__operator_id=operator_id, state=QuestionState.ASKED.value
    )
    rows = await query.order_by("answer_by", "id").limit(most).values(*_COLUMNS)
    return [_row(row) for row in rows]


async def question(actor: Actor, question_id: str) -> QuestionRow:
    """One question of the actor's authority; raises NotFound."""
    return await _one(
        Question.filter(
            id=question_id if is_id("qst", question_id) else "",
            case__authority_id__in=actor.organisations(Permission.REVIEW_WRITE),
        )
    )


async def question_to(actor: Actor, question_id: str, permission: Permission) -> QuestionRow:
    """One question that was put to the actor's operator; raises NotFound."""
    asked = question_id if is_id("qst", question_id) else ""
    return await _one(_sent(actor, permission).filter(id=asked))


def _sent(actor: Actor, permission: Permission) -> QuerySet[Question]:
    operators = actor.organisations(permission)
    return Question.filter(case__operator_id__in=operators, state__in=SENT, asked_at__isnull=False)


async def _one(query: QuerySet[Question]) -> QuestionRow:
    rows = await query.values(*_COLUMNS)
    if not rows:
        raise NotFound("question")
    return _row(rows[0])


async def _rows(query: QuerySet[Question]) -> list[QuestionRow]:
    return [_row(row) for row in await query.order_by("id").values(*_COLUMNS)]


async def thread(question_ids: Iterable[str]) -> dict[str, list[MessageRow]]:
    """Answers and follow-ups by question, oldest first, for who may see the questions."""
    rows = await Message.filter(question_id__in=list(question_ids)).order_by("id").values(*_THREAD)
    found: dict[str, list[MessageRow]] = {}
    for row in rows:
        found.setdefault(row["question_id"], []).append(_message(row))
    return found


async def message(actor: Actor, message_id: str) -> MessageRow | None:
    """One message of a thread that the actor may see, from either side."""
    organisations = actor.organisations(Permission.SUBMISSION_READ)
    asked = message_id if is_id("msg", message_id) else ""
    for side in ("question__case__operator_id__in", "question__case__authority_id__in"):
        rows = await Message.filter(id=asked, **{side: list(organisations)}).values(*_THREAD)
        if rows:
            return _message(rows[0])
    return None


async def add_question(row: QuestionRow) -> None:
    """Add a draft to a case that the caller holds."""
    await Question.create(**_written(row))


async def discard(row: QuestionRow, expected: int) -> None:
    """Throw a draft away; raises VersionConflict."""
    gone = await Question.filter(
        id=row.id, version=expected, state=QuestionState.DRAFT.value
    ).delete()
    if not gone:
        raise VersionConflict(row)


async def change(row: QuestionRow, expected: int, **values: Any) -> None:
    """Change a question that the caller may change; raises VersionConflict."""
    changed = await Question.filter(id=row.id, version=expected).update(
        version=expected + 1, **values
    )
    if not changed:
        raise VersionConflict(row)


async def send(case_id: str, ids: Iterable[str], at: datetime) -> int:
    """Put drafts of a case to the operator; how many there were."""
    return await Question.filter(
        case_id=case_id, id__in=list(ids), state=QuestionState.DRAFT.value
    ).update(state=QuestionState.ASKED.value, asked_at=at)


async def add_message(row: MessageRow, by_id: str) -> None:
    """Add to the thread of a question that the caller may answer or follow up."""
    values = {name: getattr(row, name) for name in _THREAD}
    values["evidence"] = [asdict(one) for one in row.evidence]
    await Message.create(**values, by_id=by_id)


async def count(case_id: str) -> int:
    """How many questions a case has, for whoever holds it."""
    return await Question.filter(case_id=case_id).count()


async def open_count(case_id: str) -> int:
    """How many questions of a case are neither drafts nor done with."""
    return await Question.filter(
        case_id=case_id, state__in=[QuestionState.ASKED.value, QuestionState.ANSWERED.value]
    ).count()


def _written(row: QuestionRow) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _COLUMNS}, "state": row.state.value}


def _row(values: dict[str, Any]) -> QuestionRow:
    return QuestionRow(**{**values, "state": QuestionState(values["state"])})


def _message(values: dict[str, Any]) -> MessageRow:
    evidence = tuple(CitedEvidence(**one) for one in values["evidence"])
    return MessageRow(**{**values, "evidence": evidence})
