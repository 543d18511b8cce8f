"""Rows of assignments and proposals."""

from typing import Any

from tests.access.callers import LIMITED, OWN, WRITERS
from tests.access.facts import Facts
from tests.access.row import Row, mutation, of

COORDINATOR = frozenset({"coordinator"})
_draft = of("id", lambda facts: facts.world.draft)


def _own_is_there(data: Any, facts: Facts) -> bool:
    (value,) = data.values()
    return value is not None and facts.world.assignment in [one["id"] for one in value]


def _work_of_the_draft(data: Any, facts: Facts) -> bool:
    (value,) = data.values()
    return [one["assessmentId"] for one in value or []] == [facts.world.draft]


def _place(facts: Facts, **more: Any) -> dict[str, Any]:
    return {"controlId": facts.control, "partId": facts.part, **more}


QUERIES = {
    "Query.myWork": Row(
        "query($id: ID!) { myWork(operatorId: $id) { assessmentId controlId } }",
        LIMITED,
        of("id", lambda facts: facts.world.grid),
        _work_of_the_draft,
    ),
    "Query.assignments": Row(
        "query($id: ID!) { assignments(assessmentId: $id) { id } }",
        OWN | LIMITED,
        _draft,
        _own_is_there,
    ),
    "Query.proposals": Row(
        "query($id: ID!) { proposals(assessmentId: $id) { state } }", OWN | LIMITED, _draft
    ),
    "Query.team": Row(
        "query($id: ID!) { team(assessmentId: $id) { unassigned } }", COORDINATOR, _draft
    ),
    "Query.teamPlaces": Row(
        "query($id: ID!) { teamPlaces(assessmentId: $id, which: UNASSIGNED) { controlId } }",
        COORDINATOR,
        _draft,
    ),
}

MUTATIONS = {
    "Mutation.assign": mutation(
        "assign",
        "AssignInput",
        COORDINATOR,
        lambda facts: {
            "assessmentId": facts.world.draft,
            "personIds": [facts.world.contributor.actor.id],
            "groupIds": [],
            "controlIds": [facts.control],
            "partIds": [],
        },
    ),
    "Mutation.changeAssignment": mutation(
        "changeAssignment",
        "ChangeAssignmentInput",
        COORDINATOR,
        lambda facts: {
            "assessmentId": facts.world.draft,
            "id": facts.world.assignment,
            "expectedVersion": 1,
            "personId": facts.world.contributor.actor.id,
            "partId": None,
        },
    ),
    "Mutation.unassign": mutation(
        "unassign",
        "UnassignInput",
        COORDINATOR,
        lambda facts: {
            "assessmentId": facts.world.draft,
            "assignments": [{"id": facts.world.assignment, "expectedVersion": 1}],
        },
    ),
    "Mutation.reassign": mutation(
        "reassign",
        "ReassignInput",
        COORDINATOR,
        lambda facts: {
            "operatorId": facts.world.grid,
            "fromPersonId": facts.world.consultant.actor.id,
            "toPersonId": facts.world.contributor.actor.id,
        },
    ),
    "Mutation.undoAssigning": Row(
        "mutation($id: ID!) { undoAssigning(actId: $id) { __typename } }",
        COORDINATOR,
        of("id", lambda facts: facts.act),
    ),
    "Mutation.proposeControls": mutation(
        "proposeControls",
        "ProposeControlsInput",
        WRITERS | LIMITED,
        lambda facts: {"assessmentId": facts.world.draft, "places": [_place(facts)]},
    ),
    "Mutation.confirmProposals": mutation(
        "confirmProposals",
        "ConfirmProposalsInput",
        COORDINATOR,
        lambda facts: {
            "assessmentId": facts.world.carried,
            "places": [
                {
                    "controlId": facts.control,
                    "partId": facts.proposed_part,
                    "expectedVersion": facts.proposed_version,
                }
            ],
        },
    ),
    "Mutation.returnProposals": mutation(
        "returnProposals",
        "ReturnProposalsInput",
        COORDINATOR,
        lambda facts: {
            "assessmentId": facts.world.carried,
            "places": [
                {
                    "controlId": facts.control,
                    "partId": facts.proposed_part,
                    "expectedVersion": facts.proposed_version,
                }
            ],
            "reason": "Say of which year",
        },
    ),
}
