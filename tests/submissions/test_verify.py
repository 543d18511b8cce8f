"""Verification over HTTP: for everybody, and nothing of the content for strangers."""

import asyncio
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from tortoise import connections

from nisassess.app import Application
from nisassess.documents.signing import sign_pdf
from nisassess.kit.services import Services
from nisassess.results.canonical import parse
from nisassess.results.contents import DATA_NAME, SEAL_NAME
from nisassess.submissions import repository, routes_seal
from nisassess.submissions.examining import Examiner
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.types import SubmissionRow
from nisassess.submissions.verifying import Busy, Verifier
from tests.assessments.world import Company, Office, Stage
from tests.results.sealing import cover, paper, sealed_pdf, summary


@pytest.fixture
async def sealed(stage: Stage, company: Company, office: Office) -> SubmissionRow:
    """A submission."""
    _, row = await stage.submitted(company, office)
    return row


async def file_of(stage: Stage, row: SubmissionRow, office: Office) -> bytes:
    """A signed PDF of a submission, as small as can be."""
    document = (await repository.documents(office.officer.actor, [row.id]))[row.id]
    pages = (cover(row.digest), summary(parse(document.encode())))
    attached = {DATA_NAME: document.encode(), SEAL_NAME: (row.seal or "").encode()}
    key = await stage.application.services.get(Sealer).keys.active(stage.database)
    return await asyncio.to_thread(sign_pdf, paper(pages, attached), key)


async def check(client: httpx.AsyncClient, data: bytes) -> Any:
    answer = await client.post("/verify", content=data)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_file_sealed_here_is_told_to_a_stranger_without_its_content(
    stage: Stage, company: Company, office: Office, sealed: SubmissionRow
) -> None:
    data = await file_of(stage, sealed, office)

    answer = await stage.client.post("/verify", content=data)

    told = answer.json()
    assert told["verdict"] == "genuine"
    assert {check["state"] for check in told["checks"]} == {"passed"}
    (here,) = told["sealedHere"]
    assert here["submission"] == sealed.id
    assert (here["version"], here["superseded"]) == (1, False)
    assert here["sealedAt"] == sealed.submitted_at.isoformat()
    assert here["key"]["selfSigned"] is True
    for secret in (company.name, sealed.title, sealed.signatory, office.name, company.id):
        assert secret not in answer.text


async def test_file_that_is_downloaded_is_genuine_and_knows_its_version(
    stage: Stage, office: Office, sealed: SubmissionRow
) -> None:
    path = f"/submissions/{sealed.id}.pdf"
    data = (await stage.client.get(path, headers=office.officer.headers)).content

    told = await check(stage.client, data)

    assert told["verdict"] == "genuine"
    assert told["digest"] == sealed.digest
    assert [one["submission"] for one in told["sealedHere"]] == [sealed.id]
    altered = data.replace(b"endobj", b"endobk", 1)
    assert (await check(stage.client, altered))["verdict"] == "altered"


async def test_altered_file_is_told_and_what_it_pretends_is_looked_up(
    stage: Stage, office: Office, sealed: SubmissionRow
) -> None:
    data = await file_of(stage, sealed, office)

    told = await check(stage.client, data + b"\n")

    assert told["verdict"] == "altered"
    assert told["words"] == "Not genuine. 1 bytes were added to the file after it was signed."


async def test_file_of_another_installation_cannot_be_told(stage: Stage) -> None:
    foreign = await asyncio.to_thread(sealed_pdf)

    told = await check(stage.client, foreign.data)

    assert (told["verdict"], told["sealedHere"]) == ("unknown", [])


async def test_digest_is_looked_up(stage: Stage, company: Company, sealed: SubmissionRow) -> None:
    answer = await stage.client.get(f"/verify/{sealed.digest}")
    other = (await stage.client.get(f"/verify/{'0' * 64}")).json()

    assert answer.json()["words"] == "This installation sealed results with this digest."
    assert [one["submission"] for one in answer.json()["sealedHere"]] == [sealed.id]
    assert company.name not in answer.text
    assert (other["words"], other["sealedHere"]) == (
        "This installation sealed nothing with this digest.",
        [],
    )


async def test_superseded_version_is_told(stage: Stage, sealed: SubmissionRow) -> None:
    await connections.get("default").execute_script(
        f"UPDATE submission SET superseded_by = 'sub_next' WHERE id = '{sealed.id}'"
    )

    (told,) = (await stage.client.get(f"/verify/{sealed.digest}")).json()["sealedHere"]

    assert told["superseded"] is True
    assert "sub_next" not in str(told)


async def test_seal_that_was_tampered_with_in_the_database_is_told(
    stage: Stage, sealed: SubmissionRow
) -> None:
    await connections.get("default").execute_script(
        f"UPDATE submission SET seal = replace(seal, '.', '.e') WHERE id = '{sealed.id}'"
    )

    (told,) = (await stage.client.get(f"/verify/{sealed.digest}")).json()["sealedHere"]

    assert told["fault"].startswith("The seal that is kept here does not hold: ")
    assert told["sealedAt"] is None


@pytest.mark.parametrize("digest", ["x", "A" * 64, "0" * 63, "0" * 65])
async def test_what_is_no_digest_is_refused(client: httpx.AsyncClient, digest: str) -> None:
    answer = await client.get(f"/verify/{digest}")

    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": "BAD_INPUT",
        "message": "digest: must be the 64 hexadecimal digits of a SHA-256, in lower case",
    }


async def test_browser_is_sent_to_the_page(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/verify/{'a' * 64}", headers={"Accept": "text/html,*/*"})

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/verify?digest={'a' * 64}"


async def test_file_that_is_too_large_is_refused_before_it_is_read(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes_seal, "LARGEST", 1024 * 1024)

    async def endless() -> Any:
        while True:
            yield b"x" * 65536

    for content in (b"x" * (1024 * 1024 + 1), endless()):
        answer = await client.post("/verify", content=content)
        assert answer.status_code == 413
        assert answer.json()["error"]["message"] == "file: must be at most 1 MiB"


async def test_empty_body_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/verify")

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "file: must be sent as the body, as it is"


async def test_who_sends_too_many_files_waits(client: httpx.AsyncClient) -> None:
    answers = [(await client.post("/verify")).status_code for _ in range(32)]

    assert answers == [400] * 30 + [429] * 2


async def test_more_files_than_can_be_checked_are_turned_away(
    services: Services, client: httpx.AsyncClient
) -> None:
    verifier = services.get(Verifier)
    with ExitStack() as taken:
        for number in range(8):
            taken.enter_context(verifier.turn(f"198.51.100.{number % 2}"))
        answer = await client.post("/verify", content=b"%PDF-1.7")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "BUSY"
    assert (await check(client, b"%PDF-1.7"))["verdict"] == "altered"


async def test_file_that_takes_too_long_is_given_up(application: Application) -> None:
    told = await Verifier(Examiner(timeout=0.01)).file(b"%PDF-1.7")

    assert told["verdict"] == "unknown"
    assert told["words"] == (
        "It cannot be told whether the file is genuine. The file could not be examined: it took "
        "longer than any sealed document."
    )


async def test_one_caller_leaves_places_for_others(application: Application) -> None:
    verifier = Verifier(Examiner())
    with ExitStack() as taken:
        for _ in range(4):
            taken.enter_context(verifier.turn("192.0.2.1"))
        with pytest.raises(Busy), verifier.turn("192.0.2.1"):
            pass
        with verifier.turn("192.0.2.2"):
            pass
    with verifier.turn("192.0.2.1"):
        pass


async def test_file_that_hardly_comes_gives_its_place_back(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes_seal, "_FIRST", 0.05)

    async def dripping() -> Any:
        while True:
            yield b"%"
            await asyncio.sleep(0.02)

    answer = await client.post("/verify", content=dripping())

    assert answer.status_code == 408
    assert answer.json()["error"]["code"] == "TOO_SLOW"


async def test_addresses_of_one_network_are_one_caller(application: Application) -> None:
    async def statuses(last: str) -> int:
        transport = httpx.ASGITransport(application.asgi, client=(f"2001:db8:1:2::{last}", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return (await client.post("/verify")).status_code

    assert [await statuses(f"{number:x}") for number in range(31)] == [400] * 30 + [429]


async def test_keys_are_there_for_everybody(stage: Stage, sealed: SubmissionRow) -> None:
    before = (await stage.client.get("/seal/key.pem")).text
    await stage.application.services.get(Sealer).keys.rotate(stage.database)

    after = (await stage.client.get("/seal/key.pem")).text

    assert before.count("BEGIN CERTIFICATE") == 1
    assert after.count("BEGIN CERTIFICATE") == 2
    assert after.endswith(before)
    assert "PRIVATE" not in after


async def test_strangers_are_not_told_where_the_key_lies(
    stage: Stage, sealed: SubmissionRow
) -> None:
    keys = stage.application.services.get(Sealer).keys
    key = await keys.active(stage.database)
    (keys.folder / f"{key.kid}.pem").unlink()

    head = await stage.client.get("/seal/head.jws")
    certificates = await stage.client.get("/seal/key.pem")

    assert head.status_code == 409
    assert head.json()["error"] == {
        "code": "seal_key_missing",
        "message": "This installation cannot sign at the moment; its log tells why.",
    }
    assert (certificates.status_code, certificates.text) == (200, key.pem)
