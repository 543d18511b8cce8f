"""Use cases of versions: revise what was submitted, and what the next version takes the place of.

A submission never changes. To correct it, a new assessment starts from it, on the same pinned
profile and with everything that was said; submitted, it becomes the next version and says which
one it supersedes.
"""

from dataclasses import replace

from nisassess.access import Actor, Grant, Permission, Role
from nisassess.assessments.carrying import Copies
from nisassess.assessments.remediation import standing_measures
from nisassess.assessments.repository import progress, reads, writes
from nisassess.assessments.repository.carrying import CarryingWriter
from nisassess.assessments.service import snapshot_of
from nisassess.assessments.types import AssessmentRow, AssessmentState, Snapshot
from nisassess.audit.repository import record
from nisassess.identity.service import SYSTEM
from nisassess.identity.types import AuthorityRow, OrganisationKind
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import new_id
from nisassess.results.types import Superseded
from nisassess.submissions import repository, repository_versions
from nisassess.submissions.types import SubmissionRow


async def revise(database: Database, actor: Actor, submission_id: str) -> AssessmentRow:
    """Start the next version of a submission.

    Raises NotFound, or StateRefused when it is superseded, imported, or being revised already.
    """
    submission = await repository.submission(actor, submission_id)
    if submission is None or not actor.may(Permission.ASSESSMENT_START, submission.operator_id):
        raise NotFound("submission")
    if submission.assessment_id is None:
        message = "This submission was imported; it is revised where it was made."
        raise StateRefused("imported", message)
    assessment_id = new_id("asm")

    async def work() -> None:
        await repository.take_turns(submission.operator_id)
        current = await repository.submission(actor, submission_id)
        if current is None:
            raise NotFound("submission")
        await _refuse_twice(current)
        source = await reads.assessment(actor, current.assessment_id or "")
        if source is None:
            raise NotFound("assessment")
        await _copy(actor, await _as_it_stands(source), assessment_id, submission_id)
        await record(
            actor,
            "submission.revise",
            submission_id,
            organisation_id=source.operator_id,
            assessment=assessment_id,
        )

    await database.write(work)
    row = await reads.assessment(actor, assessment_id)
    if row is None:
        raise NotFound("assessment")
    return row


async def begin_next(actor: Actor, submission_id: str) -> None:
    """Let the next version of a returned submission begin, inside the write of the return.

    On behalf of the operator, who finds everything as it was sealed; one that it began already is
    gone on with. An imported submission is revised where it was made. The actor sees the
    submission, and learns nothing of the draft. Raises NotFound or StateRefused (`superseded`).
    """
    submission = await repository.submission(actor, submission_id)
    if submission is None:
        raise NotFound("submission")
    if submission.superseded_by is not None:
        await _refuse_twice(submission)
    if submission.assessment_id is None:
        return
    if await repository_versions.open_revision(submission.id) is not None:
        return
    operator = _in_the_name_of(submission)
    source = await reads.assessment(operator, submission.assessment_id)
    if source is None:
        raise NotFound("submission")
    assessment_id = new_id("asm")
    await _copy(operator, await _as_it_stands(source), assessment_id, submission_id)
    await record(
        operator,
        "submission.revise",
        submission_id,
        organisation_id=submission.operator_id,
        assessment=assessment_id,
    )


def _in_the_name_of(submission: SubmissionRow) -> Actor:
    """The installation itself, acting for one operator."""
    grant = Grant(
        submission.operator_id,
        submission.operator_name,
        OrganisationKind.OPERATOR.value,
        submission.country,
        frozenset({Role.OPERATOR_COORDINATOR}),
    )
    return replace(SYSTEM, grants=(grant,), _by_permission={})


async def _refuse_twice(submission: SubmissionRow) -> None:
    if submission.superseded_by is not None:
        message = "A newer version of this submission exists; revise that one."
        raise StateRefused("superseded", message)
    if await repository_versions.open_revision(submission.id) is not None:
        message = "This submission is being revised already; go on with that assessment."
        raise StateRefused("being_revised", message)


async def _as_it_stands(source: AssessmentRow) -> Snapshot:
    """What was sealed, with the plan as it went on since."""
    taken = await snapshot_of(source)
    told = await progress.progress(source)
    return replace(taken, measures=standing_measures(taken.measures, told))


async def _copy(actor: Actor, taken: Snapshot, assessment_id: str, submission_id: str) -> None:
    source, at = taken.assessment, now()
    parts = {part.id: new_id("prt") for part in taken.parts}
    opening = source.opening
    await writes.add_assessment(
        {
            "id": assessment_id,
            "operator_id": source.operator_id,
            "profile_id": source.profile_digest,
            "title": source.title,
            "scope_kind": source.scope_kind.value,
            "scope_name": source.scope_name,
            "scope_description": source.scope_description,
            "period_from": source.period_from,
            "period_until": source.period_until,
            "state": AssessmentState.DRAFT.value,
            "created_at": at,
            "updated_at": at,
            "revises": submission_id,
            "case_id": source.case_id,
            "language": source.language,
            "opening_option": opening.option if opening else None,
            "opening_authority": opening.authority if opening else None,
            "opening_dated": opening.dated if opening else None,
        },
        [
            {
                "id": parts[part.id],
                "name": part.name,
                "description": part.description,
                "position": position,
            }
            for position, part in enumerate(taken.parts)
        ],
    )
    measures = {(row.control_id, parts[row.part_id]): row for row in taken.measures}
    await CarryingWriter(actor, assessment_id, at).write((), _everything(taken, parts), measures)


def _everything(taken: Snapshot, parts: dict[str, str]) -> Copies:
    return Copies(
        responses=[
            (parts[row.part_id], row.control_id, row.question_id, row.value)
            for row in taken.responses
            if row.value is not None
        ],
        statements=[
            (
                parts[row.part_id],
                row.control_id,
                row.justification,
                row.not_applicable_reason if row.not_applicable else None,
            )
            for row in taken.statements
        ],
        measures=[(parts[row.part_id], row.control_id, row.control_id) for row in taken.measures],
        evidence=[(parts[row.part_id], row.control_id, row.evidence.id) for row in taken.evidence],
    )


async def superseded(
    actor: Actor, assessment: AssessmentRow, addressee: AuthorityRow
) -> Superseded | None:
    """What a submission of this assessment takes the place of, inside the submitting write.

    Raises ValidationFailed for another addressee, StateRefused when it was overtaken.
    """
    if assessment.revises is None:
        return None
    before = await repository.submission(actor, assessment.revises)
    if before is None:
        raise NotFound("submission")
    if before.superseded_by is not None:
        message = "Another version took the place of the submission that this one revises."
        raise StateRefused("superseded", message)
    if before.addressee_id != addressee.id:
        message = f"must be {before.addressee_name}, to which the earlier version went"
        raise ValidationFailed([Issue("addresseeId", "other_addressee", message)])
    return Superseded(before.id, before.version, before.digest)
