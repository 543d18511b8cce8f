"""GraphQL of supervision: the NIS2 status of an operator, and listings."""

from datetime import date
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.identity.graphql import Authority
from nisassess.kit.database import Database
from nisassess.kit.problems import NotFoundProblem, ValidationProblem
from nisassess.operators.types import StatusDecision as StatusDecisionValue
from nisassess.operators.types import StatusValue
from nisassess.plugins import PluginRegistry
from nisassess.sdk import Regime
from nisassess.supervision import service
from nisassess.supervision.types import ListingRow, NewListing, NisStatusRow, StatusBasis

strawberry.enum(StatusValue, name="NisStatusValue")
strawberry.enum(StatusBasis)
strawberry.enum(Regime)


@strawberry.type
class StatusDecision:
    """What the rules say of the operator's own statements; it binds nobody."""

    status: StatusValue
    rule: str
    citation: str
    reasons: list[str]
    missing: list[str]


@strawberry.type
class Listing:
    """An authority's decision on an operator's NIS2 status."""

    id: strawberry.ID
    authority: Authority
    status: StatusValue
    reason: str
    decided_on: date
    citation: str | None


@strawberry.type(
    description="The indicative status by rule, and the authority's listing beside it; "
    "the listing prevails. `listings` are the latest of each authority, `history` all of them."
)
class NisStatus:
    """What an operator is under NIS2, and by whose word."""

    effective: StatusValue
    basis: StatusBasis
    indicative: StatusDecision
    listings: list[Listing]
    regime: Regime | None
    history: list[Listing]


@strawberry.input
class RecordListingInput:
    """A decision of an authority that is competent for the operator."""

    operator_id: strawberry.ID
    status: StatusValue
    reason: str
    decided_on: date
    citation: str | None = strawberry.UNSET


@strawberry.type
class ListingRecorded:
    """Recorded; it counts from now on."""

    listing: Listing


RecordListingResult = Annotated[
    ListingRecorded | ValidationProblem | NotFoundProblem,
    strawberry.union("RecordListingResult"),
]


def _listing(row: ListingRow) -> Listing:
    authority = row.authority
    return Listing(
        id=strawberry.ID(row.id),
        authority=Authority(
            id=strawberry.ID(authority.id), name=authority.name, country=authority.country
        ),
        status=row.status,
        reason=row.reason,
        decided_on=row.decided_on,
        citation=row.citation,
    )


def _decision(decision: StatusDecisionValue) -> StatusDecision:
    return StatusDecision(
        status=decision.status,
        rule=decision.rule,
        citation=decision.citation,
        reasons=list(decision.reasons),
        missing=list(decision.missing),
    )


def _status(row: NisStatusRow) -> NisStatus:
    return NisStatus(
        effective=row.effective,
        basis=row.basis,
        indicative=_decision(row.indicative),
        listings=[_listing(one) for one in row.listings],
        regime=row.regime,
        history=[_listing(one) for one in row.history],
    )


@strawberry.type
class Query:
    """The status of operators."""

    @access.field(requires=Permission.SESSION_USE)
    async def nis_status(self, info: Info, operator_id: strawberry.ID) -> NisStatus | None:
        context = info.context
        row = await service.nis_status(context.actor, context.get(PluginRegistry), operator_id)
        return _status(row) if row else None


@strawberry.type
class Mutation:
    """What authorities record."""

    @access.mutation(requires=Permission.LISTING_RECORD)
    async def record_listing(
        self,
        info: Info,
        input: RecordListingInput,
    ) -> RecordListingResult | None:
        context = info.context
        new = NewListing(
            operator_id=input.operator_id,
            status=input.status,
            reason=input.reason,
            decided_on=input.decided_on,
            citation=input.citation or None,
        )
        row = await service.record_listing(context.get(Database), context.actor, new)
        return ListingRecorded(listing=_listing(row))
