"""What stands between an assessment and its submission. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from nisassess.assessments.types import (
    AssessmentState,
    MeasureRow,
    MeasureState,
    ProposalState,
    Snapshot,
    StatementRow,
)
from nisassess.sdk.scoring import ControlState, PartScore, Score


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
    if not any(control.state is not ControlState.NOT_APPLICABLE for control in score.controls):
        message = "Every control is marked not applicable: there is nothing to submit."
        yield ReadinessItem("nothing_applicable", True, message)
    look = _Look(snapshot)
    for control in score.controls:
        for part in control.parts:
            yield from look.at(control.control, part)
    yield from _unconfirmed(snapshot)
    yield from _proposed(snapshot)


def _unconfirmed(snapshot: Snapshot) -> Iterator[ReadinessItem]:
    """What was carried over counts as said only when somebody looked at it again."""
    controls = snapshot.profile.controls
    for row in snapshot.carried:
        if row.is_to_confirm and row.control_id in controls:
            title = controls[row.control_id].title
            message = f"{title}: carried over from the earlier assessment, not confirmed yet."
            yield ReadinessItem("unconfirmed", True, message, row.control_id)


_WAITING = {
    ProposalState.OPEN: "answered by {name}, which needs a coordinator's confirmation.",
    ProposalState.PROPOSED: "proposed by {name}, not confirmed yet.",
    ProposalState.RETURNED: "returned to {name}, not proposed again yet.",
}


def _proposed(snapshot: Snapshot) -> Iterator[ReadinessItem]:
    """Answers that a coordinator is to confirm count as said only when that was done."""
    controls = snapshot.profile.controls
    names = {part.id: part.name for part in snapshot.parts}
    for row in snapshot.proposals:
        words = _WAITING.get(row.state)
        if words is not None and row.control_id in controls:
            place = f"{controls[row.control_id].title}, {names[row.part_id]}"
            message = f"{place}: {words.format(name=row.by_name)}"
            yield ReadinessItem("proposal", True, message, row.control_id, row.part_id)


class _Look:
    """Looks at one control in one part at a time."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._statements = {(row.control_id, row.part_id): row for row in snapshot.statements}
        self._measures = {(row.control_id, row.part_id): row for row in snapshot.measures}
        self._supported = {(row.control_id, row.part_id) for row in snapshot.evidence}
        self._names = {part.id: part.name for part in snapshot.parts}
        self._titles = {id_: control.title for id_, control in snapshot.profile.controls.items()}

    def at(self, control_id: str, part: PartScore) -> Iterator[ReadinessItem]:
        key = (control_id, part.part)
        place = f"{self._titles[control_id]}, {self._names[part.part]}"
        statement = self._statements.get(key)
        match part.state:
            case ControlState.OPEN:
                yield _open(key, place, statement)
            case ControlState.BELOW:
                yield from _gap(key, place, self._measures.get(key))
                yield from _unjustified(key, place, statement)
            case ControlState.MET:
                yield from _unjustified(key, place, statement)
                if key not in self._supported:
                    message = f"{place}: the target is said to be met, but no evidence is attached."
                    yield ReadinessItem("no_evidence", False, message, *key)


Key = tuple[str, str]


def _open(key: Key, place: str, statement: StatementRow | None) -> ReadinessItem:
    if statement is not None and statement.not_applicable:
        message = f"{place}: marked not applicable without a reason."
        return ReadinessItem("no_reason", True, message, *key)
    message = f"{place}: not all questions are answered."
    return ReadinessItem("unanswered", True, message, *key)


def _unjustified(key: Key, place: str, statement: StatementRow | None) -> Iterator[ReadinessItem]:
    if statement is None or not (statement.justification or "").strip():
        yield ReadinessItem("no_justification", False, f"{place}: no justification is given.", *key)


def _gap(key: Key, place: str, measure: MeasureRow | None) -> Iterator[ReadinessItem]:
    if measure is None:
        message = f"{place}: below target, and no measure is planned."
        yield ReadinessItem("no_measure", False, message, *key)
        return
    if measure.state is MeasureState.DROPPED:
        message = f"{place}: below target, and the planned measure was dropped."
        yield ReadinessItem("measure_dropped", False, message, *key)
        return
    missing = [
        name
        for name, value in (
            ("what", measure.what.strip()),
            ("who", measure.who.strip() or measure.owner_id),
            ("until when", measure.until),
            ("the cost class", measure.cost_class),
        )
        if not value
    ]
    if missing:
        message = f"{place}: the planned measure lacks {', '.join(missing)}."
        yield ReadinessItem("incomplete_measure", True, message, *key)
