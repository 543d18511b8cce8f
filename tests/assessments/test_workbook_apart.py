"""Uploaded workbooks that were made to cost: what they say is read elsewhere, within bounds."""

from io import BytesIO

from openpyxl import Workbook

from nisassess.assessments import workbook_layout as layout
from nisassess.assessments.routes import MOST_TOLD
from nisassess.assessments.workbook import read_workbook
from nisassess.assessments.workbook_apart import read_apart
from tests.assessments.test_filling import download, upload
from tests.assessments.world import Company, Stage, dump

Line = dict[str, str]


def workbook(lines: list[Line], choices: int = 0) -> bytes:
    """A workbook of one question, which knows so many answers."""
    book = Workbook(write_only=True)
    about = book.create_sheet(layout.ABOUT_SHEET)
    about.append([layout.ABOUT_ASSESSMENT, layout.ABOUT_DIGEST])
    about.append([lines[0].get("assessment", "asm"), ""])
    listed = book.create_sheet("Choices")
    listed.append(
        [layout.CHOICE_CONTROL, layout.CHOICE_QUESTION, layout.CHOICE_VALUE, layout.CHOICE_LABEL]
    )
    for number in range(choices):
        listed.append(["door", "door/lock", f"v{number}", f"Answer {number}"])
    sheet = book.create_sheet("Answers")
    sheet.append(list(layout.COLUMNS))
    usual = {
        layout.CONTROL: "door",
        layout.QUESTION: "door/lock",
        layout.PART: "prt",
        layout.ANSWER_VERSION: "0",
        layout.STATEMENT_VERSION: "0",
    }
    for line in lines:
        sheet.append([{**usual, **line}.get(header, "") for header in layout.COLUMNS])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


async def test_workbook_reads_the_same_apart() -> None:
    content = workbook([{layout.ANSWER: "v1"}, {layout.ANSWER: "v7", layout.PART: "x"}], choices=3)

    found = await read_apart(content)

    assert found == read_workbook(content)
    assert [one.value for one in found.answers] == ["v1"]
    assert "'v7' is none of the answers" in found.faults[0].message


async def test_workbook_that_takes_too_long_is_one_fault() -> None:
    found = await read_apart(workbook([{layout.ANSWER: "v1"}]), patience=0.001)

    (fault,) = found.faults
    assert str(fault) == (
        "workbook: takes more time or memory to read than the workbook of any assessment"
    )


def test_answers_that_are_named_for_a_wrong_one_are_few() -> None:
    found = read_workbook(workbook([{layout.ANSWER: "other"}], choices=5_000))

    (fault,) = found.faults
    assert fault.message.count(";") == 19


async def test_of_endless_faults_the_first_are_told_and_nothing_is_taken(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    assert await download(stage, company, started)
    before = await dump()
    lines = [
        {"assessment": started.id, layout.PART: f"p{number}", layout.ANSWER: "x"}
        for number in range(600)
    ]

    status, told = await upload(stage, company, started, workbook(lines))

    assert status == 400
    assert len(told["faults"]) == MOST_TOLD + 1
    assert told["faults"][-1]["message"] == "and 700 more faults"
    assert await dump() == before
