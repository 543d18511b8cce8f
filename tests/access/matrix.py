"""The access matrix: every guarded field, how it is called, and who is let in.

All rows speak of the grid operator's things; `allowed` names whoever is shown them, or may change
them. Everybody else must be refused, or be answered as if the thing did not exist.
"""

from typing import Any

from tests.access import (
    matrix_discussions,
    matrix_figures,
    matrix_notices,
    matrix_people,
    matrix_plan,
    matrix_requests,
    matrix_reviews,
    matrix_team,
)
from tests.access.callers import EVERYBODY, LIMITED, OFFICERS, OWN, PEOPLE, WRITERS
from tests.access.facts import CERTIFICATE, Facts
from tests.access.row import Row, listed, mutation, of
from tests.support.world import PASSWORD

_draft = of("id", lambda facts: facts.world.draft)
_grid = of("id", lambda facts: facts.world.grid)
_submission = of("id", lambda facts: facts.world.submission)


def _on_draft(selection: str) -> Row:
    query = f"query($id: ID!) {{ assessment(id: $id) {{ {selection} }} }}"
    return Row(query, OWN | LIMITED, _draft)


QUERIES = {
    "Query.nisStatus": Row(
        "query($id: ID!) { nisStatus(operatorId: $id) { effective } }", OWN | OFFICERS, _grid
    ),
    "Query.submissions": Row(
        "{ submissions(first: 100) { edges { node { id } } } }",
        OWN | OFFICERS,
        shown=listed(lambda facts: facts.world.submission),
    ),
    "Query.submission": Row(
        "query($id: ID!) { submission(id: $id) { id digest } }", OWN | OFFICERS, _submission
    ),
    "Query.carryOverPreview": Row(
        "query($id: ID!) { carryOverPreview(assessmentId: $id, "
        'profileId: "nis-baseline-important") { controlId } }',
        OWN,
        _draft,
    ),
    "Query.bestChange": Row(
        "query($id: ID!) { bestChange(assessmentId: $id) { words } }", OWN, _draft
    ),
    "Query.coverage": Row(
        "query($id: ID!) { coverage(assessmentId: $id) { framework } }", OWN, _draft
    ),
    "Query.mappedControls": Row(
        "query($id: ID!, $control: ID!) "
        "{ mappedControls(assessmentId: $id, controlId: $control) { controlId } }",
        OWN,
        lambda facts: {"id": facts.world.draft, "control": facts.control},
    ),
    "Assessment.carried": Row(
        "query($id: ID!) { assessment(id: $id) { carried { controlId } } }",
        OWN,
        of("id", lambda facts: facts.world.carried),
    ),
    "Query.addressees": Row(
        "query($id: ID!) { addressees(assessmentId: $id) { id } }", OWN, _draft
    ),
    "Query.profiles": Row("query($id: ID!) { profiles(operatorId: $id) { id } }", OWN, _grid),
    "Query.assessments": Row(
        "query($id: ID!) { assessments(operatorId: $id, first: 9) { edges { node { id } } } }",
        OWN,
        _grid,
        listed(lambda facts: facts.world.draft),
    ),
    "Query.assessment": _on_draft("id title state"),
    "Query.score": Row("query($id: ID!) { score(assessmentId: $id) { revision } }", OWN, _draft),
    "Query.readiness": Row(
        "query($id: ID!) { readiness(assessmentId: $id) { ready } }", OWN, _draft
    ),
    "Query.approvals": Row(
        "query($id: ID!) { approvals(assessmentId: $id) { id } }",
        OWN,
        of("id", lambda facts: facts.world.approved),
    ),
    "Query.changes": Row(
        "query($id: ID!) { changes(assessmentId: $id, first: 9) { edges { node { id } } } }",
        OWN | LIMITED,
        _draft,
    ),
    "Query.evidence": Row(
        "query($id: ID!) { evidence(operatorId: $id, first: 9) { edges { node { id } } } }",
        OWN,
        _grid,
        listed(lambda facts: facts.world.evidence),
    ),
    "Query.sectors": Row("{ sectors { id } }", PEOPLE),
    "Query.specialCases": Row("{ specialCases { id } }", PEOPLE),
    "Query.operators": Row(
        "{ operators(first: 100) { edges { node { id } } } }",
        OWN | OFFICERS,
        shown=listed(lambda facts: facts.world.grid),
    ),
    "Query.operator": Row(
        "query($id: ID!) { operator(id: $id) { id name } }", OWN | OFFICERS, _grid
    ),
    "Query.viewer": Row("{ viewer { id name } }", EVERYBODY - {"anonymous"}),
    "Query.accessTokens": Row(
        "query($id: ID!) { accessTokens(operatorId: $id) { id } }",
        frozenset({"coordinator"}),
        _grid,
    ),
    "Assessment.approvalBasis": _on_draft("approvalBasis { citation }"),
    "Assessment.evidence": _on_draft("evidence { evidence { id } }"),
    "Assessment.groups": _on_draft("groups { id controls { id } }"),
    "Assessment.measures": _on_draft("measures { what }"),
    "Assessment.parts": _on_draft("parts { id name }"),
    "Assessment.profile": _on_draft("profile { id digest }"),
    "Assessment.responses": _on_draft("responses { value }"),
    "Assessment.statements": _on_draft("statements { justification }"),
    "Submission.controls": Row(
        "query($id: ID!) { submission(id: $id) { controls { controlId state } } }",
        OWN | OFFICERS,
        _submission,
    ),
    "Submission.earlier": Row(
        "query($id: ID!) { submission(id: $id) { earlier { id } } }",
        OWN | OFFICERS,
        _submission,
    ),
    "Query.submissionDifferences": Row(
        "query($id: ID!) { submissionDifferences(before: $id, after: $id) { same } }",
        OWN | OFFICERS,
        _submission,
    ),
    "Query.trustedInstallations": Row(
        "query($id: ID!) { trustedInstallations(authorityId: $id) { id } }",
        OFFICERS,
        of("id", lambda facts: facts.world.nis_authority),
    ),
    "Submission.importedFrom": Row(
        "query($id: ID!) { submission(id: $id) { importedFrom } }", OWN | OFFICERS, _submission
    ),
    **{
        f"Submission.{name}": Row(
            f"query($id: ID!) {{ submission(id: $id) {{ {name} }} }}",
            OWN | OFFICERS,
            _submission,
        )
        for name in ("sealKind", "sealKeyId", "sealedBy", "timestampedAt", "receipt")
    },
    "Submission.pdfState": Row(
        "query($id: ID!) { submission(id: $id) { pdfState { state } } }",
        OWN | OFFICERS,
        _submission,
    ),
    "Submission.document": Row(
        "query($id: ID!) { submission(id: $id) { document } }", OWN | OFFICERS, _submission
    ),
}


def _place(facts: Facts, **more: Any) -> dict[str, Any]:
    return {
        "assessmentId": facts.world.draft,
        "partId": facts.part,
        "controlId": facts.control,
        **more,
    }


MUTATIONS = {
    "Mutation.recordListing": mutation(
        "recordListing",
        "RecordListingInput",
        OFFICERS,
        lambda facts: {
            "operatorId": facts.world.grid,
            "status": "IMPORTANT",
            "reason": "Sole provider in its region",
            "decidedOn": facts.today,
        },
    ),
    "Mutation.trustInstallation": mutation(
        "trustInstallation",
        "TrustInstallationInput",
        OFFICERS,
        lambda facts: {
            "authorityId": facts.world.nis_authority,
            "name": "Installation of Nordlicht Netz",
            "certificate": CERTIFICATE.pem,
            "fingerprint": CERTIFICATE.kid,
        },
    ),
    "Mutation.revokeTrust": Row(
        "mutation($id: ID!) { revokeTrust(id: $id) { __typename } }",
        OFFICERS,
        of("id", lambda facts: facts.trust),
    ),
    "Mutation.submitAssessment": mutation(
        "submitAssessment",
        "SubmitAssessmentInput",
        frozenset({"signatory"}),
        lambda facts: {
            "assessmentId": facts.world.approved,
            "revision": facts.approved_revision,
            "addresseeId": facts.world.nis_authority,
            "password": PASSWORD,
        },
    ),
    "Mutation.startAssessment": mutation(
        "startAssessment",
        "StartAssessmentInput",
        frozenset({"coordinator"}),
        lambda facts: {
            "operatorId": facts.world.grid,
            "profileId": "nis-baseline-important",
            "title": "Another",
            "scopeKind": "ORGANISATION",
            "scopeName": "Everything",
            "periodFrom": "2026-01-01",
            "periodUntil": "2026-12-31",
            "parts": [{"name": "Office IT"}],
        },
    ),
    "Mutation.carryOver": mutation(
        "carryOver",
        "CarryOverInput",
        frozenset({"coordinator"}),
        lambda facts: {
            "fromAssessmentId": facts.world.draft,
            "profileId": "nis-baseline-important",
            "title": "Next year",
            "periodFrom": "2027-01-01",
            "periodUntil": "2027-12-31",
        },
    ),
    "Mutation.reviseSubmission": Row(
        "mutation($id: ID!) { reviseSubmission(submissionId: $id) { __typename } }",
        frozenset({"coordinator"}),
        _submission,
    ),
    "Mutation.setAssessmentLanguage": Row(
        "mutation($id: ID!) "
        '{ setAssessmentLanguage(assessmentId: $id, language: "en") { __typename } }',
        WRITERS,
        _draft,
    ),
    "Mutation.confirmCarried": Row(
        "mutation($id: ID!, $control: ID!) "
        "{ confirmCarried(assessmentId: $id, controlIds: [$control]) { __typename } }",
        WRITERS,
        lambda facts: {"id": facts.world.carried, "control": facts.control},
    ),
    "Mutation.discardAssessment": Row(
        "mutation($id: ID!) { discardAssessment(assessmentId: $id) { __typename } }",
        frozenset({"coordinator"}),
        _draft,
    ),
    "Mutation.savePart": mutation(
        "savePart",
        "SavePartInput",
        WRITERS,
        lambda facts: {"assessmentId": facts.world.draft, "name": "Substations"},
    ),
    "Mutation.removePart": Row(
        "mutation($id: ID!, $part: ID!) "
        "{ removePart(assessmentId: $id, partId: $part) { __typename } }",
        WRITERS,
        lambda facts: {"id": facts.world.draft, "part": facts.spare_part},
    ),
    "Mutation.saveResponse": mutation(
        "saveResponse",
        "SaveResponseInput",
        WRITERS,
        lambda facts: _place(
            facts, controlId=facts.spare_control, questionId=facts.question, expectedVersion=0
        ),
    ),
    "Mutation.saveStatement": mutation(
        "saveStatement",
        "SaveStatementInput",
        WRITERS | LIMITED,
        lambda facts: _place(
            facts, justification="Better words", notApplicable=False, expectedVersion=1
        ),
    ),
    "Mutation.saveMeasure": mutation(
        "saveMeasure",
        "SaveMeasureInput",
        WRITERS,
        lambda facts: _place(facts, what="Look a third time", who="Ada", expectedVersion=1),
    ),
    "Mutation.removeMeasure": mutation(
        "removeMeasure",
        "RemoveMeasureInput",
        WRITERS,
        lambda facts: _place(facts, expectedVersion=1),
    ),
    "Mutation.referenceEvidence": mutation(
        "referenceEvidence",
        "ReferenceEvidenceInput",
        WRITERS | LIMITED,
        lambda facts: _place(
            facts, title="Network plan", owner="Ada", location="Safe 3", dated=facts.today
        ),
    ),
    "Mutation.attachEvidence": mutation(
        "attachEvidence",
        "AttachEvidenceInput",
        WRITERS,
        lambda facts: _place(facts, controlId=facts.spare_control, evidenceId=facts.world.evidence),
    ),
    "Mutation.detachEvidence": mutation(
        "detachEvidence",
        "DetachEvidenceInput",
        WRITERS,
        lambda facts: _place(facts, evidenceId=facts.world.evidence),
    ),
    "Mutation.decideApproval": mutation(
        "decideApproval",
        "DecideApprovalInput",
        frozenset({"approver"}),
        lambda facts: {
            "assessmentId": facts.world.draft,
            "revision": facts.draft_revision,
            "approve": False,
            "body": "Board",
            "resolution": "2026/15",
            "resolvedOn": facts.today,
            "reasons": "Too many gaps",
            "members": [{"name": "Grace Hopper"}],
        },
    ),
    "Mutation.updateOperator": mutation(
        "updateOperator",
        "UpdateOperatorInput",
        frozenset({"coordinator"}),
        lambda facts: {
            "id": facts.world.grid,
            "expectedVersion": 1,
            "name": "Nordlicht Netz AG",
            "country": "AT",
            "countries": [],
            "figures": [],
            "linkedEnterprises": [],
            "specialCases": [],
            "services": [],
        },
    ),
    "Mutation.signIn": Row(
        "mutation($email: String!, $password: String!) "
        "{ signIn(email: $email, password: $password) { __typename } }",
        EVERYBODY,
        lambda facts: {"email": facts.world.contributor.email, "password": PASSWORD},
    ),
    "Mutation.signOut": Row("mutation { signOut { signedOut } }", EVERYBODY),
    "Mutation.createAccessToken": mutation(
        "createAccessToken",
        "CreateAccessTokenInput",
        frozenset({"coordinator"}),
        lambda facts: {
            "operatorId": facts.world.grid,
            "name": "another pipeline",
            "expiresOn": facts.today,
            "password": PASSWORD,
        },
    ),
    "Mutation.revokeAccessToken": Row(
        "mutation($id: ID!) { revokeAccessToken(id: $id) { __typename } }",
        frozenset({"coordinator"}),
        of("id", lambda facts: facts.world.integrator_token_id),
    ),
}

for _topic in (
    matrix_people,
    matrix_requests,
    matrix_discussions,
    matrix_figures,
    matrix_reviews,
    matrix_notices,
    matrix_plan,
    matrix_team,
):
    QUERIES |= _topic.QUERIES
    MUTATIONS |= _topic.MUTATIONS

MATRIX = {**QUERIES, **MUTATIONS}
