"""Thousands are called in the background: some at a time, once, and whoever else writes gets in."""

import asyncio

from nisassess.kit.clock import now
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.services import Services
from nisassess.requests import calling, service
from nisassess.requests.calling import Caller
from nisassess.requests.repository import errands
from nisassess.requests.repository import requests as repository
from nisassess.requests.types import ErrandKind
from tests.assessments.statements import counted
from tests.requests import asking
from tests.support.databases import on_postgres
from tests.support.world import World

COUNT = 7


async def begun(services: Services, world: World, count: int) -> tuple[str, str]:
    """A request to `count` operators of which nobody is called yet, and the work."""
    await asking.more_operators(services, count - 1)
    row = await asking.draft(services, world)
    assert await asking.name_all(services, world.officer.actor, row.id) == count

    async def work() -> str:
        claimed = await repository.claim(world.officer.actor, row.id)
        await repository.sent(claimed, now())
        return await errands.add(
            world.officer.actor, row.id, ErrandKind.CALL, total=count, at=now(), facts={}
        )

    return row.id, await services.get(Database).write(work)


async def test_work_that_was_cut_off_goes_on_where_it_stood_and_calls_nobody_twice(
    services: Services, world: World, monkeypatch
) -> None:
    monkeypatch.setattr(calling, "PIECE", 3)
    request_id, errand_id = await begun(services, world, COUNT)
    caller = services.get(Caller)
    assert await caller.step(errand_id)
    first = await asking.cases_of(request_id)
    assert len(first) == 3

    # Another process finds the same work at its start.
    again = Caller(services.get(Database), caller.registry, caller.statuses)
    caller.catch_up()
    again.catch_up()
    await caller.settle()
    await again.settle()
    cases = await asking.cases_of(request_id)
    assert len(cases) == COUNT
    assert first.items() <= cases.items()
    told = await fetch("SELECT person_id FROM notice WHERE kind = 'requested'")
    assert len(told) == len({row["person_id"] for row in told})
    (row,) = (await errands.of_requests([request_id])).values()
    assert (row.done, row.total, row.finished_at is not None) == (COUNT, COUNT, True)
    assert await errands.open_errands() == []


async def test_writes_of_others_come_in_between(
    services: Services, world: World, monkeypatch
) -> None:
    monkeypatch.setattr(calling, "PIECE", 1)
    _, errand_id = await begun(services, world, COUNT)
    database, caller = services.get(Database), services.get(Caller)
    seen: list[int] = []

    async def look() -> None:
        rows = await fetch("SELECT COUNT(*) AS found FROM desk_case WHERE request_id IS NOT NULL")
        seen.append(int(rows[0]["found"]))

    caller.begin(errand_id)
    while not seen or seen[-1] < COUNT:
        await database.write(look)
        await asyncio.sleep(0)
    await caller.settle()
    assert seen == sorted(seen)
    # PostgreSQL lets several write at once: nobody has to wait for a turn to look.
    assert len(set(seen)) >= (2 if on_postgres() else COUNT - 1)


async def test_a_piece_takes_as_many_statements_for_fifty_as_for_ten(
    services: Services, world: World
) -> None:
    found = []
    for count in (10, 50):
        request_id, errand_id = await begun_again(services, world, count)
        async with counted("desk_case", "notice") as statements:
            await services.get(Caller).step(errand_id)
        assert len(await asking.cases_of(request_id)) == count
        found.append(len(statements))
    assert found[0] == found[1]
    assert found[0] <= 20


async def begun_again(services: Services, world: World, count: int) -> tuple[str, str]:
    there = await fetch(
        "SELECT COUNT(*) AS found FROM operator WHERE country = 'AT' AND regime = 'nis2'"
    )
    await asking.more_operators(services, count - int(there[0]["found"]))
    row = await asking.draft(services, world)
    assert await asking.name_all(services, world.officer.actor, row.id) == count

    async def work() -> str:
        claimed = await repository.claim(world.officer.actor, row.id)
        await repository.sent(claimed, now())
        return await errands.add(
            world.officer.actor, row.id, ErrandKind.CALL, total=count, at=now(), facts={}
        )

    return row.id, await services.get(Database).write(work)


async def test_withdrawing_while_calls_go_out_calls_nobody_more(
    services: Services, world: World, monkeypatch
) -> None:
    monkeypatch.setattr(calling, "PIECE", 2)
    request_id, errand_id = await begun(services, world, COUNT)
    caller = services.get(Caller)
    await caller.step(errand_id)
    row = await repository.seen(world.officer.actor, request_id)
    assert row is not None
    await service.withdraw(caller, world.officer.actor, row.id, row.version, "A mistake")
    await caller.settle()
    assert not await caller.step(errand_id)
    states = await fetch("SELECT state FROM desk_case WHERE request_id = $1", request_id)
    assert [one["state"] for one in states] == ["withdrawn", "withdrawn"]


async def test_case_that_was_submitted_while_its_request_is_taken_back_stays(
    services: Services, world: World
) -> None:
    _, case_id = await asking.asked(services, world)
    await execute("UPDATE desk_case SET state = 'submitted' WHERE id = $1", case_id)
    await services.get(Database).write(lambda: errands.withdraw([case_id]))
    (row,) = await fetch("SELECT state FROM desk_case WHERE id = $1", case_id)
    assert row["state"] == "submitted"
