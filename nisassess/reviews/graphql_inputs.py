"""GraphQL inputs of reviews."""

from datetime import date

import strawberry


@strawberry.input
class HandOverCaseInput:
    """To whom; `revision` of the review as it was seen."""

    case_id: strawberry.ID
    revision: int
    person_id: strawberry.ID


@strawberry.input
class AddNoteInput:
    """Without `controlId` it is about the case."""

    case_id: strawberry.ID
    text: str
    control_id: strawberry.ID | None = None


@strawberry.input
class EditNoteInput:
    """What the note says from now on."""

    note_id: strawberry.ID
    text: str
    expected_version: int


@strawberry.input
class DraftQuestionInput:
    """Without `controlId` it is about the submission as a whole."""

    case_id: strawberry.ID
    text: str
    answer_by: date
    control_id: strawberry.ID | None = None


@strawberry.input
class EditQuestionInput:
    """What the question asks from now on."""

    question_id: strawberry.ID
    text: str
    answer_by: date
    expected_version: int


@strawberry.input
class SendQuestionsInput:
    """Prepared questions of one case."""

    case_id: strawberry.ID
    question_ids: list[strawberry.ID]


@strawberry.input
class FollowUpInput:
    """What is still asked, and by when."""

    question_id: strawberry.ID
    text: str
    answer_by: date
    expected_version: int


@strawberry.input
class RuleNotApplicableInput:
    """`part` by its name in the submission; `expectedVersion` 0 for a first ruling. An acceptance
    may end on a day, a rejection needs its reason."""

    case_id: strawberry.ID
    control_id: strawberry.ID
    part: str
    accepted: bool
    expected_version: int
    until: date | None = None
    reason: str | None = None


@strawberry.input
class ControlToCorrectInput:
    """A control and what is wrong with it."""

    control_id: strawberry.ID
    reason: str


@strawberry.input
class ReturnSubmissionInput:
    """Reasons overall, by control, or a rejected *not applicable*; `dueOn`: of the correction."""

    case_id: strawberry.ID
    revision: int
    due_on: date
    controls: list[ControlToCorrectInput]
    reasons: str | None = None
    legal_basis: str | None = None


@strawberry.input
class AcknowledgeSubmissionInput:
    """Remarks are optional."""

    case_id: strawberry.ID
    revision: int
    remarks: str | None = None
    legal_basis: str | None = None


@strawberry.input
class CloseCaseInput:
    """`outcome`: id of one of the review's outcomes."""

    case_id: strawberry.ID
    revision: int
    outcome: strawberry.ID
    reasons: str | None = None
    legal_basis: str | None = None


@strawberry.input
class RefuseDecisionInput:
    """Why a colleague's proposal is refused; the colleague is told."""

    decision_id: strawberry.ID
    revision: int
    reason: str


@strawberry.input
class ReopenCaseInput:
    """Why; the operator is told."""

    case_id: strawberry.ID
    revision: int
    reason: str


@strawberry.input
class SetReviewPolicyInput:
    """`expectedVersion` 0: nobody has said so yet."""

    authority_id: strawberry.ID
    four_eyes: bool
    expected_version: int


@strawberry.input
class AnswerQuestionInput:
    """`evidenceIds`: artefacts of one's own operator that the answer refers to."""

    question_id: strawberry.ID
    text: str
    expected_version: int
    evidence_ids: list[strawberry.ID] = strawberry.field(default_factory=list)
