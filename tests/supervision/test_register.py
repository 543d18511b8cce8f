"""The register of entities by CSV: checked whole, imported whole or not at all, known again."""

from typing import Any

import httpx
import pytest

from nisassess.kit.database import fetch
from tests.support.api import ask
from tests.support.world import World
from tests.support.world import settings as settings_of_world
from tests.support.world import world as the_world

settings, world = settings_of_world, the_world

HEAD = "national_number,name,country,subsector,contact_email,status,decided_on,reason,citation"
GOOD = (
    "FN 1,Alpha Grid,AT,energy.electricity,sec@alpha.example,important,2026-03-31,Large,NIS2 Art. 3"
)
OTHER = "FN 2,Nordlicht Netz,AT,energy.electricity,,essential,2026-04-01,Sole provider,"
LIST = """query($filter: RegisterFilter, $first: Int!, $after: String) {
    registerEntries(first: $first, after: $after, filter: $filter) {
    edges { node { id nationalNumber name status operatorId } }
    pageInfo { hasNextPage endCursor } } }"""
ONE = """query($id: ID!) { registerEntry(id: $id) { operatorId decisions { status reason }
    candidates { id } } }"""
TIE = """mutation($id: ID!, $operator: ID) { tieRegisterEntry(entryId: $id, operatorId: $operator)
    { __typename ... on StateProblem { code } } }"""
STATUS = """query($id: ID!) { nisStatus(operatorId: $id) { effective basis
    history { status reason } } }"""


def csv_of(*lines: str) -> bytes:
    return "\r\n".join((HEAD, *lines)).encode()


async def send(
    client: httpx.AsyncClient, world: World, body: bytes, **query: str
) -> httpx.Response:
    return await client.post(
        "/register/entities.csv", params=query, content=body, headers=world.officer.bearer
    )


async def listed(client: httpx.AsyncClient, world: World, **narrowed: Any) -> list[Any]:
    answer = await ask(client, LIST, world.officer.cookie, first=100, filter=narrowed)
    return [edge["node"] for edge in answer.data["registerEntries"]["edges"]]


async def test_file_is_imported_once_however_often_it_is_sent(
    client: httpx.AsyncClient, world: World
) -> None:
    first = (await send(client, world, csv_of(GOOD, OTHER))).json()
    assert (first["imported"], first["new"], first["decided"]) == (True, 2, 2)
    again = (await send(client, world, csv_of(GOOD, OTHER))).json()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert [one["name"] for one in await listed(client, world)] == ["Alpha Grid", "Nordlicht Netz"]
    assert len(await fetch("SELECT id FROM entry_decision")) == 2


async def test_preview_tells_line_by_line_and_changes_nothing(
    client: httpx.AsyncClient, world: World
) -> None:
    await send(client, world, csv_of(GOOD))
    report = (
        await send(client, world, csv_of(GOOD.replace("Large", "Larger"), OTHER), preview="1")
    ).json()
    assert report["imported"] is False
    assert [(one["line"], one["outcome"]) for one in report["rows"]] == [(2, "changed"), (3, "new")]
    assert len(await listed(client, world)) == 1


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",No number,AT,,,important,2026-03-31,Large,", "national_number", "missing"),
        ("FN 3,Beta,XX,,,important,2026-03-31,Large,", "country", "unknown_country"),
        ("FN 3,Beta,AT,nowhere,,important,2026-03-31,Large,", "subsector", "unknown_subsector"),
        ("FN 3,Beta,AT,,no address,important,2026-03-31,Large,", "contact_email", "bad_email"),
        ("FN 3,Beta,AT,,,vital,2026-03-31,Large,", "status", "unknown_status"),
        ("FN 3,Beta,AT,,,undecided,2026-03-31,Large,", "status", "unknown_status"),
        ("FN 3,Beta,AT,,,important,31.3.2026,Large,", "decided_on", "bad_date"),
        ("FN 3,Beta,AT,,,important,2999-03-31,Large,", "decided_on", "out_of_range"),
        ("FN 3,Be\x00ta,AT,,,important,2026-03-31,Large,", "name", "bad_characters"),
        (f"FN 3,{'x' * 201},AT,,,important,2026-03-31,Large,", "name", "too_long"),
        ("FN 1,Again,AT,,,important,2026-03-31,Large,", "national_number", "duplicate"),
        ("FN 3,Beta,AT", "", "wrong_cells"),
        ('FN 3,"Beta,AT,,,important,2026-03-31,Large,', "", "bad_csv"),
    ],
)
async def test_wrong_line_is_told_with_line_and_column_and_nothing_is_written(
    client: httpx.AsyncClient, world: World, line: str, column: str, code: str
) -> None:
    answer = await send(client, world, csv_of(GOOD, line))
    assert answer.status_code == 400
    (fault,) = answer.json()["faults"]
    assert (fault["line"], fault["column"], fault["code"]) == (3, column, code)
    assert await listed(client, world) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"name;country\nBeta;AT", "missing_column"),
        (HEAD.encode() + b",shoe_size\n", "unknown_column"),
        (HEAD.encode() + b",name\n", "duplicate_column"),
        (HEAD.encode("utf-16"), "bad_encoding"),
    ],
)
async def test_file_that_is_no_register_is_told(
    client: httpx.AsyncClient, world: World, body: bytes, code: str
) -> None:
    answer = await send(client, world, body)
    assert answer.status_code == 400
    assert code in {fault["code"] for fault in answer.json()["faults"]}


async def test_semicolons_byte_order_mark_and_other_order_are_read(
    client: httpx.AsyncClient, world: World
) -> None:
    body = (
        "\ufeffname;national_number;country;status;decided_on;reason\n"
        "Gamma;FN 7;at;Important;2026-03-31;Large"
    )
    assert (await send(client, world, body.encode())).json()["new"] == 1
    (one,) = await listed(client, world)
    assert (one["nationalNumber"], one["status"]) == ("FN 7", "IMPORTANT")


async def test_export_can_be_imported_again_and_computes_nothing(
    client: httpx.AsyncClient, world: World
) -> None:
    await send(client, world, csv_of(GOOD.replace("Alpha Grid", "=Alpha"), OTHER))
    exported = await client.get("/register/entities.csv", headers=world.officer.bearer)
    assert b'"\'=Alpha"' in exported.content
    report = (await send(client, world, exported.content)).json()
    assert (report["faultCount"], report["unchanged"]) == (0, 2)
    template = await client.get("/register/template.csv", headers=world.officer.bearer)
    assert (await send(client, world, template.content, preview="1")).json()["new"] == 1


async def test_another_authority_has_a_register_of_its_own(
    client: httpx.AsyncClient, world: World
) -> None:
    await send(client, world, csv_of(GOOD))
    (entry,) = await listed(client, world)
    answer = await ask(client, LIST, world.other_officer.cookie, first=9)
    assert answer.data["registerEntries"]["edges"] == []
    answer = await ask(client, ONE, world.other_officer.cookie, id=entry["id"])
    assert answer.data == {"registerEntry": None}
    exported = await client.get("/register/entities.csv", headers=world.other_officer.bearer)
    assert exported.text.count("\r\n") == 1
    aimed = await client.post(
        f"/register/entities.csv?authority={world.nis_authority}",
        content=csv_of(OTHER),
        headers=world.other_officer.bearer,
    )
    assert aimed.status_code == 404


async def test_tied_entity_lists_its_operator_and_later_imports_do_too(
    client: httpx.AsyncClient, world: World
) -> None:
    await send(client, world, csv_of(OTHER))
    (entry,) = await listed(client, world)
    found = (await ask(client, ONE, world.officer.cookie, id=entry["id"])).data["registerEntry"]
    assert [one["id"] for one in found["candidates"]] == [world.grid]
    tied = await ask(client, TIE, world.officer.cookie, id=entry["id"], operator=world.grid)
    assert tied.data["tieRegisterEntry"]["__typename"] == "RegisterEntryTied"
    status = (await ask(client, STATUS, world.coordinator.cookie, id=world.grid)).data["nisStatus"]
    assert (status["effective"], status["basis"]) == ("ESSENTIAL", "LISTED")
    later = OTHER.replace("essential", "important").replace("Sole provider", "No longer sole")
    await send(client, world, csv_of(later))
    status = (await ask(client, STATUS, world.coordinator.cookie, id=world.grid)).data["nisStatus"]
    assert status["effective"] == "IMPORTANT"
    assert [one["reason"] for one in status["history"]] == ["No longer sole", "Sole provider"]
    found = (await ask(client, ONE, world.officer.cookie, id=entry["id"])).data["registerEntry"]
    assert [one["status"] for one in found["decisions"]] == ["IMPORTANT", "ESSENTIAL"]
    assert [one["name"] for one in await listed(client, world, tied=True)] == ["Nordlicht Netz"]


async def test_operator_of_another_country_cannot_be_tied(
    client: httpx.AsyncClient, world: World
) -> None:
    await send(client, world, csv_of(OTHER))
    (entry,) = await listed(client, world)
    answer = await ask(client, TIE, world.officer.cookie, id=entry["id"], operator=world.other_grid)
    assert answer.data["tieRegisterEntry"]["__typename"] == "NotFoundProblem"


async def test_search_takes_signs_of_patterns_as_they_are(
    client: httpx.AsyncClient, world: World
) -> None:
    await send(client, world, csv_of(GOOD, OTHER))
    assert await listed(client, world, search="%") == []
    assert [one["name"] for one in await listed(client, world, search="ÁLPHA")] == ["Alpha Grid"]
    assert [one["name"] for one in await listed(client, world, search="FN 2")] == ["Nordlicht Netz"]


async def test_first_line_of_ever_so_many_columns_is_refused_at_once(
    client: httpx.AsyncClient, world: World
) -> None:
    """In quadratic time the answer would not come."""
    told = (await send(client, world, b"," * 400_000)).json()
    assert [(one["line"], one["code"]) for one in told["faults"]] == [(1, "too_many_columns")]
