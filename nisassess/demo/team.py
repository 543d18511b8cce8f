"""Who does what in the demo: shared out by the coordinator, part of it proposed and returned.

The substation's project is at work: a consultant from outside answers for procurement, under the
coordinator's eyes. What of this year's self-assessment is not confirmed yet is shared out too.
"""

from collections.abc import Iterable
from datetime import timedelta

from nisassess.access import Actor, Role
from nisassess.assessments import assigning, proposing
from nisassess.assessments.repository import reads
from nisassess.demo.playing import Stage
from nisassess.kit.clock import today
from nisassess.kit.errors import NotFound

_OPERATOR, _PROJECT, _THIS_YEAR = "sonnkar", "sonnkar-ostried", "sonnkar-this"
_PROTECTION, _TELECONTROL = "Protection and station control", "Telecontrol connection"
_TENDER = "design.tender-specification"
_SUPPORT = "design.support-commitment"


async def share_out(stage: Stage) -> None:
    """Assign, propose, return: as it stands in the middle of a week."""
    people = {
        role: stage.people.in_operator(_OPERATOR, role)
        for role in (
            Role.OPERATOR_COORDINATOR,
            Role.OPERATOR_CONTRIBUTOR,
            Role.OPERATOR_CONSULTANT,
        )
    }
    coordinator = people[Role.OPERATOR_COORDINATOR]
    contributor = people[Role.OPERATOR_CONTRIBUTOR]
    consultant = people[Role.OPERATOR_CONSULTANT]
    await _assign(
        stage,
        coordinator,
        contributor,
        _PROJECT,
        groups=("design-design", "design-build"),
        due=5,
        note="The relay manufacturer answers on Thursdays; ask for the drawings before.",
    )
    await _assign(
        stage, coordinator, contributor, _PROJECT, groups=("design-commissioning",), due=26
    )
    await _assign(
        stage,
        coordinator,
        consultant,
        _PROJECT,
        groups=("design-procurement",),
        parts=(_TELECONTROL,),
        due=8,
        note="The bids are in the data room; the award is in December.",
        until=60,
    )
    await _assign(
        stage,
        coordinator,
        contributor,
        _THIS_YEAR,
        groups=("nis-detection", "nis-incident-management"),
        due=-3,
        note="Figures of last year stand in; please look whether they still hold.",
    )
    await _assign(
        stage, coordinator, contributor, _THIS_YEAR, groups=("nis-continuity", "nis-crisis"), due=16
    )
    await _propose(stage, coordinator, consultant)


async def _assign(  # noqa: PLR0913 - what is said of an assignment
    stage: Stage,
    coordinator: Actor,
    person: Actor,
    key: str,
    *,
    groups: tuple[str, ...],
    due: int,
    note: str | None = None,
    parts: Iterable[str] = (),
    until: int | None = None,
) -> None:
    terms = assigning.Terms(
        due_on=today() + timedelta(days=due),
        note=note,
        access_until=today() + timedelta(days=until) if until is not None else None,
    )
    ids = await _parts(stage, coordinator, key)
    given = assigning.AssignInput(
        assessment_id=stage.played[key],
        person_ids=(person.id,),
        group_ids=groups,
        control_ids=(),
        part_ids=tuple(ids[name] for name in parts),
        terms=terms,
    )
    await assigning.assign(stage.database, coordinator, given)


async def _parts(stage: Stage, coordinator: Actor, key: str) -> dict[str, str]:
    row = await reads.assessment(coordinator, stage.played[key])
    if row is None:
        raise NotFound("assessment")
    return {part.name: part.id for part in await reads.parts(row)}


async def _propose(stage: Stage, coordinator: Actor, consultant: Actor) -> None:
    """Two controls are put forward; one of them comes back with a question."""
    assessment_id = stage.played[_PROJECT]
    part = (await _parts(stage, coordinator, _PROJECT))[_TELECONTROL]
    proposed = await proposing.propose(
        stage.database,
        consultant,
        assessment_id,
        [(_TENDER, part), (_SUPPORT, part)],
        "Checked against the tender documents of last week.",
    )
    (support,) = [one for one in proposed if one.control_id == _SUPPORT]
    await proposing.decide(
        stage.database,
        coordinator,
        assessment_id,
        [proposing.Decided(_SUPPORT, part, support.version)],
        confirm=False,
        reason="Which bidder commits to how many years? Please name the clause.",
    )
