"""What a team does with an assessment, over the API."""

from collections.abc import Iterable
from typing import Any

from nisassess.access import Role
from tests.assessments.calls import call, document
from tests.assessments.small import ONE
from tests.assessments.world import Company, Person, Stage, Started

WORK = """query($id: ID!) { myWork(operatorId: $id) {
    assessmentId controlId standing dueOn when notes needsConfirmation
    parts { name standing asked answered reason } } }"""
FIGURES = "figures { open late waiting returned done }"
TEAM = f"""query($id: ID!) {{ team(assessmentId: $id) {{ unassigned
    total {{ open late waiting returned done }} lastAct {{ id kind count undoneAt }}
    members {{ person {{ name }} formerName consultant nextDue {FIGURES} }} }} }}"""
PLACES = """query($id: ID!, $which: TeamSlice!, $person: ID) {
    teamPlaces(assessmentId: $id, which: $which, personId: $person) {
        controlId part { name } standing late people { name } proposal { state version note } } }"""
ASSIGNMENTS = """query($id: ID!) { assignments(assessmentId: $id) {
    id person { id name } formerName groupId controlId partId dueOn version } }"""
PROPOSALS = """query($id: ID!) { proposals(assessmentId: $id) {
    controlId partId state note reason version by decidedBy } }"""
READY = "query($id: ID!) { readiness(assessmentId: $id) { ready items { code controlId } } }"


async def assign(
    stage: Stage,
    company: Company,
    started: Started,
    *people: Person,
    groups: Iterable[str] = (),
    controls: Iterable[str] = (),
    parts: Iterable[str] = (),
    **terms: Any,
) -> Any:
    """Assign as the coordinator; what the mutation answered."""
    return await call(
        stage,
        company.coordinator,
        "assign",
        assessmentId=started.id,
        personIds=[person.actor.id for person in people],
        groupIds=list(groups),
        controlIds=list(controls),
        partIds=list(parts),
        **terms,
    )


async def consultant(stage: Stage, company: Company) -> Person:
    """Somebody from outside."""
    return await stage.person("Conny Consultant", company.id, Role.OPERATOR_CONSULTANT)


async def work(stage: Stage, person: Person, company: Company) -> Any:
    return (await stage.get(person, WORK, {"id": company.id}))["myWork"]


async def team(stage: Stage, company: Company, started: Started) -> Any:
    return (await stage.get(company.coordinator, TEAM, {"id": started.id}))["team"]


async def assignments(stage: Stage, person: Person, started: Started) -> Any:
    return (await stage.get(person, ASSIGNMENTS, {"id": started.id}))["assignments"]


async def proposals(stage: Stage, person: Person, started: Started) -> Any:
    return (await stage.get(person, PROPOSALS, {"id": started.id}))["proposals"]


async def undo(stage: Stage, person: Person, act: str) -> Any:
    query = "mutation($id: ID!) { undoAssigning(actId: $id) { __typename %s } }"
    more = "... on StateProblem { code }"
    return (await stage.get(person, query % more, {"id": act}))["undoAssigning"]


async def propose(
    stage: Stage, person: Person, started: Started, control: str = ONE, **more: Any
) -> Any:
    places = [{"controlId": control, "partId": started.part}]
    return await call(
        stage, person, "proposeControls", assessmentId=started.id, places=places, **more
    )


async def decide(
    stage: Stage, person: Person, started: Started, mutation: str, version: int, **more: Any
) -> Any:
    places = [{"controlId": ONE, "partId": started.part, "expectedVersion": version}]
    return await call(stage, person, mutation, assessmentId=started.id, places=places, **more)


async def refused(stage: Stage, person: Person, mutation: str, **given: Any) -> str:
    """The code of a refusal at the top."""
    answer = await stage.ask(person, document(mutation), {"input": given})
    code: str = answer["errors"][0]["extensions"]["code"]
    return code
