"""Claims of single places, also by those who are limited to what is assigned to them.

`writes.claim` is the gate for whoever may write in the whole of an assessment; it does not know of
limits, and refuses those who have one.
"""

from dataclasses import replace
from datetime import datetime

from nisassess.access import Actor, Permission
from nisassess.assessments.reach import reach_of
from nisassess.assessments.repository import assignments, proposals, rows, writes
from nisassess.assessments.types import AssessmentRow, Key
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedProfile
from nisassess.kit.clock import today
from nisassess.kit.database import fetch, fetch_each, locking
from nisassess.kit.errors import NotFound
from nisassess.kit.ids import is_id

_PLACE = f"""
SELECT k.id AS found, {assignments.COLUMNS}
FROM part k
LEFT JOIN assignment a ON a.assessment_id = k.assessment_id AND a.person_id = $3
    AND (a.part_id IS NULL OR a.part_id = k.id)
    AND (a.access_until IS NULL OR a.access_until >= $4)
LEFT JOIN person p ON p.id = a.person_id
WHERE k.id = $1 AND k.assessment_id = $2
"""  # noqa: S608


async def claim_place(actor: Actor, key: Key) -> AssessmentRow:
    """Take an assessment for a change of one control in one part; as `claim`.

    Also for somebody who is limited to what is assigned: whatever else is asked for, and wherever
    it stands, there is no such assessment. What is claimed carries the reach.
    """
    permission = Permission.ASSIGNED_WRITE
    if not any(actor.is_limited(id_) for id_ in actor.organisations(permission)):
        return await writes.claim(actor, key.assessment_id, permission, key.part_id)
    if not is_id("asm", key.assessment_id):
        raise NotFound("assessment")
    part = key.part_id if is_id("prt", key.part_id) else ""
    found, place = await fetch_each(
        (locking(writes.CLAIM), key.assessment_id),
        (_PLACE, part, key.assessment_id, actor.id, today()),
    )
    if not found or not actor.may(permission, found[0]["operator_id"]):
        raise NotFound("assessment")
    assessment = rows.assessment(found[0])
    if not actor.is_limited(assessment.operator_id):
        writes.refuse_frozen(assessment)
        if not place:
            raise NotFound("part")
        return assessment
    profile = await profiles.pinned(assessment.profile_digest)
    own = [assignments.assignment(row) for row in place if row["id"] is not None]
    reach = reach_of(own, profile)
    if not assessment.is_open or not reach.covers(key.control_id, key.part_id):
        raise NotFound("assessment")
    return replace(assessment, reach=reach)


async def claim_assigned(actor: Actor, assessment_id: str) -> AssessmentRow:
    """Take an assessment for a change in several places; for the limited it carries the reach."""
    if not is_id("asm", assessment_id):
        raise NotFound("assessment")
    found = await fetch(locking(writes.CLAIM), assessment_id)
    if not found or not actor.may(Permission.ASSIGNED_WRITE, found[0]["operator_id"]):
        raise NotFound("assessment")
    assessment = rows.assessment(found[0])
    if not actor.is_limited(assessment.operator_id):
        writes.refuse_frozen(assessment)
        return assessment
    own = await assignments.own(actor, [assessment.id], today())
    reach = reach_of(own, await profiles.pinned(assessment.profile_digest))
    if not assessment.is_open or not reach.controls:
        raise NotFound("assessment")
    return replace(assessment, reach=reach)


async def touched(
    actor: Actor, assessment: AssessmentRow, profile: PinnedProfile, key: Key, at: datetime
) -> None:
    """Note that answers of a claimed assessment changed, for those who are to confirm them.

    What a coordinator changes is confirmed by that.
    """
    if actor.may(Permission.ASSIGNMENT_MANAGE, assessment.operator_id):
        return
    group = profile.group_of.get(key.control_id, "")
    await proposals.touch(actor, key, group, at, always=assessment.reach is not None)
