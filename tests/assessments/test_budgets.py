"""How many statements reading, saving and scoring take, whatever else is stored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from nisassess.assessments.models import Response, Statement
from nisassess.catalogues import repository as profiles
from nisassess.kit.clock import now
from nisassess.kit.ids import new_id
from tests.assessments.calls import call, measure, place, response, statement
from tests.assessments.small import ONE
from tests.assessments.statements import counted
from tests.assessments.world import Company, Stage, Started
from tests.support.answers import best, worst

WHOLE = """query($id: ID!) { assessment(id: $id) {
    id title state revision scopeName periodFrom periodUntil updatedAt
    profile { id version digest levels catalogues { id version } legalBasis { citation } }
    approvalBasis { citation }
    groups { id title controls { id title statement rationale guidance exampleEvidence target
        references { citation title force } mappings
        questions { id prompt hint kind level choices { value label description } } } }
    parts { id name description }
    responses { controlId questionId partId value version updatedAt updatedBy }
    statements { controlId partId justification notApplicable notApplicableReason version }
    measures { controlId partId what who until costClass version }
    evidence { controlId partId attachedAt evidence { id title digest downloadUrl } }
} }"""
SCORE = (
    """query($id: ID!) { score(assessmentId: $id) { total { met } controls { trace { rule } } } }"""
)
READY = "query($id: ID!) { readiness(assessmentId: $id) { ready items { code } } }"
READS, SCORES, SAVES, RELEASES = 8, 9, 9, 38


async def fill(stage: Stage, company: Company, started: Started) -> int:
    """Answer and justify everything, quickly; how many answers there are."""
    profile = await profiles.pinned((await stage.row(company, started)).profile_digest)
    common = {"assessment_id": started.id, "version": 1, "updated_at": now(), "updated_by": "Ada"}
    answers = [
        Response(
            id=new_id("ans"),
            part_id=part,
            control_id=control.id,
            question_id=question.id,
            value=worst(question) if control.id == ONE else best(question),
            **common,
        )
        for part in started.parts.values()
        for control, question in profile.questions.values()
    ]
    await Response.bulk_create(answers, batch_size=500)
    texts = [
        Statement(
            id=new_id("ans"),
            part_id=part,
            control_id=control,
            justification="It is so. " * 20,
            **common,
        )
        for part in started.parts.values()
        for control in profile.controls
    ]
    await Statement.bulk_create(texts, batch_size=500)
    return len(answers)


@asynccontextmanager
async def at_most(budget: int) -> AsyncIterator[list[str]]:
    async with counted() as found:
        yield found
    assert 0 < len(found) <= budget, "\n".join(found)


@pytest.fixture
async def sizes(stage: Stage, company: Company) -> list[Started]:
    """Three assessments: a small one, one of 36 controls, one of 77 controls in 10 parts."""
    parts = [f"Part {number}" for number in range(10)]
    found = [
        await stage.start(company),
        await stage.start(company, profile="nis-baseline-essential"),
        await stage.start(company, *parts, profile="energy-electricity-essential"),
    ]
    counts = [await fill(stage, company, started) for started in found]
    assert counts[0] == 4
    assert counts[2] > 1000
    return found


async def read(stage: Stage, company: Company, query: str, started: Started, budget: int) -> int:
    async with at_most(budget) as found:
        data = await stage.get(company.contributor, query, {"id": started.id})
    assert None not in data.values()
    return len(found)


async def test_whole_assessment_takes_the_same_few_statements_whatever_its_size(
    stage: Stage, company: Company, sizes: list[Started]
) -> None:
    taken = {await read(stage, company, WHOLE, started, READS) for started in sizes}

    assert len(taken) == 1
    started = sizes[-1]
    found = (await stage.get(company.contributor, WHOLE, {"id": started.id}))["assessment"]
    assert len(found["responses"]) > 1000
    assert len(found["statements"]) == 770
    assert sum(len(group["controls"]) for group in found["groups"]) == 77


@pytest.mark.parametrize("query", [SCORE, READY])
async def test_score_and_readiness_take_the_same_few_statements_whatever_the_size(
    stage: Stage, company: Company, sizes: list[Started], query: str
) -> None:
    taken = {await read(stage, company, query, started, SCORES) for started in sizes}

    assert len(taken) == 1


async def test_saving_takes_the_same_few_statements_whatever_is_stored(
    stage: Stage, company: Company, sizes: list[Started]
) -> None:
    small, _, large = sizes
    empty = await stage.start(company)
    profile = await profiles.pinned((await stage.row(company, large)).profile_digest)
    control, question = next(iter(profile.questions.values()))
    value = question.choices[0].value
    of_large = place(large, control.id, questionId=question.id, value=value, expectedVersion=1)
    saves: list[tuple[str, dict[str, Any]]] = [
        ("saveResponse", response(empty)),
        ("saveResponse", response(empty, "2", 1)),
        ("saveResponse", response(small, "2", 1)),
        ("saveResponse", of_large),
    ]
    taken = [await saved(stage, company, mutation, given) for mutation, given in saves]
    assert len(set(taken)) == 1

    texts = [
        ("saveStatement", statement(empty)),
        ("saveStatement", {**statement(large, expected=1), "controlId": control.id}),
        ("saveMeasure", measure(empty)),
        ("saveMeasure", {**measure(large), "controlId": control.id}),
    ]
    more = [await saved(stage, company, mutation, given) for mutation, given in texts]
    assert set(more) == set(taken)


async def saved(stage: Stage, company: Company, mutation: str, given: dict[str, Any]) -> int:
    async with at_most(SAVES) as found:
        answer = await call(stage, company.contributor, mutation, **given)
    assert answer["__typename"].endswith("Saved")
    return len(found)


async def test_release_takes_the_same_statements_whatever_the_size(
    stage: Stage, company: Company, sizes: list[Started]
) -> None:
    office = await stage.office("NIS authority of Austria")
    await stage.submitted(company, office)  # the very first one makes the key to seal with
    taken = []
    for started in sizes:
        await stage.approve(company, started)
        async with at_most(RELEASES) as found:
            await stage.submit(company, started, office)
        taken.append(len(found))

    assert len(set(taken)) == 1, taken


async def test_list_of_submissions_with_their_controls_takes_the_same_statements_for_all(
    stage: Stage, company: Company
) -> None:
    office = await stage.office("NIS authority of Austria")
    query = """{ submissions(first: 100) { edges { node {
        id digest addressee { name } controls { controlId state parts { name } } } } } }"""
    taken = []
    for _ in range(3):
        await stage.submitted(company, office)
        async with at_most(READS) as found:
            await stage.get(office.officer, query)
        taken.append(len(found))

    assert len(set(taken)) == 1
