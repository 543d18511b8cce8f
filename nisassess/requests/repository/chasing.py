"""Queries of reminders and of who handles a case, for callers who chose the cases on their desk."""

from collections.abc import Iterable
from datetime import date

from nisassess.access import ROLE_PERMISSIONS, Permission
from nisassess.kit.database import execute, fetch, locked
from nisassess.requests.repository.rows import CASE_COLUMNS, case
from nisassess.requests.types import HELD, CaseRow

_HELD = ", ".join(f"'{state.value}'" for state in HELD)


def _marks(values: Iterable[object], after: int) -> str:
    return ", ".join(f"${after + at}" for at, _ in enumerate(values, 1))


async def hold(authority_id: str, case_ids: tuple[str, ...]) -> list[CaseRow]:
    """Take cases of an authority for a change, inside a write."""
    sql = (
        f"SELECT {CASE_COLUMNS} FROM desk_case locked_row "  # noqa: S608
        f"WHERE authority_id = $1 AND id IN ({_marks(case_ids, 1)}) ORDER BY id"
    )
    return [case(row) for row in await locked(sql, authority_id, *case_ids)]


async def represented(operator_ids: list[str]) -> set[str]:
    """Which of some operators have somebody here who can start an assessment."""
    if not operator_ids:
        return set()
    roles = [r.value for r, held in ROLE_PERMISSIONS.items() if Permission.ASSESSMENT_START in held]
    ids = list(dict.fromkeys(operator_ids))
    sql = (
        f"SELECT DISTINCT m.organisation_id FROM membership m "  # noqa: S608
        f"JOIN person p ON p.id = m.person_id WHERE p.active = TRUE "
        f"AND m.role IN ({_marks(roles, 0)}) AND m.organisation_id IN ({_marks(ids, len(roles))})"
    )
    return {row["organisation_id"] for row in await fetch(sql, *roles, *ids)}


async def titles(request_ids: list[str]) -> dict[str, str]:
    """Titles of requests."""
    ids = list(dict.fromkeys(request_ids))
    if not ids:
        return {}
    sql = f"SELECT id, title FROM request WHERE id IN ({_marks(ids, 0)})"  # noqa: S608
    return {row["id"]: row["title"] for row in await fetch(sql, *ids)}


async def reminded(case_ids: list[str], on: date) -> None:
    """Note that operators were reminded."""
    if case_ids:
        await execute(
            "UPDATE desk_case SET reminded_on = $1, reminders = reminders + 1 "  # noqa: S608
            f"WHERE id IN ({_marks(case_ids, 1)})",
            on,
            *case_ids,
        )


async def authority_name(authority_id: str) -> str:
    """Name of an authority."""
    rows = await fetch("SELECT name FROM organisation WHERE id = $1", authority_id)
    return str(rows[0]["name"])


async def officer_name(authority_id: str, person_id: str) -> str | None:
    """Name of an active officer of an authority."""
    roles = [r.value for r, held in ROLE_PERMISSIONS.items() if Permission.DESK_READ in held]
    sql = (
        f"SELECT p.name FROM person p JOIN membership m ON m.person_id = p.id "  # noqa: S608
        f"WHERE p.id = $1 AND m.organisation_id = $2 AND p.active = TRUE "
        f"AND m.role IN ({_marks(roles, 2)}) LIMIT 1"
    )
    rows = await fetch(sql, person_id, authority_id, *roles)
    return rows[0]["name"] if rows else None


async def assign(
    authority_id: str, case_ids: tuple[str, ...], officer_id: str | None, name: str | None
) -> int:
    """Hand cases to an officer; how many. What an officer has under review stays with them."""
    return await execute(
        "UPDATE desk_case SET officer_id = $2, officer_name = $3 "  # noqa: S608
        f"WHERE authority_id = $1 AND state NOT IN ({_HELD}) AND id IN ({_marks(case_ids, 3)})",
        authority_id,
        officer_id,
        name,
        *case_ids,
    )
