"""Operators tell changes; what is told is exactly what differs, and late is said to be late."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from nisassess.kit.clock import today
from nisassess.kit.database import execute, fetch
from nisassess.supervision.changes import is_email
from tests.support.api import ask
from tests.support.world import GRID, Person, World
from tests.support.world import settings as settings_of_world
from tests.support.world import world as the_world

settings, world = settings_of_world, the_world

SAVE = """mutation($input: SaveRegistrationInput!) { saveRegistration(input: $input) { __typename
    ... on RegistrationSaved { registration { version address } }
    ... on RegistrationConflict { current { version } }
    ... on ValidationProblem { issues { path code } } } }"""
UPDATE = "mutation($input: UpdateOperatorInput!) { updateOperator(input: $input) { __typename } }"
PENDING = """query($id: ID!) { pendingChange(operatorId: $id) { changedOn dueOn citation
    changes { fact before after } authorities { id } } }"""
SEND = """mutation($input: SendChangeNoticeInput!) { sendChangeNotice(input: $input) { __typename
    ... on ChangeNoticesSent { notices { id late dueOn authority { id } changes { fact } } }
    ... on StateProblem { code } ... on ValidationProblem { issues { path code } } } }"""
NOTICES = """query { changeNotices(first: 9) { edges { node { id operatorName late note
    changes { fact before after } acknowledgedAt } } } }"""
ACKNOWLEDGE = """mutation($id: ID!) { acknowledgeChange(id: $id) { __typename
    ... on StateProblem { code } } }"""


async def save(
    client: httpx.AsyncClient, world: World, version: int, **changes: Any
) -> dict[str, Any]:
    given = {
        "operatorId": world.grid,
        "expectedVersion": version,
        "address": "Street 1",
        "ipRanges": [],
        "contactPoints": [],
        **changes,
    }
    answer = await ask(client, SAVE, world.coordinator.cookie, input=given)
    found: dict[str, Any] = answer.data["saveRegistration"]
    return found


async def rename(client: httpx.AsyncClient, world: World, name: str, version: int = 1) -> None:
    given = {
        "id": world.grid,
        "expectedVersion": version,
        "name": name,
        "country": "AT",
        "entityType": GRID,
        **{
            key: []
            for key in ("countries", "figures", "linkedEnterprises", "specialCases", "services")
        },
    }
    answer = await ask(client, UPDATE, world.coordinator.cookie, input=given)
    assert answer.data["updateOperator"]["__typename"] == "OperatorUpdated"


async def pending(client: httpx.AsyncClient, person: Person, operator: str) -> Any:
    return (await ask(client, PENDING, person.cookie, id=operator)).data["pendingChange"]


async def send(client: httpx.AsyncClient, world: World, **given: Any) -> dict[str, Any]:
    given = {"operatorId": world.grid, **given}
    answer = await ask(client, SEND, world.coordinator.cookie, input=given)
    found: dict[str, Any] = answer.data["sendChangeNotice"]
    return found


async def notices(client: httpx.AsyncClient, person: Person) -> list[Any]:
    answer = await ask(client, NOTICES, person.cookie)
    return [edge["node"] for edge in answer.data["changeNotices"]["edges"]]


async def test_nothing_is_to_be_told_before_something_changed(
    client: httpx.AsyncClient, world: World
) -> None:
    assert await pending(client, world.coordinator, world.grid) is None
    assert (await send(client, world))["code"] == "nothing_changed"


async def test_changed_name_is_told_to_the_competent_authority(
    client: httpx.AsyncClient, world: World
) -> None:
    await rename(client, world, "Nordlicht Netz AG")
    found = await pending(client, world.coordinator, world.grid)
    assert {"fact": "NAME", "before": "Nordlicht Netz", "after": "Nordlicht Netz AG"} in found[
        "changes"
    ]
    assert found["changedOn"] == today().isoformat()
    assert found["dueOn"] == (today() + timedelta(days=14)).isoformat()
    assert found["citation"] == "NIS2 Art. 3(4)"
    assert [one["id"] for one in found["authorities"]] == [world.nis_authority]
    sent = await send(client, world, note="New legal form")
    assert [one["late"] for one in sent["notices"]] == [False]
    assert await pending(client, world.coordinator, world.grid) is None
    (notice,) = await notices(client, world.officer)
    assert (notice["operatorName"], notice["note"]) == ("Nordlicht Netz AG", "New legal form")
    told = await fetch("SELECT kind FROM notice WHERE kind = 'change_notified'")
    assert len(told) >= 1


async def test_change_that_is_taken_back_is_nothing_to_tell(
    client: httpx.AsyncClient, world: World
) -> None:
    await save(client, world, 0)
    assert await pending(client, world.coordinator, world.grid) is not None
    await save(client, world, 1, address="")
    assert await pending(client, world.coordinator, world.grid) is None


async def test_notice_after_two_weeks_is_late(client: httpx.AsyncClient, world: World) -> None:
    await save(client, world, 0)
    sent = await send(client, world, changedOn=(today() - timedelta(days=15)).isoformat())
    assert [one["late"] for one in sent["notices"]] == [True]
    assert [one["late"] for one in await notices(client, world.officer)] == [True]


async def test_last_day_is_in_time(client: httpx.AsyncClient, world: World) -> None:
    await save(client, world, 0)
    sent = await send(client, world, changedOn=(today() - timedelta(days=14)).isoformat())
    assert [(one["late"], one["dueOn"]) for one in sent["notices"]] == [
        (False, today().isoformat())
    ]


@pytest.mark.parametrize("day", [today() + timedelta(days=1), today().replace(year=2000, day=1)])
async def test_day_that_cannot_be_is_told(
    client: httpx.AsyncClient, world: World, day: Any
) -> None:
    await save(client, world, 0)
    found = await send(client, world, changedOn=day.isoformat())
    assert found["issues"] == [{"path": "changedOn", "code": "out_of_range"}]


async def test_notice_is_acknowledged_once(client: httpx.AsyncClient, world: World) -> None:
    await save(client, world, 0)
    (sent,) = (await send(client, world))["notices"]
    answers = [
        (await ask(client, ACKNOWLEDGE, world.officer.cookie, id=sent["id"])).data[
            "acknowledgeChange"
        ]
        for _ in range(2)
    ]
    assert [one["__typename"] for one in answers] == ["ChangeNoticeAcknowledged", "StateProblem"]
    assert (await notices(client, world.coordinator))[0]["acknowledgedAt"] is not None


async def test_strangers_see_no_notice_nor_what_waits(
    client: httpx.AsyncClient, world: World
) -> None:
    await save(client, world, 0)
    await send(client, world)
    await save(client, world, 1, address="Street 9")
    for person in (world.other_officer, world.financial_officer, world.other_coordinator):
        assert await notices(client, person) == []
    assert await pending(client, world.other_coordinator, world.grid) is None


async def test_change_since_the_first_one_that_was_not_told_counts_from_that_day(
    client: httpx.AsyncClient, world: World
) -> None:
    await save(client, world, 0)
    earlier = today() - timedelta(days=20)
    await execute("UPDATE told_facts SET changed_on = $1", earlier)
    await rename(client, world, "Nordlicht Netz AG")
    found = await pending(client, world.coordinator, world.grid)
    assert found["changedOn"] == earlier.isoformat()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"ipRanges": ["192.0.2.1/24"]}, "ipRanges.0"),
        ({"ipRanges": ["192.0.2.0/24", "192.0.2.0/24"]}, "ipRanges.1"),
        ({"contactPoints": [{"name": "", "email": "a@b.example"}]}, "contactPoints.0.name"),
        ({"contactPoints": [{"name": "SOC"}]}, "contactPoints.0.email"),
        ({"contactPoints": [{"name": "SOC", "phone": "call me"}]}, "contactPoints.0.phone"),
        ({"address": "x" * 501}, "address"),
        ({"nationalNumber": "a\0b"}, "nationalNumber"),
    ],
)
async def test_bad_registration_is_told_at_its_path(
    client: httpx.AsyncClient, world: World, changes: dict[str, Any], path: str
) -> None:
    found = await save(client, world, 0, **changes)
    assert [issue["path"] for issue in found["issues"]] == [path]


async def test_registration_that_somebody_else_saved_is_not_overwritten(
    client: httpx.AsyncClient, world: World
) -> None:
    assert (await save(client, world, 0))["registration"]["version"] == 1
    assert (await save(client, world, 0, address="Street 2"))["current"] == {"version": 1}


def test_endless_address_is_refused_before_it_is_looked_through() -> None:
    """In quadratic time the answer would not come."""
    assert not is_email("a@" + "." * 200_000 + "@")
