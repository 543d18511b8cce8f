"""Queries of a desk: filtered, sorted, counted, in keyset pages of constant cost.

Where the column of an order may be empty, cases without a value come last, in either direction.
Each of the two stretches walks an index of its own, so that no database sorts tens of thousands.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.kit.database import fetch
from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.kit.pagination import PageRequest
from nisassess.requests.repository.rows import CASE_COLUMNS, case
from nisassess.requests.types import AWAITED, CaseFilter, CaseOrder, CaseRow, CaseState, name_key

_MAY_BE_EMPTY: dict[CaseOrder, Callable[[str], Any]] = {
    CaseOrder.DUE: date.fromisoformat,
    CaseOrder.SUBMITTED: datetime.fromisoformat,
    CaseOrder.ATTAINMENT: float,
    CaseOrder.COMPLETENESS: float,
}
_AWAITED = ", ".join(f"'{state.value}'" for state in AWAITED)
_EXPORT_CHUNK = 500
Key = tuple[str, str, str]
"""Stretch (`a`: with a value, `b`: without), the column's value as text, id."""


@dataclass(slots=True)
class _Where:
    """Conditions with their values; every name in them comes from this module."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """Add a condition whose `{}` stand for the values in turn."""
        places = [f"${len(self.values) + at}" for at, _ in enumerate(values, 1)]
        self.conditions.append(condition.format(*places))
        self.values.extend(values)

    def one_of(self, column: str, values: Iterable[Any]) -> None:
        """Add a condition that a column has one of some values."""
        given = list(values)
        self.add(f"{column} IN ({', '.join('{}' for _ in given)})", *given)

    @property
    def sql(self) -> str:
        """The condition of all."""
        return " AND ".join(self.conditions)

    def copy(self) -> "_Where":
        """Another one to add to."""
        return _Where(list(self.conditions), list(self.values))


def _where(authority_id: str, narrowed: CaseFilter, on: date) -> _Where:
    found = _Where()
    found.add("authority_id = {}", authority_id)
    if narrowed.states:
        found.one_of("state", [state.value for state in narrowed.states])
    else:
        found.add("state <> {}", CaseState.WITHDRAWN.value)
    for name in ("sector", "subsector", "country", "status", "request_id", "officer_id"):
        value = getattr(narrowed, name)
        if value is not None:
            found.add(f"{name} = {{}}", value)
    _add_flags(found, narrowed, on)
    _add_shares(found, narrowed)
    if narrowed.search and narrowed.search.strip():
        found.add("name_key LIKE {} ESCAPE '!'", f"%{_literal(name_key(narrowed.search.strip()))}%")
    if narrowed.ids is not None:
        found.one_of("id", narrowed.ids)
    return found


def _add_flags(found: _Where, narrowed: CaseFilter, on: date) -> None:
    if narrowed.voluntary is not None:
        found.add(f"request_id IS {'' if narrowed.voluntary else 'NOT '}NULL")
    if narrowed.unassigned is not None:
        found.add(f"officer_id IS {'' if narrowed.unassigned else 'NOT '}NULL")
    if narrowed.overdue is not None:
        late = f"(state IN ({_AWAITED}) AND due_on IS NOT NULL AND due_on < {{}})"
        found.add(late if narrowed.overdue else f"NOT {late}", on)


def _add_shares(found: _Where, narrowed: CaseFilter) -> None:
    for name in ("attainment", "completeness"):
        low, high = getattr(narrowed, f"{name}_from"), getattr(narrowed, f"{name}_until")
        if low is not None:
            found.add(f"{name} >= {{}}", float(low))
        if high is not None:
            found.add(f"{name} <= {{}}", float(high))


def _literal(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return text


async def page(
    actor: Actor,
    authority_id: str,
    narrowed: CaseFilter,
    order: CaseOrder,
    *,
    descending: bool,
    request: PageRequest,
    on: date,
) -> list[CaseRow] | None:
    """Cases of an authority of the actor's, one more than asked for; None: invisible."""
    if not actor.may(Permission.DESK_READ, authority_id):
        return None
    where = _where(authority_id, narrowed, on)
    after: Key | None = request.after
    return await _stretches(where, order, descending, after, request.first + 1)


async def _stretches(
    where: _Where, order: CaseOrder, descending: bool, after: Key | None, most: int
) -> list[CaseRow]:
    if order not in _MAY_BE_EMPTY:
        return await _stretch(where, order.value, descending, _start(order, after), most)
    found: list[CaseRow] = []
    if after is None or after[0] == "a":
        filled = where.copy()
        filled.add(f"{order.value} IS NOT NULL")
        found = await _stretch(filled, order.value, descending, _start(order, after), most)
    if len(found) < most:
        empty = where.copy()
        empty.add(f"{order.value} IS NULL")
        start = (str(after[2]),) if after is not None and after[0] == "b" else None
        found += await _stretch(empty, "id", descending, start, most - len(found))
    return found


def _start(order: CaseOrder, after: Key | None) -> tuple[Any, ...] | None:
    if after is None:
        return None
    if order is CaseOrder.NEWEST:
        return (str(after[2]),)
    try:
        return _MAY_BE_EMPTY.get(order, str)(str(after[1])), str(after[2])
    except ValueError as error:
        message = "is not a cursor of this list; use an endCursor that it returned"
        raise ValidationFailed([Issue("after", "bad_cursor", message)]) from error


async def _stretch(
    where: _Where, column: str, descending: bool, start: tuple[Any, ...] | None, most: int
) -> list[CaseRow]:
    columns = ("id",) if column == "id" else (column, "id")
    asked = where.copy()
    if start is not None:
        sign = "<" if descending else ">"
        marks = ", ".join("{}" for _ in start)
        asked.add(f"({', '.join(columns)}) {sign} ({marks})", *start)
    way = " DESC" if descending else ""
    ordered = ", ".join(f"{name}{way}" for name in columns)
    sql = (
        f"SELECT {CASE_COLUMNS}, name_key FROM desk_case "  # noqa: S608
        f"WHERE {asked.sql} ORDER BY {ordered} LIMIT {most}"
    )
    return [case(row) for row in await fetch(sql, *asked.values)]


def key_of(order: CaseOrder, row: CaseRow) -> Key:
    """Where a case stands in an order."""
    if order is CaseOrder.NEWEST:
        return "a", "", row.id
    value = name_key(row.operator_name) if order is CaseOrder.NAME else getattr(row, order.value)
    if value is None:
        return "b", "", row.id
    return "a", value.isoformat() if isinstance(value, date) else str(value), row.id


async def counts(
    actor: Actor, authority_id: str, narrowed: CaseFilter, on: date
) -> dict[CaseState, tuple[int, int]] | None:
    """How many cases there are in each state, and of them overdue; None: invisible."""
    if not actor.may(Permission.DESK_READ, authority_id):
        return None
    where = _where(authority_id, narrowed, on)
    where.values.append(on)
    late = f"state IN ({_AWAITED}) AND due_on IS NOT NULL AND due_on < ${len(where.values)}"
    sql = (
        f"SELECT state, COUNT(*) AS found, "  # noqa: S608
        f"SUM(CASE WHEN {late} THEN 1 ELSE 0 END) AS late "
        f"FROM desk_case WHERE {where.sql} GROUP BY state"
    )
    rows = await fetch(sql, *where.values)
    return {CaseState(row["state"]): (row["found"], row["late"]) for row in rows}


async def stream(
    actor: Actor,
    authority_id: str,
    narrowed: CaseFilter,
    order: CaseOrder,
    *,
    descending: bool,
    on: date,
) -> AsyncIterator[list[CaseRow]]:
    """Every case in chunks, each a statement of its own; nothing if it is invisible."""
    after: tuple[Any, ...] | None = None
    while True:
        request = PageRequest(_EXPORT_CHUNK, after)
        rows = await page(
            actor,
            authority_id,
            narrowed,
            order,
            descending=descending,
            request=request,
            on=on,
        )
        if not rows:
            return
        yield rows[:_EXPORT_CHUNK]
        if len(rows) <= _EXPORT_CHUNK:
            return
        after = key_of(order, rows[_EXPORT_CHUNK - 1])
