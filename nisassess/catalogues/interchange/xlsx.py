"""Workbooks (xlsx) as plain tables: written as text only, read by headers within bounds."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from nisassess.catalogues.interchange.xlsx_bounds import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    WIDEST_GAP,
    WorkbookError,
    check_archive,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMULA = "holds a formula; enter the value itself"
_HEADER_ROWS = 50
"""The header stands within so many rows; somebody may have put a title above it."""


# --- writing --------------------------------------------------------------------------------


def put(cell: "Cell | MergedCell", text: str, style: str) -> None:
    """Write a text as a text, whatever it begins with: nothing is ever a formula."""
    cell.style = style
    if text:
        cell.value = _UNPRINTABLE.sub("\ufffd", text)[:LONGEST_CELL]
        cell.data_type = "s"
    if text[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        # So that it stays a text when somebody edits it.
        cell.quotePrefix = True


HEADER, TEXT, PAPER, OPEN, ANSWER = "Header", "Text", "Paper", "To fill in", "Answer"
"""Styles of cells. Named ones, since openpyxl takes some twenty times as long for others."""


def new_workbook() -> "Workbook":
    """An empty workbook with our styles."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection

    book = Workbook()
    book.remove(book.worksheets[0])
    wrapped = Alignment(wrap_text=True, vertical="top")
    paper = PatternFill("solid", fgColor="F2F2F2")
    free = Protection(locked=False)
    for style in (
        NamedStyle(HEADER, font=Font(bold=True), alignment=wrapped),
        NamedStyle(TEXT, alignment=wrapped),
        NamedStyle(PAPER, alignment=wrapped, fill=paper),
        NamedStyle(OPEN, alignment=wrapped, protection=free),
        # What is typed stays as it is typed, and becomes no date.
        NamedStyle(ANSWER, alignment=wrapped, protection=free, number_format="@"),
    ):
        book.add_named_style(style)
    return book


def fill(sheet: "Worksheet", headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table with a header that stays in view."""
    for column, header in enumerate(headers, 1):
        put(sheet.cell(1, column), header, HEADER)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            put(sheet.cell(number, column), value, TEXT)
    sheet.freeze_panes = "A2"


def safe_sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 characters, none of those that a sheet's name may not hold, no name twice."""
    plain = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", title)
    base = " ".join(plain.split())[:31].strip() or "Sheet"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[:27].strip()} {number}"
    taken.add(name.lower())
    return name


# --- reading --------------------------------------------------------------------------------


class Formula(str):
    """What stands in a cell that is to be computed: its value may be missing or stale."""

    __slots__ = ()


@dataclass(frozen=True)
class Row:
    """A row of a table: what stands under each header, as text."""

    sheet: str
    number: int
    cells: dict[str, str]
    columns: dict[str, str] = field(repr=False)
    """The column's letter by header."""

    def __getitem__(self, header: str) -> str:
        return self.cells.get(header, "")

    @property
    def formulas(self) -> list[str]:
        """The headers under which a formula stands."""
        return [header for header, text in self.cells.items() if isinstance(text, Formula)]

    def column(self, header: str) -> str:
        """The letter of the column under a header; empty where there is none."""
        return self.columns.get(header, "")


@dataclass(frozen=True)
class Table:
    """A sheet: its headers in lower case, and the rows below that hold anything."""

    sheet: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_tables(content: bytes, key_headers: Iterable[str]) -> tuple[Table, ...]:
    """Every sheet that has one of the key headers; raises WorkbookError.

    Where rows, columns and sheets stand does not matter, nor what stands around them.
    """
    check_archive(content)
    keys = {header.lower() for header in key_headers}
    try:
        return tuple(_tables(content, keys))
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:
        # Whatever the library stumbles over in a file that is none.
        raise WorkbookError("", 0, "", f"is no workbook that can be read ({error})") from error


def _tables(content: bytes, keys: set[str]) -> Iterator[Table]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # It warns of decorations that it does not know; only values are read here.
        warnings.simplefilter("ignore")
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False, rich_text=False
        )
        try:
            if len(book.worksheets) > MOST_SHEETS:
                raise WorkbookError("", 0, "", f"holds more than {MOST_SHEETS} sheets")
            left = MOST_ROWS
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                table = _table(sheet.title, _rows(sheet, left), keys)
                if table is not None:
                    left -= len(table.rows)
                    yield table
        finally:
            book.close()


def _rows(sheet: Any, left: int) -> Iterator[tuple[int, list[str]]]:
    last = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        texts = [_text_of(cell) for cell in row]
        if not any(texts):
            if number - last > WIDEST_GAP:
                return
            continue
        last, left = number, left - 1
        if left < 0:
            message = f"the workbook holds more than {MOST_ROWS} rows"
            raise WorkbookError(sheet.title, number, "", message)
        yield number, texts


def _table(name: str, rows: Iterator[tuple[int, list[str]]], keys: set[str]) -> Table | None:
    for number, texts in rows:
        if keys & {" ".join(text.lower().split()) for text in texts}:
            return _below(name, number, texts, rows)
        if number > _HEADER_ROWS:
            break
    return None


def _below(
    name: str, number: int, header: list[str], rows: Iterator[tuple[int, list[str]]]
) -> Table:
    from openpyxl.utils import get_column_letter

    places: dict[str, int] = {}
    for column, text in enumerate(header):
        plain = " ".join(text.lower().split())
        if plain in places:
            letter = get_column_letter(column + 1)
            raise WorkbookError(name, number, letter, f"the header '{text}' stands twice")
        if plain:
            places[plain] = column
    columns = {plain: get_column_letter(column + 1) for plain, column in places.items()}
    found = tuple(
        Row(name, at, {key: texts[c] for key, c in places.items() if c < len(texts)}, columns)
        for at, texts in rows
    )
    return Table(name, tuple(places), found)


def _text_of(cell: Any) -> str:
    is_formula = getattr(cell, "data_type", "") == "f"
    return Formula(cell.value) if is_formula else as_text(cell.value)


def as_text(value: object) -> str:
    """A cell's value as the text that it stands for: a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()


def is_archive(content: bytes) -> bool:
    """Tell whether bytes look like a workbook at all."""
    return zipfile.is_zipfile(io.BytesIO(content))
