"""Use cases of answering a request: which assessment answers it, and letting it go again.

One open assessment at most answers a request, and it asks exactly what the request asks: the
pinned profile, the kind of scope and the period. The authority learns that something was begun for
its request, once, and nothing more: neither which assessment it is nor that it was let go.
"""

from dataclasses import dataclass
from datetime import date

from nisassess.access import Actor, Permission
from nisassess.assessments.repository import reads, writes
from nisassess.assessments.repository import tied as repository
from nisassess.assessments.types import AssessmentRow
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.service import Pinned
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.requests.repository import moves, received
from nisassess.requests.types import CaseState, ReceivedRow
from nisassess.sdk import ScopeKind

_ANSWERABLE = (CaseState.REQUESTED, CaseState.OPENED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to an operator, with the profile that it pinned."""

    row: ReceivedRow
    pinned: Pinned


@dataclass(frozen=True, slots=True)
class Offered:
    """What an assessment would answer a request with."""

    operator_id: str
    profile_id: str
    scope_kind: ScopeKind
    period: tuple[date, date]


async def asked(actor: Actor, case_id: str) -> Asked:
    """A request that the actor may start an assessment for; raises NotFound."""
    row = await received.seen(actor, case_id, Permission.ASSESSMENT_START)
    if row is None:
        raise NotFound("request")
    digest = row.profile_digest
    document = await profiles.pinned_document(digest)
    return Asked(row, Pinned(digest, await profiles.pinned(digest), document))


def refuse_unfit(wanted: Asked, offered: Offered) -> None:
    """Raise NotFound, StateRefused or ValidationFailed unless the one answers the other."""
    row = wanted.row
    if row.operator_id != offered.operator_id:
        raise NotFound("request")
    _refuse_unless_answerable(row)
    issues = []
    if offered.profile_id != wanted.pinned.profile.id:
        message = f"must be {wanted.pinned.profile.id}, for which the authority asks"
        issues.append(Issue("profileId", "not_as_requested", message))
    issues += _scope_issues(row, offered.scope_kind, offered.period)
    if issues:
        raise ValidationFailed(issues)


def _scope_issues(row: ReceivedRow, kind: ScopeKind, period: tuple[date, date]) -> list[Issue]:
    issues = []
    if kind is not row.scope_kind:
        message = f"must be {row.scope_kind.value.upper()}, for which the authority asks"
        issues.append(Issue("scopeKind", "not_as_requested", message))
    for path, given, wanted in (
        ("periodFrom", period[0], row.period_from),
        ("periodUntil", period[1], row.period_until),
    ):
        if given != wanted:
            message = f"must be {wanted}, for which the authority asks"
            issues.append(Issue(path, "not_as_requested", message))
    return issues


def _refuse_unless_answerable(row: ReceivedRow) -> None:
    if row.state is CaseState.WITHDRAWN:
        raise StateRefused("request_withdrawn", "The authority has withdrawn this request.")
    if row.state not in _ANSWERABLE:
        message = "This request is answered; correct what was submitted by a new version of it."
        raise StateRefused("request_answered", message)


async def hold(actor: Actor, case_id: str, assessment_id: str) -> ReceivedRow:
    """Take a request for an assessment, inside the write that ties the two.

    Raises NotFound, and StateRefused when another one answers it.
    """
    row = await received.hold(actor, case_id, Permission.ASSESSMENT_START)
    _refuse_unless_answerable(row)
    other = await repository.open_for(case_id)
    if other is not None and other != assessment_id:
        message = "Another assessment answers this request; let that one go first."
        raise StateRefused("answered_by_another", message)
    await moves.opened(case_id, today())
    return row


async def tie(database: Database, actor: Actor, assessment_id: str, case_id: str) -> AssessmentRow:
    """Let an open assessment answer a request; raises NotFound, ValidationFailed, StateRefused."""

    async def work() -> None:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_START)
        if row.revises is not None:
            message = "A new version goes to the authority that the version before went to."
            raise StateRefused("revision", message)
        wanted = await hold(actor, case_id, row.id)
        if wanted.operator_id != row.operator_id:
            raise NotFound("request")
        issues = _scope_issues(wanted, row.scope_kind, (row.period_from, row.period_until))
        if row.profile_digest != wanted.profile_digest:
            message = "must be the very version of the profile for which the authority asks"
            issues.insert(0, Issue("profileId", "not_as_requested", message))
        if issues:
            raise ValidationFailed(issues)
        await repository.tie(row.id, case_id)
        await record(actor, "assessment.tie", row.id, organisation_id=row.operator_id, case=case_id)

    await database.write(work)
    return await _seen(actor, assessment_id)


async def untie(database: Database, actor: Actor, assessment_id: str) -> AssessmentRow:
    """Let an assessment be voluntary again; raises NotFound and StateRefused."""

    async def work() -> None:
        row = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_START)
        if row.revises is not None:
            message = "A new version stays with the request that the version before answered."
            raise StateRefused("revision", message)
        await repository.tie(row.id, None)
        await record(
            actor,
            "assessment.untie",
            row.id,
            organisation_id=row.operator_id,
            case=row.case_id,
        )

    await database.write(work)
    return await _seen(actor, assessment_id)


async def _seen(actor: Actor, assessment_id: str) -> AssessmentRow:
    row = await reads.assessment(actor, assessment_id)
    if row is None:
        raise NotFound("assessment")
    return row
