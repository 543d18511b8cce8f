"""Next year's assessment starts from this year's; the old one stays as it is."""

from typing import Any

import pytest

from nisassess.plugins import register
from nisassess.sdk import ChangeKind, ControlChange, Question, VersionChanges
from nisassess.sdk.content import AnswerKind
from tests.assessments.calls import call, measure, place, selection, statement
from tests.assessments.small import (
    BEST,
    DOOR,
    LADDER,
    LOCK,
    ONE,
    PROFILE,
    REACHED,
    THREE,
    TWO,
    Content,
    candidate,
    content,
    real_candidates,
)
from tests.assessments.statements import counted
from tests.assessments.world import Company, Stage, Started, dump, rows
from tests.sdk import builders
from tests.submissions.full import push, upload

FOUR = "small.four"
CHANGES = VersionChanges(
    "2.0",
    "1.0",
    {
        ONE: ControlChange(ChangeKind.CHANGED, note="The door is asked about anew."),
        TWO: ControlChange(ChangeKind.MERGED, into=(FOUR,)),
        THREE: ControlChange(ChangeKind.REMOVED, note="No longer asked."),
    },
)
CARRIED = """query($id: ID!) { assessment(id: $id) {
    title state carriedFrom
    carried { controlId change origins dropped note confirmedBy }
    parts { id name } responses { controlId questionId partId value version }
    statements { controlId justification notApplicable notApplicableReason }
    measures { controlId what who costClass } evidence { controlId evidence { id } }
} readiness(assessmentId: $id) { ready items { code blocking controlId } } }"""


def second_version() -> Content:
    """One changed, two merged into a new one, three removed."""
    first = content(version="2.0").catalogues[0]
    kept = builders.control(ONE, questions=(builders.maturity(), builders.yes_no("hatch")))
    new = builders.control(
        FOUR, title="Four", questions=(Question("sealed", "Sealed?", AnswerKind.YES_NO, level=2),)
    )
    catalogue = builders.catalogue(
        builders.group(kept, new, id_="small-first"),
        id="small-catalogue",
        title="Small",
        version="2.0",
        changes=(CHANGES,),
    )
    profile = builders.profile(
        id=PROFILE,
        version="2.0",
        catalogues=("small-catalogue",),
        scope_kinds=content().profiles[0].scope_kinds,
        groups={"small-first": 2},
    )
    assert first.id == catalogue.id
    return Content(builders.sector(id="small", title="Small"), (catalogue,), (profile,))


BULK = ("carried_control", "response", "statement", "measure", "evidence_link", "change")


@pytest.fixture
def upgraded(stage: Stage) -> Any:
    """Install the second version."""

    def upgrade() -> None:
        registry = register((*real_candidates(), candidate("small", second_version(), "2.0.0")))
        assert registry.refused == ()
        stage.application.services.add(registry)

    return upgrade


async def said(stage: Stage, company: Company) -> Started:
    """A full assessment of two parts, with reasons, a plan and evidence."""
    started = await stage.start(company, "Office IT", "Control centre")
    await stage.answer(company, started, {**BEST, LADDER: "1"})
    person = company.contributor
    await call(stage, person, "saveStatement", **statement(started, "As in the manual."))
    second = {**statement(started, "Seals are counted."), **place(started, TWO)}
    await call(stage, person, "saveStatement", **second)
    await call(stage, person, "saveMeasure", **measure(started, "Climb on", 0))
    uploaded = await upload(stage, person, started, TWO)
    assert uploaded.status_code == 201
    return started


async def carry(stage: Stage, company: Company, started: Started, **more: Any) -> Any:
    given = {
        "fromAssessmentId": started.id,
        "profileId": PROFILE,
        "title": "Self-assessment 2027",
        "periodFrom": "2027-01-01",
        "periodUntil": "2027-12-31",
        **more,
    }
    query = f"""mutation($input: CarryOverInput!) {{ carryOver(input: $input) {{
        ... on AssessmentCarriedOver {{ assessment {{ id }} }}
        {selection("carryOver")[1:]} }}"""
    answer = await stage.get(company.coordinator, query, {"input": given})
    return answer["carryOver"]


async def carried_over(stage: Stage, company: Company, started: Started) -> dict[str, Any]:
    answer = await carry(stage, company, started)
    assert answer["__typename"] == "AssessmentCarriedOver"
    found: dict[str, Any] = await stage.get(
        company.coordinator, CARRIED, {"id": answer["assessment"]["id"]}
    )
    return {"id": answer["assessment"]["id"], **found}


async def test_preview_tells_what_becomes_of_each_control(
    stage: Stage, company: Company, upgraded: Any
) -> None:
    started = await said(stage, company)
    upgraded()
    query = """query($id: ID!, $profile: ID!) {
        carryOverPreview(assessmentId: $id, profileId: $profile) {
            controlId change note origins { controlId title } dropped { prompt } } }"""

    found = await stage.get(company.contributor, query, {"id": started.id, "profile": PROFILE})

    assert found["carryOverPreview"] == [
        {
            "controlId": ONE,
            "change": "CHANGED",
            "note": "The door is asked about anew.",
            "origins": [{"controlId": ONE, "title": "One"}],
            "dropped": [{"prompt": "Locked?"}],
        },
        {
            "controlId": FOUR,
            "change": "MERGED",
            "note": None,
            "origins": [{"controlId": TWO, "title": "Two"}],
            "dropped": [{"prompt": "Locked?"}],
        },
        {
            "controlId": THREE,
            "change": "REMOVED",
            "note": "No longer asked.",
            "origins": [],
            "dropped": [{"prompt": "Reached?"}],
        },
    ]


async def test_answers_reasons_plans_and_evidence_go_where_their_control_went(
    stage: Stage, company: Company, upgraded: Any
) -> None:
    started = await said(stage, company)
    upgraded()

    new = await carried_over(stage, company, started)

    found = new["assessment"]
    assert (found["state"], found["carriedFrom"]) == ("DRAFT", started.id)
    assert [part["name"] for part in found["parts"]] == ["Office IT", "Control centre"]
    assert {part["id"] for part in found["parts"]} & set(started.parts.values()) == set()
    assert {(row["questionId"], row["value"], row["version"]) for row in found["responses"]} == {
        (LADDER, "1", 1)
    }
    assert len(found["responses"]) == 2
    assert {(row["controlId"], row["justification"]) for row in found["statements"]} == {
        (ONE, "As in the manual."),
        (FOUR, "Seals are counted."),
    }
    assert [(row["controlId"], row["what"]) for row in found["measures"]] == [(ONE, "Climb on")]
    (file,) = await rows("evidence")
    assert [(row["controlId"], row["evidence"]["id"]) for row in found["evidence"]] == [
        (FOUR, file["id"])
    ]
    assert [(row["controlId"], row["change"]) for row in found["carried"]] == [
        (ONE, "CHANGED"),
        (FOUR, "MERGED"),
        (THREE, "REMOVED"),
    ]


async def test_old_assessment_is_as_it_was(stage: Stage, company: Company, upgraded: Any) -> None:
    started = await said(stage, company)
    before = await dump("audit_entry")
    upgraded()

    await carried_over(stage, company, started)

    after = await dump("audit_entry")
    for table, found in before.items():
        assert [row for row in after[table] if row in found] == found, table


async def test_history_of_the_new_one_begins_with_what_was_carried(
    stage: Stage, company: Company, upgraded: Any
) -> None:
    started = await said(stage, company)
    upgraded()

    new = await carried_over(stage, company, started)

    query = """query($id: ID!) { changes(assessmentId: $id, first: 100) {
        edges { node { kind controlId version summary by } } } }"""
    changes = await stage.get(company.coordinator, query, {"id": new["id"]})
    nodes = [edge["node"] for edge in changes["changes"]["edges"]]
    assert len(nodes) == 6
    assert {node["by"] for node in nodes} == {"Cora Coordinator"}
    assert {node["version"] for node in nodes} == {1}


async def test_what_was_carried_over_blocks_submission_until_confirmed(
    stage: Stage, company: Company, upgraded: Any
) -> None:
    started = await said(stage, company)
    upgraded()
    new = await carried_over(stage, company, started)
    items = new["readiness"]["items"]
    assert [item["controlId"] for item in items if item["code"] == "unconfirmed"] == [ONE, FOUR]
    query = f"""mutation($id: ID!, $controls: [ID!]!) {{
        confirmCarried(assessmentId: $id, controlIds: $controls) {{
            ... on CarriedConfirmed {{ carried {{ controlId confirmedBy }} }}
            {selection("confirmCarried")[1:]} }}"""

    given = {"id": new["id"], "controls": [ONE, FOUR]}
    answer = await stage.get(company.contributor, query, given)

    assert answer["confirmCarried"]["carried"] == [
        {"controlId": ONE, "confirmedBy": "Conrad Contributor"},
        {"controlId": FOUR, "confirmedBy": "Conrad Contributor"},
        {"controlId": THREE, "confirmedBy": None},
    ]
    found = await stage.get(company.coordinator, CARRIED, {"id": new["id"]})
    assert "unconfirmed" not in {item["code"] for item in found["readiness"]["items"]}
    given = {"id": new["id"], "controls": ["small.nowhere"]}
    answer = await stage.get(company.contributor, query, given)
    assert answer["confirmCarried"]["issues"] == [
        {
            "path": "controlIds",
            "code": "unknown_control",
            "message": "not carried over: small.nowhere",
        }
    ]
    given = {"id": started.id, "controls": [ONE]}
    answer = await stage.get(company.contributor, query, given)
    assert answer["confirmCarried"]["code"] == "not_carried"


async def test_same_version_carries_everything(stage: Stage, company: Company) -> None:
    started = await said(stage, company)

    new = await carried_over(stage, company, started)

    assert {row["change"] for row in new["assessment"]["carried"]} == {"SAME"}
    assert {row["questionId"] for row in new["assessment"]["responses"]} == {
        LADDER,
        DOOR,
        LOCK,
        REACHED,
    }


async def test_submitted_assessment_can_be_carried_over(
    stage: Stage, company: Company, upgraded: Any
) -> None:
    office = await stage.office("NIS authority of Austria")
    started = await said(stage, company)
    await stage.approve(company, started)
    await stage.submit(company, started, office)
    before = await rows("submission")
    upgraded()

    new = await carried_over(stage, company, started)

    assert new["assessment"]["state"] == "DRAFT"
    assert await rows("submission") == before


@pytest.mark.parametrize(
    ("wrong", "path", "code"),
    [
        ({"title": ""}, "title", "required"),
        ({"periodUntil": "2026-12-31"}, "periodUntil", "out_of_order"),
    ],
)
async def test_faulty_input_is_told_and_nothing_is_written(
    stage: Stage, company: Company, wrong: dict[str, str], path: str, code: str
) -> None:
    started = await said(stage, company)
    before = await dump()

    answer = await carry(stage, company, started, **wrong)

    assert [(issue["path"], issue["code"]) for issue in answer["issues"]] == [(path, code)]
    assert await dump() == before


async def test_carrying_over_takes_the_same_statements_whatever_was_said(
    stage: Stage, company: Company
) -> None:
    little = await stage.start(company)
    much = await said(stage, company)
    for number in range(3):
        await push(stage, await stage.token(company), company, f"scan {number}".encode(), ONE)

    async with counted(*BULK) as few:
        await carry(stage, company, little)
    async with counted(*BULK) as many:
        await carry(stage, company, much)

    # One more for each kind of row that there is at all: answers, reasons, plans, links, history.
    assert len(many) <= len(few) + 5
