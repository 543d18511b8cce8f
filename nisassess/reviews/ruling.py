"""Accepting or rejecting that a control does not apply."""

from nisassess.access import Actor
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.kit.ids import is_id, new_id
from nisassess.reviews import reading
from nisassess.reviews.holding import enter, hold
from nisassess.reviews.policy import Step
from nisassess.reviews.repository import files, rulings
from nisassess.reviews.types import EventKind, NewRuling, RulingRow
from nisassess.reviews.validation import Faults


async def rule(
    database: Database, actor: Actor, case_id: str, new: NewRuling, expected: int
) -> RulingRow:
    """Decide on one *not applicable* of the submission under review; `expected` 0: a first ruling.

    The operator is told with the return or the closing, not before. Raises NotFound, StateRefused,
    ValidationFailed and VersionConflict.
    """
    clean = _checked(new)
    case, _, compared = await reading.whole(actor, case_id)
    control = compared.control(clean.control_id)
    if control is None or clean.part not in compared.part_names(control):
        message = "must be a control that the submission says not to apply to this part"
        raise ValidationFailed([Issue("controlId", "applicable", message)])

    async def work() -> RulingRow:
        held = await hold(actor, case_id, Step.RULE)
        if held.submission_id != case.submission_id:
            raise NotFound("submission")
        at = now()
        row = RulingRow(
            id=new_id("rul"),
            case_id=held.id,
            submission_id=case.submission_id or "",
            control_id=clean.control_id,
            part=clean.part,
            accepted=clean.accepted,
            until=clean.until,
            reason=clean.reason,
            version=0,
            at=at,
            by_name=actor.name,
        )
        saved = await rulings.rule(row, expected)
        await files.step(held)
        await enter(
            actor,
            held,
            EventKind.RULED,
            at,
            saved.id,
            control=control.control.title,
            accepted=clean.accepted,
        )
        return saved

    return await database.write(work)


async def unrule(database: Database, actor: Actor, ruling_id: str, expected: int) -> str:
    """Take a ruling on the submission under review back; the case that it was on."""

    async def work() -> str:
        found = await rulings.ruling(actor, ruling_id if is_id("rul", ruling_id) else "")
        case = await hold(actor, found.case_id, Step.RULE)
        if found.submission_id != case.submission_id:
            raise NotFound("ruling")
        await rulings.remove(found, expected)
        await files.step(case)
        await enter(actor, case, EventKind.RULING_REMOVED, now(), found.id)
        return case.id

    return await database.write(work)


def _checked(new: NewRuling) -> NewRuling:
    faults = Faults()
    reason = faults.optional("reason", new.reason)
    if not new.accepted and reason is None:
        faults.add("reason", "missing", "must say why it applies after all")
    if not new.accepted and new.until is not None:
        faults.add("until", "not_accepted", "only an acceptance has an end date")
    faults.day("until", new.until, today())
    faults.raise_any()
    return NewRuling(new.control_id, new.part, new.accepted, new.until, reason)
