"""Daily work: operators are told of a day that comes near or has passed, officers once for all."""

from datetime import timedelta
from typing import Any

from nisassess.kit.clock import today
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.services import Services
from nisassess.requests import deadlines
from tests.requests import asking
from tests.support.world import World


async def notices(kind: str) -> list[dict[str, Any]]:
    return await fetch("SELECT person_id, path FROM notice WHERE kind = $1 ORDER BY id", kind)


async def test_coordinators_are_told_fourteen_and_three_days_ahead_and_once_each(
    services: Services, world: World, database: Database
) -> None:
    sent, case_id = await asking.asked(services, world)
    due = sent.due_on
    told = []
    for days in (15, 14, 14, 10, 3, 2):
        await deadlines.remind(database, due - timedelta(days=days))
        told.append(len(await notices("due_soon")))
    assert told == [0, 1, 1, 1, 2, 2]
    assert {(row["person_id"], row["path"]) for row in await notices("due_soon")} == {
        (world.coordinator.actor.id, f"/requests/{case_id}")
    }


async def test_missed_day_is_told_to_the_operator_and_once_to_officers_however_many_are_late(
    services: Services, world: World, database: Database
) -> None:
    await asking.more_operators(services, 4)
    row = await asking.draft(services, world)
    await asking.name_all(services, world.officer.actor, row.id)
    sent = await asking.send(services, world, row)
    for _ in range(2):
        await deadlines.remind(database, sent.due_on + timedelta(days=1))
    told = await notices("overdue")
    by_person = sorted(one["person_id"] for one in told)
    assert by_person == sorted(
        [world.coordinator.actor.id, world.officer.actor.id, world.lead.actor.id]
    )
    paths = {one["path"] for one in told if one["person_id"] == world.officer.actor.id}
    assert paths == {f"/desk?request={sent.id}&overdue=true"}


async def test_what_is_submitted_is_not_told_of(
    services: Services, world: World, database: Database
) -> None:
    sent, case_id = await asking.asked(services, world)
    await execute("UPDATE desk_case SET state = 'submitted' WHERE id = $1", case_id)
    await deadlines.remind(database, sent.due_on + timedelta(days=1))
    await deadlines.remind(database, sent.due_on - timedelta(days=3))
    assert await notices("overdue") == await notices("due_soon") == []
    assert sent.due_on > today()
