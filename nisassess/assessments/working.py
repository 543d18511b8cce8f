"""What there is to do: one person's work over all open assessments, and a team's on one.

Bounded in statements whatever the number of controls, parts and people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nisassess.access import Actor, Permission
from nisassess.assessments.assigning import is_consultant
from nisassess.assessments.reach import Place, Places
from nisassess.assessments.repository import assignments, elsewhere, proposals, reads
from nisassess.assessments.standing import PlaceStanding, Standing, When, Work, of_several, when
from nisassess.assessments.types import (
    ActRow,
    AssessmentRow,
    AssignmentRow,
    PartRow,
)
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.translating import spoken
from nisassess.catalogues.types import PinnedControl, PinnedGroup, PinnedProfile
from nisassess.identity import repository as identity
from nisassess.identity.types import MemberRow
from nisassess.kit.clock import today


@dataclass(frozen=True, slots=True)
class WorkPart:
    """One of the parts in which a control is somebody's."""

    part: PartRow
    standing: PlaceStanding


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A control that somebody looks after, in the parts in which they do."""

    assessment: AssessmentRow
    group: PinnedGroup
    control: PinnedControl
    parts: tuple[WorkPart, ...]
    standing: Standing
    due_on: date | None
    when: When
    notes: tuple[str, ...]
    needs_confirmation: bool


async def my_work(
    actor: Actor, operator_id: str, language: str | None
) -> tuple[WorkItem, ...] | None:
    """The actor's work on an operator's open assessments; None: no such operator."""
    if not actor.may(Permission.ASSIGNED_READ, operator_id):
        return None
    on = today()
    open_ones = await assignments.open_assessments(actor, operator_id, on)
    ids = [row.id for row in open_ones]
    if not ids:
        return ()
    own = await assignments.own(actor, ids, on)
    parts = await elsewhere.parts(open_ones)
    places = {}
    for row in open_ones:
        mine = [one for one in own if one.assessment_id == row.id]
        profile = await profiles.pinned(row.profile_digest)
        places[row.id] = Places(profile, parts[row.id], mine).of(actor.id)
    part_ids = [part.id for some in parts.values() for part in some]
    controls = sorted({control for some in places.values() for control, _ in some})
    responses = await elsewhere.responses(part_ids, controls)
    statements = await elsewhere.statements(part_ids, controls)
    proposed = await proposals.of_several(ids)
    unconfirmed = await elsewhere.unconfirmed(ids)
    found: list[WorkItem] = []
    for row in open_ones:
        profile = spoken(await profiles.pinned(row.profile_digest), language)
        # Answers of other assessments are harmless here: a part belongs to one.
        work = Work(
            profile,
            parts[row.id],
            responses,
            statements,
            proposed[row.id],
            unconfirmed=unconfirmed[row.id],
        )
        found.extend(_items(row, work, places[row.id], on))
    return tuple(found)


def _items(
    row: AssessmentRow, work: Work, mine: dict[Place, AssignmentRow], on: date
) -> Iterator[WorkItem]:
    for group in work.profile.groups:
        for control in group.controls:
            parts = tuple(
                WorkPart(part, work.at((control.id, part.id)))
                for part in work.parts
                if (control.id, part.id) in mine
            )
            if parts:
                nearest = [mine[control.id, one.part.id] for one in parts]
                yield _item(row, group, control, parts, nearest, on)


def _item(  # noqa: PLR0917 - what an item is made of
    row: AssessmentRow,
    group: PinnedGroup,
    control: PinnedControl,
    parts: tuple[WorkPart, ...],
    nearest: Sequence[AssignmentRow],
    on: date,
) -> WorkItem:
    dates = [
        assignment.due_on
        for assignment, one in zip(nearest, parts, strict=True)
        if assignment.due_on and one.standing.standing in {Standing.OPEN, Standing.RETURNED}
    ]
    due = min(dates, default=None)
    return WorkItem(
        assessment=row,
        group=group,
        control=control,
        parts=parts,
        standing=of_several(one.standing.standing for one in parts),
        due_on=due,
        when=when(due, on),
        notes=tuple(dict.fromkeys(one.note for one in nearest if one.note)),
        needs_confirmation=any(one.needs_confirmation for one in nearest),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """Places by how far they got; `late` ones are among the open and returned."""

    open: int = 0
    late: int = 0
    waiting: int = 0
    returned: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody of the team with their figures; no person: what was left without an owner."""

    person: MemberRow | None
    former_name: str | None
    consultant: bool
    figures: Figures
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Team:
    """Who does what of an assessment, and what nobody does."""

    assessment: AssessmentRow
    members: tuple[TeamMember, ...]
    total: Figures
    unassigned: int
    last_act: ActRow | None


class TeamSlice(StrEnum):
    """Which places of an assessment."""

    OPEN = "open"
    LATE = "late"
    WAITING = "waiting"
    RETURNED = "returned"
    DONE = "done"
    UNASSIGNED = "unassigned"
    WITHOUT_OWNER = "without_owner"


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """One control in one part, with who looks after it, the nearest assignment first."""

    group: PinnedGroup
    control: PinnedControl
    part: PartRow
    standing: PlaceStanding
    assignments: tuple[AssignmentRow, ...]
    due_on: date | None
    late: bool


class _Assessment:
    """An assessment with its assignments, and how far the work got."""

    def __init__(self, work: Work, places: Places, on: date) -> None:
        self.work = work
        self._places = places
        self._on = on

    def assigned(self, place: Place, person_id: str | None) -> tuple[AssignmentRow, ...]:
        """Assignments of a place, those of one person first."""
        found = self._places.at(place)
        return tuple(sorted(found, key=lambda one: one.person_id != person_id))

    def is_late(self, standing: PlaceStanding, due: date | None) -> bool:
        """Whether a place is still to be done after its day."""
        to_do = standing.standing in {Standing.OPEN, Standing.RETURNED}
        return to_do and due is not None and due < self._on

    def figures(self, due: dict[Place, AssignmentRow]) -> tuple[Figures, date | None]:
        """Figures of some places, each with the assignment that counts, and the next due date."""
        counts = dict.fromkeys(Standing, 0)
        late, dates = 0, []
        for place, assignment in due.items():
            standing = self.work.at(place)
            counts[standing.standing] += 1
            late += self.is_late(standing, assignment.due_on)
            if assignment.due_on and standing.standing in {Standing.OPEN, Standing.RETURNED}:
                dates.append(assignment.due_on)
        return _figures(counts, late), min(dates, default=None)

    def whole(self) -> tuple[Figures, int]:
        """Figures of all places, and how many of them are nobody's."""
        counts = dict.fromkeys(Standing, 0)
        late = unassigned = 0
        for standing in self.work.everywhere():
            found = self._places.at((standing.control_id, standing.part_id))
            counts[standing.standing] += 1
            unassigned += not found
            late += bool(found) and self.is_late(standing, found[0].due_on)
        return _figures(counts, late), unassigned

    def of(self, person_id: str | None) -> dict[Place, AssignmentRow]:
        """The places of one person."""
        return self._places.of(person_id)


def _figures(counts: dict[Standing, int], late: int) -> Figures:
    return Figures(
        open=counts[Standing.OPEN],
        late=late,
        waiting=counts[Standing.WAITING],
        returned=counts[Standing.RETURNED],
        done=counts[Standing.DONE],
    )


async def _looked_at(row: AssessmentRow, language: str | None = None) -> _Assessment:
    profile = spoken(await profiles.pinned(row.profile_digest), language)
    parts = await reads.parts(row)
    work = Work(
        profile,
        parts,
        await reads.responses(row),
        await reads.statements(row),
        await proposals.proposals(row),
        unconfirmed=[one.control_id for one in await reads.carried(row) if one.is_to_confirm],
    )
    places = Places(profile, parts, await assignments.assignments(row))
    return _Assessment(work, places, today())


async def team(actor: Actor, assessment_id: str) -> Team | None:
    """Who does what of an assessment; None: invisible."""
    row = await reads.assessment(actor, assessment_id, Permission.ASSIGNMENT_MANAGE)
    if row is None:
        return None
    looked = await _looked_at(row)
    members = await identity.members(actor, row.operator_id) or ()
    found = list(_members(looked, members))
    total, unassigned = looked.whole()
    return Team(row, tuple(found), total, unassigned, await assignments.last_act(row))


def _members(looked: _Assessment, members: Iterable[MemberRow]) -> Iterator[TeamMember]:
    nobody = looked.of(None)
    if nobody:
        figures, due = looked.figures(nobody)
        names = sorted({one.former_name or "" for one in nobody.values()} - {""})
        yield TeamMember(None, ", ".join(names) or None, False, figures, due)
    for member in members:
        figures, due = looked.figures(looked.of(member.id))
        if figures != Figures():
            yield TeamMember(member, None, is_consultant(member), figures, due)


async def team_places(
    actor: Actor,
    assessment_id: str,
    which: TeamSlice,
    person_id: str | None,
    language: str | None,
) -> tuple[TeamPlace, ...] | None:
    """Some places of an assessment, of everybody or of one person; None: invisible."""
    row = await reads.assessment(actor, assessment_id, Permission.ASSIGNMENT_MANAGE)
    if row is None:
        return None
    looked = await _looked_at(row, language)
    only = looked.of(person_id) if person_id is not None else None
    return tuple(
        found
        for found in _places(looked, person_id)
        if (only is None or (found.control.id, found.part.id) in only) and _is(found, which)
    )


def _places(looked: _Assessment, person_id: str | None) -> Iterator[TeamPlace]:
    parts = looked.work.parts
    for group in looked.work.profile.groups:
        for control in group.controls:
            for part in parts:
                place = (control.id, part.id)
                assigned = looked.assigned(place, person_id)
                standing = looked.work.at(place)
                due = assigned[0].due_on if assigned else None
                late = looked.is_late(standing, due)
                yield TeamPlace(group, control, part, standing, assigned, due, late)


def _is(found: TeamPlace, which: TeamSlice) -> bool:
    match which:
        case TeamSlice.LATE:
            return found.late
        case TeamSlice.UNASSIGNED:
            return not found.assignments
        case TeamSlice.WITHOUT_OWNER:
            return any(one.person_id is None for one in found.assignments)
    return found.standing.standing.value == which.value


async def remaining(
    row: AssessmentRow, profile: PinnedProfile, due: Sequence[AssignmentRow]
) -> list[AssignmentRow]:
    """Those of some assignments of which something is still to be done; for the clock."""
    looked = await _looked_at(row)
    kept = []
    for assignment in due:
        mine = Places(profile, looked.work.parts, [assignment]).all()
        standings = {looked.work.at(place).standing for place in mine}
        if standings & {Standing.OPEN, Standing.RETURNED}:
            kept.append(assignment)
    return kept
