"""The PDF of a submission: signed, told how far it is, in its language, beside the year before."""

import asyncio
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pytest

from nisassess.documents.errors import RenderError
from nisassess.kit.database import execute
from nisassess.results.canonical import parse
from nisassess.results.verification import verify_pdf
from nisassess.submissions import repository_printing
from nisassess.submissions.pdf import PdfArchive, PdfState
from nisassess.submissions.sealing import Sealer
from tests.assessments.world import Company, Office, Stage, rows
from tests.submissions.full import fill

STATE = "query($id: ID!) { submission(id: $id) { pdfState { state since } } }"


async def submitted(stage: Stage, company: Company, office: Office, year: int = 2026) -> Any:
    """A submission, its assessment over a year."""
    full = await fill(stage, company, office)
    await execute(
        "UPDATE assessment SET period_from = $2, period_until = $3 WHERE id = $1",
        full.started.id,
        date(year, 1, 1),
        date(year, 12, 31),
    )
    await stage.approve(company, full.started)
    return await stage.submit(company, full.started, office)


async def download(stage: Stage, company: Company, submission: str) -> bytes:
    path = f"/submissions/{submission}.pdf"
    answer = await stage.client.get(path, headers=company.signatory.headers)
    assert answer.status_code == 200, answer.text
    return answer.content


async def state(stage: Stage, company: Company, submission: str) -> dict[str, Any]:
    found = await stage.get(company.signatory, STATE, {"id": submission})
    told: dict[str, Any] = found["submission"]["pdfState"]
    return told


async def test_the_download_is_signed_by_the_key_that_sealed_and_verifies(
    stage: Stage, company: Company, office: Office
) -> None:
    row = await submitted(stage, company, office)

    pdf = await download(stage, company, row.id)

    found = verify_pdf(pdf, await stage.application.services.get(Sealer).keys.trusted())
    assert {check.code for check in found.checks if check.state != "passed"} <= {"timestamp"}
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.attachments["nisassess-seal.jws"].get_file().read_bytes() == row.seal.encode()
    assert await download(stage, company, row.id) == pdf, "kept, not made anew"


async def test_progress_is_told_from_nothing_to_ready(
    stage: Stage, company: Company, office: Office
) -> None:
    row = await submitted(stage, company, office)
    seen = [(await state(stage, company, row.id))["state"]]
    downloading = asyncio.create_task(download(stage, company, row.id))
    while not downloading.done():
        now = await state(stage, company, row.id)
        assert (now["since"] is None) is (now["state"] == "ABSENT")
        seen.append(now["state"])
        await asyncio.sleep(0.02)
    await downloading

    assert list(dict.fromkeys(seen))[:2] == ["ABSENT", "RENDERING"]
    assert (await state(stage, company, row.id))["state"] == "READY"


async def test_a_failure_is_told_and_not_tried_again_at_once(
    stage: Stage, company: Company, office: Office
) -> None:
    archive = stage.application.services.get(PdfArchive)

    with pytest.raises(RenderError) as first:
        await archive.pdf("{}", "0" * 64)
    with pytest.raises(RenderError) as second:
        await archive.pdf("{}", "0" * 64)

    assert second.value is first.value
    failed = await archive.progress("0" * 64)
    assert (failed.state, failed.since is not None) == (PdfState.FAILED, True)


async def test_the_year_before_is_compared_with_where_the_same_people_may_see_it(
    stage: Stage, company: Company, office: Office
) -> None:
    before = await submitted(stage, company, office, 2025)
    after = await submitted(stage, company, office, 2026)

    found = await repository_printing.earlier_document(after.id)

    assert found
    assert parse(found.encode()).submission == before.id
    assert await repository_printing.earlier_document(before.id) is None
    pages = pypdf.PdfReader(BytesIO(await download(stage, company, after.id))).pages
    assert "Compared with submission no. 1" in pages[1].extract_text()


async def test_what_another_authority_got_is_never_compared_with(
    stage: Stage, company: Company, office: Office
) -> None:
    before = await submitted(stage, company, office, 2025)
    after = await submitted(stage, company, office, 2026)
    other = await stage.office("Another authority")
    await execute("UPDATE submission SET addressee_id = $2 WHERE id = $1", before.id, other.id)

    assert await repository_printing.earlier_document(after.id) is None


@pytest.mark.parametrize(
    "change", ["period_until = '2026-12-31'", "profile_id = 'another'", "scope_kind = 'service'"]
)
async def test_another_period_profile_or_scope_is_nothing_to_compare_with(
    stage: Stage, company: Company, office: Office, change: str
) -> None:
    before = await submitted(stage, company, office, 2025)
    after = await submitted(stage, company, office, 2026)
    await execute(f"UPDATE submission SET {change} WHERE id = $1", before.id)

    assert await repository_printing.earlier_document(after.id) is None


async def test_traces_are_sealed_in_the_language_of_the_assessment(
    stage: Stage, company: Company, office: Office
) -> None:
    full = await fill(stage, company, office)
    await execute("UPDATE assessment SET language = 'fr' WHERE id = $1", full.started.id)
    await stage.approve(company, full.started)
    await stage.submit(company, full.started, office)

    (row,) = await rows("submission")
    results = parse(row["document"].encode())

    assert results.language == "fr"
    assert results.figures.completeness_trace.rule.startswith("Questions ayant une réponse")
    traces = [
        part.trace for group in results.groups for one in group.controls for part in one.parts
    ]
    assert any("permet le niveau" in given.value for trace in traces for given in trace.inputs)
