"""What a case takes from a submission."""

from nisassess.requests.types import SubmittedFact
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
