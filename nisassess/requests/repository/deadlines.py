"""What is due, for the daily work."""

from dataclasses import dataclass
from datetime import date

from nisassess.kit.database import fetch
from nisassess.requests.repository.rows import as_day
from nisassess.requests.types import AWAITED

_AWAITED = ", ".join(f"'{state.value}'" for state in AWAITED)
_DUE = f"""
SELECT c.id AS case_id, c.authority_id, a.name AS authority_name, c.operator_id, c.request_id,
       c.submission_id, c.due_on, c.officer_id, r.title
FROM desk_case c JOIN organisation a ON a.id = c.authority_id
LEFT JOIN request r ON r.id = c.request_id
WHERE c.due_on >= $1 AND c.due_on <= $2 AND c.state IN ({_AWAITED}) AND c.id > $3
ORDER BY c.id LIMIT $4
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class DueRow:
    """A case that is awaited by a day."""

    case_id: str
    authority_id: str
    authority_name: str
    operator_id: str
    request_id: str | None
    submission_id: str | None
    due_on: date
    officer_id: str | None
    title: str | None


async def due(earliest: date, latest: date, after: str, most: int) -> list[DueRow]:
    """Cases that are awaited by a day in a stretch of days, in chunks."""
    rows = await fetch(_DUE, earliest, latest, after, most)
    return [DueRow(**{**row, "due_on": as_day(row["due_on"])}) for row in rows]
