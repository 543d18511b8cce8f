"""The plan of action: each gap with its measure, or with the word that there is none."""

import json
from dataclasses import replace
from typing import Any

import pytest
from trestle.oscal.poam import PlanOfActionAndMilestones

from nisassess.documents.errors import NothingToPlanError
from nisassess.documents.poam import plan_of_action
from nisassess.results.canonical import canonical
from nisassess.results.types import Results
from tests.documents.everything import everything, props
from tests.documents.factory import all_parts, make_results

pytestmark = pytest.mark.database_free


def written(results: Results) -> Any:
    value = json.loads(plan_of_action(canonical(results)))["plan-of-action-and-milestones"]
    PlanOfActionAndMilestones.model_validate(value)
    return value


def without_gaps(results: Results) -> Results:
    """Only the parts that need nothing."""
    groups = tuple(
        replace(
            group,
            controls=tuple(
                replace(
                    control,
                    parts=tuple(
                        p for p in control.parts if p.state != "below" and p.measure is None
                    ),
                )
                for control in group.controls
            ),
        )
        for group in results.groups
    )
    return replace(results, groups=groups)


def test_each_gap_is_an_item_with_owner_date_and_cost_class() -> None:
    results = everything()
    gaps = [part for part in all_parts(results) if part.state == "below"]

    items = written(results)["poam-items"]

    assert len(items) == len(gaps) == 9
    for part, item in zip(gaps, items, strict=True):
        measure = part.measure
        assert props(item, "planned") == ["yes" if measure else "no"]
        assert item["description"] == (measure.what if measure else "No measure is planned.")
        assert props(item, "owner") == ([measure.responsible] if measure else [])
        assert props(item, "measure-state") == ([measure.state] if measure else [])
        assert props(item, "measure-reason") == (
            [measure.reason] if measure and measure.reason else []
        )
        assert props(item, "until") == ([measure.until] if measure and measure.until else [])
        assert props(item, "cost-class") == ([measure.cost_class] if measure else [])
    assert {tuple(props(item, "planned")) for item in items} == {("yes",), ("no",)}


def test_items_refer_to_findings_and_observations_that_are_there() -> None:
    plan = written(everything())
    findings = {one["uuid"] for one in plan["findings"]}
    observations = {one["uuid"] for one in plan["observations"]}

    for item in plan["poam-items"]:
        assert {one["finding-uuid"] for one in item["related-findings"]} <= findings
        assert {one["observation-uuid"] for one in item["related-observations"]} <= observations
    assert "risks" not in plan


def test_same_results_give_the_same_plan() -> None:
    sealed = canonical(everything())

    assert plan_of_action(sealed) == plan_of_action(sealed)


def test_results_without_a_gap_have_no_plan() -> None:
    with pytest.raises(NothingToPlanError, match="no gap and no measure"):
        plan_of_action(canonical(without_gaps(make_results())))
