"""The moves of a case, each inside the write of whoever makes it.

`opened` and `submitted` follow from what an operator did and take no actor: their callers have
checked it. The authority's own moves take the case by `cases.claim` and refuse a state from which
they do not lead.
"""

from datetime import date, datetime

from nisassess.access import Actor, Permission
from nisassess.kit.database import execute, fetch, locked
from nisassess.kit.errors import StateRefused
from nisassess.kit.ids import new_id
from nisassess.requests.repository import cases
from nisassess.requests.types import RECEIVED, CaseRow, CaseState, SubmittedFact, name_key

_OPENED = """
UPDATE desk_case SET state = 'opened', opened_on = $2 WHERE id = $1 AND state = 'requested'
"""
_OF_VERSION = "SELECT id FROM desk_case locked_row WHERE submission_id = $1"
_TIED = """
SELECT id FROM desk_case locked_row
WHERE id = $1 AND operator_id = $2 AND authority_id = $3
  AND state IN ('requested', 'opened', 'returned')
"""
_FITTING = """
SELECT c.id FROM desk_case c
WHERE c.operator_id = $1 AND c.authority_id = $2 AND c.profile_id = $3
  AND c.state IN ('requested', 'opened') AND c.request_id IS NOT NULL
ORDER BY c.due_on, c.id LIMIT 1
"""
_COPIED = (
    "submission_id",
    "submitted_at",
    "operator_name",
    "name_key",
    "country",
    "sector",
    "subsector",
    "entity_type",
    "profile_id",
    "status",
    "completeness",
    "attainment",
)
_SET = ", ".join(f"{name} = ${place}" for place, name in enumerate(_COPIED, 2))
# A version that comes in while somebody has the case goes on with that officer; one that comes
# after the end of a case is for whoever takes it.
_SUBMITTED = f"""
UPDATE desk_case SET
    state = CASE WHEN state IN ('in_review', 'returned') AND officer_id IS NOT NULL
                 THEN 'in_review' ELSE 'submitted' END,
    officer_id = CASE WHEN state = 'closed' THEN NULL ELSE officer_id END,
    officer_name = CASE WHEN state = 'closed' THEN NULL ELSE officer_name END,
    taken_at = CASE WHEN state = 'closed' THEN NULL ELSE taken_at END,
    closed_at = NULL, {_SET}
WHERE id = $1
"""  # noqa: S608
_VOLUNTARY = f"""
INSERT INTO desk_case (id, {", ".join(_COPIED)}, authority_id, operator_id, state, reminders)
VALUES ({", ".join(f"${place}" for place in range(1, len(_COPIED) + 4))}, 'submitted', 0)
"""  # noqa: S608


async def opened(case_id: str, on: date) -> None:
    """The operator began an assessment for it; said once, and never taken back."""
    await execute(_OPENED, case_id, on)


async def submitted(fact: SubmittedFact, case_id: str | None) -> str:
    """Move or make the case of a submission; returns its id.

    A next version goes to the case of the version before, an answer to the case that it is tied
    to, and everything else opens a case of its own.
    """
    found = await _target(fact, case_id)
    if found is not None:
        await execute(_SUBMITTED, found, *_copied(fact))
        return found
    made = new_id("cas")
    await execute(_VOLUNTARY, made, *_copied(fact), fact.authority_id, fact.operator_id)
    return made


async def fitting(operator_id: str, authority_id: str, profile_id: str) -> str | None:
    """The case that a submission from elsewhere answers: the earliest due by the same profile."""
    rows = await fetch(_FITTING, operator_id, authority_id, profile_id)
    return rows[0]["id"] if rows else None


async def _target(fact: SubmittedFact, case_id: str | None) -> str | None:
    if fact.supersedes is not None:
        rows = await locked(_OF_VERSION, fact.supersedes)
        if rows:
            return str(rows[0]["id"])
    if case_id is None:
        return None
    rows = await locked(_TIED, case_id, fact.operator_id, fact.authority_id)
    return str(rows[0]["id"]) if rows else None


def _copied(fact: SubmittedFact) -> list[object]:
    own = {name: getattr(fact, name) for name in _COPIED if name != "name_key"}
    own["name_key"] = name_key(fact.operator_name)
    return [own[name] for name in _COPIED]


async def taken(actor: Actor, case_id: str, at: datetime) -> CaseRow:
    """The actor takes a submitted case into review, or over from a colleague."""
    row = await cases.claim(actor, case_id, Permission.REVIEW_WRITE)
    _refuse_unless(row, RECEIVED, "Only what was submitted can be taken into review.")
    await execute(
        "UPDATE desk_case SET state = 'in_review', officer_id = $2, officer_name = $3, "
        "taken_at = $4 WHERE id = $1",
        row.id,
        actor.id,
        actor.name,
        at,
    )
    return await cases.claim(actor, case_id, Permission.REVIEW_WRITE)


async def returned(actor: Actor, case_id: str, at: datetime, due_on: date | None) -> CaseRow:
    """What was submitted goes back to the operator, to come again by a day."""
    row = await cases.claim(actor, case_id, Permission.REVIEW_WRITE)
    _refuse_unless(row, RECEIVED, "Only what was submitted can be returned.")
    await execute(
        "UPDATE desk_case SET state = 'returned', returned_at = $2, due_on = $3 WHERE id = $1",
        row.id,
        at,
        due_on,
    )
    return await cases.claim(actor, case_id, Permission.REVIEW_WRITE)


async def closed(actor: Actor, case_id: str, at: datetime) -> CaseRow:
    """The authority is done with a submission."""
    row = await cases.claim(actor, case_id, Permission.REVIEW_WRITE)
    _refuse_unless(row, RECEIVED, "Only what was submitted can be closed.")
    await execute("UPDATE desk_case SET state = 'closed', closed_at = $2 WHERE id = $1", row.id, at)
    return await cases.claim(actor, case_id, Permission.REVIEW_WRITE)


async def restatus(operator_id: str, authority_id: str, status: str) -> None:
    """The authority decided on the operator's NIS2 status; what is sealed keeps its own."""
    awaited = "'requested', 'opened'"
    await execute(
        f"UPDATE desk_case SET status = $3 "  # noqa: S608
        f"WHERE operator_id = $1 AND authority_id = $2 AND state IN ({awaited})",
        operator_id,
        authority_id,
        status,
    )


def _refuse_unless(row: CaseRow, states: tuple[CaseState, ...], message: str) -> None:
    if row.state not in states:
        raise StateRefused(f"case_{row.state.value}", message)
