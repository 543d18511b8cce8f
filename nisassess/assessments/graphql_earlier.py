"""GraphQL of earlier assessments: which there are, how they compare, what is taken from them."""

from datetime import date
from typing import Annotated, Self

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import comparing, earlier
from nisassess.assessments.carrying import Carried
from nisassess.assessments.graphql_score import ControlState
from nisassess.assessments.graphql_types import CarriedControl, Measure, measure_of
from nisassess.assessments.types import AssessmentState
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound
from nisassess.kit.problems import NotFoundProblem, StateProblem
from nisassess.kit.scalars import AnswerValue
from nisassess.plugins import PluginRegistry
from nisassess.sdk import scoring

strawberry.enum(comparing.Aspect, name="ComparedAspect")


@strawberry.type
class EarlierAssessment:
    """An earlier assessment of the same operator that shares a catalogue; `isDefault`: the one
    that this was carried over from, or else the newest submitted one."""

    id: strawberry.ID
    title: str
    state: AssessmentState
    period_from: date
    period_until: date
    profile_title: str
    submission_id: strawberry.ID | None
    is_default: bool

    @classmethod
    def of(cls, found: earlier.EarlierAssessment) -> Self:
        """The assessment as a GraphQL object."""
        row = found.row
        return cls(
            id=strawberry.ID(row.id),
            title=row.title,
            state=row.state,
            period_from=row.period_from,
            period_until=row.period_until,
            profile_title=found.profile_title,
            submission_id=strawberry.ID(row.submission_id) if row.submission_id else None,
            is_default=found.is_default,
        )


@strawberry.type
class StateFigures:
    """Controls by state, and the share that is met of those assessed (0 to 1)."""

    met: int
    below: int
    open: int
    not_applicable: int
    attainment: float | None
    level: int | None
    value: float | None

    @classmethod
    def of(cls, figures: scoring.Figures) -> Self:
        """The figures as a GraphQL object."""
        return cls(
            met=figures.met,
            below=figures.below,
            open=figures.open,
            not_applicable=figures.not_applicable,
            attainment=figures.attainment,
            level=figures.level,
            value=figures.value,
        )


@strawberry.type
class GroupBeside:
    """A group then and now; null where it is not in that assessment."""

    group_id: strawberry.ID
    title: str
    now: StateFigures | None
    then: StateFigures | None


@strawberry.type
class ControlStood:
    """Where a control stands, or stood."""

    control_id: strawberry.ID
    title: str
    state: ControlState
    level: int | None
    target: int


@strawberry.type
class SaidAnswer:
    """An answer in words; `becomes` is the later question that would take its `value` over, null
    where none asks the same."""

    question_id: strawberry.ID
    prompt: str
    answer: str | None
    value: AnswerValue | None
    becomes: strawberry.ID | None


@strawberry.type
class SaidOfPart:
    """What one assessment says of one control in one part."""

    control_id: strawberry.ID
    title: str
    state: ControlState
    level: int | None
    justification: str | None
    not_applicable_reason: str | None
    evidence: list[str]
    measure: Measure | None
    answers: list[SaidAnswer]

    @classmethod
    def of(cls, said: comparing.Said) -> Self:
        """What was said as a GraphQL object."""
        return cls(
            control_id=strawberry.ID(said.control_id),
            title=said.title,
            state=said.state,
            level=said.level,
            justification=said.justification,
            not_applicable_reason=said.reason,
            evidence=list(said.evidence),
            measure=measure_of(said.measure) if said.measure else None,
            answers=[
                SaidAnswer(
                    question_id=strawberry.ID(one.question),
                    prompt=one.prompt,
                    answer=one.answer,
                    value=AnswerValue(one.value) if one.value is not None else None,
                    becomes=strawberry.ID(one.becomes) if one.becomes else None,
                )
                for one in said.answers
            ],
        )


@strawberry.type
class PartBeside:
    """A part then and now, matched by its name; several earlier controls can have become one."""

    name: str
    part_id: strawberry.ID | None
    now: SaidOfPart | None
    then: list[SaidOfPart]


@strawberry.type
class ControlBeside:
    """A control then and now; one that is gone has no `now`, a new one no `then`.

    `change` is what the catalogue did to it and `note` why; `aspects` is what reads otherwise.
    """

    control_id: strawberry.ID
    label: str | None
    title: str
    group_id: strawberry.ID
    group_title: str
    change: Carried
    note: str | None
    now: ControlStood | None
    then: list[ControlStood]
    parts: list[PartBeside]
    aspects: list[comparing.Aspect]

    @classmethod
    def of(cls, one: comparing.ComparedControl) -> Self:
        """The control as a GraphQL object."""
        return cls(
            control_id=strawberry.ID(one.control_id),
            label=one.label,
            title=one.title,
            group_id=strawberry.ID(one.group_id),
            group_title=one.group_title,
            change=one.change,
            note=one.note,
            now=_stood(one.now) if one.now else None,
            then=[_stood(stood) for stood in one.then],
            parts=[
                PartBeside(
                    name=part.name,
                    part_id=strawberry.ID(part.part_id) if part.part_id else None,
                    now=SaidOfPart.of(part.now) if part.now else None,
                    then=[SaidOfPart.of(said) for said in part.then],
                )
                for part in one.parts
            ],
            aspects=list(one.aspects),
        )


@strawberry.type
class Comparison:
    """An assessment beside an earlier one, each figure by its own profile and method; controls
    that are gone come last."""

    title: str
    earlier_title: str
    period_from: date
    period_until: date
    earlier_period_from: date
    earlier_period_until: date
    same_profile: bool
    total_now: StateFigures
    total_then: StateFigures
    groups: list[GroupBeside]
    better: int
    worse: int
    controls: list[ControlBeside]


@strawberry.type
class TakenOver:
    """All that was carried over, with who looked at what."""

    carried: list[CarriedControl]


TakeOverResult = Annotated[
    TakenOver | StateProblem | NotFoundProblem, strawberry.union("TakeOverResult")
]


@strawberry.type
class Query:
    """Earlier assessments, for members of the operator."""

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def earlier_assessments(
        self, info: Info, assessment_id: strawberry.ID
    ) -> list[EarlierAssessment] | None:
        """The newest twenty earlier assessments that this one can be held beside."""
        try:
            found = await earlier.earlier_assessments(info.context.actor, assessment_id)
        except NotFound:
            return None
        return [EarlierAssessment.of(one) for one in found]

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def comparison(
        self,
        info: Info,
        assessment_id: strawberry.ID,
        earlier_id: strawberry.ID,
        control_id: strawberry.ID | None = None,
        language: str | None = None,
    ) -> Comparison | None:
        """An assessment beside an earlier one; all controls, or one."""
        context = info.context
        try:
            found = await earlier.compared(
                context.get(Database),
                context.get(PluginRegistry),
                context.actor,
                earlier.Pair(assessment_id, earlier_id),
                language,
            )
        except NotFound:
            return None
        return _comparison(earlier.only(found, control_id) if control_id else found)


@strawberry.type
class Mutation:
    """Taking over by choice; the answers themselves are saved as all answers are."""

    @access.mutation(requires=Permission.ASSESSMENT_WRITE)
    async def take_over_earlier(
        self,
        info: Info,
        assessment_id: strawberry.ID,
        earlier_id: strawberry.ID,
        control_id: strawberry.ID,
    ) -> TakeOverResult:
        context = info.context
        rows = await earlier.mark_taken_over(
            context.get(Database),
            context.get(PluginRegistry),
            context.actor,
            earlier.Pair(assessment_id, earlier_id),
            control_id,
        )
        return TakenOver(carried=[CarriedControl.of(row) for row in rows])

    @access.mutation(requires=Permission.ASSESSMENT_WRITE)
    async def undo_take_over(
        self, info: Info, assessment_id: strawberry.ID, control_id: strawberry.ID
    ) -> TakeOverResult:
        context = info.context
        rows = await earlier.undo_taken_over(
            context.get(Database), context.actor, assessment_id, control_id
        )
        return TakenOver(carried=[CarriedControl.of(row) for row in rows])


def _stood(stood: comparing.Stood) -> ControlStood:
    return ControlStood(
        control_id=strawberry.ID(stood.control_id),
        title=stood.title,
        state=stood.state,
        level=stood.level,
        target=stood.target,
    )


def _comparison(found: earlier.Compared) -> Comparison:
    now, then = found.now.snapshot.assessment, found.then.snapshot.assessment
    made = found.comparison
    return Comparison(
        title=now.title,
        earlier_title=then.title,
        period_from=now.period_from,
        period_until=now.period_until,
        earlier_period_from=then.period_from,
        earlier_period_until=then.period_until,
        same_profile=now.profile_digest == then.profile_digest,
        total_now=StateFigures.of(made.total_now),
        total_then=StateFigures.of(made.total_then),
        groups=[
            GroupBeside(
                group_id=strawberry.ID(group.group_id),
                title=group.title,
                now=StateFigures.of(group.now) if group.now else None,
                then=StateFigures.of(group.then) if group.then else None,
            )
            for group in made.groups
        ],
        better=made.better,
        worse=made.worse,
        controls=[ControlBeside.of(one) for one in made.controls],
    )
