"""Writes an assessment's workbook."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nisassess.assessments import workbook_layout as layout
from nisassess.assessments.workbook import (
    AnswerCell,
    StatementCell,
    WorkbookControl,
    WorkbookGroup,
    WorkbookPart,
    WorkbookQuestion,
    WorkbookView,
)
from nisassess.catalogues.interchange.xlsx import (
    ANSWER,
    OPEN,
    PAPER,
    TEXT,
    fill,
    new_workbook,
    put,
    safe_sheet_name,
)
from nisassess.catalogues.interchange.xlsx_bounds import LONGEST_CELL

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_HOW = (
    "Fill in the light cells and hand the file back: the columns with ids say which answer is"
    " meant. Rows and columns may be moved, sorted and hidden.",
    "Several answers of one question stand on a line each (Alt+Enter), or divided by a semicolon;"
    " write 'none' where none is true.",
    "Justification and applicability hold for the whole control in its part: write them once.",
    "An empty cell takes the answer back.",
)
_TOO_LONG = " […] (longer than a cell holds: to be changed in the application)"


def write(view: WorkbookView) -> bytes:
    """The bytes of the xlsx file."""
    book = new_workbook()
    _about(book, view)
    ranges = _choices(book, view)
    taken = {layout.ABOUT_SHEET.lower(), layout.CHOICES_SHEET.lower()}
    for group in view.groups:
        title = f"{group.label} {group.title}" if group.label else group.title
        sheet = book.create_sheet(safe_sheet_name(title, taken), index=len(book.worksheets) - 1)
        _Sheet(sheet, view, ranges).fill(group)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _about(book: "Workbook", view: WorkbookView) -> None:
    sheet = book.create_sheet(layout.ABOUT_SHEET)
    header = ("Assessment", layout.ABOUT_ASSESSMENT, layout.ABOUT_DIGEST)
    fill(sheet, header, [(view.title, view.assessment_id, view.profile_digest)])
    for number, text in enumerate(_HOW, 4):
        put(sheet.cell(number, 1), text, TEXT)
    for letter, width in {"A": 90, "B": 36, "C": 70}.items():
        sheet.column_dimensions[letter].width = width


# --- choices --------------------------------------------------------------------------------

Ranges = dict[tuple[str, str], str]


def _choices(book: "Workbook", view: WorkbookView) -> Ranges:
    """A hidden sheet with every question's choices, to which the lists in the cells refer."""
    sheet = book.create_sheet(layout.CHOICES_SHEET)
    rows: list[tuple[str, ...]] = []
    ranges: Ranges = {}
    for control in (control for group in view.groups for control in group.controls):
        for question in control.questions:
            named = _labels(question)
            first = len(rows) + 2
            rows.extend((control.id, question.id, v, label) for v, label in named.items())
            if named and question.kind in layout.ONE_OF:
                last = len(rows) + 1
                ranges[control.id, question.id] = f"'{sheet.title}'!$D${first}:$D${last}"
    header = (layout.CHOICE_CONTROL, layout.CHOICE_QUESTION)
    fill(sheet, (*header, layout.CHOICE_VALUE, layout.CHOICE_LABEL), rows)
    sheet.sheet_state = "hidden"
    return ranges


def _labels(question: WorkbookQuestion) -> dict[str, str]:
    return layout.labels(question.kind, tuple((c.value, c.label) for c in question.choices))


# --- groups ---------------------------------------------------------------------------------


class _Sheet:
    """One group's sheet while it is filled."""

    def __init__(self, sheet: "Worksheet", view: WorkbookView, ranges: Ranges) -> None:
        self._sheet = sheet
        self._view = view
        self._ranges = ranges
        self._lists: dict[str, list[str]] = {}

    def fill(self, group: WorkbookGroup) -> None:
        """A row for each question and part."""
        fill(self._sheet, layout.COLUMNS, ())
        rows = list(self._rows(group))
        for number, (row, is_first, key) in enumerate(rows, 2):
            self._write(number, row, is_first)
            if key in self._ranges:
                place = f"{self._letter(layout.ANSWER)}{number}"
                self._lists.setdefault(self._ranges[key], []).append(place)
        self._widths(len(rows) + 1)
        self._add_lists(len(rows) + 1)
        self._protect()

    def _rows(self, group: WorkbookGroup) -> Iterator[tuple[dict[str, str], bool, tuple[str, str]]]:
        for control in group.controls:
            for part in self._view.parts:
                for number, question in enumerate(control.questions):
                    row = self._row(control, part, question, number == 0)
                    yield row, number == 0, (control.id, question.id)

    def _row(
        self,
        control: WorkbookControl,
        part: WorkbookPart,
        question: WorkbookQuestion,
        is_first: bool,
    ) -> dict[str, str]:
        answer = self._view.answers.get((control.id, question.id, part.id), AnswerCell(None))
        statement = self._view.statements.get((control.id, part.id), StatementCell())
        title = f"{control.title}\n{control.statement}" if is_first else control.title
        return {
            layout.NUMBER: control.label or "",
            layout.CONTROL_TITLE: title,
            layout.PART_NAME: part.name,
            layout.PROMPT: _prompt(question),
            layout.ANSWER: _shown(question, answer.value),
            layout.CONTROL: control.id,
            layout.QUESTION: question.id,
            layout.PART: part.id,
            layout.KIND: question.kind.value,
            layout.ANSWER_VERSION: str(answer.version),
            layout.STATEMENT_VERSION: str(statement.version),
            **(_statement(statement) if is_first else {}),
        }

    def _write(self, number: int, row: dict[str, str], is_first: bool) -> None:
        open_ = layout.TO_FILL_IN if is_first else (layout.ANSWER,)
        for column, header in enumerate(layout.COLUMNS, 1):
            is_kept = header == layout.JUSTIFICATION and bool(row.get(layout.KEPT))
            style = PAPER if header not in open_ or is_kept else OPEN
            style = ANSWER if header == layout.ANSWER else style
            put(self._sheet.cell(number, column), row.get(header, ""), style)

    def _letter(self, header: str) -> str:
        from openpyxl.utils import get_column_letter

        return get_column_letter(layout.COLUMNS.index(header) + 1)

    def _widths(self, last: int) -> None:
        for header in layout.COLUMNS:
            dimension = self._sheet.column_dimensions[self._letter(header)]
            dimension.width = layout.WIDTHS.get(header, 24)
            dimension.hidden = header in layout.HIDDEN
        self._sheet.auto_filter.ref = f"A1:{self._letter(layout.COLUMNS[-1])}{last}"

    def _add_lists(self, last: int) -> None:
        for formula, places in self._lists.items():
            self._add_list(formula, " ".join(places))
        letter = self._letter(layout.NOT_APPLICABLE)
        self._add_list(f'"{layout.YES}"', f"{letter}2:{letter}{max(last, 2)}")

    def _add_list(self, formula: str, cells: str) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(type="list", formula1=formula, allow_blank=True, sqref=cells)
        rule.errorTitle, rule.error = "No such answer", "Choose one of the list."
        self._sheet.add_data_validation(rule)

    def _protect(self) -> None:
        """Against slips only, so without a password; filtering and widths stay free."""
        protection = self._sheet.protection
        protection.sheet = True
        for name in ("autoFilter", "sort", "formatColumns", "formatRows", "formatCells"):
            setattr(protection, name, False)


def _prompt(question: WorkbookQuestion) -> str:
    lines = [question.prompt, question.hint or ""]
    if question.kind in layout.SEVERAL:
        lines.extend(f"• {label}" for label in _labels(question).values())
    if question.unit:
        lines.append(f"[{question.unit}]")
    return "\n".join(line for line in lines if line)


def _shown(question: WorkbookQuestion, value: str | None) -> str:
    """An answer by its label; several on a line each."""
    if not value or not question.choices:
        return value or ""
    named = _labels(question)
    if question.kind in layout.SEVERAL:
        return "\n".join(named.get(one, one) for one in value.split())
    return named.get(value, value)


def _statement(statement: StatementCell) -> dict[str, str]:
    justification = statement.justification or ""
    is_too_long = len(justification) > LONGEST_CELL
    if is_too_long:
        justification = f"{justification[: LONGEST_CELL - len(_TOO_LONG)]}{_TOO_LONG}"
    return {
        layout.JUSTIFICATION: justification,
        layout.NOT_APPLICABLE: layout.YES if statement.not_applicable else "",
        layout.REASON: statement.reason or "",
        layout.KEPT: layout.YES if is_too_long else "",
    }
