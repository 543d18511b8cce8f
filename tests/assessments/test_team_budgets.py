"""How many statements a team's work takes, whatever the number of controls, parts and people."""

from typing import Any

import pytest

from nisassess.access import Role
from nisassess.assessments.models import Assignment
from nisassess.catalogues import repository as profiles
from nisassess.kit.clock import now, today
from nisassess.kit.ids import new_id
from tests.assessments.calls import call, response
from tests.assessments.statements import counted
from tests.assessments.team import PLACES, TEAM, WORK, assign, consultant
from tests.assessments.test_budgets import fill
from tests.assessments.world import Company, Person, Stage, Started

TEAMS, PLACES_OF, WORKS, SAVES = 10, 9, 9, 9


@pytest.fixture
async def sizes(stage: Stage, company: Company) -> list[Started]:
    """A small assessment with one assignment, and 77 controls × 10 parts for 30 people."""
    small = await stage.start(company)
    large = await stage.start(
        company,
        *(f"Part {number}" for number in range(10)),
        profile="energy-electricity-essential",
    )
    await assign(stage, company, small, company.contributor, controls=["small.one"])
    profile = await profiles.pinned((await stage.row(company, large)).profile_digest)
    people = [
        await stage.person(f"Person {number}", company.id, Role.OPERATOR_CONTRIBUTOR)
        for number in range(30)
    ]
    people.append(company.contributor)
    await Assignment.bulk_create(
        [
            Assignment(
                id=new_id("asg"),
                assessment_id=large.id,
                control_id=control,
                person_id=people[number % len(people)].actor.id,
                due_on=today(),
                needs_confirmation=bool(number % 2),
                version=1,
                assigned_at=now(),
                assigned_by="Cora",
            )
            for number, control in enumerate(profile.controls)
        ],
        500,
    )
    await fill(stage, company, large)
    return [small, large]


async def taken(stage: Stage, person: Person, query: str, **variables: Any) -> int:
    async with counted() as found:
        data = await stage.get(person, query, variables)
    assert None not in data.values()
    return len(found)


async def test_the_teams_overview_takes_the_same_statements_whatever_the_size(
    stage: Stage, company: Company, sizes: list[Started]
) -> None:
    counts = {await taken(stage, company.coordinator, TEAM, id=one.id) for one in sizes}
    assert len(counts) == 1
    assert counts.pop() <= TEAMS
    which = "UNASSIGNED"
    counts = {
        await taken(stage, company.coordinator, PLACES, id=one.id, which=which) for one in sizes
    }
    assert len(counts) == 1
    assert counts.pop() <= PLACES_OF


async def test_ones_own_work_takes_the_same_statements_over_all_assessments(
    stage: Stage, company: Company, sizes: list[Started]
) -> None:
    count = await taken(stage, company.contributor, WORK, id=company.id)
    assert count <= WORKS
    third = await stage.start(company, title="Third")
    await assign(stage, company, third, company.contributor, groups=["small-first"])
    assert await taken(stage, company.contributor, WORK, id=company.id) == count


async def test_bulk_acts_take_the_same_statements_for_one_and_for_many(
    stage: Stage, company: Company, sizes: list[Started]
) -> None:
    _, large = sizes
    profile = await profiles.pinned((await stage.row(company, large)).profile_digest)
    controls = list(profile.controls)

    async def assigning(some: list[str]) -> int:
        async with counted("assignment") as found:
            await assign(stage, company, large, company.colleague, controls=some)
        return len(found)

    assert await assigning(controls[:1]) == await assigning(controls[1:])

    async def proposing(some: list[str]) -> tuple[int, int]:
        places = [{"controlId": one, "partId": large.part} for one in some]
        async with counted("proposal", "change") as found:
            answer = await call(
                stage,
                company.contributor,
                "proposeControls",
                assessmentId=large.id,
                places=places,
            )
        versions = [
            {"controlId": one["controlId"], "partId": one["partId"], "expectedVersion": 2}
            for one in answer["proposals"]
        ]
        async with counted("change") as confirmed:
            done = await call(
                stage,
                company.coordinator,
                "confirmProposals",
                assessmentId=large.id,
                places=versions,
            )
        assert len(done["proposals"]) == len(some)
        return len(found), len(confirmed)

    assert await proposing(controls[:2]) == await proposing(controls[2:])


async def test_saving_one_answer_takes_no_more_for_a_consultant_or_where_it_is_to_be_confirmed(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    conny = await consultant(stage, company)
    await assign(stage, company, started, conny, controls=["small.one"])
    await assign(
        stage, company, started, company.contributor, controls=["small.one"], needsConfirmation=True
    )
    counts = []
    for version, person in enumerate((conny, company.contributor, company.colleague)):
        async with counted() as found:
            answer = await call(
                stage, person, "saveResponse", **response(started, str(version), version)
            )
        assert answer["__typename"] == "ResponseSaved"
        counts.append(len(found))
    assert counts[1] == counts[2]
    assert counts[0] <= counts[1]
    assert max(counts) <= SAVES
