"""Rows of the access matrix: the remediation plan, and earlier assessments."""

from tests.access.callers import OWN, WRITERS
from tests.access.row import Row, mutation, of

_draft = of("id", lambda facts: facts.world.draft)

QUERIES = {
    "Query.remediationPlan": Row(
        "query($id: ID!) { remediationPlan(assessmentId: $id) { title items { title } } }",
        OWN,
        _draft,
    ),
    "Query.nextActions": Row(
        "query($id: ID!) { nextActions(assessmentId: $id, first: 3) { words } }", OWN, _draft
    ),
    "Query.earlierAssessments": Row(
        "query($id: ID!) { earlierAssessments(assessmentId: $id) { id title } }",
        OWN,
        of("id", lambda facts: facts.world.carried),
    ),
    "Query.comparison": Row(
        "query($id: ID!, $earlier: ID!) { comparison(assessmentId: $id, earlierId: $earlier) "
        "{ title controls { parts { now { justification } } } } }",
        OWN,
        lambda facts: {"id": facts.world.carried, "earlier": facts.world.submitted},
    ),
}
MUTATIONS = {
    "Mutation.recordProgress": mutation(
        "recordProgress",
        "RecordProgressInput",
        WRITERS,
        lambda facts: {
            "assessmentId": facts.world.submitted,
            "partId": facts.submitted_part,
            "controlId": facts.world.below,
            "state": "IN_PROGRESS",
            "what": "Order the parts",
            "expectedNumber": 0,
        },
    ),
    "Mutation.takeOverEarlier": Row(
        "mutation($id: ID!, $earlier: ID!, $control: ID!) { takeOverEarlier(assessmentId: $id, "
        "earlierId: $earlier, controlId: $control) { __typename } }",
        WRITERS,
        lambda facts: {
            "id": facts.world.carried,
            "earlier": facts.world.submitted,
            "control": facts.control,
        },
    ),
    "Mutation.undoTakeOver": Row(
        "mutation($id: ID!, $control: ID!) "
        "{ undoTakeOver(assessmentId: $id, controlId: $control) { __typename } }",
        WRITERS,
        lambda facts: {"id": facts.world.carried, "control": facts.control},
    ),
}
