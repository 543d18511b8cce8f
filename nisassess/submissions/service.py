"""Use cases of submissions: to whom, release, reading what was sealed."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from nisassess.access import Actor, Permission
from nisassess.assessments.approving import refuse_outdated
from nisassess.assessments.readiness import readiness
from nisassess.assessments.repository import reads, writes
from nisassess.assessments.scoring import score
from nisassess.assessments.service import snapshot_of
from nisassess.assessments.types import ApprovalRow, AssessmentRow, AssessmentState
from nisassess.assessments.validation import FIRST_DAY, LAST_DAY
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.identity import repository as identity
from nisassess.identity.confirming import Factors, confirm_identity, require_person
from nisassess.identity.types import AuthorityRow
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import new_id
from nisassess.operators import repository as operators
from nisassess.operators.types import OperatorRow
from nisassess.plugins import EntityTypeFacts, PluginRegistry
from nisassess.requests.repository import moves
from nisassess.results.canonical import canonical, digest
from nisassess.results.types import Results
from nisassess.submissions import repository, repository_versions, versions
from nisassess.submissions.build import Sealing, build, in_its_language
from nisassess.submissions.cases import asking_authority, fact_of, refuse_other_than_asked
from nisassess.submissions.pdf import PdfArchive
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.sections import sections
from nisassess.submissions.timestamping import Timestamper
from nisassess.submissions.types import Marking, StatusReader, SubmissionFilter, SubmissionRow

_MOST_YEARS = 12
_LONGEST_FILTER = 200


@dataclass(frozen=True, slots=True)
class Submitter:
    """Releases assessments to authorities.

    With an archive the PDF is begun at once; without, it is rendered at the first download.
    """

    database: Database
    registry: PluginRegistry
    status: StatusReader
    sealer: Sealer
    archive: PdfArchive | None = None
    timestamper: Timestamper | None = None
    factors: Factors | None = None
    """Without it, a signatory with a second factor cannot release."""

    async def submit(
        self,
        actor: Actor,
        assessment_id: str,
        revision: int,
        addressee_id: str,
        password: str,
        *,
        marking: Marking = Marking.AMBER,
        code: str | None = None,
    ) -> SubmissionRow:
        """Seal the approved revision and hand it to the competent authority.

        Raises NotFound, ValidationFailed (wrong password or code, wrong addressee) and StateRefused
        (not approved, changed since, submitted already).
        """
        require_person(actor)
        seen = await reads.assessment(actor, assessment_id, Permission.SUBMISSION_RELEASE)
        if seen is None:
            raise NotFound("assessment")
        writes.refuse_frozen(seen)
        await confirm_identity(self.database, actor, password, code, self.factors)
        await self.sealer.keys.prepare(self.database)

        async def work() -> str:
            await repository.take_turns(seen.operator_id)
            row = await writes.claim(actor, assessment_id, Permission.SUBMISSION_RELEASE)
            refuse_outdated(row, revision)
            approval = await _approval(row)
            return await self._seal(actor, row, approval, addressee_id, marking)

        submission_id = await self.database.write(work)
        found = await repository.submission(actor, submission_id)
        if found is None:
            raise NotFound("submission")
        if self.timestamper is not None and found.seal is not None:
            self.timestamper.prepare(found.id, found.seal)
        if self.archive is not None:
            documents = await repository.documents(actor, [submission_id])
            await self.archive.prepare(documents[submission_id], found.digest)
        return found

    async def _seal(
        self,
        actor: Actor,
        row: AssessmentRow,
        approval: ApprovalRow,
        addressee_id: str,
        marking: Marking,
    ) -> str:
        operator = await _operator(actor, row.operator_id)
        if operator.version != approval.operator_version:
            message = (
                "The operator's details changed after the management body approved; "
                "it must decide again."
            )
            raise StateRefused("operator_changed", message)
        status = await self.status.read(actor, row.operator_id)
        kind = _kind(self.registry, operator)
        if kind is None:
            message = (
                "The operator's details must name its entity type: it decides who is competent."
            )
            raise StateRefused("no_entity_type", message)
        taken = in_its_language(await snapshot_of(row))
        scored = score(taken, self.registry.methods)
        if not readiness(taken, scored).ready:
            raise StateRefused("not_ready", "Open items must be settled before submission.")
        addressee = await _addressee(operator, kind, taken.profile.regime, addressee_id)
        await refuse_other_than_asked(actor, row, addressee)
        sealing = Sealing(
            submission_id=new_id("sub"),
            number=await repository.next_number(row.operator_id),
            snapshot=taken,
            score=scored,
            operator=operator,
            entity_type=kind,
            status=status,
            approval=approval,
            addressee=addressee,
            signatory=actor.name,
            released_at=now(),
            supersedes=await versions.superseded(actor, row, addressee),
            marking=marking,
        )
        results = build(sealing)
        results = replace(results, sections=sections(self.registry, results))
        document = canonical(results)
        sealed = await self.sealer.seal(_row(sealing, results, digest(document)))
        await repository.add(sealed, document.decode(), results)
        if sealed.supersedes is not None:
            await repository_versions.supersede(sealed.supersedes, sealed.id)
        case_id = await moves.submitted(fact_of(sealed, results), row.case_id)
        await writes.freeze(row, sealed.id, case_id)
        await record(
            actor,
            "submission.release",
            sealed.id,
            organisation_id=row.operator_id,
            assessment=row.id,
            addressee=addressee.id,
            digest=sealed.digest,
        )
        return sealed.id


def check_filter(narrowed: SubmissionFilter) -> None:
    """Raise ValidationFailed for texts that no submission can have, and days of no calendar."""
    issues = []
    for name, value in asdict(narrowed).items():
        if isinstance(value, str) and (len(value) > _LONGEST_FILTER or "\x00" in value):
            message = f"must be plain text, at most {_LONGEST_FILTER} characters"
            issues.append(Issue(f"filter.{_as_asked(name)}", "bad_text", message))
        if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
            message = f"must be from {FIRST_DAY} to {LAST_DAY}"
            issues.append(Issue(f"filter.{_as_asked(name)}", "out_of_range", message))
    if len(narrowed.in_each_year) > _MOST_YEARS:
        message = f"must be at most {_MOST_YEARS} years"
        issues.append(Issue("filter.inEachYear", "too_many", message))
    if issues:
        raise ValidationFailed(issues)


def _as_asked(name: str) -> str:
    """The field's name as callers write it, e.g. `submittedFrom`."""
    first, *more = name.split("_")
    return first + "".join(part.capitalize() for part in more)


async def addressees(
    actor: Actor, registry: PluginRegistry, assessment_id: str
) -> tuple[AuthorityRow, ...] | None:
    """Authorities competent for the assessment's operator and regime; None: invisible.

    Of an assessment that answers a request, the authority that asks.
    """
    row = await reads.assessment(actor, assessment_id)
    if row is None:
        return None
    operator = await _operator(actor, row.operator_id)
    kind = _kind(registry, operator)
    if kind is None:
        return ()
    profile = await profiles.pinned(row.profile_digest)
    able = await identity.authorities(operator.details.country, profile.regime, kind.subsector)
    asking = await asking_authority(actor, row)
    return able if asking is None else tuple(one for one in able if one.id == asking)


async def _addressee(
    operator: OperatorRow, kind: EntityTypeFacts, regime: str, addressee_id: str
) -> AuthorityRow:
    competent = await identity.authorities(operator.details.country, regime, kind.subsector)
    for authority in competent:
        if authority.id == addressee_id:
            return authority
    names = ", ".join(authority.name for authority in competent) or "none is registered here"
    message = f"must be an authority competent for this operator: {names}"
    raise ValidationFailed([Issue("addresseeId", "not_competent", message)])


async def _operator(actor: Actor, operator_id: str) -> OperatorRow:
    operator = await operators.operator(actor, operator_id)
    if operator is None:
        raise NotFound("operator")
    return operator


def _kind(registry: PluginRegistry, operator: OperatorRow) -> EntityTypeFacts | None:
    return registry.entity_type(operator.details.entity_type or "")


async def _approval(row: AssessmentRow) -> ApprovalRow:
    if row.state is AssessmentState.APPROVED:
        for approval in await reads.approvals(row):
            if approval.approved and approval.lapsed_at is None:
                return approval
    message = "The management body's approval of this revision is missing or has lapsed."
    raise StateRefused("not_approved", message)


def _row(sealing: Sealing, results: Results, sealed_digest: str) -> SubmissionRow:
    assessment = sealing.snapshot.assessment
    return SubmissionRow(
        id=sealing.submission_id,
        number=sealing.number,
        assessment_id=assessment.id,
        operator_id=assessment.operator_id,
        operator_name=results.operator.name,
        country=results.operator.country,
        sector=results.operator.sector,
        subsector=results.operator.subsector,
        entity_type=results.operator.entity_type,
        title=results.title,
        scope_kind=assessment.scope_kind,
        period_from=assessment.period_from,
        period_until=assessment.period_until,
        profile_id=results.profile.id,
        profile_version=results.profile.version,
        profile_title=results.profile.title,
        submitted_at=sealing.released_at,
        signatory=sealing.signatory,
        addressee_id=sealing.addressee.id,
        addressee_name=sealing.addressee.name,
        addressee_country=sealing.addressee.country,
        digest=sealed_digest,
        completeness=results.figures.completeness,
        attainment=results.figures.attainment,
        met=results.figures.met,
        below=results.figures.below,
        not_applicable=results.figures.not_applicable,
        version=results.version,
        supersedes=results.supersedes.submission if results.supersedes else None,
        marking=results.marking,
    )
