"""GraphQL types of a team's work."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Protocol, Self, cast

import strawberry

from nisassess.assessments import assigning, working
from nisassess.assessments.standing import Standing, When
from nisassess.assessments.types import (
    ActRow,
    AssignmentRow,
    PartRow,
    ProposalRow,
    ProposalState,
)
from nisassess.assessments.working import TeamSlice
from nisassess.kit.problems import NotFoundProblem, Problem, StateProblem, ValidationProblem

__all__ = ["TeamSlice"]

strawberry.enum(Standing, name="WorkStanding")
strawberry.enum(When, name="WorkWhen")
strawberry.enum(ProposalState)
strawberry.enum(TeamSlice)


@strawberry.type
class Assignee:
    """Somebody who looks after something."""

    id: strawberry.ID
    name: str


@strawberry.type
class Assignment:
    """A control group or a control that somebody looks after; `partId` null: in all parts.

    `person` null: whoever had it, `formerName`, has left. `accessUntil` is the last day on which
    it lets a consultant in.
    """

    id: strawberry.ID
    person: Assignee | None
    former_name: str | None
    group_id: strawberry.ID | None
    control_id: strawberry.ID | None
    part_id: strawberry.ID | None
    due_on: date | None
    note: str | None
    needs_confirmation: bool
    access_until: date | None
    version: int
    assigned_at: datetime
    assigned_by: str

    @classmethod
    def of(cls, row: AssignmentRow) -> Self:
        """The assignment of a row."""
        person = row.person_id
        return cls(
            id=strawberry.ID(row.id),
            person=Assignee(id=strawberry.ID(person), name=row.person_name or "")
            if person
            else None,
            former_name=row.former_name,
            group_id=_id(row.group_id),
            control_id=_id(row.control_id),
            part_id=_id(row.part_id),
            due_on=row.due_on,
            note=row.note,
            needs_confirmation=row.needs_confirmation,
            access_until=row.access_until,
            version=row.version,
            assigned_at=row.assigned_at,
            assigned_by=row.assigned_by,
        )


@strawberry.type
class AssignmentAct:
    """One act on any number of assignments; `undoneAt` is set when it was undone."""

    id: strawberry.ID
    kind: str
    at: datetime
    by: str
    count: int
    undone_at: datetime | None

    @classmethod
    def of(cls, row: ActRow) -> Self:
        """The act of a row."""
        return cls(
            id=strawberry.ID(row.id),
            kind=row.kind,
            at=row.at,
            by=row.by_name,
            count=row.count,
            undone_at=row.undone_at,
        )


@strawberry.type
class Proposal:
    """How far the answers of one control in one part got that a coordinator is to confirm.

    OPEN: answered and not proposed yet. Answers that change after they were confirmed are proposed
    again; `version` counts their changes too.
    """

    control_id: strawberry.ID
    part_id: strawberry.ID
    state: ProposalState
    note: str | None
    reason: str | None
    version: int
    by: str
    at: datetime
    decided_by: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, row: ProposalRow) -> Self:
        """The proposal of a row."""
        return cls(
            control_id=strawberry.ID(row.control_id),
            part_id=strawberry.ID(row.part_id),
            state=row.state,
            note=row.note,
            reason=row.reason,
            version=row.version,
            by=row.by_name,
            at=row.at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )


@strawberry.type
class MyWorkPart:
    """One of the parts in which a control is the caller's: questions asked and answered."""

    part_id: strawberry.ID
    name: str
    standing: Standing
    asked: int
    answered: int
    reason: str | None
    """Why a coordinator returned it."""

    @classmethod
    def of(cls, one: working.WorkPart) -> Self:
        """The part of an item."""
        standing = one.standing
        returned = standing.standing is Standing.RETURNED and standing.proposal is not None
        return cls(
            part_id=strawberry.ID(one.part.id),
            name=one.part.name,
            standing=standing.standing,
            asked=standing.asked,
            answered=standing.answered,
            reason=standing.proposal.reason if returned and standing.proposal else None,
        )


@strawberry.type
class MyWorkItem:
    """A control that is the caller's; `dueOn` is the earliest day of what is still to be done."""

    assessment_id: strawberry.ID
    assessment_title: str
    group_id: strawberry.ID
    group_title: str
    control_id: strawberry.ID
    control_title: str
    standing: Standing
    due_on: date | None
    when: When
    notes: list[str]
    needs_confirmation: bool
    parts: list[MyWorkPart]

    @classmethod
    def of(cls, item: working.WorkItem) -> Self:
        """The item as a GraphQL object."""
        return cls(
            assessment_id=strawberry.ID(item.assessment.id),
            assessment_title=item.assessment.title,
            group_id=strawberry.ID(item.group.id),
            group_title=item.group.title,
            control_id=strawberry.ID(item.control.id),
            control_title=item.control.title,
            standing=item.standing,
            due_on=item.due_on,
            when=item.when,
            notes=list(item.notes),
            needs_confirmation=item.needs_confirmation,
            parts=[MyWorkPart.of(one) for one in item.parts],
        )


@strawberry.type
class TeamFigures:
    """Controls, counted in each part; `late` ones are among the open and the returned."""

    open: int
    late: int
    waiting: int
    returned: int
    done: int


@strawberry.type
class TeamMember:
    """Somebody of the team; `person` null: what `formerName` left without an owner."""

    person: Assignee | None
    former_name: str | None
    consultant: bool
    figures: TeamFigures
    next_due: date | None


@strawberry.type
class Team:
    """Who does what of an assessment. `unassigned` counts what nobody looks after."""

    members: list[TeamMember]
    total: TeamFigures
    unassigned: int
    last_act: AssignmentAct | None

    @classmethod
    def of(cls, team: working.Team) -> Self:
        """The team as a GraphQL object; figures are the plain values themselves."""
        return cls(
            members=[
                TeamMember(
                    person=Assignee(id=strawberry.ID(one.person.id), name=one.person.name)
                    if one.person
                    else None,
                    former_name=one.former_name,
                    consultant=one.consultant,
                    figures=cast(Any, one.figures),
                    next_due=one.next_due,
                )
                for one in team.members
            ],
            total=cast(Any, team.total),
            unassigned=team.unassigned,
            last_act=AssignmentAct.of(team.last_act) if team.last_act else None,
        )


@strawberry.type
class PlacePart:
    """A part of the scope."""

    id: strawberry.ID
    name: str

    @classmethod
    def of(cls, row: PartRow) -> Self:
        """The part of a row."""
        return cls(id=strawberry.ID(row.id), name=row.name)


@strawberry.type
class TeamPlace:
    """One control in one part, with who looks after it."""

    group_id: strawberry.ID
    group_title: str
    control_id: strawberry.ID
    control_title: str
    part: PlacePart
    standing: Standing
    asked: int
    answered: int
    due_on: date | None
    late: bool
    people: list[Assignee]
    proposal: Proposal | None

    @classmethod
    def of(cls, one: working.TeamPlace) -> Self:
        """The place as a GraphQL object."""
        people = {row.person_id: row.person_name for row in one.assignments if row.person_id}
        proposal = one.standing.proposal
        return cls(
            group_id=strawberry.ID(one.group.id),
            group_title=one.group.title,
            control_id=strawberry.ID(one.control.id),
            control_title=one.control.title,
            part=PlacePart.of(one.part),
            standing=one.standing.standing,
            asked=one.standing.asked,
            answered=one.standing.answered,
            due_on=one.due_on,
            late=one.late,
            people=[
                Assignee(id=strawberry.ID(id_), name=name or "") for id_, name in people.items()
            ],
            proposal=Proposal.of(proposal) if proposal else None,
        )


@strawberry.input
class AssignInput:
    """Who gets which groups and controls; no parts: in all of them.

    What somebody has already gets the new terms. What consultants answer needs confirmation always.
    """

    assessment_id: strawberry.ID
    person_ids: list[strawberry.ID]
    group_ids: list[strawberry.ID]
    control_ids: list[strawberry.ID]
    part_ids: list[strawberry.ID]
    due_on: date | None = None
    note: str | None = None
    needs_confirmation: bool = False
    access_until: date | None = None


@strawberry.input
class ChangeAssignmentInput:
    """The whole form; what is left out is emptied. `partId` null: in all parts."""

    assessment_id: strawberry.ID
    id: strawberry.ID
    expected_version: int
    person_id: strawberry.ID
    part_id: strawberry.ID | None
    due_on: date | None = None
    note: str | None = None
    needs_confirmation: bool = False
    access_until: date | None = None


@strawberry.input
class AssignmentVersionInput:
    """An assignment as it was read."""

    id: strawberry.ID
    expected_version: int


@strawberry.input
class UnassignInput:
    """Assignments to take back."""

    assessment_id: strawberry.ID
    assignments: list[AssignmentVersionInput]


@strawberry.input
class ReassignInput:
    """Hands everything in open assessments over; `fromPersonId` null: what has no owner."""

    operator_id: strawberry.ID
    from_person_id: strawberry.ID | None
    to_person_id: strawberry.ID


@strawberry.input
class PlaceInput:
    """One control in one part."""

    control_id: strawberry.ID
    part_id: strawberry.ID


@strawberry.input
class ProposedPlaceInput:
    """One control in one part, with the version of its proposal that was read."""

    control_id: strawberry.ID
    part_id: strawberry.ID
    expected_version: int


@strawberry.input
class ProposeControlsInput:
    """Complete answers to put forward."""

    assessment_id: strawberry.ID
    places: list[PlaceInput]
    note: str | None = None


@strawberry.input
class ConfirmProposalsInput:
    """Answers to confirm, all of them or none."""

    assessment_id: strawberry.ID
    places: list[ProposedPlaceInput]


@strawberry.input
class ReturnProposalsInput:
    """Answers to return, all of them or none, and why."""

    assessment_id: strawberry.ID
    places: list[ProposedPlaceInput]
    reason: str


class _TermsInput(Protocol):
    due_on: date | None
    note: str | None
    needs_confirmation: bool
    access_until: date | None


def terms_of(given: _TermsInput) -> assigning.Terms:
    """The terms of an input."""
    return assigning.Terms(given.due_on, given.note, given.needs_confirmation, given.access_until)


@strawberry.type
class Assigned:
    """What an act did; the act undoes it."""

    act: AssignmentAct
    assignments: list[Assignment]


@strawberry.type
class ProposalsDecided:
    """The proposals as they are now."""

    proposals: list[Proposal]


@strawberry.type
class AssignmentConflict(Problem):
    """Somebody else changed the assignment in the meantime; nothing was overwritten."""

    current: Assignment


@strawberry.type
class ProposalConflict(Problem):
    """Answers changed, or somebody else decided; nothing was decided."""

    current: list[Proposal]

    @classmethod
    def of(cls, message: str, current: Iterable[ProposalRow]) -> Self:
        """The conflict with what changed."""
        return cls(message=message, current=[Proposal.of(one) for one in current])


AssignResult = Annotated[
    Assigned | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("AssignResult"),
]
ChangeAssignmentResult = Annotated[
    Assigned | AssignmentConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("ChangeAssignmentResult"),
]
UndoResult = Annotated[
    Assigned | StateProblem | NotFoundProblem, strawberry.union("UndoAssigningResult")
]
ProposeControlsResult = Annotated[
    ProposalsDecided | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("ProposeControlsResult"),
]
ProposalsDecidedResult = Annotated[
    ProposalsDecided | ProposalConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("ProposalsDecidedResult"),
]


def _id(value: str | None) -> strawberry.ID | None:
    return None if value is None else strawberry.ID(value)
