"""Reads of cases, for officers of their authority alone."""

from nisassess.access import Actor, Permission
from nisassess.kit.database import fetch, locked
from nisassess.kit.errors import NotFound
from nisassess.kit.ids import is_id
from nisassess.requests.repository.rows import CASE_COLUMNS, case
from nisassess.requests.types import CaseRow

_BY_ID = f"SELECT {CASE_COLUMNS} FROM desk_case locked_row WHERE id = $1"  # noqa: S608
_OF_SUBMISSION = f"SELECT {CASE_COLUMNS} FROM desk_case WHERE submission_id = $1"  # noqa: S608


async def seen(
    actor: Actor, case_id: str, permission: Permission = Permission.DESK_READ
) -> CaseRow | None:
    """One case of an authority of the actor's."""
    if not is_id("cas", case_id):
        return None
    rows = await fetch(_BY_ID, case_id)
    return _allowed(actor, case(rows[0]), permission) if rows else None


async def of_submission(actor: Actor, submission_id: str) -> CaseRow | None:
    """The case in which a submission is the newest version."""
    if not is_id("sub", submission_id):
        return None
    rows = await fetch(_OF_SUBMISSION, submission_id)
    return _allowed(actor, case(rows[0]), Permission.DESK_READ) if rows else None


async def claim(actor: Actor, case_id: str, permission: Permission) -> CaseRow:
    """Take a case for a change, inside a write; raises NotFound."""
    rows = await locked(_BY_ID, case_id) if is_id("cas", case_id) else []
    found = _allowed(actor, case(rows[0]), permission) if rows else None
    if found is None:
        raise NotFound("case")
    return found


def _allowed(actor: Actor, row: CaseRow, permission: Permission) -> CaseRow | None:
    return row if actor.may(permission, row.authority_id) else None
