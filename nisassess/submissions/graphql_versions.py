"""GraphQL of versions: revise a submission, compare two of them."""

import asyncio
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments.graphql_types import Assessment
from nisassess.kit.database import Database
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.results import differences as compared
from nisassess.results.canonical import parse
from nisassess.sdk.scoring import ControlState
from nisassess.submissions import repository, versions
from nisassess.submissions.graphql_readings import noted
from nisassess.submissions.readings import Way

DifferenceAspect = strawberry.enum(compared.Aspect, name="DifferenceAspect")
DifferenceKind = strawberry.enum(compared.Kind, name="DifferenceKind")


@strawberry.type
class Difference:
    """One thing that reads otherwise; `part` is empty where it concerns the whole control."""

    aspect: compared.Aspect
    part: str
    subject: str
    before: str | None
    after: str | None


@strawberry.type
class ControlDifference:
    """A control that differs."""

    control_id: strawberry.ID
    label: str | None
    title: str
    kind: compared.Kind
    state_before: ControlState | None
    state_after: ControlState | None
    differences: list[Difference]


@strawberry.type
class SubmissionDifferences:
    """Everything that differs between two submissions; `better` and `worse` count controls that
    reached their target, or no longer do."""

    before: strawberry.ID
    after: strawberry.ID
    same: int
    better: int
    worse: int
    controls: list[ControlDifference]


@strawberry.type
class RevisionStarted:
    """The assessment that becomes the next version when it is submitted."""

    assessment: Assessment


ReviseSubmissionResult = Annotated[
    RevisionStarted | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("ReviseSubmissionResult"),
]


@strawberry.type
class Query:
    """Comparing submissions."""

    @access.field(requires=Permission.SUBMISSION_READ)
    async def submission_differences(
        self, info: Info, before: strawberry.ID, after: strawberry.ID
    ) -> SubmissionDifferences | None:
        """What differs between two submissions that the caller may see."""
        found = await repository.documents(info.context.actor, [before, after])
        if before not in found or after not in found:
            return None
        for one in found:
            await noted(info.context, one, Way.COMPARISON)
        # Documents of megabytes: other requests are answered meanwhile.
        told = await asyncio.to_thread(_compared, found[before], found[after])
        return SubmissionDifferences(
            before=before,
            after=after,
            same=told.same,
            better=told.better,
            worse=told.worse,
            controls=[control_difference(control) for control in told.controls],
        )


def _compared(before: str, after: str) -> compared.Differences:
    return compared.differences(parse(before.encode()), parse(after.encode()))


def control_difference(found: compared.ControlDifference) -> ControlDifference:
    """A control that differs, with everything that does."""
    return ControlDifference(
        control_id=strawberry.ID(found.control),
        label=found.label,
        title=found.title,
        kind=found.kind,
        state_before=ControlState(found.state_before) if found.state_before else None,
        state_after=ControlState(found.state_after) if found.state_after else None,
        differences=[
            Difference(
                aspect=one.aspect,
                part=one.part,
                subject=one.subject,
                before=one.before,
                after=one.after,
            )
            for one in found.differences
        ],
    )


@strawberry.type
class Mutation:
    """Correcting what was submitted."""

    @access.mutation(requires=Permission.ASSESSMENT_START)
    async def revise_submission(
        self, info: Info, submission_id: strawberry.ID
    ) -> ReviseSubmissionResult:
        context = info.context
        row = await versions.revise(context.get(Database), context.actor, submission_id)
        return RevisionStarted(assessment=Assessment.of(row))
