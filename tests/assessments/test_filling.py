"""An assessment filled in offline: downloaded, changed in a spreadsheet, taken back."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from nisassess.assessments.workbook_layout import ANSWER, JUSTIFICATION, NOT_APPLICABLE, REASON
from tests.assessments.calls import call, response, statement
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, REACHED
from tests.assessments.statements import counted
from tests.assessments.world import Company, Stage, Started, dump, rows

Edit = Callable[[Workbook], None]


async def download(stage: Stage, company: Company, started: Started, language: str = "") -> bytes:
    path = f"/assessments/{started.id}/workbook.xlsx"
    answer = await stage.client.get(
        path, params={"language": language} if language else {}, headers=company.approver.headers
    )
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


async def upload(stage: Stage, company: Company, started: Started, content: bytes) -> Any:
    path = f"/assessments/{started.id}/workbook.xlsx"
    answer = await stage.client.post(path, content=content, headers=company.contributor.headers)
    return answer.status_code, answer.json()


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(BytesIO(content))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells(book: Workbook, id_: str, header: str) -> list[Any]:
    """Cells of a column in the rows that hold an id, in every sheet."""
    found = []
    for sheet in book.worksheets:
        headers: dict[str, int] = {}
        for row in sheet.iter_rows():
            values = [cell.value for cell in row]
            if header in values:
                headers = {str(value): at for at, value in enumerate(values) if value}
            elif headers and id_ in values:
                found.append(row[headers[header]])
    return found


def put(id_: str, header: str, value: object) -> Edit:
    def edit(book: Workbook) -> None:
        found = cells(book, id_, header)
        assert found, f"no row {id_} with {header}"
        found[0].value = value

    return edit


def all_of(*edits: Edit) -> Edit:
    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit


async def values() -> dict[str, str | None]:
    return {row["question_id"]: row["value"] for row in await rows("response")}


async def test_answers_and_reasons_are_taken_in(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    await stage.answer(company, started, {LOCK: "no"})
    sheet = await download(stage, company, started)

    status, done = await upload(
        stage,
        company,
        started,
        edited(
            sheet,
            all_of(
                put(LADDER, ANSWER, "3 – Step 3"),
                put(DOOR, ANSWER, "yes"),
                put(REACHED, ANSWER, "Partially achieved"),
                put(LOCK, ANSWER, None),
                put(LADDER, JUSTIFICATION, "As in the manual."),
            ),
        ),
    )

    assert (status, done["answers"], done["statements"]) == (200, 4, 1)
    assert (done["conflicts"], done["faults"]) == ([], [])
    assert await values() == {LADDER: "3", DOOR: "yes", REACHED: "partially", LOCK: None}
    assert [row["justification"] for row in await rows("statement")] == ["As in the manual."]
    assert {row["updated_by"] for row in await rows("response")} == {"Conrad Contributor"}


async def test_workbook_that_nobody_touched_changes_nothing(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    await stage.answer(company, started)
    await call(stage, company.contributor, "saveStatement", **statement(started))
    sheet = await download(stage, company, started)
    before = await dump()

    status, done = await upload(stage, company, started, sheet)

    assert (status, done["answers"], done["statements"], done["conflicts"]) == (200, 0, 0, [])
    assert await dump() == before


async def test_same_workbook_again_changes_nothing_more(stage: Stage, company: Company) -> None:
    started = await stage.start(company)
    sheet = edited(await download(stage, company, started), put(LADDER, ANSWER, "2"))
    await upload(stage, company, started, sheet)
    before = await dump()

    status, done = await upload(stage, company, started, sheet)

    assert (status, done["answers"], done["conflicts"]) == (200, 0, [])
    assert await dump() == before


async def test_what_a_colleague_saved_meanwhile_is_never_overwritten(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    sheet = await download(stage, company, started)
    given = response(started, "1")
    await call(stage, company.colleague, "saveResponse", **given)
    await stage.answer(company, started, {LOCK: "yes"})

    edits = all_of(put(LADDER, ANSWER, "3"), put(DOOR, ANSWER, "no"))
    status, done = await upload(stage, company, started, edited(sheet, edits))

    assert status == 200
    (conflict,) = done["conflicts"]
    assert (conflict["controlId"], conflict["questionId"]) == (ONE, LADDER)
    assert (conflict["yours"], conflict["current"]) == ("Step 3", "Step 1")
    assert conflict["sheet"]
    assert conflict["row"] > 1
    # The untouched cell of another question is no conflict, and the rest is taken in.
    assert await values() == {LADDER: "1", LOCK: "yes", DOOR: "no"}


async def test_faults_are_told_by_sheet_row_and_column_and_nothing_is_taken(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    sheet = await download(stage, company, started)
    before = await dump()

    edits = all_of(put(LADDER, ANSWER, "seven"), put(DOOR, ANSWER, "yes"))
    status, done = await upload(stage, company, started, edited(sheet, edits))

    assert status == 400
    (fault,) = done["faults"]
    assert fault["column"] == "E"
    assert fault["row"] > 1
    assert fault["message"].startswith("'seven' is none of the answers (")
    assert await dump() == before


async def test_control_that_applies_to_everybody_cannot_be_left_out(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    sheet = await download(stage, company, started)

    edits = all_of(put(LOCK, NOT_APPLICABLE, "yes"), put(LOCK, REASON, "Too dear."))
    status, done = await upload(stage, company, started, edited(sheet, edits))

    assert status == 400
    assert "applies to everybody" in done["faults"][0]["message"]
    assert await rows("statement") == []


async def test_workbook_of_another_assessment_is_refused(stage: Stage, company: Company) -> None:
    mine, other = await stage.start(company), await stage.start(company)
    sheet = await download(stage, company, other)

    status, answer = await upload(stage, company, mine, sheet)

    assert status == 409
    assert answer["error"] == {
        "code": "another_assessment",
        "message": "This workbook belongs to another assessment; download it from this one.",
    }


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"%PDF-1.7", b"a" * 5000])
async def test_file_that_is_no_workbook_is_told(
    stage: Stage, company: Company, content: bytes
) -> None:
    started = await stage.start(company)

    status, done = await upload(stage, company, started, content)

    assert status == 400
    assert len(done["faults"]) == 1


async def test_file_that_is_too_large_is_refused_early(stage: Stage, company: Company) -> None:
    started = await stage.start(company)

    status, answer = await upload(stage, company, started, b"a" * (20 * 1024 * 1024 + 1))

    assert status == 400
    assert answer["error"]["message"] == "body: must be at most 20 MiB"


async def test_taking_in_reads_the_same_statements_whatever_is_stored(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    sheet = await download(stage, company, started)
    async with counted() as few:
        await upload(stage, company, started, sheet)
    await stage.answer(company, started)
    sheet = await download(stage, company, started)
    async with counted() as many:
        await upload(stage, company, started, sheet)

    assert len(many) == len(few)
