"""GraphQL of reviews, the authority's side: read a case, and every step on it."""

from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.documents.pool import PdfPool
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, VersionConflict
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.reviews import noting, ruling, setting, taking
from nisassess.reviews.asking import Asking
from nisassess.reviews.deciding import Deciding
from nisassess.reviews.graphql_inputs import (
    AcknowledgeSubmissionInput,
    AddNoteInput,
    CloseCaseInput,
    DraftQuestionInput,
    EditNoteInput,
    EditQuestionInput,
    FollowUpInput,
    HandOverCaseInput,
    RefuseDecisionInput,
    ReopenCaseInput,
    ReturnSubmissionInput,
    RuleNotApplicableInput,
    SendQuestionsInput,
    SetReviewPolicyInput,
)
from nisassess.reviews.graphql_review import Review, review_of
from nisassess.reviews.graphql_types import ReviewConflict, ReviewPolicy
from nisassess.reviews.repository import files, operators
from nisassess.reviews.types import DecisionKind, NewDecision, NewQuestion, NewRuling, ReviewRow


@strawberry.type
class CaseReviewed:
    """Done; the case as it is now."""

    review: Review


@strawberry.type
class ReviewPolicySet:
    """It counts for what is decided from now on."""

    policy: ReviewPolicy


CaseResult = Annotated[
    CaseReviewed | ReviewConflict | StateProblem | ValidationProblem | NotFoundProblem,
    strawberry.union("CaseResult"),
]
PolicyResult = Annotated[
    ReviewPolicySet | ReviewConflict | StateProblem | ValidationProblem | NotFoundProblem,
    strawberry.union("ReviewPolicyResult"),
]


def _conflict(error: VersionConflict) -> ReviewConflict:
    """What the case, or the thing on it, is at now."""
    current = error.current
    at = current.revision if isinstance(current, ReviewRow) else getattr(current, "version", 0)
    return ReviewConflict(message=str(error), revision=at)


async def _done(info: Info, case_id: str) -> CaseReviewed:
    found = await review_of(info.context, case_id)
    if found is None:
        raise NotFound("case")
    return CaseReviewed(review=found)


def _database(info: Info) -> Database:
    return info.context.get(Database)


def _asking(info: Info) -> Asking:
    return Asking(_database(info), info.context.actor)


def _deciding(info: Info) -> Deciding:
    return Deciding(_database(info), info.context.get(PdfPool), info.context.actor)


@strawberry.type
class Query:
    """What an authority does with submissions."""

    @access.field(requires=Permission.REVIEW_READ)
    async def review(self, info: Info, case_id: strawberry.ID) -> Review | None:
        """A case of one's own authority that has a submission."""
        return await review_of(info.context, case_id)

    @access.field(requires=Permission.REVIEW_READ)
    async def review_of(self, info: Info, submission_id: strawberry.ID) -> Review | None:
        """The case of a submission to one's own authority, whichever version it is."""
        row = await operators.case_at(info.context.actor, submission_id)
        return None if row is None else await review_of(info.context, row.id)

    @access.field(requires=Permission.REVIEW_READ)
    async def review_policy(self, info: Info, authority_id: strawberry.ID) -> ReviewPolicy | None:
        """How one's own authority reviews."""
        row = await files.review_policy(info.context.actor, authority_id)
        return None if row is None else ReviewPolicy.of(row)


_WRITES = Permission.REVIEW_WRITE


@strawberry.type
class Mutation:
    """Every step on a case. Notes, drafts and proposals stay inside the authority."""

    @access.mutation(requires=_WRITES)
    async def take_case(self, info: Info, case_id: strawberry.ID) -> CaseResult:
        """Take a submitted case into review; of two who try, one is told who has it."""
        await taking.take(_database(info), info.context.actor, case_id)
        return await _done(info, case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def give_back_case(self, info: Info, case_id: strawberry.ID, revision: int) -> CaseResult:
        """Let go of a case, for others to take."""
        await taking.give_back(_database(info), info.context.actor, case_id, revision)
        return await _done(info, case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def hand_over_case(self, info: Info, input: HandOverCaseInput) -> CaseResult:
        """Give a case to a colleague; its officer may, and whoever leads the authority."""
        actor, person = info.context.actor, str(input.person_id)
        await taking.hand_over(_database(info), actor, input.case_id, input.revision, person)
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES)
    async def add_note(self, info: Info, input: AddNoteInput) -> CaseResult:
        """Note something on a case or one of its controls, for colleagues alone."""
        await noting.add_note(
            _database(info), info.context.actor, input.case_id, input.control_id, input.text
        )
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def edit_note(self, info: Info, input: EditNoteInput) -> CaseResult:
        """Say a note of one's own otherwise; what it said is kept."""
        row = await noting.edit_note(
            _database(info),
            info.context.actor,
            input.note_id,
            input.text,
            input.expected_version,
        )
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES)
    async def draft_question(self, info: Info, input: DraftQuestionInput) -> CaseResult:
        """Prepare a question; the operator knows nothing of it until it is sent."""
        new = NewQuestion(input.control_id, input.text, input.answer_by)
        await _asking(info).draft(input.case_id, new)
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def edit_question(self, info: Info, input: EditQuestionInput) -> CaseResult:
        """Change a question that is not sent yet."""
        row = await _asking(info).edit(
            input.question_id, input.text, input.answer_by, input.expected_version
        )
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def discard_question(
        self, info: Info, question_id: strawberry.ID, expected_version: int
    ) -> CaseResult:
        """Throw a question away that is not sent yet."""
        case_id = await _asking(info).discard(question_id, expected_version)
        return await _done(info, case_id)

    @access.mutation(requires=_WRITES)
    async def send_questions(self, info: Info, input: SendQuestionsInput) -> CaseResult:
        """Put prepared questions to the operator, all at once or none."""
        await _asking(info).send(input.case_id, [str(id_) for id_ in input.question_ids])
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def follow_up_question(self, info: Info, input: FollowUpInput) -> CaseResult:
        """Ask further about an answer, with a new date."""
        row = await _asking(info).follow_up(
            input.question_id, input.text, input.answer_by, input.expected_version
        )
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def settle_question(
        self, info: Info, question_id: strawberry.ID, expected_version: int
    ) -> CaseResult:
        """Be content with an answer."""
        row = await _asking(info).settle(question_id, expected_version)
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def withdraw_question(
        self, info: Info, question_id: strawberry.ID, expected_version: int
    ) -> CaseResult:
        """Ask no more; the operator sees that it need not answer."""
        row = await _asking(info).withdraw(question_id, expected_version)
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def rule_not_applicable(self, info: Info, input: RuleNotApplicableInput) -> CaseResult:
        """Accept or reject that a control does not apply to a part; told with the decision."""
        new = NewRuling(
            input.control_id,
            input.part,
            input.accepted,
            input.until or None,
            input.reason or None,
        )
        await ruling.rule(
            _database(info), info.context.actor, input.case_id, new, input.expected_version
        )
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def remove_ruling(
        self, info: Info, ruling_id: strawberry.ID, expected_version: int
    ) -> CaseResult:
        """Take a ruling on the version under review back."""
        case_id = await ruling.unrule(
            _database(info), info.context.actor, ruling_id, expected_version
        )
        return await _done(info, case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def return_submission(self, info: Info, input: ReturnSubmissionInput) -> CaseResult:
        """Return a submission for correction, or propose it where a second officer confirms.

        The operator's next version begins from what was sealed; the letter is kept as issued.
        """
        new = NewDecision(
            DecisionKind.RETURN,
            reasons=input.reasons or None,
            controls=tuple((str(one.control_id), one.reason) for one in input.controls),
            due_on=input.due_on,
            legal_basis=input.legal_basis or None,
        )
        await _deciding(info).decide(input.case_id, input.revision, new)
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def acknowledge_submission(
        self, info: Info, input: AcknowledgeSubmissionInput
    ) -> CaseResult:
        """Confirm by letter that a submission came in and is under review."""
        new = NewDecision(
            DecisionKind.ACKNOWLEDGEMENT,
            reasons=input.remarks or None,
            legal_basis=input.legal_basis or None,
        )
        await _deciding(info).decide(input.case_id, input.revision, new)
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def close_case(self, info: Info, input: CloseCaseInput) -> CaseResult:
        """End the review with an outcome, or propose it where a second officer confirms."""
        new = NewDecision(
            DecisionKind.CLOSING,
            reasons=input.reasons or None,
            outcome=input.outcome,
            legal_basis=input.legal_basis or None,
        )
        await _deciding(info).decide(input.case_id, input.revision, new)
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def confirm_decision(
        self, info: Info, decision_id: strawberry.ID, revision: int
    ) -> CaseResult:
        """Confirm, as another officer, what a colleague proposed; it is issued at once."""
        row = await _deciding(info).confirm(decision_id, revision)
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def refuse_decision(self, info: Info, input: RefuseDecisionInput) -> CaseResult:
        """Refuse, as another officer, what a colleague proposed."""
        row = await _deciding(info).refuse(input.decision_id, input.revision, input.reason)
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def take_back_decision(
        self, info: Info, decision_id: strawberry.ID, revision: int
    ) -> CaseResult:
        """Take back what one proposed."""
        row = await _deciding(info).take_back(decision_id, revision)
        return await _done(info, row.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def withdraw_return(self, info: Info, input: ReopenCaseInput) -> CaseResult:
        """Take a return back while the operator has not submitted again."""
        await taking.withdraw_return(
            _database(info), info.context.actor, input.case_id, input.revision, input.reason
        )
        return await _done(info, input.case_id)

    @access.mutation(requires=_WRITES, conflict=_conflict)
    async def reopen_case(self, info: Info, input: ReopenCaseInput) -> CaseResult:
        """Go on with a closed case; the operator is told the reason."""
        await taking.reopen(
            _database(info), info.context.actor, input.case_id, input.revision, input.reason
        )
        return await _done(info, input.case_id)

    @access.mutation(requires=Permission.MEMBER_MANAGE, conflict=_conflict)
    async def set_review_policy(self, info: Info, input: SetReviewPolicyInput) -> PolicyResult:
        """Say whether returning and closing need a second officer, in one's own authority."""
        row = await setting.set_policy(
            _database(info),
            info.context.actor,
            input.authority_id,
            four_eyes=input.four_eyes,
            expected=input.expected_version,
        )
        return ReviewPolicySet(policy=ReviewPolicy.of(row))
