"""What stands on the management's page: what matters most, the plan, and what changed."""

from dataclasses import replace

import pytest

from nisassess.documents.comparison import Comparison, comparison
from nisassess.documents.html import Sources, to_html
from nisassess.documents.priorities import matters, plan
from nisassess.documents.views import view
from nisassess.results.types import ControlResult, Gate, Measure, Results, Trace
from tests.documents.factory import PARTS, make_results

pytestmark = pytest.mark.database_free

TRACE = Trace("At least 3.", (), "2 of 3")


def _with(results: Results, **controls: dict[str, object]) -> Results:
    """The same with changes to controls; `c_2_1` changes the control labelled 2.1."""

    def changed(control: ControlResult) -> ControlResult:
        label = f"c_{(control.label or '').replace('.', '_')}"
        return replace(control, **controls.get(label, {}))  # type: ignore[arg-type]

    groups = tuple(
        replace(group, controls=tuple(map(changed, group.controls))) for group in results.groups
    )
    return replace(results, groups=groups)


def _below(target: int, level: int, measure: Measure | None = None) -> dict[str, object]:
    """A control with a single part below its target."""
    part = make_results(1, 1, PARTS[:1]).groups[0].controls[0].parts[0]
    part = replace(part, state="below", level=level, measure=measure)
    return {"state": "below", "level": level, "target": target, "parts": (part,)}


def _labels(results: Results) -> list[str | None]:
    return [matter.gap.control.label for matter in matters(view(results)) if matter.gap]


def test_gaps_come_by_missing_levels_and_those_of_a_foundation_count_twice() -> None:
    results = _met(make_results(2, 2, PARTS[:1]))
    results = _with(
        results,
        c_1_1=_below(4, 3),
        c_1_2=_below(4, 1),
        c_2_1=_below(4, 2) | {"key": True},
        c_2_2=_below(4, 2),
    )

    assert _labels(results) == ["2.1", "1.2", "2.2", "1.1"]


def test_an_overdue_measure_weighs_two_levels_more() -> None:
    late = Measure("Divide the network", "Operations", "2026-11-19", "high")
    in_time = replace(late, until="2026-11-20")
    results = _met(make_results(1, 2, PARTS[:1]))
    results = _with(results, c_1_1=_below(4, 2, in_time), c_1_2=_below(4, 3, late))

    found = matters(view(results))

    assert [(matter.gap and matter.gap.control.label, matter.overdue) for matter in found] == [
        ("1.2", True),
        ("1.1", False),
    ]


def test_failed_gates_stand_first_and_leave_room_for_gaps() -> None:
    results = make_results(8, 3, PARTS[:1])
    gates = tuple(
        Gate(f"g{number}", f"Gate {number}", 3.0, 2.0, state, TRACE)
        for number, state in enumerate(("passed", "failed", "open", "failed", "failed"))
    )

    found = matters(view(replace(results, gates=gates)))

    assert len(found) == 5
    assert [matter.gate.id for matter in found if matter.gate] == ["g1", "g3"]


def test_each_control_stands_once_and_nothing_stands_where_all_is_met() -> None:
    labels = _labels(make_results(8, 4))

    assert len(labels) == len(set(labels)) == 5
    assert matters(view(_met(make_results(2, 2)))) == ()


def test_the_plan_is_counted_by_cost_with_its_last_day() -> None:
    results = _met(make_results(2, 2, PARTS[:1]))
    results = _with(
        results,
        c_1_1=_below(4, 2, Measure("a", "b", "2027-03-01", "high")),
        c_1_2=_below(4, 2, Measure("a", "b", "2026-01-01", "low")),
        c_2_1=_below(4, 2, Measure("a", "b", "", "low")),
        c_2_2=_below(4, 2),
    )

    found = plan(view(results))

    assert found.by_cost == (("high", 1), ("low", 2))
    assert (found.last, found.overdue, found.planned, found.unplanned) == ("2027-03-01", 1, 3, 1)


def _compared() -> Comparison:
    results = _met(make_results(2, 2, PARTS[:1]))
    earlier = _with(results, c_1_1={"state": "below"}, c_2_2={"id": "nis.gone", "label": "0.9"})
    now = _with(results, c_1_2={"state": "below"})
    found = comparison(replace(earlier, number=1), now)
    assert found
    return found


def test_what_moved_since_earlier_results_is_told_control_by_control() -> None:
    found = _compared()

    assert [(move.label, move.before, move.after) for move in found.moves] == [
        ("1.1", "below", "met"),
        ("1.2", "met", "below"),
        ("2.2", None, "met"),
        ("0.9", "met", None),
    ]
    assert (found.reached, len(found.fallen), found.added, found.removed) == (1, 1, 1, 1)
    assert found.same == 1


def test_the_pages_tell_of_a_comparison_only_where_there_is_one() -> None:
    results = make_results(1, 2)
    earlier = replace(
        results,
        number=1,
        period_from="2025-01-01",
        period_until="2025-12-31",
        figures=replace(results.figures, attainment=0.25, completeness=0.8),
    )
    now = replace(results, figures=replace(results.figures, attainment=0.5, completeness=1.0))

    alone = to_html(now, Sources("0" * 64))
    beside = to_html(now, Sources("0" * 64, earlier=earlier))

    assert "There are no earlier results" in alone
    assert "Changes since submission" not in alone
    assert "Compared with submission no. 1 (1 January 2025 to 31 December 2025)." in beside
    assert "Attainment was 25% and is 50%; completeness was 80% and is 100%." in beside
    assert "Changes since submission no. 1" in beside


def _met(results: Results) -> Results:
    """The same with every control at its target."""
    groups = tuple(
        replace(
            group,
            controls=tuple(
                replace(
                    control,
                    state="met",
                    level=control.target,
                    parts=tuple(
                        replace(part, state="met", level=control.target, measure=None)
                        for part in control.parts
                    ),
                )
                for control in group.controls
            ),
        )
        for group in results.groups
    )
    return replace(results, groups=groups)
