"""GraphQL of answering a request."""

from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import tying
from nisassess.assessments.graphql_types import Assessment
from nisassess.assessments.repository import tied
from nisassess.assessments.types import AssessmentState, TiedRow
from nisassess.kit.database import Database
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.requests.repository import received
from nisassess.requests.types import ReceivedRow


@strawberry.type
class Answer:
    """An open assessment that answers a request, or could."""

    assessment_id: strawberry.ID
    title: str
    state: AssessmentState
    tied: bool


@strawberry.type
class AssessmentTied:
    """The assessment with what it answers now; `caseId` null: nothing, it is voluntary."""

    assessment: Assessment


TieAssessmentResult = Annotated[
    AssessmentTied | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("TieAssessmentResult"),
]


def _fits(wanted: ReceivedRow, row: TiedRow) -> bool:
    return (
        row.case_id is None
        and not row.revises
        and (
            row.profile_digest,
            row.scope_kind,
            row.period_from,
            row.period_until,
        )
        == (
            wanted.profile_digest,
            wanted.scope_kind.value,
            wanted.period_from.isoformat(),
            wanted.period_until.isoformat(),
        )
    )


@strawberry.type
class Query:
    """What answers a request."""

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def answers(self, info: Info, case_id: strawberry.ID) -> list[Answer] | None:
        """Open assessments that answer a request to your operator, or that could be tied to it."""
        actor = info.context.actor
        wanted = await received.seen(actor, case_id)
        rows = await tied.of_operator(actor, wanted.operator_id) if wanted else None
        if wanted is None or rows is None:
            return None
        return [
            Answer(
                assessment_id=strawberry.ID(row.id),
                title=row.title,
                state=row.state,
                tied=row.case_id == wanted.case_id,
            )
            for row in rows
            if row.case_id == wanted.case_id or _fits(wanted, row)
        ]


@strawberry.type
class Mutation:
    """Tie and untie."""

    @access.mutation(requires=Permission.ASSESSMENT_START)
    async def tie_assessment(
        self, info: Info, assessment_id: strawberry.ID, case_id: strawberry.ID
    ) -> TieAssessmentResult:
        """Let an open assessment answer a request to your operator."""
        context = info.context
        row = await tying.tie(context.get(Database), context.actor, assessment_id, case_id)
        return AssessmentTied(assessment=Assessment.of(row))

    @access.mutation(requires=Permission.ASSESSMENT_START)
    async def untie_assessment(
        self, info: Info, assessment_id: strawberry.ID
    ) -> TieAssessmentResult:
        """Let an assessment be voluntary again; the authority is told nothing of it."""
        context = info.context
        row = await tying.untie(context.get(Database), context.actor, assessment_id)
        return AssessmentTied(assessment=Assessment.of(row))
