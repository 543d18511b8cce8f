"""Entities from a CSV file: one a line, by id or by name, with a report of what names nobody."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from nisassess.access import Actor
from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.kit.ids import is_id
from nisassess.operators import repository as operators
from nisassess.operators.types import CompetentFilter, OperatorRow
from nisassess.requests.naming import Namer, open_request
from nisassess.requests.repository import entities
from nisassess.requests.types import (
    EntityRow,
    EntityState,
    LineFault,
    LineReport,
    NamedEntities,
    Obstacle,
    RequestRow,
)

MOST_LINES = 20_000
_LONGEST_LINE = 1000
_CHUNK = 200
_COLUMNS = ("id", "name")
_MESSAGES = {
    LineFault.UNKNOWN: "There is no such operator within your authority's competence.",
    LineFault.TWICE: "This operator stands in the file already.",
    LineFault.NAMED_ALREADY: "The request names this operator already.",
    LineFault.NOT_COMPETENT: (
        "Your authority is not competent for this operator under the law of the request's profile."
    ),
    LineFault.PROFILE_DOES_NOT_FIT: "The request's profile is not written for its entity type.",
    LineFault.AMBIGUOUS: "Several operators have this name; give the id.",
    LineFault.EMPTY: "The line names nobody.",
}


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of a file."""

    named: NamedEntities
    lines: int
    faults: tuple[LineReport, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    id: str
    name: str

    @property
    def text(self) -> str:
        return self.id or self.name


async def name_from_csv(namer: Namer, actor: Actor, request_id: str, text: str) -> FileReport:
    """Name the operators of a file with a column `id` or `name` (or both: the id counts).

    Lines that name nobody are reported, all others are named. Raises NotFound, StateRefused, and
    ValidationFailed for what is no such file.
    """
    row = await open_request(actor, request_id)
    lines = list(_lines(text))
    seen: dict[str, int] = {}
    faults: list[LineReport] = []
    added = already = 0
    for start in range(0, len(lines), _CHUNK):
        chunk = lines[start : start + _CHUNK]
        ids = await _found(namer, actor, row, chunk, seen, faults)
        if ids:
            done = await namer.add(actor, row, ids)
            added, already = added + done.added, already + done.already
    return FileReport(NamedEntities(added, already), len(lines), tuple(faults))


def _lines(text: str) -> Iterator[_Line]:
    if "\0" in text:
        raise _unfit("must be text, without NUL characters")
    stream = io.StringIO(text.removeprefix("﻿"), newline="")
    header = stream.readline()
    separator = ";" if header.count(";") > header.count(",") else ","
    stream.seek(0)
    reader = csv.DictReader(stream, delimiter=separator, strict=True)
    try:
        names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
        if not set(_COLUMNS) & set(names):
            raise _unfit("must begin with a line of column names, with `id` or `name` among them")
        for count, values in enumerate(reader, 1):
            if count > MOST_LINES:
                raise _unfit(f"must have at most {MOST_LINES} lines")
            found = [(values.get(names.get(one) or "") or "").strip() for one in _COLUMNS]
            yield _Line(reader.line_num, *(one[:_LONGEST_LINE] for one in found))
    except csv.Error as error:
        raise _unfit(f"cannot be read as CSV at line {reader.line_num}: {error}") from error


def _unfit(message: str) -> ValidationFailed:
    return ValidationFailed([Issue("csv", "bad_file", message)])


async def _found(  # noqa: PLR0917 - a chunk with what earlier ones left
    namer: Namer,
    actor: Actor,
    row: RequestRow,
    lines: list[_Line],
    seen: dict[str, int],
    faults: list[LineReport],
) -> list[str]:
    known = await _Known.of(actor, row, lines)
    named = await entities.named_already(row.id, known.by_id)
    obstacles = {
        one.entity.operator_id: one.obstacle
        for one in await namer.obstructed(row, map(_entity, known.by_id.values()))
    }
    ids = []
    for line in lines:
        operator_id, fault = known.of_line(line)
        if fault is None:
            fault = _fault(operator_id, seen, named, obstacles)
            seen.setdefault(operator_id, line.number)
        if fault is None:
            ids.append(operator_id)
        else:
            faults.append(LineReport(line.number, line.text, fault, _MESSAGES[fault]))
    return ids


def _fault(
    operator_id: str, seen: dict[str, int], named: set[str], obstacles: dict[str, Obstacle]
) -> LineFault | None:
    if operator_id in seen:
        return LineFault.TWICE
    if operator_id in named:
        return LineFault.NAMED_ALREADY
    found = obstacles.get(operator_id)
    return LineFault(found.value) if found else None


@dataclass(frozen=True, slots=True)
class _Known:
    """Operators within the authority's competence that some lines speak of."""

    by_id: dict[str, OperatorRow]
    by_name: dict[str, list[str]]

    @classmethod
    async def of(cls, actor: Actor, row: RequestRow, lines: list[_Line]) -> "_Known":
        ids = tuple(line.id for line in lines if is_id("opr", line.id))
        names = tuple(line.name for line in lines if line.name and not line.id)
        found: list[OperatorRow] = []
        for narrowed in (CompetentFilter(ids=ids), CompetentFilter(names=names)):
            if narrowed.ids or narrowed.names:
                most = _CHUNK * 5
                found += await operators.within(actor, row.authority_id, narrowed, "", most)
        by_name: dict[str, list[str]] = {}
        for one in found:
            by_name.setdefault(one.details.name, []).append(one.id)
        return cls({one.id: one for one in found}, by_name)

    def of_line(self, line: _Line) -> tuple[str, LineFault | None]:
        """The operator of a line, or why there is none."""
        if not line.text:
            return "", LineFault.EMPTY
        ids = {line.id} & set(self.by_id) if line.id else set(self.by_name.get(line.name, ()))
        if len(ids) > 1:
            return "", LineFault.AMBIGUOUS
        return (ids.pop(), None) if ids else ("", LineFault.UNKNOWN)


def _entity(row: OperatorRow) -> EntityRow:
    place = row.classification
    return EntityRow(
        id="",
        operator_id=row.id,
        state=EntityState.NAMED,
        name=row.details.name,
        country=row.details.country,
        sector=place.sector,
        subsector=place.subsector,
        entity_type=row.details.entity_type,
        regime=place.regime.value if place.regime else None,
    )
