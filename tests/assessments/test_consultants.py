"""A consultant from outside sees and changes what is assigned to them, and nothing else.

Everything else must look to them as if it had never been.
"""

import json
from datetime import date
from typing import Any

import pytest

from nisassess.access import Role
from nisassess.assessments.models import Assignment
from nisassess.identity import repository as identity
from nisassess.kit.ids import new_id
from tests.assessments.calls import call, measure, place, response, statement
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, REACHED, THREE, TWO
from tests.assessments.team import (
    assign,
    assignments,
    consultant,
    proposals,
    propose,
    refused,
    undo,
    work,
)
from tests.assessments.world import Company, Person, Stage, Started, dump
from tests.submissions.full import upload

OFFICE, CENTRE = "Office IT", "Control centre"
WHOLE = """query($id: ID!) { assessment(id: $id) {
    id title state revision scopeName scopeDescription createdAt updatedAt submissionId
    opening { authority } carriedFrom revises
    groups { id controls { id } } parts { id name }
    responses { controlId partId value } statements { controlId partId justification }
    measures { controlId partId what }
    evidence { controlId partId evidence { id title } } carried { controlId } } }"""
CHANGES = """query($id: ID!, $control: ID) {
    changes(assessmentId: $id, controlId: $control, first: 100) {
        edges { node { controlId partId } } } }"""
NEVER = "asm_01h455vb4pex5vsknk084sn02q"


@pytest.fixture
async def conny(stage: Stage, company: Company) -> Person:
    return await consultant(stage, company)


@pytest.fixture
async def started(stage: Stage, company: Company, conny: Person) -> Started:
    """Everything is answered in two parts; the consultant has the first control of the second."""
    found = await stage.start(company, OFFICE, CENTRE)
    await stage.answer(company, found)
    for part in found.parts.values():
        for control, word in ((ONE, "first"), (TWO, "second")):
            text = f"{word} in {part}"
            given = {"assessmentId": found.id, "partId": part, "controlId": control}
            await call(
                stage,
                company.contributor,
                "saveStatement",
                **given,
                justification=text,
                notApplicable=False,
                expectedVersion=0,
            )
    await assign(stage, company, found, conny, controls=[ONE], parts=[found.parts[CENTRE]])
    return found


def there(started: Started, **more: Any) -> dict[str, Any]:
    """Input that names what is assigned."""
    return {**place(started, ONE), "partId": started.parts[CENTRE], **more}


async def test_of_an_assessment_only_what_is_assigned_is_shown(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    centre = started.parts[CENTRE]

    found = (await stage.get(conny, WHOLE, {"id": started.id}))["assessment"]

    assert (found["id"], found["title"]) == (started.id, "Self-assessment 2026")
    assert found["groups"] == [{"id": "small-first", "controls": [{"id": ONE}]}]
    assert found["parts"] == [{"id": centre, "name": CENTRE}]
    assert {(one["controlId"], one["partId"]) for one in found["responses"]} == {(ONE, centre)}
    assert [one["justification"] for one in found["statements"]] == [f"first in {centre}"]
    assert (found["state"], found["revision"], found["updatedAt"]) == (
        "DRAFT",
        0,
        found["createdAt"],
    )
    history = (await stage.get(conny, CHANGES, {"id": started.id}))["changes"]["edges"]
    assert {(one["node"]["controlId"], one["node"]["partId"]) for one in history} == {(ONE, centre)}
    other = {"id": started.id, "control": TWO}
    assert (await stage.get(conny, CHANGES, other))["changes"]["edges"] == []
    mine = await assignments(stage, conny, started)
    assert {one["person"]["id"] for one in mine} == {conny.actor.id}
    assert [one["controlId"] for one in await work(stage, conny, company)] == [ONE]


async def test_what_stands_in_other_places_is_in_no_answer(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    await assign(stage, company, started, company.colleague, controls=[TWO], note="Not for outside")
    await propose(stage, company.contributor, started, TWO, note="Also secret")
    answers = [await stage.get(conny, WHOLE, {"id": started.id})]
    answers.append(await stage.get(conny, CHANGES, {"id": started.id}))
    answers.append(await assignments(stage, conny, started))
    answers.append(await proposals(stage, conny, started))
    answers.append(await work(stage, conny, company))

    told = json.dumps(answers)

    for secret in (OFFICE, "second in", TWO, THREE, "Not for outside", "Also secret", "Clara"):
        assert secret not in told, secret


@pytest.mark.parametrize(
    "query",
    [
        "score(assessmentId: $id) { revision }",
        "readiness(assessmentId: $id) { ready }",
        "approvals(assessmentId: $id) { id }",
        "team(assessmentId: $id) { unassigned }",
        "coverage(assessmentId: $id) { framework }",
        "bestChange(assessmentId: $id) { words }",
        "addressees(assessmentId: $id) { id }",
        'mappedControls(assessmentId: $id, controlId: "small.one") { controlId }',
        'carryOverPreview(assessmentId: $id, profileId: "small-profile") { controlId }',
        "a: evidence(operatorId: $operator, first: 9) { edges { node { id } } }",
        "a: assessments(operatorId: $operator, first: 9) { edges { node { id } } }",
        "a: members(organisationId: $operator) { id }",
    ],
)
async def test_score_approvals_shelf_and_colleagues_are_refused(
    stage: Stage, company: Company, conny: Person, started: Started, query: str
) -> None:
    variables = {"id": started.id} if "$id" in query else {"operator": company.id}
    name = next(iter(variables))

    answer = await stage.ask(conny, f"query(${name}: ID!) {{ {query} }}", variables)

    assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]


async def test_neither_the_operators_details_nor_its_submissions_are_shown(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    query = "query($id: ID!) { operator(id: $id) { id } operators(first: 9) { edges { cursor } } }"
    listed = await stage.ask(conny, "{ submissions(first: 9) { edges { node { id } } } }")

    found = await stage.get(conny, query, {"id": company.id})

    assert found == {"operator": None, "operators": {"edges": []}}
    assert [one["extensions"]["code"] for one in listed["errors"]] == ["FORBIDDEN"]


async def test_answers_and_evidence_are_taken_where_something_is_assigned(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    saved = await call(
        stage,
        conny,
        "saveResponse",
        **there(started, questionId=LADDER, value="1", expectedVersion=1),
    )
    said = await call(
        stage,
        conny,
        "saveStatement",
        **there(started, justification="Seen on site", notApplicable=False, expectedVersion=1),
    )
    file = await stage.client.post(
        "/evidence/files",
        params={
            "assessment": started.id,
            "part": started.parts[CENTRE],
            "control": ONE,
            "filename": "site.pdf",
        },
        headers=conny.headers,
        content=b"%PDF-1.7 site",
    )

    assert (saved["response"]["value"], saved["revision"]) == ("1", 0)
    assert said["statement"]["updatedBy"] == "Conny Consultant"
    assert (file.status_code, file.json()["revision"]) == (201, 0)
    evidence = file.json()["evidence"]["id"]
    got = await stage.client.get(f"/evidence/{evidence}", headers=conny.headers)
    assert got.content == b"%PDF-1.7 site"
    (proposal,) = await proposals(stage, company.coordinator, started)
    assert (proposal["state"], proposal["by"]) == ("OPEN", "Conny Consultant")
    gone = await call(stage, conny, "detachEvidence", **there(started, evidenceId=evidence))
    assert gone["__typename"] == "EvidenceDetached"


async def test_every_other_place_is_as_one_that_never_was(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    before = await dump("audit_entry")
    office, centre = started.parts[OFFICE], started.parts[CENTRE]
    text = {"justification": "x", "notApplicable": False, "expectedVersion": 1}
    reference = {"title": "T", "owner": "O", "location": "L", "dated": "2026-01-01"}
    places = [
        {"assessmentId": started.id, "partId": office, "controlId": ONE},
        {"assessmentId": started.id, "partId": centre, "controlId": TWO},
        {"assessmentId": started.id, "partId": centre, "controlId": "small.none"},
        {"assessmentId": NEVER, "partId": centre, "controlId": ONE},
    ]
    for given in places:
        answers = [
            await call(stage, conny, "saveStatement", **given, **text),
            await call(stage, conny, "referenceEvidence", **given, **reference),
        ]
        assert {one["__typename"] for one in answers} == {"NotFoundProblem"}
        assert {one["message"] for one in answers} == {
            "There is no such assessment, or you may not see it."
        }
        sent = await stage.client.post(
            "/evidence/files",
            params={
                "assessment": given["assessmentId"],
                "part": given["partId"],
                "control": given["controlId"],
                "filename": "x.pdf",
            },
            headers=conny.headers,
            content=b"x",
        )
        assert sent.status_code == 404
        proposed = await call(
            stage,
            conny,
            "proposeControls",
            assessmentId=given["assessmentId"],
            places=[{"controlId": given["controlId"], "partId": given["partId"]}],
        )
        assert proposed["__typename"] == "NotFoundProblem"
    assert await dump("audit_entry") == before


async def test_what_the_operator_keeps_is_neither_fetched_nor_attached_nor_taken_off(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    elsewhere = (await upload(stage, company.contributor, started, TWO)).json()["evidence"]["id"]
    here = await stage.client.post(
        "/evidence/files",
        params={
            "assessment": started.id,
            "part": started.parts[CENTRE],
            "control": ONE,
            "filename": "here.pdf",
        },
        headers=company.contributor.headers,
        content=b"%PDF-1.7 here",
    )
    attached = here.json()["evidence"]["id"]

    assert (
        await stage.client.get(f"/evidence/{elsewhere}", headers=conny.headers)
    ).status_code == 404
    assert (
        await stage.client.get(f"/evidence/{attached}", headers=conny.headers)
    ).status_code == 200
    given = there(started, evidenceId=elsewhere)
    assert await refused(stage, conny, "attachEvidence", **given) == "FORBIDDEN"
    taken = await call(stage, conny, "detachEvidence", **there(started, evidenceId=attached))
    assert taken["__typename"] == "NotFoundProblem"


async def test_the_same_bytes_as_a_colleagues_do_not_tell_that_they_are_there(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    theirs = (await upload(stage, company.contributor, started, TWO)).json()["evidence"]

    sent = await stage.client.post(
        "/evidence/files",
        params={
            "assessment": started.id,
            "part": started.parts[CENTRE],
            "control": ONE,
            "filename": "plan.pdf",
        },
        headers=conny.headers,
        content=b"%PDF-1.7 the plan",
    )

    assert sent.status_code == 201
    assert sent.json()["evidence"]["id"] != theirs["id"]
    assert sent.json()["evidence"]["addedBy"] == "Conny Consultant"


async def test_routes_of_the_whole_assessment_are_refused(
    stage: Stage, conny: Person, started: Started
) -> None:
    sheet = f"/assessments/{started.id}/workbook.xlsx"
    assert (await stage.client.get(sheet, headers=conny.headers)).status_code == 403
    assert (await stage.client.post(sheet, headers=conny.headers, content=b"x")).status_code == 403
    annex = f"/profiles/small-profile/annex.html?assessment={started.id}"
    assert (await stage.client.get(annex, headers=conny.headers)).status_code == 404


async def test_planning_measures_scope_and_starting_are_not_theirs(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    given = {**measure(started), "partId": started.parts[CENTRE]}
    assert await refused(stage, conny, "saveMeasure", **given) == "FORBIDDEN"
    part = {"assessmentId": started.id, "name": "Another"}
    assert await refused(stage, conny, "savePart", **part) == "FORBIDDEN"


async def test_access_ends_at_once_with_the_assignment(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    (mine,) = await assignments(stage, conny, started)
    which = [{"id": mine["id"], "expectedVersion": mine["version"]}]

    taken = await call(
        stage, company.coordinator, "unassign", assessmentId=started.id, assignments=which
    )

    assert await stage.get(conny, WHOLE, {"id": started.id}) == {"assessment": None}
    assert await work(stage, conny, company) == []
    answer = await call(
        stage,
        conny,
        "saveResponse",
        **there(started, questionId=LADDER, value="1", expectedVersion=1),
    )
    assert answer["__typename"] == "NotFoundProblem"
    await undo(stage, company.coordinator, taken["act"]["id"])
    assert (await stage.get(conny, WHOLE, {"id": started.id}))["assessment"] is not None


async def test_access_ends_after_its_last_day(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    await Assignment.all().update(access_until=date(2026, 1, 1))

    assert await stage.get(conny, WHOLE, {"id": started.id}) == {"assessment": None}
    assert await work(stage, conny, company) == []
    answer = await call(
        stage,
        conny,
        "saveResponse",
        **there(started, questionId=LADDER, value="1", expectedVersion=1),
    )
    assert answer["__typename"] == "NotFoundProblem"


async def test_access_ends_when_the_assessment_is_submitted(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    office = await stage.office("NIS authority of Austria")
    await stage.approve(company, started)
    await stage.submit(company, started, office)

    assert await stage.get(conny, WHOLE, {"id": started.id}) == {"assessment": None}
    assert await assignments(stage, conny, started) is None


async def test_of_two_roles_the_wider_prevails(
    stage: Stage, company: Company, conny: Person, started: Started
) -> None:
    await identity.add_membership(
        id=new_id("mem"),
        person_id=conny.actor.id,
        organisation_id=company.id,
        role=Role.OPERATOR_CONTRIBUTOR.value,
    )

    found = (await stage.get(conny, WHOLE, {"id": started.id}))["assessment"]
    assert len(found["parts"]) == 2
    assert found["revision"] > 0
    given = response(started, "no", 1, DOOR)
    assert (await call(stage, conny, "saveResponse", **given))["__typename"] == "ResponseSaved"


async def test_who_consults_one_operator_and_works_for_another_is_limited_at_the_first_alone(
    stage: Stage, company: Company, started: Started
) -> None:
    other = await stage.company("Westwind Netz")
    theirs = await stage.start(other)
    both = await stage.person("Berta Both", other.id, Role.OPERATOR_CONTRIBUTOR)
    await identity.add_membership(
        id=new_id("mem"),
        person_id=both.actor.id,
        organisation_id=company.id,
        role=Role.OPERATOR_CONSULTANT.value,
    )
    await assign(stage, company, started, both, controls=[THREE])

    seen = (await stage.get(both, WHOLE, {"id": started.id}))["assessment"]
    assert {one["controlId"] for one in seen["responses"]} == {THREE}
    own = await call(stage, both, "saveResponse", **response(theirs))
    assert own["__typename"] == "ResponseSaved"
    for value, question in (("1", LADDER), ("no", LOCK)):
        given = response(started, value, 1, question)
        answer = await call(stage, both, "saveResponse", **given)
        assert answer["__typename"] == "NotFoundProblem"
    there_too = response(started, "not_achieved", 1, REACHED)
    assert (await call(stage, both, "saveResponse", **there_too))["__typename"] == "ResponseSaved"
    text = await call(stage, both, "saveStatement", **statement(started, "x", 1))
    assert text["__typename"] == "NotFoundProblem"
