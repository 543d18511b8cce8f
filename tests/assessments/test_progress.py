"""A plan lives on after submission, beside what was sealed, and goes into next year."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from nisassess.assessments.progressing import remind_owners
from nisassess.kit.clock import today
from tests.assessments.calls import call, measure, place
from tests.assessments.plans import LATER, NEXT_YEAR, plan_of, tell, with_gaps
from tests.assessments.small import ONE, PROFILE, TWO
from tests.assessments.statements import counted
from tests.assessments.world import Company, Office, Person, Stage, Started, rows


@pytest.fixture
async def sealed(stage: Stage, company: Company, office: Office) -> Started:
    """A submitted assessment with two gaps, the first of them planned."""
    started = await with_gaps(stage, company)
    await stage.approve(company, started)
    await stage.submit(company, started, office)
    return started


async def test_progress_stands_in_the_plan_and_not_in_what_was_sealed(
    stage: Stage, company: Company, sealed: Started
) -> None:
    person = company.contributor
    documents = [row["document"] for row in await rows("submission")]
    owner = company.colleague.actor

    answer = await tell(stage, person, sealed, until=LATER, ownerId=owner.id, note=" Parts late ")

    entry = answer["entry"]
    assert entry == {
        "number": 1,
        "state": "IN_PROGRESS",
        "what": "Buy a lock",
        "until": LATER,
        "ownerName": owner.name,
        "note": "Parts late",
        "by": person.actor.name,
    }
    item = (await plan_of(stage, person, sealed))["items"][0]
    assert (item["measure"]["state"], item["measure"]["until"]) == ("IN_PROGRESS", LATER)
    assert (item["progress"], item["slipped"]) == ([entry], 1)
    assert [row["document"] for row in await rows("submission")] == documents
    assert [(row["state"], str(row["until"])) for row in await rows("measure")] == [
        ("open", NEXT_YEAR)
    ]


async def test_gap_without_a_measure_may_be_planned_after_submission(
    stage: Stage, company: Company, sealed: Started
) -> None:
    given = {**place(sealed, TWO), "state": "OPEN", "what": "Fit a lock", "expectedNumber": 0}
    await call(stage, company.contributor, "recordProgress", **given)

    item = (await plan_of(stage, company.contributor, sealed))["items"][1]

    assert (item["controlId"], item["measure"]["what"], item["measure"]["version"]) == (
        TWO,
        "Fit a lock",
        0,
    )


async def test_two_people_at_once_do_not_tell_over_each_other(
    stage: Stage, company: Company, sealed: Started
) -> None:
    people = (company.contributor, company.colleague)
    answers = await asyncio.gather(
        *(tell(stage, one, sealed, note=f"By {one.actor.name}") for one in people)
    )

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["ProgressConflict", "ProgressRecorded"]
    (conflict,) = [one for one in answers if one["__typename"] == "ProgressConflict"]
    assert conflict["current"]["number"] == 1
    assert len(await rows("plan_progress")) == 1


async def test_entry_sent_again_because_its_answer_was_lost_is_told_once(
    stage: Stage, company: Company, sealed: Started
) -> None:
    first = await tell(stage, company.contributor, sealed)
    again = await tell(stage, company.contributor, sealed)

    assert again == first
    assert len(await rows("plan_progress")) == 1


@pytest.mark.parametrize(
    ("given", "issue"),
    [
        ({"state": "DROPPED"}, ("note", "required")),
        ({"note": "a\x00"}, ("note", "bad_character")),
        ({"what": "x" * 10_001}, ("what", "too_long")),
        ({"until": "2150-01-01"}, ("until", "out_of_range")),
        ({"ownerId": "nobody"}, ("ownerId", "not_a_member")),
        ({"expected": -1}, ("expectedNumber", "out_of_range")),
    ],
)
async def test_faulty_progress_is_refused_at_its_path(
    given: dict[str, Any], issue: tuple[str, str], stage: Stage, company: Company, sealed: Started
) -> None:
    answer = await tell(stage, company.contributor, sealed, **given)

    assert [(one["path"], one["code"]) for one in answer["issues"]] == [issue]
    assert await rows("plan_progress") == []


async def test_progress_of_an_open_assessment_is_refused(stage: Stage, company: Company) -> None:
    started = await with_gaps(stage, company)

    answer = await tell(stage, company.contributor, started)

    assert (answer["__typename"], answer["code"]) == ("StateProblem", "not_submitted")


async def test_progress_is_told_by_members_who_may_write_alone(
    stage: Stage, company: Company, office: Office, sealed: Started
) -> None:
    other = await stage.company("Other")
    answers = [await tell(stage, other.contributor, sealed)]
    assert [one["__typename"] for one in answers] == ["NotFoundProblem"]
    query = """mutation($input: RecordProgressInput!) {
        recordProgress(input: $input) { __typename } }"""
    given = {**place(sealed), "state": "OPEN", "what": "", "expectedNumber": 0}
    for person in (company.approver, company.signatory, office.officer):
        answer = await stage.ask(person, query, {"input": given})
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await rows("plan_progress") == []


async def test_authority_sees_nothing_of_the_progress(
    stage: Stage, company: Company, office: Office, sealed: Started
) -> None:
    await tell(stage, company.contributor, sealed, note="Money is short", what="Secret way")
    query = """{ submissions(first: 9) { edges { node { document controls {
        parts { measure { what state reason owner } } } } } } }"""

    seen = str(await stage.get(office.officer, query))

    assert "Buy a lock" in seen
    assert "Money is short" not in seen
    assert "Secret way" not in seen


# --- into next year --------------------------------------------------------------------------


async def carried(stage: Stage, company: Company, started: Started | str) -> str:
    query = """mutation($input: CarryOverInput!) { carryOver(input: $input) {
        ... on AssessmentCarriedOver { assessment { id } } } }"""
    given = {
        "fromAssessmentId": started if isinstance(started, str) else started.id,
        "profileId": PROFILE,
        "title": "Next year",
        "periodFrom": "2027-01-01",
        "periodUntil": "2027-12-31",
    }
    answer = await stage.get(company.coordinator, query, {"input": given})
    id_: str = answer["carryOver"]["assessment"]["id"]
    return id_


async def test_open_item_goes_into_next_year_with_where_it_comes_from(
    stage: Stage, company: Company, sealed: Started
) -> None:
    await tell(stage, company.contributor, sealed, until=LATER)

    new = await carried(stage, company, sealed)

    item = (await plan_of(stage, company.contributor, new))["items"][0]
    assert (item["measure"]["state"], item["measure"]["until"]) == ("IN_PROGRESS", LATER)
    assert item["origins"] == [
        {
            "assessmentId": sealed.id,
            "title": "Self-assessment 2026",
            "controlId": ONE,
            "state": "IN_PROGRESS",
            "dates": [NEXT_YEAR, LATER],
        }
    ]
    assert item["slipped"] == 1
    before = await plan_of(stage, company.contributor, sealed)
    assert before["continuedIn"] == new


async def test_done_item_is_offered_for_confirmation_once(
    stage: Stage, company: Company, sealed: Started
) -> None:
    await tell(stage, company.contributor, sealed, state="DONE")
    new = await carried(stage, company, sealed)
    (first, *_) = (await plan_of(stage, company.contributor, new))["items"]
    assert (first["measure"]["state"], first["offer"]) == ("DONE", "CONFIRM")

    later = await carried(stage, company, new)

    (again, *_) = (await plan_of(stage, company.contributor, later))["items"]
    assert (again["controlId"], again["measure"]) == (ONE, None)


async def test_day_put_off_year_after_year_is_counted(
    stage: Stage, company: Company, sealed: Started
) -> None:
    new = await carried(stage, company, sealed)
    part = (await rows("part"))[-1]["id"]
    moved = {**measure(sealed, expected=1, until=LATER), "assessmentId": new, "partId": part}
    await call(stage, company.contributor, "saveMeasure", **moved)
    once = (await plan_of(stage, company.contributor, new))["items"][0]
    last = await carried(stage, company, new)

    item = (await plan_of(stage, company.contributor, last))["items"][0]

    assert once["slipped"] == 1
    assert [one["dates"] for one in item["origins"]] == [[NEXT_YEAR], [LATER]]
    assert item["slipped"] == 1


# --- reminders -------------------------------------------------------------------------------


async def notices() -> list[tuple[str, str, str]]:
    return sorted(
        (row["kind"], row["person_id"], row["path"])
        for row in await rows("notice")
        if row["kind"].startswith("measure")
    )


async def owned(stage: Stage, company: Company, until: date, owner: Person) -> Started:
    started = await with_gaps(stage, company)
    given = measure(started, expected=1, until=until.isoformat(), ownerId=owner.actor.id)
    await call(stage, company.contributor, "saveMeasure", **given)
    return started


async def test_new_owner_is_told_once_and_not_who_takes_it_on_oneself(
    stage: Stage, company: Company
) -> None:
    owner = company.colleague
    started = await owned(stage, company, today(), owner)
    again = measure(started, "Buy two", expected=2, ownerId=owner.actor.id)
    await call(stage, company.contributor, "saveMeasure", **again)
    own = measure(started, "Buy two", expected=3, ownerId=company.contributor.actor.id)
    await call(stage, company.contributor, "saveMeasure", **own)

    assert await notices() == [
        ("measure_assigned", owner.actor.id, f"/assessments/{started.id}/plan")
    ]


async def test_owner_is_reminded_in_the_week_before_and_on_the_day(
    stage: Stage, company: Company
) -> None:
    day = date(2027, 3, 20)
    owner = company.colleague
    await owned(stage, company, day, owner)
    told = []
    for before in (8, 7, 6, 1, 0, -1):
        for _ in range(2):
            await remind_owners(stage.database, day - timedelta(days=before))
        told.append(sum(kind == "measure_due" for kind, _, _ in await notices()))

    assert told == [0, 1, 1, 1, 2, 2]


async def test_progress_moves_the_reminder_and_a_settled_item_has_none(
    stage: Stage, company: Company, office: Office
) -> None:
    day, later = date(2027, 3, 20), date(2027, 6, 20)
    owner = company.colleague.actor.id
    started = await owned(stage, company, day, company.colleague)
    await stage.approve(company, started)
    await stage.submit(company, started, office)
    await tell(stage, company.contributor, started, until=later.isoformat(), ownerId=owner)
    told = []
    for moment in (day, later):
        await remind_owners(stage.database, moment)
        told.append(sum(kind == "measure_due" for kind, _, _ in await notices()))
    done = {"state": "DONE", "until": later.isoformat(), "ownerId": owner}
    await tell(stage, company.contributor, started, 1, **done)
    await remind_owners(stage.database, later - timedelta(days=3))
    told.append(sum(kind == "measure_due" for kind, _, _ in await notices()))

    assert told == [0, 1, 1]


async def test_plan_that_went_over_into_next_year_reminds_there_alone(
    stage: Stage, company: Company, office: Office
) -> None:
    day = date(2027, 3, 20)
    started = await owned(stage, company, day, company.colleague)
    await stage.approve(company, started)
    await stage.submit(company, started, office)
    new = await carried(stage, company, started)

    await remind_owners(stage.database, day)

    due = [path for kind, _, path in await notices() if kind == "measure_due"]
    assert due == [f"/assessments/{new}/plan"]


async def test_telling_takes_the_same_statements_however_long_the_progress(
    stage: Stage, company: Company, sealed: Started
) -> None:
    taken = []
    for number in range(12):
        async with counted() as found:
            await tell(stage, company.contributor, sealed, number, note=f"Step {number}")
        taken.append(len(found))

    assert len(set(taken[1:])) == 1
