"""GraphQL types of assessments.

Lists of responses, statements and measures hold the plain rows themselves: their attributes are
the fields, and a large assessment is read without copying each of them.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self, cast

import strawberry

from nisassess import access
from nisassess.assessments.approving import BASIS
from nisassess.assessments.carrying import Carried
from nisassess.assessments.repository import reads
from nisassess.assessments.types import (
    ApprovalRow,
    AssessmentRow,
    AssessmentState,
    AttachedRow,
    CarriedRow,
    CostClass,
    MeasureRow,
    MeasureState,
    PartRow,
    Reach,
    ResponseRow,
    StatementRow,
    SummaryRow,
)
from nisassess.assessments.types import OpeningFact as OpeningValue
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.graphql import (
    ControlGroup,
    PinnedProfileType,
    Reference,
    control_groups,
    pinned_profile,
    reference_of,
)
from nisassess.evidence.graphql import Evidence
from nisassess.kit.connections import PageInfo
from nisassess.kit.pagination import Page
from nisassess.kit.problems import Problem
from nisassess.kit.scalars import AnswerValue
from nisassess.sdk import ScopeKind

strawberry.enum(AssessmentState)
strawberry.enum(CostClass)
strawberry.enum(MeasureState)
strawberry.enum(Carried, name="CarriedChange")


@strawberry.type
class Part:
    """A named part of the scope that answers for itself."""

    id: strawberry.ID
    name: str
    description: str | None

    @classmethod
    def of(cls, row: PartRow) -> Self:
        """The part of a row."""
        return cls(id=strawberry.ID(row.id), name=row.name, description=row.description)


@strawberry.type
class Response:
    """The answer to one question for one part; a null value was taken back."""

    control_id: strawberry.ID
    question_id: strawberry.ID
    part_id: strawberry.ID
    value: AnswerValue | None
    version: int
    updated_at: datetime
    updated_by: str


@strawberry.type
class Statement:
    """Justification and applicability of one control for one part."""

    control_id: strawberry.ID
    part_id: strawberry.ID
    justification: str | None
    not_applicable: bool
    not_applicable_reason: str | None
    version: int
    updated_at: datetime
    updated_by: str


@strawberry.type
class Measure:
    """The planned measure that closes the gap of one control in one part.

    `owner` is a member of the operator, beside the free text `who`; `reason` says why a measure
    was dropped.
    """

    control_id: strawberry.ID
    part_id: strawberry.ID
    what: str
    who: str
    until: date | None
    cost_class: CostClass | None
    state: MeasureState
    reason: str | None
    owner_id: strawberry.ID | None
    owner_name: str | None
    version: int
    updated_at: datetime
    updated_by: str


@strawberry.type
class AttachedEvidence:
    """Evidence attached to one control in one part."""

    control_id: strawberry.ID
    part_id: strawberry.ID
    evidence: Evidence
    attached_at: datetime
    attached_by: str

    @classmethod
    def of(cls, row: AttachedRow) -> Self:
        """The link of a row."""
        return cls(
            control_id=strawberry.ID(row.control_id),
            part_id=strawberry.ID(row.part_id),
            evidence=Evidence.of(row.evidence),
            attached_at=row.attached_at,
            attached_by=row.attached_by,
        )


@strawberry.type
class AssessmentSummary:
    """An assessment in a list."""

    id: strawberry.ID
    title: str
    state: AssessmentState
    scope_kind: ScopeKind
    scope_name: str
    period_from: date
    period_until: date
    profile_title: str
    updated_at: datetime
    submission_id: strawberry.ID | None


@strawberry.type
class AssessmentEdge:
    """One assessment of a page."""

    cursor: str
    node: AssessmentSummary


@strawberry.type
class AssessmentConnection:
    """One page of an operator's assessments, newest first."""

    edges: list[AssessmentEdge]
    page_info: PageInfo

    @classmethod
    def of(cls, page: Page[SummaryRow]) -> Self:
        """The connection of a page."""
        return cls(
            edges=[
                AssessmentEdge(cursor=cursor, node=cast(Any, row))
                for row, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )


@strawberry.type
class OpeningFact:
    """What opened the profile, as the operator says."""

    option: strawberry.ID
    authority: str
    dated: date

    @classmethod
    def of(cls, fact: OpeningValue) -> Self:
        """The fact of a row."""
        return cls(option=strawberry.ID(fact.option), authority=fact.authority, dated=fact.dated)


@strawberry.type
class CarriedControl:
    """What became of one control when an earlier assessment was carried over into this one;
    `confirmedBy` is null until somebody looked at what came with it."""

    control_id: strawberry.ID
    change: Carried
    origins: list[strawberry.ID]
    dropped: list[strawberry.ID]
    note: str | None
    confirmed_at: datetime | None
    confirmed_by: str | None

    @classmethod
    def of(cls, row: CarriedRow) -> Self:
        """What a row tells."""
        return cls(
            control_id=strawberry.ID(row.control_id),
            change=Carried(row.change),
            origins=[strawberry.ID(id_) for id_ in row.origins],
            dropped=[strawberry.ID(id_) for id_ in row.dropped],
            note=row.note,
            confirmed_at=row.confirmed_at,
            confirmed_by=row.confirmed_by,
        )


@strawberry.type
class Assessment:
    """A self-assessment; `revision` counts every change, and an approval is of one revision."""

    id: strawberry.ID
    operator_id: strawberry.ID
    title: str
    state: AssessmentState
    revision: int
    scope_kind: ScopeKind
    scope_name: str
    scope_description: str | None
    period_from: date
    period_until: date
    created_at: datetime
    updated_at: datetime
    submission_id: strawberry.ID | None
    opening: OpeningFact | None
    carried_from: strawberry.ID | None
    revises: strawberry.ID | None
    case_id: strawberry.ID | None
    language: str | None
    row: strawberry.Private[AssessmentRow]

    @classmethod
    def of(cls, row: AssessmentRow) -> Self:
        """The assessment of a row that the caller may see."""
        row = _as_shown(row)
        return cls(
            id=strawberry.ID(row.id),
            operator_id=strawberry.ID(row.operator_id),
            title=row.title,
            state=row.state,
            revision=row.revision,
            scope_kind=row.scope_kind,
            scope_name=row.scope_name,
            scope_description=row.scope_description,
            period_from=row.period_from,
            period_until=row.period_until,
            created_at=row.created_at,
            updated_at=row.updated_at,
            submission_id=strawberry.ID(row.submission_id) if row.submission_id else None,
            opening=OpeningFact.of(row.opening) if row.opening else None,
            carried_from=_carried_from(row),
            revises=strawberry.ID(row.revises) if row.revises else None,
            case_id=strawberry.ID(row.case_id) if row.case_id else None,
            language=row.language,
            row=row,
        )

    @access.inherited
    async def profile(self, language: str | None = None) -> PinnedProfileType:
        """The resolved profile that the assessment pinned, in a language that it has."""
        profile = await profiles.pinned(self.row.profile_digest)
        return pinned_profile(self.row.profile_digest, profile, language)

    @access.inherited
    async def approval_basis(self) -> Reference:
        """The provision by which the management body approves."""
        profile = await profiles.pinned(self.row.profile_digest)
        return reference_of(BASIS[profile.regime])

    @access.inherited
    async def groups(self, language: str | None = None) -> list[ControlGroup]:
        """The pinned content, in a language; what is not translated says in which it is."""
        digest = self.row.profile_digest
        groups = control_groups(digest, await profiles.pinned(digest), language)
        return groups if self.row.reach is None else _within(groups, self.row.reach)

    @access.inherited
    async def parts(self) -> list[Part]:
        """Parts of the scope, in order."""
        return [Part.of(row) for row in await reads.parts(self.row)]

    @access.inherited
    async def responses(self, control_id: strawberry.ID | None = None) -> list[Response]:
        """All responses, or those of one control."""
        return cast(list[Response], await reads.responses(self.row, control_id))

    @access.inherited
    async def statements(self, control_id: strawberry.ID | None = None) -> list[Statement]:
        """All statements, or those of one control."""
        return cast(list[Statement], await reads.statements(self.row, control_id))

    @access.inherited
    async def measures(self, control_id: strawberry.ID | None = None) -> list[Measure]:
        """All planned measures, or those of one control."""
        return cast(list[Measure], await reads.measures(self.row, control_id))

    @access.inherited
    async def carried(self) -> list[CarriedControl]:
        """What was carried over from an earlier assessment; empty if nothing was."""
        return [CarriedControl.of(row) for row in await reads.carried(self.row)]

    @access.inherited
    async def evidence(self, control_id: strawberry.ID | None = None) -> list[AttachedEvidence]:
        """All attached evidence, or that of one control."""
        return [AttachedEvidence.of(row) for row in await reads.evidence(self.row, control_id)]


def _carried_from(row: AssessmentRow) -> strawberry.ID | None:
    # The row keeps it: what was carried over is read by it.
    whole = row.reach is None
    return strawberry.ID(row.carried_from) if whole and row.carried_from else None


def _as_shown(row: AssessmentRow) -> AssessmentRow:
    """What the limited may know of it: whose it is, what it is about, not how it stands."""
    if row.reach is None:
        return row
    return replace(
        row,
        state=AssessmentState.DRAFT,
        revision=0,
        scope_description=None,
        updated_at=row.created_at,
        submission_id=None,
        opening=None,
        revises=None,
    )


def _within(groups: list[ControlGroup], reach: Reach) -> list[ControlGroup]:
    controls = reach.controls
    found = [
        replace(group, controls=[one for one in group.controls if one.id in controls])
        for group in groups
    ]
    return [group for group in found if group.controls]


@strawberry.type
class ApprovalMember:
    """A member of the management body; `trainedOn` null: none recorded."""

    name: str
    function: str | None
    trained_on: date | None


@strawberry.type
class Approval:
    """A decision of the management body on one revision; `lapsedAt` is set when it no longer
    holds, because an answer changed or a newer decision took its place."""

    id: strawberry.ID
    approved: bool
    body: str
    resolution: str
    resolved_on: date
    reasons: str | None
    reservations: str | None
    members: list[ApprovalMember]
    recorded_at: datetime
    recorded_by: str
    revision: int
    lapsed_at: datetime | None
    citation: str

    @classmethod
    def of(cls, row: ApprovalRow, citation: str) -> Self:
        """The decision of a row."""
        return cls(
            id=strawberry.ID(row.id),
            approved=row.approved,
            body=row.body,
            resolution=row.resolution,
            resolved_on=row.resolved_on,
            reasons=row.reasons,
            reservations=row.reservations,
            members=[
                ApprovalMember(name=m.name, function=m.function, trained_on=m.trained_on)
                for m in row.members
            ],
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            revision=row.revision,
            lapsed_at=row.lapsed_at,
            citation=citation,
        )


@strawberry.type
class Change:
    """What was saved, by whom, when; `summary` is the saved value as JSON."""

    id: strawberry.ID
    at: datetime
    by: str
    kind: str
    control_id: strawberry.ID
    question_id: strawberry.ID | None
    part_id: strawberry.ID
    version: int
    summary: str


@strawberry.type
class ChangeEdge:
    """One change of a page."""

    cursor: str
    node: Change


@strawberry.type
class ChangeConnection:
    """One page of history, newest first."""

    edges: list[ChangeEdge]
    page_info: PageInfo


@strawberry.type
class ResponseConflict(Problem):
    """Somebody else answered in the meantime; nothing was overwritten."""

    current: Response


@strawberry.type
class StatementConflict(Problem):
    """Somebody else changed the statement in the meantime; nothing was overwritten."""

    current: Statement


@strawberry.type
class MeasureConflict(Problem):
    """Somebody else changed the measure in the meantime; nothing was overwritten."""

    current: Measure


def response_of(row: ResponseRow) -> Response:
    """A response; the row's attributes are the type's."""
    return cast(Response, row)


def statement_of(row: StatementRow) -> Statement:
    """A statement; the row's attributes are the type's."""
    return cast(Statement, row)


def measure_of(row: MeasureRow) -> Measure:
    """A planned measure; the row's attributes are the type's."""
    return cast(Measure, row)
