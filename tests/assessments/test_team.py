"""Who does what: handing out, changing, taking back, handing over, undoing."""

import asyncio
from datetime import date, timedelta

import pytest

from nisassess.access import Role
from nisassess.assessments import reminding
from nisassess.kit.clock import today
from nisassess.kit.database import fetch
from tests.assessments.calls import call, remove_part, response
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, THREE, TWO
from tests.assessments.team import PLACES, assign, assignments, team, undo, work
from tests.assessments.world import Company, Stage, dump

FIRST = "small-first"
OFFICE, CENTRE = "Office IT", "Control centre"


def day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


async def told(kind: str) -> list[tuple[str, str, str]]:
    rows = await fetch(
        "SELECT person_id, subject, path FROM notice WHERE kind = $1 ORDER BY id", kind
    )
    return [(row["person_id"], row["subject"], row["path"]) for row in rows]


async def test_a_group_assigned_for_all_parts_is_the_work_of_whoever_has_it(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, OFFICE, CENTRE)

    await assign(
        stage, company, started, company.contributor, groups=[FIRST], dueOn=day(2), note="Ask Otto"
    )

    found = await work(stage, company.contributor, company)
    assert [(one["controlId"], one["standing"], one["when"]) for one in found] == [
        (ONE, "OPEN", "THIS_WEEK"),
        (TWO, "OPEN", "THIS_WEEK"),
    ]
    assert found[0]["notes"] == ["Ask Otto"]
    assert [part["name"] for part in found[0]["parts"]] == [OFFICE, CENTRE]
    assert found[0]["parts"][0] | {"reason": None} == {
        "name": OFFICE,
        "standing": "OPEN",
        "asked": 2,
        "answered": 0,
        "reason": None,
    }
    assert await work(stage, company.colleague, company) == []


async def test_of_two_assignments_the_nearest_gives_the_due_date(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, OFFICE, CENTRE)
    ada = company.contributor
    await assign(stage, company, started, ada, groups=[FIRST], dueOn=day(20))
    await assign(stage, company, started, ada, controls=[ONE], dueOn=day(9))
    part = started.parts[CENTRE]
    await assign(stage, company, started, ada, controls=[TWO], parts=[part], dueOn=day(-1))

    found = {one["controlId"]: one for one in await work(stage, ada, company)}

    assert (found[ONE]["dueOn"], found[ONE]["when"]) == (day(9), "LATER")
    assert (found[TWO]["dueOn"], found[TWO]["when"]) == (day(-1), "LATE")


async def test_answered_work_is_done_and_no_longer_due(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    await assign(stage, company, started, company.contributor, controls=[ONE], dueOn=day(-1))

    await stage.answer(company, started, {LADDER: "2", DOOR: "yes"})

    (item,) = await work(stage, company.contributor, company)
    assert (item["standing"], item["dueOn"], item["when"]) == ("DONE", None, "NO_DATE")


async def test_team_shows_per_person_what_is_open_late_and_done_and_what_is_nobodys(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, OFFICE, CENTRE)
    await assign(stage, company, started, company.contributor, controls=[ONE], dueOn=day(-3))
    await assign(stage, company, started, company.colleague, controls=[ONE, TWO], dueOn=day(5))
    await stage.answer(company, started, {LADDER: "2", DOOR: "yes"}, [started.parts[OFFICE]])

    found = await team(stage, company, started)

    assert found["unassigned"] == 2
    assert found["total"] == {"open": 5, "late": 1, "waiting": 0, "returned": 0, "done": 1}
    assert [
        (one["person"]["name"], one["figures"], one["nextDue"]) for one in found["members"]
    ] == [
        (
            "Clara Colleague",
            {"open": 3, "late": 0, "waiting": 0, "returned": 0, "done": 1},
            day(5),
        ),
        (
            "Conrad Contributor",
            {"open": 1, "late": 1, "waiting": 0, "returned": 0, "done": 1},
            day(-3),
        ),
    ]
    asked = {"id": started.id, "which": "LATE", "person": company.contributor.actor.id}
    places = (await stage.get(company.coordinator, PLACES, asked))["teamPlaces"]
    assert [(one["controlId"], one["part"]["name"], one["late"]) for one in places] == [
        (ONE, CENTRE, True)
    ]
    nobody = {"id": started.id, "which": "UNASSIGNED"}
    places = (await stage.get(company.coordinator, PLACES, nobody))["teamPlaces"]
    assert {one["controlId"] for one in places} == {THREE}


async def test_the_same_assignment_again_takes_the_new_terms_and_is_not_doubled(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    await assign(stage, company, started, company.contributor, controls=[ONE])

    again = await assign(
        stage, company, started, company.contributor, controls=[ONE, ONE], dueOn=day(4)
    )

    assert again["act"]["count"] == 1
    (one,) = await assignments(stage, company.contributor, started)
    assert (one["dueOn"], one["version"]) == (day(4), 2)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"personIds": []}, "personIds"),
        ({"personIds": ["per_nobody"]}, "personIds.0"),
        ({"controlIds": []}, "controlIds"),
        ({"controlIds": ["small.one\x00"]}, "controlIds.0"),
        ({"groupIds": ["no-group"]}, "groupIds.0"),
        ({"partIds": ["prt_none"]}, "partIds.0"),
        ({"dueOn": "1999-01-01"}, "dueOn"),
        ({"note": "a\x00b"}, "note"),
        ({"note": "a" * 10_001}, "note"),
        ({"accessUntil": "2020-01-01"}, "accessUntil"),
        ({"personIds": ["per_x"] * 1_001}, "personIds"),
    ],
)
async def test_what_cannot_be_assigned_is_named_and_nothing_is_written(
    stage: Stage, company: Company, given: dict[str, object], path: str
) -> None:
    started = await stage.start(company)
    usual = {
        "assessmentId": started.id,
        "personIds": [company.contributor.actor.id],
        "groupIds": [],
        "controlIds": [ONE],
        "partIds": [],
    }

    answer = await call(stage, company.coordinator, "assign", **{**usual, **given})

    assert path in [issue["path"] for issue in answer["issues"]]
    assert await fetch("SELECT id FROM assignment") == []
    assert await fetch("SELECT id FROM assignment_act") == []


async def test_people_who_may_not_answer_or_belong_elsewhere_are_not_assigned_anything(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    other = await stage.company("Westwind Netz")

    for person in (company.approver, company.signatory, other.contributor):
        answer = await assign(stage, company, started, person, controls=[ONE])
        assert answer["issues"][0]["path"] == "personIds.0"


async def test_two_coordinators_who_change_one_assignment_at_once_do_not_overwrite_each_other(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    made = await assign(stage, company, started, company.contributor, controls=[ONE])
    second = await stage.person("Cyril Coordinator", company.id, Role.OPERATOR_COORDINATOR)
    given = {
        "assessmentId": started.id,
        "id": made["assignments"][0]["id"],
        "expectedVersion": 1,
        "personId": company.colleague.actor.id,
        "partId": None,
    }

    answers = await asyncio.gather(
        call(stage, company.coordinator, "changeAssignment", **given, dueOn=day(3)),
        call(stage, second, "changeAssignment", **given, dueOn=day(8)),
    )

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["Assigned", "AssignmentConflict"]
    (conflict,) = [one for one in answers if one["__typename"] == "AssignmentConflict"]
    (kept,) = await assignments(stage, second, started)
    assert conflict["current"]["dueOn"] == kept["dueOn"]
    assert kept["version"] == 2


async def test_an_assignment_moves_to_one_part_and_undoing_gives_all_parts_back(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, OFFICE, CENTRE)
    other = await stage.start(company, "Another's part", title="Other")
    ada = company.contributor
    made = await assign(stage, company, started, ada, controls=[ONE], dueOn=day(4))
    given = {
        "assessmentId": started.id,
        "id": made["assignments"][0]["id"],
        "expectedVersion": 1,
        "personId": ada.actor.id,
        "dueOn": day(4),
    }

    for part in (other.part, "prt_nowhere", ""):
        answer = await call(stage, company.coordinator, "changeAssignment", **given, partId=part)
        assert [(one["path"], one["code"]) for one in answer["issues"]] == [("partId", "unknown")]
    moved = await call(
        stage,
        company.coordinator,
        "changeAssignment",
        **given,
        partId=started.parts[CENTRE],
    )

    (item,) = await work(stage, ada, company)
    assert [part["name"] for part in item["parts"]] == [CENTRE]
    await undo(stage, company.coordinator, moved["act"]["id"])
    (item,) = await work(stage, ada, company)
    assert [part["name"] for part in item["parts"]] == [OFFICE, CENTRE]


async def test_an_assignment_is_not_moved_onto_one_that_is_there(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, OFFICE, CENTRE)
    part = started.parts[OFFICE]
    await assign(stage, company, started, company.contributor, controls=[ONE], parts=[part])
    made = await assign(stage, company, started, company.contributor, controls=[ONE])

    answer = await call(
        stage,
        company.coordinator,
        "changeAssignment",
        assessmentId=started.id,
        id=made["assignments"][0]["id"],
        expectedVersion=1,
        personId=company.contributor.actor.id,
        partId=part,
    )

    assert [(one["path"], one["code"]) for one in answer["issues"]] == [("personId", "duplicate")]
    assert len(await assignments(stage, company.coordinator, started)) == 2


async def test_an_act_is_undone_as_a_whole_and_only_once(stage: Stage, company: Company) -> None:
    started = await stage.start(company, OFFICE, CENTRE)
    await assign(stage, company, started, company.contributor, controls=[ONE], dueOn=day(1))
    before = await assignments(stage, company.contributor, started)
    made = await assign(
        stage,
        company,
        started,
        company.contributor,
        company.colleague,
        controls=[ONE, TWO],
        dueOn=day(7),
    )
    assert made["act"]["count"] == 4

    undone = await undo(stage, company.coordinator, made["act"]["id"])

    assert undone["__typename"] == "Assigned"
    (after,) = await assignments(stage, company.contributor, started)
    assert {**after, "version": 1} == before[0]
    again = await undo(stage, company.coordinator, made["act"]["id"])
    assert again == {"__typename": "StateProblem", "code": "undone"}


async def test_what_was_taken_back_comes_back_and_what_moved_on_stays(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    made = await assign(stage, company, started, company.contributor, controls=[ONE])
    which = [{"id": made["assignments"][0]["id"], "expectedVersion": 1}]
    taken = await call(
        stage, company.coordinator, "unassign", assessmentId=started.id, assignments=which
    )
    assert await assignments(stage, company.contributor, started) == []

    first = await undo(stage, company.coordinator, made["act"]["id"])
    second = await undo(stage, company.coordinator, taken["act"]["id"])

    assert first == {"__typename": "StateProblem", "code": "changed_since"}
    assert second["__typename"] == "Assigned"
    (back,) = await assignments(stage, company.contributor, started)
    assert back["person"]["id"] == company.contributor.actor.id


async def test_undo_does_not_bring_back_what_a_removed_part_took_along(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, OFFICE, CENTRE)
    part = started.parts[CENTRE]
    made = await assign(stage, company, started, company.contributor, controls=[ONE], parts=[part])
    which = [{"id": made["assignments"][0]["id"], "expectedVersion": 1}]
    taken = await call(
        stage, company.coordinator, "unassign", assessmentId=started.id, assignments=which
    )
    await remove_part(stage, company.contributor, started, part)

    undone = await undo(stage, company.coordinator, taken["act"]["id"])

    assert undone == {"__typename": "StateProblem", "code": "gone"}


async def test_an_act_on_a_submitted_assessment_is_not_undone(
    stage: Stage, company: Company
) -> None:
    office = await stage.office("NIS authority of Austria")
    started = await stage.start(company)
    made = await assign(stage, company, started, company.contributor, controls=[ONE])
    await stage.answer(company, started)
    await stage.approve(company, started)
    await stage.submit(company, started, office)
    before = await dump("audit_entry")

    undone = await undo(stage, company.coordinator, made["act"]["id"])

    assert undone == {"__typename": "StateProblem", "code": "submitted"}
    assert await dump("audit_entry") == before


async def test_everything_open_of_one_person_goes_over_to_another_and_no_answer_is_lost(
    stage: Stage, company: Company
) -> None:
    first, second = await stage.start(company), await stage.start(company, title="Second")
    for started in (first, second):
        await assign(stage, company, started, company.contributor, groups=[FIRST], dueOn=day(6))
    await assign(stage, company, second, company.colleague, groups=[FIRST], dueOn=day(30))
    await stage.answer(company, first, {LADDER: "2"})
    answers = await fetch("SELECT * FROM response")
    given = {
        "operatorId": company.id,
        "fromPersonId": company.contributor.actor.id,
        "toPersonId": company.colleague.actor.id,
    }

    done = await call(stage, company.coordinator, "reassign", **given)

    assert done["act"]["count"] == 2
    assert await work(stage, company.contributor, company) == []
    theirs = await work(stage, company.colleague, company)
    assert [(one["assessmentId"], one["dueOn"]) for one in theirs] == [
        (first.id, day(6)),
        (first.id, day(6)),
        (second.id, day(30)),
        (second.id, day(30)),
    ]
    assert await fetch("SELECT * FROM response") == answers
    await undo(stage, company.coordinator, done["act"]["id"])
    assert len(await work(stage, company.contributor, company)) == 4


async def test_who_leaves_leaves_their_work_without_an_owner_and_the_coordinators_are_told(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    await assign(stage, company, started, company.contributor, controls=[ONE])
    await stage.answer(company, started, {LADDER: "2", DOOR: "yes", LOCK: "yes"})
    query = "mutation($input: MemberInput!) { removeMember(input: $input) { __typename } }"
    given = {"organisationId": company.id, "personId": company.contributor.actor.id}
    second = await stage.person("Cyril Coordinator", company.id, Role.OPERATOR_COORDINATOR)

    removed = await stage.get(company.coordinator, query, {"input": given})

    assert removed["removeMember"]["__typename"] == "MemberRemoved"
    path = f"/assessments/{started.id}/team"
    assert await told("without_owner") == [(second.actor.id, "Self-assessment 2026", path)]
    (left,) = await assignments(stage, company.coordinator, started)
    assert (left["person"], left["formerName"]) == (None, "Conrad Contributor")
    (owner,) = (await team(stage, company, started))["members"]
    assert (owner["person"], owner["formerName"]) == (None, "Conrad Contributor")
    assert owner["figures"]["done"] == 1
    to_colleague = {"fromPersonId": None, "toPersonId": company.colleague.actor.id}
    await call(stage, company.coordinator, "reassign", operatorId=company.id, **to_colleague)
    assert [one["standing"] for one in await work(stage, company.colleague, company)] == ["DONE"]


async def test_people_are_told_once_what_an_act_gives_and_takes(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company, title="This year")
    ada = company.contributor.actor.id

    made = await assign(
        stage, company, started, company.contributor, company.coordinator, controls=[ONE, TWO]
    )
    await undo(stage, company.coordinator, made["act"]["id"])

    assert await told("assigned") == [(ada, "This year", "/work")]
    assert await told("unassigned") == [(ada, "This year", "/work")]


async def test_what_is_due_in_three_days_or_overdue_is_told_once_and_what_is_done_never(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    ada, clara = company.contributor, company.colleague
    await assign(stage, company, started, ada, controls=[ONE], dueOn="2026-12-04")
    await assign(stage, company, started, clara, controls=[TWO], dueOn="2026-12-04")
    await assign(stage, company, started, clara, controls=[THREE], dueOn="2026-12-09")
    await stage.answer(company, started, {LOCK: "yes"})
    path = f"/assessments/{started.id}/controls/{ONE}"

    for number in range(1, 6):
        await reminding.remind(stage.database, date(2026, 12, number))

    assert await told("due_soon") == [(ada.actor.id, "One", path)]
    assert await told("overdue") == [(ada.actor.id, "One", path)]
    await reminding.remind(stage.database, date(2026, 12, 6))
    assert [person for person, *_ in await told("due_soon")] == [ada.actor.id, clara.actor.id]
    await call(stage, ada, "saveResponse", **response(started))
    await reminding.remind(stage.database, date(2026, 12, 7))
    assert len(await told("overdue")) == 1
