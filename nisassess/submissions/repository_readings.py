"""Queries of who read a submission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.kit.database import fetch, send
from nisassess.kit.ids import is_id, new_id
from nisassess.kit.pagination import PageRequest

_INSERT = """
INSERT INTO reading (id, submission_id, authority_id, authority_name, reader_id, reader_name,
    reader_kind, way, day, at)
SELECT $1, s.id, s.addressee_id, s.addressee_name, $3, $4, $5, $6, $7, $8
FROM submission s WHERE s.id = $2 AND s.addressee_id = $9
ON CONFLICT (submission_id, reader_id, day, way) DO NOTHING
"""
_OPERATOR = "SELECT operator_id FROM submission WHERE id = $1"
_COLUMNS = "id, authority_name, reader_name, reader_kind, way, at"
_FIRST = (
    f"SELECT {_COLUMNS} FROM reading WHERE submission_id = $1 "  # noqa: S608
    "ORDER BY id DESC LIMIT $2"
)
_NEXT = (
    f"SELECT {_COLUMNS} FROM reading WHERE submission_id = $1 AND id < $3 "  # noqa: S608
    "ORDER BY id DESC LIMIT $2"
)


@dataclass(frozen=True, slots=True)
class NewReading:
    """A reading as it happened; it counts if the submission went to one of these authorities."""

    submission_id: str
    reader: Actor
    authorities: tuple[str, ...]
    way: str
    at: datetime


async def add(readings: Iterable[NewReading]) -> None:
    """Add what is not there yet."""
    for one in readings:
        for authority in one.authorities:
            await send(
                _INSERT,
                new_id("rdg"),
                one.submission_id,
                one.reader.id,
                one.reader.name[:200],
                one.reader.kind.value,
                one.way,
                one.at.date(),
                one.at,
                authority,
            )


async def of_submission(
    actor: Actor, submission_id: str, request: PageRequest
) -> list[dict[str, Any]] | None:
    """Readings of a submission of the actor's operator, newest first, one more than asked for.

    None for anybody else, the authority that read it among them.
    """
    if not is_id("sub", submission_id):
        return None
    found = await fetch(_OPERATOR, submission_id)
    if not found or not actor.may(Permission.SUBMISSION_READ, found[0]["operator_id"]):
        return None
    if request.after:
        return await fetch(_NEXT, submission_id, request.first + 1, str(request.after[0]))
    return await fetch(_FIRST, submission_id, request.first + 1)
