"""Imports a catalogue's workbook: matched by ids and headers, never by where a cell stands."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from nisassess.catalogues.interchange import content
from nisassess.catalogues.interchange import sheets_columns as tables
from nisassess.catalogues.interchange.bounds import read_bytes
from nisassess.catalogues.interchange.content import Imported
from nisassess.catalogues.interchange.ids import slug
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.sheets_values import (
    control_value,
    inner_rows,
    profile_value,
    row_of,
    several,
)
from nisassess.catalogues.interchange.xlsx import FORMULA, Row, Table, read_tables
from nisassess.catalogues.interchange.xlsx_bounds import LARGEST_WORKBOOK, WorkbookError
from nisassess.sdk import (
    Catalogue,
    ContentError,
    ContentFault,
    Control,
    ControlGroup,
    Profile,
    Source,
)

T = TypeVar("T")
_SUFFIXES = {".xlsx", ".xlsm"}


def is_workbook(path: Path) -> bool:
    """Tell whether a file's name is a workbook's."""
    return path.suffix.lower() in _SUFFIXES


def import_workbook(path: Path) -> Imported:
    """Make content of a workbook; raises ContentError naming sheet, row and column."""
    keys = [headers[0] for headers in tables.HEADERS.values()]
    try:
        found = read_tables(read_bytes(path, LARGEST_WORKBOOK), keys)
    except WorkbookError as error:
        raise ContentError(
            (ContentFault(str(path), error.row, error.sheet, str(error)),)
        ) from error
    return _Import(str(path), found).run()


class _Import:
    def __init__(self, file: str, found: tuple[Table, ...]) -> None:
        self._file = file
        self._report = Report(format="workbook")
        self._faults: list[ContentFault] = []
        self._rows = {name: self._of(found, headers) for name, headers in tables.HEADERS.items()}

    def _of(self, found: tuple[Table, ...], headers: tuple[str, ...]) -> list[Row]:
        rows: list[Row] = []
        for table in found:
            if headers[0] not in table.headers:
                continue
            for header in table.headers:
                if header not in headers:
                    path = f"{table.sheet}: {header}"
                    self._report.left_out(path, "a column that the catalogue does not have")
            rows.extend(row for row in table.rows if row[headers[0]])
        for row in rows:
            for header in row.formulas:
                if header in headers:
                    self._fault(row, header, FORMULA)
        return rows

    def run(self) -> Imported:
        groups = self._groups()
        profiles = self._profiles()
        catalogue = self._catalogue(groups)
        if self._faults or catalogue is None:
            raise ContentError(tuple(self._faults))
        id_ = slug(catalogue.id)
        return content.finish(
            Imported(
                manifest=content.manifest(id_, catalogue.title),
                sector=content.sector(id_, catalogue.title, self._report),
                catalogue=catalogue,
                profiles=profiles,
                report=self._report,
            )
        )

    # --- values ------------------------------------------------------------------------------

    def _make(
        self,
        kind: type[T],
        value: dict[str, Any],
        row: Row,
        inner: dict[str, list[Row]] | None = None,
    ) -> T | None:
        """The value; `inner` holds the rows of other sheets by the entry that is made of them."""
        try:
            return TypeAdapter(kind).validate_python(value)
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                at, key = row_of(row, problem["loc"], inner or {})
                self._fault(at, key, problem["msg"])
        return None

    def _fault(self, row: Row, key: str, message: str) -> None:
        column = row.column(key.replace("_", " "))
        place = f"sheet '{row.sheet}'" + (f", column {column}" if column else "")
        self._faults.append(ContentFault(self._file, row.number, f"{place}: {key}", message))

    def _by(self, name: str) -> dict[str, list[Row]]:
        """The rows of a table by their key, each in the order of the sheet."""
        found: dict[str, list[Row]] = {}
        for row in self._rows[name]:
            found.setdefault(row[tables.HEADERS[name][0]], []).append(row)
        return found

    def _refuse_strangers(self, name: str, known: Iterable[str]) -> None:
        there = set(known)
        for key, rows in self._by(name).items():
            if key not in there:
                header = tables.HEADERS[name][0]
                self._fault(rows[0], header, f"'{key}' is in no other sheet")

    # --- tables ------------------------------------------------------------------------------

    def _catalogue(self, groups: tuple[ControlGroup, ...]) -> Catalogue | None:
        rows = self._rows[tables.CATALOGUE]
        if len(rows) != 1:
            message = f"needs one row under the header 'catalogue id', not {len(rows)}"
            self._faults.append(ContentFault(self._file, 0, f"sheet '{tables.CATALOGUE}'", message))
            return None
        row = rows[0]
        value = {
            "id": row["catalogue id"],
            **{
                key: row[key]
                for key in ("version", "title", "description", "publisher", "language")
            },
            "sources": self._sources(),
            "groups": groups,
        }
        return self._make(Catalogue, value, row)

    def _sources(self) -> tuple[Source, ...]:
        made = (
            self._make(
                Source,
                {
                    "id": row["source id"],
                    "short": row["short"],
                    "title": row["title"],
                    "force": row["force"],
                    "celex": row["celex"] or None,
                    "edition": row["edition"] or None,
                    "addressees": several(row["addressees"]),
                },
                row,
            )
            for row in self._rows[tables.SOURCES]
        )
        return tuple(source for source in made if source is not None)

    def _groups(self) -> tuple[ControlGroup, ...]:
        controls = self._controls()
        known = {row["group id"] for row in self._rows[tables.GROUPS]}
        for row in self._rows[tables.CONTROLS]:
            if row["group"] not in known:
                self._fault(row, "group", f"there is no group '{row['group']}'")
        made = []
        for row in self._once(tables.GROUPS):
            of_group = tuple(controls.get(row["group id"], ()))
            if not of_group:
                self._fault(row, "group id", "has no control in the sheet of controls")
                continue
            value = {
                "id": row["group id"],
                "label": row["label"] or None,
                "title": row["title"],
                "summary": row["summary"],
                "controls": of_group,
            }
            made.append(self._make(ControlGroup, value, row))
        return tuple(group for group in made if group is not None)

    def _once(self, name: str) -> list[Row]:
        """The rows of a table whose keys may not repeat."""
        key = tables.HEADERS[name][0]
        seen: dict[str, Row] = {}
        for row in self._rows[name]:
            if row[key] in seen:
                self._fault(row, key, f"'{row[key]}' stands in row {seen[row[key]].number} too")
            seen.setdefault(row[key], row)
        return list(seen.values())

    def _controls(self) -> dict[str, list[Control]]:
        parts = {name: self._by(name) for name in _OF_CONTROLS}
        rows = self._once(tables.CONTROLS)
        for name in _OF_CONTROLS:
            self._refuse_strangers(name, (row["control id"] for row in rows))
        found: dict[str, list[Control]] = {}
        for row in rows:
            id_ = row["control id"]
            of_control = {name: by.get(id_, []) for name, by in parts.items()}
            value = control_value(row, of_control)
            control = self._make(Control, value, row, inner_rows(of_control))
            if control is not None:
                found.setdefault(row["group"], []).append(control)
        return found

    def _profiles(self) -> tuple[Profile, ...]:
        targets = self._by(tables.TARGETS)
        rows = self._once(tables.PROFILES)
        self._refuse_strangers(tables.TARGETS, (row["profile id"] for row in rows))
        catalogue = [row["catalogue id"] for row in self._rows[tables.CATALOGUE]]
        made = (
            self._make(
                Profile, profile_value(row, targets.get(row["profile id"], []), catalogue), row
            )
            for row in rows
        )
        return tuple(profile for profile in made if profile is not None)


_OF_CONTROLS = (
    tables.GUIDANCE,
    tables.EVIDENCE,
    tables.REFERENCES,
    tables.MAPPINGS,
    tables.QUESTIONS,
    tables.CHOICES,
    tables.BANDS,
)
