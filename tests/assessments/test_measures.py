"""A planned measure has a state, and a member may own it."""

from typing import Any

import pytest

from tests.assessments.calls import SCHEMA, measure, place
from tests.assessments.small import ONE
from tests.assessments.world import Company, Person, Stage, rows

_FIELDS = "what who until costClass state reason ownerId ownerName version"
_SAVE = f"""mutation($input: SaveMeasureInput!) {{ saveMeasure(input: $input) {{ __typename
    ... on MeasureSaved {{ measure {{ {_FIELDS} }} }}
    ... on MeasureConflict {{ current {{ {_FIELDS} }} }}
    ... on ValidationProblem {{ issues {{ path code message }} }} }} }}"""


async def save(stage: Stage, person: Person, given: dict[str, Any]) -> Any:
    return (await stage.get(person, _SAVE, {"input": given}))["saveMeasure"]


async def test_new_measure_is_open_and_nobodys(stage: Stage, company: Company) -> None:
    started = await stage.start(company)

    answer = await save(stage, company.contributor, measure(started))

    assert answer["measure"] == {
        "what": "Buy a lock",
        "who": "Facilities",
        "until": "2027-01-31",
        "costClass": "LOW",
        "state": "OPEN",
        "reason": None,
        "ownerId": None,
        "ownerName": None,
        "version": 1,
    }


async def test_state_and_owner_stay_when_a_save_leaves_them_out(
    stage: Stage, company: Company
) -> None:
    started, owner = await stage.start(company), company.colleague.actor
    begun = measure(started, state="IN_PROGRESS", ownerId=owner.id)
    await save(stage, company.contributor, begun)

    answer = await save(stage, company.contributor, measure(started, "Buy two", 1))

    assert answer["measure"]["what"] == "Buy two"
    assert answer["measure"]["state"] == "IN_PROGRESS"
    assert (answer["measure"]["ownerId"], answer["measure"]["ownerName"]) == (owner.id, owner.name)
    kept = [row["value"] for row in await rows("change")]
    assert all(f'"owner_name":"{owner.name}"' in value for value in kept)
    assert len(kept) == 2


async def test_null_takes_the_owner_away(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    owner = company.colleague.actor.id
    await save(stage, company.contributor, measure(started, ownerId=owner))

    answer = await save(stage, company.contributor, measure(started, expected=1, ownerId=None))

    assert (answer["measure"]["ownerId"], answer["measure"]["ownerName"]) == (None, None)


async def test_dropped_keeps_its_reason_until_it_is_taken_up_again(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    dropped = measure(started, state="DROPPED", reason=" The building is sold. ")

    first = await save(stage, company.contributor, dropped)
    again = await save(
        stage, company.contributor, measure(started, expected=1, state="OPEN", reason="Ignored")
    )

    assert (first["measure"]["state"], first["measure"]["reason"]) == (
        "DROPPED",
        "The building is sold.",
    )
    assert (again["measure"]["state"], again["measure"]["reason"]) == ("OPEN", None)


@pytest.mark.parametrize("reason", [None, "", "  \n"])
async def test_dropping_without_a_reason_is_refused(
    reason: str | None, stage: Stage, company: Company
) -> None:
    started = await stage.start(company)

    answer = await save(
        stage, company.contributor, measure(started, state="DROPPED", reason=reason)
    )

    assert answer["issues"] == [
        {"path": "reason", "code": "required", "message": "must not be empty"}
    ]
    assert await rows("measure") == []


@pytest.mark.parametrize(
    ("reason", "code"), [("x" * 10_001, "too_long"), ("a\x00b", "bad_character")]
)
async def test_reason_that_cannot_be_kept_is_refused(
    reason: str, code: str, stage: Stage, company: Company
) -> None:
    started = await stage.start(company)

    answer = await save(
        stage, company.contributor, measure(started, state="DROPPED", reason=reason)
    )

    assert [(issue["path"], issue["code"]) for issue in answer["issues"]] == [("reason", code)]


async def test_owner_is_a_member_of_the_operator_or_refused_alike(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    stranger = (await stage.company("Other")).contributor.actor.id
    answers = [
        await save(stage, company.contributor, measure(started, ownerId=id_))
        for id_ in (stranger, "per_01kag9d2h7f4vsx8j6n3p5r0tb", "nobody", "a\x00b")
    ]

    assert answers == [
        {
            "__typename": "ValidationProblem",
            "issues": [
                {
                    "path": "ownerId",
                    "code": "not_a_member",
                    "message": "must be a member of the operator",
                }
            ],
        }
    ] * len(answers)
    assert await rows("measure") == []


async def test_change_of_state_by_another_is_a_conflict_that_shows_it(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    await save(stage, company.contributor, measure(started))
    await save(stage, company.colleague, measure(started, expected=1, state="DONE"))

    answer = await save(
        stage, company.contributor, measure(started, expected=1, state="IN_PROGRESS")
    )

    assert answer["__typename"] == "MeasureConflict"
    assert (answer["current"]["state"], answer["current"]["version"]) == ("DONE", 2)


async def test_measure_with_an_owner_and_nothing_else_may_be_begun(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    given = {
        **place(started, ONE, what="", who="", ownerId=company.colleague.actor.id),
        "expectedVersion": 0,
    }

    answer = await save(stage, company.contributor, given)

    assert answer["__typename"] == "MeasureSaved"


@pytest.mark.database_free
def test_states_are_the_four_of_the_plan() -> None:
    kind: Any = SCHEMA.type_map["MeasureState"]
    assert list(kind.values) == ["OPEN", "IN_PROGRESS", "DONE", "DROPPED"]
