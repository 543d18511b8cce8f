"""What differs between two sealed results: versions of one submission, or years. Pure.

Controls are matched by id, parts by name, since a new assessment gives its parts new ids.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nisassess.results.types import Answer, ControlResult, Measure, PartResult, Results


class Kind(StrEnum):
    """What became of a control."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Aspect(StrEnum):
    """What of a control, or of a part of it, differs."""

    STATE = "state"
    LEVEL = "level"
    TARGET = "target"
    STATEMENT = "statement"
    ANSWER = "answer"
    JUSTIFICATION = "justification"
    NOT_APPLICABLE = "not_applicable"
    EVIDENCE = "evidence"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that reads otherwise; `part` is empty where it concerns the control as a whole."""

    aspect: Aspect
    part: str
    subject: str
    """The question's prompt for an answer, else empty."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ControlDifference:
    """A control that differs, with everything that does."""

    control: str
    label: str | None
    title: str
    kind: Kind
    state_before: str | None
    state_after: str | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs, in the order of the later results; removed controls last."""

    controls: tuple[ControlDifference, ...]
    same: int
    """Controls in which nothing differs."""
    better: int
    """Controls that reached their target and did not before."""
    worse: int
    """Controls that no longer reach it."""


def differences(before: Results, after: Results) -> Differences:
    """What differs between two results."""
    old = {control.id: control for control in _controls(before)}
    new = {control.id: control for control in _controls(after)}
    names = _names(before), _names(after)
    found = [
        one
        for control in new.values()
        if (one := _control(old.get(control.id), control, names)) is not None
    ]
    removed = [
        ControlDifference(
            control.id, control.label, control.title, Kind.REMOVED, control.state, None, ()
        )
        for control in old.values()
        if control.id not in new
    ]
    moved = [one for one in found if one.kind is Kind.CHANGED]
    return Differences(
        controls=(*found, *removed),
        same=len(new) - len(found),
        better=sum(one.state_after == "met" != one.state_before for one in moved),
        worse=sum(one.state_before == "met" and one.state_after == "below" for one in moved),
    )


def _controls(results: Results) -> Iterator[ControlResult]:
    for group in results.groups:
        yield from group.controls


def _names(results: Results) -> dict[str, str]:
    return {part.id: part.name for part in results.scope.parts}


def _control(
    old: ControlResult | None,
    new: ControlResult,
    names: tuple[dict[str, str], dict[str, str]],
) -> ControlDifference | None:
    if old is None:
        return ControlDifference(new.id, new.label, new.title, Kind.ADDED, None, new.state, ())
    found = (*_whole(old, new), *_parts(old, new, names))
    if not found:
        return None
    return ControlDifference(
        new.id, new.label, new.title, Kind.CHANGED, old.state, new.state, found
    )


def _whole(old: ControlResult, new: ControlResult) -> Iterator[Difference]:
    for aspect, before, after in (
        (Aspect.STATE, old.state, new.state),
        (Aspect.LEVEL, _reached(old), _reached(new)),
        (Aspect.TARGET, str(old.target), str(new.target)),
        (Aspect.STATEMENT, old.statement, new.statement),
    ):
        if before != after:
            yield Difference(aspect, "", "", before, after)


def _reached(item: ControlResult | PartResult) -> str | None:
    if item.value is not None:
        return f"{item.value:g}"
    return None if item.level is None else str(item.level)


def _parts(
    old: ControlResult, new: ControlResult, names: tuple[dict[str, str], dict[str, str]]
) -> Iterator[Difference]:
    before = {names[0].get(part.part, part.part): part for part in old.parts}
    after = {names[1].get(part.part, part.part): part for part in new.parts}
    for name in dict.fromkeys((*after, *before)):
        yield from _part(name, before.get(name), after.get(name))


def _part(name: str, old: PartResult | None, new: PartResult | None) -> Iterator[Difference]:
    if old is None or new is None:
        before = old.state if old else None
        after = new.state if new else None
        yield Difference(Aspect.STATE, name, "", before, after)
        return
    for aspect, was, now in (
        (Aspect.STATE, old.state, new.state),
        (Aspect.LEVEL, _reached(old), _reached(new)),
        (Aspect.NOT_APPLICABLE, old.not_applicable_reason, new.not_applicable_reason),
        (Aspect.JUSTIFICATION, old.justification, new.justification),
        (Aspect.EVIDENCE, _evidence(old), _evidence(new)),
        (Aspect.MEASURE, _measure(old.measure), _measure(new.measure)),
    ):
        if was != now:
            yield Difference(aspect, name, "", was, now)
    yield from _answers(name, old, new)


def _answers(name: str, old: PartResult, new: PartResult) -> Iterator[Difference]:
    before = {answer.question: answer for answer in old.answers}
    after = {answer.question: answer for answer in new.answers}
    for question in dict.fromkeys((*after, *before)):
        was, now = before.get(question), after.get(question)
        if (was.answer if was else None) != (now.answer if now else None):
            asked = now or was
            prompt = asked.prompt if asked else ""
            yield Difference(Aspect.ANSWER, name, prompt, _said(was), _said(now))


def _said(answer: Answer | None) -> str | None:
    return (answer.answer_text or answer.answer) if answer else None


def _evidence(part: PartResult) -> str | None:
    """Titles with the start of their hash; a new revision is a difference."""
    return "; ".join(f"{one.title} ({(one.digest or '–')[:12]})" for one in part.evidence) or None


def _measure(measure: Measure | None) -> str | None:
    if measure is None:
        return None
    told = [measure.responsible, measure.until, measure.cost_class]
    told += [text for text in (measure.state, measure.reason) if text]  # formats from 3 on
    return f"{measure.what} ({', '.join(told)})"
