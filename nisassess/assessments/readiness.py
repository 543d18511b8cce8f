"""What stands between an assessment and its submission. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from nisassess.assessments.types import AssessmentState, MeasureRow, Snapshot
from nisassess.sdk.scoring import ControlScore, ControlState, Score


@dataclass(frozen=True, slots=True)
class ReadinessItem:
    """One thing to settle (blocking) or to consider (not blocking)."""

    code: str
    blocking: bool
    message: str
    control_id: str | None = None
    part_id: str | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """`ready`: nothing blocks an approval; `approved`: the present revision is approved."""

    ready: bool
    approved: bool
    items: tuple[ReadinessItem, ...]


def readiness(snapshot: Snapshot, score: Score) -> Readiness:
    """Look at every control in every part."""
    items = tuple(_items(snapshot, score))
    return Readiness(
        ready=not any(item.blocking for item in items),
        approved=snapshot.assessment.state is not AssessmentState.DRAFT,
        items=items,
    )


def _items(snapshot: Snapshot, score: Score) -> Iterator[ReadinessItem]:
    statements = {(row.control_id, row.part_id): row for row in snapshot.statements}
    measures = {(row.control_id, row.part_id): row for row in snapshot.measures}
    supported = {(row.control_id, row.part_id) for row in snapshot.evidence}
    names = {part.id: part.name for part in snapshot.parts}
    titles = {id_: control.title for id_, control in snapshot.profile.controls.items()}
    if not any(control.state is not ControlState.NOT_APPLICABLE for control in score.controls):
        message = "Every control is marked not applicable: there is nothing to submit."
        yield ReadinessItem("nothing_applicable", True, message)
    for control in score.controls:
        for part in control.parts:
            key = (control.control, part.part)
            place = f"{titles[control.control]}, {names[part.part]}"
            statement = statements.get(key)
            if part.state is ControlState.OPEN:
                yield from _open(control, part.part, place, statement is not None and bool(
                    statement.not_applicable
                ))
                continue
            if part.state is ControlState.BELOW:
                yield from _gap(measures.get(key), control.control, part.part, place)
            if part.state is ControlState.NOT_APPLICABLE:
                continue
            if statement is None or not (statement.justification or "").strip():
                message = f"{place}: no justification is given."
                yield ReadinessItem("no_justification", False, message, *key)
            if part.state is ControlState.MET and key not in supported:
                message = f"{place}: the target is said to be met, but no evidence is attached."
                yield ReadinessItem("no_evidence", False, message, *key)


def _open(
    control: ControlScore, part_id: str, place: str, excluded: bool
) -> Iterator[ReadinessItem]:
    if excluded:
        message = f"{place}: marked not applicable without a reason."
        yield ReadinessItem("no_reason", True, message, control.control, part_id)
    else:
        message = f"{place}: not all questions are answered."
        yield ReadinessItem("unanswered", True, message, control.control, part_id)


def _gap(
    measure: MeasureRow | None, control_id: str, part_id: str, place: str
) -> Iterator[ReadinessItem]:
    if measure is None:
        message = f"{place}: below target, and no measure is planned."
        yield ReadinessItem("no_measure", False, message, control_id, part_id)
        return
    missing = [
        name
        for name, value in (
            ("what", measure.what.strip()),
            ("who", measure.who.strip()),
            ("until when", measure.until),
            ("the cost class", measure.cost_class),
        )
        if not value
    ]
    if missing:
        message = f"{place}: the planned measure lacks {', '.join(missing)}."
        yield ReadinessItem("incomplete_measure", True, message, control_id, part_id)
