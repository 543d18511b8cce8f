"""Return, acknowledgement and closing, by one officer or by two.

A decision goes out with its letter, or not at all: the letter is printed first, and kept in the
same write that moves the case. Whatever changed the case meanwhile makes that write fail.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nisassess.access import Actor, Permission
from nisassess.documents.errors import DocumentError
from nisassess.documents.pool import PdfPool
from nisassess.identity.confirming import require_person
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused, VersionConflict
from nisassess.kit.ids import new_id
from nisassess.notifications.telling import NoticeKind, tell_role
from nisassess.reviews import issuing, reading
from nisassess.reviews.comparing import Comparison
from nisassess.reviews.holding import enter, hold, page_of_officer
from nisassess.reviews.lettering import Facts, letter_of
from nisassess.reviews.outcomes import outcomes
from nisassess.reviews.policy import Step, refuse_other_officer, refuse_step
from nisassess.reviews.repository import decisions, files, questions, rulings
from nisassess.reviews.types import (
    DecisionKind,
    DecisionRow,
    DecisionState,
    EventKind,
    NamedControl,
    NewDecision,
    QuestionState,
)
from nisassess.reviews.validation import LONGEST_BASIS, MOST_NAMED, Faults

FOUR_EYES = frozenset({DecisionKind.RETURN, DecisionKind.CLOSING})
"""Kinds that a second officer confirms where the authority wants it."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What an officer decides on the submission under review."""

    database: Database
    pool: PdfPool
    actor: Actor

    async def decide(self, case_id: str, revision: int, new: NewDecision) -> DecisionRow:
        """Decide, or propose it to a second officer where the authority's policy says so.

        Raises NotFound, StateRefused, ValidationFailed, and VersionConflict if the case changed
        since `revision`.
        """
        require_person(self.actor)
        facts = await self._facts(case_id, revision)
        refuse_other_officer(facts.case, self.actor.id, Step.DECIDE)
        row = self._row(facts, _checked(new, facts))
        policy = await files.authority_policy(facts.case.authority_id)
        if policy.four_eyes and row.kind in FOUR_EYES:
            return await self.database.write(lambda: self._propose(row, facts))
        return await self._issue(row, facts, None)

    async def confirm(self, decision_id: str, revision: int) -> DecisionRow:
        """Confirm, as another officer, what a colleague proposed: it is issued at once.

        Raises NotFound, VersionConflict, and StateRefused (`own`: the proposer never confirms;
        `lapsed`: the case changed since).
        """
        require_person(self.actor)
        row = await self._proposed(decision_id)
        if row.proposed_by_id == self.actor.id:
            message = "You proposed this; another officer of your authority has to confirm it."
            raise StateRefused("own", message)
        facts = await self._facts(row.case_id, revision)
        if row.submission_id != facts.seen.now.id:
            raise StateRefused("lapsed", "The case changed since this was proposed.")
        _refuse_contradiction(row, facts)
        return await self._issue(row, facts, self.actor.name)

    async def refuse(self, decision_id: str, revision: int, reason: str) -> DecisionRow:
        """Refuse, as another officer, what a colleague proposed, with the reason."""
        require_person(self.actor)
        faults = Faults()
        clean = faults.text("reason", reason)
        faults.raise_any()
        row = await self._proposed(decision_id)
        if row.proposed_by_id == self.actor.id:
            raise StateRefused("own", "You proposed this; take it back instead.")
        return await self._end(row, revision, DecisionState.REFUSED, clean)

    async def take_back(self, decision_id: str, revision: int) -> DecisionRow:
        """Take back what one proposed."""
        row = await self._proposed(decision_id)
        if row.proposed_by_id != self.actor.id:
            raise StateRefused("not_yours", f"{row.proposed_by_name} proposed this; refuse it.")
        return await self._end(row, revision, DecisionState.TAKEN_BACK, None)

    async def _proposed(self, decision_id: str) -> DecisionRow:
        row = await decisions.decision(self.actor, decision_id)
        if row.state is not DecisionState.PROPOSED:
            message = f"This decision is {row.state.value.replace('_', ' ')}, no longer proposed."
            raise StateRefused(row.state.value, message)
        return row

    async def _facts(self, case_id: str, revision: int) -> Facts:
        case, seen, compared = await reading.whole(self.actor, case_id)
        refuse_step(case, Step.DECIDE)
        review = await files.review(self.actor, case_id)
        if review is None:
            raise NotFound("case")
        if review.revision != revision:
            raise VersionConflict(review)
        asked = await questions.questions(self.actor, case_id)
        return Facts(
            case,
            review,
            seen,
            compared,
            tuple(await rulings.rulings(self.actor, case_id)),
            tuple(asked),
            await questions.thread(row.id for row in asked),
            await decisions.letter_count(case_id),
        )

    def _row(self, facts: Facts, new: NewDecision) -> DecisionRow:
        return DecisionRow(
            id=new_id("dec"),
            case_id=facts.case.id,
            submission_id=facts.seen.now.id,
            kind=new.kind,
            state=DecisionState.PROPOSED,
            outcome=new.outcome,
            reasons=new.reasons,
            controls=tuple(_named(facts.compared, new.controls)),
            due_on=new.due_on,
            legal_basis=new.legal_basis,
            proposed_at=now(),
            proposed_by_id=self.actor.id,
            proposed_by_name=self.actor.name,
            settled_at=None,
            settled_by_id=None,
            settled_by_name=None,
            refusal=None,
        )

    async def _propose(self, row: DecisionRow, facts: Facts) -> DecisionRow:
        case = await hold(self.actor, row.case_id, Step.DECIDE)
        await files.step(case, facts.review.revision)
        await decisions.add_decision(row)
        await enter(
            self.actor, case, EventKind.PROPOSED, row.proposed_at, row.id, decision=row.kind.value
        )
        await tell_role(
            NoticeKind.SECOND_PAIR_OF_EYES,
            case.authority_id,
            Permission.REVIEW_WRITE,
            subject=case.operator_name,
            path=page_of_officer(case.id),
            by=self.actor,
        )
        return row

    async def _issue(self, row: DecisionRow, facts: Facts, confirmed_by: str | None) -> DecisionRow:
        at = now()
        letter = letter_of(row, facts, confirmed_by, at)
        try:
            content = await self.pool.render(letter)
        except DocumentError as error:
            message = f"The letter could not be printed: {error} Try again later."
            raise StateRefused("no_letter", message) from error
        issue = issuing.Issue(self.actor, row, facts.review, letter, content, at)
        return await self.database.write(issue.work)

    async def _end(
        self, row: DecisionRow, revision: int, state: DecisionState, refusal: str | None
    ) -> DecisionRow:
        async def work() -> DecisionRow:
            at = now()
            case = await issuing.hold_decided(self.actor, row.case_id)
            current = await files.current(case.id)
            if current.revision != revision:
                raise VersionConflict(current)
            if not await decisions.settle(self.actor, row, state, at, refusal=refusal):
                raise VersionConflict(current)
            await files.step(case, revision)
            kind = EventKind.REFUSED if refusal else EventKind.TAKEN_BACK
            await enter(self.actor, case, kind, at, row.id, decision=row.kind.value)
            if refusal:
                await issuing.tell_proposer(self.actor, row, case)
            return replace(
                row,
                state=state,
                settled_at=at,
                settled_by_id=self.actor.id,
                settled_by_name=self.actor.name,
                refusal=refusal,
            )

        return await self.database.write(work)


def _checked(new: NewDecision, facts: Facts) -> NewDecision:
    faults = Faults()
    clean = replace(
        new,
        reasons=faults.optional("reasons", new.reasons),
        legal_basis=faults.optional("legalBasis", new.legal_basis, most=LONGEST_BASIS),
        controls=_controls(faults, new, facts),
    )
    _check_due(faults, clean)
    if clean.kind is DecisionKind.RETURN:
        _check_return(faults, clean, facts)
    if clean.kind is DecisionKind.CLOSING:
        _check_closing(faults, clean, facts)
    elif clean.outcome is not None:
        faults.add("outcome", "no_closing", "only a closing has an outcome")
    if clean.kind is DecisionKind.ACKNOWLEDGEMENT and (
        facts.review.acknowledged_id == facts.seen.now.id
    ):
        raise StateRefused("acknowledged", "This version is acknowledged already.")
    faults.raise_any()
    return clean


def _check_due(faults: Faults, new: NewDecision) -> None:
    if new.kind is DecisionKind.RETURN:
        if new.due_on is None:
            faults.add("dueOn", "missing", "must say by which day the correction is due")
        faults.day("dueOn", new.due_on, today())
    elif new.due_on is not None:
        faults.add("dueOn", "no_return", "only a return has a day by which to correct")


def _controls(faults: Faults, new: NewDecision, facts: Facts) -> tuple[tuple[str, str], ...]:
    if new.controls and new.kind is not DecisionKind.RETURN:
        faults.add("controls", "no_return", "only a return names controls to correct")
    if len(new.controls) > MOST_NAMED:
        faults.add("controls", "too_many", f"must be at most {MOST_NAMED} controls")
        return ()
    seen: set[str] = set()
    found = []
    for place, (control_id, reason) in enumerate(new.controls):
        if facts.compared.control(control_id) is None:
            path = f"controls.{place}.controlId"
            faults.add(path, "unknown_control", "must be a control of this submission")
        elif control_id in seen:
            faults.add(f"controls.{place}.controlId", "twice", "is named twice")
        seen.add(control_id)
        found.append((control_id, faults.text(f"controls.{place}.reason", reason)))
    return tuple(found)


def _check_return(faults: Faults, new: NewDecision, facts: Facts) -> None:
    rejected = any(not one.accepted for one in facts.own_rulings())
    if not new.controls and new.reasons is None and not rejected:
        faults.add("reasons", "missing", "must say why, here or for a control")


def _check_closing(faults: Faults, new: NewDecision, facts: Facts) -> None:
    chosen = next((one for one in outcomes(today()) if one.id == new.outcome), None)
    if chosen is None:
        names = ", ".join(one.id for one in outcomes(today()))
        faults.add("outcome", "unknown", f"must be one of {names}")
        return
    if chosen.needs_reasons and new.reasons is None:
        faults.add("reasons", "missing", "must be given with this outcome")
    if chosen.needs_legal_basis and new.legal_basis is None:
        faults.add("legalBasis", "missing", "must name the provision it rests on")
    _refuse_open(facts)
    if chosen.id == "accepted" and any(not one.accepted for one in facts.own_rulings()):
        message = (
            "A “not applicable” of this submission is rejected: return it, choose another "
            "outcome, or take the ruling back."
        )
        faults.add("outcome", "rejected", message)


def _refuse_open(facts: Facts) -> None:
    waiting = [
        row for row in facts.questions if row.state in {QuestionState.ASKED, QuestionState.ANSWERED}
    ]
    if waiting:
        message = "Questions are open: settle or withdraw them before you close the case."
        raise StateRefused("questions_open", message)


def _refuse_contradiction(row: DecisionRow, facts: Facts) -> None:
    """What held when it was proposed holds still: nothing else lapses by time alone."""
    if row.kind is DecisionKind.CLOSING:
        _refuse_open(facts)
    if row.due_on is not None and row.due_on < today():
        message = "The day by which to correct is past; take it back and propose it anew."
        raise StateRefused("past", message)


def _named(compared: Comparison, controls: tuple[tuple[str, str], ...]) -> Iterable[NamedControl]:
    for control_id, reason in controls:
        found = compared.control(control_id)
        if found is not None:
            yield NamedControl(control_id, found.control.label, found.control.title, reason)
