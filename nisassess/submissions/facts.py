"""What is queried across submissions, taken from sealed results. Pure.

Everything comes from the document, so that what was submitted here, what was imported and what
was there before these tables count the same.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import orjson

from nisassess.results.types import ControlResult, Measure, PartResult, Results

COST_CLASSES = frozenset({"none", "low", "medium", "high"})
MEASURE_STATES = frozenset({"open", "in_progress", "done", "dropped"})
_LONGEST_ID = 120


@dataclass(frozen=True, slots=True)
class ControlFact:
    """A control's outcome."""

    control_id: str
    state: str
    level: int | None
    target: int


@dataclass(frozen=True, slots=True)
class GroupFact:
    """A group's outcome; the numbers count its controls."""

    group_id: str
    level: int | None
    met: int
    below: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class ExclusionFact:
    """Why a control does not apply to a part."""

    control_id: str
    part: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A planned measure; `until` is None where no day can be read."""

    control_id: str
    part: str
    what: str
    who: str
    until: date | None
    cost_class: str
    state: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is queried of one submission."""

    controls: tuple[ControlFact, ...]
    groups: tuple[GroupFact, ...]
    exclusions: tuple[ExclusionFact, ...]
    measures: tuple[MeasureFact, ...]
    outline_id: str
    outline: str


def facts_of(results: Results) -> Facts:
    """The facts of sealed results."""
    names = {part.id: part.name for part in results.scope.parts}
    controls = [control for group in results.groups for control in group.controls]
    places = [
        (control, part, _text(names.get(part.part, part.part)))
        for control in controls
        for part in control.parts
    ]
    outline = _outline(results)
    return Facts(
        controls=tuple(map(_control, controls)),
        groups=tuple(_groups(results)),
        exclusions=tuple(
            ExclusionFact(control.id, name, _text(part.not_applicable_reason))
            for control, part, name in places
            if part.not_applicable_reason
        ),
        measures=tuple(_measures(places)),
        outline_id=hashlib.sha256(outline.encode()).hexdigest(),
        outline=outline,
    )


def _control(control: ControlResult) -> ControlFact:
    return ControlFact(control.id, control.state, control.level, control.target)


def _groups(results: Results) -> Iterator[GroupFact]:
    """Each group once, the controls counted anew: an imported figure could say anything."""
    seen: set[str] = set()
    for group in results.groups:
        id_ = _text(group.id)[:_LONGEST_ID]
        if id_ in seen:
            continue
        seen.add(id_)
        states = [control.state for control in group.controls]
        level = group.figures.level
        yield GroupFact(
            id_,
            level if level is None or abs(level) < 2**31 else None,
            states.count("met"),
            states.count("below"),
            states.count("not_applicable"),
        )


def _measures(places: list[tuple[ControlResult, PartResult, str]]) -> Iterator[MeasureFact]:
    for control, part, name in places:
        measure = part.measure
        if measure is not None:
            yield MeasureFact(
                control_id=control.id,
                part=name,
                what=_text(measure.what),
                who=_text(measure.responsible),
                until=_day(measure.until),
                cost_class=measure.cost_class if measure.cost_class in COST_CLASSES else "none",
                state=_state(measure),
            )


def _state(measure: Measure) -> str:
    """Open where the document's format knew no state."""
    return measure.state if measure.state in MEASURE_STATES else "open"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _outline(results: Results) -> str:
    profile = results.profile
    told = {
        "language": results.language,
        "levels": list(profile.levels),
        "lowest": profile.lowest,
        "groups": [
            {
                "id": group.id,
                "label": group.label,
                "title": group.title,
                "controls": [
                    {"id": control.id, "label": control.label, "title": control.title}
                    for control in group.controls
                ],
            }
            for group in results.groups
        ],
    }
    return orjson.dumps(told).decode()


def _text(value: str) -> str:
    """Without what PostgreSQL takes for no text; a foreign document may hold it."""
    return value.replace("\0", "")
