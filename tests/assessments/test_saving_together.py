"""Many savers at the same moment: nothing is lost, nothing overwritten in silence."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.assessments.calls import call, history, measure, place, response, revision, statement
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, QUESTIONS, REACHED, TWO
from tests.assessments.world import Company, Stage, rows

SAVERS = 20


@pytest.mark.parametrize("kind", ["statement", "measure"])
async def test_of_many_first_savers_of_a_text_exactly_one_wins(
    stage: Stage, company: Company, kind: str
) -> None:
    started = await stage.start(company)
    make, name = {
        "statement": (statement, "saveStatement"),
        "measure": (measure, "saveMeasure"),
    }[kind]

    answers = await asyncio.gather(
        *(
            call(stage, company.contributor, name, **make(started, f"Text {number}"))
            for number in range(SAVERS)
        )
    )

    saved = [answer for answer in answers if answer["__typename"].endswith("Saved")]
    conflicts = [answer for answer in answers if answer["__typename"].endswith("Conflict")]
    assert len(saved) == 1
    assert len(conflicts) == SAVERS - 1
    assert all(conflict["current"] == saved[0][kind] for conflict in conflicts)
    assert len(await rows(kind)) == 1
    assert await revision(stage, company.contributor, started) == 1


async def test_savers_who_try_until_they_succeed_each_get_a_version_of_their_own(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)

    async def insist(number: int) -> tuple[int, str]:
        text, expected = f"Words of saver {number}", 0
        while True:
            given = statement(started, text, expected)
            answer = await call(stage, company.contributor, "saveStatement", **given)
            if answer["__typename"] == "StatementSaved":
                return answer["statement"]["version"], text
            expected = answer["current"]["version"]

    saved = sorted(await asyncio.gather(*map(insist, range(SAVERS))))

    assert [version for version, _ in saved] == list(range(1, SAVERS + 1))
    kept = [
        (change["version"], change["summary"].removeprefix("justification: "))
        for change in await history(stage, company.contributor, started)
    ]
    assert sorted(kept) == saved
    (row,) = await rows("statement")
    assert (row["version"], row["justification"]) == saved[-1]
    assert await revision(stage, company.contributor, started) == SAVERS


async def test_one_wins_per_version_when_all_come_with_the_same_one(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    for version in range(4):
        answers = await asyncio.gather(
            *(
                call(
                    stage,
                    company.contributor,
                    "saveStatement",
                    **statement(started, f"{version}-{number}", version),
                )
                for number in range(SAVERS)
            )
        )
        count = Counter(answer["__typename"] for answer in answers)
        assert count == {"StatementSaved": 1, "StatementConflict": SAVERS - 1}

    (row,) = await rows("statement")
    assert row["version"] == 4
    assert await revision(stage, company.contributor, started) == 4


async def test_saves_of_different_fields_at_once_all_land(stage: Stage, company: Company) -> None:
    started = await stage.start(company, "Office IT", "Control centre", "Substations")
    answers = {LADDER: "2", DOOR: "no", LOCK: "yes", REACHED: "partially"}
    sent: list[tuple[str, dict[str, Any]]] = []
    for part in started.parts.values():
        for question, value in answers.items():
            given = response(started, value, question=question, partId=part)
            sent.append(("saveResponse", given))
        for control in (ONE, TWO):
            where = {"partId": part, "controlId": control}
            sent.append(("saveStatement", {**statement(started, f"{part} {control}"), **where}))
            sent.append(("saveMeasure", {**measure(started, f"{part} {control}"), **where}))

    done = await asyncio.gather(
        *(call(stage, company.contributor, name, **given) for name, given in sent)
    )

    assert {answer["__typename"] for answer in done} == {
        "ResponseSaved",
        "StatementSaved",
        "MeasureSaved",
    }
    assert sorted(answer["revision"] for answer in done) == list(range(1, len(sent) + 1))
    assert {
        (row["part_id"], row["question_id"], row["value"]) for row in await rows("response")
    } == {
        (part, question, value)
        for part in started.parts.values()
        for question, value in answers.items()
    }
    texts = {
        (part, control, f"{part} {control}")
        for part in started.parts.values()
        for control in (ONE, TWO)
    }
    found = await rows("statement")
    assert {(row["part_id"], row["control_id"], row["justification"]) for row in found} == texts
    assert {
        (row["part_id"], row["control_id"], row["what"]) for row in await rows("measure")
    } == texts
    assert await revision(stage, company.contributor, started) == len(sent)
    assert len(await rows("change")) == len(sent)


async def test_saves_of_different_operators_at_once_do_not_disturb_each_other(
    stage: Stage, company: Company
) -> None:
    other = await stage.company("Südwind Netz")
    mine, theirs = await stage.start(company), await stage.start(other)

    await asyncio.gather(
        *(
            call(stage, who.contributor, "saveResponse", **response(what, "1", question=LADDER))
            for who, what in ((company, mine), (other, theirs))
        ),
        *(
            call(stage, who.contributor, "saveStatement", **statement(what, who.name))
            for who, what in ((company, mine), (other, theirs))
        ),
    )

    assert {(row["assessment_id"], row["justification"]) for row in await rows("statement")} == {
        (mine.id, company.name),
        (theirs.id, other.name),
    }
    assert await revision(stage, company.contributor, mine) == 2
    assert await revision(stage, other.contributor, theirs) == 2


async def test_faulty_save_among_good_ones_undoes_itself_alone(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    questions = [question for question in QUESTIONS if question != LADDER]
    good = [
        response(started, value, question=q)
        for q, value in zip(questions, ("yes", "no", "achieved"), strict=True)
    ]
    bad = [response(started, "nonsense"), {**response(started, "1"), "partId": "prt_nobody"}]
    mixed = [good[0], bad[0], good[1], bad[1], good[2]]

    answers = await asyncio.gather(
        *(call(stage, company.contributor, "saveResponse", **given) for given in mixed)
    )

    assert [answer["__typename"] for answer in answers] == [
        "ResponseSaved",
        "ValidationProblem",
        "ResponseSaved",
        "NotFoundProblem",
        "ResponseSaved",
    ]
    assert {row["question_id"] for row in await rows("response")} == set(questions)


async def test_removal_and_save_of_a_measure_at_once_leave_one_story(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    await call(stage, company.contributor, "saveMeasure", **measure(started))

    removed, saved = await asyncio.gather(
        call(stage, company.contributor, "removeMeasure", **place(started, expectedVersion=1)),
        call(stage, company.colleague, "saveMeasure", **measure(started, "More", 1)),
    )

    found = await history(stage, company.contributor, started)
    if removed["__typename"] == "MeasureRemoved":
        assert [change["version"] for change in found] == [3, 2, 1]
    else:
        assert removed["current"]["what"] == "More"
        assert [change["version"] for change in found] == [2, 1]
    assert saved["__typename"] == "MeasureSaved"
    assert [row["what"] for row in await rows("measure")] == ["More"]
