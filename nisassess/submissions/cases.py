"""What a case takes from a submission, and to whom an answer to a request goes."""

from nisassess.access import Actor
from nisassess.assessments.types import AssessmentRow
from nisassess.identity.types import AuthorityRow
from nisassess.kit.errors import Issue, ValidationFailed
from nisassess.requests.repository import received
from nisassess.requests.types import CaseState, SubmittedFact
from nisassess.results.types import Results
from nisassess.submissions.types import SubmissionRow


def fact_of(row: SubmissionRow, results: Results) -> SubmittedFact:
    """A submission as its case knows it: figures and what was sealed of the operator."""
    return SubmittedFact(
        submission_id=row.id,
        supersedes=row.supersedes,
        authority_id=row.addressee_id,
        operator_id=row.operator_id,
        operator_name=row.operator_name,
        country=row.country,
        sector=row.sector,
        subsector=row.subsector,
        entity_type=row.entity_type,
        profile_id=row.profile_id,
        status=results.operator.status,
        completeness=row.completeness,
        attainment=row.attainment,
        submitted_at=row.submitted_at,
    )


async def asking_authority(actor: Actor, assessment: AssessmentRow) -> str | None:
    """Id of the authority whose request an assessment answers; None: it is voluntary.

    A request that was withdrawn binds nobody.
    """
    if assessment.case_id is None or assessment.revises is not None:
        return None
    asked = await received.seen(actor, assessment.case_id)
    if asked is None or asked.state is CaseState.WITHDRAWN:
        return None
    return asked.authority_id


async def refuse_other_than_asked(
    actor: Actor, assessment: AssessmentRow, addressee: AuthorityRow
) -> None:
    """Raise ValidationFailed when an answer to a request is to go to another authority."""
    asking = await asking_authority(actor, assessment)
    if asking is not None and asking != addressee.id:
        message = "must be the authority whose request the assessment answers"
        raise ValidationFailed([Issue("addresseeId", "not_the_asking", message)])
