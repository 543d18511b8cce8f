"""GraphQL of assessments: queries and mutations."""

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import approving, attaching, planning, service
from nisassess.assessments.graphql_inputs import (
    ApprovalDecided,
    AssessmentDiscarded,
    AssessmentStarted,
    AttachEvidenceInput,
    AttachEvidenceResult,
    DecideApprovalInput,
    DecideApprovalResult,
    DetachEvidenceInput,
    DetachEvidenceResult,
    DiscardAssessmentResult,
    EvidenceAttached,
    EvidenceDetached,
    LanguageSet,
    MeasureRemoved,
    MeasureSaved,
    PartRemoved,
    PartSaved,
    ReferenceEvidenceInput,
    RemoveMeasureInput,
    RemoveMeasureResult,
    RemovePartResult,
    ResponseSaved,
    SaveMeasureInput,
    SaveMeasureResult,
    SavePartInput,
    SavePartResult,
    SaveResponseInput,
    SaveResponseResult,
    SaveStatementInput,
    SaveStatementResult,
    SetLanguageResult,
    StartAssessmentInput,
    StartAssessmentResult,
    StatementSaved,
    measure_input,
    opening_of,
)
from nisassess.assessments.graphql_score import ReadinessType, Score
from nisassess.assessments.graphql_types import (
    Approval,
    Assessment,
    AssessmentConnection,
    AttachedEvidence,
    Change,
    ChangeConnection,
    ChangeEdge,
    MeasureConflict,
    Part,
    ResponseConflict,
    StatementConflict,
    measure_of,
    response_of,
    statement_of,
)
from nisassess.assessments.history import summary_of
from nisassess.assessments.keeping import scored
from nisassess.assessments.readiness import readiness
from nisassess.assessments.repository import reads
from nisassess.assessments.types import ChangeRow, Key, MemberValue
from nisassess.catalogues import repository as pinned_profiles
from nisassess.catalogues.graphql import Profile, profile_of
from nisassess.catalogues.service import offers
from nisassess.evidence.types import ReferenceInput
from nisassess.kit.clock import today
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound
from nisassess.kit.pagination import make_page, page_request
from nisassess.operators import service as operators
from nisassess.plugins import PluginRegistry


@strawberry.type
class Query:
    """Assessments of an operator, for its members."""

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def profiles(
        self, info: Info, operator_id: strawberry.ID, language: str | None = None
    ) -> list[Profile] | None:
        """Profiles that fit an operator, the best fit first; in a language as far as known."""
        context = info.context
        registry = context.get(PluginRegistry)
        if not context.actor.may(Permission.ASSESSMENT_READ, operator_id):
            return None
        row = await operators.operator(context.actor, registry, operator_id)
        if row is None:
            return None
        regime = row.classification.regime
        found = offers(
            registry,
            regime=regime.value if regime else None,
            entity_type=row.details.entity_type,
            status=operators.indicative_status(row, registry, today()).status.value,
            language=language,
        )
        return [profile_of(offer) for offer in found]

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def assessments(
        self, info: Info, operator_id: strawberry.ID, first: int, after: str | None = None
    ) -> AssessmentConnection | None:
        """An operator's assessments, newest first."""
        request = page_request(first, after, 1)
        rows = await reads.summaries(info.context.actor, operator_id, request)
        if rows is None:
            return None
        return AssessmentConnection.of(make_page(rows, request, lambda row: (row.id,)))

    @access.field(requires=Permission.ASSIGNED_READ)
    async def assessment(self, info: Info, id: strawberry.ID) -> Assessment | None:
        """One assessment with its answers; for whoever is limited, what of it is assigned."""
        row = await reads.assigned(info.context.actor, id)
        return None if row is None else Assessment.of(row)

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def score(
        self, info: Info, assessment_id: strawberry.ID, language: str | None = None
    ) -> Score | None:
        """The explained score of an assessment as it stands, in a language as far as known; the
        last one that was kept if its method is no longer installed."""
        context = info.context
        methods = context.get(PluginRegistry).methods
        try:
            found = await scored(
                context.get(Database), context.actor, assessment_id, methods, language
            )
        except NotFound:
            return None
        return Score.of(found)

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def readiness(self, info: Info, assessment_id: strawberry.ID) -> ReadinessType | None:
        """What stands between an assessment and its submission."""
        try:
            methods = info.context.get(PluginRegistry).methods
            taken, found = await service.score_of(info.context.actor, assessment_id, methods)
        except NotFound:
            return None
        return ReadinessType.of(readiness(taken, found))

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def approvals(self, info: Info, assessment_id: strawberry.ID) -> list[Approval] | None:
        """Decisions of the management body, newest first."""
        row = await reads.assessment(info.context.actor, assessment_id)
        if row is None:
            return None
        profile = await pinned_profiles.pinned(row.profile_digest)
        citation = approving.BASIS[profile.regime].citation
        return [Approval.of(found, citation) for found in await reads.approvals(row)]

    @access.field(requires=Permission.ASSIGNED_READ)
    async def changes(
        self,
        info: Info,
        assessment_id: strawberry.ID,
        first: int,
        after: str | None = None,
        control_id: strawberry.ID | None = None,
    ) -> ChangeConnection | None:
        """What was saved, newest first; all or of one control."""
        row = await reads.assigned(info.context.actor, assessment_id)
        if row is None:
            return None
        request = page_request(first, after, 1)
        found = await reads.changes(row, control_id, request)
        page = make_page(found, request, lambda change: (change.id,))
        profile = await pinned_profiles.pinned(row.profile_digest)
        return ChangeConnection(
            edges=[
                ChangeEdge(cursor=cursor, node=_change(change, summary_of(change, profile)))
                for change, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )


def _change(row: ChangeRow, summary: str) -> Change:
    return Change(
        id=strawberry.ID(row.id),
        at=row.at,
        by=row.by,
        kind=row.kind,
        control_id=strawberry.ID(row.control_id),
        question_id=strawberry.ID(row.question_id) if row.question_id else None,
        part_id=strawberry.ID(row.part_id),
        version=row.version,
        summary=summary,
    )


@strawberry.type
class Mutation:
    """Every change of an assessment."""

    @access.mutation(requires=Permission.ASSESSMENT_START)
    async def start_assessment(
        self, info: Info, input: StartAssessmentInput
    ) -> StartAssessmentResult:
        given = service.StartInput(
            operator_id=input.operator_id,
            profile_id=input.profile_id,
            title=input.title,
            scope_kind=input.scope_kind,
            scope_name=input.scope_name,
            scope_description=input.scope_description,
            period_from=input.period_from,
            period_until=input.period_until,
            parts=[(part.name, part.description) for part in input.parts],
            opening=opening_of(input.opening),
            language=input.language,
            case_id=input.case_id,
        )
        context = info.context
        row = await service.start(
            context.get(Database), context.get(PluginRegistry), context.actor, given
        )
        return AssessmentStarted(assessment=Assessment.of(row))

    @access.mutation(requires=Permission.ASSESSMENT_WRITE)
    async def set_assessment_language(
        self, info: Info, assessment_id: strawberry.ID, language: str
    ) -> SetLanguageResult:
        context = info.context
        row = await service.set_language(
            context.get(Database), context.actor, assessment_id, language
        )
        return LanguageSet(assessment=Assessment.of(row))

    @access.mutation(requires=Permission.ASSESSMENT_DISCARD)
    async def discard_assessment(
        self, info: Info, assessment_id: strawberry.ID
    ) -> DiscardAssessmentResult:
        context = info.context
        await service.discard(context.get(Database), context.actor, assessment_id)
        return AssessmentDiscarded(assessment_id=assessment_id)

    @access.mutation(requires=Permission.ASSESSMENT_WRITE)
    async def save_part(self, info: Info, input: SavePartInput) -> SavePartResult:
        context = info.context
        part = await service.save_part(
            context.get(Database),
            context.actor,
            input.assessment_id,
            input.part_id,
            name=input.name,
            description=input.description,
        )
        return PartSaved(part=Part.of(part))

    @access.mutation(requires=Permission.ASSESSMENT_WRITE)
    async def remove_part(
        self, info: Info, assessment_id: strawberry.ID, part_id: strawberry.ID
    ) -> RemovePartResult:
        context = info.context
        await service.remove_part(context.get(Database), context.actor, assessment_id, part_id)
        return PartRemoved(part_id=part_id)

    @access.mutation(
        requires=Permission.ASSIGNED_WRITE,
        conflict=lambda error: ResponseConflict(
            message=str(error), current=response_of(error.current)
        ),
    )
    async def save_response(self, info: Info, input: SaveResponseInput) -> SaveResponseResult:
        context = info.context
        key = Key(input.assessment_id, input.part_id, input.control_id, input.question_id)
        row, revision = await service.save_response(
            context.get(Database), context.actor, key, input.value, input.expected_version
        )
        return ResponseSaved(response=response_of(row), revision=revision)

    @access.mutation(
        requires=Permission.ASSIGNED_WRITE,
        conflict=lambda error: StatementConflict(
            message=str(error), current=statement_of(error.current)
        ),
    )
    async def save_statement(self, info: Info, input: SaveStatementInput) -> SaveStatementResult:
        context = info.context
        row, revision = await service.save_statement(
            context.get(Database),
            context.actor,
            Key(input.assessment_id, input.part_id, input.control_id),
            justification=input.justification,
            not_applicable=input.not_applicable,
            not_applicable_reason=input.not_applicable_reason,
            expected=input.expected_version,
        )
        return StatementSaved(statement=statement_of(row), revision=revision)

    @access.mutation(
        requires=Permission.ASSESSMENT_WRITE,
        conflict=lambda error: MeasureConflict(
            message=str(error), current=measure_of(error.current)
        ),
    )
    async def save_measure(self, info: Info, input: SaveMeasureInput) -> SaveMeasureResult:
        context = info.context
        row, revision = await planning.save_measure(
            context.get(Database),
            context.actor,
            Key(input.assessment_id, input.part_id, input.control_id),
            measure_input(input),
            input.expected_version,
        )
        return MeasureSaved(measure=measure_of(row), revision=revision)

    @access.mutation(
        requires=Permission.ASSESSMENT_WRITE,
        conflict=lambda error: MeasureConflict(
            message=str(error), current=measure_of(error.current)
        ),
    )
    async def remove_measure(self, info: Info, input: RemoveMeasureInput) -> RemoveMeasureResult:
        context = info.context
        key = Key(input.assessment_id, input.part_id, input.control_id)
        revision = await planning.remove_measure(
            context.get(Database), context.actor, key, input.expected_version
        )
        return MeasureRemoved(revision=revision)

    @access.mutation(requires=Permission.ASSIGNED_WRITE)
    async def reference_evidence(
        self, info: Info, input: ReferenceEvidenceInput
    ) -> AttachEvidenceResult:
        context = info.context
        attached, revision = await attaching.attach_reference(
            context.get(Database),
            context.actor,
            Key(input.assessment_id, input.part_id, input.control_id),
            ReferenceInput(input.title, input.owner, input.location, input.dated, input.digest),
        )
        return EvidenceAttached(attached=AttachedEvidence.of(attached), revision=revision)

    @access.mutation(requires=Permission.EVIDENCE_UPLOAD)
    async def attach_evidence(self, info: Info, input: AttachEvidenceInput) -> AttachEvidenceResult:
        context = info.context
        key = Key(input.assessment_id, input.part_id, input.control_id)
        attached, revision = await attaching.attach(
            context.get(Database), context.actor, key, input.evidence_id
        )
        return EvidenceAttached(attached=AttachedEvidence.of(attached), revision=revision)

    @access.mutation(requires=Permission.ASSIGNED_WRITE)
    async def detach_evidence(self, info: Info, input: DetachEvidenceInput) -> DetachEvidenceResult:
        context = info.context
        key = Key(input.assessment_id, input.part_id, input.control_id)
        revision = await attaching.detach(
            context.get(Database), context.actor, key, input.evidence_id
        )
        return EvidenceDetached(revision=revision)

    @access.mutation(requires=Permission.APPROVAL_DECIDE)
    async def decide_approval(self, info: Info, input: DecideApprovalInput) -> DecideApprovalResult:
        context = info.context
        decision = approving.Decision(
            approve=input.approve,
            body=input.body,
            resolution=input.resolution,
            resolved_on=input.resolved_on,
            reasons=input.reasons,
            reservations=input.reservations,
            members=tuple(
                MemberValue(member.name, member.function, member.trained_on)
                for member in input.members
            ),
        )
        row, citation = await approving.decide(
            context.get(Database),
            context.get(PluginRegistry).methods,
            context.actor,
            input.assessment_id,
            input.revision,
            decision=decision,
        )
        return ApprovalDecided(approval=Approval.of(row, citation))
