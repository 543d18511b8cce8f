"""Use cases of an authority's register of entities."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import checked_id, new_id
from nisassess.kit.pagination import PageRequest
from nisassess.operators import repository as operators
from nisassess.operators.types import OperatorFilter, OperatorRow
from nisassess.plugins import PluginRegistry
from nisassess.requests.types import name_key
from nisassess.supervision import repository
from nisassess.supervision import repository_register as entries
from nisassess.supervision.register_csv import parse
from nisassess.supervision.register_types import (
    EntryRow,
    Line,
    NewEntry,
    Parsed,
    RegisterFilter,
    Report,
)
from nisassess.supervision.types import NewListing

MOST_SHOWN = 500
_MOST_CANDIDATES = 5
_PAGE = 1000


def authority_of(actor: Actor, authority_id: str | None) -> str:
    """Whose register is meant: the actor's one, or that which is named.

    Raises Forbidden, NotFound and ValidationFailed (which of several?).
    """
    own = actor.organisations(Permission.REGISTER_MANAGE)
    if not own:
        raise Forbidden
    if authority_id is None and len(own) > 1:
        message = f"must say for which of your authorities: {', '.join(own)}"
        raise ValidationFailed([Issue("authority", "missing", message)])
    if authority_id is not None and authority_id not in own:
        raise NotFound("authority")
    return authority_id or own[0]


async def take(
    database: Database,
    registry: PluginRegistry,
    actor: Actor,
    body: bytes,
    authority_id: str,
    *,
    preview: bool,
) -> Report:
    """Import a file, or tell what that would do; a file with a fault changes nothing."""
    known = frozenset(kind.subsector for kind in registry.entity_types.values())
    parsed = await asyncio.to_thread(parse, body, known, today())
    if preview or parsed.fault_count:
        return (await _compared(authority_id, parsed)).report

    async def work() -> Report:
        await entries.hold(authority_id)
        found = await _compared(authority_id, parsed)
        await _write(actor, authority_id, found)
        return found.report

    report = await database.write(work)
    report.imported = True
    return report


@dataclass(slots=True)
class _Compared:
    report: Report
    put: list[tuple[str, NewEntry]]
    """New and changed entries under their ids."""
    decided: list[tuple[str, NewEntry]]
    """Those whose decision is new or another, under the ids of the entries."""
    listed: list[tuple[str, NewEntry]]
    """Those of them that are tied, under the ids of their operators."""


async def _compared(authority_id: str, parsed: Parsed) -> _Compared:
    report = Report(lines=len(parsed.lines), faults=parsed.faults, fault_count=parsed.fault_count)
    found = _Compared(report, [], [], [])
    there = await entries.known(authority_id, [one.entry.national_number for one in parsed.lines])
    for line in parsed.lines:
        _compare(found, line, there.get(line.entry.national_number))
    return found


def _compare(found: _Compared, line: Line, before: EntryRow | None) -> None:
    report, entry = found.report, line.entry
    outcome = "new" if before is None else "unchanged" if before.entry == entry else "changed"
    setattr(report, outcome, getattr(report, outcome) + 1)
    if len(report.shown) < MOST_SHOWN:
        report.shown.append((line.number, entry.national_number, entry.name, outcome))
    if outcome == "unchanged":
        return
    id_ = before.id if before else new_id("ent")
    found.put.append((id_, entry))
    if before is None or before.entry.decision != entry.decision:
        report.decided += 1
        found.decided.append((id_, entry))
        if before is not None and before.operator_id is not None:
            found.listed.append((before.operator_id, entry))


async def _write(actor: Actor, authority_id: str, found: _Compared) -> None:
    at = now()
    await entries.put(actor, authority_id, found.put, at)
    await entries.add_decisions(actor, found.decided, at)
    await entries.add_listings(actor, authority_id, found.listed, at)
    await record(
        actor,
        "register.import",
        authority_id,
        organisation_id=authority_id,
        new=found.report.new,
        changed=found.report.changed,
        unchanged=found.report.unchanged,
    )


async def tie(database: Database, actor: Actor, entry_id: str, operator_id: str | None) -> EntryRow:
    """Say which operator an entry is, or that it is none after all.

    The entry's decision becomes the operator's listing. Raises NotFound, Forbidden (not competent)
    and StateRefused (`tied_already`).
    """

    async def work() -> None:
        row = await entries.entry(actor, entry_id)
        if row is None or not actor.may(Permission.REGISTER_MANAGE, row.authority_id):
            raise NotFound("entry")
        if operator_id is not None:
            await _check_operator(actor, row, operator_id)
        await entries.tie(actor, row, operator_id, now())
        if operator_id is not None:
            await _list(actor, row, operator_id)
        await record(
            actor,
            "register.tie",
            row.id,
            organisation_id=row.authority_id,
            operator_id=operator_id,
        )

    await database.write(work)
    found = await entries.entry(actor, entry_id)
    if found is None:
        raise NotFound("entry")
    return found


async def _check_operator(actor: Actor, row: EntryRow, operator_id: str) -> None:
    checked_id("opr", operator_id, "operator")
    operator = await operators.operator(actor, operator_id)
    if operator is None:
        raise NotFound("operator")
    if row.authority_id not in await repository.recording_authorities(actor, operator):
        raise Forbidden("Your authority is not competent for this operator.")
    other = await entries.of_operator(actor, operator_id)
    if other is not None and other.id != row.id and other.authority_id == row.authority_id:
        message = (
            f"The operator is tied to {other.entry.national_number} already; untie that first."
        )
        raise StateRefused("tied_already", message)


async def _list(actor: Actor, row: EntryRow, operator_id: str) -> None:
    """The decision becomes a listing, unless the authority listed the same last."""
    entry = row.entry
    for listing in await repository.listings(actor, operator_id):
        if listing.authority.id == row.authority_id:
            told = (listing.status.value, listing.decided_on, listing.reason)
            if told == entry.decision[:3]:
                return
            break
    await entries.add_listings(actor, row.authority_id, [(operator_id, entry)], now())


async def follow_listing(actor: Actor, authority_id: str, listing: NewListing) -> None:
    """Let the entry of an operator say what its authority listed, inside the write."""
    row = await entries.of_operator(actor, listing.operator_id)
    if row is None or row.authority_id != authority_id:
        return
    decided = replace(
        row.entry,
        status=listing.status,
        reason=listing.reason,
        citation=listing.citation or "",
        decided_on=listing.decided_on,
    )
    if decided != row.entry:
        await entries.put(actor, authority_id, [(row.id, decided)], now())
        await entries.add_decisions(actor, [(row.id, decided)], now())


async def candidates(actor: Actor, row: EntryRow) -> list[OperatorRow]:
    """Operators that an entry may be: those that registered its number come first."""
    narrowed = OperatorFilter(row.entry.country, None, row.entry.name)
    found = list(await operators.operators(actor, narrowed, PageRequest(_MOST_CANDIDATES, None)))
    numbers = await entries.numbers_of([one.id for one in found])
    found.sort(key=lambda one: numbers.get(one.id) != row.entry.national_number)
    return found[:_MOST_CANDIDATES]


async def everything(actor: Actor, authority_id: str) -> AsyncIterator[list[EntryRow]]:
    """A whole register, some entries at a time."""
    after: tuple[str, str] | None = None
    while True:
        request = PageRequest(_PAGE, after)
        rows = await entries.entries(actor, RegisterFilter(), request, authority_id)
        yield rows[:_PAGE]
        if len(rows) <= _PAGE:
            return
        last = rows[_PAGE - 1]
        after = (name_key(last.entry.name), last.id)
