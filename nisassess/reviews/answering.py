"""The operator's answers to questions of an authority."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.evidence import repository as evidence
from nisassess.evidence.types import EvidenceRow
from nisassess.identity.confirming import require_person
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, StateRefused, ValidationFailed
from nisassess.kit.ids import is_id, new_id
from nisassess.notifications.telling import NoticeKind, tell
from nisassess.requests.types import CaseRow
from nisassess.reviews.holding import page_of_officer
from nisassess.reviews.policy import Step, refuse_step
from nisassess.reviews.repository import files, operators, questions
from nisassess.reviews.types import (
    CitedEvidence,
    EventKind,
    MessageRow,
    QuestionRow,
    QuestionState,
)
from nisassess.reviews.validation import Faults

MOST_CITED = 20
MOST_MESSAGES = 50


@dataclass(frozen=True, slots=True)
class Answering:
    """The operator's side of questions."""

    database: Database
    actor: Actor

    async def answer(
        self, question_id: str, text: str, evidence_ids: Sequence[str], expected: int
    ) -> QuestionRow:
        """Answer a question, or add to the answer until the officer settles it.

        Evidence is named as it is now; later revisions of it are not told. Raises NotFound,
        StateRefused, ValidationFailed and VersionConflict.
        """
        require_person(self.actor)
        faults = Faults()
        clean = faults.text("text", text)
        faults.raise_any()

        async def work() -> QuestionRow:
            row, case = await self._held(question_id)
            cited = await self._cited(case, evidence_ids)
            at = now()
            changes: dict[str, Any] = {"state": QuestionState.ANSWERED, "answered_at": at}
            await questions.change(row, expected, **changes)
            message = MessageRow(new_id("msg"), row.id, False, clean, cited, at, self.actor.name)
            await questions.add_message(message, self.actor.id)
            await self._tell(row, case)
            return replace(row, **changes, version=expected + 1)

        return await self.database.write(work)

    async def _held(self, question_id: str) -> tuple[QuestionRow, CaseRow]:
        seen = await questions.question_to(self.actor, question_id, Permission.QUESTION_ANSWER)
        case = await operators.held(self.actor, seen.case_id, Permission.QUESTION_ANSWER)
        row = await questions.question_to(self.actor, question_id, Permission.QUESTION_ANSWER)
        refuse_step(case, Step.ANSWER)
        if row.state not in {QuestionState.ASKED, QuestionState.ANSWERED}:
            message = "The authority asks this no more; nothing has to be answered."
            raise StateRefused(f"question_{row.state.value}", message)
        if len((await questions.thread([row.id])).get(row.id, ())) >= MOST_MESSAGES:
            raise StateRefused("too_many", f"A question holds at most {MOST_MESSAGES} messages.")
        return row, case

    async def _cited(self, case: CaseRow, ids: Sequence[str]) -> tuple[CitedEvidence, ...]:
        if len(ids) > MOST_CITED:
            message = f"must be at most {MOST_CITED} artefacts, not {len(ids)}"
            raise ValidationFailed([Issue("evidenceIds", "too_many", message)])
        wanted = [id_ for id_ in dict.fromkeys(ids) if is_id("evd", id_)]
        found = await evidence.by_ids(self.actor, wanted)
        issues = [
            Issue(f"evidenceIds.{place}", "unknown", "must be evidence of your organisation")
            for place, id_ in enumerate(ids)
            if id_ not in found or found[id_].operator_id != case.operator_id
        ]
        if issues:
            raise ValidationFailed(issues)
        return tuple(_as_cited(found[id_]) for id_ in wanted)

    async def _tell(self, row: QuestionRow, case: CaseRow) -> None:
        at = now()
        await files.step(case)
        about = {"control": row.control_title} if row.control_title else {}
        await files.tell(self.actor, case.id, EventKind.ANSWERED, at, **about)
        await record(
            self.actor, "question.answer", row.id, organisation_id=case.operator_id, case=case.id
        )
        if case.officer_id is not None:
            await tell(
                NoticeKind.QUESTION_ANSWERED,
                [case.officer_id],
                organisation_id=case.authority_id,
                subject=row.control_title or case.operator_name,
                path=page_of_officer(case.id),
                operator=case.operator_name,
            )


def _as_cited(row: EvidenceRow) -> CitedEvidence:
    return CitedEvidence(
        id=row.id,
        kind=row.kind.value,
        title=row.title,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        owner=row.owner,
        location=row.location,
        revision=row.revision,
        added_by=row.added_by_name,
    )
