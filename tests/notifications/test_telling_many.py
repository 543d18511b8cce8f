"""Telling very many: in bounded chunks, with few statements, and others come in between."""

import asyncio
from functools import partial

import httpx
import pytest

from nisassess.access import Permission, Role
from nisassess.identity.models import Membership, Organisation, Person
from nisassess.kit.clock import now
from nisassess.kit.database import Database, fetch
from nisassess.kit.ids import new_id
from nisassess.notifications.telling import (
    MOST_ORGANISATIONS,
    NoticeKind,
    Told,
    tell,
    tell_each,
    tell_role,
)
from tests.assessments.statements import counted
from tests.notifications.rows import told
from tests.support.api import ask
from tests.support.world import World


async def populate(count: int) -> list[str]:
    """Operators with a coordinator each."""
    at = now()
    operators = [new_id("opr") for _ in range(count)]
    people = [new_id("per") for _ in range(count)]
    await Organisation.bulk_create(
        Organisation(id=id_, kind="operator", name=f"Operator {n}", country="AT", created_at=at)
        for n, id_ in enumerate(operators)
    )
    await Person.bulk_create(
        Person(
            id=id_, email=f"{id_}@x.example", name="Coordinator", password_hash="-", created_at=at
        )
        for id_ in people
    )
    await Membership.bulk_create(
        Membership(
            id=new_id("mem"),
            person_id=person,
            organisation_id=operator,
            role=Role.OPERATOR_COORDINATOR.value,
        )
        for person, operator in zip(people, operators, strict=True)
    )
    return operators


def requested(operators: list[str]) -> list[Told]:
    return [Told(one, "Yearly assessment", "/requests", {"due": "2026-12-01"}) for one in operators]


@pytest.mark.parametrize("count", [1, 50, MOST_ORGANISATIONS])
async def test_statements_are_as_many_for_two_hundred_organisations_as_for_one(
    count: int, database: Database, world: World
) -> None:
    operators = await populate(count)
    work = partial(
        tell_each, NoticeKind.REQUESTED, Permission.ASSIGNMENT_MANAGE, requested(operators)
    )

    async with counted() as found:
        await database.write(work)

    assert len(await told()) == count
    # The recipients and the notices; on SQLite the savepoint and its release are counted as well.
    assert len([one for one in found if "SAVEPOINT" not in one and "RELEASE" not in one]) == 2


async def test_more_organisations_than_fit_into_one_write_are_refused(
    database: Database, world: World
) -> None:
    too_many = requested([f"opr_{number}" for number in range(MOST_ORGANISATIONS + 1)])

    with pytest.raises(ValueError, match="at most 200"):
        await database.write(
            partial(tell_each, NoticeKind.REQUESTED, Permission.ASSIGNMENT_MANAGE, too_many)
        )


async def test_others_are_answered_while_two_thousand_operators_are_told(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    operators = await populate(2_000)
    answered_when: list[int] = []

    async def tell_all() -> None:
        for start in range(0, len(operators), MOST_ORGANISATIONS):
            chunk = requested(operators[start : start + MOST_ORGANISATIONS])
            await database.write(
                partial(tell_each, NoticeKind.REQUESTED, Permission.ASSIGNMENT_MANAGE, chunk)
            )

    telling = asyncio.create_task(tell_all())
    while not telling.done():
        answer = await ask(client, "{ unreadNotices }", world.officer.cookie)
        assert answer.data == {"unreadNotices": 0}
        (row,) = await fetch("SELECT COUNT(*) AS found FROM notice")
        answered_when.append(row["found"])
    await telling

    assert len(await told()) == 2_000
    # Somebody was answered with some chunks told and others not: nothing waits for the whole.
    assert any(0 < found < 2_000 for found in answered_when)


async def test_crowd_of_one_organisation_is_told_in_statements_of_two_hundred(
    database: Database, world: World
) -> None:
    at = now()
    people = [new_id("per") for _ in range(450)]
    await Person.bulk_create(
        Person(id=id_, email=f"{id_}@x.example", name="Colleague", password_hash="-", created_at=at)
        for id_ in people
    )
    await Membership.bulk_create(
        Membership(
            id=new_id("mem"),
            person_id=person,
            organisation_id=world.bank,
            role=Role.OPERATOR_CONTRIBUTOR.value,
        )
        for person in people
    )

    async with counted() as found:
        await database.write(
            partial(
                tell,
                NoticeKind.MENTIONED,
                people,
                organisation_id=world.bank,
                subject="All hands",
                path="/",
            )
        )

    assert len(await told()) == 450
    assert len([one for one in found if "SAVEPOINT" not in one and "RELEASE" not in one]) == 6


async def test_person_of_two_operators_is_told_for_each_of_them(
    database: Database, world: World
) -> None:
    person = world.coordinator.actor.id
    await Membership.create(
        id=new_id("mem"),
        person_id=person,
        organisation_id=world.bank,
        role=Role.OPERATOR_COORDINATOR.value,
    )
    for organisation in (world.grid, world.bank):
        await database.write(
            partial(
                tell_role,
                NoticeKind.REQUESTED,
                organisation,
                Permission.ASSIGNMENT_MANAGE,
                subject="Yearly assessment",
                path="/requests",
                once="req_1",
            )
        )

    assert (await told()).count(person) == 2
