"""The desk: filtered, sorted with empty values last, paged, counted, exported, acted upon."""

import base64
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from nisassess.kit.clock import today
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.errors import NotFound, ValidationFailed
from nisassess.kit.ids import new_id
from nisassess.kit.pagination import PageRequest
from nisassess.requests import chasing
from nisassess.requests.chasing import Selection
from nisassess.requests.models import Case
from nisassess.requests.repository import desk
from nisassess.requests.types import (
    CaseFilter,
    CaseOrder,
    CaseRow,
    CaseState,
    Spared,
    name_key,
)
from tests.assessments.statements import counted
from tests.support.api import ask
from tests.support.databases import on_postgres
from tests.support.world import GRID, NIS2_PROFILE, World

STATES = ("requested", "opened", "submitted", "in_review", "returned", "closed", "withdrawn")
CASES = """query($id: ID!, $after: String) {
    cases(authorityId: $id, first: 20, after: $after, order: NAME, filter: {search: "case"}) {
        edges { node { id operatorName requestTitle overdue } }
        pageInfo { hasNextPage endCursor } }
    caseCounts(authorityId: $id) { state count overdue } }"""


def some(world: World, count: int) -> list[Case]:
    """Cases of every state, some without a day or figures."""
    start = datetime(2026, 1, 1, 8, tzinfo=UTC)
    return [
        Case(
            id=new_id("cas"),
            authority_id=world.nis_authority,
            operator_id=world.grid,
            state=STATES[at % 7],
            due_on=None if at % 3 == 0 else today() + timedelta(days=(at * 5) % 40 - 20),
            submitted_at=None if at % 4 == 0 else start + timedelta(hours=(at * 11) % 97),
            operator_name=f"Case {(at * 13) % count:05} Ötz",
            name_key=name_key(f"Case {(at * 13) % count:05} Ötz"),
            country="AT" if at % 5 else "DE",
            sector="energy",
            subsector="energy.electricity" if at % 2 else "energy.gas",
            entity_type=GRID,
            profile_id=NIS2_PROFILE,
            status=("essential", "important")[at % 2],
            attainment=None if at % 4 == 0 else ((at * 7) % 50) / 50,
            completeness=None if at % 4 == 0 else 1.0,
            reminders=0,
        )
        for at in range(count)
    ]


@pytest.fixture
async def many(world: World, database: Database) -> list[Case]:
    rows = some(world, 61)
    await Case.bulk_create(rows)
    return rows


async def paged(
    world: World, order: CaseOrder, *, descending: bool, size: int = 7
) -> list[CaseRow]:
    """All pages of the cases that the test made, one after another."""
    found: list[CaseRow] = []
    after: tuple[Any, ...] | None = None
    while True:
        rows = await desk.page(
            world.officer.actor,
            world.nis_authority,
            CaseFilter(search="case"),
            order,
            descending=descending,
            request=PageRequest(size, after),
            on=today(),
        )
        assert rows is not None
        found += rows[:size]
        if len(rows) <= size:
            return found
        after = desk.key_of(order, rows[size - 1])


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", list(CaseOrder))
async def test_pages_hold_every_case_once_in_order_and_those_without_a_value_last(
    order: CaseOrder, descending: bool, many: list[Case], world: World
) -> None:
    found = await paged(world, order, descending=descending)
    wanted = {row.id for row in many if row.state != "withdrawn"}
    assert {row.id for row in found} == wanted
    assert len(found) == len(wanted)
    values = [
        name_key(row.operator_name) if order is CaseOrder.NAME else getattr(row, order.value)
        for row in found
    ]
    filled = [value for value in values if value is not None]
    assert values == filled + [None] * (len(values) - len(filled))
    assert filled == sorted(filled, reverse=descending)


@pytest.mark.parametrize(
    ("narrowed", "fits"),
    [
        (CaseFilter(states=(CaseState.OPENED,)), lambda row: row.state == "opened"),
        (CaseFilter(country="DE"), lambda row: row.country == "DE"),
        (CaseFilter(subsector="energy.gas"), lambda row: row.subsector == "energy.gas"),
        (CaseFilter(status="essential"), lambda row: row.status == "essential"),
        (CaseFilter(attainment_from=0.5), lambda row: (row.attainment or 0) >= 0.5),
        (CaseFilter(search="OTZ"), lambda row: True),
        (CaseFilter(search="00012 ö"), lambda row: "00012" in row.operator_name),
        (CaseFilter(search="%"), lambda row: False),
        (CaseFilter(search="_"), lambda row: False),
        (
            CaseFilter(overdue=True),
            lambda row: (
                row.state in {"requested", "opened", "returned"}
                and row.due_on is not None
                and row.due_on < today()
            ),
        ),
    ],
)
async def test_filter_keeps_what_fits(
    narrowed: CaseFilter, fits: Any, many: list[Case], world: World
) -> None:
    counts = await desk.counts(world.officer.actor, world.nis_authority, narrowed, today())
    shown = [row for row in many if row.state != "withdrawn" and fits(row)]
    found = {state: count for state, (count, _) in (counts or {}).items()}
    own = await desk.counts(
        world.officer.actor, world.nis_authority, CaseFilter(search="no such"), today()
    )
    assert own == {}
    # The world has a voluntary submission of its own, which a filter may keep as well.
    assert sum(found.values()) - len(shown) in {0, 1}


async def test_desk_of_another_authority_is_invisible(many: list[Case], world: World) -> None:
    for stranger in (world.other_officer, world.financial_officer, world.coordinator):
        rows = await desk.page(
            stranger.actor,
            world.nis_authority,
            CaseFilter(),
            CaseOrder.DUE,
            descending=False,
            request=PageRequest(9, None),
            on=today(),
        )
        assert rows is None
    ids = tuple(row.id for row in many[:2])
    for stranger in (world.other_officer, world.financial_officer):
        with pytest.raises(NotFound):
            await chasing.assign(
                Database.__new__(Database),
                stranger.actor,
                Selection(world.nis_authority, chasing.only(list(ids)), 2),
                None,
            )


async def test_desk_takes_as_many_statements_for_many_cases_as_for_few(
    client: httpx.AsyncClient, world: World
) -> None:
    found = []
    for count in (5, 60):
        await Case.bulk_create(some(world, count))
        await ask(client, CASES, world.officer.cookie, id=world.nis_authority)
        async with counted() as statements:
            answer = await ask(client, CASES, world.officer.cookie, id=world.nis_authority)
        assert answer.data["cases"]["edges"]
        found.append(len(statements))
    assert found[0] == found[1]
    assert found[0] <= 4


async def test_cursor_of_another_order_or_of_nobody_is_refused(
    client: httpx.AsyncClient, many: list[Case], world: World
) -> None:
    for after in ("nonsense", "WyJhIl0"):
        answer = await ask(client, CASES, world.officer.cookie, id=world.nis_authority, after=after)
        assert answer.codes == ["BAD_INPUT"]


async def test_cursor_of_numbers_is_refused_as_any_that_was_made_up(
    client: httpx.AsyncClient, many: list[Case], world: World
) -> None:
    query = """query($id: ID!, $after: String) {
        cases(authorityId: $id, first: 20, after: $after) { edges { cursor } } }"""
    made_up = base64.urlsafe_b64encode(b'["a", 5, 5]').decode()
    answer = await ask(client, query, world.officer.cookie, id=world.nis_authority, after=made_up)
    assert answer.codes == ["BAD_INPUT"]


async def test_export_holds_every_case_and_no_formula(
    client: httpx.AsyncClient, world: World, monkeypatch
) -> None:
    monkeypatch.setattr(desk, "_EXPORT_CHUNK", 4)
    rows = some(world, 11)
    rows[1].operator_name = '=HYPERLINK("http://evil.example")'
    await Case.bulk_create(rows)
    kept = {row.id for row in rows if row.state != "withdrawn"}
    table = await client.get("/desk/cases.csv?sort=newest", headers=world.officer.cookie)
    assert table.headers["content-disposition"].endswith('.csv"')
    read = list(csv.DictReader(io.StringIO(table.text)))
    assert kept <= {row["id"] for row in read}
    assert len(read) == len({row["id"] for row in read})
    named = {row["id"]: row["operator_name"] for row in read}
    assert named[rows[1].id] == '\'=HYPERLINK("http://evil.example")'
    lines = await client.get("/desk/cases.jsonl?sort=newest", headers=world.officer.cookie)
    parsed = [json.loads(line) for line in lines.text.splitlines()]
    assert [one["id"] for one in parsed] == [row["id"] for row in read]


@pytest.mark.parametrize(
    "query", ["sort=nonsense", "state=gone", "attainmentFrom=2", "overdue=perhaps", "what=1"]
)
async def test_export_of_what_is_no_view_is_refused(
    query: str, client: httpx.AsyncClient, world: World
) -> None:
    answer = await client.get(f"/desk/cases.csv?{query}", headers=world.officer.cookie)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BAD_INPUT"


async def test_reminding_tells_whoever_owes_something_and_nobody_twice_a_day(
    many: list[Case], world: World, database: Database
) -> None:
    ids = [row.id for row in many[:7]]
    selection = Selection(world.nis_authority, chasing.only(ids), 7)
    first = await chasing.remind(database, world.officer.actor, selection)
    assert first.count == 3
    assert sorted(why for _, why in first.spared) == [Spared.NOT_AWAITED] * 4
    again = await chasing.remind(database, world.officer.actor, selection)
    assert again.count == 0
    assert [why for _, why in again.spared].count(Spared.REMINDED_TODAY) == 3
    told = await fetch("SELECT person_id FROM notice WHERE kind = 'request_reminded'")
    assert [row["person_id"] for row in told] == [world.coordinator.actor.id] * 3


async def test_an_act_on_other_cases_than_were_shown_is_refused(
    many: list[Case], world: World, database: Database
) -> None:
    narrowed = CaseFilter(states=(CaseState.OPENED,), search="case")
    there = sum(row.state == "opened" for row in many)
    with pytest.raises(ValidationFailed) as told:
        await chasing.remind(
            database, world.officer.actor, Selection(world.nis_authority, narrowed, there - 1)
        )
    assert [one.code for one in told.value.issues] == ["changed"]
    done = await chasing.remind(
        database, world.officer.actor, Selection(world.nis_authority, narrowed, there)
    )
    assert done.count == there


async def test_cases_are_handed_to_an_officer_of_the_authority_alone(
    many: list[Case], world: World, database: Database
) -> None:
    ids = [row.id for row in many[:3]]
    selection = Selection(world.nis_authority, chasing.only(ids), 3)
    for stranger in (world.other_officer, world.coordinator):
        with pytest.raises(ValidationFailed):
            await chasing.assign(database, world.officer.actor, selection, stranger.actor.id)
    count = await chasing.assign(database, world.officer.actor, selection, world.lead.actor.id)
    assert count == 3
    narrowed = CaseFilter(officer_id=world.lead.actor.id, states=tuple(CaseState))
    counts = await desk.counts(world.officer.actor, world.nis_authority, narrowed, today())
    assert sum(count for count, _ in (counts or {}).values()) == 3


@pytest.mark.skipif(not on_postgres(), reason="SQLite explains in other words")
@pytest.mark.parametrize("order", list(CaseOrder))
async def test_a_page_is_read_from_an_index(
    order: CaseOrder, world: World, database: Database
) -> None:
    await Case.bulk_create(some(world, 5000), batch_size=1000)
    await fetch("ANALYZE desk_case")
    async with counted() as statements:
        await desk.page(
            world.officer.actor,
            world.nis_authority,
            CaseFilter(),
            order,
            descending=False,
            request=PageRequest(50, None),
            on=today(),
        )
    plan = await fetch(f"EXPLAIN {statements[0]}", world.nis_authority, "withdrawn")
    text = "\n".join(str(row["QUERY PLAN"]) for row in plan)
    assert "Index Scan" in text
    assert "Sort" not in text


@pytest.mark.parametrize("state", ["in_review", "returned"])
async def test_case_that_an_officer_has_is_not_taken_away_on_the_desk(
    state: str, many: list[Case], world: World, database: Database
) -> None:
    free, held = many[0], next(row for row in many if row.state == state)
    owner = "UPDATE desk_case SET officer_id = $2, officer_name = 'Own' WHERE id = $1"
    await execute(owner, held.id, world.lead.actor.id)
    selection = Selection(world.nis_authority, chasing.only([free.id, held.id]), 2)
    for officer_id in (world.officer.actor.id, None):
        with pytest.raises(ValidationFailed) as told:
            await chasing.assign(database, world.officer.actor, selection, officer_id)
        assert [one.code for one in told.value.issues] == ["under_review"]
    rows = await fetch("SELECT id, officer_id FROM desk_case WHERE officer_id IS NOT NULL")
    assert rows == [{"id": held.id, "officer_id": world.lead.actor.id}]


async def test_case_that_is_taken_meanwhile_keeps_its_officer(
    many: list[Case], world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(one for one in many if one.state == "submitted")
    monkeypatch.setattr(chasing, "_refuse_held", lambda rows: None)
    taken = "UPDATE desk_case SET state = 'in_review', officer_id = $2 WHERE id = $1"
    await execute(taken, row.id, world.lead.actor.id)
    selection = Selection(world.nis_authority, chasing.only([row.id]), 1)
    with pytest.raises(ValidationFailed):
        await chasing.assign(database, world.officer.actor, selection, world.officer.actor.id)
    (kept,) = await fetch("SELECT officer_id FROM desk_case WHERE id = $1", row.id)
    assert kept["officer_id"] == world.lead.actor.id
