"""Catalogues' workbooks: changed by people, broken, hostile."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from nisassess.catalogues.interchange.exporting import export_files
from nisassess.catalogues.interchange.formats import Format
from nisassess.catalogues.interchange.report import RemarkKind
from nisassess.sdk import ContentError
from tests.catalogues.interchange.files import imported
from tests.catalogues.interchange.test_round_trip import CATALOGUE, MOMENT, PROFILE

pytestmark = pytest.mark.database_free


def changed(tmp_path: Path, change: Callable[[Workbook], None]) -> Path:
    """An exported workbook after somebody has worked on it."""
    path = tmp_path / "quay.xlsx"
    export_files(CATALOGUE, (PROFILE,), Format.XLSX, path, MOMENT)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_columns_rows_and_sheets_may_stand_anywhere(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book.move_sheet("Controls", offset=-2)
        sheet = book["Controls"]
        sheet.title = "Our controls"
        sheet.insert_rows(1, 3)
        sheet["A1"] = "For the meeting on Monday"
        sheet.insert_cols(1)
        sheet["A4"] = "remark"
        questions = book["Questions"]
        rows = list(questions.iter_rows(values_only=True))
        questions.delete_rows(1, questions.max_row)
        for row in rows:
            questions.append(list(reversed(row)))

    found = imported(changed(tmp_path, change))

    assert found.catalogue == CATALOGUE
    left_out = [r for r in found.report.remarks if r.kind is RemarkKind.LEFT_OUT]
    assert [(r.path, r.reason) for r in left_out] == [
        ("Our controls: remark", "a column that the catalogue does not have")
    ]


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("Controls!A2", "Not An Id", "String should match pattern"),
        ("Controls!B2", "gone", "there is no group 'gone'"),
        ("Questions!C3", "oracle", "Input should be 'maturity'"),
        ("Guidance!A2", "stranger", "'stranger' is in no other sheet"),
        ("References!I2", "yesterday", "Input should be a valid date"),
    ],
)
def test_fault_is_told_at_sheet_and_row(
    tmp_path: Path, place: str, value: str, message: str
) -> None:
    sheet, cell = place.split("!")

    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    with pytest.raises(ContentError) as told:
        imported(changed(tmp_path, change))

    assert any(
        fault.line == int(cell[1:]) and message in fault.message and f"sheet '{sheet}'" in fault.key
        for fault in told.value.faults
    )


def test_control_that_stands_twice_is_told(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        rows = list(book["Controls"].iter_rows(values_only=True))
        book["Controls"].append(rows[1])

    with pytest.raises(ContentError, match=r"'2690\.ropes\.tied' stands in row 2 too"):
        imported(changed(tmp_path, change))


def test_nothing_that_is_written_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "quay.xlsx"
    export_files(CATALOGUE, (PROFILE,), Format.XLSX, path, MOMENT)

    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)


def archive_of(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in members.items():
            archive.writestr(f"xl/{name}.xml", content)
    return stream.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (archive_of(sharedStrings=b" " * 20_000_000), "times its size"),
        (archive_of(sharedStrings=ENTITY), "declares entities, which no workbook needs"),
        (archive_of(workbook="<a/>".encode("utf-16")), "is no UTF-8 text"),
        (archive_of(workbook=b"<a"), "is no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old or password-protected workbook"),
        (b"control id;title\na;b\n", "is no xlsx workbook"),
        (b"", "is no xlsx workbook"),
        (b"x" * (16 * 1024 * 1024 + 1), "is larger than 16 MB"),
    ],
)
def test_hostile_workbook_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "quay.xlsx"
    path.write_bytes(content)

    with pytest.raises(ContentError) as told:
        imported(path)

    assert message in told.value.faults[0].message


def test_many_large_members_are_refused_by_their_sum(tmp_path: Path) -> None:
    path = tmp_path / "quay.xlsx"
    noise = bytes(range(1, 9)) * 125_000
    path.write_bytes(archive_of(**{f"s{number}": noise for number in range(40)}))

    with pytest.raises(ContentError, match="unpacks to more than 32 MB"):
        imported(path)
