"""The inbox over GraphQL: one's own, of organisations one is in, and everything can be undone."""

from typing import Any

import httpx
import pytest

from nisassess.kit.database import Database, execute
from tests.assessments.statements import counted
from tests.notifications.acts import PATH, assign, leave
from tests.support.api import Answer, ask
from tests.support.world import Person, World

LIST = """query($first: Int!, $after: String, $filter: NoticeFilter, $language: String!) {
  notices(first: $first, after: $after, filter: $filter, language: $language) {
    edges { node { id kind state subject text advice path organisationName
                   details { name value } } }
    pageInfo { hasNextPage endCursor } } }"""
MOVE = """mutation($ids: [ID!]!, $state: NoticeState!) { moveNotices(ids: $ids, state: $state) {
    __typename ... on NoticesMoved { unread notices { id state } }
    ... on ValidationProblem { issues { path code } } } }"""
READ_ALL = "mutation($kind: NoticeKind) { readAllNotices(kind: $kind) { count readAt unread } }"
UNREAD_ALL = "mutation($at: DateTime!) { unreadAllNotices(readAt: $at) { count unread } }"


async def inbox(
    client: httpx.AsyncClient, person: Person, *, language: str = "en", **filter_: Any
) -> list[dict[str, Any]]:
    answer = await ask(
        client, LIST, person.cookie, first=100, filter=filter_ or None, language=language
    )
    return [edge["node"] for edge in answer.data["notices"]["edges"]]


async def move(client: httpx.AsyncClient, person: Person, ids: list[str], state: str) -> Any:
    headers = {**person.cookie, "x-nisassess-client": "test"}
    return (await ask(client, MOVE, headers, ids=ids, state=state)).data["moveNotices"]


async def act(client: httpx.AsyncClient, person: Person, query: str, **given: Any) -> Answer:
    return await ask(client, query, {**person.cookie, "x-nisassess-client": "test"}, **given)


async def test_notice_says_what_happened_by_whom_and_what_to_do(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world, due="2026-12-01", assessment="Draft")

    (notice,) = await inbox(client, world.contributor)

    assert notice["text"] == f"{world.coordinator.actor.name} assigned “Network” to you."
    assert notice["advice"] == "Answer what you know, and propose the rest to the coordinator."
    assert notice["details"] == [
        {"name": "Assessment", "value": "Draft"},
        {"name": "Due", "value": "1 December 2026"},
    ]
    assert notice["path"] == PATH
    assert (notice["kind"], notice["state"]) == ("ASSIGNED", "UNREAD")
    assert notice["organisationName"] == "Nordlicht Netz"


async def test_notice_comes_in_the_language_asked_for(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world)

    (notice,) = await inbox(client, world.contributor, language="de")

    assert notice["text"] == f"{world.coordinator.actor.name} hat Ihnen „Network“ zugewiesen."


async def test_notices_are_paged_newest_first_without_doubles(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    for number in range(7):
        await assign(database, world, f"Control {number}")

    found: list[str] = []
    after = None
    while True:
        answer = await ask(
            client, LIST, world.contributor.cookie, first=3, after=after, language="en"
        )
        page = answer.data["notices"]
        found += [edge["node"]["subject"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert found == [f"Control {number}" for number in reversed(range(7))]


async def test_moved_notice_lies_in_its_box_and_comes_back(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world)
    (notice,) = await inbox(client, world.contributor)
    id_ = notice["id"]

    read = await move(client, world.contributor, [id_], "READ")
    assert read == {
        "__typename": "NoticesMoved",
        "unread": 0,
        "notices": [{"id": id_, "state": "READ"}],
    }
    assert await inbox(client, world.contributor, box="UNREAD") == []

    await move(client, world.contributor, [id_], "ARCHIVED")
    assert await inbox(client, world.contributor) == []
    (archived,) = await inbox(client, world.contributor, box="ARCHIVED")
    assert archived["id"] == id_

    undone = await move(client, world.contributor, [id_], "UNREAD")
    assert undone["unread"] == 1
    (back,) = await inbox(client, world.contributor, box="UNREAD")
    assert back["id"] == id_


async def test_filter_by_kind_shows_that_kind_alone(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world)

    assert len(await inbox(client, world.contributor, kind="ASSIGNED")) == 1
    assert await inbox(client, world.contributor, kind="MENTIONED") == []


async def test_everything_marked_read_at_once_can_be_taken_back_exactly(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    for number in range(5):
        await assign(database, world, f"Control {number}")
    earlier = (await inbox(client, world.contributor))[0]["id"]
    await move(client, world.contributor, [earlier], "READ")

    done = (await act(client, world.contributor, READ_ALL)).data["readAllNotices"]
    assert (done["count"], done["unread"]) == (4, 0)

    undone = await act(client, world.contributor, UNREAD_ALL, at=done["readAt"])
    assert undone.data["unreadAllNotices"] == {"count": 4, "unread": 4}
    (read,) = [one for one in await inbox(client, world.contributor) if one["state"] == "READ"]
    assert read["id"] == earlier


async def test_only_the_kind_asked_for_is_marked(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world)

    none = (await act(client, world.contributor, READ_ALL, kind="MENTIONED")).data
    assert none["readAllNotices"]["count"] == 0
    one = (await act(client, world.contributor, READ_ALL, kind="ASSIGNED")).data
    assert one["readAllNotices"]["count"] == 1


async def test_member_who_leaves_sees_nothing_of_the_organisation_at_once(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world)
    (notice,) = await inbox(client, world.contributor)
    await execute(
        "INSERT INTO membership (id, person_id, organisation_id, role) VALUES ($1, $2, $3, $4)",
        "mem_elsewhere",
        world.contributor.actor.id,
        world.bank,
        "operator_contributor",
    )
    await leave(world)

    assert await inbox(client, world.contributor) == []
    count = await ask(client, "{ unreadNotices }", world.contributor.cookie)
    assert count.data == {"unreadNotices": 0}
    refused = await move(client, world.contributor, [notice["id"]], "READ")
    assert refused["__typename"] == "NotFoundProblem"


async def test_notices_of_somebody_else_are_as_ones_that_never_were(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world)
    (theirs,) = await inbox(client, world.contributor)

    for stranger in (world.coordinator, world.other_coordinator, world.officer):
        assert await inbox(client, stranger) == []
        answer = await move(client, stranger, [theirs["id"]], "ARCHIVED")
        assert answer["__typename"] == "NotFoundProblem"
    (same,) = await inbox(client, world.contributor)
    assert same["state"] == "UNREAD"


async def test_own_and_foreign_notice_together_move_neither(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await assign(database, world)
    (notice,) = await inbox(client, world.contributor)
    wrong = notice["id"][:-4] + "zzzz"

    answer = await move(client, world.contributor, [notice["id"], wrong], "READ")

    assert answer["__typename"] == "NotFoundProblem"
    (same,) = await inbox(client, world.contributor)
    assert same["state"] == "UNREAD"


@pytest.mark.parametrize("ids", [["x"], ["ntc_\x00"], ["opr_01h455vb4pex5vsknk084sn02q"]])
async def test_id_of_another_kind_is_as_one_that_never_was(
    ids: list[str], client: httpx.AsyncClient, world: World
) -> None:
    answer = await move(client, world.contributor, ids, "READ")

    assert answer["__typename"] == "NotFoundProblem"


@pytest.mark.parametrize("count", [0, 101])
async def test_none_or_too_many_are_refused_at_their_path(
    count: int, client: httpx.AsyncClient, world: World
) -> None:
    ids = [f"ntc_{number}" for number in range(count)]

    answer = await move(client, world.contributor, ids, "READ")

    assert answer["issues"] == [{"path": "ids", "code": "out_of_range"}]


async def test_statements_are_as_many_for_a_hundred_notices_as_for_one(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    taken = []
    for wanted in (1, 100):
        there = len(await inbox(client, world.contributor))
        for number in range(wanted - there):
            await assign(database, world, f"Control {number}")
        async with counted() as found:
            assert len(await inbox(client, world.contributor)) == wanted
        taken.append(len(found))

    assert taken == [2, 2]
