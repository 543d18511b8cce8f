"""The remediation plan as the browser asks for it."""

from datetime import timedelta
from typing import Any

from nisassess.kit.clock import today
from tests.assessments.calls import call, measure, place
from tests.assessments.small import DOOR, LADDER, LOCK, ONE, REACHED
from tests.assessments.world import Company, Person, Stage, Started

PLAN = """query($id: ID!) { remediationPlan(assessmentId: $id) {
    assessmentState continuedIn
    byState { state count } byCost { costClass count }
    items { controlId part { name } state level target late slipped offer
        measure { what who until costClass state reason ownerName version }
        progress { number state what until ownerName note by }
        origins { assessmentId title controlId state dates } } } }"""
NEXT_YEAR = (today().replace(day=1) + timedelta(days=400)).isoformat()
LATER = (today().replace(day=1) + timedelta(days=500)).isoformat()
PAST = (today() - timedelta(days=1)).isoformat()
GAPS = {LADDER: "1", DOOR: "yes", LOCK: "no", REACHED: "achieved"}
"""Answers that leave the first two controls below their target, the third at it."""


async def plan_of(stage: Stage, person: Person, started: Started | str) -> Any:
    id_ = started if isinstance(started, str) else started.id
    return (await stage.get(person, PLAN, {"id": id_}))["remediationPlan"]


async def with_gaps(stage: Stage, company: Company, *parts: str) -> Started:
    """An assessment with two gaps in each part, the first of the first part planned."""
    started = await stage.start(company, *parts)
    await stage.answer(company, started, GAPS)
    given = measure(started, until=NEXT_YEAR)
    answer = await call(stage, company.contributor, "saveMeasure", **given)
    assert answer["__typename"] == "MeasureSaved"
    return started


async def tell(
    stage: Stage, person: Person, started: Started, expected: int = 0, **more: Any
) -> Any:
    """Record progress on the first control of the first part."""
    given = {"state": "IN_PROGRESS", "what": "Buy a lock", "until": NEXT_YEAR, **more}
    query = """mutation($input: RecordProgressInput!) { recordProgress(input: $input) {
        __typename ... on Problem { message } ... on StateProblem { code }
        ... on ValidationProblem { issues { path code } }
        ... on ProgressConflict { current { number state by } }
        ... on ProgressRecorded { entry {
            number state what until ownerName note by } } } }"""
    named = {**place(started, ONE), **given, "expectedNumber": expected}
    return (await stage.get(person, query, {"input": named}))["recordProgress"]
