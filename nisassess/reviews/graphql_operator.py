"""GraphQL of reviews, the operator's side: what the authority says, and answers to it."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.kit.database import Database
from nisassess.kit.errors import VersionConflict
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.requests.types import CaseRow
from nisassess.reviews import proceeding as sides
from nisassess.reviews.answering import Answering
from nisassess.reviews.graphql_inputs import AnswerQuestionInput
from nisassess.reviews.graphql_types import (
    CaseStep,
    ControlToCorrect,
    NotApplicableRuling,
    ReviewConflict,
    ReviewLetter,
    ReviewOutcome,
    ReviewQuestion,
    controls_to_correct,
    with_threads,
)
from nisassess.reviews.outcomes import outcome as find_outcome
from nisassess.reviews.proceeding import MarkKind, ProceedingState
from nisassess.reviews.repository import decisions, operators, questions
from nisassess.reviews.types import DecisionRow

strawberry.enum(ProceedingState)
strawberry.enum(MarkKind, name="AuthorityMarkKind")
MOST_WAITING = 100


@strawberry.type
class ReturnedFor:
    """Why a submission was returned, and by when the correction is due."""

    returned_at: datetime | None
    due_on: date | None
    reasons: str | None
    controls: list[ControlToCorrect]


@strawberry.type
class Proceeding:
    """What the authority does with a submission, as its operator may know it."""

    submission_id: strawberry.ID
    """The newest version."""
    authority: str
    reference: str | None
    state: ProceedingState
    officer: str | None
    returned: ReturnedFor | None
    rulings: list[NotApplicableRuling]
    """What was decided of *not applicable*, once it went out with a return or a closing."""
    row: strawberry.Private[CaseRow]
    chosen: strawberry.Private[str | None]

    @access.inherited
    async def outcome(self, info: Info, language: str = "en") -> ReviewOutcome | None:
        """What the review came to."""
        found = find_outcome(self.chosen) if self.chosen else None
        if found is None or self.state is not ProceedingState.CLOSED:
            return None
        title, text = found.words(language)
        return ReviewOutcome(
            id=strawberry.ID(found.id),
            title=title,
            text=text,
            needs_reasons=found.needs_reasons,
            needs_legal_basis=found.needs_legal_basis,
        )

    @access.inherited
    async def questions(self, info: Info) -> list[ReviewQuestion]:
        """What the authority asked, oldest first."""
        rows = await questions.put_to(info.context.actor, self.row.id)
        return with_threads(rows, await questions.thread(row.id for row in rows))

    @access.inherited
    async def letters(self, info: Info) -> list[ReviewLetter]:
        """Letters of the authority, oldest first."""
        rows = await decisions.letters(info.context.actor, self.row.id)
        return [ReviewLetter.of(row) for row in rows]

    @access.inherited
    async def steps(self, info: Info) -> list[CaseStep]:
        """What happened, newest first; the last 200 steps."""
        rows = await operators.events(info.context.actor, self.row.id)
        return [CaseStep.of(row) for row in rows]


def _returned(row: DecisionRow | None) -> ReturnedFor | None:
    if row is None:
        return None
    return ReturnedFor(
        returned_at=row.settled_at,
        due_on=row.due_on,
        reasons=row.reasons,
        controls=controls_to_correct(row),
    )


def _proceeding(found: sides.Proceeding) -> Proceeding:
    return Proceeding(
        submission_id=strawberry.ID(found.case.submission_id or ""),
        authority=found.file.authority_name,
        reference=found.file.reference,
        state=found.state,
        officer=found.case.officer_name,
        returned=_returned(found.returned),
        rulings=[NotApplicableRuling.of(row) for row in found.rulings],
        row=found.case,
        chosen=found.file.outcome,
    )


@strawberry.type
class AuthorityMark:
    """What the authority says of a control; `part` null: of the control as a whole."""

    control_id: strawberry.ID
    part: str | None
    kind: MarkKind
    reason: str | None
    until: date | None


@strawberry.type
class AuthorityMarks:
    """What the authority says of an assessment's controls; `submissionId`: what it returned."""

    submission_id: strawberry.ID | None
    due_on: date | None
    reasons: str | None
    marks: list[AuthorityMark]


@strawberry.type
class QuestionAnswered:
    """The officer is told."""

    question: ReviewQuestion


AnswerQuestionResult = Annotated[
    QuestionAnswered | ReviewConflict | StateProblem | ValidationProblem | NotFoundProblem,
    strawberry.union("AnswerQuestionResult"),
]


def _conflict(error: VersionConflict) -> ReviewConflict:
    return ReviewConflict(message=str(error), revision=error.current.version)


@strawberry.type
class Query:
    """What authorities do with an operator's submissions."""

    @access.field(requires=Permission.SUBMISSION_READ)
    async def proceeding(self, info: Info, submission_id: strawberry.ID) -> Proceeding | None:
        """The review of a submission of one's own operator, whichever version it is."""
        found = await sides.proceeding(info.context.actor, submission_id)
        return None if found is None else _proceeding(found)

    @access.field(requires=Permission.SUBMISSION_READ)
    async def waiting_questions(
        self, info: Info, operator_id: strawberry.ID
    ) -> list[ReviewQuestion] | None:
        """Questions that wait for an answer of one's own operator, the most urgent first; at most
        a hundred."""
        actor = info.context.actor
        if not actor.may(Permission.SUBMISSION_READ, operator_id):
            return None
        rows = await questions.waiting(actor, operator_id, MOST_WAITING)
        return with_threads(rows, await questions.thread(row.id for row in rows))

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def authority_marks(
        self, info: Info, assessment_id: strawberry.ID
    ) -> AuthorityMarks | None:
        """Controls of an assessment of one's own operator of which the authority said something:
        what a return names, and what it accepted as not applicable for a time."""
        found = await sides.marks(info.context.actor, assessment_id)
        if found is None:
            return None
        return AuthorityMarks(
            submission_id=strawberry.ID(found.submission_id) if found.submission_id else None,
            due_on=found.due_on,
            reasons=found.reasons,
            marks=[
                AuthorityMark(
                    control_id=strawberry.ID(one.control_id),
                    part=one.part,
                    kind=one.kind,
                    reason=one.reason,
                    until=one.until,
                )
                for one in found.marks
            ],
        )


@strawberry.type
class Mutation:
    """Answers to an authority."""

    @access.mutation(requires=Permission.QUESTION_ANSWER, conflict=_conflict)
    async def answer_question(self, info: Info, input: AnswerQuestionInput) -> AnswerQuestionResult:
        """Answer a question, or add to the answer until the officer settles it."""
        actor = info.context.actor
        row = await Answering(info.context.get(Database), actor).answer(
            input.question_id,
            input.text,
            [str(id_) for id_ in input.evidence_ids],
            input.expected_version,
        )
        threads = await questions.thread([row.id])
        return QuestionAnswered(question=with_threads([row], threads)[0])
