"""Use cases of saved views, and the one form in which a desk's filter and order are written.

The same names stand in the address of the desk's page, in the address of an export, and in a saved
view, so that what one shows can be had from the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nisassess.access import Actor, ActorKind, Permission
from nisassess.audit.repository import record
from nisassess.kit.database import Database
from nisassess.kit.errors import (
    Forbidden,
    Issue,
    NotFound,
    StateRefused,
    ValidationFailed,
    VersionConflict,
)
from nisassess.requests.repository import views as repository
from nisassess.requests.types import CaseFilter, CaseOrder, CaseState, ViewRow
from nisassess.requests.validation import LONGEST_NAME, check_filter, text_fault

MOST_VIEWS = 50
_TEXTS = {
    "sector": "sector",
    "subsector": "subsector",
    "country": "country",
    "status": "status",
    "request": "request_id",
    "officer": "officer_id",
    "search": "search",
}
_FLAGS = {"overdue": "overdue", "voluntary": "voluntary", "unassigned": "unassigned"}
_NUMBERS = {
    "attainmentFrom": "attainment_from",
    "attainmentUntil": "attainment_until",
    "completenessFrom": "completeness_from",
    "completenessUntil": "completeness_until",
}
_FORMER = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """What a desk shows, and in which order."""

    narrowed: CaseFilter
    order: CaseOrder
    descending: bool


def read_query(given: Mapping[str, str]) -> DeskQuery:
    """Filter and order of an address; raises ValidationFailed for what is none."""
    issues: list[Issue] = []
    known = {*_TEXTS, *_FLAGS, *_NUMBERS, "state", "sort", "descending"}
    issues += [
        Issue(name[:LONGEST_NAME], "unknown", f"must be one of {', '.join(sorted(known))}")
        for name in given
        if name not in known
    ]
    values: dict[str, Any] = {own: given[name] for name, own in _TEXTS.items() if given.get(name)}
    for name, own in _FLAGS.items():
        values[own] = _flag(given, name, issues)
    for name, own in _NUMBERS.items():
        values[own] = _number(given, name, issues)
    states = _states(given, issues)
    order = _order(given, issues)
    descending = _flag(given, "descending", issues)
    if issues:
        raise ValidationFailed(issues)
    narrowed = CaseFilter(states=states, **values)
    check_filter(narrowed)
    return DeskQuery(narrowed, order, bool(descending))


def _flag(given: Mapping[str, str], name: str, issues: list[Issue]) -> bool | None:
    value = given.get(name)
    if not value:
        return None
    if value not in _FORMER:
        issues.append(Issue(name, "bad_choice", "must be true or false"))
    return _FORMER.get(value)


def _number(given: Mapping[str, str], name: str, issues: list[Issue]) -> float | None:
    value = given.get(name)
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        issues.append(Issue(name, "out_of_range", "must be a number from 0 to 1"))
    return number


def _states(given: Mapping[str, str], issues: list[Issue]) -> tuple[CaseState, ...]:
    names = [one for one in given.get("state", "").split(",") if one]
    if not set(names) <= set(CaseState):
        message = f"must be some of {', '.join(CaseState)}, with commas between"
        issues.append(Issue("state", "bad_choice", message))
        return ()
    return tuple(CaseState(one) for one in dict.fromkeys(names))


_ORDERS = {
    "name": CaseOrder.NAME,
    "due": CaseOrder.DUE,
    "submitted": CaseOrder.SUBMITTED,
    "attainment": CaseOrder.ATTAINMENT,
    "completeness": CaseOrder.COMPLETENESS,
    "subsector": CaseOrder.SUBSECTOR,
    "newest": CaseOrder.NEWEST,
}


def _order(given: Mapping[str, str], issues: list[Issue]) -> CaseOrder:
    name = given.get("sort") or "due"
    if name not in _ORDERS:
        issues.append(Issue("sort", "bad_choice", f"must be one of {', '.join(_ORDERS)}"))
    return _ORDERS.get(name, CaseOrder.DUE)


@dataclass(frozen=True, slots=True)
class ViewChange:
    """A view as it is entered; without an id, a new one."""

    authority_id: str
    name: str
    query: dict[str, str]
    shared: bool
    view_id: str | None = None
    expected_version: int = 0


async def save(database: Database, actor: Actor, change: ViewChange) -> ViewRow:
    """Save a view of the actor's.

    Raises NotFound, Forbidden (a colleague's), ValidationFailed, StateRefused (too many) and
    VersionConflict.
    """
    _require_person(actor)
    name = change.name.strip()
    fault = text_fault(name, LONGEST_NAME)
    if fault:
        raise ValidationFailed([Issue("name", "bad_text", fault)])
    if not actor.may(Permission.DESK_READ, change.authority_id):
        raise NotFound("authority")
    read_query(change.query)

    async def work() -> str:
        other = await repository.named(actor, change.authority_id, name)
        if other is not None and other != change.view_id:
            message = "another view of yours has this name"
            raise ValidationFailed([Issue("name", "duplicate", message)])
        view_id = await _written(actor, change, name)
        await record(
            actor,
            "view.save",
            view_id,
            organisation_id=change.authority_id,
            name=name,
            shared=change.shared,
        )
        return view_id

    return await _seen(actor, await database.write(work))


async def _written(actor: Actor, change: ViewChange, name: str) -> str:
    if change.view_id is None:
        if await repository.count(actor, change.authority_id) >= MOST_VIEWS:
            raise StateRefused("most_views", f"You can keep at most {MOST_VIEWS} views.")
        return await repository.add(
            actor, change.authority_id, name, change.query, shared=change.shared
        )
    row = await _own(actor, change.view_id)
    if row.authority_id != change.authority_id:
        raise NotFound("view")
    if row.version != change.expected_version:
        raise VersionConflict(row)
    await repository.replace(actor, row, name, change.query, shared=change.shared)
    return row.id


async def remove(database: Database, actor: Actor, view_id: str) -> None:
    """Remove a view of the actor's; raises NotFound and Forbidden."""
    _require_person(actor)

    async def work() -> None:
        row = await _own(actor, view_id)
        await repository.remove(actor, row.id)
        await record(actor, "view.remove", row.id, organisation_id=row.authority_id, name=row.name)

    await database.write(work)


async def open_with(
    database: Database, actor: Actor, authority_id: str, view_id: str | None
) -> None:
    """Let the actor's desk open with a view, or with everything; raises NotFound."""
    _require_person(actor)
    if not actor.may(Permission.DESK_READ, authority_id):
        raise NotFound("authority")

    async def work() -> None:
        if view_id is not None:
            row = await _seen(actor, view_id)
            if row.authority_id != authority_id:
                raise NotFound("view")
        await repository.open_with(actor, authority_id, view_id)
        await record(actor, "view.open_with", view_id or authority_id, organisation_id=authority_id)

    await database.write(work)


async def _own(actor: Actor, view_id: str) -> ViewRow:
    row = await _seen(actor, view_id)
    if row.owner_id != actor.id:
        raise Forbidden("This view is a colleague's; save it under a name of yours.")
    return row


async def _seen(actor: Actor, view_id: str) -> ViewRow:
    row = await repository.view(actor, view_id)
    if row is None:
        raise NotFound("view")
    return row


def _require_person(actor: Actor) -> None:
    if actor.kind is not ActorKind.PERSON:
        raise Forbidden("Views are a person's; sign in as one.")
