"""Queries of proposals: answers that a coordinator is to confirm."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nisassess.access import Actor
from nisassess.assessments.models import Proposal
from nisassess.assessments.repository import rows
from nisassess.assessments.types import AssessmentRow, Key, ProposalRow, ProposalState
from nisassess.kit.announcing import announce
from nisassess.kit.database import execute, fetch, send
from nisassess.kit.ids import new_id

_BATCH = 200
_COLUMNS = (
    "control_id, part_id, state, note, reason, version, by_id, by_name, at, decided_by, decided_at"
)
_OF_ASSESSMENT = f"SELECT {_COLUMNS} FROM proposal WHERE assessment_id = $1"  # noqa: S608

# PostgreSQL wants to be told the type of what stands in two places.
# One statement: whether somebody's answers need confirmation is looked up where it is written.
_TOUCH = """
INSERT INTO proposal (id, assessment_id, part_id, control_id, state, version, by_id, by_name, at)
SELECT $1, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), 'open', 1, CAST($5 AS TEXT), $6, $7
WHERE $8 = 1 OR EXISTS (
    SELECT 1 FROM proposal WHERE assessment_id = $2 AND part_id = $3 AND control_id = $4
        AND state = 'confirmed'
) OR COALESCE((
    SELECT CASE WHEN needs_confirmation THEN 1 ELSE 0 END FROM assignment
    WHERE assessment_id = $2 AND person_id = $5 AND (part_id IS NULL OR part_id = $3)
        AND (control_id = $4 OR group_id = $9)
    ORDER BY CASE WHEN control_id IS NULL THEN 1 ELSE 0 END,
        CASE WHEN part_id IS NULL THEN 1 ELSE 0 END LIMIT 1
), 0) = 1
ON CONFLICT (assessment_id, part_id, control_id) DO UPDATE SET
    state = CASE WHEN proposal.state = 'confirmed' THEN 'proposed' ELSE proposal.state END,
    version = proposal.version + 1, by_id = excluded.by_id, by_name = excluded.by_name,
    at = excluded.at, decided_by = NULL, decided_at = NULL
"""


async def touch(actor: Actor, key: Key, group_id: str, at: datetime, *, always: bool) -> None:
    """Note that answers changed which are to be confirmed; none of whom it is not asked.

    Confirmed answers that change go back to proposed, whoever changed them.
    """
    await send(
        _TOUCH,
        new_id("prp"),
        key.assessment_id,
        key.part_id,
        key.control_id,
        actor.id,
        actor.name,
        at,
        int(always),
        group_id,
    )


async def proposals(
    assessment: AssessmentRow, control_id: str | None = None
) -> tuple[ProposalRow, ...]:
    """Proposals of an assessment that the caller was given, all or of one control."""
    sql = _OF_ASSESSMENT if control_id is None else f"{_OF_ASSESSMENT} AND control_id = $2"
    values = (assessment.id,) if control_id is None else (assessment.id, control_id)
    found = map(proposal, await fetch(sql, *values))
    reach = assessment.reach
    return tuple(row for row in found if reach is None or reach.covers(row.control_id, row.part_id))


async def of_several(assessment_ids: Sequence[str]) -> dict[str, list[ProposalRow]]:
    """Proposals of several assessments that the caller was given, by assessment."""
    found: dict[str, list[ProposalRow]] = {id_: [] for id_ in assessment_ids}
    if not assessment_ids:
        return found
    places = ", ".join(f"${number}" for number in range(1, len(assessment_ids) + 1))
    sql = f"SELECT assessment_id, {_COLUMNS} FROM proposal WHERE assessment_id IN ({places})"  # noqa: S608
    for row in await fetch(sql, *assessment_ids):
        found[row["assessment_id"]].append(proposal(row))
    return found


async def propose(actor: Actor, keys: Sequence[Key], note: str | None, at: datetime) -> None:
    """Put answers forward, in as many statements whatever their number up to a batch."""
    for start in range(0, len(keys), _BATCH):
        await Proposal.bulk_create(
            [
                Proposal(
                    id=new_id("prp"),
                    assessment_id=key.assessment_id,
                    part_id=key.part_id,
                    control_id=key.control_id,
                    state=ProposalState.PROPOSED.value,
                    note=note,
                    version=1,
                    by_id=actor.id,
                    by_name=actor.name,
                    at=at,
                )
                for key in keys[start : start + _BATCH]
            ],
            ignore_conflicts=True,
        )
        await _update(
            keys[start : start + _BATCH],
            {
                "state": ProposalState.PROPOSED.value,
                "note": note,
                "reason": None,
                "by_id": actor.id,
                "by_name": actor.name,
                "at": at,
                "decided_by": None,
                "decided_at": None,
            },
        )
    _tell(actor, keys)


_MOST_TOLD = 20


def _tell(actor: Actor, keys: Sequence[Key]) -> None:
    """Announce whose places have news; of many at once only that there are some."""
    for key in keys if len(keys) <= _MOST_TOLD else ():
        place = {"control": key.control_id, "part": key.part_id}
        announce("assessment.assign", key.assessment_id, by_id=actor.id, by=actor.name, **place)
    if len(keys) > _MOST_TOLD:
        announce("assessment.assign", keys[0].assessment_id, by_id=actor.id, by=actor.name)


async def decide(
    actor: Actor, keys: Sequence[Key], state: ProposalState, reason: str | None, at: datetime
) -> None:
    """Confirm answers, or return them with the reason."""
    values = {
        "state": state.value,
        "reason": reason,
        "decided_by": actor.name,
        "decided_at": at,
    }
    for start in range(0, len(keys), _BATCH):
        await _update(keys[start : start + _BATCH], values)
    _tell(actor, keys)


async def _update(keys: Sequence[Key], values: dict[str, Any]) -> None:
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 2))
    first = len(values) + 2
    places = " OR ".join(
        f"(part_id = ${number} AND control_id = ${number + 1})"
        for number in range(first, first + 2 * len(keys), 2)
    )
    await execute(
        f"UPDATE proposal SET {sets}, version = version + 1 "  # noqa: S608
        f"WHERE assessment_id = $1 AND ({places})",
        keys[0].assessment_id,
        *values.values(),
        *(value for key in keys for value in (key.part_id, key.control_id)),
    )


def proposal(row: Any) -> ProposalRow:
    """A proposal."""
    return ProposalRow(
        row["control_id"],
        row["part_id"],
        ProposalState(row["state"]),
        row["note"],
        row["reason"],
        row["version"],
        row["by_id"],
        row["by_name"],
        rows.as_time(row["at"]),
        row["decided_by"],
        None if row["decided_at"] is None else rows.as_time(row["decided_at"]),
    )
