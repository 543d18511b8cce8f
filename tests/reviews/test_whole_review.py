"""A review from the first look to the letter at its end, as both sides see it."""

import hashlib

from tests.assessments.calls import call, statement
from tests.assessments.small import ONE, THREE
from tests.assessments.world import Started, rows
from tests.reviews.desk import MARKS, OFFICE_IT, Desk, days


async def _returned(desk: Desk) -> None:
    await desk.take()
    await desk.done(
        desk.officer,
        "ruleNotApplicable",
        caseId=desk.case,
        controlId=THREE,
        part=OFFICE_IT,
        accepted=False,
        reason="There is a robot in the office.",
        expectedVersion=0,
    )
    answer = await desk.decide(
        "returnSubmission", controls=[{"controlId": ONE, "reason": "Which log?"}]
    )
    assert answer["review"]["case"]["state"] == "RETURNED"


async def _draft(desk: Desk) -> Started:
    """The operator's next version."""
    (assessment,) = [row for row in await rows("assessment") if row["revises"] == desk.submission]
    parts = [row for row in await rows("part") if row["assessment_id"] == assessment["id"]]
    return Started(assessment["id"], {part["name"]: part["id"] for part in parts})


async def test_return_gives_the_operator_a_next_version_with_the_reasons(desk: Desk) -> None:
    await _returned(desk)

    told = await desk.proceeding()
    draft = await _draft(desk)
    marks = await desk.stage.get(desk.company.contributor, MARKS, {"id": draft.id})

    assert told["state"] == "RETURNED"
    assert told["returned"] == {
        "dueOn": days(14),
        "reasons": "It contradicts itself.",
        "controls": [{"controlId": ONE, "reason": "Which log?"}],
    }
    assert [(one["accepted"], one["reason"]) for one in told["rulings"]] == [
        (False, "There is a robot in the office.")
    ]
    assert marks["authorityMarks"] == {
        "submissionId": desk.submission,
        "dueOn": days(14),
        "reasons": "It contradicts itself.",
        "marks": [
            {
                "controlId": ONE,
                "part": None,
                "kind": "TO_CORRECT",
                "reason": "Which log?",
                "until": None,
            },
            {
                "controlId": THREE,
                "part": OFFICE_IT,
                "kind": "NOT_ACCEPTED",
                "reason": "There is a robot in the office.",
                "until": None,
            },
        ],
    }


async def test_next_version_comes_back_into_review_and_shows_what_changed(desk: Desk) -> None:
    await _returned(desk)
    draft = await _draft(desk)
    await call(desk.stage, desk.company.contributor, "saveStatement", **statement(draft, "New.", 1))
    await desk.stage.approve(desk.company, draft)

    row = await desk.stage.submit(desk.company, draft, desk.office)

    review = await desk.review()
    query = """query($id: ID!) { review(caseId: $id) { controls { controlId
        sinceVersion { differences { aspect part before after } } sinceLastYear { kind } } } }"""
    controls = (await desk.stage.get(desk.officer, query, {"id": desk.case}))["review"]["controls"]
    assert (review["case"]["state"], review["mine"]) == ("IN_REVIEW", True)
    assert review["submission"] == {"id": row.id, "version": 2}
    assert review["earlierVersion"] == {"id": desk.submission, "version": 1}
    changed = {one["controlId"]: one["sinceVersion"] for one in controls if one["sinceVersion"]}
    assert list(changed) == [ONE]
    assert [one["aspect"] for one in changed[ONE]["differences"]] == ["JUSTIFICATION"]
    assert changed[ONE]["differences"][0]["after"] == "New."
    assert (await desk.proceeding())["state"] == "IN_REVIEW"


async def test_closing_leaves_a_letter_that_both_sides_download_alike(desk: Desk) -> None:
    await desk.take()
    question = await desk.ask(control=ONE)
    await desk.answer(question)
    await desk.done(desk.officer, "settleQuestion", questionId=question, expectedVersion=2)
    await desk.decide("acknowledgeSubmission", remarks="Thank you.")

    answer = await desk.decide("closeCase", legalBasis="NISG § 38")

    assert answer["review"]["case"]["state"] == "CLOSED"
    review, told = await desk.review(), await desk.proceeding()
    assert told["outcome"] == {"id": "accepted", "title": "Accepted"}
    assert [one["kind"] for one in told["letters"]] == ["ACKNOWLEDGEMENT", "CLOSING"]
    assert [one["reference"] for one in review["letters"]] == [
        f"{review['reference']}/1",
        f"{review['reference']}/2",
    ]
    for letter in review["letters"]:
        files = [
            await desk.stage.client.get(letter["downloadUrl"], headers=person.headers)
            for person in (desk.officer, desk.company.contributor)
        ]
        assert [one.status_code for one in files] == [200, 200]
        digests = {hashlib.sha256(one.content).hexdigest() for one in files}
        assert digests == {letter["digest"]}


async def test_timeline_tells_the_operator_its_public_part_alone(desk: Desk) -> None:
    await desk.set_four_eyes()
    await _returned_by_two(desk)

    inside = [one["kind"] for one in (await desk.review())["steps"]]
    outside = [one["kind"] for one in (await desk.proceeding())["steps"]]

    assert inside == ["RETURNED", "PROPOSED", "TAKEN"]
    assert outside == ["RETURNED", "TAKEN"]


async def _returned_by_two(desk: Desk) -> None:
    await desk.take()
    proposed = await desk.decide("returnSubmission")
    assert proposed["review"]["case"]["state"] == "IN_REVIEW"
    pending = (await desk.review())["pending"]
    await desk.done(
        desk.colleague,
        "confirmDecision",
        decisionId=pending["id"],
        revision=await desk.revision(),
    )
