"""An integrator's pipeline sends a file."""

import asyncio
import hashlib

import httpx
import pytest

from nisassess.kit.ids import new_id
from tests.evidence.world import (
    CONTROL,
    LIMIT,
    OTHER_PDF,
    PDF,
    FakeAssessment,
    World,
    nothing_happened,
    rows,
)


async def push(
    client: httpx.AsyncClient,
    world: World,
    content: bytes = PDF,
    *,
    key: str = "ci/risk",
    control: str = CONTROL,
    **query: str,
) -> httpx.Response:
    return await client.put(
        world.push_path(key, control), params=query, headers=world.integrator, content=content
    )


async def test_file_is_kept_and_attached_to_every_part(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await push(client, world, filename="scan.json", title="Nightly scan")

    assert answer.status_code == 201
    evidence = answer.json()["evidence"]
    assert evidence == {
        "id": evidence["id"],
        "kind": "FILE",
        "title": "Nightly scan",
        "filename": "scan.json",
        "mediaType": "application/json",
        "size": len(PDF),
        "digest": hashlib.sha256(PDF).hexdigest(),
        "revision": 1,
        "addedAt": evidence["addedAt"],
        "controlId": CONTROL,
        "sourceKey": "ci/risk",
    }
    assert answer.json()["attached"] == [world.assessment]
    for part in world.linker.assessments[world.assessment].parts:
        assert world.linker.attached(world.assessment, part) == [evidence["id"]]
    (entry,) = await rows("audit_entry")
    assert (entry["actor_kind"], entry["action"]) == ("token", "evidence.upload")


async def test_part_is_found_by_name_or_id(client: httpx.AsyncClient, world: World) -> None:
    named = await push(client, world, part="Office IT", assessment=world.assessment)
    by_id = await push(client, world, OTHER_PDF, part=world.part, assessment=world.assessment)

    assert (named.status_code, by_id.status_code) == (201, 201)
    links = world.linker.assessments[world.assessment].links
    assert list(links) == [(world.part, CONTROL)]


async def test_same_bytes_are_the_same_evidence(client: httpx.AsyncClient, world: World) -> None:
    first = await push(client, world)
    again = await push(client, world, filename="other-name.pdf")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert len(await rows()) == len(await rows("audit_entry")) == 1


async def test_new_bytes_are_the_next_revision(client: httpx.AsyncClient, world: World) -> None:
    contents = (PDF, OTHER_PDF, PDF)
    answers = [await push(client, world, content) for content in contents]

    assert [a.status_code for a in answers] == [201, 201, 201]
    assert [a.json()["evidence"]["revision"] for a in answers] == [1, 2, 3]
    assert len(world.files()) == 2
    last = answers[-1].json()["evidence"]["id"]
    assert world.linker.attached(world.assessment, world.part) == [last]


async def test_keys_controls_and_operators_count_on_their_own(
    client: httpx.AsyncClient, world: World
) -> None:
    await push(client, world, PDF)
    others = [
        await push(client, world, OTHER_PDF, key="ci/other"),
        await push(client, world, OTHER_PDF, control="nis.security-policy"),
    ]

    assert [a.json()["evidence"]["revision"] for a in others] == [1, 1]


async def test_sealed_assessment_keeps_the_revision_it_had(
    client: httpx.AsyncClient, world: World
) -> None:
    first = (await push(client, world)).json()["evidence"]["id"]
    world.linker.assessments[world.assessment].submitted = True
    this_year, part = new_id("asm"), new_id("prt")
    world.linker.assessments[this_year] = FakeAssessment(world.operator, {part: "Office IT"})

    answer = await push(client, world, OTHER_PDF)

    assert answer.json()["evidence"]["revision"] == 2
    assert answer.json()["attached"] == [this_year]
    assert world.linker.attached(world.assessment, world.part) == [first]
    assert len(world.files()) == 2


async def test_same_bytes_reach_an_assessment_started_later(
    client: httpx.AsyncClient, world: World
) -> None:
    first = await push(client, world)
    world.linker.assessments[world.assessment].submitted = True
    this_year, part = new_id("asm"), new_id("prt")
    world.linker.assessments[this_year] = FakeAssessment(world.operator, {part: "Office IT"})

    again = await push(client, world)

    assert again.status_code == 200
    assert again.json()["attached"] == [this_year]
    assert world.linker.attached(this_year, part) == [first.json()["evidence"]["id"]]


async def test_pushes_at_once_leave_no_gap_and_no_double(
    client: httpx.AsyncClient, world: World
) -> None:
    contents = [b"scan %d" % (number % 4) for number in range(12)]
    answers = await asyncio.gather(*(push(client, world, content) for content in contents))

    assert {a.status_code for a in answers} <= {200, 201}
    revisions = sorted(row["revision"] for row in await rows())
    assert revisions == list(range(1, len(revisions) + 1))
    assert len(world.files()) == 4


async def test_file_is_named_by_its_key_where_no_name_is_told(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await push(client, world, key="ci/nightly/scan.csv")

    assert answer.json()["evidence"]["filename"] == "scan.csv"
    assert answer.json()["evidence"]["title"] == "scan.csv"
    assert answer.json()["evidence"]["mediaType"] == "text/csv"


async def refused(
    client: httpx.AsyncClient,
    world: World,
    status: int,
    message: str,
    *,
    path: str | None = None,
    headers: dict[str, str] | None = None,
    content: bytes = PDF,
    **query: str,
) -> None:
    answer = await client.put(
        path or world.push_path(),
        params=query,
        headers=world.integrator if headers is None else headers,
        content=content,
    )
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"] == message
    assert await nothing_happened(world)


async def test_wrong_tokens_are_refused(client: httpx.AsyncClient, world: World) -> None:
    over = "The token is unknown, revoked or past its end date."
    unknown = {"Authorization": "Bearer nisassess_0000"}
    basic = {"Authorization": "Basic bmlzOm5pcw=="}
    await refused(client, world, 401, "Sign in first.", headers={})
    await refused(client, world, 401, over, headers=world.expired)
    await refused(client, world, 401, over, headers=world.revoked)
    await refused(client, world, 401, over, headers=unknown)
    message = "The Authorization header must read: Bearer <token>."
    await refused(client, world, 401, message, headers=basic)
    forbidden = "Your roles do not allow this."
    await refused(client, world, 403, forbidden, headers=world.contributor)
    await refused(client, world, 403, forbidden, headers=world.officer)
    assert world.linker.calls == []


async def test_refused_token_is_told_how_to_come_back(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await client.put(world.push_path(), headers=world.expired, content=PDF)

    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "UNAUTHENTICATED"


async def test_another_operator_does_not_exist(client: httpx.AsyncClient, world: World) -> None:
    message = "There is no such operator, or you may not see it."
    for operator in (world.other_operator, new_id("opr"), "nonsense"):
        await refused(client, world, 404, message, path=world.push_path(operator=operator))
    assert world.linker.calls == []


async def test_invisible_and_missing_places_answer_alike(
    client: httpx.AsyncClient, world: World
) -> None:
    message = "There is no such assessment, or you may not see it."
    await refused(client, world, 404, message, assessment=world.other_assessment)
    await refused(client, world, 404, message, assessment=new_id("asm"))
    message = "There is no such part, or you may not see it."
    await refused(client, world, 404, message, assessment=world.assessment, part="Substations")
    message = "There is no such control, or you may not see it."
    for control in ("nis.unknown", "a" * 121, "..%2Fsecret", "%0A"):
        await refused(client, world, 404, message, path=world.push_path(control=control))


@pytest.mark.parametrize(
    "key", ["%2Froot", "a//b", "a/%2E%2E/b", ".hidden", "a%09b", "ä", "k" * 201]
)
async def test_bad_source_key_is_refused(client: httpx.AsyncClient, world: World, key: str) -> None:
    message = (
        "source_key: must be 1 to 200 of the characters A-Z a-z 0-9 . _ : @ + - and /, "
        "begin with a letter or a digit, and hold no empty, . or .. step between slashes"
    )
    path = world.push_path(key)
    await refused(client, world, 400, message, path=path, filename="scan.json")
    assert world.linker.calls == []


async def test_named_submitted_assessment_takes_no_file(
    client: httpx.AsyncClient, world: World
) -> None:
    world.linker.assessments[world.assessment].submitted = True
    await refused(client, world, 409, "The assessment is submitted.", assessment=world.assessment)


async def test_assessment_submitted_while_the_file_comes_takes_none(
    client: httpx.AsyncClient, world: World
) -> None:
    world.linker.sealed_meanwhile = True
    await refused(client, world, 409, "The assessment is submitted.", assessment=world.assessment)
    assert world.linker.calls == ["check", "attach"]


async def test_misspelt_parameter_is_refused(client: httpx.AsyncClient, world: World) -> None:
    message = "asessment: is no parameter here; those are filename, part, assessment, title"
    await refused(client, world, 400, message, asessment=world.assessment)


async def test_empty_and_oversized_files_are_refused(
    client: httpx.AsyncClient, world: World
) -> None:
    await refused(client, world, 400, "file: must hold at least one byte", content=b"")
    message = "The file is larger than the limit of 3 MiB."
    await refused(client, world, 413, message, content=b"x" * (LIMIT + 1))


async def test_integrator_reads_nothing(client: httpx.AsyncClient, world: World) -> None:
    evidence = (await push(client, world)).json()["evidence"]["id"]
    path = world.push_path()

    download = await client.get(f"/evidence/{evidence}", headers=world.integrator)
    listing = await client.get(path, headers=world.integrator)

    assert download.status_code == 403
    assert PDF not in download.content
    assert listing.status_code == 405
