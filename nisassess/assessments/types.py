"""Plain values of assessments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nisassess.catalogues.types import PinnedProfile
from nisassess.evidence.types import EvidenceRow
from nisassess.sdk import ScopeKind


class AssessmentState(StrEnum):
    """Where an assessment stands; a submitted one is frozen."""

    DRAFT = "draft"
    APPROVED = "approved"
    SUBMITTED = "submitted"


class CostClass(StrEnum):
    """Order of magnitude of a planned measure's cost, for the operator to define."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class MeasureState(StrEnum):
    """How far a planned measure has come."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"
    """Given up, for a reason that is on record."""


class ChangeKind(StrEnum):
    """What was changed."""

    RESPONSE = "response"
    STATEMENT = "statement"
    MEASURE = "measure"
    EVIDENCE = "evidence"
    PROPOSAL = "proposal"


class ProposalState(StrEnum):
    """How far answers got that a coordinator is to confirm."""

    OPEN = "open"
    """Answered, and not proposed yet."""
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Reach:
    """What of an assessment a limited caller may see: some controls in every part, others in one.

    See `nisassess.assessments.reach`.
    """

    everywhere: frozenset[str]
    in_parts: Mapping[str, frozenset[str]]

    def covers(self, control_id: str, part_id: str) -> bool:
        """Whether the control is within reach in the part."""
        return control_id in self.everywhere or control_id in self.in_parts.get(
            part_id, frozenset()
        )

    @property
    def controls(self) -> frozenset[str]:
        """All controls that are within reach in some part."""
        return self.everywhere.union(*self.in_parts.values())

    def has_part(self, part_id: str) -> bool:
        """Whether anything of the part is within reach."""
        return bool(self.everywhere or self.in_parts.get(part_id))


@dataclass(frozen=True, slots=True)
class OpeningFact:
    """What opened the profile: which of its options, by which authority's act, of what date."""

    option: str
    authority: str
    dated: date


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment without its answers."""

    id: str
    operator_id: str
    profile_digest: str
    title: str
    scope_kind: ScopeKind
    scope_name: str
    scope_description: str | None
    period_from: date
    period_until: date
    state: AssessmentState
    revision: int
    submission_id: str | None
    created_at: datetime
    updated_at: datetime
    opening: OpeningFact | None = None
    carried_from: str | None = None
    """The assessment that this one was carried over from."""
    revises: str | None = None
    """The submission of which this becomes the next version."""
    case_id: str | None = None
    """The authority's case that it answers."""
    language: str | None = None
    """In which the results are sealed and printed; None: that of the profile."""
    reach: Reach | None = None
    """What of it the caller may see; None: everything. Reads of its contents keep to it."""

    @property
    def is_open(self) -> bool:
        """Whether anything about it may still change."""
        return self.state is not AssessmentState.SUBMITTED


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """An assessment in a list."""

    id: str
    title: str
    state: AssessmentState
    scope_kind: ScopeKind
    scope_name: str
    period_from: date
    period_until: date
    profile_title: str
    updated_at: datetime
    submission_id: str | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """A named part of the scope."""

    id: str
    name: str
    description: str | None


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """The answer to one question for one part; `value` None: taken back."""

    control_id: str
    question_id: str
    part_id: str
    value: str | None
    version: int
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Justification and applicability of one control for one part."""

    control_id: str
    part_id: str
    justification: str | None
    not_applicable: bool
    not_applicable_reason: str | None
    version: int
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class PlanOrigin:
    """What a measure was in an earlier assessment, when it was carried over.

    `dates` are the days by which it was to be done, in the order in which they were set.
    """

    assessment_id: str
    title: str
    control_id: str
    state: MeasureState
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """The planned measure of one control in one part.

    `owner_id` is the member of the operator who sees to it, `who` free text; `reason` says why a
    measure was dropped.
    """

    control_id: str
    part_id: str
    what: str
    who: str
    until: date | None
    cost_class: CostClass | None
    version: int
    updated_at: datetime
    updated_by: str
    state: MeasureState = MeasureState.OPEN
    reason: str | None = None
    owner_id: str | None = None
    owner_name: str | None = None
    origins: tuple[PlanOrigin, ...] = ()
    """Oldest first; empty for what was planned in this assessment."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.state in {MeasureState.DONE, MeasureState.DROPPED}


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How an item of a submitted plan stands since some moment; `number` counts from 1.

    `note` says why it was dropped, or anything else worth telling.
    """

    control_id: str
    part_id: str
    number: int
    state: MeasureState
    what: str
    until: date | None
    owner_id: str | None
    owner_name: str | None
    note: str | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """A measure whose day is near, with its owner; `title` is the assessment's."""

    id: str
    assessment_id: str
    operator_id: str
    title: str
    control_id: str
    part_id: str
    what: str
    until: date
    owner_id: str


@dataclass(frozen=True, slots=True)
class AttachedRow:
    """Evidence attached to one control in one part."""

    control_id: str
    part_id: str
    evidence: EvidenceRow
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One saved value in the history."""

    id: str
    at: datetime
    by: str
    kind: str
    control_id: str
    question_id: str | None
    part_id: str
    version: int
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MemberValue:
    """A member of the management body; `trained_on` None: none recorded."""

    name: str
    function: str | None
    trained_on: date | None


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A decision of the management body on one revision."""

    id: str
    approved: bool
    body: str
    resolution: str
    resolved_on: date
    reasons: str | None
    reservations: str | None
    members: tuple[MemberValue, ...]
    revision: int
    operator_version: int
    recorded_at: datetime
    recorded_by: str
    lapsed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """What became of one control when an assessment was carried over into this one.

    `origins` and `dropped` are ids of earlier controls and questions; `confirmed_by` is None until
    a person has looked at what came with it.
    """

    control_id: str
    change: str
    origins: tuple[str, ...]
    dropped: tuple[str, ...]
    note: str | None
    confirmed_at: datetime | None
    confirmed_by: str | None

    @property
    def is_to_confirm(self) -> bool:
        """Whether something came with it that nobody has looked at."""
        return self.confirmed_at is None and bool(self.origins)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A control group or a control that somebody looks after.

    Of `group_id` and `control_id` one is set; `part_id` None: in all parts. `person_id` None: the
    one who had it, `former_name`, has left. `access_until` ends a consultant's access with it.
    """

    id: str
    assessment_id: str
    part_id: str | None
    group_id: str | None
    control_id: str | None
    person_id: str | None
    person_name: str | None
    former_name: str | None
    due_on: date | None
    note: str | None
    needs_confirmation: bool
    access_until: date | None
    version: int
    assigned_at: datetime
    assigned_by: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of a coordinator on assignments."""

    id: str
    operator_id: str
    assessment_id: str | None
    kind: str
    at: datetime
    by_name: str
    count: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """How far the answers of one control in one part got; `version` counts their changes too."""

    control_id: str
    part_id: str
    state: ProposalState
    note: str | None
    reason: str | None
    version: int
    by_id: str
    by_name: str
    at: datetime
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Key:
    """Names one control in one part, and one question where there is one."""

    assessment_id: str
    part_id: str
    control_id: str
    question_id: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything about an assessment at one moment."""

    assessment: AssessmentRow
    profile: PinnedProfile
    parts: tuple[PartRow, ...]
    responses: tuple[ResponseRow, ...]
    statements: tuple[StatementRow, ...]
    measures: tuple[MeasureRow, ...]
    evidence: tuple[AttachedRow, ...]
    carried: tuple[CarriedRow, ...] = ()
    """What is left of an earlier assessment; empty where nothing was carried over."""
    proposals: tuple[ProposalRow, ...] = ()
    """Answers that a coordinator is to confirm, or did."""


@dataclass(frozen=True, slots=True)
class TiedRow:
    """An open assessment, with what decides which request it can answer."""

    id: str
    title: str
    state: AssessmentState
    case_id: str | None
    profile_digest: str
    scope_kind: str
    period_from: str
    """An ISO date."""
    period_until: str
    revises: bool
