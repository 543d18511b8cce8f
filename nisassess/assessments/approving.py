"""Use cases of approval: the management body's decision on one revision of an assessment."""

from dataclasses import dataclass
from datetime import date

from nisassess.access import Actor, Permission
from nisassess.assessments.readiness import readiness
from nisassess.assessments.repository import reads, writes
from nisassess.assessments.scoring import score
from nisassess.assessments.service import snapshot_of
from nisassess.assessments.types import ApprovalRow, AssessmentRow, MemberValue
from nisassess.assessments.validation import check_decision
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedReference
from nisassess.identity.confirming import require_fresh
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused
from nisassess.kit.ids import new_id
from nisassess.operators import repository as operators
from nisassess.sdk import Force, Regime
from nisassess.sdk.scoring import Methods

BASIS = {
    Regime.NIS2.value: PinnedReference(
        citation="NIS2 Art. 20(1)",
        title="Directive (EU) 2022/2555: the management body approves the risk-management measures",
        force=Force.BINDING.value,
        celex="32022L2555",
        addressee="Management bodies of essential and important entities",
        note=None,
        verified=True,
    ),
    Regime.DORA.value: PinnedReference(
        citation="DORA Art. 5(2)",
        title="Regulation (EU) 2022/2554: the management body approves the ICT risk framework",
        force=Force.BINDING.value,
        celex="32022R2554",
        addressee="Management bodies of financial entities",
        note=None,
        verified=True,
    ),
}
"""By which provision the management body approves, per regime."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the management body decided."""

    approve: bool
    body: str
    resolution: str
    resolved_on: date
    reasons: str | None
    reservations: str | None
    members: tuple[MemberValue, ...]


async def decide(
    database: Database,
    methods: Methods,
    actor: Actor,
    assessment_id: str,
    revision: int,
    *,
    decision: Decision,
) -> tuple[ApprovalRow, str]:
    """Record a decision on the revision that the approver read; the row and its legal basis.

    Raises StateRefused when the approver must confirm to be at the keyboard, when answers changed
    since, when questions are open, or when the assessment is submitted.
    """
    require_fresh(actor)
    check_decision(
        approve=decision.approve,
        body=decision.body,
        resolution=decision.resolution,
        resolved_on=decision.resolved_on,
        reasons=decision.reasons,
        reservations=decision.reservations,
        members=decision.members,
        today=today(),
    )

    async def work() -> None:
        row = await writes.claim(actor, assessment_id, Permission.APPROVAL_DECIDE)
        refuse_outdated(row, revision)
        if decision.approve:
            await _refuse_unready(row, methods)
        operator = await operators.operator(actor, row.operator_id)
        if operator is None:
            raise NotFound("operator")
        values = {**_values(actor, row, decision), "operator_version": operator.version}
        await writes.add_approval(values, row)
        await record(
            actor,
            "approval.decide",
            row.id,
            organisation_id=row.operator_id,
            approved=decision.approve,
            revision=revision,
        )

    await database.write(work)
    row = await reads.assessment(actor, assessment_id)
    if row is None:
        raise NotFound("assessment")
    profile = await profiles.pinned(row.profile_digest)
    return (await reads.approvals(row))[0], BASIS[profile.regime].citation


def refuse_outdated(row: AssessmentRow, revision: int) -> None:
    """Raise StateRefused unless this is the revision that the caller read."""
    if row.revision != revision:
        message = (
            f"Answers changed since this page was read (revision {revision}, now {row.revision}). "
            "Read it again before deciding."
        )
        raise StateRefused("outdated", message)


async def _refuse_unready(row: AssessmentRow, methods: Methods) -> None:
    taken = await snapshot_of(row)
    blocking = [item for item in readiness(taken, score(taken, methods)).items if item.blocking]
    if blocking:
        message = f"{len(blocking)} items must be settled first: {blocking[0].message}"
        raise StateRefused("not_ready", message)


def _values(actor: Actor, row: AssessmentRow, decision: Decision) -> dict[str, object]:
    return {
        "id": new_id("apv"),
        "approved": decision.approve,
        "body": decision.body.strip(),
        "resolution": decision.resolution.strip(),
        "resolved_on": decision.resolved_on,
        "reasons": (decision.reasons or "").strip() or None,
        "reservations": (decision.reservations or "").strip() or None,
        "members": [
            {
                "name": member.name.strip(),
                "function": (member.function or "").strip() or None,
                "trained_on": member.trained_on.isoformat() if member.trained_on else None,
            }
            for member in decision.members
        ],
        "revision": row.revision,
        "recorded_at": now(),
        "recorded_by": actor.name,
    }
