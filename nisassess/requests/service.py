"""Use cases of a request: write it down, send it, take it back, give more time."""

from dataclasses import dataclass, replace
from datetime import date

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.catalogues import service as catalogues
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed, VersionConflict
from nisassess.kit.ids import checked_id, new_id
from nisassess.plugins import PluginRegistry
from nisassess.requests.calling import Caller
from nisassess.requests.repository import entities, errands
from nisassess.requests.repository import requests as repository
from nisassess.requests.types import (
    EntityState,
    ErrandKind,
    RequestContent,
    RequestRow,
    RequestState,
)
from nisassess.requests.validation import LAST_DAY, LONGEST_BASIS, check_content, text_fault


@dataclass(frozen=True, slots=True)
class RequestChange:
    """New content; without an id, a new draft."""

    authority_id: str
    content: RequestContent
    request_id: str | None = None
    expected_version: int = 0


async def save(
    database: Database, registry: PluginRegistry, actor: Actor, change: RequestChange
) -> RequestRow:
    """Write a draft down; its profile is pinned as it is installed now.

    Raises NotFound, ValidationFailed, StateRefused when it was sent, and VersionConflict.
    """
    checked_id("aut", change.authority_id, "authority")
    content = _clean(change.content)
    check_content(content, registry, today())
    pinned = catalogues.prepare(registry, registry.profiles[content.profile_id])
    request_id = change.request_id or new_id("req")

    async def work() -> None:
        await catalogues.pin(pinned)
        asked = pinned.digest, pinned.profile.regime
        if change.request_id is None:
            at = now()
            await repository.add(
                actor, request_id, change.authority_id, content, pinned=asked, at=at
            )
        else:
            row = await repository.claim(actor, request_id)
            if row.authority_id != change.authority_id:
                raise NotFound("request")
            _refuse_unless_draft(row)
            _refuse_other_version(row, change.expected_version)
            await repository.replace(row, content, asked)
        await record(
            actor,
            "request.save",
            request_id,
            organisation_id=change.authority_id,
            title=content.title,
            profile=content.profile_id,
        )

    await database.write(work)
    return await _seen(actor, request_id)


def _clean(content: RequestContent) -> RequestContent:
    return replace(
        content,
        title=content.title.strip(),
        purpose=content.purpose.strip(),
        legal_basis=content.legal_basis.strip(),
    )


async def discard(database: Database, actor: Actor, request_id: str) -> None:
    """Remove a draft; raises NotFound, or StateRefused when it was sent."""

    async def work() -> None:
        row = await repository.claim(actor, request_id)
        _refuse_unless_draft(row)
        await repository.remove(row)
        await record(
            actor,
            "request.discard",
            row.id,
            organisation_id=row.authority_id,
            title=row.title,
        )

    await database.write(work)


async def send(caller: Caller, actor: Actor, request_id: str, expected_version: int) -> RequestRow:
    """Call whom it names and was not called yet; the calls are made in the background.

    Raises NotFound, VersionConflict, ValidationFailed and StateRefused.
    """

    async def work() -> str:
        row = await repository.claim(actor, request_id)
        _refuse_withdrawn(row)
        _refuse_other_version(row, expected_version)
        if row.due_on <= today():
            message = f"must be after today, {today()}: give more time first"
            raise ValidationFailed([Issue("dueOn", "out_of_range", message)])
        await entities.name_again(row.id)
        waiting = (await entities.counted(row.id)).get(EntityState.NAMED, 0)
        if waiting == 0:
            message = "Name at least one entity that was not called yet."
            raise StateRefused("nobody_named", message)
        await repository.sent(row, now())
        await record(
            actor, "request.send", row.id, organisation_id=row.authority_id, entities=waiting
        )
        return await errands.add(actor, row.id, ErrandKind.CALL, total=waiting, at=now(), facts={})

    caller.begin(await caller.database.write(work))
    return await _seen(actor, request_id)


async def withdraw(
    caller: Caller, actor: Actor, request_id: str, expected_version: int, reason: str
) -> RequestRow:
    """Take a request back; what was submitted for it stays.

    Raises NotFound, VersionConflict, ValidationFailed and StateRefused.
    """
    fault = text_fault(reason, LONGEST_BASIS, lines=True)
    if fault:
        raise ValidationFailed([Issue("reason", "bad_text", fault)])

    async def work() -> str:
        row = await repository.claim(actor, request_id)
        _refuse_unless_sent(row)
        _refuse_other_version(row, expected_version)
        await errands.finish_others(row.id, now())
        await repository.withdrawn(row, reason.strip())
        await record(
            actor, "request.withdraw", row.id, organisation_id=row.authority_id, reason=reason
        )
        return await _add(actor, row, ErrandKind.WITHDRAW)

    caller.begin(await caller.database.write(work))
    return await _seen(actor, request_id)


async def extend(
    caller: Caller, actor: Actor, request_id: str, expected_version: int, due_on: date
) -> RequestRow:
    """Give everybody who has not submitted yet more time, and tell them.

    Raises NotFound, VersionConflict, ValidationFailed and StateRefused.
    """

    async def work() -> str:
        row = await repository.claim(actor, request_id)
        _refuse_unless_sent(row)
        _refuse_other_version(row, expected_version)
        earliest = max(row.due_on, today())
        if not earliest < due_on <= LAST_DAY:
            message = f"must be after {earliest} and not after {LAST_DAY}"
            raise ValidationFailed([Issue("dueOn", "out_of_range", message)])
        await repository.extended(row, due_on)
        await record(
            actor,
            "request.extend",
            row.id,
            organisation_id=row.authority_id,
            due=[row.due_on.isoformat(), due_on.isoformat()],
        )
        return await _add(actor, row, ErrandKind.EXTEND)

    caller.begin(await caller.database.write(work))
    return await _seen(actor, request_id)


async def _add(actor: Actor, row: RequestRow, kind: ErrandKind) -> str:
    total = await errands.awaited_count(row.id)
    return await errands.add(actor, row.id, kind, total=total, at=now(), facts={})


def _refuse_unless_draft(row: RequestRow) -> None:
    if row.state is not RequestState.DRAFT:
        message = "This request was sent; what it asks stays as it is."
        raise StateRefused("request_sent", message)


def _refuse_unless_sent(row: RequestRow) -> None:
    _refuse_withdrawn(row)
    if row.state is not RequestState.SENT:
        raise StateRefused("request_draft", "This request was not sent yet.")


def _refuse_withdrawn(row: RequestRow) -> None:
    if row.state is RequestState.WITHDRAWN:
        raise StateRefused("request_withdrawn", "This request was withdrawn.")


def _refuse_other_version(row: RequestRow, expected: int) -> None:
    if row.version != expected:
        raise VersionConflict(row)


async def _seen(actor: Actor, request_id: str) -> RequestRow:
    row = await repository.seen(actor, request_id)
    if row is None:
        raise NotFound("request")
    return row
