"""Reads an assessment's workbook back: by ids and headers, never by where a cell stands."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice

from nisassess.assessments import workbook_layout as layout
from nisassess.assessments.workbook import (
    AnswerKey,
    SheetAnswer,
    SheetAnswers,
    SheetFault,
    SheetPlace,
    SheetStatement,
    StatementKey,
)
from nisassess.catalogues.interchange.xlsx import FORMULA, Row, Table, read_tables
from nisassess.catalogues.interchange.xlsx_bounds import WorkbookError
from nisassess.sdk import AnswerKind

_YES = {"yes", "y", "x", "true", "1", "ja", "oui"}
_NO = {"", "no", "n", "false", "0", "nein", "non"}
_SERIAL_DAYS = range(20_000, 80_000)
"""Days since 1899-12-30, as spreadsheets count: from 1954 to 2119."""
_TOLD = 20
"""Answers that are named where none of them was given."""


class _Faulty(Exception):
    """What stands in a cell is no answer to its question."""


def read(content: bytes) -> SheetAnswers:
    """What somebody filled in, and every fault."""
    keys = (layout.CONTROL, layout.CHOICE_CONTROL, layout.ABOUT_ASSESSMENT)
    try:
        tables = read_tables(content, keys)
    except WorkbookError as error:
        place = SheetPlace(error.sheet, error.row, error.column)
        return SheetAnswers("", "", (), (), (SheetFault(place, error.message),))
    return _Reading(tables).run()


class _Reading:
    def __init__(self, tables: tuple[Table, ...]) -> None:
        self._faults: list[SheetFault] = []
        self._about = _with(tables, layout.ABOUT_ASSESSMENT)
        self._choices: dict[tuple[str, str], dict[str, str]] = {}
        for row in _rows(_with(tables, layout.CHOICE_CONTROL)):
            key = (_cell(row, layout.CHOICE_CONTROL), _cell(row, layout.CHOICE_QUESTION))
            value = _cell(row, layout.CHOICE_VALUE)
            named = self._choices.setdefault(key, {})
            named[_folded(_cell(row, layout.CHOICE_LABEL))] = value
            named.setdefault(_folded(value), value)
        self._tables = [t for t in _with(tables, layout.CONTROL) if self._is_whole(t)]

    def _is_whole(self, table: Table) -> bool:
        missing = [header for header in layout.NEEDED if header.lower() not in table.headers]
        for header in missing:
            message = f"the column '{header}' is missing; take it from the original"
            self._faults.append(SheetFault(SheetPlace(table.sheet, 0, ""), message))
        return not missing

    def run(self) -> SheetAnswers:
        rows = [row for row in _rows(self._tables) if not self._has_formula(row)]
        answers = tuple(self._answers(rows))
        statements = tuple(self._statements(rows))
        about = next(_rows(self._about), None)
        if about is None or not _cell(about, layout.ABOUT_ASSESSMENT):
            message = f"the sheet '{layout.ABOUT_SHEET}' with the assessment's id is missing"
            self._faults.append(SheetFault(SheetPlace("", 0, ""), message))
        elif not rows:
            message = "no sheet holds answers; they are known by the column 'Control id'"
            self._faults.append(SheetFault(SheetPlace("", 0, ""), message))
        return SheetAnswers(
            assessment_id=_cell(about, layout.ABOUT_ASSESSMENT) if about else "",
            profile_digest=_cell(about, layout.ABOUT_DIGEST) if about else "",
            answers=answers,
            statements=statements,
            faults=tuple(self._faults),
        )

    def _has_formula(self, row: Row) -> bool:
        """A formula's value may be missing or stale: an answer must not be lost by it."""
        found = [header for header in layout.COLUMNS if header.lower() in row.formulas]
        for header in found:
            self._fault(row, header, FORMULA)
        return bool(found)

    def _fault(self, row: Row, header: str, message: str) -> None:
        self._faults.append(SheetFault(_place(row, header), message))

    # --- answers -----------------------------------------------------------------------------

    def _answers(self, rows: list[Row]) -> Iterator[SheetAnswer]:
        seen: dict[AnswerKey, SheetAnswer] = {}
        for row in rows:
            answer = self._answer(row)
            if answer is None:
                continue
            key = (answer.control_id, answer.question_id, answer.part_id)
            before = seen.get(key)
            if before is not None and before.value != answer.value:
                there = f"sheet '{before.place.sheet}', row {before.place.row}"
                self._fault(row, layout.ANSWER, f"says something else than {there}")
            if before is None:
                seen[key] = answer
                yield answer

    def _answer(self, row: Row) -> SheetAnswer | None:
        ids = [_cell(row, h) for h in (layout.CONTROL, layout.QUESTION, layout.PART)]
        headers = (layout.CONTROL, layout.QUESTION, layout.PART)
        for header, id_ in zip(headers, ids, strict=True):
            if not id_:
                self._fault(row, header, "the id is missing; take it from the original")
                return None
        version = self._version(row, layout.ANSWER_VERSION)
        try:
            value = self._value(row, (ids[0], ids[1]))
        except _Faulty as fault:
            self._fault(row, layout.ANSWER, str(fault))
            return None
        if version is None:
            return None
        place = _place(row, layout.ANSWER)
        return SheetAnswer(ids[0], ids[1], ids[2], value, version, place)

    def _version(self, row: Row, header: str) -> int | None:
        text = _cell(row, header)
        if re.fullmatch(r"\d{1,9}", text):
            return int(text)
        self._fault(row, header, "must be the whole number that the original holds")
        return None

    def _value(self, row: Row, key: tuple[str, str]) -> str | None:
        text = _cell(row, layout.ANSWER)
        if not text:
            return None
        choices = self._choices.get(key)
        word = _cell(row, layout.KIND)
        kind = AnswerKind(word) if word in set(AnswerKind) else None
        if kind in layout.SEVERAL and choices:
            return _several(text, choices)
        if choices:
            return _one(text, choices)
        if kind is AnswerKind.NUMBER:
            return _number(text)
        if kind is AnswerKind.DATE:
            return _day(text)
        return text

    # --- statements --------------------------------------------------------------------------

    def _statements(self, rows: list[Row]) -> Iterator[SheetStatement]:
        """Written once for a control and part, in whichever of its rows."""
        gathered: dict[StatementKey, list[Row]] = {}
        for row in rows:
            key = (_cell(row, layout.CONTROL), _cell(row, layout.PART))
            if all(key):
                gathered.setdefault(key, []).append(row)
        for (control, part), of_control in gathered.items():
            version = self._version(of_control[0], layout.STATEMENT_VERSION)
            if version is None:
                continue
            justification, place = self._only(of_control, layout.JUSTIFICATION)
            reason, _ = self._only(of_control, layout.REASON)
            yield SheetStatement(
                control_id=control,
                part_id=part,
                justification=justification or None,
                not_applicable=self._is_not_applicable(of_control),
                reason=reason or None,
                expected_version=version,
                place=place,
                keeps_justification=any(_cell(row, layout.KEPT) for row in of_control),
            )

    def _only(self, rows: list[Row], header: str) -> tuple[str, SheetPlace]:
        """The one text that stands in a column of these rows."""
        found = [(row, text) for row in rows if (text := _cell(row, header))]
        if not found:
            return "", _place(rows[0], header)
        first, text = found[0]
        for row, other in found[1:]:
            if other != text:
                message = f"differs from row {first.number}; write it once for control and part"
                self._fault(row, header, message)
        return text, _place(first, header)

    def _is_not_applicable(self, rows: list[Row]) -> bool:
        text, place = self._only(rows, layout.NOT_APPLICABLE)
        word = _folded(text)
        if word not in _YES | _NO:
            message = f"must be '{layout.YES}' or empty, not '{text[:40]}'"
            self._faults.append(SheetFault(place, message))
        return word in _YES


# --- rows -----------------------------------------------------------------------------------


def _with(tables: tuple[Table, ...], header: str) -> list[Table]:
    return [table for table in tables if header.lower() in table.headers]


def _rows(tables: list[Table]) -> Iterator[Row]:
    """Rows that hold an id; notes below a table are none."""
    for table in tables:
        for row in table.rows:
            if any(_cell(row, h) for h in _IDENTIFYING):
                yield row


_IDENTIFYING = (
    layout.CONTROL,
    layout.QUESTION,
    layout.PART,
    layout.CHOICE_CONTROL,
    layout.ABOUT_ASSESSMENT,
)


def _cell(row: Row, header: str) -> str:
    return row[header.lower()]


def _place(row: Row, header: str) -> SheetPlace:
    return SheetPlace(row.sheet, row.number, row.column(header.lower()))


# --- cells ----------------------------------------------------------------------------------


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _one(text: str, choices: dict[str, str]) -> str:
    value = choices.get(_folded(text))
    if value is None:
        known = "; ".join(islice(choices, _TOLD))[:300]
        raise _Faulty(f"'{text[:60]}' is none of the answers ({known})")
    return value


def _several(text: str, choices: dict[str, str]) -> str:
    """Values in the order of the choices; a label may itself hold a semicolon."""
    if _folded(text) == layout.NONE:
        return layout.NONE
    chosen: set[str] = set()
    for line in filter(None, (line.strip(" •\t") for line in text.splitlines())):
        if _folded(line) in choices:
            chosen.add(choices[_folded(line)])
        else:
            pieces = filter(None, (piece.strip() for piece in line.split(";")))
            chosen.update(_one(piece, choices) for piece in pieces)
    return " ".join(value for value in dict.fromkeys(choices.values()) if value in chosen)


def _number(text: str) -> str:
    """A plain decimal; a comma is taken for a point where there is but one of them."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", plain):
        raise _Faulty(f"must be a number such as 12 or 0.5, not '{text[:40]}'")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise _Faulty(f"must be a number such as 12 or 0.5, not '{text[:40]}'") from None
    shown = f"{number:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) or "0"


def _day(text: str) -> str:
    if re.fullmatch(r"\d{5}", text) and int(text) in _SERIAL_DAYS:
        return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _Faulty(f"must be a day such as 2026-03-31, not '{text[:40]}'") from None
