"""The mutations as the browser sends them, each with its whole answer as data."""

from pathlib import Path
from typing import Any

from graphql import GraphQLUnionType, build_schema

from tests.assessments.small import LADDER, ONE, QUESTIONS
from tests.assessments.world import Person, Stage, Started

SCHEMA = build_schema((Path(__file__).parents[2] / "schema.graphql").read_text(encoding="utf-8"))
_PROBLEMS = {
    "ValidationProblem": "issues { path code message }",
    "StateProblem": "code",
}
_RESPONSE = "controlId questionId partId value version updatedBy"
_STATEMENT = "controlId partId justification notApplicable notApplicableReason version updatedBy"
_MEASURE = "controlId partId what who until costClass version updatedBy"
_PROPOSAL = "controlId partId state note reason version by decidedBy"
_DECIDED = f"... on ProposalsDecided {{ proposals {{ {_PROPOSAL} }} }}"
_ASSIGNMENT = """id person { id name } formerName groupId controlId partId dueOn note
    needsConfirmation accessUntil version assignedBy"""
_ASSIGNED = f"... on Assigned {{ act {{ id kind count }} assignments {{ {_ASSIGNMENT} }} }}"
_SAVED = {
    "saveResponse": f"""
        ... on ResponseSaved {{ response {{ {_RESPONSE} }} revision }}
        ... on ResponseConflict {{ current {{ {_RESPONSE} }} }}""",
    "saveStatement": f"""
        ... on StatementSaved {{ statement {{ {_STATEMENT} }} revision }}
        ... on StatementConflict {{ current {{ {_STATEMENT} }} }}""",
    "saveMeasure": f"""
        ... on MeasureSaved {{ measure {{ {_MEASURE} }} revision }}
        ... on MeasureConflict {{ current {{ {_MEASURE} }} }}""",
    "removeMeasure": f"""
        ... on MeasureRemoved {{ revision }}
        ... on MeasureConflict {{ current {{ {_MEASURE} }} }}""",
    "startAssessment": "... on AssessmentStarted { assessment { id title revision } }",
    "savePart": "... on PartSaved { part { id name description } }",
    "referenceEvidence": """
        ... on EvidenceAttached { revision attached { controlId partId evidence { id } } }""",
    "attachEvidence": """
        ... on EvidenceAttached { revision attached { controlId partId evidence { id } } }""",
    **dict.fromkeys(("assign", "changeAssignment", "unassign", "reassign"), _ASSIGNED),
    "proposeControls": _DECIDED,
    "confirmProposals": f"{_DECIDED} ... on ProposalConflict {{ current {{ {_PROPOSAL} }} }}",
    "returnProposals": f"{_DECIDED} ... on ProposalConflict {{ current {{ {_PROPOSAL} }} }}",
    "detachEvidence": "... on EvidenceDetached { revision }",
    "decideApproval": """
        ... on ApprovalDecided { approval {
            approved body resolution resolvedOn reasons reservations revision lapsedAt citation
            recordedBy members { name function trainedOn }
        } }""",
    "submitAssessment": """
        ... on AssessmentSubmitted { submission {
            id number digest signatory operatorId assessmentId selfDeclared pdfUrl
            addressee { id name country }
        } }""",
}


def selection(name: str) -> str:
    """What is asked of a mutation's result: the message of a problem, and what was saved."""
    assert SCHEMA.mutation_type is not None
    union = SCHEMA.mutation_type.fields[name].type
    assert isinstance(union, GraphQLUnionType)
    problems = "".join(
        f" ... on {member.name} {{ {_PROBLEMS[member.name]} }}"
        for member in union.types
        if member.name in _PROBLEMS
    )
    if any(member.name == "AssignmentConflict" for member in union.types):
        problems += f" ... on AssignmentConflict {{ current {{ {_ASSIGNMENT} }} }}"
    return f"{{ __typename ... on Problem {{ message }}{problems} {_SAVED.get(name, '')} }}"


def document(name: str) -> str:
    """The mutation `name` with one input."""
    kind = f"{name[0].upper()}{name[1:]}Input!"
    return f"mutation($input: {kind}) {{ {name}(input: $input) {selection(name)} }}"


async def call(stage: Stage, person: Person | None, mutation: str, /, **values: Any) -> Any:
    """Send a mutation that is not refused at the top; what it answered."""
    data = await stage.get(person, document(mutation), {"input": values})
    return data[mutation]


async def remove_part(stage: Stage, person: Person, started: Started, part: str) -> Any:
    """Remove a part."""
    query = f"""mutation($a: ID!, $p: ID!) {{
        removePart(assessmentId: $a, partId: $p) {selection("removePart")} }}"""
    return (await stage.get(person, query, {"a": started.id, "p": part}))["removePart"]


async def discard(stage: Stage, person: Person, started: Started) -> Any:
    """Discard a draft."""
    query = f"""mutation($a: ID!) {{
        discardAssessment(assessmentId: $a) {selection("discardAssessment")} }}"""
    return (await stage.get(person, query, {"a": started.id}))["discardAssessment"]


def place(started: Started, control: str = ONE, **more: Any) -> dict[str, Any]:
    """Input that names a control in the first part."""
    return {"assessmentId": started.id, "partId": started.part, "controlId": control, **more}


def response(
    started: Started,
    value: str | None = "1",
    expected: int = 0,
    question: str = LADDER,
    **more: Any,
) -> dict[str, Any]:
    """Input of saveResponse."""
    given = place(started, QUESTIONS[question], questionId=question, value=value)
    return {**given, "expectedVersion": expected, **more}


def statement(
    started: Started, justification: str | None = "So it is.", expected: int = 0, **more: Any
) -> dict[str, Any]:
    """Input of saveStatement."""
    given = place(started, justification=justification, notApplicable=False)
    return {**given, "expectedVersion": expected, **more}


def measure(
    started: Started, what: str = "Buy a lock", expected: int = 0, **more: Any
) -> dict[str, Any]:
    """Input of saveMeasure."""
    given = place(started, what=what, who="Facilities", until="2027-01-31", costClass="LOW")
    return {**given, "expectedVersion": expected, **more}


async def history(stage: Stage, person: Person, started: Started, first: int = 100) -> list[Any]:
    """What was saved, newest first."""
    query = """query($id: ID!, $first: Int!) { changes(assessmentId: $id, first: $first) {
        edges { node { by kind controlId questionId partId version summary } } } }"""
    found = await stage.get(person, query, {"id": started.id, "first": first})
    return [edge["node"] for edge in found["changes"]["edges"]]


async def revision(stage: Stage, person: Person, started: Started) -> int:
    """The revision of an assessment."""
    found = await stage.get(
        person, "query($id: ID!) { assessment(id: $id) { revision } }", {"id": started.id}
    )
    number: int = found["assessment"]["revision"]
    return number
