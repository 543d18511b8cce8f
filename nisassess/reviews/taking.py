"""Who has a case: take it, give it back, hand it over; go on with one that was done with."""

from nisassess.access import ROLE_PERMISSIONS, Actor, Permission
from nisassess.identity import repository as identity
from nisassess.identity.confirming import require_person
from nisassess.identity.types import MemberRow
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import is_id
from nisassess.notifications.telling import NoticeKind, tell, tell_role
from nisassess.requests.repository import cases, moves
from nisassess.requests.types import CaseRow, CaseState
from nisassess.reviews.holding import enter, hold, page_of_officer, page_of_operator
from nisassess.reviews.policy import Step, refuse_other_officer, refuse_step
from nisassess.reviews.repository import decisions, files
from nisassess.reviews.types import DecisionKind, DecisionState, EventKind
from nisassess.reviews.validation import Faults


async def take(database: Database, actor: Actor, case_id: str) -> None:
    """Take a submitted case into review; of two who try, one is told who has it.

    A case whose officer is no longer a member of the authority can be taken over. Raises NotFound
    or StateRefused (`taken`).
    """
    require_person(actor)

    async def work() -> None:
        case = await cases.claim(actor, case_id, Permission.REVIEW_WRITE)
        if case.state is CaseState.IN_REVIEW and not await _is_orphan(actor, case):
            raise StateRefused("taken", _taken_words(actor, case))
        if case.state is not CaseState.IN_REVIEW:
            refuse_step(case, Step.TAKE)
        at = now()
        review = await files.begin(case, today())
        await moves.taken(actor, case.id, at)
        await files.step(case)
        await enter(actor, case, EventKind.TAKEN, at, review.id)

    await database.write(work)


def _taken_words(actor: Actor, case: CaseRow) -> str:
    if case.officer_id == actor.id:
        return "You have this case already."
    return f"{case.officer_name or 'A colleague'} took this case; ask them to hand it over."


async def _is_orphan(actor: Actor, case: CaseRow) -> bool:
    members = await identity.members(actor, case.authority_id) or ()
    return case.officer_id not in {one.id for one in members if _reviews(one)}


def _reviews(member: MemberRow) -> bool:
    return any(Permission.REVIEW_WRITE in ROLE_PERMISSIONS[role] for role in member.roles)


async def give_back(database: Database, actor: Actor, case_id: str, revision: int) -> None:
    """Let go of a case that one has, for others to take."""

    async def work() -> None:
        case = await hold(actor, case_id, Step.GIVE_BACK)
        review = await files.step(case, revision)
        await files.given_back(case)
        await enter(actor, case, EventKind.GIVEN_BACK, now(), review.id)

    await database.write(work)


async def hand_over(
    database: Database, actor: Actor, case_id: str, revision: int, person_id: str
) -> None:
    """Give a case to a colleague; its officer may, and whoever leads the authority.

    Raises NotFound, StateRefused, VersionConflict, and ValidationFailed if the person does not
    review for this authority.
    """

    async def work() -> None:
        case = await cases.claim(actor, case_id, Permission.REVIEW_WRITE)
        refuse_step(case, Step.HAND_OVER)
        if not actor.may(Permission.MEMBER_MANAGE, case.authority_id):
            refuse_other_officer(case, actor.id, Step.HAND_OVER)
        colleague = await _colleague(actor, case, person_id)
        review = await files.step(case, revision)
        at = now()
        await files.handed_over(case, colleague.id, colleague.name, at)
        await enter(actor, case, EventKind.HANDED_OVER, at, review.id, to=colleague.name)
        await tell(
            NoticeKind.CASE_TAKEN,
            [colleague.id],
            organisation_id=case.authority_id,
            subject=case.operator_name,
            path=page_of_officer(case.id),
            by=actor,
        )

    await database.write(work)


async def _colleague(actor: Actor, case: CaseRow, person_id: str) -> MemberRow:
    members = await identity.members(actor, case.authority_id) or ()
    found = next((one for one in members if one.id == person_id), None)
    if not is_id("per", person_id) or found is None or not _reviews(found):
        message = "must be a colleague who reviews submissions for this authority"
        raise ValidationFailed([Issue("personId", "no_officer", message)])
    if found.id == case.officer_id:
        message = f"{found.name} has this case already"
        raise ValidationFailed([Issue("personId", "has_it", message)])
    return found


async def reopen(
    database: Database, actor: Actor, case_id: str, revision: int, reason: str
) -> None:
    """Go on with a closed case, with the reason that the operator is told; the actor has it."""
    require_person(actor)
    faults = Faults()
    clean = faults.text("reason", reason)
    faults.raise_any()

    async def work() -> None:
        case = await hold(actor, case_id, Step.REOPEN)
        review = await files.step(case, revision, outcome=None)
        at = now()
        await files.back_in_review(case, actor, at)
        await enter(actor, case, EventKind.REOPENED, at, review.id, reason=clean)
        await _tell_operator(NoticeKind.CASE_REOPENED, actor, case)

    await database.write(work)


async def withdraw_return(
    database: Database, actor: Actor, case_id: str, revision: int, reason: str
) -> None:
    """Take a return back while the operator has not submitted again.

    What the operator began meanwhile stays with the operator; its controls are no longer marked.
    """
    require_person(actor)
    faults = Faults()
    clean = faults.text("reason", reason)
    faults.raise_any()

    async def work() -> None:
        case = await hold(actor, case_id, Step.WITHDRAW_RETURN)
        review = await files.step(case, revision)
        at = now()
        stands = [
            one
            for one in await decisions.decisions(actor, case.id)
            if one.kind is DecisionKind.RETURN and one.state is DecisionState.ISSUED
        ]
        if not stands:
            raise NotFound("return")
        await decisions.settle(actor, stands[-1], DecisionState.REVOKED, at)
        await files.back_in_review(case, actor, at)
        await enter(actor, case, EventKind.RETURN_WITHDRAWN, at, review.id, reason=clean)
        await _tell_operator(NoticeKind.RETURN_WITHDRAWN, actor, case)

    await database.write(work)


async def _tell_operator(kind: NoticeKind, actor: Actor, case: CaseRow) -> None:
    """Tell whoever of the operator can start the next version."""
    await tell_role(
        kind,
        case.operator_id,
        Permission.ASSESSMENT_START,
        subject=case.operator_name,
        path=page_of_operator(case.submission_id),
        by=actor,
    )
