"""Answers that a coordinator is to confirm."""

import asyncio

import pytest

from nisassess.access import Role
from nisassess.kit.errors import StateRefused
from tests.assessments.calls import call, history, measure, response, statement
from tests.assessments.small import BEST, DOOR, LADDER, ONE, TWO
from tests.assessments.team import (
    PLACES,
    READY,
    assign,
    decide,
    proposals,
    propose,
    refused,
    work,
)
from tests.assessments.world import Company, Stage, Started
from tests.submissions.full import upload


@pytest.fixture
async def started(stage: Stage, company: Company) -> Started:
    """The contributor's answers of the first control need confirmation; all are given."""
    found = await stage.start(company)
    await assign(stage, company, found, company.contributor, controls=[ONE], needsConfirmation=True)
    await stage.answer(company, found)
    return found


async def state(stage: Stage, company: Company, started: Started) -> str:
    (found,) = await proposals(stage, company.coordinator, started)
    assert found["controlId"] == ONE
    value: str = found["state"]
    return value


async def version(stage: Stage, company: Company, started: Started) -> int:
    (found,) = await proposals(stage, company.coordinator, started)
    number: int = found["version"]
    return number


async def test_answers_that_need_confirmation_are_saved_and_keep_the_approval_away(
    stage: Stage, company: Company, started: Started
) -> None:
    found = (await stage.get(company.coordinator, READY, {"id": started.id}))["readiness"]
    blocking = [
        (one["code"], one["controlId"]) for one in found["items"] if one["code"] == "proposal"
    ]

    assert (found["ready"], blocking) == (False, [("proposal", ONE)])
    assert await state(stage, company, started) == "OPEN"
    with pytest.raises(StateRefused, match="Conrad Contributor, which needs a coordinator"):
        await stage.approve(company, started)


async def test_proposed_answers_wait_until_the_coordinator_confirms_them(
    stage: Stage, company: Company, started: Started
) -> None:
    done = await propose(stage, company.contributor, started, note="As of Monday")

    (proposed,) = done["proposals"]
    assert (proposed["state"], proposed["note"]) == ("PROPOSED", "As of Monday")
    (mine,) = await work(stage, company.contributor, company)
    assert mine["standing"] == "WAITING"
    waiting = await stage.get(company.coordinator, PLACES, {"id": started.id, "which": "WAITING"})
    assert [one["proposal"]["note"] for one in waiting["teamPlaces"]] == ["As of Monday"]
    with pytest.raises(StateRefused, match="proposed by Conrad Contributor"):
        await stage.approve(company, started)

    confirmed = await decide(
        stage, company.coordinator, started, "confirmProposals", proposed["version"]
    )

    assert confirmed["proposals"][0]["state"] == "CONFIRMED"
    (mine,) = await work(stage, company.contributor, company)
    assert mine["standing"] == "DONE"
    await stage.approve(company, started)


async def test_returned_answers_go_back_with_the_reason_and_wait_again_when_proposed_anew(
    stage: Stage, company: Company, started: Started
) -> None:
    await propose(stage, company.contributor, started)
    found = await version(stage, company, started)

    missing = await decide(
        stage, company.coordinator, started, "returnProposals", found, reason=" "
    )
    returned = await decide(
        stage, company.coordinator, started, "returnProposals", found, reason="Which doors?"
    )

    assert missing["issues"][0]["path"] == "reason"
    assert returned["proposals"][0]["reason"] == "Which doors?"
    (mine,) = await work(stage, company.contributor, company)
    assert (mine["standing"], mine["parts"][0]["reason"]) == ("RETURNED", "Which doors?")
    await call(stage, company.contributor, "saveResponse", **response(started, "2", 1))
    assert await state(stage, company, started) == "RETURNED"
    await propose(stage, company.contributor, started)
    assert await state(stage, company, started) == "PROPOSED"
    said = [one["summary"] for one in await history(stage, company.coordinator, started)]
    assert said[:4] == ["proposed", "answered: Step 2", "returned: Which doors?", "proposed"]


async def test_every_way_to_change_confirmed_answers_proposes_them_again(
    stage: Stage, company: Company, started: Started
) -> None:
    person = company.contributor
    sheet = f"/assessments/{started.id}/workbook.xlsx"
    handed_out = (await stage.client.get(sheet, headers=person.headers)).content
    assert handed_out
    changes = (
        lambda: call(stage, person, "saveResponse", **response(started, "1", 1)),
        lambda: call(stage, person, "saveStatement", **statement(started)),
        lambda: call(stage, person, "saveMeasure", **measure(started)),
        lambda: upload(stage, person, started, ONE),
        # By a colleague of whom no confirmation is asked.
        lambda: call(stage, company.colleague, "saveResponse", **response(started, "no", 1, DOOR)),
    )
    for change in changes:
        await propose(stage, person, started)
        await decide(
            stage,
            company.coordinator,
            started,
            "confirmProposals",
            await version(stage, company, started),
        )
        assert await state(stage, company, started) == "CONFIRMED"
        await change()
        assert await state(stage, company, started) == "PROPOSED"


async def test_an_approval_lapses_with_the_answer_that_is_to_be_confirmed_again(
    stage: Stage, company: Company, started: Started
) -> None:
    await propose(stage, company.contributor, started)
    found = await version(stage, company, started)
    await decide(stage, company.coordinator, started, "confirmProposals", found)
    await stage.approve(company, started)

    await call(stage, company.contributor, "saveResponse", **response(started, "2", 1))

    assert (await stage.row(company, started)).state == "draft"
    with pytest.raises(StateRefused, match="proposed by"):
        await stage.approve(company, started)


async def test_what_a_coordinator_changes_is_confirmed_by_that(
    stage: Stage, company: Company, started: Started
) -> None:
    await propose(stage, company.contributor, started)
    found = await version(stage, company, started)
    await decide(stage, company.coordinator, started, "confirmProposals", found)

    await call(stage, company.coordinator, "saveResponse", **response(started, "2", 1))

    assert await state(stage, company, started) == "CONFIRMED"


async def test_answers_of_whom_no_confirmation_is_asked_are_proposed_only_by_choice(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    await assign(stage, company, started, company.contributor, controls=[ONE])
    await stage.answer(company, started, {LADDER: "2", DOOR: "yes"})
    assert await proposals(stage, company.coordinator, started) == []

    await propose(stage, company.contributor, started)

    assert await state(stage, company, started) == "PROPOSED"


async def test_the_nearest_assignment_says_whether_answers_need_confirmation(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    ada = company.contributor
    await assign(stage, company, started, ada, groups=["small-first"], needsConfirmation=True)
    await assign(stage, company, started, ada, controls=[TWO], needsConfirmation=False)

    await stage.answer(company, started, BEST)

    found = await proposals(stage, company.coordinator, started)
    assert [one["controlId"] for one in found] == [ONE]


async def test_answers_that_changed_after_they_were_looked_at_are_not_confirmed_unseen(
    stage: Stage, company: Company, started: Started
) -> None:
    await propose(stage, company.contributor, started)
    seen = await version(stage, company, started)
    await call(stage, company.contributor, "saveResponse", **response(started, "1", 1))

    answer = await decide(stage, company.coordinator, started, "confirmProposals", seen)

    assert answer["__typename"] == "ProposalConflict"
    assert [one["version"] for one in answer["current"]] == [seen + 1]
    assert await state(stage, company, started) == "PROPOSED"


async def test_two_coordinators_who_decide_at_once_decide_once(
    stage: Stage, company: Company, started: Started
) -> None:
    second = await stage.person("Cyril Coordinator", company.id, Role.OPERATOR_COORDINATOR)
    await propose(stage, company.contributor, started)
    seen = await version(stage, company, started)

    answers = await asyncio.gather(
        decide(stage, company.coordinator, started, "confirmProposals", seen),
        decide(stage, second, started, "returnProposals", seen, reason="No"),
    )

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["ProposalConflict", "ProposalsDecided"]


async def test_incomplete_answers_are_not_proposed(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    await stage.answer(company, started, {LADDER: "2"})

    answer = await propose(stage, company.contributor, started)

    assert answer["issues"] == [
        {
            "path": "places.0",
            "code": "unanswered",
            "message": "answer every question of this control first, or say why it does not apply",
        }
    ]
    assert await proposals(stage, company.coordinator, started) == []


async def test_only_coordinators_decide(stage: Stage, company: Company, started: Started) -> None:
    await propose(stage, company.contributor, started)
    places = [{"controlId": ONE, "partId": started.part, "expectedVersion": 2}]
    given = {"assessmentId": started.id, "places": places}

    for person in (company.contributor, company.approver, company.signatory):
        assert await refused(stage, person, "confirmProposals", **given) == "FORBIDDEN"
