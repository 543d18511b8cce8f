"""The few things that matter most, for people who decide: chosen by rule, never by taste.

Thresholds that fail come first, for no average makes up for them. Then the gaps, by the levels
that are missing: those of a foundation count twice, and an overdue measure adds two levels.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nisassess.documents.views import Place, View
from nisassess.results.types import Gate, Measure, Results

MOST = 5
_GATES_AT_FIRST = 2
_KEY_COUNTS = 2
_OVERDUE_ADDS = 2


@dataclass(frozen=True, slots=True)
class Matter:
    """A threshold that fails, or a control below its target."""

    gate: Gate | None = None
    group: str | None = None
    """The group that the gate is on; None: it is on the whole."""
    gap: Place | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The planned measures of all gaps, counted; costs and days of those still to be done."""

    by_cost: tuple[tuple[str, int], ...]
    """Cost class and how many, dearest first."""
    last: str | None
    """The last day of the plan, ISO 8601."""
    overdue: int
    planned: int
    unplanned: int


def matters(view: View) -> tuple[Matter, ...]:
    """At most five, the weightiest first."""
    gates = list(_failed(view.results))
    gaps = list(_worst(view))
    first = gates[: max(_GATES_AT_FIRST, MOST - len(gaps))]
    return tuple([*first, *gaps][:MOST])


def plan(view: View) -> Plan:
    """What is planned against all gaps."""
    planned = [gap.measure for gap in view.gaps if gap.measure is not None]
    measures = [measure for measure in planned if not measure.is_settled]
    today = view.results.release.released_at
    costs = [
        (cost, sum(measure.cost_class == cost for measure in measures))
        for cost in ("high", "medium", "low", "none")
    ]
    return Plan(
        by_cost=tuple((cost, count) for cost, count in costs if count),
        last=max((measure.until for measure in measures if measure.until), default=None),
        overdue=sum(is_overdue(measure, today) for measure in measures),
        planned=len(planned),
        unplanned=len(view.gaps_without_measure),
    )


def is_overdue(measure: Measure | None, moment: str) -> bool:
    """Whether the measure was to be done before the day of the moment (both ISO 8601)."""
    if measure is None or measure.is_settled:
        return False
    return bool(measure.until) and measure.until[:10] < moment[:10]


def _failed(results: Results) -> Iterator[Matter]:
    for gate in results.gates:
        if gate.state == "failed":
            yield Matter(gate=gate)
    for group in results.groups:
        for gate in group.gates:
            if gate.state == "failed":
                yield Matter(gate=gate, group=group.title)


def _worst(view: View) -> list[Matter]:
    """The worst part of each control below its target, the weightiest first."""
    moment = view.results.release.released_at
    weighed = [(_weight(gap, moment), gap) for gap in view.gaps]
    worst: dict[str, Matter] = {}
    for _, gap in sorted(weighed, key=lambda item: -item[0]):
        overdue = is_overdue(gap.measure, moment)
        worst.setdefault(gap.control.id, Matter(gap=gap, overdue=overdue))
    return list(worst.values())


def _weight(gap: Place, moment: str) -> float:
    missing = gap.control.target - gap.reached
    weight = missing * (_KEY_COUNTS if gap.control.key else 1)
    return weight + (_OVERDUE_ADDS if is_overdue(gap.measure, moment) else 0)
