"""What the pages show, computed from sealed results; no figure is scored here."""

from collections.abc import Iterator
from dataclasses import dataclass

from nisassess.documents.picture import Counts
from nisassess.results.types import (
    ControlResult,
    Figures,
    GroupResult,
    Measure,
    PartResult,
    Results,
    Trace,
    TraceInput,
)

NOT_APPLICABLE = "not_applicable"
ROWS_ON_SUMMARY = 12


@dataclass(frozen=True, slots=True)
class Place:
    """One part's result with where it stands; `anchor` is the control's place in the document."""

    anchor: str
    group: GroupResult
    control: ControlResult
    part: PartResult
    part_name: str

    @property
    def reached(self) -> float:
        """What the part reaches, on the profile's scale."""
        return self.part.value if self.part.value is not None else self.part.level or 0

    @property
    def measure(self) -> Measure | None:
        """The planned measure, if there is one."""
        return self.part.measure


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """One input of a group's figures, as both of its traces tell it."""

    label: str
    completeness: str
    attainment: str


@dataclass(frozen=True, slots=True)
class View:
    """The results, sorted into what the pages need."""

    results: Results
    places: tuple[Place, ...]
    gaps: tuple[Place, ...]
    gaps_without_measure: tuple[Place, ...]
    unassessed: tuple[Place, ...]
    not_applicable: tuple[Place, ...]
    rules: tuple[str, ...]

    @property
    def summary_groups(self) -> tuple[GroupResult, ...]:
        """The groups that fit on the summary page, those with most to do first to stay."""
        groups = self.results.groups
        if len(groups) <= ROWS_ON_SUMMARY:
            return groups
        by_work = sorted(groups, key=lambda group: -(group.figures.below + group.figures.open))
        kept = {group.id for group in by_work[:ROWS_ON_SUMMARY]}
        return tuple(group for group in groups if group.id in kept)

    @property
    def labels(self) -> dict[str, str]:
        """The printed numbers of groups and controls by id."""
        groups = {group.id: group.label for group in self.results.groups if group.label}
        return groups | {
            control.id: control.label
            for group in self.results.groups
            for control in group.controls
            if control.label
        }

    def rule(self, trace: Trace) -> int:
        """The number under which the method chapter gives the trace's rule."""
        return self.rules.index(trace.rule) + 1


def view(results: Results) -> View:
    """Sort the results for printing."""
    places = tuple(_places(results))
    gaps = tuple(place for place in places if place.part.state == "below")
    return View(
        results=results,
        places=places,
        gaps=gaps,
        gaps_without_measure=tuple(place for place in gaps if place.measure is None),
        unassessed=tuple(place for place in places if place.part.state == "open"),
        not_applicable=tuple(place for place in places if place.part.state == NOT_APPLICABLE),
        rules=_rules(results),
    )


def _places(results: Results) -> Iterator[Place]:
    names = {part.id: part.name for part in results.scope.parts}
    for at, group in enumerate(results.groups, 1):
        for number, control in enumerate(group.controls, 1):
            for part in control.parts:
                name = names.get(part.part, part.part)
                yield Place(f"control-{at}-{number}", group, control, part, name)


def _rules(results: Results) -> tuple[str, ...]:
    """Every rule that a part's figure rests on, once, in order of appearance."""
    rules: dict[str, None] = {}
    for group in results.groups:
        for control in group.controls:
            for part in control.parts:
                rules.setdefault(part.trace.rule)
    return tuple(rules)


def counts(figures: Figures) -> Counts:
    """Controls by state."""
    return Counts(figures.met, figures.below, figures.open, figures.not_applicable)


def explained(figures: Figures, labels: dict[str, str]) -> list[ExplainedRow]:
    """Both traces of a set of figures, joined by what they were made from.

    `labels` has the printed numbers of controls and groups by id.
    """
    completeness = {given.ref: given for given in figures.completeness_trace.inputs}
    attainment = {given.ref: given for given in figures.attainment_trace.inputs}
    rows = []
    for ref, given in (completeness | attainment).items():
        left, right = completeness.get(ref), attainment.get(ref)
        name = f"{labels[ref]} {given.label}" if ref in labels else given.label
        rows.append(ExplainedRow(name, left.value if left else "–", right.value if right else "–"))
    return rows


def allowed(part: PartResult) -> dict[str, str]:
    """What each answer counts as, by question."""
    return {given.ref: given.value for given in part.trace.inputs}


def other_inputs(part: PartResult) -> list[TraceInput]:
    """Inputs of a part's trace that are not answers shown beside it."""
    questions = {answer.question for answer in part.answers}
    return [given for given in part.trace.inputs if given.ref not in questions]
