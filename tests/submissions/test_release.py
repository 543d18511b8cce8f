"""The release: by whom, of what, to whom; each refusal with its reason and nothing written."""

from typing import Any

import pytest

from nisassess.access import Role
from tests.assessments.calls import call, document, statement
from tests.assessments.small import LADDER
from tests.assessments.test_bad_answers import NOBODY, faulty, no_such
from tests.assessments.world import PASSWORD, Company, Office, Stage, Started, dump, rows

APPROVED = 4
"""The revision after the four answers of the small profile."""


async def ready(stage: Stage, company: Company) -> Started:
    started = await stage.start(company)
    await stage.answer(company, started)
    await stage.approve(company, started)
    return started


def release(started: Started, office: Office, **changes: Any) -> dict[str, Any]:
    given = {
        "assessmentId": started.id,
        "revision": APPROVED,
        "addresseeId": office.id,
        "password": PASSWORD,
    }
    return {**given, **changes}


def refused(code: str, message: str) -> dict[str, str]:
    return {"__typename": "StateProblem", "message": message, "code": code}


NOT_APPROVED = refused(
    "not_approved", "The management body's approval of this revision is missing or has lapsed."
)


async def test_release_answers_with_the_submission(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await ready(stage, company)

    answer = await call(stage, company.signatory, "submitAssessment", **release(started, office))

    (row,) = await rows("submission")
    assert answer == {
        "__typename": "AssessmentSubmitted",
        "submission": {
            "id": row["id"],
            "number": 1,
            "digest": row["digest"],
            "signatory": "Sigi Signatory",
            "operatorId": company.id,
            "assessmentId": started.id,
            "selfDeclared": True,
            "pdfUrl": f"/submissions/{row['id']}.pdf",
            "addressee": {"id": office.id, "name": office.name, "country": "AT"},
        },
    }
    assessment = await stage.row(company, started)
    assert (assessment.state, assessment.submission_id) == ("submitted", row["id"])
    entry = (await rows("audit_entry"))[-1]
    assert (entry["action"], entry["subject_id"]) == ("submission.release", row["id"])
    assert entry["actor_id"] == company.signatory.actor.id


async def test_release_without_approval_is_refused(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await stage.start(company)
    await stage.answer(company, started)
    before = await dump("audit_entry")

    answer = await call(stage, company.signatory, "submitAssessment", **release(started, office))

    assert answer == NOT_APPROVED
    assert await dump("audit_entry") == before


async def test_release_after_the_approval_lapsed_is_refused(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await ready(stage, company)
    await call(stage, company.contributor, "saveStatement", **statement(started))

    outdated = await call(stage, company.signatory, "submitAssessment", **release(started, office))
    current = release(started, office, revision=5)
    lapsed = await call(stage, company.signatory, "submitAssessment", **current)

    assert outdated["code"] == "outdated"
    assert lapsed == NOT_APPROVED
    assert await rows("submission") == []


async def test_release_after_a_refusal_is_refused(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await ready(stage, company)
    await stage.approve(company, started, approve=False, reasons="Second thoughts.")

    answer = await call(stage, company.signatory, "submitAssessment", **release(started, office))

    assert answer == NOT_APPROVED


@pytest.mark.parametrize("password", ["", "wrong", f"{PASSWORD} ", "\x00", "x" * 10_000])
async def test_wrong_password_releases_nothing(
    stage: Stage, company: Company, office: Office, password: str
) -> None:
    started = await ready(stage, company)
    before = await dump()

    given = release(started, office, password=password)
    answer = await call(stage, company.signatory, "submitAssessment", **given)

    message = "The password is not right; enter the one that you sign in with."
    assert answer == faulty(("password", "wrong_password", message))
    assert await dump() == before


async def test_addressee_must_be_competent(stage: Stage, company: Company, office: Office) -> None:
    started = await ready(stage, company)
    energy = await stage.office("E-Control", subsector="energy.electricity")
    others = [
        (await stage.office("Gas authority", subsector="energy.gas")).id,
        (await stage.office("NIS authority of Germany", "DE")).id,
        (await stage.office("Financial supervisor", regime="dora")).id,
        company.id,
        f"aut_{NOBODY}",
        "nonsense",
        "\x00",
    ]
    before = await dump("audit_entry")

    message = f"must be an authority competent for this operator: {energy.name}, {office.name}"
    for other in others:
        given = release(started, office, addresseeId=other)
        answer = await call(stage, company.signatory, "submitAssessment", **given)
        assert answer == faulty(("addresseeId", "not_competent", message))
    assert await dump("audit_entry") == before
    query = "query($id: ID!) { addressees(assessmentId: $id) { id name country } }"
    found = await stage.get(company.signatory, query, {"id": started.id})
    assert found["addressees"] == [
        {"id": one.id, "name": one.name, "country": "AT"} for one in (energy, office)
    ]


async def test_release_without_a_competent_authority_is_refused(
    stage: Stage, company: Company
) -> None:
    started = await ready(stage, company)
    foreign = await stage.office("NIS authority of Germany", "DE")

    answer = await call(stage, company.signatory, "submitAssessment", **release(started, foreign))

    message = "must be an authority competent for this operator: none is registered here"
    assert answer == faulty(("addresseeId", "not_competent", message))
    query = "query($id: ID!) { addressees(assessmentId: $id) { id } }"
    assert await stage.get(company.signatory, query, {"id": started.id}) == {"addressees": []}


async def test_release_without_an_entity_type_is_refused(stage: Stage, office: Office) -> None:
    company = await stage.company(entity_type=None)
    started = await ready(stage, company)
    before = await dump("audit_entry")

    answer = await call(stage, company.signatory, "submitAssessment", **release(started, office))

    assert answer == refused(
        "no_entity_type",
        "The operator's details must name its entity type: it decides who is competent.",
    )
    assert await dump("audit_entry") == before


async def test_only_a_signatory_of_the_operator_releases(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await ready(stage, company)
    other = await stage.company("Südwind Netz")
    token = await stage.token(company, Role.SIGNATORY)
    people = (
        company.coordinator,
        company.contributor,
        company.approver,
        await stage.token(company),
        office.officer,
        await stage.administrator(),
    )
    before = await dump("audit_entry")
    given = {"input": release(started, office)}

    for person in people:
        answer = await stage.ask(person, document("submitAssessment"), given)
        assert answer["data"] == {"submitAssessment": None}
        assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    by_token = await stage.ask(token, document("submitAssessment"), given)
    assert by_token["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert by_token["errors"][0]["message"] == (
        "This needs a person who is signed in, not a token."
    )
    stranger = await call(stage, other.signatory, "submitAssessment", **release(started, office))
    assert stranger == no_such("assessment")
    anonymous = await stage.ask(None, document("submitAssessment"), given)
    assert anonymous["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert await dump("audit_entry") == before


@pytest.mark.parametrize("id_", [f"asm_{NOBODY}", "asm_x", "", "\x00", f"opr_{NOBODY}"])
async def test_release_of_an_unknown_assessment_is_not_found(
    stage: Stage, company: Company, office: Office, id_: str
) -> None:
    started = await ready(stage, company)

    given = release(started, office, assessmentId=id_)
    answer = await call(stage, company.signatory, "submitAssessment", **given)

    assert answer == no_such("assessment")


async def test_assessment_released_a_second_time_next_year_counts_on(
    stage: Stage, company: Company, office: Office
) -> None:
    other = await stage.company("Südwind Netz")
    numbers = [(await stage.submitted(one, office))[1].number for one in (company, company, other)]

    assert numbers == [1, 2, 1]


async def test_answer_taken_back_blocks_the_release(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await ready(stage, company)
    given = {"assessmentId": started.id, "partId": started.part, "controlId": "small.one"}
    back = {**given, "questionId": LADDER, "value": None, "expectedVersion": 1}
    await call(stage, company.contributor, "saveResponse", **back)

    current = release(started, office, revision=5)
    answer = await call(stage, company.signatory, "submitAssessment", **current)

    assert answer == NOT_APPROVED
