"""What of an assessment is whose: places, who looks after them, and how far a limit reaches. Pure.

A place is one control in one part. Whoever is assigned a group or a control, for all parts or for
one, looks after every place in it; several people may share a place. Of several assignments of
one place the nearest counts: a control's before a group's, one part's before that of all.
"""

from collections.abc import Iterable, Iterator, Sequence

from nisassess.assessments.types import AssignmentRow, PartRow, Reach
from nisassess.catalogues.types import PinnedProfile

Place = tuple[str, str]
"""Ids of a control and of a part."""


def controls_of(assignment: AssignmentRow, profile: PinnedProfile) -> tuple[str, ...]:
    """The controls that an assignment names, those of its group if it names a group."""
    if assignment.control_id is not None:
        return (assignment.control_id,) if assignment.control_id in profile.controls else ()
    for group in profile.groups:
        if group.id == assignment.group_id:
            return tuple(control.id for control in group.controls)
    return ()


def reach_of(assignments: Iterable[AssignmentRow], profile: PinnedProfile) -> Reach:
    """How far somebody gets who is limited to these assignments."""
    everywhere: set[str] = set()
    in_parts: dict[str, set[str]] = {}
    for assignment in assignments:
        controls = controls_of(assignment, profile)
        if assignment.part_id is None:
            everywhere.update(controls)
        else:
            in_parts.setdefault(assignment.part_id, set()).update(controls)
    return Reach(
        frozenset(everywhere),
        {part: frozenset(controls - everywhere) for part, controls in in_parts.items()},
    )


def nearness(assignment: AssignmentRow) -> tuple[bool, bool]:
    """Sorts the nearest assignment of a place first."""
    return (assignment.control_id is None, assignment.part_id is None)


class Places:
    """Who looks after which place."""

    def __init__(
        self,
        profile: PinnedProfile,
        parts: Sequence[PartRow],
        assignments: Iterable[AssignmentRow],
    ) -> None:
        self._parts = [part.id for part in parts]
        self._by_place: dict[Place, list[AssignmentRow]] = {}
        for assignment in sorted(assignments, key=nearness):
            for place in self._covered(assignment, profile):
                self._by_place.setdefault(place, []).append(assignment)

    def _covered(self, assignment: AssignmentRow, profile: PinnedProfile) -> Iterator[Place]:
        parts = self._parts if assignment.part_id is None else [assignment.part_id]
        for control in controls_of(assignment, profile):
            for part in parts:
                yield control, part

    def at(self, place: Place) -> list[AssignmentRow]:
        """The assignments of a place, the nearest first."""
        return self._by_place.get(place, [])

    def of(self, person_id: str | None) -> dict[Place, AssignmentRow]:
        """The places of one person, each with the nearest assignment; None: those of nobody."""
        found: dict[Place, AssignmentRow] = {}
        for place, assignments in self._by_place.items():
            for assignment in assignments:
                if assignment.person_id == person_id:
                    found[place] = assignment
                    break
        return found

    def all(self) -> dict[Place, list[AssignmentRow]]:
        """Every place that is assigned."""
        return self._by_place
