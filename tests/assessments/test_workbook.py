"""An assessment's workbook: written, worked on by people, read back."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from nisassess.assessments.workbook import (
    AnswerCell,
    SheetAnswers,
    StatementCell,
    WorkbookChoice,
    WorkbookControl,
    WorkbookGroup,
    WorkbookPart,
    WorkbookQuestion,
    WorkbookView,
    read_workbook,
    write_workbook,
)
from nisassess.sdk import AnswerKind

pytestmark = pytest.mark.database_free

LEVELS = (
    WorkbookChoice("0", "Not in place"),
    WorkbookChoice("1", "Started"),
    WorkbookChoice("2", "Defined"),
)
KINDS = (
    WorkbookChoice("rope", "Ropes; of hemp"),
    WorkbookChoice("chain", "Chains"),
    WorkbookChoice("other", "Chains"),
)
TIED = WorkbookControl(
    id="quay.tied",
    label="1.1",
    title="Tied",
    statement="Ships are tied.",
    questions=(
        WorkbookQuestion("level", "How well?", AnswerKind.MATURITY, "Look twice.", LEVELS),
        WorkbookQuestion("kinds", "With what?", AnswerKind.MULTIPLE_CHOICE, choices=KINDS),
        WorkbookQuestion("often", "How often?", AnswerKind.NUMBER, unit="days"),
        WorkbookQuestion("since", "Since when?", AnswerKind.DATE),
        WorkbookQuestion("words", "=In words?", AnswerKind.TEXT),
    ),
)
LIT = WorkbookControl(
    id="quay.lit",
    title="Lit",
    statement="Lamps are lit.",
    questions=(WorkbookQuestion("level", "How well?", AnswerKind.MATURITY, choices=LEVELS),),
)
VIEW = WorkbookView(
    assessment_id="asm_1",
    profile_digest="sha256:1",
    title="Harbour 2026",
    groups=(
        WorkbookGroup("a", "Ropes: [and] chains/all of them, in one group", (TIED,), label="1"),
        WorkbookGroup("b", "Lamps", (LIT,)),
    ),
    parts=(WorkbookPart("prt_1", "Office"), WorkbookPart("prt_2", "@Pier")),
    answers={
        ("quay.tied", "level", "prt_1"): AnswerCell("2", 3),
        ("quay.tied", "kinds", "prt_1"): AnswerCell("rope other", 1),
        ("quay.tied", "often", "prt_1"): AnswerCell("0.5", 1),
        ("quay.tied", "since", "prt_1"): AnswerCell("2026-03-31", 2),
        ("quay.tied", "words", "prt_1"): AnswerCell("=1+1\nand more", 4),
        ("quay.tied", "kinds", "prt_2"): AnswerCell("none", 2),
    },
    statements={
        ("quay.tied", "prt_1"): StatementCell("-We tie.", version=5),
        ("quay.lit", "prt_2"): StatementCell(None, True, "+No lamps.", 6),
    },
)
SHEET = "1 Ropes and chains all of them,"


def worked_on(change: Callable[[Workbook], None], view: WorkbookView = VIEW) -> SheetAnswers:
    """What is read after somebody has changed the workbook."""
    book = load_workbook(io.BytesIO(write_workbook(view)))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return read_workbook(stream.getvalue())


def letter(sheet: Worksheet, header: str) -> str:
    """The column under a header."""
    return next(str(cell.column_letter) for cell in sheet[1] if cell.value == header)


def values(read: SheetAnswers) -> dict[tuple[str, str, str], tuple[str | None, int]]:
    """Answers with their versions by control, question and part."""
    return {
        (a.control_id, a.question_id, a.part_id): (a.value, a.expected_version)
        for a in read.answers
    }


def expected(view: WorkbookView = VIEW) -> dict[tuple[str, str, str], tuple[str | None, int]]:
    """Every question for every part, answered or not."""
    return {
        key: (cell.value, cell.version)
        for group in view.groups
        for control in group.controls
        for question in control.questions
        for part in view.parts
        for key in [(control.id, question.id, part.id)]
        for cell in [view.answers.get(key, AnswerCell(None))]
    }


def test_untouched_workbook_says_what_is_stored() -> None:
    read = read_workbook(write_workbook(VIEW))

    assert read.faults == ()
    assert (read.assessment_id, read.profile_digest) == ("asm_1", "sha256:1")
    assert values(read) == expected()
    statements = {
        (s.control_id, s.part_id): StatementCell(
            s.justification, s.not_applicable, s.reason, s.expected_version
        )
        for s in read.statements
    }
    assert statements == {
        ("quay.tied", "prt_1"): VIEW.statements["quay.tied", "prt_1"],
        ("quay.tied", "prt_2"): StatementCell(),
        ("quay.lit", "prt_1"): StatementCell(),
        ("quay.lit", "prt_2"): VIEW.statements["quay.lit", "prt_2"],
    }


def test_sheets_are_named_locked_and_hold_lists() -> None:
    book = load_workbook(io.BytesIO(write_workbook(VIEW)))

    assert book.sheetnames == ["About", SHEET, "Lamps", "Choices"]
    sheet = book[SHEET]
    assert book["Choices"].sheet_state == "hidden"
    assert sheet.protection.sheet
    answer, id_ = letter(sheet, "Answer"), letter(sheet, "Control id")
    assert not sheet[f"{answer}2"].protection.locked
    assert sheet[f"{id_}2"].protection.locked
    assert sheet.column_dimensions[letter(sheet, "Answer version")].hidden
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists[f"{answer}2 {answer}7"] == "'Choices'!$D$2:$D$4"
    assert sheet[f"{answer}2"].value == "2 – Defined"
    assert sheet[f"{answer}3"].value == "Ropes; of hemp\nChains (other)"


def test_nothing_that_is_written_is_a_formula() -> None:
    content = write_workbook(VIEW)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
    book = load_workbook(io.BytesIO(content))
    answer = letter(book[SHEET], "Answer")
    cell = book[SHEET][f"{answer}6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1\nand more", "s", True)


def test_rows_columns_and_sheets_may_stand_anywhere() -> None:
    def change(book: Workbook) -> None:
        sheet = book[SHEET]
        header, *rows = list(sheet.iter_rows(values_only=True))
        sheet.delete_rows(1, sheet.max_row)
        sheet.append([None, "Harbour, draft of Monday"])
        sheet.append(["Our remark", *reversed(header)])
        for row in sorted(rows, key=str, reverse=True):
            sheet.append(["=1+1", *reversed(row)])
            for cell in sheet[sheet.max_row][1:]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        sheet.append([])
        sheet.append(["Sum", "of nothing"])
        sheet.title = "Renamed"
        book.move_sheet("Renamed", offset=5)

    read = worked_on(change)

    assert read.faults == ()
    assert values(read) == expected()


@pytest.mark.parametrize(
    ("row", "typed", "value"),
    [
        (2, "1 – Started", "1"),
        (2, " 1 –  STARTED ", "1"),
        (2, 1, "1"),
        (2, "0", "0"),
        (2, None, None),
        (3, "chains (chain); Ropes; of hemp", None),
        (3, "Chains (other); chain", "chain other"),
        (3, "Ropes; of hemp\nChains (chain)", "rope chain"),
        (3, "None", "none"),
        (4, 12, "12"),
        (4, 0.25, "0.25"),
        (4, "1,50", "1.5"),
        (4, "1 000", "1000"),
        (5, date(2026, 1, 2), "2026-01-02"),
        (5, datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001
        (5, "2026-01-02", "2026-01-02"),
        (5, 46024, "2026-01-02"),
        (6, "-first", "-first"),
        (6, True, "yes"),
    ],
)
def test_what_people_type_is_understood(row: int, typed: object, value: str | None) -> None:
    def change(book: Workbook) -> None:
        sheet = book[SHEET]
        sheet[f"{letter(sheet, 'Answer')}{row}"].value = typed

    read = worked_on(change)

    question = TIED.questions[row - 2].id
    if value is None and typed is not None:
        assert [str(fault).split(" is none")[0] for fault in read.faults] == [
            f"sheet '{SHEET}', row 3, column E: 'Ropes'"
        ]
    else:
        assert read.faults == ()
        assert values(read)["quay.tied", question, "prt_1"][0] == value


@pytest.mark.parametrize(
    ("header", "row", "typed", "message"),
    [
        ("Answer", 2, "Superb", "'Superb' is none of the answers (0 – not in place; 0; "),
        ("Answer", 4, "often", "must be a number such as 12 or 0.5, not 'often'"),
        ("Answer", 4, "1e5", "must be a number such as 12 or 0.5, not '1e5'"),
        ("Answer", 5, "31.12.2026", "must be a day such as 2026-03-31, not '31.12.2026'"),
        ("Answer", 6, "=A1", "holds a formula; enter the value itself"),
        ("Question id", 2, None, "the id is missing; take it from the original"),
        ("Answer version", 2, "x", "must be the whole number that the original holds"),
        ("Statement version", 2, None, "must be the whole number that the original holds"),
        ("Not applicable", 2, "perhaps", "must be 'yes' or empty, not 'perhaps'"),
        ("Justification", 3, "Another", "differs from row 2; write it once for control and part"),
    ],
)
def test_fault_is_told_at_sheet_row_and_column(
    header: str, row: int, typed: object, message: str
) -> None:
    columns: list[str] = []

    def change(book: Workbook) -> None:
        sheet = book[SHEET]
        columns.append(letter(sheet, header))
        sheet[f"{columns[0]}{row}"].value = typed

    (fault,) = worked_on(change).faults

    assert (fault.place.sheet, fault.place.row, fault.place.column) == (SHEET, row, columns[0])
    assert fault.message.startswith(message)


def test_row_that_stands_twice_and_differs_is_told() -> None:
    def change(book: Workbook) -> None:
        sheet = book[SHEET]
        row = [cell.value for cell in sheet[2]]
        row[4] = "1 – Started"
        sheet.append(row)

    (fault,) = worked_on(change).faults

    assert fault.place.row == 12
    assert fault.message == f"says something else than sheet '{SHEET}', row 2"


def test_deleted_rows_are_simply_not_answered() -> None:
    read = worked_on(lambda book: book[SHEET].delete_rows(2, 9))

    assert read.faults == ()
    assert list(values(read)) == [
        ("quay.tied", "words", "prt_2"),
        ("quay.lit", "level", "prt_1"),
        ("quay.lit", "level", "prt_2"),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda book: book.remove(book["About"]), "the sheet 'About' with the assessment's id"),
        (lambda book: book[SHEET].delete_cols(11), "the column 'Part id' is missing"),
        (
            lambda book: book[SHEET].cell(1, 20, "Answer"),
            "the header 'Answer' stands twice",
        ),
    ],
)
def test_workbook_without_what_it_needs_is_told(
    change: Callable[[Workbook], None], message: str
) -> None:
    faults = worked_on(change).faults

    assert any(message in fault.message for fault in faults)


def test_justification_beyond_a_cell_is_kept_as_it_is() -> None:
    long = {("quay.tied", "prt_1"): StatementCell("x" * 40_000, version=7)}
    view = replace(VIEW, statements=long)

    statement = read_workbook(write_workbook(view)).statements[0]

    assert statement.keeps_justification
    assert statement.expected_version == 7
    book = load_workbook(io.BytesIO(write_workbook(view)))
    cell = book[SHEET][f"{letter(book[SHEET], 'Justification')}2"]
    assert cell.protection.locked
    assert str(cell.value).endswith("(longer than a cell holds: to be changed in the application)")


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_file_that_is_no_workbook_is_one_fault(content: bytes) -> None:
    read = read_workbook(content)

    assert [fault.place.row for fault in read.faults] == [0]
    assert str(read.faults[0]).startswith("workbook: is no xlsx workbook")
    assert read.answers == ()


def test_other_workbook_is_told_apart() -> None:
    book = Workbook()
    stream = io.BytesIO()
    book.save(stream)

    (fault,) = read_workbook(stream.getvalue()).faults

    assert fault.message == "the sheet 'About' with the assessment's id is missing"
