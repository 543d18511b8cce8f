"""Who sees which submissions, by list and by id; filters and pages; nobody sees a draft."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nisassess.access import Role
from nisassess.kit.clock import now
from tests.assessments.small import BEST, DOOR, LADDER, LOCK, ONE, THREE, TWO
from tests.assessments.world import Company, Office, Person, Stage, Started, dump

LIST = """query($first: Int!, $after: String, $filter: SubmissionFilter) {
    submissions(first: $first, after: $after, filter: $filter) {
        edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }"""
ONE_BY_ID = "query($id: ID!) { submission(id: $id) { id document } }"
DRAFT = """query($id: ID!, $operator: ID!) {
    assessment(id: $id) { id }
    assessments(operatorId: $operator, first: 10) { edges { node { id } } }
    score(assessmentId: $id) { revision }
    readiness(assessmentId: $id) { ready }
    approvals(assessmentId: $id) { id }
    changes(assessmentId: $id, first: 10) { edges { node { id } } }
    addressees(assessmentId: $id) { id }
    evidence(operatorId: $operator, first: 10) { edges { node { id } } }
    profiles(operatorId: $operator) { id }
}"""
HOSPITAL = "health.healthcare-provider"
WEAK = {**BEST, LADDER: "1"}


async def listed(stage: Stage, person: Person, **narrowed: Any) -> list[str]:
    variables = {"first": 100, "filter": narrowed or None}
    found = await stage.get(person, LIST, variables)
    assert found["submissions"]["pageInfo"]["hasNextPage"] is False
    return [edge["node"]["id"] for edge in found["submissions"]["edges"]]


@dataclass(frozen=True)
class Land:
    """Four operators in two countries, their authorities, and what they submitted."""

    grid: Company
    other_grid: Company
    hospital: Company
    german_grid: Company
    austria: Office
    germany: Office
    electricity: Office
    finance: Office
    administrator: Person
    ids: dict[str, str]


@pytest.fixture
async def land(stage: Stage) -> Land:
    austria = await stage.office("NIS authority of Austria")
    germany = await stage.office("NIS authority of Germany", "DE")
    electricity = await stage.office("E-Control", subsector="energy.electricity")
    finance = await stage.office("Financial supervisor", regime="dora")
    grid = await stage.company("Nordlicht Netz")
    other = await stage.company("Östliches Netz 100%")
    hospital = await stage.company("Klinikum", entity_type=HOSPITAL)
    german = await stage.company("Südwind Netz", country="DE")
    both = {**BEST, LADDER: "1", LOCK: "no"}
    ids = {}
    for name, company, office, answers, title in (
        ("grid", grid, austria, BEST, "Year 2025"),
        ("grid again", grid, electricity, WEAK, "Year 2026"),
        ("other", other, austria, both, "Year 2026"),
        ("hospital", hospital, austria, {**BEST, LOCK: "no"}, "Year 2026"),
        ("german", german, germany, WEAK, "Year 2026"),
    ):
        _, row = await stage.submitted(company, office, answers=answers, title=title)
        ids[name] = row.id
    administrator = await stage.administrator()
    return Land(
        grid, other, hospital, german, austria, germany, electricity, finance, administrator, ids
    )


def named(land: Land, ids: list[str]) -> list[str]:
    names = {id_: name for name, id_ in land.ids.items()}
    return [names[id_] for id_ in ids]


async def test_each_sees_what_is_addressed_to_it_or_its_own(stage: Stage, land: Land) -> None:
    expected: list[tuple[Person, list[str]]] = [
        (land.austria.officer, ["hospital", "other", "grid"]),
        (land.electricity.officer, ["grid again"]),
        (land.germany.officer, ["german"]),
        (land.finance.officer, []),
        (land.grid.contributor, ["grid again", "grid"]),
        (land.grid.signatory, ["grid again", "grid"]),
        (land.hospital.approver, ["hospital"]),
        (land.german_grid.coordinator, ["german"]),
    ]
    for person, visible in expected:
        assert named(land, await listed(stage, person)) == visible
        for name, id_ in land.ids.items():
            found = (await stage.get(person, ONE_BY_ID, {"id": id_}))["submission"]
            assert (found is not None) == (name in visible)
            if found:
                assert json.loads(found["document"])["submission"] == id_


async def test_administrator_integrator_and_anonymous_see_no_submission(
    stage: Stage, land: Land
) -> None:
    integrator = await stage.token(land.grid)
    for person, code in (
        (land.administrator, "FORBIDDEN"),
        (integrator, "FORBIDDEN"),
        (None, "UNAUTHENTICATED"),
    ):
        for query, variables in (
            (LIST, {"first": 10}),
            (ONE_BY_ID, {"id": land.ids["grid"]}),
        ):
            answer = await stage.ask(person, query, variables)
            (data,) = answer["data"].values()
            assert data is None
            assert answer["errors"][0]["extensions"] == {"code": code}


async def test_nobody_outside_the_operator_sees_a_draft_nor_a_submitted_assessment(
    stage: Stage, land: Land
) -> None:
    draft = await stage.start(land.grid)
    await stage.answer(land.grid, draft)
    approved = await stage.start(land.grid)
    await stage.answer(land.grid, approved)
    await stage.approve(land.grid, approved)
    submitted = await stage.get(
        land.grid.approver,
        "query($id: ID!) { submission(id: $id) { assessmentId } }",
        {"id": land.ids["grid"]},
    )
    third = Started(submitted["submission"]["assessmentId"], {})
    outsiders: list[tuple[Person, str | None]] = [
        (land.austria.officer, "FORBIDDEN"),
        (land.electricity.officer, "FORBIDDEN"),
        (land.germany.officer, "FORBIDDEN"),
        (land.finance.officer, "FORBIDDEN"),
        (land.administrator, "FORBIDDEN"),
        (await stage.token(land.grid), "FORBIDDEN"),
        (land.other_grid.coordinator, None),
        (land.german_grid.approver, None),
    ]
    before = await dump()

    for person, code in outsiders:
        for started in (draft, approved, third):
            given = {"id": started.id, "operator": land.grid.id}
            answer = await stage.ask(person, DRAFT, given)
            assert set(answer["data"].values()) == {None}
            codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
            assert codes == ({code} if code else set())
    assert await dump() == before
    mine = await stage.get(land.grid.contributor, DRAFT, {"id": draft.id, "operator": land.grid.id})
    assert None not in mine.values()


async def test_authority_learns_of_no_draft_by_any_list(stage: Stage, land: Land) -> None:
    before = await listed(stage, land.austria.officer)
    draft = await stage.start(land.other_grid)
    await stage.answer(land.other_grid, draft)
    await stage.approve(land.other_grid, draft)

    assert await listed(stage, land.austria.officer) == before
    assert await listed(stage, land.austria.officer, assessmentId=draft.id) == []


async def test_below_target_finds_exactly_those_who_are(stage: Stage, land: Land) -> None:
    officer = land.austria.officer

    async def below(control: str, **more: Any) -> list[str]:
        return named(land, await listed(stage, officer, belowTargetOn=control, **more))

    assert await below(ONE) == ["other"]
    assert await below(TWO) == ["hospital", "other"]
    assert await below(THREE) == []
    assert await below("small.unknown") == []
    assert await below(TWO, entityType=HOSPITAL) == ["hospital"]
    assert await below(TWO, subsector="energy.electricity") == ["other"]
    assert named(land, await listed(stage, land.germany.officer, belowTargetOn=ONE)) == ["german"]
    grid = await listed(stage, land.grid.contributor, belowTargetOn=ONE)
    assert named(land, grid) == ["grid again"]


async def test_worst_part_decides_whether_a_control_is_below(
    stage: Stage, company: Company, office: Office
) -> None:
    started = await stage.start(company, "Office IT", "Grid")
    await stage.answer(company, started, BEST, [started.parts["Office IT"]])
    await stage.answer(company, started, {**BEST, DOOR: "no"}, [started.parts["Grid"]])
    await stage.approve(company, started)
    row = await stage.submit(company, started, office)

    assert await listed(stage, office.officer, belowTargetOn=ONE) == [row.id]
    assert await listed(stage, office.officer, belowTargetOn=TWO) == []


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({"country": "AT"}, ["hospital", "other", "grid"]),
    ({"country": "DE"}, []),
    ({"sector": "health"}, ["hospital"]),
    ({"subsector": "energy.electricity"}, ["other", "grid"]),
    ({"entityType": HOSPITAL}, ["hospital"]),
    ({"search": "netz"}, ["other", "grid"]),
    ({"search": "YEAR 2025"}, ["grid"]),
    ({"search": "ÖSTLICHES"}, ["other"]),
    ({"search": "100%"}, ["other"]),
    ({"search": "%"}, ["other"]),
    ({"search": "_"}, []),
    ({"search": "' OR 1=1 --"}, []),
    ({"search": "\\"}, []),
    ({"search": ""}, ["hospital", "other", "grid"]),
    ({"country": "AT", "sector": "energy", "search": "nordlicht"}, ["grid"]),
]


async def test_filters_narrow_the_list(stage: Stage, land: Land) -> None:
    for narrowed, found in FILTERS:
        visible = await listed(stage, land.austria.officer, **narrowed)
        assert (narrowed, named(land, visible)) == (narrowed, found)


async def test_faulty_filter_is_refused_with_its_place(stage: Stage, office: Office) -> None:
    text, days = (
        "must be plain text, at most 200 characters",
        "must be from 2000-01-01 to 2099-12-31",
    )
    for name, value, code, message in (
        ("search", "\x00", "bad_text", text),
        ("search", "x" * 201, "bad_text", text),
        ("country", "\x00", "bad_text", text),
        ("operatorId", "\x00", "bad_text", text),
        ("assessmentId", "\x00", "bad_text", text),
        ("belowTargetOn", "\x00", "bad_text", text),
        ("submittedFrom", "0001-01-01", "out_of_range", days),
        ("submittedUntil", "9999-12-31", "out_of_range", days),
    ):
        variables = {"first": 1, "filter": {name: value}}
        answer = await stage.ask(office.officer, LIST, variables)
        issue = {"path": f"filter.{name}", "code": code, "message": message}
        assert answer["data"] == {"submissions": None}
        assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT", "issues": [issue]}


async def test_filters_by_operator_assessment_and_day(stage: Stage, land: Land) -> None:
    officer, today = land.austria.officer, now().date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    everything = ["hospital", "other", "grid"]

    async def found(**narrowed: Any) -> list[str]:
        return named(land, await listed(stage, officer, **narrowed))

    assert await found(operatorId=land.grid.id) == ["grid"]
    assert await found(operatorId=land.german_grid.id) == []
    query = "query($id: ID!) { submission(id: $id) { assessmentId } }"
    one = await stage.get(officer, query, {"id": land.ids["hospital"]})
    assert await found(assessmentId=one["submission"]["assessmentId"]) == ["hospital"]
    days = {"submittedFrom": yesterday.isoformat(), "submittedUntil": tomorrow.isoformat()}
    assert await found(**days) == everything
    assert await found(submittedFrom=(today + timedelta(days=2)).isoformat()) == []
    assert await found(submittedUntil=(today - timedelta(days=2)).isoformat()) == []


async def test_whole_day_counts_as_submitted_until(stage: Stage, land: Land) -> None:
    query = "query($id: ID!) { submission(id: $id) { submittedAt } }"
    one = await stage.get(land.austria.officer, query, {"id": land.ids["grid"]})
    day = datetime.fromisoformat(one["submission"]["submittedAt"]).astimezone(UTC).date()

    for narrowed in ({"submittedUntil": day.isoformat()}, {"submittedFrom": day.isoformat()}):
        found = await listed(stage, land.austria.officer, **narrowed)
        assert land.ids["grid"] in found


async def test_pages_hold_everything_once_and_in_order(stage: Stage, land: Land) -> None:
    whole = await listed(stage, land.austria.officer)
    assert len(whole) == 3
    for size in (1, 2, 3):
        seen: list[str] = []
        after = None
        while True:
            variables = {"first": size, "after": after}
            page = (await stage.get(land.austria.officer, LIST, variables))["submissions"]
            seen += [edge["node"]["id"] for edge in page["edges"]]
            assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert seen == whole


async def test_cursor_of_a_stranger_s_row_opens_nothing(stage: Stage, land: Land) -> None:
    page = await stage.get(land.germany.officer, LIST, {"first": 1})
    (edge,) = page["submissions"]["edges"]

    variables = {"first": 10, "after": edge["cursor"]}
    found = await stage.get(land.austria.officer, LIST, variables)

    ids = [edge["node"]["id"] for edge in found["submissions"]["edges"]]
    assert named(land, ids) == ["hospital", "other", "grid"]


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_page_of_a_faulty_size_is_refused(stage: Stage, office: Office, first: int) -> None:
    answer = await stage.ask(office.officer, LIST, {"first": first})

    assert answer["data"] == {"submissions": None}
    assert answer["errors"][0]["extensions"] == {
        "code": "BAD_INPUT",
        "issues": [
            {
                "path": "first",
                "code": "out_of_range",
                "message": f"must be from 1 to 100, not {first}",
            }
        ],
    }


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "after",
    ["", "x", "%", "Ü", cursor(), cursor(None), cursor("a", "b"), cursor("\x00")],
)
async def test_faulty_cursor_is_refused(stage: Stage, office: Office, after: str) -> None:
    answer = await stage.ask(office.officer, LIST, {"first": 1, "after": after})

    (issue,) = answer["errors"][0]["extensions"]["issues"]
    assert (issue["path"], issue["code"]) == ("after", "bad_cursor")


async def test_role_that_ends_takes_the_sight_with_it(stage: Stage, land: Land) -> None:
    former = await stage.person("Fritz Former", land.austria.id, Role.AUTHORITY_OFFICER)
    assert len(await listed(stage, former)) == 3
    nobody = await stage.person("Nora Nobody", land.austria.id)

    answer = await stage.ask(nobody, LIST, {"first": 10})
    assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
