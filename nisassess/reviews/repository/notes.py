"""Internal notes: for officers of the case's authority, and for nobody else ever."""

from collections.abc import Iterable
from datetime import datetime

from nisassess.access import Actor, Permission
from nisassess.kit.errors import NotFound, VersionConflict
from nisassess.kit.ids import is_id, new_id
from nisassess.reviews.models import Note, NoteVersion
from nisassess.reviews.types import NoteRow, NoteVersionRow

_COLUMNS = NoteRow.__slots__


async def notes(actor: Actor, case_id: str) -> list[NoteRow]:
    """Notes on a case and its controls, oldest first."""
    rows = (
        await Note.filter(
            case_id=case_id, case__authority_id__in=actor.organisations(Permission.REVIEW_READ)
        )
        .order_by("id")
        .values(*_COLUMNS)
    )
    return [NoteRow(**row) for row in rows]


async def note(actor: Actor, note_id: str) -> NoteRow:
    """One note; raises NotFound."""
    found = Note.filter(
        id=note_id if is_id("nte", note_id) else "",
        case__authority_id__in=actor.organisations(Permission.REVIEW_WRITE),
    )
    rows = await found.values(*_COLUMNS)
    if not rows:
        raise NotFound("note")
    return NoteRow(**rows[0])


async def add_note(row: NoteRow) -> None:
    """Add a note to a case that the caller holds."""
    await Note.create(**{name: getattr(row, name) for name in _COLUMNS})


async def edit_note(actor: Actor, note_id: str, text: str, expected: int, at: datetime) -> NoteRow:
    """Say it otherwise; what it said is kept. Raises NotFound or VersionConflict."""
    current = await note(actor, note_id)
    changed = await Note.filter(id=current.id, version=expected).update(
        text=text, version=expected + 1, edited_at=at
    )
    if not changed:
        raise VersionConflict(current)
    await NoteVersion.create(
        id=new_id("ntv"),
        note_id=current.id,
        version=current.version,
        text=current.text,
        at=current.edited_at or current.created_at,
    )
    return await note(actor, note_id)


async def versions(actor: Actor, note_ids: Iterable[str]) -> dict[str, list[NoteVersionRow]]:
    """What notes said before, oldest first, by note."""
    rows = (
        await NoteVersion.filter(
            note_id__in=list(note_ids),
            note__case__authority_id__in=actor.organisations(Permission.REVIEW_READ),
        )
        .order_by("note_id", "version")
        .values("note_id", "version", "text", "at")
    )
    found: dict[str, list[NoteVersionRow]] = {}
    for row in rows:
        found.setdefault(row["note_id"], []).append(
            NoteVersionRow(row["version"], row["text"], row["at"])
        )
    return found


async def count(case_id: str) -> int:
    """How many notes a case has, for whoever holds it."""
    return await Note.filter(case_id=case_id).count()
