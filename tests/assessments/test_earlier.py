"""An assessment beside an earlier one, and what is taken over by choice."""

from typing import Any

import pytest

from tests.assessments.calls import call, measure, statement
from tests.assessments.plans import GAPS
from tests.assessments.small import BEST, LOCK, ONE, THREE, TWO
from tests.assessments.statements import counted
from tests.assessments.test_carrying_over import carry, upgraded
from tests.assessments.world import Company, Office, Stage, Started, dump, rows

__all__ = ["upgraded"]

COMPARE = """query($id: ID!, $earlier: ID!, $control: ID) {
    comparison(assessmentId: $id, earlierId: $earlier, controlId: $control) {
        earlierTitle sameProfile better worse
        totalNow { met below } totalThen { met below }
        groups { groupId now { met below open } then { met below open } }
        controls { controlId change note aspects
            now { state level target } then { controlId state level }
            parts { name now { justification answers { questionId answer } }
                then { justification evidence measure { what state }
                    answers { questionId answer value becomes } } } } } }"""
EARLIER = """query($id: ID!) { earlierAssessments(assessmentId: $id) { id title isDefault } }"""
TAKE = """mutation($id: ID!, $earlier: ID!, $control: ID!) {
    takeOverEarlier(assessmentId: $id, earlierId: $earlier, controlId: $control) {
        __typename ... on TakenOver { carried { controlId change origins confirmedBy } }
        ... on StateProblem { code } } }"""
UNDO = """mutation($id: ID!, $control: ID!) {
    undoTakeOver(assessmentId: $id, controlId: $control) {
        __typename ... on TakenOver { carried { controlId confirmedBy } } } }"""


async def compared(
    stage: Stage, company: Company, now: Started, then: Started, control: str | None = None
) -> Any:
    given = {"id": now.id, "earlier": then.id, "control": control}
    return (await stage.get(company.approver, COMPARE, given))["comparison"]


async def two_years(stage: Stage, company: Company) -> tuple[Started, Started]:
    """Last year with two gaps and a plan; this year the lock is there, and words have changed."""
    then = await stage.start(company, title="Last year")
    await stage.answer(company, then, GAPS)
    await call(stage, company.contributor, "saveStatement", **statement(then, "No lock yet."))
    await call(stage, company.contributor, "saveMeasure", **measure(then))
    now = await stage.start(company, title="This year")
    await stage.answer(company, now, {**GAPS, LOCK: "yes"})
    await call(stage, company.contributor, "saveStatement", **statement(now, "Ordered."))
    return now, then


async def test_comparison_tells_what_reads_otherwise(stage: Stage, company: Company) -> None:
    now, then = await two_years(stage, company)

    found = await compared(stage, company, now, then)

    assert (found["earlierTitle"], found["sameProfile"]) == ("Last year", True)
    assert (found["better"], found["worse"]) == (1, 0)
    assert (found["totalThen"], found["totalNow"]) == (
        {"met": 1, "below": 2},
        {"met": 2, "below": 1},
    )
    assert [(one["controlId"], one["aspects"]) for one in found["controls"]] == [
        (ONE, ["JUSTIFICATION", "MEASURE"]),
        (TWO, ["STATE", "LEVEL", "ANSWER"]),
        (THREE, []),
    ]
    one = found["controls"][0]["parts"][0]
    assert (one["then"][0]["justification"], one["now"]["justification"]) == (
        "No lock yet.",
        "Ordered.",
    )
    assert one["then"][0]["measure"] == {"what": "Buy a lock", "state": "OPEN"}
    assert [group["groupId"] for group in found["groups"]] == ["small-first", "small-second"]
    assert found["groups"][0]["then"] == {"met": 0, "below": 2, "open": 0}


async def test_one_control_alone_is_compared_alone(stage: Stage, company: Company) -> None:
    now, then = await two_years(stage, company)

    found = await compared(stage, company, now, then, TWO)

    (control,) = found["controls"]
    (said,) = control["parts"][0]["then"]
    assert said["answers"] == [{"questionId": LOCK, "answer": "No", "value": "no", "becomes": LOCK}]


async def test_controls_that_were_changed_merged_or_removed_say_so_and_why(
    stage: Stage, company: Company, upgraded: Any
) -> None:
    then = await stage.start(company, title="Last year")
    await stage.answer(company, then, BEST)
    upgraded()
    answer = await carry(stage, company, then)
    now = Started(answer["assessment"]["id"], {})

    found = await compared(stage, company, now, then)

    assert [(one["controlId"], one["change"]) for one in found["controls"]] == [
        (ONE, "CHANGED"),
        ("small.four", "MERGED"),
        (THREE, "REMOVED"),
    ]
    assert found["controls"][0]["note"] == "The door is asked about anew."
    assert found["controls"][1]["then"] == [{"controlId": TWO, "state": "MET", "level": 3}]
    assert found["controls"][2]["now"] is None
    assert all("CONTROL" in one["aspects"] for one in found["controls"])


async def test_earlier_ones_are_listed_with_the_one_that_suggests_itself(
    stage: Stage, company: Company, office: Office
) -> None:
    first, _ = await stage.submitted(company, office, title="Submitted")
    draft = await stage.start(company, title="Draft")
    now = await stage.start(company, title="This year")
    listed = (await stage.get(company.approver, EARLIER, {"id": now.id}))["earlierAssessments"]
    answer = await carry(stage, company, draft)
    carried = (await stage.get(company.approver, EARLIER, {"id": answer["assessment"]["id"]}))[
        "earlierAssessments"
    ]

    assert [(one["id"], one["isDefault"]) for one in listed] == [
        (draft.id, False),
        (first.id, True),
    ]
    assert [one["id"] for one in carried if one["isDefault"]] == [draft.id]


async def test_another_operators_assessment_is_not_there_to_compare_with(
    stage: Stage, company: Company
) -> None:
    now, _ = await two_years(stage, company)
    other = await stage.company("Other")
    foreign = await stage.start(other)
    both = await stage.member_of(company, other)
    given = {"id": now.id, "earlier": foreign.id}

    assert (await stage.get(company.contributor, COMPARE, given))["comparison"] is None
    # Not even for a member of both: one operator's answers are not held against another's.
    assert (await stage.get(both, COMPARE, given))["comparison"] is None
    taken = await stage.get(both, TAKE, {**given, "control": ONE})
    assert taken["takeOverEarlier"]["__typename"] == "NotFoundProblem"


async def test_taken_over_is_to_be_confirmed_and_can_be_put_back(
    stage: Stage, company: Company
) -> None:
    now, then = await two_years(stage, company)
    before = await dump()
    given = {"id": now.id, "earlier": then.id, "control": ONE}

    taken = (await stage.get(company.contributor, TAKE, given))["takeOverEarlier"]
    ready = await stage.get(
        company.contributor,
        "query($id: ID!) { readiness(assessmentId: $id) { items { code controlId } } }",
        {"id": now.id},
    )
    undone = (await stage.get(company.contributor, UNDO, {"id": now.id, "control": ONE}))[
        "undoTakeOver"
    ]

    assert taken["carried"] == [
        {"controlId": ONE, "change": "SAME", "origins": [ONE], "confirmedBy": None}
    ]
    assert {"code": "unconfirmed", "controlId": ONE} in ready["readiness"]["items"]
    assert undone == {"__typename": "TakenOver", "carried": []}
    after = await dump()
    assert await rows("carried_control") == []
    assert [row["carried_from"] for row in after["assessment"]] == [None, None]
    assert after["response"] == before["response"]


async def test_taking_over_again_asks_again_after_a_confirmation(
    stage: Stage, company: Company
) -> None:
    then = await stage.start(company, title="Last year")
    await stage.answer(company, then, BEST)
    answer = await carry(stage, company, then)
    id_ = answer["assessment"]["id"]
    confirm = """mutation($id: ID!, $control: ID!) {
        confirmCarried(assessmentId: $id, controlIds: [$control]) { __typename } }"""
    await stage.get(company.contributor, confirm, {"id": id_, "control": ONE})
    given = {"id": id_, "earlier": then.id, "control": ONE}

    taken = (await stage.get(company.contributor, TAKE, given))["takeOverEarlier"]["carried"]
    undone = (await stage.get(company.contributor, UNDO, {"id": id_, "control": ONE}))[
        "undoTakeOver"
    ]["carried"]

    assert [one["confirmedBy"] for one in taken if one["controlId"] == ONE] == [None]
    assert [one["confirmedBy"] for one in undone if one["controlId"] == ONE] == [
        company.contributor.actor.name
    ]
    assert len(undone) == 3


async def test_only_the_assessment_that_it_was_carried_from_is_taken_from(
    stage: Stage, company: Company
) -> None:
    one = await stage.start(company, title="One")
    other = await stage.start(company, title="Other")
    answer = await carry(stage, company, one)
    given = {"id": answer["assessment"]["id"], "earlier": other.id, "control": ONE}

    refused = (await stage.get(company.contributor, TAKE, given))["takeOverEarlier"]

    assert refused == {"__typename": "StateProblem", "code": "carried_from_another"}


@pytest.mark.parametrize("control", ["small.nowhere", "a\x00b", ""])
async def test_control_that_is_not_there_cannot_be_taken_over(
    control: str, stage: Stage, company: Company
) -> None:
    now, then = await two_years(stage, company)
    given = {"id": now.id, "earlier": then.id, "control": control}

    refused = (await stage.get(company.contributor, TAKE, given))["takeOverEarlier"]

    assert refused["__typename"] == "NotFoundProblem"


async def test_comparison_takes_the_same_statements_whatever_the_size(
    stage: Stage, company: Company
) -> None:
    taken = []
    for parts in (("Office IT",), ("Office IT", "Control centre", "Works")):
        then = await stage.start(company, *parts)
        await stage.answer(company, then, GAPS)
        now = await stage.start(company, *parts)
        await stage.answer(company, now, BEST)
        await compared(stage, company, now, then)
        async with counted() as found:
            await compared(stage, company, now, then)
        taken.append(len(found))

    assert taken[0] == taken[1] <= 16
