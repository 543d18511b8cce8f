"""The remediation plan: every gap is an item, and an item says how it stands."""

from typing import Any

from tests.assessments.calls import call, measure, place, response
from tests.assessments.plans import NEXT_YEAR, PAST, plan_of, with_gaps
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, TWO
from tests.assessments.statements import counted
from tests.assessments.world import Company, Stage


def named(plan: Any) -> list[tuple[str, str, str | None]]:
    return [
        (item["controlId"], item["part"]["name"], (item["measure"] or {}).get("state"))
        for item in plan["items"]
    ]


async def test_every_gap_is_an_item_planned_or_not(stage: Stage, company: Company) -> None:
    started = await with_gaps(stage, company, "Office IT", "Control centre")

    plan = await plan_of(stage, company.approver, started)

    assert named(plan) == [
        (ONE, "Office IT", "OPEN"),
        (ONE, "Control centre", None),
        (TWO, "Office IT", None),
        (TWO, "Control centre", None),
    ]
    first = plan["items"][0]
    assert (first["state"], first["level"], first["target"]) == ("BELOW", 1, 2)
    assert (first["late"], first["slipped"], first["offer"]) == (False, 0, None)
    assert first["measure"]["until"] == NEXT_YEAR
    counts = {one["state"]: one["count"] for one in plan["byState"]}
    assert counts == {None: 3, "OPEN": 1, "IN_PROGRESS": 0, "DONE": 0, "DROPPED": 0}
    assert {one["costClass"]: one["count"] for one in plan["byCost"]}["LOW"] == 1


async def test_item_is_late_after_its_day_until_it_is_settled(
    stage: Stage, company: Company
) -> None:
    started = await with_gaps(stage, company)
    person = company.contributor
    seen = []
    for version, more in enumerate(
        ({"until": PAST}, {"state": "IN_PROGRESS"}, {"state": "DONE"}), 1
    ):
        given = measure(started, expected=version, **{"until": PAST, **more})
        await call(stage, person, "saveMeasure", **given)
        seen.append((await plan_of(stage, person, started))["items"][0]["late"])

    assert seen == [True, True, False]


async def test_target_reached_meanwhile_is_offered_to_be_closed_and_not_closed(
    stage: Stage, company: Company
) -> None:
    started = await with_gaps(stage, company)
    person = company.contributor
    await call(stage, person, "saveResponse", **response(started, "3", 1))

    item = (await plan_of(stage, person, started))["items"][0]

    assert (item["controlId"], item["state"], item["offer"]) == (ONE, "MET", "CLOSE")
    assert item["measure"]["state"] == "OPEN"


async def test_done_while_still_below_asks_for_the_answer(stage: Stage, company: Company) -> None:
    started = await with_gaps(stage, company)
    await call(
        stage, company.contributor, "saveMeasure", **measure(started, expected=1, state="DONE")
    )

    item = (await plan_of(stage, company.contributor, started))["items"][0]

    assert (item["state"], item["offer"]) == ("BELOW", "CONFIRM")


async def test_plan_takes_the_same_statements_whatever_its_size(
    stage: Stage, company: Company
) -> None:
    taken = []
    for parts in (("Office IT",), ("Office IT", "Control centre", "Works", "Depot")):
        started = await with_gaps(stage, company, *parts)
        await plan_of(stage, company.contributor, started)
        async with counted() as found:
            await plan_of(stage, company.contributor, started)
        taken.append(len(found))

    assert taken[0] == taken[1] <= 10


NEXT = """query($id: ID!, $first: Int!, $language: String) {
    nextActions(assessmentId: $id, first: $first, language: $language) {
        rank controlId words effects { figure before after }
        answers { questionId partName before after } measure { what } } }"""


async def test_next_actions_are_ranked_by_what_becomes_of_the_total(
    stage: Stage, company: Company
) -> None:
    started = await with_gaps(stage, company)

    found = (await stage.get(company.contributor, NEXT, {"id": started.id, "first": 10}))[
        "nextActions"
    ]

    assert [(one["rank"], one["controlId"]) for one in found] == [(1, ONE), (2, TWO)]
    assert [[a["questionId"] for a in one["answers"]] for one in found] == [[LADDER], [LOCK]]
    assert found[0]["measure"] == {"what": "Buy a lock"}
    assert found[1]["measure"] is None
    (effect,) = [one for one in found[1]["effects"] if one["figure"] == "attainment_at_least"]
    assert (round(effect["before"], 4), round(effect["after"], 4)) == (0.3333, 0.6667)
    assert "33.3 %" in found[1]["words"]
    assert "66.7 %" in found[1]["words"]
    assert DOOR not in str(found)


async def test_next_actions_speak_the_readers_language_and_are_bounded(
    stage: Stage, company: Company
) -> None:
    started = await with_gaps(stage, company)
    given = {"id": started.id, "first": 1, "language": "de"}

    (found,) = (await stage.get(company.contributor, NEXT, given))["nextActions"]

    assert "steigt" in found["words"]
    for first in (0, 26, -1):
        answer = await stage.ask(company.contributor, NEXT, {"id": started.id, "first": first})
        assert answer["data"] is None or answer["data"]["nextActions"] is None
        assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_gap_that_is_planned_for_another_part_is_not_taken_for_planned(
    stage: Stage, company: Company
) -> None:
    started = await with_gaps(stage, company, "Office IT", "Control centre")
    other = {**measure(started, "Elsewhere"), **place(started, TWO)}
    await call(
        stage,
        company.contributor,
        "saveMeasure",
        **{**other, "partId": started.parts["Control centre"]},
    )

    plan = await plan_of(stage, company.contributor, started)

    assert named(plan)[2:] == [(TWO, "Office IT", None), (TWO, "Control centre", "OPEN")]
