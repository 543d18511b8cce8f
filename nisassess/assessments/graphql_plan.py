"""GraphQL of the remediation plan and of the changes that would raise the score most."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Self, cast

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import progressing, service
from nisassess.assessments.graphql_change import AnswerChange, answer_change
from nisassess.assessments.graphql_score import ControlState
from nisassess.assessments.graphql_types import Measure, Part, measure_of
from nisassess.assessments.keeping import scored
from nisassess.assessments.remediation import Offer, PlanItem, plan_items, standing_measures
from nisassess.assessments.repository import progress
from nisassess.assessments.scoring import method_of, scoring_input
from nisassess.assessments.types import (
    AssessmentState,
    CostClass,
    Key,
    MeasureRow,
    MeasureState,
    PlanOrigin,
    ProgressRow,
    Snapshot,
)
from nisassess.catalogues.translating import spoken
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.kit.problems import NotFoundProblem, Problem, StateProblem, ValidationProblem
from nisassess.plugins import PluginRegistry
from nisassess.sdk import scoring

strawberry.enum(Offer, name="PlanOffer")


@strawberry.type(name="PlanProgress")
class ProgressEntry:
    """How an item of a submitted plan stands since `at`; `number` counts its entries from 1."""

    number: int
    state: MeasureState
    what: str
    until: date | None
    owner_id: strawberry.ID | None
    owner_name: str | None
    note: str | None
    at: datetime
    by: str


@strawberry.type(name="PlanOrigin")
class Origin:
    """What the item was in an earlier assessment when it was carried over; `dates` are the days
    by which it was to be done, in the order in which they were set."""

    assessment_id: strawberry.ID
    title: str
    control_id: strawberry.ID
    state: MeasureState
    dates: list[date]

    @classmethod
    def of(cls, row: PlanOrigin) -> Self:
        """The origin of a row."""
        return cls(
            assessment_id=strawberry.ID(row.assessment_id),
            title=row.title,
            control_id=strawberry.ID(row.control_id),
            state=row.state,
            dates=list(row.dates),
        )


@strawberry.type(name="PlanItem")
class Item:
    """A gap below target, planned or not, or a measure whose gap is closed by now.

    `measure` is null where nothing is planned yet; on a submitted plan it is as it stands now, and
    `progress` tells how it came there. `slipped` counts how often its day was put off, over all
    years. `offer` is what the answers suggest: a person decides.
    """

    control_id: strawberry.ID
    label: str | None
    title: str
    key: bool
    group_id: strawberry.ID
    group_title: str
    part: Part
    state: ControlState
    level: int | None
    value: float | None
    target: int
    measure: Measure | None
    progress: list[ProgressEntry]
    origins: list[Origin]
    late: bool
    slipped: int
    offer: Offer | None

    @classmethod
    def of(cls, item: PlanItem) -> Self:
        """The item as a GraphQL object."""
        return cls(
            control_id=strawberry.ID(item.control.id),
            label=item.control.label,
            title=item.control.title,
            key=item.control.key,
            group_id=strawberry.ID(item.group.id),
            group_title=item.group.title,
            part=Part.of(item.part),
            state=item.state,
            level=item.level,
            value=item.value,
            target=item.control.target,
            measure=measure_of(item.measure) if item.measure else None,
            progress=cast(Any, list(item.progress)),
            origins=[Origin.of(row) for row in item.measure.origins] if item.measure else [],
            late=item.late,
            slipped=item.slipped,
            offer=item.offer,
        )


@strawberry.type
class StateCount:
    """How many items are in a state; null: not planned yet."""

    state: MeasureState | None
    count: int


@strawberry.type
class CostCount:
    """How many measures that are not settled are of a cost class; null: none is given."""

    cost_class: CostClass | None
    count: int


@strawberry.type
class RemediationPlan:
    """The plan of an assessment, in the order of the catalogue.

    While the assessment is open, its measures are changed; once submitted, progress is recorded
    beside what was sealed. `continuedIn` is the assessment that it was carried over into.
    """

    assessment_id: strawberry.ID
    title: str
    assessment_state: AssessmentState
    submission_id: strawberry.ID | None
    continued_in: strawberry.ID | None
    levels: list[str]
    lowest: int
    items: list[Item]
    by_state: list[StateCount]
    by_cost: list[CostCount]


@strawberry.type
class ChangeEffect:
    """A figure before and after; `figure` names it, or is a gate's id."""

    figure: str
    before: float | None
    after: float | None


@strawberry.type
class NextAction:
    """A gap whose closing would raise the total, with the answers that would have to be better.

    `words` tells the effect; `measure` is what is planned in the first of the answers' parts that
    has a plan.
    """

    rank: int
    control_id: strawberry.ID
    label: str | None
    title: str
    answers: list[AnswerChange]
    effects: list[ChangeEffect]
    words: str
    measure: Measure | None


@strawberry.input
class RecordProgressInput:
    """How an item of a submitted plan stands from now on; `note` is asked for where it is dropped.

    `expectedNumber`: that of the newest entry that was read, 0 where there was none.
    """

    assessment_id: strawberry.ID
    part_id: strawberry.ID
    control_id: strawberry.ID
    state: MeasureState
    what: str
    until: date | None = None
    owner_id: strawberry.ID | None = None
    note: str | None = None
    expected_number: int


@strawberry.type
class ProgressRecorded:
    """The entry as it was added."""

    entry: ProgressEntry


@strawberry.type
class ProgressConflict(Problem):
    """Somebody else told of this item in the meantime; nothing was added. `current` is the newest
    entry, null where there is none."""

    current: ProgressEntry | None


RecordProgressResult = Annotated[
    ProgressRecorded | ProgressConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("RecordProgressResult"),
]


@strawberry.type
class Query:
    """The plan, for members of the operator."""

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def remediation_plan(
        self, info: Info, assessment_id: strawberry.ID, language: str | None = None
    ) -> RemediationPlan | None:
        """Every gap below target with what is planned against it, in a language as far as known."""
        context = info.context
        methods = context.get(PluginRegistry).methods
        try:
            found = await scored(
                context.get(Database), context.actor, assessment_id, methods, language
            )
        except NotFound:
            return None
        row = found.snapshot.assessment
        told = await progress.progress(row)
        items = plan_items(found.snapshot, found.score, told, today())
        later = await progress.continued_in(row)
        return _plan(found.snapshot, items, later)

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def next_actions(
        self, info: Info, assessment_id: strawberry.ID, first: int, language: str | None = None
    ) -> list[NextAction] | None:
        """The gaps whose closing would raise the total most, the most telling first; at most 25."""
        if not 1 <= first <= scoring.MOST_CHANGES:
            message = f"must be from 1 to {scoring.MOST_CHANGES}"
            raise ValidationFailed([Issue("first", "out_of_range", message)])
        context = info.context
        try:
            taken = await service.snapshot(context.actor, assessment_id)
        except NotFound:
            return None
        told = await progress.progress(taken.assessment)
        taken = replace(taken, profile=spoken(taken.profile, language))
        method = method_of(taken.profile, context.get(PluginRegistry).methods)
        # Some tenths of a second of arithmetic: other requests are answered meanwhile.
        found = await asyncio.to_thread(scoring.best_changes, method, scoring_input(taken), first)
        return _actions(found, taken, told)


@strawberry.type
class Mutation:
    """How a submitted plan goes on."""

    @access.mutation(
        requires=Permission.ASSESSMENT_WRITE,
        conflict=lambda error: ProgressConflict(
            message=str(error), current=cast(Any, error.current)
        ),
    )
    async def record_progress(self, info: Info, input: RecordProgressInput) -> RecordProgressResult:
        context = info.context
        row = await progressing.record_progress(
            context.get(Database),
            context.actor,
            Key(input.assessment_id, input.part_id, input.control_id),
            progressing.ProgressInput(
                input.state, input.what, input.until, input.owner_id, input.note
            ),
            input.expected_number,
        )
        return ProgressRecorded(entry=cast(Any, row))


def _plan(taken: Snapshot, items: tuple[PlanItem, ...], later: str | None) -> RemediationPlan:
    row = taken.assessment
    states = Counter(item.measure.state if item.measure else None for item in items)
    costs = Counter(
        item.measure.cost_class for item in items if item.measure and not item.measure.is_settled
    )
    return RemediationPlan(
        assessment_id=strawberry.ID(row.id),
        title=row.title,
        assessment_state=row.state,
        submission_id=strawberry.ID(row.submission_id) if row.submission_id else None,
        continued_in=strawberry.ID(later) if later else None,
        levels=list(taken.profile.levels),
        lowest=taken.profile.lowest,
        items=[Item.of(item) for item in items],
        by_state=[StateCount(state=s, count=states[s]) for s in (None, *MeasureState)],
        by_cost=[CostCount(cost_class=c, count=costs[c]) for c in (*CostClass, None)],
    )


def _actions(
    found: tuple[scoring.Change, ...], taken: Snapshot, told: tuple[ProgressRow, ...]
) -> list[NextAction]:
    planned = _standing(taken, told)
    return [_action(rank, change, taken, planned) for rank, change in enumerate(found, 1)]


def _standing(taken: Snapshot, told: tuple[ProgressRow, ...]) -> dict[tuple[str, str], MeasureRow]:
    rows = standing_measures(taken.measures, told)
    return {(row.control_id, row.part_id): row for row in rows}


def _action(
    rank: int,
    change: scoring.Change,
    taken: Snapshot,
    planned: dict[tuple[str, str], MeasureRow],
) -> NextAction:
    control = taken.profile.controls[change.control]
    answers: tuple[scoring.Change | scoring.AnswerChange, ...] = (change, *change.with_others)
    measures = (planned.get((one.control, one.part)) for one in answers)
    measure = next((row for row in measures if row is not None), None)
    return NextAction(
        rank=rank,
        control_id=strawberry.ID(control.id),
        label=control.label,
        title=control.title,
        answers=[answer_change(one, taken) for one in answers],
        effects=[
            ChangeEffect(figure=one.figure, before=one.before, after=one.after)
            for one in change.effects
        ],
        words=change.words,
        measure=measure_of(measure) if measure else None,
    )
