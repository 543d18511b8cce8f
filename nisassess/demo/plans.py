"""How the remediation plan of the grid operator went on after last year's submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nisassess.access import Actor, Role
from nisassess.assessments import progressing
from nisassess.assessments.repository import reads
from nisassess.assessments.types import Key, MeasureRow, MeasureState
from nisassess.demo.people import People
from nisassess.kit.clock import today
from nisassess.kit.database import Database

SUBMITTED = "sonnkar-last"
"""Key of the assessment whose plan goes on."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells of one item; `months` puts its day off to the end of a month from now."""

    control: str
    part: str
    by: Role
    state: MeasureState
    note: str
    months: int | None = None


_TOLD: Sequence[Told] = (
    Told(
        "nis.cryptography",
        "Substations",
        Role.OPERATOR_CONTRIBUTOR,
        MeasureState.IN_PROGRESS,
        "Seventeen of 31 stations have the new telecontrol units with IEC 62351 certificates. The "
        "rest wait for outages that the dispatchers can grant.",
    ),
    Told(
        "nis.cryptography",
        "Substations",
        Role.OPERATOR_CONTRIBUTOR,
        MeasureState.IN_PROGRESS,
        "Two outages were withdrawn in the heat of July; the last stations move to spring.",
        months=6,
    ),
    Told(
        "nis.asset-management",
        "Substations",
        Role.OPERATOR_COORDINATOR,
        MeasureState.DONE,
        "The inventory of protection relays is read out by the engineering tool each quarter.",
    ),
    Told(
        "nis.security-indicators",
        "Control centre",
        Role.OPERATOR_COORDINATOR,
        MeasureState.IN_PROGRESS,
        "Four of six indicators come out of the log server by themselves since March.",
        months=4,
    ),
    Told(
        "nis.training",
        "Substations",
        Role.OPERATOR_COORDINATOR,
        MeasureState.DROPPED,
        "The contractor's fitters are trained by their own company from this year on; the contract "
        "asks for the record.",
    ),
)


async def go_on(database: Database, people: People, operator: str, assessment_id: str) -> None:
    """Tell of the plan of a submitted assessment what happened to it since."""
    coordinator = people.in_operator(operator, Role.OPERATOR_COORDINATOR)
    row = await reads.assessment(coordinator, assessment_id)
    if row is None:
        return
    parts = {part.name: part.id for part in await reads.parts(row)}
    planned = {(one.control_id, one.part_id): one for one in await reads.measures(row)}
    entries: dict[Key, int] = {}
    for told in _TOLD:
        key = Key(assessment_id, parts[told.part], told.control)
        measure = planned.get((told.control, parts[told.part]))
        if measure is None:
            continue
        actor = people.in_operator(operator, told.by)
        given = _given(told, measure, actor)
        number = entries.get(key, 0)
        await progressing.record_progress(database, actor, key, given, number)
        entries[key] = number + 1


def _given(told: Told, measure: MeasureRow, actor: Actor) -> progressing.ProgressInput:
    until = measure.until if told.months is None else _first_in(told.months)
    return progressing.ProgressInput(told.state, measure.what, until, actor.id, told.note)


def _first_in(months: int) -> date:
    """The first day of a month, counted from the beginning of next year."""
    index = (today().year + 1) * 12 + months
    return date(index // 12, index % 12 + 1, 1)
