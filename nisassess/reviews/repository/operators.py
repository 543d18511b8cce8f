"""What an operator sees of the cases that authorities have on its submissions."""

from dataclasses import dataclass

from nisassess.access import Actor, Permission
from nisassess.kit.database import fetch, locked
from nisassess.kit.errors import NotFound
from nisassess.kit.ids import is_id
from nisassess.requests.repository.rows import CASE_COLUMNS, case
from nisassess.requests.types import CaseRow
from nisassess.reviews.models import CaseEvent, Ruling
from nisassess.reviews.repository.files import MOST_STEPS, event
from nisassess.reviews.types import EventRow, RulingRow

# A case names the newest version; whoever looks at an earlier one is led there.
_OF_SUBMISSION = f"""
WITH RECURSIVE version(id, superseded_by) AS (
    SELECT id, superseded_by FROM submission WHERE id = $1
    UNION ALL
    SELECT s.id, s.superseded_by FROM submission s JOIN version v ON s.id = v.superseded_by
)
SELECT {CASE_COLUMNS} FROM desk_case WHERE submission_id IN (SELECT id FROM version)
"""  # noqa: S608
_HELD = f"SELECT {CASE_COLUMNS} FROM desk_case locked_row WHERE id = $1"  # noqa: S608
_FILE = """
SELECT r.year, r.number, r.outcome, o.name AS authority_name
FROM desk_case c JOIN organisation o ON o.id = c.authority_id
LEFT JOIN review r ON r.case_id = c.id
WHERE c.id = $1
"""


@dataclass(frozen=True, slots=True)
class FileFact:
    """What is printed on letters of the file on a case."""

    reference: str | None
    outcome: str | None
    authority_name: str


async def case_of(
    actor: Actor, submission_id: str, permission: Permission = Permission.SUBMISSION_READ
) -> CaseRow | None:
    """The case of a submission of the actor's operator, whichever version it is."""
    if not is_id("sub", submission_id):
        return None
    rows = await fetch(_OF_SUBMISSION, submission_id)
    found = case(rows[0]) if rows else None
    return found if found and actor.may(permission, found.operator_id) else None


async def case_at(actor: Actor, submission_id: str) -> CaseRow | None:
    """The case of a submission at the actor's authority, whichever version it is."""
    if not is_id("sub", submission_id):
        return None
    rows = await fetch(_OF_SUBMISSION, submission_id)
    found = case(rows[0]) if rows else None
    return found if found and actor.may(Permission.REVIEW_READ, found.authority_id) else None


async def held(actor: Actor, case_id: str, permission: Permission) -> CaseRow:
    """A case of the actor's operator for an answer, inside a write; raises NotFound."""
    rows = await locked(_HELD, case_id)
    found = case(rows[0]) if rows else None
    if found is None or not actor.may(permission, found.operator_id):
        raise NotFound("case")
    return found


async def file_fact(row: CaseRow) -> FileFact:
    """Number and outcome of the file on a case that the caller may see."""
    found = (await fetch(_FILE, row.id))[0]
    number = found["number"]
    reference = None if number is None else f"{found['year']}-{number:04}"
    return FileFact(reference, found["outcome"], found["authority_name"])


async def events(actor: Actor, case_id: str) -> list[EventRow]:
    """The public steps of a case of the actor's operator, newest first."""
    rows = (
        await CaseEvent.filter(
            case_id=case_id,
            public=True,
            case__operator_id__in=actor.organisations(Permission.SUBMISSION_READ),
        )
        .order_by("-id")
        .limit(MOST_STEPS)
        .values(*EventRow.__slots__)
    )
    return [event(row) for row in rows]


async def issued_rulings(actor: Actor, operator_id: str, permission: Permission) -> list[RulingRow]:
    """Rulings that the actor's operator was told of, oldest first; the last thousand.

    A ruling is told with the next return or closing of its version.
    """
    if not actor.may(permission, operator_id):
        return []
    rows = await fetch(_ISSUED, operator_id)
    found = (
        await Ruling.filter(id__in=[row["id"] for row in rows])
        .order_by("id")
        .values(*RulingRow.__slots__)
    )
    return [RulingRow(**row) for row in found]


_ISSUED = """
SELECT r.id FROM review_ruling r JOIN desk_case c ON c.id = r.case_id
WHERE c.operator_id = $1
  AND EXISTS (SELECT 1 FROM review_decision d
              WHERE d.case_id = r.case_id AND d.submission_id = r.submission_id
                AND d.state IN ('issued', 'revoked') AND d.kind IN ('return', 'closing')
                AND d.settled_at >= r.at)
ORDER BY r.id DESC LIMIT 1000
"""
