"""What an authority keeps to itself is in nothing that an operator or another body can fetch."""

import io
from typing import Any

import pikepdf
import pypdf

from tests.api.documents import of_the_frontend
from tests.assessments.small import ONE
from tests.assessments.world import Person
from tests.reviews.desk import MARKS, PROCEEDING, REVIEW, Desk, days

NOTE, DRAFT = "a note for colleagues alone", "a question that was never sent"
PROPOSED = "a reason that was only proposed"


async def _fill(desk: Desk) -> None:
    await desk.set_four_eyes()
    await desk.take()
    await desk.done(desk.officer, "addNote", caseId=desk.case, text=NOTE)
    await desk.done(desk.officer, "addNote", caseId=desk.case, controlId=ONE, text=NOTE)
    await desk.done(desk.officer, "draftQuestion", caseId=desk.case, text=DRAFT, answerBy=days(3))
    await desk.ask("a question that was sent")
    answer = await desk.decide("returnSubmission", reasons=PROPOSED)
    assert answer["__typename"] == "CaseReviewed", answer


async def _all(desk: Desk, person: Person) -> str:
    """Everything that the person gets from every query of the application, as text."""
    ids = {"case": desk.case, "submission": desk.submission, "operator": desk.company.id}
    told = []
    for document in of_the_frontend():
        if document.is_mutation:
            continue
        for value in (*ids.values(), desk.full.started.id):
            names = ("id", "operatorId", "caseId", "submissionId", "assessmentId", "control")
            variables = {**dict.fromkeys(names, value), "first": 50, "language": "en"}
            answer = await desk.stage.client.post(
                "/graphql",
                json={"query": document.text, "variables": variables},
                headers=person.headers,
            )
            told.append(answer.text)
    for query, id_ in ((REVIEW, desk.case), (PROCEEDING, desk.submission), (MARKS, desk.case)):
        told.append(str(await desk.stage.ask(person, query, {"id": id_})))
    for ending in ("json", "csv", "oscal.json"):
        path = f"/submissions/{desk.submission}.{ending}"
        answer = await desk.stage.client.get(path, headers=person.headers)
        told.append(answer.text)
    return " ".join(told)


async def test_notes_drafts_and_proposals_reach_nobody_outside(desk: Desk) -> None:
    await _fill(desk)
    stranger = await desk.stage.office("Authority of elsewhere", "DE")

    own = await _all(desk, desk.colleague)
    assert all(secret in own for secret in (NOTE, DRAFT, PROPOSED))
    for person in (desk.company.coordinator, desk.company.signatory, stranger.officer):
        told = await _all(desk, person)
        assert [one for one in (NOTE, DRAFT, PROPOSED) if one in told] == []


async def test_operator_sees_of_a_case_that_waits_for_a_second_officer_that_it_is_in_review(
    desk: Desk,
) -> None:
    await _fill(desk)

    told: Any = await desk.proceeding()

    assert told["state"] == "IN_REVIEW"
    assert told["returned"] is None
    assert told["letters"] == []
    assert [one["kind"] for one in told["steps"]] == ["QUESTIONS_ASKED", "TAKEN"]
    assert [one["text"] for one in told["questions"]] == ["a question that was sent"]


async def test_letter_tells_no_note_and_no_draft(desk: Desk) -> None:
    await _fill(desk)
    pending = (await desk.review())["pending"]
    await desk.done(
        desk.colleague,
        "confirmDecision",
        decisionId=pending["id"],
        revision=await desk.revision(),
    )

    (letter,) = (await desk.review())["letters"]
    file = await desk.stage.client.get(letter["downloadUrl"], headers=desk.officer.headers)

    told = _text(file.content)
    assert PROPOSED in told
    assert "a question that was sent" in told
    assert [one for one in (NOTE, DRAFT) if one in told] == []


def _text(content: bytes) -> str:

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    file = pikepdf.open(io.BytesIO(content))
    data = file.attachments["nisassess-letter.json"].get_file().read_bytes().decode()
    return " ".join("".join(page.extract_text() for page in pages).split()) + data
