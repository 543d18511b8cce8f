"""Questions to an operator, from the draft until they are settled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, StateRefused, ValidationFailed
from nisassess.kit.ids import new_id
from nisassess.notifications.telling import NoticeKind, tell_role
from nisassess.requests.types import CaseRow
from nisassess.reviews.holding import enter, hold, page_of_operator
from nisassess.reviews.policy import Step
from nisassess.reviews.reading import refuse_unknown_control
from nisassess.reviews.repository import files, questions
from nisassess.reviews.types import (
    EventKind,
    MessageRow,
    NewQuestion,
    QuestionRow,
    QuestionState,
)
from nisassess.reviews.validation import Faults

MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """The officer's side of questions."""

    database: Database
    actor: Actor

    async def draft(self, case_id: str, new: NewQuestion) -> QuestionRow:
        """Prepare a question; the operator knows nothing of it until it is sent."""
        clean = _checked(new)
        control = None
        if clean.control_id is not None:
            control = await refuse_unknown_control(self.actor, case_id, clean.control_id)

        async def work() -> QuestionRow:
            case = await hold(self.actor, case_id, Step.DRAFT)
            if await questions.count(case.id) >= MOST_QUESTIONS:
                message = f"A case holds at most {MOST_QUESTIONS} questions."
                raise StateRefused("too_many", message)
            row = QuestionRow(
                id=new_id("qst"),
                case_id=case.id,
                submission_id=case.submission_id or "",
                control_id=clean.control_id,
                control_label=control.control.label if control else None,
                control_title=control.control.title if control else None,
                text=clean.text,
                answer_by=clean.answer_by,
                state=QuestionState.DRAFT,
                version=1,
                created_at=now(),
                by_name=self.actor.name,
                asked_at=None,
                answered_at=None,
                settled_at=None,
            )
            await questions.add_question(row)
            await self._on_record("question.draft", row, case)
            return row

        return await self.database.write(work)

    async def edit(
        self, question_id: str, text: str, answer_by: date, expected: int
    ) -> QuestionRow:
        """Change a draft; raises NotFound, StateRefused or VersionConflict."""
        clean = _checked(NewQuestion(None, text, answer_by))

        async def work() -> QuestionRow:
            row, case = await self._draft(question_id)
            changes: dict[str, Any] = {"text": clean.text, "answer_by": clean.answer_by}
            await questions.change(row, expected, **changes)
            await self._on_record("question.edit", row, case)
            return replace(row, **changes, version=expected + 1)

        return await self.database.write(work)

    async def discard(self, question_id: str, expected: int) -> str:
        """Throw a draft away; the case that it was on."""

        async def work() -> str:
            row, case = await self._draft(question_id)
            await questions.discard(row, expected)
            await self._on_record("question.discard", row, case)
            return case.id

        return await self.database.write(work)

    async def _draft(self, question_id: str) -> tuple[QuestionRow, CaseRow]:
        row, case = await self._held(question_id, Step.DRAFT)
        if row.state is not QuestionState.DRAFT:
            message = "This question was sent; follow it up or withdraw it."
            raise StateRefused("question_sent", message)
        return row, case

    async def _held(self, question_id: str, step: Step) -> tuple[QuestionRow, CaseRow]:
        seen = await questions.question(self.actor, question_id)
        case = await hold(self.actor, seen.case_id, step)
        return await questions.question(self.actor, question_id), case

    async def send(self, case_id: str, ids: Sequence[str]) -> list[QuestionRow]:
        """Put prepared questions to the operator, all at once or none.

        Raises NotFound, StateRefused, and ValidationFailed for what is no draft of this case, or
        is to be answered by a day that is past.
        """

        async def work() -> list[QuestionRow]:
            case = await hold(self.actor, case_id, Step.ASK)
            at, drafts = now(), await self._drafts(case, ids)
            await files.step(case)
            await questions.send(case.id, [row.id for row in drafts], at)
            await enter(
                self.actor, case, EventKind.QUESTIONS_ASKED, at, drafts[0].id, count=len(drafts)
            )
            await tell_role(
                NoticeKind.QUESTION_ASKED,
                case.operator_id,
                Permission.ASSESSMENT_START,
                subject=drafts[0].control_title or case.operator_name,
                path=page_of_operator(case.submission_id),
                by=self.actor,
                due=min(row.answer_by for row in drafts).isoformat(),
            )
            return [replace(row, state=QuestionState.ASKED, asked_at=at) for row in drafts]

        return await self.database.write(work)

    async def _drafts(self, case: CaseRow, ids: Sequence[str]) -> list[QuestionRow]:
        found = {row.id: row for row in await questions.questions(self.actor, case.id)}
        issues = []
        for place, id_ in enumerate(ids):
            row = found.get(id_)
            if row is None or row.state is not QuestionState.DRAFT:
                message = "must be a prepared question of this case"
                issues.append(Issue(f"questionIds.{place}", "no_draft", message))
            elif row.answer_by < today():
                message = f"must be answered by a day to come, not by {row.answer_by}"
                issues.append(Issue(f"questionIds.{place}", "past", message))
        if not ids:
            issues.append(Issue("questionIds", "missing", "must name a prepared question"))
        if issues:
            raise ValidationFailed(issues)
        return [found[id_] for id_ in dict.fromkeys(ids)]

    async def follow_up(
        self, question_id: str, text: str, answer_by: date, expected: int
    ) -> QuestionRow:
        """Ask further about an answer, with a new date."""
        clean = _checked(NewQuestion(None, text, answer_by))

        async def work() -> QuestionRow:
            row, case = await self._held(question_id, Step.PURSUE)
            _refuse_unless(row, QuestionState.ANSWERED, QuestionState.ASKED)
            at = now()
            changed: dict[str, Any] = {"state": QuestionState.ASKED, "answer_by": clean.answer_by}
            await questions.change(row, expected, **changed)
            message = MessageRow(new_id("msg"), row.id, True, clean.text, (), at, self.actor.name)
            await questions.add_message(message, self.actor.id)
            await files.step(case)
            await enter(self.actor, case, EventKind.FOLLOWED_UP, at, row.id, **_about(row))
            await tell_role(
                NoticeKind.QUESTION_ASKED,
                case.operator_id,
                Permission.ASSESSMENT_START,
                subject=row.control_title or case.operator_name,
                path=page_of_operator(case.submission_id),
                by=self.actor,
                due=clean.answer_by.isoformat(),
            )
            return replace(row, **changed, version=expected + 1)

        return await self.database.write(work)

    async def settle(self, question_id: str, expected: int) -> QuestionRow:
        """Be content with an answer."""
        return await self._end(question_id, expected, QuestionState.SETTLED)

    async def withdraw(self, question_id: str, expected: int) -> QuestionRow:
        """Ask no more; the operator sees that it need not answer."""
        return await self._end(question_id, expected, QuestionState.WITHDRAWN)

    async def _end(self, question_id: str, expected: int, state: QuestionState) -> QuestionRow:
        async def work() -> QuestionRow:
            row, case = await self._held(question_id, Step.PURSUE)
            _refuse_unless(row, QuestionState.ANSWERED, *_ENDS_FROM[state])
            at = now()
            changed: dict[str, Any] = {"state": state, "settled_at": at}
            await questions.change(row, expected, **changed)
            await files.step(case)
            await enter(self.actor, case, _EVENTS[state], at, row.id, **_about(row))
            return replace(row, **changed, version=expected + 1)

        return await self.database.write(work)

    async def _on_record(self, action: str, row: QuestionRow, case: CaseRow) -> None:
        await record(self.actor, action, row.id, organisation_id=case.authority_id, case=case.id)


_ENDS_FROM = {QuestionState.SETTLED: (), QuestionState.WITHDRAWN: (QuestionState.ASKED,)}
_EVENTS = {
    QuestionState.SETTLED: EventKind.SETTLED,
    QuestionState.WITHDRAWN: EventKind.QUESTION_WITHDRAWN,
}
_NOT = {
    QuestionState.DRAFT: "is not sent yet",
    QuestionState.ASKED: "is not answered yet",
    QuestionState.ANSWERED: "is answered",
    QuestionState.SETTLED: "is settled",
    QuestionState.WITHDRAWN: "is withdrawn",
}


def _refuse_unless(row: QuestionRow, *states: QuestionState) -> None:
    if row.state not in states:
        raise StateRefused(f"question_{row.state.value}", f"This question {_NOT[row.state]}.")


def _about(row: QuestionRow) -> dict[str, str]:
    return {"control": row.control_title} if row.control_title else {}


def _checked(new: NewQuestion) -> NewQuestion:
    faults = Faults()
    text = faults.text("text", new.text)
    faults.day("answerBy", new.answer_by, today())
    faults.raise_any()
    return replace(new, text=text)
