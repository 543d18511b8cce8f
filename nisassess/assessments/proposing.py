"""Use cases of proposals: put answers forward, confirm them, return them.

Answers are saved as always, whoever gives them. A proposal says of one control in one part that
they wait for a coordinator; see `repository.proposals.touch` for how it begins by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nisassess.access import Actor, Permission
from nisassess.assessments import announcing
from nisassess.assessments.reach import Place
from nisassess.assessments.repository import proposals, reads, writes
from nisassess.assessments.repository.places import claim_assigned
from nisassess.assessments.standing import Work
from nisassess.assessments.types import AssessmentRow, Key, ProposalRow, ProposalState
from nisassess.assessments.validation import LONGEST_TEXT, Issues
from nisassess.audit.repository import record
from nisassess.catalogues import repository as profiles
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed, VersionConflict

MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Decided:
    """A place with the version of its proposal that was read."""

    control_id: str
    part_id: str
    expected: int

    @property
    def place(self) -> Place:
        """The place alone."""
        return self.control_id, self.part_id


async def propose(
    database: Database,
    actor: Actor,
    assessment_id: str,
    places: Sequence[Place],
    note: str | None,
) -> tuple[ProposalRow, ...]:
    """Put the answers of some places forward; they must be complete.

    An approval of what stood before lapses: it waits for a coordinator again.
    """
    _check_places(places)
    issues = Issues()
    issues.text("note", note, LONGEST_TEXT, required=False)
    issues.refuse()
    text = (note or "").strip() or None

    async def work() -> tuple[ProposalRow, ...]:
        row = await claim_assigned(actor, assessment_id)
        await _refuse_incomplete(row, places)
        at = now()
        keys = [Key(row.id, part, control) for control, part in dict.fromkeys(places)]
        await proposals.propose(actor, keys, text, at)
        await writes.revise(row, at)
        found = await _of(row, keys)
        versions = {key: found[key.control_id, key.part_id].version for key in keys}
        await writes.keep_proposals(actor, versions, {"state": "proposed", "note": text}, at)
        await announcing.proposed(actor, row, await profiles.pinned(row.profile_digest), keys)
        await record(
            actor,
            "proposal.propose",
            row.id,
            organisation_id=row.operator_id,
            places=len(keys),
        )
        return tuple(found.values())

    return await database.write(work)


async def decide(
    database: Database,
    actor: Actor,
    assessment_id: str,
    decided: Sequence[Decided],
    *,
    confirm: bool,
    reason: str | None = None,
) -> tuple[ProposalRow, ...]:
    """Confirm answers, or return them with the reason; all of them or none.

    Raises VersionConflict with the proposals that are other than they were read.
    """
    _check_places([one.place for one in decided])
    issues = Issues()
    issues.text("reason", reason, LONGEST_TEXT, required=not confirm)
    issues.refuse()
    state = ProposalState.CONFIRMED if confirm else ProposalState.RETURNED
    text = (reason or "").strip() or None

    async def work() -> tuple[ProposalRow, ...]:
        row = await writes.claim(actor, assessment_id, Permission.ASSIGNMENT_MANAGE)
        known = {(one.control_id, one.part_id): one for one in await proposals.proposals(row)}
        _refuse_changed(decided, known, state)
        at = now()
        keys = [Key(row.id, part, control) for control, part in {one.place: 0 for one in decided}]
        await proposals.decide(actor, keys, state, text, at)
        versions = {key: known[key.control_id, key.part_id].version + 1 for key in keys}
        await writes.keep_proposals(actor, versions, {"state": state.value, "reason": text}, at)
        profile = await profiles.pinned(row.profile_digest)
        which = [known[key.control_id, key.part_id] for key in keys]
        await announcing.decided(actor, row, profile, which, confirmed=confirm)
        await record(
            actor,
            "proposal.confirm" if confirm else "proposal.return",
            row.id,
            organisation_id=row.operator_id,
            places=len(keys),
        )
        return tuple((await _of(row, keys)).values())

    return await database.write(work)


def _check_places(places: Sequence[Place]) -> None:
    if not 1 <= len(places) <= MOST_AT_ONCE:
        message = f"name from 1 to {MOST_AT_ONCE} controls"
        raise ValidationFailed([Issue("places", "out_of_range", message)])


async def _refuse_incomplete(row: AssessmentRow, places: Sequence[Place]) -> None:
    profile = await profiles.pinned(row.profile_digest)
    parts = await reads.parts(row)
    there = {part.id for part in parts}
    only = places[0][0] if len({control for control, _ in places}) == 1 else None
    issues = Issues()
    for control, part in places:
        if control not in profile.controls or part not in there:
            raise NotFound("control")
        if row.reach is not None and not row.reach.covers(control, part):
            raise NotFound("control")
    work = Work(
        profile,
        parts,
        await reads.responses(row, only),
        await reads.statements(row, only),
        (),
    )
    for number, place in enumerate(places):
        if not work.at(place).complete:
            message = "answer every question of this control first, or say why it does not apply"
            issues.add(f"places.{number}", "unanswered", message)
    issues.refuse()


def _refuse_changed(
    decided: Sequence[Decided], known: dict[Place, ProposalRow], state: ProposalState
) -> None:
    changed = []
    for one in decided:
        current = known.get(one.place)
        if current is None:
            raise NotFound("proposal")
        if current.version != one.expected or current.state is state:
            changed.append(current)
    if changed:
        raise VersionConflict(tuple(changed))


async def _of(row: AssessmentRow, keys: Sequence[Key]) -> dict[Place, ProposalRow]:
    only = keys[0].control_id if len({key.control_id for key in keys}) == 1 else None
    wanted = {(key.control_id, key.part_id) for key in keys}
    return {
        (one.control_id, one.part_id): one
        for one in await proposals.proposals(row, only)
        if (one.control_id, one.part_id) in wanted
    }
