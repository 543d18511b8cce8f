"""Sealed results as a workbook for spreadsheets: summary, controls, answers, evidence, plan.

Texts are written as texts, so that nothing is ever computed; figures are numbers.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from nisassess.catalogues.interchange.xlsx import HEADER, TEXT, new_workbook, put
from nisassess.catalogues.interchange.xlsx_bounds import LONGEST_CELL
from nisassess.documents.export_words import export_words
from nisassess.documents.tables import OF_THE_PART, columns_of, part_rows, planned
from nisassess.documents.words import Words
from nisassess.kit.cells import Cell
from nisassess.results.canonical import digest as digest_of
from nisassess.results.canonical import parse
from nisassess.results.types import ControlResult, Figures, Gate, PartResult, Results

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = Iterable[Sequence[Cell]]
_OF_A_PLACE = ("control", "title", "part_name")
_ANSWERS = (
    *_OF_A_PLACE,
    "question",
    "prompt",
    "kind",
    "answer",
    "answer_text",
    "answer_description",
    "counts",
    "answered_by",
    "answered_at",
)
_EVIDENCE = (
    *_OF_A_PLACE,
    "evidence_id",
    "kind",
    "evidence_title",
    "filename",
    "media_type",
    "size",
    "sha256",
    "owner",
    "location",
    "dated",
    "revision",
    "added_by",
    "added_at",
)
_PLAN = (
    *_OF_A_PLACE,
    "state",
    "target",
    "level",
    "measure",
    "owner",
    "until",
    "cost_class",
    "measure_state",
    "measure_reason",
)
_GROUPS = (
    "group",
    "group_title",
    "completeness",
    "attainment",
    "level",
    "met",
    "below",
    "open",
    "not_applicable",
)
_WIDE = {
    "answers",
    "justification",
    "not_applicable_reason",
    "evidence",
    "measure",
    "measure_reason",
    "references",
    "prompt",
    "answer_description",
    "title",
    "group_title",
    "evidence_title",
}


def workbook(document: bytes) -> bytes:
    """The bytes of the xlsx file; raises pydantic.ValidationError if it is no sealed results."""
    results = parse(document)
    words = export_words(results.language)
    book = new_workbook()
    _summary(book.create_sheet(words("sheet.summary")), results, digest_of(document), words)
    tables: dict[str, tuple[Sequence[str], Rows]] = {
        "controls": (columns_of(results, OF_THE_PART), part_rows(results)),
        "answers": (_ANSWERS, _answers(results)),
        "evidence": (_EVIDENCE, _evidence(results)),
        "plan": (columns_of(results, _PLAN), _plan(results)),
    }
    for name, (columns, rows) in tables.items():
        _Table(book.create_sheet(words(f"sheet.{name}")), words).fill(columns, rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Table:
    """A sheet while it is filled."""

    def __init__(self, sheet: "Worksheet", words: Words) -> None:
        self._sheet = sheet
        self._words = words

    def fill(self, columns: Sequence[str], rows: Rows, first: int = 1) -> None:
        """A table from a row on; with its header at the top, it stays in view."""
        from openpyxl.utils import get_column_letter

        for number, column in enumerate(columns, 1):
            put(self._sheet.cell(first, number), self._words(f"column.{column}"), HEADER)
            letter = get_column_letter(number)
            self._sheet.column_dimensions[letter].width = 50 if column in _WIDE else 18
        last = self.write(rows, first + 1)
        if first == 1:
            self._sheet.freeze_panes = "A2"
            self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"

    def write(self, rows: Rows, first: int) -> int:
        """Rows from a row on; the number of the last one."""
        last = first - 1
        for last, row in enumerate(rows, first):
            for column, value in enumerate(row, 1):
                self._write(last, column, value)
        return last

    def _write(self, row: int, column: int, value: Cell) -> None:
        cell = self._sheet.cell(row, column)
        if isinstance(value, int | float):
            cell.style = TEXT
            cell.value = value
            return
        text = value or ""
        if len(text) > LONGEST_CELL:
            mark = f" […] {self._words('cell.too_long')}"
            text = text[: LONGEST_CELL - len(mark)] + mark
        put(cell, text, TEXT)


def _summary(sheet: "Worksheet", results: Results, digest: str, words: Words) -> None:
    table = _Table(sheet, words)
    facts = [(words(f"fact.{name}"), value) for name, value in _facts(results, digest, words)]
    last = table.write(facts, 1)
    for row in range(1, last + 1):
        sheet.cell(row, 1).style = HEADER
    groups = [_group(group.id, group.title, group.figures) for group in results.groups]
    table.fill(_GROUPS, groups, last + 2)
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 70


def _group(id_: str, title: str, figures: Figures) -> Sequence[Cell]:
    return (
        id_,
        title,
        figures.completeness,
        figures.attainment,
        figures.level,
        figures.met,
        figures.below,
        figures.open,
        figures.not_applicable,
    )


def _facts(results: Results, digest: str, words: Words) -> Iterator[tuple[str, Cell]]:
    profile, approval = results.profile, results.approval
    yield "declared", words("declared.yes") if results.self_declared else words("declared.no")
    yield "operator", results.operator.name
    yield "title", results.title
    yield "scope", results.scope.name
    yield "period", f"{results.period_from} – {results.period_until}"
    yield "submission", results.submission
    yield "version", results.version
    yield "marking", results.marking.replace("_", "+").upper()
    yield "digest", digest
    yield "addressee", results.release.addressee
    yield "released", f"{results.release.released_at}, {results.release.signatory}"
    yield "approval", f"{approval.body}, {approval.resolution}, {approval.resolved_on}"
    yield "reservations", approval.reservations
    yield "profile", f"{profile.title} ({profile.id} {profile.version})"
    yield "method", f"{profile.scoring_method} {profile.scoring_version}"
    if results.opening is not None:
        yield "opening", f"{results.opening.label}, {results.opening.dated}"
    figures = results.figures
    yield "completeness", figures.completeness
    yield "attainment", figures.attainment
    yield "attainment_at_least", figures.attainment_at_least
    yield "level", figures.level
    yield "value", figures.value
    for gate in _gates(results):
        yield "gate", f"{gate.title}: {words.code('gate', gate.state)}"
    if results.outcome is not None:
        yield "outcome", results.outcome.words


def _gates(results: Results) -> Iterator[Gate]:
    yield from results.gates
    for group in results.groups:
        yield from group.gates


def _places(results: Results) -> Iterator[tuple[ControlResult, PartResult, Sequence[Cell]]]:
    names = {part.id: part.name for part in results.scope.parts}
    for group in results.groups:
        for control in group.controls:
            for part in control.parts:
                name = names.get(part.part, part.part)
                yield control, part, (control.id, control.title, name)


def _answers(results: Results) -> Iterator[Sequence[Cell]]:
    for _, part, place in _places(results):
        counted = {given.ref: given.value for given in part.trace.inputs}
        for answer in part.answers:
            yield (
                *place,
                answer.question,
                answer.prompt,
                answer.kind,
                answer.answer,
                answer.answer_text,
                answer.answer_description,
                counted.get(answer.question),
                answer.answered_by,
                answer.answered_at,
            )


def _evidence(results: Results) -> Iterator[Sequence[Cell]]:
    for _, part, place in _places(results):
        for one in part.evidence:
            yield (
                *place,
                one.id,
                one.kind,
                one.title,
                one.filename,
                one.media_type,
                one.size,
                one.digest,
                one.owner,
                one.location,
                one.dated,
                one.revision,
                one.added_by,
                one.added_at,
            )


def _plan(results: Results) -> Iterator[Sequence[Cell]]:
    """Every gap, with its measure or without one, and every other planned measure."""
    for control, part, place in _places(results):
        measure = part.measure
        if measure is None and part.state != "below":
            continue
        cells = planned(measure)
        plan = (cells[column] for column in columns_of(results, tuple(cells))) if measure else ()
        yield (*place, part.state, control.target, part.level, *plan)
