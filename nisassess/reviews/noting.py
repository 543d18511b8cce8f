"""Internal notes."""

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import StateRefused
from nisassess.kit.ids import new_id
from nisassess.requests.repository import cases
from nisassess.requests.types import CaseRow
from nisassess.reviews.holding import hold
from nisassess.reviews.policy import Step, refuse_step
from nisassess.reviews.reading import refuse_unknown_control
from nisassess.reviews.repository import notes
from nisassess.reviews.types import NoteRow
from nisassess.reviews.validation import Faults

MOST_NOTES = 500


async def add_note(
    database: Database, actor: Actor, case_id: str, control_id: str | None, text: str
) -> NoteRow:
    """Note something on a case or one of its controls, for colleagues alone."""
    clean = _checked(text)
    if control_id is not None:
        await refuse_unknown_control(actor, case_id, control_id)

    async def work() -> NoteRow:
        case = await hold(actor, case_id, Step.NOTE)
        if await notes.count(case.id) >= MOST_NOTES:
            message = f"A case holds at most {MOST_NOTES} notes; edit one of them."
            raise StateRefused("too_many", message)
        row = NoteRow(
            new_id("nte"), case.id, control_id, clean, 1, now(), None, actor.id, actor.name
        )
        await notes.add_note(row)
        await _on_record(actor, "note.add", row, case)
        return row

    return await database.write(work)


async def edit_note(
    database: Database, actor: Actor, note_id: str, text: str, expected: int
) -> NoteRow:
    """Say a note of one's own otherwise; what it said is kept.

    Raises NotFound, StateRefused for a colleague's, VersionConflict.
    """
    clean = _checked(text)

    async def work() -> NoteRow:
        current = await notes.note(actor, note_id)
        if current.by_id != actor.id:
            message = f"{current.by_name} wrote this note; add one of your own."
            raise StateRefused("not_yours", message)
        case = await cases.claim(actor, current.case_id, Permission.REVIEW_WRITE)
        refuse_step(case, Step.NOTE)
        row = await notes.edit_note(actor, note_id, clean, expected, now())
        await _on_record(actor, "note.edit", row, case)
        return row

    return await database.write(work)


def _checked(text: str) -> str:
    faults = Faults()
    clean = faults.text("text", text)
    faults.raise_any()
    return clean


async def _on_record(actor: Actor, action: str, row: NoteRow, case: CaseRow) -> None:
    await record(actor, action, row.id, organisation_id=case.authority_id, case=case.id)
