"""Queries of an authority's register of entities: each a fixed number of statements, or one for
every few hundred lines of a file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.identity.repository import as_datetime
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.ids import is_id, new_id
from nisassess.kit.pagination import PageRequest
from nisassess.operators.types import StatusValue
from nisassess.requests.types import name_key
from nisassess.supervision.register_types import DecisionRow, EntryRow, NewEntry, RegisterFilter

_BATCH = 400
_COLUMNS = (
    "id, authority_id, national_number, name, country, subsector, contact_email, status, reason, "
    "citation, decided_on, operator_id, updated_at, updated_by"
)
_SELECT = f"SELECT {_COLUMNS} FROM register_entry"  # noqa: S608
_NUMBERS = "SELECT id, national_number FROM registration"
_UPSERT = """
INSERT INTO register_entry (id, authority_id, national_number, name, name_key, country, subsector,
    contact_email, status, reason, citation, decided_on, updated_at, updated_by)
VALUES {rows}
ON CONFLICT (authority_id, national_number) DO UPDATE SET name = excluded.name,
    name_key = excluded.name_key, country = excluded.country, subsector = excluded.subsector,
    contact_email = excluded.contact_email, status = excluded.status, reason = excluded.reason,
    citation = excluded.citation, decided_on = excluded.decided_on,
    updated_at = excluded.updated_at, updated_by = excluded.updated_by
"""
_DECISIONS = """
INSERT INTO entry_decision
    (id, entry_id, status, reason, citation, decided_on, recorded_at, recorded_by)
VALUES {rows}
"""
_LISTINGS = """
INSERT INTO listing (id, operator_id, authority_id, status, reason, citation, decided_on,
    recorded_at, recorded_by)
VALUES {rows}
"""


async def hold(authority_id: str) -> None:
    """Let imports into one register happen one after another, first of all inside the write."""
    await locked("SELECT id FROM organisation locked_row WHERE id = $1", authority_id)


async def known(authority_id: str, numbers: Sequence[str]) -> dict[str, EntryRow]:
    """Entries by number, for whoever may fill the register."""
    found: dict[str, EntryRow] = {}
    for some in _batches(numbers):
        places = ", ".join(f"${place + 2}" for place in range(len(some)))
        rows = await fetch(
            f"{_SELECT} WHERE authority_id = $1 AND national_number IN ({places})",
            authority_id,
            *some,
        )
        found |= {row["national_number"]: _entry(row) for row in rows}
    return found


async def put(
    actor: Actor, authority_id: str, entries: Sequence[tuple[str, NewEntry]], at: datetime
) -> None:
    """Add entries under their ids, or replace those of the same number."""
    if not actor.may(Permission.REGISTER_MANAGE, authority_id):
        return
    for some in _batches(entries):
        await _insert(
            _UPSERT,
            [
                (
                    id_,
                    authority_id,
                    one.national_number,
                    one.name,
                    name_key(one.name),
                    one.country,
                    one.subsector,
                    one.contact_email,
                    one.status.value,
                    one.reason,
                    one.citation,
                    one.decided_on,
                    at,
                    actor.name,
                )
                for id_, one in some
            ],
        )


async def add_decisions(
    actor: Actor, entries: Sequence[tuple[str, NewEntry]], at: datetime
) -> None:
    """Add to the history of entries."""
    for some in _batches(entries):
        await _insert(
            _DECISIONS,
            [
                (
                    new_id("dec"),
                    id_,
                    one.status.value,
                    one.reason,
                    one.citation,
                    one.decided_on,
                    at,
                    actor.name,
                )
                for id_, one in some
            ],
        )


async def add_listings(
    actor: Actor, authority_id: str, decided: Sequence[tuple[str, NewEntry]], at: datetime
) -> None:
    """List the operators that entries are tied to, as the entries say."""
    if not actor.may(Permission.REGISTER_MANAGE, authority_id):
        return
    for some in _batches(decided):
        await _insert(
            _LISTINGS,
            [
                (
                    new_id("lst"),
                    operator_id,
                    authority_id,
                    one.status.value,
                    one.reason,
                    one.citation or None,
                    one.decided_on,
                    at,
                    actor.name,
                )
                for operator_id, one in some
            ],
        )


async def _insert(sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    width = len(rows[0])
    places = ", ".join(
        f"({', '.join(f'${row * width + place + 1}' for place in range(width))})"
        for row in range(len(rows))
    )
    await execute(sql.replace("{rows}", places), *(value for row in rows for value in row))


async def entry(actor: Actor, entry_id: str) -> EntryRow | None:
    """One entry of a register of the actor's authorities."""
    if not is_id("ent", entry_id):
        return None
    rows = await fetch(f"{_SELECT} WHERE id = $1", entry_id)
    if not rows or not actor.may(Permission.REGISTER_READ, rows[0]["authority_id"]):
        return None
    return _entry(rows[0])


async def entries(
    actor: Actor,
    narrowed: RegisterFilter,
    request: PageRequest,
    authority_id: str | None = None,
) -> list[EntryRow]:
    """Entries of the actor's authorities by name; one more than asked for."""
    values: list[Any] = []

    def place(value: Any) -> str:
        values.append(value)
        return f"${len(values)}"

    own = [
        one for one in actor.organisations(Permission.REGISTER_READ) if authority_id in {None, one}
    ]
    terms = [f"authority_id IN ({', '.join(map(place, own)) or 'NULL'})"]
    if narrowed.search:
        part = name_key(narrowed.search)
        for sign in ("\\", "%", "_"):
            part = part.replace(sign, f"\\{sign}")
        number = place(narrowed.search.strip())
        terms.append(
            f"(name_key LIKE {place(f'%{part}%')} ESCAPE '\\' OR national_number = {number})"
        )
    for name in ("status", "country"):
        value = getattr(narrowed, name)
        if value is not None:
            terms.append(f"{name} = {place(str(value))}")
    if narrowed.tied is not None:
        terms.append(f"operator_id IS {'NOT NULL' if narrowed.tied else 'NULL'}")
    if request.after:
        name, id_ = (place(str(one)) for one in request.after)
        terms.append(f"(name_key, id) > ({name}, {id_})")
    where = " AND ".join(terms)
    limit = request.first + 1
    rows = await fetch(f"{_SELECT} WHERE {where} ORDER BY name_key, id LIMIT {limit}", *values)
    return [_entry(row) for row in rows]


async def of_operator(actor: Actor, operator_id: str) -> EntryRow | None:
    """The entry that is tied to an operator, in a register of the actor's authorities."""
    rows = await fetch(f"{_SELECT} WHERE operator_id = $1 ORDER BY id", operator_id)
    return next(
        (_entry(row) for row in rows if actor.may(Permission.REGISTER_READ, row["authority_id"])),
        None,
    )


async def decisions(actor: Actor, entry_id: str) -> tuple[DecisionRow, ...]:
    """The newest decisions on an entry of the actor's authorities, newest first."""
    if await entry(actor, entry_id) is None:
        return ()
    rows = await fetch(
        "SELECT status, reason, citation, decided_on, recorded_at, recorded_by "
        "FROM entry_decision WHERE entry_id = $1 ORDER BY id DESC LIMIT 100",
        entry_id,
    )
    return tuple(
        DecisionRow(
            status=StatusValue(row["status"]),
            reason=row["reason"],
            citation=row["citation"],
            decided_on=_day(row["decided_on"]),
            recorded_at=as_datetime(row["recorded_at"]),
            recorded_by=row["recorded_by"],
        )
        for row in rows
    )


async def tie(actor: Actor, row: EntryRow, operator_id: str | None, at: datetime) -> bool:
    """Say which operator an entry is, or that it is none; False if the actor may not."""
    if not actor.may(Permission.REGISTER_MANAGE, row.authority_id):
        return False
    sql = (
        "UPDATE register_entry SET operator_id = $2, updated_at = $3, updated_by = $4 WHERE id = $1"
    )
    return bool(await execute(sql, row.id, operator_id, at, actor.name))


async def numbers_of(operator_ids: Sequence[str]) -> dict[str, str]:
    """The numbers that operators registered themselves under, by operator."""
    if not operator_ids:
        return {}
    places = ", ".join(f"${place + 1}" for place in range(len(operator_ids)))
    rows = await fetch(f"{_NUMBERS} WHERE id IN ({places})", *operator_ids)
    return {row["id"]: row["national_number"] for row in rows}


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for one in values:
        some.append(one)
        if len(some) == _BATCH:
            yield some
            some = []
    if some:
        yield some


def _entry(row: dict[str, Any]) -> EntryRow:
    return EntryRow(
        id=row["id"],
        authority_id=row["authority_id"],
        entry=NewEntry(
            national_number=row["national_number"],
            name=row["name"],
            country=row["country"],
            subsector=row["subsector"],
            contact_email=row["contact_email"],
            status=StatusValue(row["status"]),
            decided_on=_day(row["decided_on"]),
            reason=row["reason"],
            citation=row["citation"],
        ),
        operator_id=row["operator_id"],
        updated_at=as_datetime(row["updated_at"]),
        updated_by=row["updated_by"],
    )


def _day(value: Any) -> date:
    found: date = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return found
