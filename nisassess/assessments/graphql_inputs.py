"""GraphQL inputs and results of the assessments' mutations."""

from datetime import date
from typing import Annotated

import strawberry

from nisassess.assessments.graphql_types import (
    Approval,
    Assessment,
    AttachedEvidence,
    Measure,
    MeasureConflict,
    Part,
    Response,
    ResponseConflict,
    Statement,
    StatementConflict,
)
from nisassess.assessments.planning import MeasureInput, Owner, Progress
from nisassess.assessments.types import CostClass, MeasureState, OpeningFact
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.kit.scalars import AnswerValue
from nisassess.sdk import ScopeKind


@strawberry.input
class PartInput:
    """A part that a new assessment begins with."""

    name: str
    description: str | None = None


@strawberry.input
class OpeningInput:
    """What opens a profile that is not open to everybody: which of its options, by which
    authority's act, of what date."""

    option: strawberry.ID
    authority: str
    dated: date


def opening_of(given: OpeningInput | None) -> OpeningFact | None:
    """The fact of an input."""
    return OpeningFact(given.option, given.authority, given.dated) if given else None


@strawberry.input
class StartAssessmentInput:
    """Operator, profile, scope and period of a new assessment.

    `caseId`: the request that it answers; profile, kind of scope and period must be as it asks.
    """

    operator_id: strawberry.ID
    profile_id: strawberry.ID
    title: str
    scope_kind: ScopeKind
    scope_name: str
    scope_description: str | None = None
    period_from: date
    period_until: date
    parts: list[PartInput]
    opening: OpeningInput | None = None
    language: str | None = None
    case_id: strawberry.ID | None = None


@strawberry.input
class SavePartInput:
    """`partId` absent: a new part."""

    assessment_id: strawberry.ID
    part_id: strawberry.ID | None = None
    name: str
    description: str | None = None


@strawberry.input
class SaveResponseInput:
    """`value` null takes the answer back; `expectedVersion` 0: nobody answered yet."""

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    question_id: strawberry.ID
    value: AnswerValue | None = None
    expected_version: int


@strawberry.input
class SaveStatementInput:
    """Justification and applicability, saved together."""

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    justification: str | None = None
    not_applicable: bool
    not_applicable_reason: str | None = None
    expected_version: int


@strawberry.input
class SaveMeasureInput:
    """A planned measure; fields may be empty while it is being written.

    `state` and `ownerId` left out stay as they are; `ownerId` null: nobody in particular.
    `reason` is asked for where the state is `DROPPED`.
    """

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    what: str
    who: str
    until: date | None = None
    cost_class: CostClass | None = None
    state: MeasureState | None = None
    reason: str | None = None
    owner_id: strawberry.ID | None = strawberry.UNSET
    expected_version: int


def measure_input(given: SaveMeasureInput) -> MeasureInput:
    """The planned measure of an input."""
    return MeasureInput(
        what=given.what,
        who=given.who,
        until=given.until,
        cost_class=given.cost_class,
        progress=Progress(given.state, given.reason) if given.state else None,
        owner=None if given.owner_id is strawberry.UNSET else Owner(given.owner_id),
    )


@strawberry.input
class RemoveMeasureInput:
    """Which planned measure goes."""

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    expected_version: int


@strawberry.input
class ReferenceEvidenceInput:
    """An artefact that stays with the operator; `digest`: its SHA-256, if known."""

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    title: str
    owner: str
    location: str
    dated: date
    digest: str | None = None


@strawberry.input
class AttachEvidenceInput:
    """Evidence of the same operator, to one control in one part."""

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    evidence_id: strawberry.ID


@strawberry.input
class DetachEvidenceInput:
    """Evidence to take off one control in one part."""

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    evidence_id: strawberry.ID


@strawberry.input
class ApprovalMemberInput:
    """A member who decided; `trainedOn` null: no training is recorded."""

    name: str
    function: str | None = None
    trained_on: date | None = None


@strawberry.input
class DecideApprovalInput:
    """`revision`: the one that the approver read; refused when it is no longer current."""

    assessment_id: strawberry.ID
    revision: int
    approve: bool
    body: str
    resolution: str
    resolved_on: date
    reasons: str | None = None
    reservations: str | None = None
    members: list[ApprovalMemberInput]


@strawberry.type
class AssessmentStarted:
    """The new assessment."""

    assessment: Assessment


@strawberry.type
class AssessmentDiscarded:
    """The draft is gone."""

    assessment_id: strawberry.ID


@strawberry.type
class PartSaved:
    """The part as it stands now."""

    part: Part


@strawberry.type
class PartRemoved:
    """The part is gone."""

    part_id: strawberry.ID


@strawberry.type
class ResponseSaved:
    """Durably saved."""

    response: Response
    revision: int


@strawberry.type
class StatementSaved:
    """Durably saved."""

    statement: Statement
    revision: int


@strawberry.type
class MeasureSaved:
    """Durably saved."""

    measure: Measure
    revision: int


@strawberry.type
class MeasureRemoved:
    """The planned measure is gone."""

    revision: int


@strawberry.type
class EvidenceAttached:
    """The link, with its evidence."""

    attached: AttachedEvidence
    revision: int


@strawberry.type
class EvidenceDetached:
    """The link is gone; the evidence itself stays with the operator."""

    revision: int


@strawberry.type
class ApprovalDecided:
    """The decision as it was recorded."""

    approval: Approval


StartAssessmentResult = Annotated[
    AssessmentStarted | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("StartAssessmentResult"),
]
DiscardAssessmentResult = Annotated[
    AssessmentDiscarded | StateProblem | NotFoundProblem,
    strawberry.union("DiscardAssessmentResult"),
]
SavePartResult = Annotated[
    PartSaved | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SavePartResult"),
]
RemovePartResult = Annotated[
    PartRemoved | StateProblem | NotFoundProblem, strawberry.union("RemovePartResult")
]
SaveResponseResult = Annotated[
    ResponseSaved | ResponseConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SaveResponseResult"),
]
SaveStatementResult = Annotated[
    StatementSaved | StatementConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SaveStatementResult"),
]
SaveMeasureResult = Annotated[
    MeasureSaved | MeasureConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SaveMeasureResult"),
]
RemoveMeasureResult = Annotated[
    MeasureRemoved | MeasureConflict | StateProblem | NotFoundProblem,
    strawberry.union("RemoveMeasureResult"),
]
AttachEvidenceResult = Annotated[
    EvidenceAttached | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("AttachEvidenceResult"),
]
DetachEvidenceResult = Annotated[
    EvidenceDetached | StateProblem | NotFoundProblem, strawberry.union("DetachEvidenceResult")
]
DecideApprovalResult = Annotated[
    ApprovalDecided | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("DecideApprovalResult"),
]


@strawberry.type
class LanguageSet:
    """The results will be sealed and printed in this language."""

    assessment: Assessment


SetLanguageResult = Annotated[
    LanguageSet | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SetLanguageResult"),
]
