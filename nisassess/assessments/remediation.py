"""The remediation plan of an assessment: every gap, planned or not, and how it goes on. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from nisassess.assessments.types import (
    AssessmentRow,
    MeasureRow,
    MeasureState,
    PartRow,
    PlanOrigin,
    ProgressRow,
    Snapshot,
)
from nisassess.catalogues.types import PinnedControl, PinnedGroup
from nisassess.sdk.scoring import ControlState, PartScore, Score

Place = tuple[str, str]
"""(control, part)"""


class Offer(StrEnum):
    """What the answers suggest about an item; a person decides."""

    CLOSE = "close"
    """The control reaches its target by now: is the measure done?"""
    CONFIRM = "confirm"
    """The measure is said to be done, and the answer still says below target."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A gap, with its measure if there is one, or a measure whose gap is closed by now."""

    group: PinnedGroup
    control: PinnedControl
    part: PartRow
    state: ControlState
    level: int | None
    value: float | None
    measure: MeasureRow | None
    """As it stands now: on a submitted plan with the progress that was told since."""
    progress: tuple[ProgressRow, ...]
    late: bool
    slipped: int
    """How often its day was put off, over all years."""
    offer: Offer | None


def plan_items(
    taken: Snapshot, score: Score, progress: Sequence[ProgressRow], today: date
) -> tuple[PlanItem, ...]:
    """All items in the order of the catalogue and of the parts."""
    told: dict[Place, list[ProgressRow]] = {}
    for row in progress:
        told.setdefault((row.control_id, row.part_id), []).append(row)
    return tuple(_items(taken, score, told, today))


def _items(
    taken: Snapshot, score: Score, told: Mapping[Place, Sequence[ProgressRow]], today: date
) -> Iterator[PlanItem]:
    measures = {(row.control_id, row.part_id): row for row in taken.measures}
    parts = {part.id: part for part in taken.parts}
    scores = {one.control: one for one in score.controls}
    for group in taken.profile.groups:
        for control in group.controls:
            for part in scores[control.id].parts:
                place = (control.id, part.part)
                entries = told.get(place, ())
                measure = as_it_stands(measures.get(place), entries)
                if measure is None and part.state is not ControlState.BELOW:
                    continue
                yield PlanItem(
                    group,
                    control,
                    parts[part.part],
                    part.state,
                    part.level,
                    part.value,
                    measure,
                    tuple(entries),
                    late=is_late(measure, today),
                    slipped=slips(measures.get(place), entries),
                    offer=_offer(part, measure),
                )


def as_it_stands(measure: MeasureRow | None, told: Sequence[ProgressRow]) -> MeasureRow | None:
    """A measure with the newest that was told of it; one may be planned after submission too."""
    if not told:
        return measure
    last = told[-1]
    base = measure or MeasureRow(
        last.control_id, last.part_id, "", "", None, None, 0, last.at, last.by
    )
    return replace(
        base,
        what=last.what,
        until=last.until,
        state=last.state,
        reason=last.note if last.state is MeasureState.DROPPED else None,
        owner_id=last.owner_id,
        owner_name=last.owner_name,
        updated_at=last.at,
        updated_by=last.by,
    )


def standing_measures(
    measures: Sequence[MeasureRow], progress: Sequence[ProgressRow]
) -> tuple[MeasureRow, ...]:
    """All measures as they stand, those planned after submission last."""
    told: dict[Place, list[ProgressRow]] = {}
    for row in progress:
        told.setdefault((row.control_id, row.part_id), []).append(row)
    kept = [
        as_it_stands(row, told.pop((row.control_id, row.part_id), ())) or row for row in measures
    ]
    later = [as_it_stands(None, entries) for entries in told.values()]
    return (*kept, *(row for row in later if row is not None))


def with_origin(
    row: MeasureRow, assessment: AssessmentRow, told: Sequence[ProgressRow], sealed: date | None
) -> MeasureRow:
    """The measure as it goes into the next assessment, knowing where it comes from.

    `sealed` is the day that stood in the assessment itself, before any progress was told.
    """
    dates = [day for day in (sealed, *(one.until for one in told)) if day is not None]
    origin = PlanOrigin(assessment.id, assessment.title, row.control_id, row.state, _once(dates))
    return replace(row, origins=(*row.origins, origin))


def was_done_before(row: MeasureRow) -> bool:
    """Whether it came here as done already: it was offered once, and is not carried on."""
    carried_as_done = bool(row.origins) and row.origins[-1].state is MeasureState.DONE
    return carried_as_done and row.state is MeasureState.DONE


def is_late(measure: MeasureRow | None, today: date) -> bool:
    """Whether its day is past and it is not settled."""
    if measure is None or measure.is_settled or measure.until is None:
        return False
    return measure.until < today


def slips(measure: MeasureRow | None, told: Sequence[ProgressRow]) -> int:
    """How often the day was moved to a later one, from year to year and since submission.

    What is corrected while an assessment is filled in does not count.
    """
    days = [day for origin in (measure.origins if measure else ()) for day in origin.dates]
    days += [day for day in (measure.until if measure else None, *(t.until for t in told)) if day]
    return sum(later > earlier for earlier, later in pairwise(days))


def _offer(part: PartScore, measure: MeasureRow | None) -> Offer | None:
    if measure is None:
        return None
    if part.state is ControlState.MET and not measure.is_settled:
        return Offer.CLOSE
    if part.state is ControlState.BELOW and measure.state is MeasureState.DONE:
        return Offer.CONFIRM
    return None


def _once(days: Sequence[date]) -> tuple[date, ...]:
    """Without a day that only repeats the one before."""
    return tuple(day for at, day in enumerate(days) if at == 0 or day != days[at - 1])
