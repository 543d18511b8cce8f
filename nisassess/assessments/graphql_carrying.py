"""GraphQL of carrying an assessment over into a new one."""

from datetime import date
from typing import Annotated, Self

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import carrying_over
from nisassess.assessments.carrying import Carried, CarriedPlan
from nisassess.assessments.graphql_inputs import OpeningInput, opening_of
from nisassess.assessments.graphql_types import Assessment, CarriedControl
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.plugins import PluginRegistry


@strawberry.type
class PlannedOrigin:
    """An earlier control whose answers, reasons or evidence would go over."""

    control_id: strawberry.ID
    title: str


@strawberry.type
class DroppedQuestion:
    """An earlier question whose answers would go nowhere."""

    question_id: strawberry.ID
    prompt: str


@strawberry.type
class PlannedControl:
    """What would become of one control; a removed one stands under its earlier id."""

    control_id: strawberry.ID
    title: str
    change: Carried
    origins: list[PlannedOrigin]
    dropped: list[DroppedQuestion]
    note: str | None

    @classmethod
    def of(cls, planned: CarriedPlan, prompts: dict[str, str]) -> Self:
        """The plan as a GraphQL object."""
        return cls(
            control_id=strawberry.ID(planned.control_id),
            title=planned.title,
            change=planned.change,
            origins=[
                PlannedOrigin(
                    control_id=strawberry.ID(origin.control.id), title=origin.control.title
                )
                for origin in planned.origins
            ],
            dropped=[
                DroppedQuestion(question_id=strawberry.ID(id_), prompt=prompts.get(id_, id_))
                for id_ in planned.dropped
            ],
            note=planned.note,
        )


@strawberry.input
class CarryOverInput:
    """From which assessment into which profile; scope and parts stay those of the earlier one."""

    from_assessment_id: strawberry.ID
    profile_id: strawberry.ID
    title: str
    period_from: date
    period_until: date
    opening: OpeningInput | None = None


@strawberry.type
class AssessmentCarriedOver:
    """The new assessment; the earlier one is as it was."""

    assessment: Assessment


@strawberry.type
class CarriedConfirmed:
    """All that was carried over, with who looked at what."""

    carried: list[CarriedControl]


CarryOverResult = Annotated[
    AssessmentCarriedOver | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("CarryOverResult"),
]
ConfirmCarriedResult = Annotated[
    CarriedConfirmed | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("ConfirmCarriedResult"),
]


@strawberry.type
class Query:
    """What carrying over would do."""

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def carry_over_preview(
        self, info: Info, assessment_id: strawberry.ID, profile_id: strawberry.ID
    ) -> list[PlannedControl] | None:
        """What would become of each control in a profile as it is installed now."""
        context = info.context
        try:
            planned, old = await carrying_over.preview(
                context.get(PluginRegistry), context.actor, assessment_id, profile_id
            )
        except NotFound:
            return None
        prompts = {id_: question.prompt for id_, (_, question) in old.questions.items()}
        return [PlannedControl.of(one, prompts) for one in planned]


@strawberry.type
class Mutation:
    """Carrying over, and confirming what came with it."""

    @access.mutation(requires=Permission.ASSESSMENT_START)
    async def carry_over(self, info: Info, input: CarryOverInput) -> CarryOverResult:
        context = info.context
        given = carrying_over.CarryInput(
            assessment_id=input.from_assessment_id,
            profile_id=input.profile_id,
            title=input.title,
            period_from=input.period_from,
            period_until=input.period_until,
            opening=opening_of(input.opening),
        )
        row = await carrying_over.carry_over(
            context.get(Database), context.get(PluginRegistry), context.actor, given
        )
        return AssessmentCarriedOver(assessment=Assessment.of(row))

    @access.mutation(requires=Permission.ASSESSMENT_WRITE)
    async def confirm_carried(
        self, info: Info, assessment_id: strawberry.ID, control_ids: list[strawberry.ID]
    ) -> ConfirmCarriedResult:
        context = info.context
        rows = await carrying_over.confirm_carried(
            context.get(Database), context.actor, assessment_id, list(control_ids)
        )
        return CarriedConfirmed(carried=[CarriedControl.of(row) for row in rows])
