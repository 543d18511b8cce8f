"""Reads and writes the register of entities as CSV; pure, and meant for a thread.

Columns by name, in any order: national_number, name, country, subsector, contact_email, status,
decided_on, reason, citation. Separated by commas or semicolons, in UTF-8.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from nisassess.kit.cells import harmless
from nisassess.operators.law import countries
from nisassess.operators.types import StatusValue
from nisassess.supervision.changes import is_email, is_plain
from nisassess.supervision.register_types import EntryRow, Fault, Line, NewEntry, Parsed

COLUMNS = (
    "national_number",
    "name",
    "country",
    "subsector",
    "contact_email",
    "status",
    "decided_on",
    "reason",
    "citation",
)
_NEEDED = frozenset(COLUMNS) - {"subsector", "contact_email", "citation"}
MOST_LINES = 50_000
MOST_FAULTS = 1000
_MOST_COLUMNS = 100
"""Named in a first line that is looked at at all."""
_LONGEST = {
    "national_number": 60,
    "name": 200,
    "country": 2,
    "subsector": 120,
    "contact_email": 254,
    "status": 16,
    "decided_on": 10,
    "reason": 2000,
    "citation": 200,
}
_STATUSES = {one.value: one for one in StatusValue if one is not StatusValue.UNDECIDED}
_BEGAN = date(2023, 1, 16)
"""Directive (EU) 2022/2555 Art. 45; no decision under it can be older."""
_FORMULAS = ("'=", "'+", "'-", "'@")
_EXAMPLE = (
    "FN 123456a",
    "Example Networks AG",
    "AT",
    "energy.electricity",
    "security@example.org",
    "important",
    "2026-03-31",
    "Medium-sized distribution system operator",
    "NIS2 Art. 3(2)",
)


class _Faults:
    """The first faults, and how many there are."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.count = 0

    def add(self, line: int, column: str, code: str, message: str) -> None:
        self.count += 1
        if len(self.kept) < MOST_FAULTS:
            self.kept.append(Fault(line, column, code, message))


def parse(body: bytes, subsectors: frozenset[str], on: date) -> Parsed:
    """Everything in a file that can be entered, and every fault; it takes a while."""
    faults = _Faults()
    lines = tuple(_lines(body, _Checks(faults, subsectors, on), faults))
    return Parsed(lines, tuple(faults.kept), faults.count)


def _lines(body: bytes, checks: "_Checks", faults: _Faults) -> Iterator[Line]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        faults.add(line, "", "bad_encoding", "must be UTF-8; save the file as CSV UTF-8")
        return
    head = text.split("\n", 1)[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [one.strip().lower() for one in next(reader, [])]
        if _has_columns(names, faults):
            cells = ((reader.line_num, one) for one in reader if any(map(str.strip, one)))
            yield from _entries(cells, names, checks, faults)
    except csv.Error as error:
        message = f"cannot be read as CSV ({error}); a quotation mark may be missing"
        faults.add(reader.line_num, "", "bad_csv", message)


def _entries(
    lines: Iterator[tuple[int, list[str]]], names: list[str], checks: "_Checks", faults: _Faults
) -> Iterator[Line]:
    seen: dict[str, int] = {}
    for count, (line, cells) in enumerate(lines):
        if count >= MOST_LINES:
            message = f"must be at most {MOST_LINES} entities; put the rest into another file"
            faults.add(line, "", "too_many", message)
            return
        entry = checks.entry(line, names, cells)
        if entry is None:
            continue
        first = seen.setdefault(entry.national_number, line)
        if first != line:
            message = f"stands on line {first} already; an entity is named once"
            faults.add(line, "national_number", "duplicate", message)
        else:
            yield Line(line, entry)


def _has_columns(names: list[str], faults: _Faults) -> bool:
    before = faults.count
    if len(names) > _MOST_COLUMNS:
        faults.add(1, "", "too_many_columns", f"must name the columns: {', '.join(COLUMNS)}")
        return False
    for missing in sorted(_NEEDED - set(names), key=COLUMNS.index):
        faults.add(1, missing, "missing_column", "is missing from the first line; see the template")
    for name in sorted({one for one in names if names.count(one) > 1}):
        faults.add(1, name, "duplicate_column", "stands in the first line twice")
    for name in sorted(set(names) - set(COLUMNS)):
        message = f"is no column of the register; there are {', '.join(COLUMNS)}"
        faults.add(1, name[:60], "unknown_column", message)
    return faults.count == before


class _Checks:
    """Checks a line, column by column."""

    def __init__(self, faults: _Faults, subsectors: frozenset[str], on: date) -> None:
        self._faults = faults
        self._subsectors = subsectors
        self._on = on
        self._countries = countries()

    def entry(self, line: int, names: list[str], cells: list[str]) -> NewEntry | None:
        """The entity of a line; None if something is wrong in it."""
        before = self._faults.count
        if len(cells) != len(names):
            message = f"must have {len(names)} cells as the first line has, not {len(cells)}"
            self._faults.add(line, "", "wrong_cells", message)
            return None
        given = dict.fromkeys(COLUMNS, "") | {
            name: _unguarded(cell.strip()) for name, cell in zip(names, cells, strict=True)
        }
        for name in COLUMNS:
            for code, message in self._column(name, given[name]):
                self._faults.add(line, name, code, message)
        if self._faults.count > before:
            return None
        return NewEntry(
            national_number=given["national_number"],
            name=given["name"],
            country=given["country"].upper(),
            subsector=given["subsector"],
            contact_email=given["contact_email"],
            status=_STATUSES[given["status"].lower()],
            decided_on=date.fromisoformat(given["decided_on"]),
            reason=given["reason"],
            citation=given["citation"],
        )

    def _column(self, name: str, value: str) -> Iterator[tuple[str, str]]:
        if not value:
            if name in _NEEDED:
                yield "missing", "must not be empty"
            return
        if len(value) > _LONGEST[name]:
            yield "too_long", f"must be at most {_LONGEST[name]} characters"
        elif not is_plain(value, lines=name == "reason"):
            yield "bad_characters", "must be plain text, no control characters"
        elif (check := _RULES.get(name)) is not None:
            yield from check(self, value)

    def country(self, value: str) -> Iterator[tuple[str, str]]:
        if value.upper() not in self._countries:
            yield (
                "unknown_country",
                "must be the two-letter code of a State of the Union or the EEA, such as AT",
            )

    def subsector(self, value: str) -> Iterator[tuple[str, str]]:
        if value not in self._subsectors:
            yield "unknown_subsector", "must be the id of a subsector, such as energy.electricity"

    def email(self, value: str) -> Iterator[tuple[str, str]]:
        if not is_email(value):
            yield "bad_email", "must be one e-mail address"

    def status(self, value: str) -> Iterator[tuple[str, str]]:
        if value.lower() not in _STATUSES:
            yield "unknown_status", f"must be one of {', '.join(_STATUSES)}"

    def day(self, value: str) -> Iterator[tuple[str, str]]:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            yield "bad_date", "must be a day such as 2026-03-31"
            return
        if not _BEGAN <= day <= self._on:
            yield "out_of_range", f"must be from {_BEGAN} to today, {self._on}"


_RULES: dict[str, Callable[[_Checks, str], Iterator[tuple[str, str]]]] = {
    "country": _Checks.country,
    "subsector": _Checks.subsector,
    "contact_email": _Checks.email,
    "status": _Checks.status,
    "decided_on": _Checks.day,
}


def _unguarded(cell: str) -> str:
    """Without the apostrophe by which an export keeps a spreadsheet from computing the cell."""
    return cell[1:] if cell.startswith(_FORMULAS) else cell


def template() -> bytes:
    """The first line, and one entity that does not exist."""
    return written([COLUMNS, _EXAMPLE])


def written(rows: Iterable[Iterable[str]]) -> bytes:
    """Lines as CSV."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def cells_of(row: EntryRow) -> tuple[str, ...]:
    """An entity in the order of the columns."""
    entry = row.entry
    return (
        entry.national_number,
        entry.name,
        entry.country,
        entry.subsector,
        entry.contact_email,
        entry.status.value,
        entry.decided_on.isoformat(),
        entry.reason,
        entry.citation,
    )
