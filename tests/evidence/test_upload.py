"""A person uploads a file in the browser."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from tests.evidence.world import CONTROL, LIMIT, OTHER_PDF, PDF, World, nothing_happened, rows

URL = "/evidence/files"


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_file_is_kept_and_attached(client: httpx.AsyncClient, world: World) -> None:
    query = world.upload_query(title="Risk analysis 2026")
    headers = {**world.contributor, "Content-Type": "application/pdf"}

    answer = await client.post(URL, params=query, headers=headers, content=PDF)

    assert answer.status_code == 201
    evidence = answer.json()["evidence"]
    digest = hashlib.sha256(PDF).hexdigest()
    assert evidence == {
        "id": evidence["id"],
        "kind": "FILE",
        "title": "Risk analysis 2026",
        "filename": "risk.pdf",
        "mediaType": "application/pdf",
        "size": len(PDF),
        "digest": digest,
        "revision": 1,
        "addedAt": evidence["addedAt"],
        "addedBy": "Ada Ampère",
        "downloadUrl": f"/evidence/{evidence['id']}",
    }
    assert answer.json()["revision"] == 1
    assert world.files() == [digest]
    assert world.linker.attached(world.assessment, world.part) == [evidence["id"]]
    (entry,) = await rows("audit_entry")
    assert (entry["action"], entry["subject_id"]) == ("evidence.upload", evidence["id"])
    assert entry["organisation_id"] == world.operator


async def test_same_bytes_under_same_name_are_one_piece_of_evidence(
    client: httpx.AsyncClient, world: World
) -> None:
    first = await client.post(
        URL, params=world.upload_query(), headers=world.contributor, content=PDF
    )
    elsewhere = world.upload_query(control="nis.security-policy")
    again = await client.post(URL, params=elsewhere, headers=world.contributor, content=PDF)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["evidence"] == first.json()["evidence"]
    assert len(await rows()) == len(world.files()) == 1
    assert world.linker.attached(world.assessment, world.part, "nis.security-policy")


async def test_same_bytes_under_another_name_are_stored_once(
    client: httpx.AsyncClient, world: World
) -> None:
    for name in ("risk.pdf", "risk-2026.pdf"):
        query = world.upload_query(filename=name)
        await client.post(URL, params=query, headers=world.contributor, content=PDF)

    assert len(await rows()) == 2
    assert len(world.files()) == 1


async def test_operators_share_bytes_but_no_evidence(
    client: httpx.AsyncClient, world: World
) -> None:
    own = await client.post(
        URL, params=world.upload_query(), headers=world.contributor, content=PDF
    )
    query = world.upload_query(assessment=world.other_assessment, part=world.other_part)
    other = await client.post(URL, params=query, headers=world.stranger, content=PDF)

    assert (own.status_code, other.status_code) == (201, 201)
    assert own.json()["evidence"]["id"] != other.json()["evidence"]["id"]
    assert len(world.files()) == 1


async def test_uploads_of_same_bytes_at_once_end_as_one(
    client: httpx.AsyncClient, world: World
) -> None:
    answers = await asyncio.gather(
        *(
            client.post(
                URL,
                params=world.upload_query(),
                headers=world.contributor,
                content=chunks(PDF[:10], PDF[10:]),
            )
            for _ in range(8)
        )
    )

    assert sorted(a.status_code for a in answers) == [200] * 7 + [201]
    assert len({a.json()["evidence"]["id"] for a in answers}) == 1
    assert len(await rows()) == len(world.files()) == 1


async def test_body_without_a_length_is_received(client: httpx.AsyncClient, world: World) -> None:
    answer = await client.post(
        URL,
        params=world.upload_query(),
        headers=world.contributor,
        content=chunks(PDF[:100], b"", PDF[100:]),
    )

    assert answer.status_code == 201
    assert answer.json()["evidence"]["digest"] == hashlib.sha256(PDF).hexdigest()


async def test_file_of_exactly_the_limit_is_received(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await client.post(
        URL, params=world.upload_query(), headers=world.contributor, content=b"x" * LIMIT
    )

    assert answer.status_code == 201
    assert answer.json()["evidence"]["size"] == LIMIT


async def refused(
    client: httpx.AsyncClient,
    world: World,
    status: int,
    message: str,
    *,
    headers: dict[str, str] | None = None,
    content: bytes | AsyncIterator[bytes] = PDF,
    **changes: str | None,
) -> None:
    answer = await client.post(
        URL,
        params=world.upload_query(**changes),
        headers=world.contributor if headers is None else headers,
        content=content,
    )
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["error"]["message"] == message
    assert await nothing_happened(world)


async def test_larger_file_is_refused_before_it_is_read(
    client: httpx.AsyncClient, world: World
) -> None:
    read = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield b"x"

    headers = {**world.contributor, "Content-Length": str(LIMIT + 1)}
    message = "The file is larger than the limit of 3 MiB."
    await refused(client, world, 413, message, headers=headers, content=body())
    headers["Content-Length"] = "9" * 30
    await refused(client, world, 413, message, headers=headers, content=body())
    assert not read


async def test_larger_stream_is_refused_as_it_passes_the_limit(
    client: httpx.AsyncClient, world: World
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 100_000
            yield b"x" * 100_000

    message = "The file is larger than the limit of 3 MiB."
    await refused(client, world, 413, message, content=endless())
    assert sent < LIMIT + 200_000


async def test_empty_file_is_refused(client: httpx.AsyncClient, world: World) -> None:
    message = "file: must hold at least one byte"
    await refused(client, world, 400, message, content=b"")
    await refused(client, world, 400, message, content=chunks(b"", b""))


@pytest.mark.parametrize(
    ("filename", "message"),
    [
        ("..", "filename: must be the name of the file, such as report.pdf"),
        ("reports/", "filename: must be the name of the file, such as report.pdf"),
        ("../../..", "filename: must be the name of the file, such as report.pdf"),
        (
            "a.pdf\r\nSet-Cookie: a=b",
            "filename: must not hold control characters, line breaks or marks of writing direction",
        ),
        (
            "annex\u202efdp.exe",
            "filename: must not hold control characters, line breaks or marks of writing direction",
        ),
        ("a" * 256, "filename: must be 1 to 255 characters, not 256"),
    ],
)
async def test_bad_filename_is_refused(
    client: httpx.AsyncClient, world: World, filename: str, message: str
) -> None:
    await refused(client, world, 400, message, filename=filename, title="T")
    assert world.linker.calls == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\Bericht.pdf", "Bericht.pdf"),
        ("/absolute/a b.pdf", "a b.pdf"),
        ("  Übersicht.pdf ", "Übersicht.pdf"),
    ],
)
async def test_folders_are_cut_off_a_filename(
    client: httpx.AsyncClient, world: World, given: str, kept: str
) -> None:
    answer = await client.post(
        URL, params=world.upload_query(filename=given), headers=world.contributor, content=PDF
    )

    assert answer.json()["evidence"]["filename"] == kept
    assert world.files() == [hashlib.sha256(PDF).hexdigest()]


async def test_bad_title_is_refused(client: httpx.AsyncClient, world: World) -> None:
    await refused(
        client, world, 400, "title: must be 1 to 200 characters, not 201", title="t" * 201
    )


async def test_missing_and_unknown_parameters_are_named(
    client: httpx.AsyncClient, world: World
) -> None:
    known = "assessment, part, control, filename, title"
    await refused(
        client,
        world,
        400,
        f"tilte: is no parameter here; those are {known}; control: must be given in the query",
        control=None,
        tilte="T",
    )


async def test_repeated_parameter_is_refused(client: httpx.AsyncClient, world: World) -> None:
    query = httpx.QueryParams([*world.upload_query().items(), ("control", "other")])
    answer = await client.post(URL, params=query, headers=world.contributor, content=PDF)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "control: must be given once"
    assert await nothing_happened(world)


async def test_strangers_are_refused_before_anything_else(
    client: httpx.AsyncClient, world: World
) -> None:
    cookie_alone = {"Cookie": world.contributor["Cookie"]}
    over = "The token is unknown, revoked or past its end date."
    forbidden = "Your roles do not allow this."
    await refused(client, world, 401, "Sign in first.", headers={}, content=b"")
    await refused(client, world, 401, "Sign in first.", headers=cookie_alone)
    await refused(client, world, 401, over, headers=world.expired)
    await refused(client, world, 401, over, headers=world.revoked)
    await refused(client, world, 403, forbidden, headers=world.approver)
    await refused(client, world, 403, forbidden, headers=world.officer)
    await refused(client, world, 403, forbidden, headers=world.integrator)
    assert world.linker.calls == []


async def test_invisible_and_missing_places_answer_alike(
    client: httpx.AsyncClient, world: World
) -> None:
    message = "There is no such assessment, or you may not see it."
    await refused(client, world, 404, message, assessment=world.other_assessment)
    await refused(client, world, 404, message, assessment="asm_01h455vb4pex5vsknk084sn02q")
    await refused(client, world, 404, message, assessment="'; DROP TABLE evidence; --")
    message = "There is no such part, or you may not see it."
    await refused(client, world, 404, message, part=world.other_part)
    message = "There is no such control, or you may not see it."
    await refused(client, world, 404, message, control="nis.unknown")
    await refused(client, world, 404, message, control="../secret")


async def test_submitted_assessment_takes_no_file(client: httpx.AsyncClient, world: World) -> None:
    world.linker.assessments[world.assessment].submitted = True

    await refused(client, world, 409, "The assessment is submitted.")
    assert world.linker.calls == ["check"]


async def test_assessment_submitted_while_the_file_comes_takes_none(
    client: httpx.AsyncClient, world: World
) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield PDF
        world.linker.assessments[world.assessment].submitted = True
        yield PDF

    await refused(client, world, 409, "The assessment is submitted.", content=body())
    assert world.linker.calls == ["check", "attach"]


async def test_refused_file_leaves_the_same_bytes_of_others_alone(
    client: httpx.AsyncClient, world: World
) -> None:
    await client.post(URL, params=world.upload_query(), headers=world.contributor, content=PDF)
    world.linker.assessments[world.assessment].submitted = True
    again = await client.post(
        URL, params=world.upload_query(), headers=world.contributor, content=PDF
    )

    assert again.status_code == 409
    assert world.files() == [hashlib.sha256(PDF).hexdigest()]


async def test_disconnect_leaves_nothing(app: Starlette, world: World) -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b"x" * 2_000_000, "more_body": True},
        {"type": "http.disconnect"},
    ]
    seen: list[list[str]] = []

    async def receive() -> Message:
        seen.append(world.files())
        return messages.pop(0)

    async def send(message: Message) -> None:
        pass

    query = "&".join(f"{k}={v}" for k, v in world.upload_query().items())
    scope = {
        "type": "http",
        "method": "POST",
        "path": URL,
        "raw_path": URL.encode(),
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in world.contributor.items()],
    }
    await app(scope, receive, send)

    assert len(seen[-1]) == 1, "the file was being received"
    assert await nothing_happened(world)


async def test_silent_sender_is_let_go(client: httpx.AsyncClient, world: World, store) -> None:
    store._idle_seconds = 0.05

    async def silent() -> AsyncIterator[bytes]:
        yield PDF
        await asyncio.sleep(30)

    message = "No data came for 0.05 seconds; send the file again."
    await refused(client, world, 408, message, content=silent())


async def test_media_type_is_plain_or_guessed(client: httpx.AsyncClient, world: World) -> None:
    told = {
        "Text/HTML; charset=utf-8": "text/html",
        "text/ht ml": "application/pdf",
        "nonsense": "application/pdf",
        "a/" + "b" * 200: "application/pdf",
    }
    for number, (given, kept) in enumerate(told.items()):
        answer = await client.post(
            URL,
            params=world.upload_query(),
            headers={**world.contributor, "Content-Type": given},
            content=OTHER_PDF + bytes([number]),
        )
        assert answer.json()["evidence"]["mediaType"] == kept


async def test_control_is_looked_for_as_it_is(client: httpx.AsyncClient, world: World) -> None:
    await refused(
        client,
        world,
        404,
        "There is no such control, or you may not see it.",
        control=f"{CONTROL}\n",
    )
