"""A submitted assessment is frozen on every write path, those of tomorrow included."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNonNull,
)
from starlette.routing import Route

from nisassess.kit.ids import new_id
from nisassess.results.canonical import parse
from tests.assessments.calls import (
    SCHEMA,
    call,
    discard,
    measure,
    place,
    remove_part,
    response,
    statement,
)
from tests.assessments.small import DOOR, LADDER, ONE, REACHED, THREE, TWO
from tests.assessments.world import PASSWORD, Company, Office, Stage, dump, rows
from tests.submissions.full import Full, fill, push, team_up, upload
from tests.submissions.mutations import NOT_REACHING

Attempt = Callable[[Stage, Full], Awaitable[Any]]
FROZEN = {
    "__typename": "StateProblem",
    "message": "This assessment is submitted and can no longer be changed.",
    "code": "submitted",
}


async def _discard(stage: Stage, full: Full) -> Any:
    return await discard(stage, full.company.coordinator, full.started)


async def _save_part(stage: Stage, full: Full) -> Any:
    given = {"assessmentId": full.started.id, "partId": full.started.part, "name": "New name"}
    return await call(stage, full.company.contributor, "savePart", **given)


async def _remove_part(stage: Stage, full: Full) -> Any:
    return await remove_part(stage, full.company.contributor, full.started, full.started.part)


async def _save_response(stage: Stage, full: Full) -> Any:
    given = response(full.started, "0", 1)
    return await call(stage, full.company.contributor, "saveResponse", **given)


async def _save_statement(stage: Stage, full: Full) -> Any:
    given = statement(full.started, "Other words", 1)
    return await call(stage, full.company.contributor, "saveStatement", **given)


async def _save_measure(stage: Stage, full: Full) -> Any:
    given = {**measure(full.started, "Other plans", 1), **full.elsewhere()}
    return await call(stage, full.company.contributor, "saveMeasure", **given)


async def _remove_measure(stage: Stage, full: Full) -> Any:
    given = full.elsewhere(expectedVersion=1)
    return await call(stage, full.company.contributor, "removeMeasure", **given)


async def _reference(stage: Stage, full: Full) -> Any:
    given = place(full.started, title="T", owner="O", location="L", dated="2026-01-01")
    return await call(stage, full.company.contributor, "referenceEvidence", **given)


async def _attach(stage: Stage, full: Full) -> Any:
    given = place(full.started, THREE, evidenceId=full.file["id"])
    return await call(stage, full.company.contributor, "attachEvidence", **given)


async def _detach(stage: Stage, full: Full) -> Any:
    given = place(full.started, ONE, evidenceId=full.file["id"])
    return await call(stage, full.company.contributor, "detachEvidence", **given)


async def _decide(stage: Stage, full: Full) -> Any:
    given = {
        "assessmentId": full.started.id,
        "revision": (await stage.row(full.company, full.started)).revision,
        "approve": False,
        "body": "Board",
        "resolution": "8",
        "resolvedOn": "2026-03-03",
        "reasons": "Second thoughts",
        "members": [{"name": "Ada"}],
    }
    return await call(stage, full.company.approver, "decideApproval", **given)


async def _submit(stage: Stage, full: Full) -> Any:
    given = {
        "assessmentId": full.started.id,
        "revision": (await stage.row(full.company, full.started)).revision,
        "addresseeId": full.office.id,
        "password": PASSWORD,
    }
    return await call(stage, full.company.signatory, "submitAssessment", **given)


async def _set_language(stage: Stage, full: Full) -> Any:
    query = """mutation($id: ID!) { setAssessmentLanguage(assessmentId: $id, language: "en") {
        __typename ... on StateProblem { message code } } }"""
    given = {"id": full.started.id}
    return (await stage.get(full.company.contributor, query, given))["setAssessmentLanguage"]


async def _confirm_carried(stage: Stage, full: Full) -> Any:
    query = """mutation($id: ID!, $control: ID!) {
        confirmCarried(assessmentId: $id, controlIds: [$control]) {
            __typename ... on StateProblem { message code } } }"""
    given = {"id": full.started.id, "control": ONE}
    return (await stage.get(full.company.contributor, query, given))["confirmCarried"]


async def _as_coordinator(stage: Stage, full: Full, mutation: str, **given: Any) -> Any:
    return await call(
        stage, full.company.coordinator, mutation, assessmentId=full.started.id, **given
    )


async def _assign(stage: Stage, full: Full) -> Any:
    given = {"personIds": [full.company.colleague.actor.id], "controlIds": [THREE], "partIds": []}
    return await _as_coordinator(stage, full, "assign", groupIds=[], **given)


async def _change_assignment(stage: Stage, full: Full) -> Any:
    given = {"id": full.assignment, "expectedVersion": 1, "partId": None, "dueOn": "2030-01-01"}
    person = full.company.colleague.actor.id
    return await _as_coordinator(stage, full, "changeAssignment", personId=person, **given)


async def _unassign(stage: Stage, full: Full) -> Any:
    given = [{"id": full.assignment, "expectedVersion": 1}]
    return await _as_coordinator(stage, full, "unassign", assignments=given)


async def _propose(stage: Stage, full: Full) -> Any:
    places = [{"controlId": ONE, "partId": full.started.part}]
    given = {"assessmentId": full.started.id, "places": places}
    return await call(stage, full.company.contributor, "proposeControls", **given)


async def _confirm(stage: Stage, full: Full) -> Any:
    places = [{"controlId": TWO, "partId": full.started.part, "expectedVersion": 3}]
    return await _as_coordinator(stage, full, "confirmProposals", places=places)


async def _return(stage: Stage, full: Full) -> Any:
    places = [{"controlId": TWO, "partId": full.started.part, "expectedVersion": 3}]
    return await _as_coordinator(stage, full, "returnProposals", places=places, reason="No")


async def _take_over(stage: Stage, full: Full) -> Any:
    query = """mutation($id: ID!, $earlier: ID!, $control: ID!) {
        takeOverEarlier(assessmentId: $id, earlierId: $earlier, controlId: $control) {
            __typename ... on StateProblem { message code } } }"""
    given = {"id": full.started.id, "earlier": full.started.id, "control": ONE}
    return (await stage.get(full.company.contributor, query, given))["takeOverEarlier"]


async def _undo_take_over(stage: Stage, full: Full) -> Any:
    query = """mutation($id: ID!, $control: ID!) {
        undoTakeOver(assessmentId: $id, controlId: $control) {
            __typename ... on StateProblem { message code } } }"""
    given = {"id": full.started.id, "control": ONE}
    return (await stage.get(full.company.contributor, query, given))["undoTakeOver"]


async def _tie(stage: Stage, full: Full) -> Any:
    query = """mutation($id: ID!, $case: ID!) { tieAssessment(assessmentId: $id, caseId: $case) {
        __typename ... on StateProblem { message code } } }"""
    given = {"id": full.started.id, "case": new_id("cas")}
    return (await stage.get(full.company.coordinator, query, given))["tieAssessment"]


async def _untie(stage: Stage, full: Full) -> Any:
    query = """mutation($id: ID!) { untieAssessment(assessmentId: $id) {
        __typename ... on StateProblem { message code } } }"""
    given = {"id": full.started.id}
    return (await stage.get(full.company.coordinator, query, given))["untieAssessment"]


REACHING: dict[str, Attempt] = {
    "discardAssessment": _discard,
    "savePart": _save_part,
    "removePart": _remove_part,
    "saveResponse": _save_response,
    "saveStatement": _save_statement,
    "saveMeasure": _save_measure,
    "removeMeasure": _remove_measure,
    "referenceEvidence": _reference,
    "attachEvidence": _attach,
    "detachEvidence": _detach,
    "decideApproval": _decide,
    "submitAssessment": _submit,
    "confirmCarried": _confirm_carried,
    "setAssessmentLanguage": _set_language,
    "assign": _assign,
    "changeAssignment": _change_assignment,
    "unassign": _unassign,
    "proposeControls": _propose,
    "confirmProposals": _confirm,
    "returnProposals": _return,
    "takeOverEarlier": _take_over,
    "undoTakeOver": _undo_take_over,
    "tieAssessment": _tie,
    "untieAssessment": _untie,
}
"""Mutations that change an assessment, each as it would change a submitted one if it could."""
BESIDE = {"recordProgress", "startThread"}
"""The exceptions, told beside what was sealed and nowhere else: how a submitted plan goes on, see
`test_progress_of_a_submitted_plan_changes_nothing_else`, and what the team says to each other."""
WRITING_ROUTES = {
    ("POST", "/verify"),
    ("POST", "/register/entities.csv"),
    ("POST", "/unsubscribe/{token}"),
    ("POST", "/assessments/{id}/workbook.xlsx"),
    ("POST", "/evidence/files"),
    ("POST", "/submissions/import"),
    ("PUT", "/evidence/operators/{operator}/controls/{control}/{source_key:path}"),
    ("POST", "/graphql"),
}


def _names_an_assessment(field: GraphQLField) -> bool:
    names = set(field.args)
    for argument in field.args.values():
        kind = argument.type.of_type if isinstance(argument.type, GraphQLNonNull) else argument.type
        if isinstance(kind, GraphQLInputObjectType):
            names |= set(kind.fields)
    return "assessmentId" in names


@pytest.mark.database_free
def test_every_mutation_is_known_to_reach_an_assessment_or_not() -> None:
    assert SCHEMA.mutation_type is not None
    fields = SCHEMA.mutation_type.fields

    assert set(fields) == set(REACHING) | BESIDE | NOT_REACHING
    assert {name for name, field in fields.items() if _names_an_assessment(field)} == (
        set(REACHING) | BESIDE
    )


def test_every_writing_route_is_known(stage: Stage) -> None:
    found = {
        (method, route.path)
        for route in stage.application.asgi.routes
        if isinstance(route, Route)
        for method in (route.methods or {"ANY"}) - {"GET", "HEAD"}
    }

    # The explorer's and the API's view answers all methods and refuses those it does not know.
    assert {pair for pair in found if pair[1] != "/graphql"} == {
        pair for pair in WRITING_ROUTES if pair[1] != "/graphql"
    }


async def test_nothing_of_a_submitted_assessment_changes(
    stage: Stage, company: Company, office: Office
) -> None:
    full = await team_up(stage, await fill(stage, company, office))
    await stage.approve(company, full.started)
    await stage.submit(company, full.started, office)
    before = await dump("audit_entry")

    for name, attempt in REACHING.items():
        assert (name, await attempt(stage, full)) == (name, FROZEN)
        assert await dump("audit_entry") == before, name

    message = FROZEN["message"]
    uploaded = await upload(stage, company.contributor, full.started, ONE, b"new bytes")
    assert uploaded.status_code == 409
    assert uploaded.json() == {"error": {"code": "submitted", "message": message}}
    again = await upload(stage, company.contributor, full.started, THREE)
    assert again.status_code == 409
    path = f"/assessments/{full.started.id}/workbook.xlsx"
    headers = company.contributor.headers
    sheet = (await stage.client.get(path, headers=headers)).content
    filled = await stage.client.post(path, headers=headers, content=sheet)
    assert filled.status_code == 409
    assert filled.json()["error"]["code"] == "submitted"
    for query in ({}, {"assessment": full.started.id}):
        pushed = await push(stage, full.integrator, company, b"scan 2", TWO, **query)
        assert pushed.status_code == 409
        assert pushed.json()["error"]["code"] == "submitted"
    assert await dump("audit_entry") == before


async def test_progress_of_a_submitted_plan_changes_nothing_else(
    stage: Stage, company: Company, office: Office
) -> None:
    full = await fill(stage, company, office)
    await stage.approve(company, full.started)
    await stage.submit(company, full.started, office)
    before = await dump("plan_progress")

    given = full.elsewhere(state="DONE", what="Lock bought", expectedNumber=0)
    answer = await call(stage, company.contributor, "recordProgress", **given)

    assert answer["__typename"] == "ProgressRecorded"
    after = await dump("plan_progress")
    assert [(row["state"], row["what"], row["number"]) for row in after.pop("plan_progress")] == [
        ("done", "Lock bought", 1)
    ]
    assert before.pop("plan_progress") == []
    assert after == before


async def test_push_passes_a_submitted_assessment_by_and_its_document_stays(
    stage: Stage, company: Company, office: Office
) -> None:
    full = await fill(stage, company, office)
    await stage.approve(company, full.started)
    await stage.submit(company, full.started, office)
    before = await dump()
    this_year = await stage.start(company)

    answer = await push(stage, full.integrator, company, b"scan 2", TWO)

    assert answer.json()["attached"] == [this_year.id]
    assert answer.json()["evidence"]["revision"] == 2
    after = await dump()
    for table in ("submission", "submitted_control", "resolved_profile", "response", "approval"):
        assert after[table] == before[table]
    sealed = [link for link in after["evidence_link"] if link["assessment_id"] == full.started.id]
    assert sealed == before["evidence_link"]


@pytest.mark.parametrize("delay", [0, 0.01, 0.05, 0.1, 0.2])
async def test_save_during_submission_is_in_the_document_or_refused(
    stage: Stage, company: Company, office: Office, delay: float
) -> None:
    started, answers = await stage.start(company), {LADDER: "3", DOOR: "yes"}
    await stage.answer(company, started, {**answers, f"{TWO}/lock": "yes", REACHED: "achieved"})
    await stage.approve(company, started)
    revision = (await stage.row(company, started)).revision

    async def save() -> list[str]:
        """Save one text after another; those that were acknowledged."""
        await asyncio.sleep(delay)
        done: list[str] = []
        for number in range(8):
            text = f"Text {number}"
            given = statement(started, text, len(done))
            answer = await call(stage, company.contributor, "saveStatement", **given)
            if answer["__typename"] == "StatementSaved":
                done.append(text)
            else:
                assert answer == FROZEN
        return done

    submit = {
        "assessmentId": started.id,
        "revision": revision,
        "addresseeId": office.id,
        "password": PASSWORD,
    }
    saved, submitted = await asyncio.gather(
        save(), call(stage, company.signatory, "submitAssessment", **submit)
    )

    kept = [row["justification"] for row in await rows("statement")]
    assert kept == saved[-1:]
    documents = [row["document"] for row in await rows("submission")]
    if submitted["__typename"] == "AssessmentSubmitted":
        (document,) = documents
        part = parse(document.encode()).groups[0].controls[0].parts[0]
        assert [part.justification] == (kept or [None])
    else:
        assert submitted["code"] in {"outdated", "not_approved"}
        assert documents == []
        assert len(saved) == 8


async def test_two_assessments_submitted_at_once_get_numbers_of_their_own(
    stage: Stage, company: Company, office: Office
) -> None:
    ready = []
    for _ in range(2):
        started = await stage.start(company)
        await stage.answer(company, started)
        await stage.approve(company, started)
        ready.append(started)

    done = await asyncio.gather(*(stage.submit(company, one, office) for one in ready))

    assert sorted(row.number for row in done) == [1, 2]
    documents = [json.loads(row["document"]) for row in await rows("submission")]
    assert sorted(document["number"] for document in documents) == [1, 2]


async def test_one_assessment_submitted_twice_at_once_is_submitted_once(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await stage.start(company)
    await stage.answer(company, started)
    await stage.approve(company, started)
    submit = {
        "assessmentId": started.id,
        "revision": (await stage.row(company, started)).revision,
        "addresseeId": office.id,
        "password": PASSWORD,
    }

    answers = await asyncio.gather(
        *(call(stage, company.signatory, "submitAssessment", **submit) for _ in range(2))
    )

    assert sorted(answer["__typename"] for answer in answers) == [
        "AssessmentSubmitted",
        "StateProblem",
    ]
    assert len(await rows("submission")) == 1
