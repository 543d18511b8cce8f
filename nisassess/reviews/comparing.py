"""A submission control by control, beside its earlier version and last year's. Pure.

Controls are matched by id, as `results.differences` does; what is sealed never changes, so the
last few comparisons are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from nisassess.results.canonical import parse
from nisassess.results.differences import ControlDifference, differences
from nisassess.results.types import ControlResult, GroupResult, Results

_KEPT = 12


@dataclass(frozen=True, slots=True)
class Document:
    """A sealed document; two with the same digest are the same."""

    submission_id: str
    digest: str
    content: str = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Beside:
    """A control in other results, with what differs since."""

    control: ControlResult
    names: Mapping[str, str]
    """Names of parts by id."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A control of the submission, and what it was before."""

    group: GroupResult
    control: ControlResult
    version: Beside | None
    since_version: ControlDifference | None
    last_year: Beside | None
    since_last_year: ControlDifference | None

    def not_applicable(self) -> list[str]:
        """Ids of the parts to which it is said not to apply."""
        return [part.part for part in self.control.parts if part.state == "not_applicable"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole submission."""

    results: Results
    names: Mapping[str, str]
    controls: tuple[Compared, ...]

    def control(self, control_id: str) -> Compared | None:
        """One control."""
        return next((one for one in self.controls if one.control.id == control_id), None)

    def part_names(self, one: Compared) -> list[str]:
        """Names of the parts to which a control is said not to apply."""
        return [self.names.get(part, part) for part in one.not_applicable()]


@lru_cache(maxsize=_KEPT)
def compare(now: Document, version: Document | None, last_year: Document | None) -> Comparison:
    """Put everything side by side; it takes a while for documents of megabytes."""
    results = parse(now.content.encode())
    before, year = _earlier(results, version), _earlier(results, last_year)
    return Comparison(
        results,
        _names(results),
        tuple(
            Compared(
                group,
                control,
                before.controls.get(control.id),
                before.changed.get(control.id),
                year.controls.get(control.id),
                year.changed.get(control.id),
            )
            for group in results.groups
            for control in group.controls
        ),
    )


@dataclass(frozen=True, slots=True)
class _Earlier:
    controls: dict[str, Beside]
    changed: dict[str, ControlDifference]


def _earlier(now: Results, document: Document | None) -> _Earlier:
    if document is None:
        return _Earlier({}, {})
    found = parse(document.content.encode())
    names = _names(found)
    controls = {
        control.id: Beside(control, names) for group in found.groups for control in group.controls
    }
    changed = {one.control: one for one in differences(found, now).controls}
    return _Earlier(controls, changed)


def _names(results: Results) -> dict[str, str]:
    return {part.id: part.name for part in results.scope.parts}
