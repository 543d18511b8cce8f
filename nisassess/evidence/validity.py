"""How long evidence counts: who sets it, and who is told before it runs out."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.evidence import repository
from nisassess.evidence.types import EvidenceRow, Expiring
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.kit.ids import checked_id
from nisassess.notifications.telling import NoticeKind, tell, tell_role

EARLY, LATE = timedelta(days=30), timedelta(days=7)
"""How long before its last day people are told, each once."""
_EARLIEST = date(1990, 1, 1)
_LONGEST = timedelta(days=366 * 50)
_CHUNK = 50

Places = Callable[[Sequence[str]], Awaitable[Mapping[str, str]]]
"""The page on which each piece of evidence is seen, by its id; the slice above knows them."""


async def set_validity(
    database: Database, actor: Actor, evidence_id: str, until: date | None
) -> EvidenceRow:
    """Set the last day on which evidence counts, or take it away.

    What is sealed already keeps what it says. Raises NotFound and ValidationFailed.
    """
    checked_id("evd", evidence_id, "evidence")
    last = today() + _LONGEST
    if until is not None and not _EARLIEST <= until <= last:
        message = f"must be from {_EARLIEST.isoformat()} to {last.isoformat()}"
        raise ValidationFailed([Issue("validUntil", "out_of_range", message)])

    async def work() -> EvidenceRow:
        if not await repository.set_validity(actor, evidence_id, until):
            raise NotFound("evidence")
        row = await repository.evidence(actor, evidence_id)
        if row is None:
            raise NotFound("evidence")
        told = until.isoformat() if until else None
        await record(
            actor, "evidence.validity", row.id, organisation_id=row.operator_id, until=told
        )
        return row

    return await database.write(work)


async def remind(database: Database, places: Places, day: date) -> None:
    """Daily work: tell who brought evidence, and the coordinators, that it runs out."""
    after = ""
    while chunk := await repository.expiring(day, day + EARLY, after, _CHUNK):
        found = await places([one.id for one in chunk])
        await database.write(partial(_tell, chunk, found, day))
        after = chunk[-1].id


async def _tell(chunk: Sequence[Expiring], places: Mapping[str, str], day: date) -> None:
    for one in chunk:
        near = one.valid_until - day <= LATE
        once = f"{one.id}:{one.valid_until.isoformat()}:{'late' if near else 'early'}"
        path, until = places.get(one.id, "/"), one.valid_until.isoformat()
        await tell(
            NoticeKind.EVIDENCE_EXPIRING,
            [one.added_by_id],
            organisation_id=one.operator_id,
            subject=one.title,
            path=path,
            once=once,
            until=until,
        )
        await tell_role(
            NoticeKind.EVIDENCE_EXPIRING,
            one.operator_id,
            Permission.ASSIGNMENT_MANAGE,
            subject=one.title,
            path=path,
            once=once,
            until=until,
        )
