"""Files come back as they were, and as nothing but data."""

from urllib.parse import unquote

import httpx
import pytest
from starlette.applications import Starlette

from nisassess.access import Role
from nisassess.evidence import repository
from nisassess.evidence.service import EvidenceService, prepare_reference
from nisassess.evidence.types import ReferenceInput
from nisassess.kit.clock import today
from nisassess.kit.ids import new_id
from tests.evidence.world import PDF, World, actor

BIG = bytes(range(256)) * 8000


async def upload(client: httpx.AsyncClient, world: World, content: bytes, **changes: str) -> dict:
    answer = await client.post(
        "/evidence/files",
        params=world.upload_query(**changes),
        headers={**world.contributor, "Content-Type": "text/html"},
        content=content,
    )
    return answer.json()["evidence"]


async def test_file_comes_back_as_it_was(client: httpx.AsyncClient, world: World) -> None:
    evidence = await upload(client, world, BIG)

    answer = await client.get(evidence["downloadUrl"], headers=world.approver)

    assert answer.status_code == 200
    assert answer.content == BIG
    assert answer.headers["content-length"] == str(len(BIG))
    assert answer.headers["etag"] == f'"{evidence["digest"]}"'


async def test_browser_takes_it_as_data(client: httpx.AsyncClient, world: World) -> None:
    evidence = await upload(client, world, b"<script>alert(1)</script>", filename="a.html")

    answer = await client.get(evidence["downloadUrl"], headers=world.contributor)

    assert answer.headers["content-disposition"] == 'attachment; filename="a.html"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("filename", "plain"),
    [
        ('quo"te;.pdf', "quo_te;.pdf"),
        ("back%5Cslash 100%.pdf", "back_5Cslash 100_.pdf"),
        ("Übersicht Αθήνα.pdf", "_bersicht _____.pdf"),
    ],
)
async def test_odd_names_come_encoded(
    client: httpx.AsyncClient, world: World, filename: str, plain: str
) -> None:
    evidence = await upload(client, world, PDF, filename=filename)

    answer = await client.get(evidence["downloadUrl"], headers=world.contributor)

    ascii_part, _, encoded = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert ascii_part == f'attachment; filename="{plain}"'
    assert unquote(encoded) == filename
    assert set(encoded) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%-._~"
    )


async def test_known_file_is_not_sent_again(client: httpx.AsyncClient, world: World) -> None:
    evidence = await upload(client, world, PDF)
    headers = {**world.contributor, "If-None-Match": f'"other", W/"{evidence["digest"]}"'}

    answer = await client.get(evidence["downloadUrl"], headers=headers)

    assert (answer.status_code, answer.content) == (304, b"")


async def test_head_tells_length_and_sends_nothing(client: httpx.AsyncClient, world: World) -> None:
    evidence = await upload(client, world, PDF)

    answer = await client.head(evidence["downloadUrl"], headers=world.contributor)

    assert answer.content == b""
    assert answer.headers["content-length"] == str(len(PDF))


async def test_invisible_and_missing_answer_alike(client: httpx.AsyncClient, world: World) -> None:
    evidence = await upload(client, world, PDF)
    answers = [
        await client.get(evidence["downloadUrl"], headers=world.stranger),
        await client.get(f"/evidence/{new_id('evd')}", headers=world.stranger),
        await client.get("/evidence/..%2F..%2Fetc%2Fpasswd", headers=world.stranger),
        await client.get("/evidence/evd_nonsense", headers=world.contributor),
    ]

    for answer in answers[:2] + answers[3:]:
        assert answer.status_code == 404
        message = "There is no such evidence, or you may not see it."
        assert answer.json() == {"error": {"code": "NOT_FOUND", "message": message}}
    assert answers[2].status_code == 404
    assert answers[0].headers == answers[1].headers


async def test_strangers_are_refused(client: httpx.AsyncClient, world: World) -> None:
    evidence = await upload(client, world, PDF)
    callers: list[dict] = [{}, world.expired, world.revoked, world.integrator, world.officer]

    answers = [await client.get(evidence["downloadUrl"], headers=headers) for headers in callers]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 403, 403]
    assert not any(PDF in answer.content for answer in answers)


async def test_known_digest_does_not_let_a_stranger_know(
    client: httpx.AsyncClient, world: World
) -> None:
    evidence = await upload(client, world, PDF)
    headers = {**world.stranger, "If-None-Match": f'"{evidence["digest"]}"'}

    assert (await client.get(evidence["downloadUrl"], headers=headers)).status_code == 404


async def test_reference_has_no_file(
    client: httpx.AsyncClient, world: World, service: EvidenceService
) -> None:
    person = actor(world.operator, Role.OPERATOR_CONTRIBUTOR)
    reference = ReferenceInput("Plan", "CISO", "Safe 3", today())
    row = prepare_reference(person, world.operator, reference)
    await service.database.write(lambda: repository.add(row))

    answer = await client.get(f"/evidence/{row.id}", headers=world.contributor)

    assert answer.status_code == 404


async def test_damaged_store_is_told_before_anything_is_sent(
    app: Starlette, client: httpx.AsyncClient, world: World
) -> None:
    evidence = await upload(client, world, PDF)
    (kept,) = (path for path in world.folder.rglob("*") if path.is_file())
    kept.write_bytes(PDF[:-1])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async with httpx.AsyncClient(transport=transport, base_url="http://test") as careful:
        answer = await careful.get(evidence["downloadUrl"], headers=world.contributor)

    assert answer.status_code == 500
    assert PDF[:20] not in answer.content


async def test_same_bytes_heal_a_damaged_store(client: httpx.AsyncClient, world: World) -> None:
    evidence = await upload(client, world, PDF)
    (kept,) = (path for path in world.folder.rglob("*") if path.is_file())
    kept.unlink()

    again = await upload(client, world, PDF)
    answer = await client.get(evidence["downloadUrl"], headers=world.contributor)

    assert again["id"] == evidence["id"]
    assert answer.content == PDF
