"""What an operator sees of an authority's review: what was sent, asked or decided, nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nisassess.access import Actor, Permission
from nisassess.assessments.repository import reads
from nisassess.requests.types import CaseRow, CaseState
from nisassess.reviews.repository import decisions, operators, rulings
from nisassess.reviews.repository.operators import FileFact
from nisassess.reviews.types import DecisionKind, DecisionRow, DecisionState, RulingRow

_TELLS_RULINGS = frozenset({DecisionKind.RETURN, DecisionKind.CLOSING})


class ProceedingState(StrEnum):
    """Where a submission stands at the authority, as its operator may know it."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    CLOSED = "closed"


class MarkKind(StrEnum):
    """Why a control of a draft is marked."""

    TO_CORRECT = "to_correct"
    """The return names it."""
    NOT_ACCEPTED = "not_accepted"
    """That it does not apply was rejected."""
    ACCEPTANCE_ENDS = "acceptance_ends"
    """That it does not apply was accepted until a day in the period: give reasons anew."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the authority says of one control, for one part where it names one."""

    control_id: str
    part: str | None
    kind: MarkKind
    reason: str | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What the authority says of an assessment's controls."""

    submission_id: str | None
    """The submission that was returned, if this corrects one."""
    due_on: date | None
    reasons: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A case as its operator sees it."""

    case: CaseRow
    file: FileFact
    state: ProceedingState
    decided: tuple[DecisionRow, ...]
    rulings: tuple[RulingRow, ...]

    @property
    def returned(self) -> DecisionRow | None:
        """The return that the operator has to act on."""
        stands = [
            one
            for one in self.decided
            if one.kind is DecisionKind.RETURN and one.state is DecisionState.ISSUED
        ]
        return stands[-1] if self.state is ProceedingState.RETURNED and stands else None


_STATES = {
    CaseState.SUBMITTED: ProceedingState.RECEIVED,
    CaseState.IN_REVIEW: ProceedingState.IN_REVIEW,
    CaseState.RETURNED: ProceedingState.RETURNED,
    CaseState.CLOSED: ProceedingState.CLOSED,
}


async def proceeding(actor: Actor, submission_id: str) -> Proceeding | None:
    """The case of a submission of the actor's operator; None for anybody else's."""
    case = await operators.case_of(actor, submission_id)
    if case is None or case.state not in _STATES:
        return None
    decided = await decisions.issued(actor, case.id)
    told = await rulings.told(actor, case.id, _told_until(decided))
    return Proceeding(
        case, await operators.file_fact(case), _STATES[case.state], tuple(decided), tuple(told)
    )


def _told_until(decided: list[DecisionRow]) -> dict[str, datetime]:
    """By version: up to when rulings were told, since they are told with a decision."""
    found: dict[str, datetime] = {}
    for one in decided:
        if one.kind in _TELLS_RULINGS and one.settled_at is not None:
            found[one.submission_id] = max(
                one.settled_at, found.get(one.submission_id, one.settled_at)
            )
    return found


async def marks(actor: Actor, assessment_id: str) -> Marks | None:
    """What the authority says of the controls of an assessment of the actor's operator."""
    row = await reads.assessment(actor, assessment_id)
    if row is None:
        return None
    returned = None
    if row.revises is not None and row.is_open:
        permission = Permission.ASSESSMENT_READ
        returned = await decisions.returned_for(actor, row.revises, permission)
    issued = await operators.issued_rulings(actor, row.operator_id, Permission.ASSESSMENT_READ)
    found = [] if returned is None else [*_named(returned), *_rejected(returned, issued)]
    if row.is_open:
        found += _ending(issued, row.period_until)
    return Marks(
        returned.submission_id if returned else None,
        returned.due_on if returned else None,
        returned.reasons if returned else None,
        tuple(found),
    )


def _named(returned: DecisionRow) -> list[Mark]:
    return [
        Mark(one.control_id, None, MarkKind.TO_CORRECT, one.reason, None)
        for one in returned.controls
    ]


def _rejected(returned: DecisionRow, issued: list[RulingRow]) -> list[Mark]:
    return [
        Mark(one.control_id, one.part, MarkKind.NOT_ACCEPTED, one.reason, None)
        for one in issued
        if one.submission_id == returned.submission_id and not one.accepted
    ]


def _ending(issued: list[RulingRow], until: date) -> list[Mark]:
    """The last ruling on a control and part counts, whichever submission it was made on."""
    last = {(one.control_id, one.part): one for one in issued}
    return [
        Mark(one.control_id, one.part, MarkKind.ACCEPTANCE_ENDS, one.reason, one.until)
        for one in last.values()
        if one.accepted and one.until is not None and one.until <= until
    ]
