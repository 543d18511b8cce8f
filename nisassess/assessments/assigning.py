"""Use cases of assignments: hand out, change, take back, hand over, undo.

Every act is kept with what it takes to undo it. None of them touches an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.access.permissions import ROLE_PERMISSIONS
from nisassess.assessments import announcing
from nisassess.assessments.repository import assignments, reads, writes
from nisassess.assessments.types import ActRow, AssessmentRow, AssignmentRow
from nisassess.assessments.validation import FIRST_DAY, LAST_DAY, LONGEST_TEXT, Issues
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.identity import repository as identity
from nisassess.identity.types import MemberRow
from nisassess.kit.announcing import announce
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed, VersionConflict
from nisassess.kit.ids import checked_id, is_id, new_id

MANAGE = Permission.ASSIGNMENT_MANAGE
MOST_AT_ONCE = 5_000
"""Assignments that one act may make or change."""
_MOST_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms something is assigned; `access_until` is for consultants."""

    due_on: date | None = None
    note: str | None = None
    needs_confirmation: bool = False
    access_until: date | None = None


@dataclass(frozen=True, slots=True)
class AssignInput:
    """Who gets which groups and controls; no parts: in all of them."""

    assessment_id: str
    person_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    control_ids: tuple[str, ...]
    part_ids: tuple[str, ...]
    terms: Terms


@dataclass(frozen=True, slots=True)
class ChangeInput:
    """What becomes of an assignment that was read in a version; no part: in all of them."""

    id: str
    expected: int
    person_id: str
    part_id: str | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: the act, and the assignments as they are now."""

    act: ActRow
    assignments: tuple[AssignmentRow, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One assignment before and after; None: it was not there, or is not any more."""

    before: AssignmentRow | None
    after: AssignmentRow | None


async def assign(database: Database, actor: Actor, given: AssignInput) -> Done:
    """Assign groups and controls to people; what somebody has already gets the new terms.

    Raises NotFound, ValidationFailed or StateRefused.
    """
    _check(given)

    async def work() -> Done:
        row = await writes.claim(actor, given.assessment_id, MANAGE)
        members = await _members(actor, row.operator_id)
        _check_people(given.person_ids, members)
        await _check_targets(row, given)
        known = {_target(one): one for one in await assignments.assignments(row)}
        at = now()
        changes: list[Change] = []
        for one in _wanted(given, row, actor, at):
            wanted = _on_terms(one, given.terms, members[one.person_id or ""])
            before = known.get(_target(wanted))
            if before is None:
                changes.append(Change(None, wanted))
            elif _terms(before) != _terms(wanted):
                changes.append(Change(before, _next(before, wanted)))
        return await _act(actor, "assign", row, changes, at)

    return await database.write(work)


async def change(database: Database, actor: Actor, assessment_id: str, given: ChangeInput) -> Done:
    """Give an assignment other terms, another owner or part; raises VersionConflict too."""
    issues = Issues()
    _check_terms(issues, given.terms)
    issues.refuse()
    checked_id("asg", given.id, "assignment")
    person_id, part_id = given.person_id, given.part_id

    async def work() -> Done:
        row = await writes.claim(actor, assessment_id, MANAGE)
        before = (await assignments.by_ids([given.id])).get(given.id)
        if before is None or before.assessment_id != row.id:
            raise NotFound("assignment")
        if before.version != given.expected:
            raise VersionConflict(before)
        members = await _members(actor, row.operator_id)
        if person_id not in members:
            message = "must be a colleague who may answer"
            raise ValidationFailed([Issue("personId", "unknown_person", message)])
        if part_id is not None and part_id not in {part.id for part in await reads.parts(row)}:
            raise ValidationFailed([Issue("partId", "unknown", "is not of this assessment")])
        moved = replace(_owned(before, members[person_id]), part_id=part_id)
        after = _on_terms(moved, given.terms, members[person_id])
        for other in await assignments.assignments(row):
            if other.id != before.id and _target(other) == _target(after):
                message = "has this assignment already"
                raise ValidationFailed([Issue("personId", "duplicate", message)])
        return await _act(actor, "change", row, [Change(before, _next(before, after))], now())

    return await database.write(work)


async def unassign(
    database: Database, actor: Actor, assessment_id: str, which: Sequence[tuple[str, int]]
) -> Done:
    """Take assignments back, each named with the version that was read."""
    if not 1 <= len(which) <= MOST_AT_ONCE:
        message = f"name from 1 to {MOST_AT_ONCE} assignments"
        raise ValidationFailed([Issue("assignments", "out_of_range", message)])

    async def work() -> Done:
        row = await writes.claim(actor, assessment_id, MANAGE)
        found = await assignments.by_ids([id_ for id_, _ in which if is_id("asg", id_)])
        changes = []
        for id_, expected in dict(which).items():
            before = found.get(id_)
            if before is None or before.assessment_id != row.id:
                raise NotFound("assignment")
            if before.version != expected:
                raise VersionConflict(before)
            changes.append(Change(before, None))
        return await _act(actor, "unassign", row, changes, now())

    return await database.write(work)


async def reassign(
    database: Database, actor: Actor, operator_id: str, from_id: str | None, to_id: str
) -> Done:
    """Hand everything that one person has in open assessments over to another, in one act.

    `from_id` None: what was left without an owner. What the other has already stays on its terms.
    """
    checked_id("opr", operator_id, "operator")
    if not actor.may(MANAGE, operator_id):
        raise NotFound("operator")
    if from_id is not None:
        checked_id("per", from_id, "person")
    if from_id == to_id:
        raise ValidationFailed([Issue("toPersonId", "same_person", "must be somebody else")])

    async def work() -> Done:
        members = await _members(actor, operator_id)
        if to_id not in members:
            message = "must be a colleague who may answer"
            raise ValidationFailed([Issue("toPersonId", "unknown_person", message)])
        claimed = await assignments.claim_open(operator_id)
        theirs = {
            (one.assessment_id, _place(one))
            for one in await assignments.of_person(list(claimed), to_id)
        }
        changes = []
        for before in await assignments.of_person(list(claimed), from_id):
            after = _owned(before, members[to_id])
            after = _on_terms(after, _terms(before), members[to_id])
            place = (before.assessment_id, _place(before))
            changes.append(Change(before, None if place in theirs else _next(before, after)))
            theirs.add(place)
        at = now()
        return await _act(
            actor, "reassign", None, changes, at, operator_id=operator_id, rows=claimed.values()
        )

    return await database.write(work)


async def undo(database: Database, actor: Actor, act_id: str) -> Done:
    """Put everything back as it was before an act; raises StateRefused when it has moved on."""
    checked_id("act", act_id, "act")

    async def work() -> Done:
        found = await assignments.act(actor, act_id, MANAGE)
        if found is None:
            raise NotFound("act")
        act, entries = found
        if act.undone_at is not None:
            raise StateRefused("undone", "This was undone already.")
        claimed: dict[str, AssessmentRow] = {}
        for id_ in sorted({entry["assessment_id"] for entry in entries}):
            claimed[id_] = await writes.claim(actor, id_, MANAGE)
        current = await assignments.by_ids([entry["id"] for entry in entries])
        changes = [_reverse(entry, current.get(entry["id"])) for entry in entries]
        await _refuse_gone(actor, act, changes, claimed)
        at = now()
        await assignments.end_act(act.id, at)
        only = claimed.get(act.assessment_id or "")
        return await _act(
            actor,
            "undo",
            only,
            changes,
            at,
            operator_id=act.operator_id,
            rows=claimed.values(),
        )

    return await database.write(work)


async def left(actor: Actor, operator_id: str, person_id: str) -> None:
    """Leave what somebody had without an owner, inside the write that lets them go.

    Answers stay as they are, and the coordinators are told.
    """
    claimed = await assignments.claim_open(operator_id)
    theirs = await assignments.of_person(list(claimed), person_id)
    if theirs:
        values = {"person_id": None, "former_name": theirs[0].person_name}
        await assignments.change([one.id for one in theirs], values)
        for id_ in sorted({one.assessment_id for one in theirs}):
            await announcing.left_without_owner(actor, claimed[id_])
        await record(
            actor,
            "assignment.left",
            person_id,
            organisation_id=operator_id,
            assignments=len(theirs),
        )


async def roles_changed(actor: Actor, operator_id: str, person_id: str) -> None:
    """Leave what somebody had without an owner whose new roles answer nothing any more."""
    if person_id not in await _members(actor, operator_id):
        await left(actor, operator_id, person_id)


def _check(given: AssignInput) -> None:
    issues = Issues()
    for path, named in (("personIds", given.person_ids), ("partIds", given.part_ids)):
        if len(named) > _MOST_NAMED:
            issues.add(path, "too_many", f"name at most {_MOST_NAMED}")
    if not given.person_ids:
        issues.add("personIds", "required", "name at least one person")
    targets = len(given.group_ids) + len(given.control_ids)
    if not targets:
        issues.add("controlIds", "required", "name at least one group or control")
    if targets * max(1, len(given.part_ids)) * len(given.person_ids) > MOST_AT_ONCE:
        issues.add("controlIds", "too_many", f"assign at most {MOST_AT_ONCE} at once")
    _check_terms(issues, given.terms)
    issues.refuse()


def _check_terms(issues: Issues, terms: Terms) -> None:
    issues.day("dueOn", terms.due_on, FIRST_DAY, LAST_DAY)
    issues.text("note", terms.note, LONGEST_TEXT, required=False)
    issues.day("accessUntil", terms.access_until, today(), LAST_DAY)


async def _members(actor: Actor, operator_id: str) -> dict[str, MemberRow]:
    """Members who may answer, by id."""
    found = await identity.members(actor, operator_id)
    return {
        member.id: member
        for member in found or ()
        if any(Permission.ASSIGNED_WRITE in ROLE_PERMISSIONS[role] for role in member.roles)
    }


def is_consultant(member: MemberRow) -> bool:
    """Whether somebody is limited to what is assigned: no role of theirs sees more."""
    return not any(Permission.ASSESSMENT_READ in ROLE_PERMISSIONS[role] for role in member.roles)


def _check_people(person_ids: Iterable[str], members: dict[str, MemberRow]) -> None:
    issues = Issues()
    for number, id_ in enumerate(person_ids):
        if id_ not in members:
            issues.add(
                f"personIds.{number}", "unknown_person", "must be a colleague who may answer"
            )
    issues.refuse()


async def _check_targets(row: AssessmentRow, given: AssignInput) -> None:
    profile = await profiles.pinned(row.profile_digest)
    parts = {part.id for part in await reads.parts(row)}
    groups = {group.id for group in profile.groups}
    issues = Issues()
    _unknown(issues, "groupIds", given.group_ids, groups)
    _unknown(issues, "controlIds", given.control_ids, profile.controls)
    _unknown(issues, "partIds", given.part_ids, parts)
    issues.refuse()


def _unknown(issues: Issues, path: str, named: Iterable[str], known: Iterable[str]) -> None:
    there = set(known)
    for number, id_ in enumerate(named):
        if id_ not in there:
            issues.add(f"{path}.{number}", "unknown", "is not of this assessment")


def _wanted(
    given: AssignInput, row: AssessmentRow, actor: Actor, at: datetime
) -> Iterable[AssignmentRow]:
    targets: list[tuple[str | None, str | None]] = [
        *((group, None) for group in dict.fromkeys(given.group_ids)),
        *((None, control) for control in dict.fromkeys(given.control_ids)),
    ]
    for person in dict.fromkeys(given.person_ids):
        for group, control in targets:
            for part in dict.fromkeys(given.part_ids) or (None,):
                yield AssignmentRow(
                    id=new_id("asg"),
                    assessment_id=row.id,
                    part_id=part,
                    group_id=group,
                    control_id=control,
                    person_id=person,
                    person_name=None,
                    former_name=None,
                    due_on=None,
                    note=None,
                    needs_confirmation=False,
                    access_until=None,
                    version=1,
                    assigned_at=at,
                    assigned_by=actor.name,
                )


def _owned(row: AssignmentRow, member: MemberRow) -> AssignmentRow:
    return replace(row, person_id=member.id, person_name=member.name, former_name=None)


def _on_terms(row: AssignmentRow, terms: Terms, member: MemberRow) -> AssignmentRow:
    limited = is_consultant(member)
    return replace(
        row,
        person_name=member.name,
        due_on=terms.due_on,
        note=(terms.note or "").strip() or None,
        needs_confirmation=terms.needs_confirmation or limited,
        access_until=terms.access_until if limited else None,
    )


def _terms(row: AssignmentRow) -> Terms:
    return Terms(row.due_on, row.note, row.needs_confirmation, row.access_until)


def _next(before: AssignmentRow, after: AssignmentRow) -> AssignmentRow:
    """What takes the place of an assignment: the same one, in its next version."""
    return replace(
        after,
        id=before.id,
        version=before.version + 1,
        assigned_at=before.assigned_at,
        assigned_by=before.assigned_by,
    )


def _place(row: AssignmentRow) -> tuple[str | None, str | None, str | None]:
    return (row.group_id, row.control_id, row.part_id)


def _target(row: AssignmentRow) -> tuple[Any, ...]:
    return (row.person_id, *_place(row))


async def _act(
    actor: Actor,
    kind: str,
    row: AssessmentRow | None,
    changes: Sequence[Change],
    at: datetime,
    *,
    operator_id: str | None = None,
    rows: Iterable[AssessmentRow] = (),
) -> Done:
    """Write the changes of one act, and the act; an act without changes is kept too."""
    await assignments.remove([one.before.id for one in changes if one.before])
    await assignments.add([one.after for one in changes if one.after])
    operator = row.operator_id if row else operator_id or ""
    act = await assignments.add_act(
        actor, kind, operator, row.id if row else None, undo=list(map(_entry, changes)), at=at
    )
    await _announce(actor, changes, [row] if row else rows)
    await record(
        actor,
        f"assignment.{kind}",
        row.id if row else operator,
        organisation_id=operator,
        act=act.id,
        assignments=len(changes),
    )
    return Done(act, tuple(one.after for one in changes if one.after))


async def _announce(actor: Actor, changes: Sequence[Change], rows: Iterable[AssessmentRow]) -> None:
    """Tell those who got something, or no longer have it; other terms alone are news too."""
    for row in rows:
        mine = [
            one
            for one in changes
            if any(
                side is not None and side.assessment_id == row.id
                for side in (one.before, one.after)
            )
        ]
        if not mine:
            continue
        announce("assessment.assign", row.id, by_id=actor.id, by=actor.name)
        profile = await profiles.pinned(row.profile_digest)
        await announcing.assigned(actor, row, profile, [one.after for one in mine if one.after])
        taken = [one.before for one in mine if one.before and not _keeps(one)]
        await announcing.unassigned(actor, row, profile, taken)


def _keeps(change_: Change) -> bool:
    before, after = change_.before, change_.after
    return before is not None and after is not None and before.person_id == after.person_id


def _entry(change_: Change) -> dict[str, Any]:
    some = change_.after or change_.before
    assert some is not None  # noqa: S101 - a change changes something
    return {
        "id": some.id,
        "assessment_id": some.assessment_id,
        "before": assignments.stored(change_.before) if change_.before else None,
        "version": change_.after.version if change_.after else None,
    }


def _reverse(entry: dict[str, Any], current: AssignmentRow | None) -> Change:
    """The change that undoes another; raises StateRefused when it is not the latest any more."""
    if (current.version if current else None) != entry["version"]:
        message = "Somebody changed one of these assignments since; undo that first."
        raise StateRefused("changed_since", message)
    if entry["before"] is None:
        return Change(current, None)
    before = assignments.restored(entry["before"])
    version = (current.version if current else before.version) + 1
    return Change(current, replace(before, version=version))


async def _refuse_gone(
    actor: Actor, act: ActRow, changes: Sequence[Change], claimed: dict[str, AssessmentRow]
) -> None:
    """What is put back must still have its owner and its part."""
    members = await _members(actor, act.operator_id)
    parts = {part.id for row in claimed.values() for part in await reads.parts(row)}
    for change_ in changes:
        after = change_.after
        if after is None:
            continue
        if (after.person_id is not None and after.person_id not in members) or (
            after.part_id is not None and after.part_id not in parts
        ):
            message = "Somebody who had one of these, or a part of the scope, is gone since."
            raise StateRefused("gone", message)
