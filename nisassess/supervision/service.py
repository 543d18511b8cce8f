"""Use cases of supervision."""

import unicodedata
from dataclasses import replace
from datetime import date

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.identity import repository as identity
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, Issue, NotFound, ValidationFailed
from nisassess.kit.ids import checked_id, new_id
from nisassess.kit.pagination import PageRequest
from nisassess.operators import repository as operators
from nisassess.operators import service as operators_service
from nisassess.operators.types import OperatorRow, StatusDecision, StatusValue
from nisassess.plugins import PluginRegistry
from nisassess.requests.repository import moves
from nisassess.results.canonical import parse
from nisassess.submissions import repository as submissions
from nisassess.submissions.types import SubmissionFilter
from nisassess.supervision import policy, register, repository
from nisassess.supervision.types import ListingRow, NewListing, NisStatusRow, StatusBasis

LONGEST_REASON = 2000
LONGEST_CITATION = 200
NIS2_IN_FORCE = date(2023, 1, 16)
"""Directive (EU) 2022/2555 Art. 45; no listing under it can be older."""


async def nis_status(
    actor: Actor, registry: PluginRegistry, operator_id: str
) -> NisStatusRow | None:
    """An operator's status; None when the actor may not see the operator."""
    row = await operators_service.operator(actor, registry, operator_id)
    if row is None:
        return None
    indicative = operators_service.indicative_status(row, registry, today())
    if row.imported:
        indicative = await _as_sealed(actor, row, indicative)
    listings = await repository.listings(actor, operator_id)
    authorities = {one.authority.id for one in listings}
    competences = await identity.competences(authorities) if authorities else ()
    return policy.nis_status(row, indicative, listings, competences)


async def _as_sealed(actor: Actor, row: OperatorRow, by_rule: StatusDecision) -> StatusDecision:
    """What was sealed of an operator's status elsewhere: the facts that it rests on stayed there.

    By rule, if the actor may see none of the operator's submissions.
    """
    narrowed = SubmissionFilter(operator_id=row.id)
    newest = await submissions.submissions(actor, narrowed, PageRequest(1, None))
    if not newest:
        return by_rule
    documents = await submissions.documents(actor, [newest[0].id])
    sealed = parse(documents[newest[0].id].encode()).operator
    if sealed.status not in set(StatusValue):
        return by_rule
    reasons = [f"As it was sealed by another installation on {newest[0].submitted_at:%Y-%m-%d}."]
    if sealed.status_basis == StatusBasis.LISTED:
        reasons.append("It rests on a listing that was recorded there.")
    return replace(
        by_rule,
        status=StatusValue(sealed.status),
        rule=sealed.status_rule,
        citation=sealed.status_citation,
        reasons=tuple(reasons),
        missing=(),
        regime=by_rule.regime or row.classification.regime,
    )


async def record_listing(database: Database, actor: Actor, listing: NewListing) -> ListingRow:
    """Record an authority's decision on an operator within its competence.

    Raises NotFound, Forbidden (visible to the actor, but none of its authorities is competent)
    and ValidationFailed.
    """
    checked_id("opr", listing.operator_id, "operator")
    authority_id = await _authority(actor, listing.operator_id)
    clean = _checked(listing, today())
    listing_id = new_id("lst")

    async def work() -> None:
        added = await repository.add_listing(actor, listing_id, authority_id, clean, now())
        if not added:
            raise NotFound("operator")
        await moves.restatus(clean.operator_id, authority_id, clean.status.value)
        await register.follow_listing(actor, authority_id, clean)
        await record(
            actor,
            "listing.record",
            listing_id,
            organisation_id=authority_id,
            operator_id=clean.operator_id,
            status=clean.status.value,
            decided_on=clean.decided_on.isoformat(),
        )

    await database.write(work)
    rows = await repository.listings(actor, listing.operator_id)
    found = next((row for row in rows if row.id == listing_id), None)
    if found is None:
        raise NotFound("operator")
    return found


async def _authority(actor: Actor, operator_id: str) -> str:
    row = await operators.operator(actor, operator_id)
    if row is None:
        raise NotFound("operator")
    authorities = await repository.recording_authorities(actor, row)
    if not authorities:
        raise Forbidden("None of your authorities is competent for this operator.")
    return authorities[0]


def _checked(listing: NewListing, on: date) -> NewListing:
    issues = []
    if listing.status is StatusValue.UNDECIDED:
        message = "must be a decision: essential, important or outside"
        issues.append(Issue("status", "not_a_decision", message))
    reason, citation = listing.reason.strip(), (listing.citation or "").strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        issues.append(Issue("reason", "bad_length", f"must be 1 to {LONGEST_REASON} characters"))
    if len(citation) > LONGEST_CITATION:
        message = f"must be at most {LONGEST_CITATION} characters"
        issues.append(Issue("citation", "bad_length", message))
    issues.extend(
        Issue(path, "bad_characters", "must be plain text, no control characters")
        for path, text in (("reason", reason), ("citation", citation))
        if not _plain(text)
    )
    if not NIS2_IN_FORCE <= listing.decided_on <= on:
        message = f"must be from {NIS2_IN_FORCE} to today, {on}"
        issues.append(Issue("decidedOn", "out_of_range", message))
    if issues:
        raise ValidationFailed(issues)
    return replace(listing, reason=reason, citation=citation or None)


def _plain(text: str) -> bool:
    """Lines and tabs are welcome in a reason; other control characters are not."""
    return all(one in "\n\r\t" or unicodedata.category(one) not in {"Cc", "Cs"} for one in text)
