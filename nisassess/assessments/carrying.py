"""What of an earlier assessment goes into a new one, control by control. Pure.

Answers go over only where the new version asks the same; justification, evidence and planned
measures go wherever a control went. Everything that went over is to be confirmed by a person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nisassess.assessments.answering import checked_answer
from nisassess.assessments.types import Snapshot
from nisassess.catalogues.types import PinnedControl, PinnedProfile, PinnedQuestion
from nisassess.kit.errors import ValidationFailed
from nisassess.sdk import ChangeKind as ControlChangeKind
from nisassess.sdk import ControlChange, NotApplicable

Changes = Mapping[str, ControlChange]
"""What became of each control of the earlier assessment, by id."""


class Carried(StrEnum):
    """What a control of the new assessment is, seen from the earlier one."""

    SAME = "same"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Origin:
    """An earlier control, with the new question that takes each of its answers."""

    control: PinnedControl
    questions: Mapping[str, str]
    """Full id of the earlier question to that of the new one."""


@dataclass(frozen=True, slots=True)
class CarriedPlan:
    """What goes into one control; a removed one stands here under its earlier id."""

    control_id: str
    title: str
    change: Carried
    origins: tuple[Origin, ...] = ()
    dropped: tuple[str, ...] = ()
    """Earlier questions whose answers go nowhere, by full id."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Copies:
    """Rows of the earlier assessment with the place they go to."""

    responses: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(part, control, question, answer)"""
    statements: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)
    """(part, control, justification, reason for not applicable)"""
    measures: list[tuple[str, str, str]] = field(default_factory=list)
    """(part, control, earlier control)"""
    evidence: list[tuple[str, str, str]] = field(default_factory=list)
    """(part, control, evidence)"""


def plan(old: PinnedProfile, new: PinnedProfile, changes: Changes) -> tuple[CarriedPlan, ...]:
    """Every control of the new profile, then those of the earlier one that are gone."""
    arriving: dict[str, list[tuple[PinnedControl, ControlChange]]] = {}
    for control in old.controls.values():
        change = changes.get(control.id, ControlChange(ControlChangeKind.SAME))
        for target in _targets(control, change):
            arriving.setdefault(target, []).append((control, change))
    found = [_planned(control, arriving.get(control.id, [])) for control in new.controls.values()]
    gone = [
        CarriedPlan(
            control.id,
            control.title,
            Carried.REMOVED,
            dropped=tuple(question.id for question in control.questions),
            note=_note(changes.get(control.id)),
        )
        for control in old.controls.values()
        if not any(target in new.controls for target in _targets(control, changes.get(control.id)))
    ]
    return (*found, *gone)


def _note(change: ControlChange | None) -> str | None:
    return change.note if change else None


def _targets(control: PinnedControl, change: ControlChange | None) -> tuple[str, ...]:
    if change is None or change.change in {ControlChangeKind.SAME, ControlChangeKind.CHANGED}:
        return (control.id,)
    return change.into


def _planned(
    control: PinnedControl, arriving: list[tuple[PinnedControl, ControlChange]]
) -> CarriedPlan:
    if not arriving:
        return CarriedPlan(control.id, control.title, Carried.ADDED)
    origins, dropped = [], []
    for old, change in arriving:
        questions = dict(_kept_questions(old, control, change))
        origins.append(Origin(old, questions))
        dropped += [question.id for question in old.questions if question.id not in questions]
    kinds = {change.change for _, change in arriving}
    first = arriving[0][1]
    kind = Carried.MERGED if len(arriving) > 1 else Carried(first.change.value)
    if kind is Carried.SAME and (dropped or not _asks_the_same(arriving[0][0], control)):
        kind = Carried.CHANGED
    if len(kinds) > 1 and ControlChangeKind.MERGED in kinds:
        kind = Carried.MERGED
    notes = [change.note for _, change in arriving if change.note]
    return CarriedPlan(
        control.id,
        control.title,
        kind,
        tuple(origins),
        tuple(dropped),
        "\n".join(notes) or None,
    )


def _asks_the_same(old: PinnedControl, new: PinnedControl) -> bool:
    return [question.id for question in old.questions] == [
        question.id for question in new.questions
    ]


def _kept_questions(
    old: PinnedControl, new: PinnedControl, change: ControlChange
) -> Iterator[tuple[str, str]]:
    """Earlier questions with the new ones that mean the same."""
    if change.change not in {ControlChangeKind.SAME, ControlChangeKind.CHANGED}:
        return
    asked = {question.id: question for question in new.questions}
    for question in old.questions:
        own = question.id.rsplit("/", 1)[-1]
        wanted = change.questions.get(own, own)
        found = asked.get(f"{new.id}/{wanted}") if wanted else None
        if found is not None and found.kind == question.kind:
            yield question.id, found.id


def copies(
    old: Snapshot, new: PinnedProfile, plans: tuple[CarriedPlan, ...], parts: Mapping[str, str]
) -> Copies:
    """The rows to copy; `parts` maps the earlier parts to the new ones."""
    made = Copies()
    for planned in plans:
        if planned.change is not Carried.REMOVED:
            _copy(made, old, new.controls[planned.control_id], planned, parts)
    return made


def _copy(
    made: Copies,
    old: Snapshot,
    control: PinnedControl,
    planned: CarriedPlan,
    parts: Mapping[str, str],
) -> None:
    questions = {question.id: question for question in control.questions}
    targets = {
        before: now for origin in planned.origins for before, now in origin.questions.items()
    }
    origins = {origin.control.id for origin in planned.origins}
    for row in old.responses:
        target = targets.get(row.question_id)
        if target is None or row.part_id not in parts:
            continue
        answer = still_valid(questions[target], row.value)
        if answer is not None:
            made.responses.append((parts[row.part_id], control.id, target, answer))
    _copy_statements(made, old, control, origins, parts)
    planned_for: set[str] = set()
    for measure in old.measures:
        if measure.control_id in origins and measure.part_id in parts:
            part = parts[measure.part_id]
            if part not in planned_for:  # one line of the plan for each control and part
                made.measures.append((part, control.id, measure.control_id))
                planned_for.add(part)
    attached = {
        (parts[row.part_id], row.evidence.id): None
        for row in old.evidence
        if row.control_id in origins and row.part_id in parts
    }
    made.evidence.extend((part, control.id, evidence) for part, evidence in attached)


def _copy_statements(
    made: Copies,
    old: Snapshot,
    control: PinnedControl,
    origins: set[str],
    parts: Mapping[str, str],
) -> None:
    may_not_apply = control.not_applicable_rule is not NotApplicable.FORBIDDEN
    for before, part in parts.items():
        said = [
            row for row in old.statements if row.control_id in origins and row.part_id == before
        ]
        words = "\n\n".join(row.justification for row in said if row.justification)
        reasons = [row.not_applicable_reason for row in said if row.not_applicable]
        # Several controls in one: it is left out only if each of them was.
        left_out = may_not_apply and bool(said) and len(reasons) == len(origins)
        reason = "\n\n".join(text for text in reasons if text) if left_out else None
        if words or reason:
            made.statements.append((part, control.id, words or None, reason))


def still_valid(question: PinnedQuestion, value: str | None) -> str | None:
    """An earlier answer as the question takes it; None where it does not."""
    try:
        return checked_answer(question, value)
    except ValidationFailed:
        return None
