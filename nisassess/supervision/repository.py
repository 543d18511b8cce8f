"""All queries of supervision."""

from datetime import datetime
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.identity import repository as identity
from nisassess.identity.types import AuthorityRow
from nisassess.operators import repository as operators
from nisassess.operators.types import OperatorRow, StatusValue
from nisassess.supervision.models import Listing
from nisassess.supervision.policy import competent
from nisassess.supervision.types import ListingRow, NewListing

_COLUMNS = (
    "id",
    "operator_id",
    "authority_id",
    "authority__name",
    "authority__country",
    "status",
    "reason",
    "citation",
    "decided_on",
    "recorded_at",
    "recorded_by",
)


async def listings(actor: Actor, operator_id: str) -> tuple[ListingRow, ...]:
    """Every listing of an operator, newest first; none of one that the actor may not see."""
    if await operators.operator(actor, operator_id) is None:
        return ()
    rows = await Listing.filter(operator_id=operator_id).order_by("-id").values(*_COLUMNS)
    return tuple(_row(row) for row in rows)


async def listings_of(operator_ids: list[str]) -> dict[str, list[ListingRow]]:
    """Listings by operator, of operators that the caller was given."""
    found: dict[str, list[ListingRow]] = {}
    rows = await Listing.filter(operator_id__in=operator_ids).values(*_COLUMNS)
    for row in rows:
        found.setdefault(row["operator_id"], []).append(_row(row))
    return found


async def recording_authorities(actor: Actor, operator: OperatorRow) -> tuple[str, ...]:
    """The actor's authorities that are competent for the operator, the nearest first."""
    own = actor.organisations(Permission.LISTING_RECORD)
    return competent(await identity.competences(own), operator) if own else ()


async def add_listing(
    actor: Actor, listing_id: str, authority_id: str, listing: NewListing, at: datetime
) -> bool:
    """Add a listing for an authority of the actor's; False when it may not.

    Competence for the operator is looked up anew, so that no caller can leave it out.
    """
    operator = await operators.operator(actor, listing.operator_id)
    if operator is None or authority_id not in await recording_authorities(actor, operator):
        return False
    await Listing.create(
        id=listing_id,
        operator_id=listing.operator_id,
        authority_id=authority_id,
        status=listing.status.value,
        reason=listing.reason,
        citation=listing.citation,
        decided_on=listing.decided_on,
        recorded_at=at,
        recorded_by=actor.name,
    )
    return True


def _row(row: dict[str, Any]) -> ListingRow:
    authority = AuthorityRow(
        row["authority_id"], row["authority__name"], row["authority__country"] or ""
    )
    return ListingRow(
        id=row["id"],
        operator_id=row["operator_id"],
        authority=authority,
        status=StatusValue(row["status"]),
        reason=row["reason"],
        citation=row["citation"],
        decided_on=row["decided_on"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
    )
