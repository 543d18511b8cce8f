"""Tells people what became of their work, inside the write of whatever happened.

One notice for each act and person, however many controls it is about.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from nisassess.access import Actor, Permission
from nisassess.assessments.types import AssessmentRow, AssignmentRow, Key, ProposalRow
from nisassess.catalogues.types import PinnedProfile
from nisassess.notifications.telling import NoticeKind, tell, tell_role

_WORK = "/work"


async def assigned(
    actor: Actor, row: AssessmentRow, profile: PinnedProfile, given: Iterable[AssignmentRow]
) -> None:
    """Tell people what they were assigned."""
    await _each(NoticeKind.ASSIGNED, actor, row, profile, given)


async def unassigned(
    actor: Actor, row: AssessmentRow, profile: PinnedProfile, taken: Iterable[AssignmentRow]
) -> None:
    """Tell people what they no longer have to look after."""
    await _each(NoticeKind.UNASSIGNED, actor, row, profile, taken)


async def _each(
    kind: NoticeKind,
    actor: Actor | None,
    row: AssessmentRow,
    profile: PinnedProfile,
    which: Iterable[AssignmentRow],
    *,
    once: Callable[[str], str] | None = None,
) -> None:
    """One notice a person; people who are told the same are told together."""
    by_person: dict[str, list[AssignmentRow]] = {}
    for one in which:
        if one.person_id is not None:
            by_person.setdefault(one.person_id, []).append(one)
    alike: dict[tuple[str, str, date | None, str | None], list[str]] = {}
    for person, theirs in by_person.items():
        due = min((one.due_on for one in theirs if one.due_on), default=None)
        occasion = once(person) if once else None
        about = (*_about(kind, row, profile, theirs), due, occasion)
        alike.setdefault(about, []).append(person)
    for (subject, path, due, occasion), people in alike.items():
        facts = {"assessment": row.title} | ({"due": due.isoformat()} if due else {})
        await tell(
            kind,
            people,
            organisation_id=row.operator_id,
            subject=subject,
            path=path,
            by=actor,
            once=occasion,
            **facts,
        )


def _about(
    kind: NoticeKind, row: AssessmentRow, profile: PinnedProfile, which: Sequence[AssignmentRow]
) -> tuple[str, str]:
    """What a notice is about, and the page to open."""
    targets = {(one.group_id, one.control_id) for one in which}
    if len(targets) > 1:
        return row.title, _WORK
    ((group_id, control_id),) = targets
    if control_id is None:
        titles = {group.id: group.title for group in profile.groups}
        return titles.get(group_id or "", row.title), _WORK
    control = profile.controls.get(control_id)
    title = control.title if control else row.title
    gone = kind is NoticeKind.UNASSIGNED  # a consultant could not open it any more
    return title, _WORK if gone else f"/assessments/{row.id}/controls/{control_id}"


async def left_without_owner(actor: Actor, row: AssessmentRow) -> None:
    """Tell the coordinators that somebody who left had work in an assessment."""
    await tell_role(
        NoticeKind.WITHOUT_OWNER,
        row.operator_id,
        Permission.ASSIGNMENT_MANAGE,
        subject=row.title,
        path=f"/assessments/{row.id}/team",
        by=actor,
        assessment=row.title,
    )


async def proposed(
    actor: Actor, row: AssessmentRow, profile: PinnedProfile, keys: Sequence[Key]
) -> None:
    """Tell the coordinators what waits for them."""
    subject, _ = _of_keys(row, profile, keys)
    await tell_role(
        NoticeKind.PROPOSED,
        row.operator_id,
        Permission.ASSIGNMENT_MANAGE,
        subject=subject,
        path=f"/assessments/{row.id}/team?which=waiting",
        by=actor,
        assessment=row.title,
    )


async def decided(
    actor: Actor,
    row: AssessmentRow,
    profile: PinnedProfile,
    which: Iterable[ProposalRow],
    *,
    confirmed: bool,
) -> None:
    """Tell those who proposed what became of it."""
    kind = NoticeKind.PROPOSAL_CONFIRMED if confirmed else NoticeKind.PROPOSAL_RETURNED
    by_person: dict[str, list[Key]] = {}
    for one in which:
        key = Key(row.id, one.part_id, one.control_id)
        by_person.setdefault(one.by_id, []).append(key)
    for person, keys in by_person.items():
        subject, path = _of_keys(row, profile, keys)
        await tell(
            kind,
            [person],
            organisation_id=row.operator_id,
            subject=subject,
            path=path,
            by=actor,
            assessment=row.title,
        )


def _of_keys(row: AssessmentRow, profile: PinnedProfile, keys: Sequence[Key]) -> tuple[str, str]:
    controls = {key.control_id for key in keys}
    if len(controls) > 1:
        return row.title, _WORK
    (control_id,) = controls
    control = profile.controls.get(control_id)
    path = f"/assessments/{row.id}/controls/{control_id}"
    return (control.title if control else row.title), path


async def due(
    kind: NoticeKind, row: AssessmentRow, profile: PinnedProfile, which: Sequence[AssignmentRow]
) -> None:
    """Remind people of what is due on one day, once."""
    day = which[0].due_on
    await _each(kind, None, row, profile, which, once=lambda person: f"{row.id}:{person}:{day}")
