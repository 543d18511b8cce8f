"""Saving answers: versions, conflicts, lost acknowledgements, history, revision."""

from typing import Any

import pytest

from tests.assessments.calls import (
    call,
    history,
    measure,
    place,
    response,
    revision,
    statement,
)
from tests.assessments.small import DOOR, LADDER, ONE
from tests.assessments.world import Company, Stage, dump, rows

CONFLICT = "Somebody else changed this in the meantime; nothing was overwritten."


async def test_first_answer_is_version_one_and_the_next_two(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    person = company.contributor

    first = await call(stage, person, "saveResponse", **response(started, "1"))
    second = await call(stage, company.colleague, "saveResponse", **response(started, "2", 1))

    saved = {"controlId": ONE, "questionId": LADDER, "partId": started.part}
    assert first == {
        "__typename": "ResponseSaved",
        "response": {**saved, "value": "1", "version": 1, "updatedBy": "Conrad Contributor"},
        "revision": 1,
    }
    assert second == {
        "__typename": "ResponseSaved",
        "response": {**saved, "value": "2", "version": 2, "updatedBy": "Clara Colleague"},
        "revision": 2,
    }
    assert len(await rows("response")) == 1


async def test_first_statement_is_version_one_and_the_next_two(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    person = company.contributor
    excluded = {"notApplicable": True, "notApplicableReason": "No such doors."}

    first = await call(stage, person, "saveStatement", **statement(started))
    second = await call(stage, person, "saveStatement", **statement(started, None, 1, **excluded))

    saved = {"controlId": ONE, "partId": started.part, "updatedBy": "Conrad Contributor"}
    assert first == {
        "__typename": "StatementSaved",
        "statement": {
            **saved,
            "justification": "So it is.",
            "notApplicable": False,
            "notApplicableReason": None,
            "version": 1,
        },
        "revision": 1,
    }
    assert second == {
        "__typename": "StatementSaved",
        "statement": {**saved, "justification": None, **excluded, "version": 2},
        "revision": 2,
    }


async def test_first_measure_is_version_one_and_the_next_two(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    person = company.contributor

    first = await call(stage, person, "saveMeasure", **measure(started))
    changed = measure(started, "Buy two locks", 1, until=None, costClass=None, who="")
    second = await call(stage, person, "saveMeasure", **changed)

    saved = {"controlId": ONE, "partId": started.part, "updatedBy": "Conrad Contributor"}
    assert first == {
        "__typename": "MeasureSaved",
        "measure": {
            **saved,
            "what": "Buy a lock",
            "who": "Facilities",
            "until": "2027-01-31",
            "costClass": "LOW",
            "version": 1,
        },
        "revision": 1,
    }
    assert second == {
        "__typename": "MeasureSaved",
        "measure": {
            **saved,
            "what": "Buy two locks",
            "who": "",
            "until": None,
            "costClass": None,
            "version": 2,
        },
        "revision": 2,
    }


def _response(started: Any, value: str, expected: int) -> dict[str, Any]:
    return response(started, value, expected)


def _statement(started: Any, value: str, expected: int) -> dict[str, Any]:
    return statement(started, f"Because {value}", expected)


def _measure(started: Any, value: str, expected: int) -> dict[str, Any]:
    return measure(started, f"Do {value}", expected)


KINDS = pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("saveResponse", _response, "response"),
        ("saveStatement", _statement, "statement"),
        ("saveMeasure", _measure, "measure"),
    ],
)


@KINDS
async def test_stale_save_is_told_the_current_value_and_overwrites_nothing(
    stage: Stage, company: Company, name: str, given: Any, field: str
) -> None:
    started = await stage.start(company)
    person = company.contributor
    await call(stage, person, name, **given(started, "1", 0))
    current = (await call(stage, person, name, **given(started, "2", 1)))[field]
    before = await dump("audit_entry")

    answers = [
        await call(stage, company.colleague, name, **given(started, "3", stale)) for stale in (0, 1)
    ]

    conflict = f"{field[0].upper()}{field[1:]}Conflict"
    assert answers == [{"__typename": conflict, "message": CONFLICT, "current": current}] * 2
    assert current["version"] == 2
    assert await dump("audit_entry") == before


@KINDS
async def test_version_from_the_future_is_a_conflict(
    stage: Stage, company: Company, name: str, given: Any, field: str
) -> None:
    started = await stage.start(company)
    person = company.contributor
    current = (await call(stage, person, name, **given(started, "1", 0)))[field]
    before = await dump("audit_entry")

    for future in (2, 2**31 - 1):
        answer = await call(stage, person, name, **given(started, "2", future))
        assert answer["__typename"].endswith("Conflict")
        assert answer["current"] == current

    assert await dump("audit_entry") == before


@KINDS
async def test_save_resent_after_a_lost_acknowledgement_is_no_conflict_and_counts_once(
    stage: Stage, company: Company, name: str, given: Any, field: str
) -> None:
    started = await stage.start(company)
    person = company.contributor
    await call(stage, person, name, **given(started, "1", 0))
    saved = await call(stage, person, name, **given(started, "2", 1))
    before = await dump("audit_entry")

    again = await call(stage, person, name, **given(started, "2", 1))

    assert again == saved
    assert again["revision"] == 2
    assert await dump("audit_entry") == before


async def test_answer_can_be_taken_back_and_given_again(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    person = company.contributor
    await call(stage, person, "saveResponse", **response(started, "1"))

    back = await call(stage, person, "saveResponse", **response(started, None, 1))
    again = await call(stage, person, "saveResponse", **response(started, "3", 2))

    assert (back["response"]["value"], back["response"]["version"]) == (None, 2)
    assert (again["response"]["value"], again["response"]["version"]) == ("3", 3)
    score = "query($id: ID!) { score(assessmentId: $id) { total { answered } } }"
    found = await stage.get(person, score, {"id": started.id})
    assert found["score"]["total"]["answered"] == 1


async def test_answer_taken_back_counts_as_unanswered(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    person = company.contributor
    await call(stage, person, "saveResponse", **response(started, "1"))
    await call(stage, person, "saveResponse", **response(started, None, 1))

    score = "query($id: ID!) { score(assessmentId: $id) { total { answered completeness } } }"
    found = await stage.get(person, score, {"id": started.id})

    assert found["score"]["total"] == {"answered": 0, "completeness": 0.0}


async def test_earlier_values_stay_readable_with_who_saved_them(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    one, two = company.contributor, company.colleague
    await call(stage, one, "saveResponse", **response(started, "1"))
    await call(stage, two, "saveResponse", **response(started, "3", 1))
    await call(stage, one, "saveResponse", **response(started, None, 2))
    await call(stage, two, "saveStatement", **statement(started, "First words"))
    await call(stage, one, "saveMeasure", **measure(started, "Buy a lock"))
    removed = place(started, expectedVersion=1)
    assert await call(stage, two, "removeMeasure", **removed) == {
        "__typename": "MeasureRemoved",
        "revision": 6,
    }

    found = await history(stage, one, started)

    conrad, clara = "Conrad Contributor", "Clara Colleague"
    common = {"controlId": ONE, "partId": started.part}
    assert found == [
        {**common, "kind": kind, "questionId": question, "by": by, "version": version, "summary": s}
        for kind, question, by, version, s in (
            ("measure", None, clara, 2, "planned measure removed"),
            ("measure", None, conrad, 1, "planned measure: Buy a lock"),
            ("statement", None, clara, 1, "justification: First words"),
            ("response", LADDER, conrad, 3, "answer taken back"),
            ("response", LADDER, clara, 2, "answered: Step 3"),
            ("response", LADDER, conrad, 1, "answered: Step 1"),
        )
    ]


async def test_history_keeps_the_whole_of_an_earlier_text(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    long = "Earlier words. " * 1000
    await call(stage, company.contributor, "saveStatement", **statement(started, long))
    await call(stage, company.contributor, "saveStatement", **statement(started, "Short.", 1))

    kept = [row["value"] for row in await rows("change")]

    assert len(kept) == 2
    assert f'"justification":"{long}"' in kept[0]


async def test_each_change_counts_once_in_the_revision(stage: Stage, company: Company) -> None:
    started = await stage.start(company, "Office IT", "Control centre")
    person = company.contributor
    assert await revision(stage, person, started) == 0

    await call(stage, person, "saveResponse", **response(started, "1"))
    await call(stage, person, "saveResponse", **response(started, "yes", question=DOOR))
    await call(stage, person, "saveStatement", **statement(started))
    await call(stage, person, "saveMeasure", **measure(started))
    assert await revision(stage, person, started) == 4

    await call(stage, person, "savePart", assessmentId=started.id, name="Substations")
    assert await revision(stage, person, started) == 5


async def test_same_value_saved_anew_is_a_new_version(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    await call(stage, company.contributor, "saveResponse", **response(started, "1"))

    again = await call(stage, company.colleague, "saveResponse", **response(started, "1", 1))

    assert (again["response"]["version"], again["revision"]) == (2, 2)
    assert again["response"]["updatedBy"] == "Clara Colleague"


async def test_version_of_an_answer_nobody_gave_saves_the_first(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)

    saved = await call(stage, company.contributor, "saveResponse", **response(started, "1", 7))

    assert saved["response"]["version"] == 1


async def test_measure_removed_and_planned_anew_by_another_is_not_overwritten(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    one, two = company.contributor, company.colleague
    await call(stage, one, "saveMeasure", **measure(started, "Mine"))
    await call(stage, two, "removeMeasure", **place(started, expectedVersion=1))
    anew = await call(stage, two, "saveMeasure", **measure(started, "Theirs"))

    stale = await call(stage, one, "saveMeasure", **measure(started, "Mine, longer", 1))

    assert anew["measure"]["version"] == 3
    assert stale["__typename"] == "MeasureConflict"
    assert stale["current"]["what"] == "Theirs"
    assert [row["what"] for row in await rows("measure")] == ["Theirs"]


async def test_measure_removed_meanwhile_is_planned_again_by_a_stale_save(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    await call(stage, company.contributor, "saveMeasure", **measure(started))
    await call(stage, company.colleague, "removeMeasure", **place(started, expectedVersion=1))

    again = await call(stage, company.contributor, "saveMeasure", **measure(started, "More", 1))

    assert (again["measure"]["what"], again["measure"]["version"]) == ("More", 3)
    found = await history(stage, company.contributor, started)
    assert [change["version"] for change in found] == [3, 2, 1]


async def test_stale_removal_of_a_measure_is_a_conflict(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    person = company.contributor
    await call(stage, person, "saveMeasure", **measure(started))
    current = (await call(stage, person, "saveMeasure", **measure(started, "More", 1)))["measure"]

    answer = await call(stage, person, "removeMeasure", **place(started, expectedVersion=1))

    assert answer == {"__typename": "MeasureConflict", "message": CONFLICT, "current": current}
    assert len(await rows("measure")) == 1


async def test_parts_answer_for_themselves(stage: Stage, company: Company) -> None:
    started = await stage.start(company, "Office IT", "Control centre")
    person = company.contributor
    other: dict[str, Any] = {"partId": started.parts["Control centre"]}

    one = await call(stage, person, "saveResponse", **response(started, "1"))
    two = await call(stage, person, "saveResponse", **response(started, "2", **other))

    assert [answer["response"]["version"] for answer in (one, two)] == [1, 1]
    assert {(row["part_id"], row["value"]) for row in await rows("response")} == {
        (started.part, "1"),
        (other["partId"], "2"),
    }
