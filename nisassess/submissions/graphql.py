"""GraphQL of submissions: the release, and what was sealed."""

from datetime import date, datetime
from typing import Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from nisassess import access
from nisassess.access import Context, Info, Permission
from nisassess.identity.graphql import Authority
from nisassess.identity.second_factor import SecondFactors
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.pagination import make_page, page_request
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.plugins import PluginRegistry
from nisassess.results import types as sealed
from nisassess.results.canonical import parse
from nisassess.sdk import ScopeKind
from nisassess.sdk.scoring import ControlState
from nisassess.submissions import repository, repository_trust, repository_versions, service
from nisassess.submissions.graphql_controls import SubmittedControl, submitted_control
from nisassess.submissions.graphql_pdf import PdfProgress, progress_of
from nisassess.submissions.graphql_readings import noted
from nisassess.submissions.graphql_seal import key_of, receipt_of, stamped_at, stated_in
from nisassess.submissions.pdf import PdfArchive
from nisassess.submissions.readings import Way
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.timestamping import Timestamper
from nisassess.submissions.types import Marking, StatusReader, SubmissionFilter, SubmissionRow

strawberry.enum(Marking)


@strawberry.type
class Submission:
    """Sealed results handed to an authority. What an operator says of itself is
    self-declared."""

    id: strawberry.ID
    number: int
    assessment_id: strawberry.ID | None
    operator_id: strawberry.ID
    operator_name: str
    country: str
    sector: str
    subsector: str
    entity_type: str
    title: str
    scope_kind: ScopeKind
    period_from: date
    period_until: date
    profile_id: strawberry.ID
    profile_version: str
    profile_title: str
    submitted_at: datetime
    signatory: str
    addressee: Authority
    digest: str
    self_declared: bool
    completeness: float
    attainment: float | None
    met: int
    below: int
    not_applicable: int
    version: int
    supersedes: strawberry.ID | None
    superseded_by: strawberry.ID | None
    marking: Marking
    pdf_url: str
    origin: strawberry.Private[str | None]
    seal: strawberry.Private[str | None]
    timestamp: strawberry.Private[str | None]

    @access.inherited
    async def seal_kind(self, info: Info) -> str | None:
        """`installation`: a key that the installation made itself, nobody else vouches for it;
        `certificate`: one that was issued to it. Null for what was submitted before seals."""
        stated = stated_in(info.context, self.seal)
        return stated.kind if stated else None

    @access.inherited
    async def seal_key_id(self, info: Info) -> str | None:
        """SHA-256 of the certificate of the key that sealed, in hex."""
        return key_of(self.seal)

    @access.inherited
    async def sealed_by(self, info: Info) -> str | None:
        """What the installation that sealed calls itself."""
        stated = stated_in(info.context, self.seal)
        return stated.installation if stated else None

    @access.inherited
    async def timestamped_at(self, info: Info) -> datetime | None:
        """When a time-stamp authority stamped the seal; null where none did, or not yet."""
        return stamped_at(self.seal, self.timestamp)

    @access.inherited
    async def receipt(self, info: Info) -> str | None:
        """The signed receipt, a JWS: this installation took in the results with this digest."""
        return await receipt_of(info.context, self.id)

    @access.inherited
    async def imported_from(self, info: Info) -> str | None:
        """The installation that sealed it, by the name under which it is trusted; null for one
        that was submitted here. Evidence files of an imported one stay with the operator."""
        return None if self.origin is None else await _origins(info.context).load(self.origin)

    @access.inherited
    async def pdf_state(self, info: Info) -> PdfProgress:
        """How far the PDF behind `pdfUrl` is; a download waits for it."""
        return await progress_of(info.context, self.digest)

    @access.inherited
    async def document(self, info: Info) -> str:
        """The sealed canonical JSON document, verbatim; `digest` is its SHA-256."""
        await noted(info.context, self.id, Way.DOCUMENT)
        return await _documents(info.context).load(self.id)

    @access.edge(requires=Permission.SUBMISSION_READ)
    async def earlier(self, info: Info) -> list["Submission"] | None:
        """Up to five earlier submissions of the same operator by the same profile, newest
        first, of those that the caller may see."""
        context = info.context
        row = await repository.submission(context.actor, self.id)
        if row is None:
            return []
        return [
            Submission.of(found) for found in await repository_versions.earlier(context.actor, row)
        ]

    @access.inherited
    async def controls(
        self,
        info: Info,
        state: ControlState | None = None,
        ids: list[strawberry.ID] | None = None,
    ) -> list[SubmittedControl]:
        """Outcome per control; all, or those in a state, or those named."""
        await noted(info.context, self.id, Way.CONTROLS)
        wanted = None if ids is None else frozenset(ids)
        results = await _results(info.context, self.id)
        names = {part.id: part.name for part in results.scope.parts}
        return [
            submitted_control(None if self.origin else self.id, group, control, names)
            for group in results.groups
            for control in group.controls
            if (state is None or control.state == state.value)
            and (wanted is None or control.id in wanted)
        ]

    @classmethod
    def of(cls, row: SubmissionRow) -> Self:
        """The submission of a row that the caller may see."""
        return cls(
            id=strawberry.ID(row.id),
            number=row.number,
            assessment_id=strawberry.ID(row.assessment_id) if row.assessment_id else None,
            operator_id=strawberry.ID(row.operator_id),
            operator_name=row.operator_name,
            country=row.country,
            sector=row.sector,
            subsector=row.subsector,
            entity_type=row.entity_type,
            title=row.title,
            scope_kind=row.scope_kind,
            period_from=row.period_from,
            period_until=row.period_until,
            profile_id=strawberry.ID(row.profile_id),
            profile_version=row.profile_version,
            profile_title=row.profile_title,
            submitted_at=row.submitted_at,
            signatory=row.signatory,
            addressee=Authority(
                id=strawberry.ID(row.addressee_id),
                name=row.addressee_name,
                country=row.addressee_country,
            ),
            digest=row.digest,
            self_declared=True,
            completeness=row.completeness,
            attainment=row.attainment,
            met=row.met,
            below=row.below,
            not_applicable=row.not_applicable,
            version=row.version,
            supersedes=strawberry.ID(row.supersedes) if row.supersedes else None,
            superseded_by=strawberry.ID(row.superseded_by) if row.superseded_by else None,
            marking=Marking(row.marking),
            pdf_url=f"/submissions/{row.id}.pdf",
            origin=row.origin,
            seal=row.seal,
            timestamp=row.timestamp,
        )


def _documents(context: Context) -> DataLoader[str, str]:
    """Loads the documents of all submissions of an answer by one statement."""

    async def load(ids: list[str]) -> list[str]:
        found = await repository.documents(context.actor, ids)
        return [found[id_] for id_ in ids]

    loader: DataLoader[str, str] = context.once("submission documents", lambda: DataLoader(load))
    return loader


def _origins(context: Context) -> DataLoader[str, str | None]:
    """Loads the names of all installations of an answer together."""

    async def load(ids: list[str]) -> list[str | None]:
        found = await repository_trust.names(context.actor)
        return [found.get(id_) for id_ in ids]

    loader: DataLoader[str, str | None] = context.once("origins", lambda: DataLoader(load))
    return loader


async def _results(context: Context, submission_id: str) -> sealed.Results:
    """The sealed results, read once per answer."""
    document = await _documents(context).load(submission_id)
    return context.once(f"results {submission_id}", lambda: parse(document.encode()))


@strawberry.type
class SubmissionEdge:
    """One submission of a page."""

    cursor: str
    node: Submission


@strawberry.type
class SubmissionConnection:
    """One page of submissions, newest first."""

    edges: list[SubmissionEdge]
    page_info: PageInfo


@strawberry.input(name="SubmissionFilter")
class SubmissionFilterInput:
    """Narrows the list.

    `belowTargetOn`: id of a control whose target is not reached. `controlState` and
    `controlLevel` say how the control `controlId` came out, `groupState` and `groupLevel` how the
    group `groupId` did. `year`: in which the period ends. `newest`: none that a newer version
    took the place of. `lateOn`: with a measure whose day had passed then. `requestId`: that
    answer a request of the caller's authority. `inEachYear`: of operators that are there, by the
    same profile, in each of these years.
    """

    country: str | None = None
    sector: str | None = None
    subsector: str | None = None
    entity_type: str | None = None
    below_target_on: strawberry.ID | None = None
    operator_id: strawberry.ID | None = None
    assessment_id: strawberry.ID | None = None
    search: str | None = None
    submitted_from: date | None = None
    submitted_until: date | None = None
    profile_id: strawberry.ID | None = None
    year: int | None = None
    newest: bool = False
    control_id: strawberry.ID | None = None
    control_state: ControlState | None = None
    control_level: int | None = None
    group_id: strawberry.ID | None = None
    group_state: ControlState | None = None
    group_level: int | None = None
    late_on: date | None = None
    request_id: strawberry.ID | None = None
    in_each_year: list[int] | None = None

    def value(self) -> SubmissionFilter:
        """The filter as a plain value."""
        return SubmissionFilter(**vars(self) | {"in_each_year": tuple(self.in_each_year or ())})


@strawberry.input
class SubmitAssessmentInput:
    """`revision`: the approved one; `password`: the one that the signatory signs in with, and
    `code` for whoever has a second factor."""

    assessment_id: strawberry.ID
    revision: int
    addressee_id: strawberry.ID
    password: str
    marking: Marking = Marking.AMBER
    code: str | None = None


@strawberry.type
class AssessmentSubmitted:
    """Sealed and handed over; the assessment is frozen."""

    submission: Submission


SubmitAssessmentResult = Annotated[
    AssessmentSubmitted | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SubmitAssessmentResult"),
]


@strawberry.type
class Query:
    """Submissions: the operator's own, or those addressed to the caller's authority."""

    @access.field(requires=Permission.SUBMISSION_READ)
    async def submissions(
        self,
        info: Info,
        first: int,
        after: str | None = None,
        filter: SubmissionFilterInput | None = None,
    ) -> SubmissionConnection | None:
        """Submissions, newest first."""
        request = page_request(first, after, 1)
        narrowed = filter.value() if filter else SubmissionFilter()
        service.check_filter(narrowed)
        rows = await repository.submissions(info.context.actor, narrowed, request)
        page = make_page(rows, request, lambda row: (row.id,))
        return SubmissionConnection(
            edges=[
                SubmissionEdge(cursor=cursor, node=Submission.of(row))
                for row, cursor in zip(page.rows, page.cursors, strict=True)
            ],
            page_info=PageInfo.of(page),
        )

    @access.field(requires=Permission.SUBMISSION_READ)
    async def submission(self, info: Info, id: strawberry.ID) -> Submission | None:
        """One submission."""
        row = await repository.submission(info.context.actor, id)
        if row is None:
            return None
        await noted(info.context, row.id, Way.PAGE)
        return Submission.of(row)

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def addressees(self, info: Info, assessment_id: strawberry.ID) -> list[Authority] | None:
        """Authorities to which the assessment can be submitted."""
        found = await service.addressees(
            info.context.actor, info.context.get(PluginRegistry), assessment_id
        )
        if found is None:
            return None
        return [
            Authority(id=strawberry.ID(row.id), name=row.name, country=row.country) for row in found
        ]


@strawberry.type
class Mutation:
    """The release."""

    @access.mutation(requires=Permission.SUBMISSION_RELEASE)
    async def submit_assessment(
        self, info: Info, input: SubmitAssessmentInput
    ) -> SubmitAssessmentResult:
        context = info.context
        submitter = service.Submitter(
            context.get(Database),
            context.get(PluginRegistry),
            context.get(StatusReader),
            context.get(Sealer),
            context.get(PdfArchive),
            context.get(Timestamper),
            context.get(SecondFactors),
        )
        row = await submitter.submit(
            context.actor,
            input.assessment_id,
            input.revision,
            input.addressee_id,
            input.password,
            marking=input.marking,
            code=input.code,
        )
        return AssessmentSubmitted(submission=Submission.of(row))
