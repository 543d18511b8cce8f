"""Writes of an assessment that is carried over: whole lists in a few statements."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from nisassess.access import Actor
from nisassess.assessments.carrying import CarriedPlan, Copies
from nisassess.assessments.models import (
    CarriedControl,
    Change,
    EvidenceLink,
    Measure,
    Response,
    Statement,
)
from nisassess.assessments.types import AssessmentRow, ChangeKind, MeasureRow
from nisassess.kit.database import execute
from nisassess.kit.ids import new_id

_BATCH = 500


class CarryingWriter:
    """Fills a new assessment; every copied value is its first version, with its history."""

    def __init__(self, actor: Actor, assessment_id: str, at: datetime) -> None:
        self._actor = actor
        self._assessment = assessment_id
        self._at = at
        self._changes: list[Change] = []

    async def write(
        self, plans: tuple[CarriedPlan, ...], made: Copies, measures: dict[Any, MeasureRow]
    ) -> None:
        """Write what the plan says; `measures` holds the earlier ones by control and part."""
        await CarriedControl.bulk_create(
            [
                CarriedControl(
                    id=new_id("ans"),
                    assessment_id=self._assessment,
                    control_id=planned.control_id,
                    change=planned.change.value,
                    origins=[origin.control.id for origin in planned.origins],
                    dropped=list(planned.dropped),
                    note=planned.note,
                )
                for planned in plans
            ],
            _BATCH,
        )
        await Response.bulk_create([self._response(*item) for item in made.responses], _BATCH)
        await Statement.bulk_create([self._statement(*item) for item in made.statements], _BATCH)
        await Measure.bulk_create(
            [
                self._measure(part, control, measures[earlier, part])
                for part, control, earlier in made.measures
            ],
            _BATCH,
        )
        await EvidenceLink.bulk_create([self._link(*item) for item in made.evidence], _BATCH)
        await Change.bulk_create(self._changes, _BATCH)

    def _response(self, part: str, control: str, question: str, answer: str) -> Response:
        values = {"control_id": control, "value": answer}
        self._keep(ChangeKind.RESPONSE, part, control, values, question)
        return Response(**self._row(part), question_id=question, **values)

    def _statement(
        self, part: str, control: str, justification: str | None, reason: str | None
    ) -> Statement:
        values = {
            "justification": justification,
            "not_applicable": reason is not None,
            "not_applicable_reason": reason,
        }
        self._keep(ChangeKind.STATEMENT, part, control, values)
        return Statement(**self._row(part), control_id=control, **values)

    def _measure(self, part: str, control: str, earlier: MeasureRow) -> Measure:
        values = {
            "what": earlier.what,
            "who": earlier.who,
            "until": earlier.until,
            "cost_class": earlier.cost_class.value if earlier.cost_class else None,
            "state": earlier.state.value,
            "reason": earlier.reason,
            "owner_id": earlier.owner_id,
            "owner_name": earlier.owner_name,
        }
        self._keep(ChangeKind.MEASURE, part, control, values)
        origins = orjson.dumps([asdict(one) for one in earlier.origins]).decode()
        return Measure(
            **self._row(part),
            control_id=control,
            origins=origins if earlier.origins else None,
            **values,
        )

    def _link(self, part: str, control: str, evidence: str) -> EvidenceLink:
        self._keep(ChangeKind.EVIDENCE, part, control, {"attached": evidence})
        return EvidenceLink(
            id=new_id("lnk"),
            assessment_id=self._assessment,
            part_id=part,
            control_id=control,
            evidence_id=evidence,
            attached_at=self._at,
            attached_by=self._actor.name,
        )

    def _row(self, part: str) -> dict[str, Any]:
        return {
            "id": new_id("ans"),
            "assessment_id": self._assessment,
            "part_id": part,
            "version": 1,
            "updated_at": self._at,
            "updated_by": self._actor.name,
        }

    def _keep(
        self,
        kind: ChangeKind,
        part: str,
        control: str,
        values: dict[str, Any],
        question: str | None = None,
    ) -> None:
        self._changes.append(
            Change(
                id=new_id("chg"),
                assessment_id=self._assessment,
                kind=kind.value,
                part_id=part,
                control_id=control,
                question_id=question,
                version=1,
                value=orjson.dumps(values).decode(),
                at=self._at,
                by_id=self._actor.id,
                by_name=self._actor.name,
            )
        )


async def confirm(assessment_id: str, control_ids: list[str], by: str, at: datetime) -> None:
    """Note that a person looked at what was carried over into these controls."""
    places = ", ".join(f"${number}" for number in range(4, 4 + len(control_ids)))
    await execute(
        "UPDATE carried_control SET confirmed_at = $2, confirmed_by = $3 "  # noqa: S608
        f"WHERE assessment_id = $1 AND control_id IN ({places}) AND confirmed_at IS NULL",
        assessment_id,
        at,
        by,
        *control_ids,
    )


_TAKE = """
INSERT INTO carried_control (id, assessment_id, control_id, change, origins, dropped, note, taken)
VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)
ON CONFLICT (assessment_id, control_id) DO UPDATE SET confirmed_at = NULL, confirmed_by = NULL
"""


async def take_over(assessment: AssessmentRow, source_id: str, planned: CarriedPlan) -> None:
    """Note that a control of a claimed assessment came from an earlier one, to be confirmed."""
    if assessment.carried_from is None:
        await execute(
            "UPDATE assessment SET carried_from = $2 WHERE id = $1", assessment.id, source_id
        )
    await execute(
        _TAKE,
        new_id("ans"),
        assessment.id,
        planned.control_id,
        planned.change.value,
        orjson.dumps([origin.control.id for origin in planned.origins]).decode(),
        orjson.dumps(list(planned.dropped)).decode(),
        planned.note,
    )


async def put_back(assessment: AssessmentRow, control_id: str, by: str, at: datetime) -> None:
    """Take back what `take_over` noted; an earlier note stays, as looked at."""
    await execute(
        "DELETE FROM carried_control WHERE assessment_id = $1 AND control_id = $2 AND taken = TRUE",
        assessment.id,
        control_id,
    )
    await confirm(assessment.id, [control_id], by, at)
    await execute(
        "UPDATE assessment SET carried_from = NULL WHERE id = $1 AND NOT EXISTS "
        "(SELECT 1 FROM carried_control c WHERE c.assessment_id = assessment.id)",
        assessment.id,
    )
