"""All queries of evidence."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from nisassess.access import Actor
from nisassess.evidence.models import Evidence
from nisassess.evidence.policy import READ, UPLOAD, require_add
from nisassess.evidence.types import EvidenceKind, EvidenceRow, Expiring
from nisassess.kit.database import fetch
from nisassess.kit.pagination import Page, PageRequest, make_page


def as_date(value: Any) -> date:
    """A date as the driver gave it: SQLite hands over text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


_COLUMNS = EvidenceRow.__slots__
# The columns are our own names, never input.
_INSERT = f"""
INSERT INTO evidence ({", ".join(_COLUMNS)})
VALUES ({", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))})
ON CONFLICT DO NOTHING RETURNING id
"""  # noqa: S608


async def add(row: EvidenceRow) -> bool:
    """Add evidence that `prepare_reference` made, inside the caller's transaction.

    False, and nothing is changed, when that revision of the series is there already.
    """
    values = (getattr(row, column) for column in _COLUMNS)
    added = await fetch(
        _INSERT, *(value.value if isinstance(value, EvidenceKind) else value for value in values)
    )
    return bool(added)


async def add_revision(actor: Actor, row: EvidenceRow) -> tuple[EvidenceRow, bool]:
    """Add a file as the next revision of its series, unless the latest one has the same bytes.

    Returns the row that stands for the bytes and whether it was added; raises NotFound for
    another's operator. When another process adds the same revision at the same time, its row is
    waited for and looked at again.
    """
    require_add(actor, row)
    while True:
        latest = await _latest(row)
        if latest is not None and latest.digest == row.digest:
            return latest, False
        candidate = replace(row, revision=latest.revision + 1 if latest else 1)
        if await add(candidate):
            return candidate, True


async def _latest(row: EvidenceRow) -> EvidenceRow | None:
    rows = (
        await Evidence.filter(operator_id=row.operator_id, series=row.series)
        .order_by("-revision")
        .limit(1)
        .values(*_COLUMNS)
    )
    return _row(rows[0]) if rows else None


async def evidence(actor: Actor, evidence_id: str) -> EvidenceRow | None:
    """Evidence that the actor may read."""
    rows = await by_ids(actor, [evidence_id])
    return rows.get(evidence_id)


async def by_ids(actor: Actor, evidence_ids: Iterable[str]) -> dict[str, EvidenceRow]:
    """Those of the evidence that the actor may read, by their ids."""
    rows = await Evidence.filter(
        id__in=list(evidence_ids), operator_id__in=actor.organisations(READ)
    ).values(*_COLUMNS)
    return {row["id"]: _row(row) for row in rows}


async def page(actor: Actor, operator_id: str, request: PageRequest) -> Page[EvidenceRow] | None:
    """An operator's evidence, newest first; None when the actor may not read it."""
    if not actor.may(READ, operator_id):
        return None
    query = Evidence.filter(operator_id=operator_id)
    if request.after:
        query = query.filter(id__lt=request.after[0])
    rows = await query.order_by("-id").limit(request.first + 1).values(*_COLUMNS)
    return make_page([_row(row) for row in rows], request, lambda row: (row.id,))


async def set_validity(actor: Actor, evidence_id: str, until: date | None) -> bool:
    """Set the last day of evidence of an operator for which the actor may upload."""
    changed = await Evidence.filter(
        id=evidence_id, operator_id__in=actor.organisations(UPLOAD)
    ).update(valid_until=until)
    return bool(changed)


_EXPIRING = """
SELECT e.id, e.operator_id, e.title, e.valid_until, e.added_by_id
FROM evidence e
WHERE e.valid_until >= $1 AND e.valid_until <= $2 AND e.id > $3
    AND NOT EXISTS (SELECT 1 FROM evidence later
                    WHERE later.operator_id = e.operator_id AND later.series = e.series
                        AND later.revision > e.revision)
ORDER BY e.id LIMIT $4
"""


async def expiring(first: date, last: date, after: str, limit: int) -> list[Expiring]:
    """Evidence whose last day lies between two days and that has no later revision, by id.

    For the installation's daily work: of all operators.
    """
    return [
        Expiring(**{**row, "valid_until": as_date(row["valid_until"])})
        for row in await fetch(_EXPIRING, first, last, after, limit)
    ]


def _row(values: dict[str, Any]) -> EvidenceRow:
    return EvidenceRow(**{**values, "kind": EvidenceKind(values["kind"])})
