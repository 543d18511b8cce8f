"""Issues a decision: the case moves, the letter is kept, people are told; one write."""

from dataclasses import dataclass, replace
from datetime import datetime

from nisassess.access import Actor, Permission
from nisassess.documents.letter import Letter
from nisassess.kit.errors import NotFound, VersionConflict
from nisassess.kit.ids import new_id
from nisassess.notifications.telling import NoticeKind, tell, tell_role
from nisassess.requests.repository import cases, moves
from nisassess.requests.types import CaseRow
from nisassess.results.canonical import digest
from nisassess.reviews.holding import enter, page_of_officer, page_of_operator
from nisassess.reviews.policy import Step, refuse_step
from nisassess.reviews.repository import decisions, files, rulings
from nisassess.reviews.types import (
    DecisionKind,
    DecisionRow,
    DecisionState,
    EventKind,
    LetterRow,
    ReviewRow,
)
from nisassess.submissions import repository as submissions
from nisassess.submissions import versions

_EVENTS = {
    DecisionKind.RETURN: EventKind.RETURNED,
    DecisionKind.ACKNOWLEDGEMENT: EventKind.ACKNOWLEDGED,
    DecisionKind.CLOSING: EventKind.CLOSED,
}
_NOTICES = {
    DecisionKind.RETURN: NoticeKind.SUBMISSION_RETURNED,
    DecisionKind.ACKNOWLEDGEMENT: NoticeKind.SUBMISSION_ACKNOWLEDGED,
    DecisionKind.CLOSING: NoticeKind.CASE_CLOSED,
}


@dataclass(frozen=True, slots=True)
class Issue:
    """A decision with the letter that says it, printed for one revision of the case."""

    actor: Actor
    row: DecisionRow
    review: ReviewRow
    letter: Letter
    content: bytes
    at: datetime

    async def work(self) -> DecisionRow:
        """Everything inside one write; raises NotFound, StateRefused and VersionConflict."""
        if self.row.kind is DecisionKind.RETURN:
            # The operator's turn comes before the case, as it does when it submits.
            await submissions.take_turns(await self._operator_id())
        case = await hold_decided(self.actor, self.row.case_id)
        if case.submission_id != self.row.submission_id:
            raise VersionConflict(self.review)
        was_proposed = await self._settle()
        await files.step(case, self.review.revision, **self._changes())
        row = replace(
            self.row,
            state=DecisionState.ISSUED,
            settled_at=self.at,
            settled_by_id=self.actor.id,
            settled_by_name=self.actor.name,
        )
        if not was_proposed:
            await decisions.add_decision(row)
        await self._move(case)
        await decisions.add_letter(self._letter_row(), self.content)
        facts = {"outcome": row.outcome} if row.outcome else {}
        await enter(self.actor, case, _EVENTS[row.kind], self.at, row.id, **facts)
        await self._tell(case)
        return row

    async def _operator_id(self) -> str:
        case = await cases.seen(self.actor, self.row.case_id, Permission.REVIEW_WRITE)
        if case is None:
            raise NotFound("case")
        return case.operator_id

    async def _settle(self) -> bool:
        """Issue what was proposed; False if nobody had to confirm it."""
        if self.row.proposed_by_id == self.actor.id:
            return False
        if not await decisions.settle(self.actor, self.row, DecisionState.ISSUED, self.at):
            raise VersionConflict(self.review)
        return True

    def _changes(self) -> dict[str, str]:
        if self.row.kind is DecisionKind.ACKNOWLEDGEMENT:
            return {"acknowledged_id": self.row.submission_id}
        if self.row.kind is DecisionKind.CLOSING and self.row.outcome:
            return {"outcome": self.row.outcome}
        return {}

    async def _move(self, case: CaseRow) -> None:
        if self.row.kind is DecisionKind.RETURN:
            await moves.returned(self.actor, case.id, self.at, self.row.due_on)
            await versions.begin_next(self.actor, self.row.submission_id)
        if self.row.kind is DecisionKind.CLOSING:
            await moves.closed(self.actor, case.id, self.at)

    def _letter_row(self) -> LetterRow:
        return LetterRow(
            id=new_id("ltr"),
            decision_id=self.row.id,
            case_id=self.row.case_id,
            kind=self.row.kind,
            reference=self.letter.reference,
            language=self.letter.language,
            digest=digest(self.content),
            size=len(self.content),
            issued_at=self.at,
            by_name=self.letter.officer,
        )

    async def _tell(self, case: CaseRow) -> None:
        facts = {"authority": self.letter.authority}
        if self.row.due_on is not None:
            facts["due"] = self.row.due_on.isoformat()
        kinds = [_NOTICES[self.row.kind]]
        if self.row.kind is DecisionKind.RETURN and await self._has_rejected():
            kinds.append(NoticeKind.NOT_APPLICABLE_REJECTED)
        for kind in kinds:
            await tell_role(
                kind,
                case.operator_id,
                Permission.ASSESSMENT_START,
                subject=self.letter.subject.title,
                path=page_of_operator(case.submission_id),
                by=self.actor,
                **facts,
            )

    async def _has_rejected(self) -> bool:
        made = await rulings.rulings(self.actor, self.row.case_id)
        return any(one.submission_id == self.row.submission_id and not one.accepted for one in made)


async def hold_decided(actor: Actor, case_id: str) -> CaseRow:
    """Take a case for the end of a decision: any officer may confirm or refuse."""
    case = await cases.claim(actor, case_id, Permission.REVIEW_WRITE)
    refuse_step(case, Step.DECIDE)
    return case


async def tell_proposer(actor: Actor, row: DecisionRow, case: CaseRow) -> None:
    """Tell who proposed a decision that it was refused."""
    await tell(
        NoticeKind.SECOND_PAIR_OF_EYES,
        [row.proposed_by_id],
        organisation_id=case.authority_id,
        subject=case.operator_name,
        path=page_of_officer(case.id),
        by=actor,
    )
