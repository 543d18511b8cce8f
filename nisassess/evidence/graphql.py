"""GraphQL of evidence: what an operator has handed in or referred to."""

from datetime import date, datetime
from typing import Annotated, Self

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.evidence import service, validity
from nisassess.evidence.types import EvidenceKind, EvidenceRow
from nisassess.kit.connections import PageInfo
from nisassess.kit.database import Database
from nisassess.kit.pagination import Page
from nisassess.kit.problems import NotFoundProblem, ValidationProblem

EvidenceKindEnum = strawberry.enum(EvidenceKind, name="EvidenceKind")


@strawberry.type
class Evidence:
    """A file in one revision, or a reference to an artefact that stays with the operator.

    `size` is in bytes, `digest` a SHA-256; `downloadUrl` is null for a reference.
    """

    id: strawberry.ID
    kind: EvidenceKindEnum  # type: ignore[valid-type]
    title: str
    filename: str | None
    media_type: str | None
    size: float | None
    digest: str | None
    owner: str | None
    location: str | None
    dated: date | None
    valid_until: date | None
    source_key: str | None
    revision: int
    added_at: datetime
    added_by: str
    download_url: str | None

    @classmethod
    def of(cls, row: EvidenceRow) -> Self:
        """The evidence of a row that the caller may see."""
        return cls(
            id=strawberry.ID(row.id),
            kind=row.kind,
            title=row.title,
            filename=row.filename,
            media_type=row.media_type,
            size=row.size,
            digest=row.digest,
            owner=row.owner,
            location=row.location,
            dated=row.dated,
            valid_until=row.valid_until,
            source_key=row.source_key,
            revision=row.revision,
            added_at=row.added_at,
            added_by=row.added_by_name,
            download_url=row.download_url,
        )


@strawberry.type
class EvidenceEdge:
    """One piece of evidence in a list."""

    cursor: str
    node: Evidence


@strawberry.type
class EvidenceConnection:
    """One page of an operator's evidence, newest first."""

    edges: list[EvidenceEdge]
    page_info: PageInfo

    @classmethod
    def of(cls, page: Page[EvidenceRow]) -> Self:
        """The connection of a page."""
        edges = [
            EvidenceEdge(cursor=cursor, node=Evidence.of(row))
            for row, cursor in zip(page.rows, page.cursors, strict=True)
        ]
        return cls(edges=edges, page_info=PageInfo.of(page))


@strawberry.type
class EvidenceValiditySet:
    """The evidence with its last day."""

    evidence: Evidence


SetEvidenceValidityResult = Annotated[
    EvidenceValiditySet | NotFoundProblem | ValidationProblem,
    strawberry.union("SetEvidenceValidityResult"),
]


@strawberry.type
class Query:
    """An operator's evidence."""

    @access.field(requires=Permission.EVIDENCE_READ)
    async def evidence(
        self,
        info: Info,
        operator_id: strawberry.ID,
        first: int,
        after: str | None = strawberry.UNSET,
    ) -> EvidenceConnection | None:
        page = await service.page(info.context.actor, operator_id, first, after or None)
        return None if page is None else EvidenceConnection.of(page)


@strawberry.type
class Mutation:
    """Changes of evidence."""

    @access.mutation(requires=Permission.EVIDENCE_UPLOAD)
    async def set_evidence_validity(
        self, info: Info, evidence_id: strawberry.ID, valid_until: date | None = None
    ) -> SetEvidenceValidityResult:
        """Set the last day on which evidence counts; without one it does not run out."""
        context = info.context
        row = await validity.set_validity(
            context.get(Database), context.actor, evidence_id, valid_until
        )
        return EvidenceValiditySet(evidence=Evidence.of(row))
