"""How far the work on each place of an assessment got, and when it is due. Pure.

A place is one control in one part. It is complete when every question asked in it is answered, or
when it is marked not applicable with a reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nisassess.assessments.reach import Place
from nisassess.assessments.scoring import asked_questions
from nisassess.assessments.types import (
    PartRow,
    ProposalRow,
    ProposalState,
    ResponseRow,
    StatementRow,
)
from nisassess.catalogues.types import PinnedControl, PinnedProfile

THIS_WEEK = timedelta(days=7)


class Standing(StrEnum):
    """How far the work on a place got."""

    OPEN = "open"
    RETURNED = "returned"
    WAITING = "waiting"
    DONE = "done"


class When(StrEnum):
    """When open work is due."""

    LATE = "late"
    THIS_WEEK = "this_week"
    LATER = "later"
    NO_DATE = "no_date"


def when(due: date | None, on: date) -> When:
    """When work due on a day is due, seen from another."""
    if due is None:
        return When.NO_DATE
    if due < on:
        return When.LATE
    return When.THIS_WEEK if due <= on + THIS_WEEK else When.LATER


@dataclass(frozen=True, slots=True)
class PlaceStanding:
    """One control in one part: questions asked and answered, and how far the work got."""

    control_id: str
    part_id: str
    asked: int
    answered: int
    complete: bool
    standing: Standing
    proposal: ProposalRow | None


class Work:
    """Looks up the standing of places of one assessment.

    `unconfirmed` controls were carried over, and nobody has looked at them again.
    """

    def __init__(
        self,
        profile: PinnedProfile,
        parts: Sequence[PartRow],
        responses: Iterable[ResponseRow],
        statements: Iterable[StatementRow],
        proposals: Iterable[ProposalRow],
        *,
        unconfirmed: Iterable[str] = (),
    ) -> None:
        self.profile = profile
        self.parts = parts
        self._answers = {(row.part_id, row.question_id): row.value for row in responses}
        self._left_out = {
            (row.control_id, row.part_id)
            for row in statements
            if row.not_applicable and (row.not_applicable_reason or "").strip()
        }
        self._unconfirmed = frozenset(unconfirmed)
        self._proposals = {(row.control_id, row.part_id): row for row in proposals}

    def at(self, place: Place) -> PlaceStanding:
        """The standing of a place of this assessment."""
        control_id, part_id = place
        asked, answered, complete = self._progress(self.profile.controls[control_id], part_id)
        proposal = self._proposals.get(place)
        return PlaceStanding(
            control_id,
            part_id,
            asked,
            answered,
            complete,
            _standing(proposal, done=complete and control_id not in self._unconfirmed),
            proposal,
        )

    def everywhere(self) -> Iterable[PlaceStanding]:
        """The standing of every place, in the order of controls and parts."""
        for control in self.profile.controls:
            for part in self.parts:
                yield self.at((control, part.id))

    def _progress(self, control: PinnedControl, part_id: str) -> tuple[int, int, bool]:
        if (control.id, part_id) in self._left_out:
            return 0, 0, True
        asked = asked_questions(control, part_id, self._answers)
        given = [self._answers.get((part_id, question.id)) is not None for question in asked]
        needed = (there or question.optional for question, there in zip(asked, given, strict=True))
        return len(asked), sum(given), all(needed)


def _standing(proposal: ProposalRow | None, *, done: bool) -> Standing:
    state = proposal.state if proposal else None
    if state is ProposalState.RETURNED:
        return Standing.RETURNED
    if state is ProposalState.PROPOSED:
        return Standing.WAITING
    if state is ProposalState.OPEN or not done:
        return Standing.OPEN
    return Standing.DONE


def of_several(standings: Iterable[Standing]) -> Standing:
    """The standing of a control by those of its parts: what is to be done first."""
    found = set(standings)
    order = (Standing.RETURNED, Standing.OPEN, Standing.WAITING)
    return next((standing for standing in order if standing in found), Standing.DONE)
