"""GraphQL of a team's work: who does what, what waits, and every step of it."""

from collections.abc import Iterable

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import assigning, proposing, working
from nisassess.assessments.graphql_team_types import (
    Assigned,
    AssignInput,
    Assignment,
    AssignmentAct,
    AssignmentConflict,
    AssignResult,
    ChangeAssignmentInput,
    ChangeAssignmentResult,
    ConfirmProposalsInput,
    MyWorkItem,
    PlaceInput,
    Proposal,
    ProposalConflict,
    ProposalsDecided,
    ProposalsDecidedResult,
    ProposeControlsInput,
    ProposeControlsResult,
    ProposedPlaceInput,
    ReassignInput,
    ReturnProposalsInput,
    Team,
    TeamPlace,
    TeamSlice,
    UnassignInput,
    UndoResult,
    terms_of,
)
from nisassess.assessments.repository import assignments, proposals, reads
from nisassess.evidence.naming import is_control_id
from nisassess.kit.clock import today
from nisassess.kit.database import Database


@strawberry.type
class Query:
    """Who does what of an assessment."""

    @access.field(requires=Permission.ASSIGNED_READ)
    async def my_work(
        self, info: Info, operator_id: strawberry.ID, language: str | None = None
    ) -> list[MyWorkItem] | None:
        """Controls of an operator's open assessments that are assigned to the caller, in the
        order of the assessments and their contents."""
        found = await working.my_work(info.context.actor, operator_id, language)
        return None if found is None else [MyWorkItem.of(item) for item in found]

    @access.field(requires=Permission.ASSIGNED_READ)
    async def assignments(
        self, info: Info, assessment_id: strawberry.ID
    ) -> list[Assignment] | None:
        """Who looks after what; whoever is limited sees what is theirs."""
        actor = info.context.actor
        row = await reads.assigned(actor, assessment_id)
        if row is None:
            return None
        if row.reach is not None:
            return [Assignment.of(one) for one in await assignments.own(actor, [row.id], today())]
        return [Assignment.of(one) for one in await assignments.assignments(row)]

    @access.field(requires=Permission.ASSIGNED_READ)
    async def proposals(
        self, info: Info, assessment_id: strawberry.ID, control_id: strawberry.ID | None = None
    ) -> list[Proposal] | None:
        """Answers that a coordinator is to confirm, or did; all or of one control."""
        row = await reads.assigned(info.context.actor, assessment_id)
        if row is None:
            return None
        if control_id is not None and not is_control_id(control_id):
            return []
        return [Proposal.of(one) for one in await proposals.proposals(row, control_id)]

    @access.field(requires=Permission.ASSIGNMENT_MANAGE)
    async def team(self, info: Info, assessment_id: strawberry.ID) -> Team | None:
        """Per person what is open, late and waiting, and what nobody looks after."""
        found = await working.team(info.context.actor, assessment_id)
        return None if found is None else Team.of(found)

    @access.field(requires=Permission.ASSIGNMENT_MANAGE)
    async def team_places(
        self,
        info: Info,
        assessment_id: strawberry.ID,
        which: TeamSlice,
        person_id: strawberry.ID | None = None,
        language: str | None = None,
    ) -> list[TeamPlace] | None:
        """The controls behind one number of the team's overview."""
        found = await working.team_places(
            info.context.actor, assessment_id, which, person_id, language
        )
        return None if found is None else [TeamPlace.of(one) for one in found]


def _assigned(done: assigning.Done) -> Assigned:
    return Assigned(
        act=AssignmentAct.of(done.act),
        assignments=[Assignment.of(one) for one in done.assignments],
    )


def _decided(places: Iterable[ProposedPlaceInput]) -> list[proposing.Decided]:
    return [proposing.Decided(one.control_id, one.part_id, one.expected_version) for one in places]


def _places(places: Iterable[PlaceInput]) -> list[tuple[str, str]]:
    return [(str(one.control_id), str(one.part_id)) for one in places]


@strawberry.type
class Mutation:
    """Every step of working together on an assessment."""

    @access.mutation(requires=Permission.ASSIGNMENT_MANAGE)
    async def assign(self, info: Info, input: AssignInput) -> AssignResult:
        context = info.context
        given = assigning.AssignInput(
            assessment_id=input.assessment_id,
            person_ids=tuple(input.person_ids),
            group_ids=tuple(input.group_ids),
            control_ids=tuple(input.control_ids),
            part_ids=tuple(input.part_ids),
            terms=terms_of(input),
        )
        return _assigned(await assigning.assign(context.get(Database), context.actor, given))

    @access.mutation(
        requires=Permission.ASSIGNMENT_MANAGE,
        conflict=lambda error: AssignmentConflict(
            message=str(error), current=Assignment.of(error.current)
        ),
    )
    async def change_assignment(
        self, info: Info, input: ChangeAssignmentInput
    ) -> ChangeAssignmentResult:
        context = info.context
        given = assigning.ChangeInput(
            id=input.id,
            expected=input.expected_version,
            person_id=input.person_id,
            part_id=input.part_id,
            terms=terms_of(input),
        )
        done = await assigning.change(
            context.get(Database), context.actor, input.assessment_id, given
        )
        return _assigned(done)

    @access.mutation(
        requires=Permission.ASSIGNMENT_MANAGE,
        conflict=lambda error: AssignmentConflict(
            message=str(error), current=Assignment.of(error.current)
        ),
    )
    async def unassign(self, info: Info, input: UnassignInput) -> ChangeAssignmentResult:
        context = info.context
        which = [(str(one.id), one.expected_version) for one in input.assignments]
        done = await assigning.unassign(
            context.get(Database), context.actor, input.assessment_id, which
        )
        return _assigned(done)

    @access.mutation(requires=Permission.ASSIGNMENT_MANAGE)
    async def reassign(self, info: Info, input: ReassignInput) -> AssignResult:
        context = info.context
        done = await assigning.reassign(
            context.get(Database),
            context.actor,
            input.operator_id,
            input.from_person_id,
            input.to_person_id,
        )
        return _assigned(done)

    @access.mutation(requires=Permission.ASSIGNMENT_MANAGE)
    async def undo_assigning(self, info: Info, act_id: strawberry.ID) -> UndoResult:
        context = info.context
        return _assigned(await assigning.undo(context.get(Database), context.actor, act_id))

    @access.mutation(requires=Permission.ASSIGNED_WRITE)
    async def propose_controls(
        self, info: Info, input: ProposeControlsInput
    ) -> ProposeControlsResult:
        context = info.context
        found = await proposing.propose(
            context.get(Database),
            context.actor,
            input.assessment_id,
            _places(input.places),
            input.note,
        )
        return ProposalsDecided(proposals=[Proposal.of(one) for one in found])

    @access.mutation(
        requires=Permission.ASSIGNMENT_MANAGE,
        conflict=lambda error: ProposalConflict.of(str(error), error.current),
    )
    async def confirm_proposals(
        self, info: Info, input: ConfirmProposalsInput
    ) -> ProposalsDecidedResult:
        context = info.context
        found = await proposing.decide(
            context.get(Database),
            context.actor,
            input.assessment_id,
            _decided(input.places),
            confirm=True,
        )
        return ProposalsDecided(proposals=[Proposal.of(one) for one in found])

    @access.mutation(
        requires=Permission.ASSIGNMENT_MANAGE,
        conflict=lambda error: ProposalConflict.of(str(error), error.current),
    )
    async def return_proposals(
        self, info: Info, input: ReturnProposalsInput
    ) -> ProposalsDecidedResult:
        context = info.context
        found = await proposing.decide(
            context.get(Database),
            context.actor,
            input.assessment_id,
            _decided(input.places),
            confirm=False,
            reason=input.reason,
        )
        return ProposalsDecided(proposals=[Proposal.of(one) for one in found])
