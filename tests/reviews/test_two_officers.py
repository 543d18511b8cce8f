"""Two people on one case: who gets it, who may decide, and what lapses."""

import asyncio

from nisassess.kit.database import execute
from tests.assessments.statements import counted
from tests.reviews.desk import REVIEW, Desk, days


async def test_of_two_who_take_a_case_one_has_it_and_the_other_is_told_who(desk: Desk) -> None:
    answers = await asyncio.gather(
        desk.act(desk.officer, "takeCase", caseId=desk.case),
        desk.act(desk.colleague, "takeCase", caseId=desk.case),
    )

    (refused,) = [one for one in answers if one["__typename"] == "StateProblem"]
    officer = (await desk.review())["case"]["officerName"]
    assert refused["code"] == "taken"
    assert refused["message"].startswith(f"{officer} took this case")


async def test_what_was_proposed_is_never_confirmed_by_who_proposed_it(desk: Desk) -> None:
    await desk.set_four_eyes()
    await desk.take()
    await desk.decide("closeCase")
    pending = (await desk.review())["pending"]
    given = {"decisionId": pending["id"], "revision": await desk.revision()}

    assert (await desk.act(desk.officer, "confirmDecision", **given))["code"] == "own"
    refusal = await desk.act(desk.officer, "refuseDecision", **given, reason="No")
    assert refusal["code"] == "own"
    assert (await desk.review())["letters"] == []


async def test_proposal_lapses_when_the_case_changes_and_cannot_be_confirmed(desk: Desk) -> None:
    await desk.set_four_eyes()
    await desk.take()
    question = await desk.ask()
    await desk.decide("returnSubmission")
    pending = (await desk.review())["pending"]
    seen = await desk.revision()
    await desk.answer(question)

    review = await desk.review()
    stale = await desk.act(
        desk.colleague, "confirmDecision", decisionId=pending["id"], revision=seen
    )

    assert review["pending"] is None
    assert [one["state"] for one in review["decisions"]] == ["LAPSED"]
    assert stale["code"] == "lapsed"
    assert (await desk.proceeding())["state"] == "IN_REVIEW"


async def test_refusal_is_told_with_its_reason_and_the_case_goes_on(desk: Desk) -> None:
    await desk.set_four_eyes()
    await desk.take()
    await desk.decide("closeCase")
    pending = (await desk.review())["pending"]
    await desk.done(
        desk.colleague,
        "refuseDecision",
        decisionId=pending["id"],
        revision=await desk.revision(),
        reason="Look at suppliers first.",
    )

    (decision,) = (await desk.review())["decisions"]
    assert (decision["state"], decision["refusal"]) == ("REFUSED", "Look at suppliers first.")
    assert (await desk.review())["case"]["state"] == "IN_REVIEW"


async def test_decision_on_what_was_seen_before_a_change_is_refused(desk: Desk) -> None:
    await desk.take()
    seen = await desk.revision()
    await desk.ask()

    answer = await desk.decide("returnSubmission", revision=seen)

    assert answer["__typename"] == "ReviewConflict"
    assert answer["revision"] == await desk.revision()
    assert (await desk.review())["letters"] == []


async def test_colleague_reads_and_notes_and_decides_nothing(desk: Desk) -> None:
    await desk.take()

    await desk.done(desk.colleague, "addNote", caseId=desk.case, text="Seen.")
    answer = await desk.decide("returnSubmission", person=desk.colleague)

    assert answer["code"] == "not_yours"
    assert answer["message"].startswith("Otto Officer has this case")


async def test_case_of_somebody_who_left_can_be_taken_over(desk: Desk) -> None:
    await desk.take()
    await execute("DELETE FROM membership WHERE person_id = $1", desk.officer.actor.id)

    await desk.done(desk.colleague, "takeCase", caseId=desk.case)

    review = await desk.review(desk.colleague)
    assert (review["case"]["officerName"], review["mine"]) == ("Clio Colleague", True)


async def test_bad_input_is_told_at_its_path(desk: Desk) -> None:
    await desk.take()
    too_long = "x" * 4001

    question = await desk.act(
        desk.officer, "draftQuestion", caseId=desk.case, text="\x00", answerBy=days(-1)
    )
    returned = await desk.decide(
        "returnSubmission",
        reasons=too_long,
        controls=[{"controlId": "nobody", "reason": ""}],
        dueOn=days(-1),
    )
    closed = await desk.decide("closeCase", outcome="excellent")

    assert [(one["path"], one["code"]) for one in question["issues"]] == [
        ("text", "bad_text"),
        ("answerBy", "out_of_range"),
    ]
    assert [(one["path"], one["code"]) for one in returned["issues"]] == [
        ("reasons", "too_long"),
        ("controls.0.controlId", "unknown_control"),
        ("controls.0.reason", "missing"),
        ("dueOn", "out_of_range"),
    ]
    assert [(one["path"], one["code"]) for one in closed["issues"]] == [("outcome", "unknown")]


async def test_a_case_takes_as_many_statements_with_twenty_questions_as_with_one(
    desk: Desk,
) -> None:
    await desk.take()
    taken = []
    for count in (1, 20):
        while len((await desk.review())["questions"]) < count:
            await desk.done(
                desk.officer, "draftQuestion", caseId=desk.case, text="?", answerBy=days(2)
            )
            await desk.done(desk.officer, "addNote", caseId=desk.case, text="!")
        async with counted() as found:
            await desk.stage.get(desk.officer, REVIEW, {"id": desk.case})
        taken.append(len(found))
    assert taken[0] == taken[1]
