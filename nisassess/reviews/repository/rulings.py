"""Rulings on *not applicable*."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.kit.errors import NotFound, VersionConflict
from nisassess.reviews.models import Ruling
from nisassess.reviews.types import RulingRow

_COLUMNS = RulingRow.__slots__


async def rulings(actor: Actor, case_id: str) -> list[RulingRow]:
    """Rulings on every version of a case of the actor's authority, oldest first."""
    rows = (
        await Ruling.filter(
            case_id=case_id, case__authority_id__in=actor.organisations(Permission.REVIEW_READ)
        )
        .order_by("id")
        .values(*_COLUMNS)
    )
    return [RulingRow(**row) for row in rows]


async def ruling(actor: Actor, ruling_id: str) -> RulingRow:
    """One ruling of the actor's authority; raises NotFound."""
    rows = await Ruling.filter(
        id=ruling_id, case__authority_id__in=actor.organisations(Permission.REVIEW_WRITE)
    ).values(*_COLUMNS)
    if not rows:
        raise NotFound("ruling")
    return RulingRow(**rows[0])


async def told(actor: Actor, case_id: str, until: dict[str, datetime]) -> list[RulingRow]:
    """Rulings that the actor's operator was told: by version, those made until a moment."""
    if not until:
        return []
    rows = (
        await Ruling.filter(
            case_id=case_id,
            submission_id__in=list(until),
            case__operator_id__in=actor.organisations(Permission.SUBMISSION_READ),
        )
        .order_by("id")
        .values(*_COLUMNS)
    )
    return [RulingRow(**row) for row in rows if row["at"] <= until[row["submission_id"]]]


async def rule(row: RulingRow, expected: int) -> RulingRow:
    """Write a ruling on a case that the caller holds; raises VersionConflict."""
    key = _key(row)
    current = await Ruling.filter(**key).values(*_COLUMNS)
    if (current[0]["version"] if current else 0) != expected:
        raise VersionConflict(RulingRow(**current[0]) if current else None)
    written: dict[str, Any] = {
        name: getattr(row, name) for name in _COLUMNS if name not in {*key, "id", "version"}
    }
    if not current:
        await Ruling.create(id=row.id, **key, **written, version=1)
        return replace(row, version=1)
    await Ruling.filter(**key).update(**written, version=expected + 1)
    return replace(row, id=current[0]["id"], version=expected + 1)


async def remove(row: RulingRow, expected: int) -> None:
    """Take a ruling back; raises VersionConflict."""
    if not await Ruling.filter(id=row.id, version=expected).delete():
        raise VersionConflict(row)


def _key(row: RulingRow) -> dict[str, Any]:
    return {
        "case_id": row.case_id,
        "submission_id": row.submission_id,
        "control_id": row.control_id,
        "part": row.part,
    }
