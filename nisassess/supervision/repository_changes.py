"""Queries of registrations and notices of change."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import orjson

from nisassess.access import Actor, Permission
from nisassess.identity.repository import as_datetime
from nisassess.identity.types import AuthorityRow
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.ids import is_id
from nisassess.kit.pagination import PageRequest
from nisassess.operators import repository as operators
from nisassess.supervision.changes_types import (
    ContactPoint,
    Fact,
    FactChange,
    Facts,
    NoticeRow,
    RegistrationDetails,
    RegistrationRow,
    stored,
)

_REGISTRATION = "SELECT * FROM registration WHERE id = $1"
_INSERT = """
INSERT INTO registration (id, operator_id, version, national_number, address, ip_ranges,
    contact_points, updated_at, updated_by)
VALUES ($1, $1, 1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO NOTHING RETURNING id
"""
_UPDATE = """
UPDATE registration SET version = version + 1, national_number = $3, address = $4,
    ip_ranges = $5, contact_points = $6, updated_at = $7, updated_by = $8
WHERE id = $1 AND version = $2
"""
_NOTICES = """
SELECT n.id AS id, n.operator_id AS operator_id, n.operator_name AS operator_name,
    n.authority_id AS authority_id, a.name AS authority_name, a.country AS authority_country,
    n.changed_on AS changed_on, n.due_on AS due_on, n.note AS note, n.differences AS differences,
    n.sent_at AS sent_at, n.sent_by AS sent_by, n.acknowledged_at AS acknowledged_at,
    n.acknowledged_by AS acknowledged_by
FROM change_notice n JOIN organisation a ON a.id = n.authority_id
"""
_ADD_NOTICE = """
INSERT INTO change_notice (id, operator_id, authority_id, operator_name, changed_on, due_on, note,
    differences, sent_at, sent_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_ACKNOWLEDGE = """
UPDATE change_notice SET acknowledged_at = $2, acknowledged_by = $3
WHERE id = $1 AND acknowledged_at IS NULL
"""


async def registration(actor: Actor, operator_id: str) -> RegistrationRow | None:
    """What an operator that the actor may see has registered."""
    if await operators.operator(actor, operator_id) is None:
        return None
    return await registered(operator_id)


async def registered(operator_id: str) -> RegistrationRow:
    """The same for whoever was found to be allowed."""
    rows = await fetch(_REGISTRATION, operator_id)
    if not rows:
        return RegistrationRow(operator_id, 0, RegistrationDetails())
    row = rows[0]
    details = RegistrationDetails(
        national_number=row["national_number"],
        address=row["address"],
        ip_ranges=tuple(_json(row["ip_ranges"])),
        contact_points=tuple(ContactPoint(**one) for one in _json(row["contact_points"])),
    )
    return RegistrationRow(
        operator_id, row["version"], details, as_datetime(row["updated_at"]), row["updated_by"]
    )


async def save_registration(
    actor: Actor, before: RegistrationRow, details: RegistrationDetails, at: datetime
) -> bool:
    """Replace it if it still has the version; False otherwise."""
    if not actor.may(Permission.OPERATOR_UPDATE, before.operator_id):
        return False
    values = (
        details.national_number,
        details.address,
        _text(list(details.ip_ranges)),
        _text([asdict(one) for one in details.contact_points]),
        at,
        actor.name,
    )
    if before.version == 0:
        return bool(await fetch(_INSERT, before.operator_id, *values))
    return bool(await execute(_UPDATE, before.operator_id, before.version, *values))


async def told(operator_id: str) -> tuple[Facts, date | None] | None:
    """What the authority was told last, and since when something differs; inside a write."""
    rows = await locked(
        "SELECT facts, changed_on FROM told_facts locked_row WHERE id = $1", operator_id
    )
    return (_json(rows[0]["facts"]), _day(rows[0]["changed_on"])) if rows else None


async def keep_told(operator_id: str, facts: Facts, changed_on: date | None) -> None:
    """Keep what the authority was told."""
    await execute(
        "INSERT INTO told_facts (id, operator_id, facts, changed_on) VALUES ($1, $1, $2, $3) "
        "ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, changed_on = excluded.changed_on",
        operator_id,
        _text(facts),
        changed_on,
    )


async def add_notice(actor: Actor, row: NoticeRow) -> None:
    """Add a notice, by somebody who may tell the operator's changes."""
    if actor.may(Permission.CHANGE_NOTIFY, row.operator_id):
        await execute(
            _ADD_NOTICE,
            row.id,
            row.operator_id,
            row.authority.id,
            row.operator_name,
            row.changed_on,
            row.due_on,
            row.note,
            _text(stored(row.changes)),
            row.sent_at,
            row.sent_by,
        )


async def notice(actor: Actor, notice_id: str) -> NoticeRow | None:
    """One notice of the actor's operator, or to the actor's authority."""
    if not is_id("chn", notice_id):
        return None
    rows = [_notice(row) for row in await fetch(f"{_NOTICES} WHERE n.id = $1", notice_id)]
    return next((row for row in rows if _may_see(actor, row)), None)


def _may_see(actor: Actor, row: NoticeRow) -> bool:
    return actor.may(Permission.REGISTER_READ, row.authority.id) or actor.may(
        Permission.OPERATOR_READ, row.operator_id
    )


async def notices(
    actor: Actor, operator_id: str | None, is_open: bool | None, request: PageRequest
) -> list[NoticeRow]:
    """Notices that the actor may see, newest first; one more than asked for."""
    values: list[Any] = []

    def places(given: tuple[str, ...]) -> str:
        values.extend(given)
        start = len(values) - len(given)
        return ", ".join(f"${start + place + 1}" for place in range(len(given))) or "NULL"

    own = places(actor.organisations(Permission.OPERATOR_READ))
    authorities = places(actor.organisations(Permission.REGISTER_READ))
    terms = [f"(n.operator_id IN ({own}) OR n.authority_id IN ({authorities}))"]
    if operator_id is not None:
        terms.append(f"n.operator_id = {places((operator_id,))}")
    if is_open is not None:
        terms.append(f"n.acknowledged_at IS {'NULL' if is_open else 'NOT NULL'}")
    if request.after:
        terms.append(f"n.id < {places((str(request.after[0]),))}")
    where = " AND ".join(terms)
    rows = await fetch(
        f"{_NOTICES} WHERE {where} ORDER BY n.id DESC LIMIT {request.first + 1}", *values
    )
    return [_notice(row) for row in rows]


async def acknowledge(actor: Actor, row: NoticeRow, at: datetime) -> bool:
    """Acknowledge a notice to the actor's authority; False if it is already, or not its."""
    if not actor.may(Permission.REGISTER_MANAGE, row.authority.id):
        return False
    return bool(await execute(_ACKNOWLEDGE, row.id, at, actor.name))


def _notice(row: dict[str, Any]) -> NoticeRow:
    acknowledged = row["acknowledged_at"]
    authority = AuthorityRow(
        row["authority_id"], row["authority_name"], row["authority_country"] or ""
    )
    return NoticeRow(
        id=row["id"],
        operator_id=row["operator_id"],
        operator_name=row["operator_name"],
        authority=authority,
        changed_on=_day(row["changed_on"]) or date.min,
        due_on=_day(row["due_on"]) or date.min,
        note=row["note"],
        changes=tuple(
            FactChange(Fact(one["fact"]), one["before"], one["after"])
            for one in _json(row["differences"])
        ),
        sent_at=as_datetime(row["sent_at"]),
        sent_by=row["sent_by"],
        acknowledged_at=None if acknowledged is None else as_datetime(acknowledged),
        acknowledged_by=row["acknowledged_by"],
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    """JSON as the driver gave it."""
    return orjson.loads(value) if isinstance(value, str | bytes) else value


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
