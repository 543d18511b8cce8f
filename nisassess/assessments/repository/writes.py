"""Changes of assessments, each run inside `Database.write`.

`claim` is the one gate: every change of anything in an assessment goes through it first, and it
holds the one definition of *frozen*. What a change must do besides (revision, lapse of the
approval, history) follows from it and cannot be forgotten.
"""

from datetime import datetime
from typing import Any

import orjson

from nisassess.access import Actor, Permission
from nisassess.assessments.models import Approval, Assessment, Change, EvidenceLink, Part
from nisassess.assessments.repository import rows
from nisassess.assessments.types import (
    AssessmentRow,
    AssessmentState,
    ChangeKind,
    Key,
    MeasureRow,
    ResponseRow,
    StatementRow,
)
from nisassess.kit.announcing import announce
from nisassess.kit.clock import now
from nisassess.kit.database import execute, fetch, fetch_each, locked, locking, send
from nisassess.kit.errors import NotFound, StateRefused, VersionConflict
from nisassess.kit.ids import is_id, new_id

CLAIM = f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment locked_row WHERE id = $1"  # noqa: S608
_PART = "SELECT 1 AS found FROM part WHERE id = $1 AND assessment_id = $2"
_REVISE = """
UPDATE assessment SET revision = revision + 1, state = 'draft', updated_at = $2 WHERE id = $1
"""
_LAPSE = "UPDATE approval SET lapsed_at = $2 WHERE assessment_id = $1 AND lapsed_at IS NULL"
_CHANGE = """
INSERT INTO change (id, assessment_id, kind, part_id, control_id, question_id, version, value,
                    at, by_id, by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""


_MOST_TOLD = 50
"""Changes of one act that open pages are told of; nobody looks at more at once."""


async def claim(
    actor: Actor, assessment_id: str, permission: Permission, part_id: str | None = None
) -> AssessmentRow:
    """Take an assessment for a change; raises NotFound, or StateRefused when it is frozen."""
    if not is_id("asm", assessment_id):
        raise NotFound("assessment")
    part = part_id if part_id is not None and is_id("prt", part_id) else ""
    # The part is looked up after the assessment is locked: until then it might be removed.
    found, found_part = await fetch_each(
        (locking(CLAIM), assessment_id), (_PART, part, assessment_id)
    )
    operator_id = found[0]["operator_id"] if found else ""
    if not actor.may(permission, operator_id) or actor.is_limited(operator_id):
        raise NotFound("assessment")
    assessment = rows.assessment(found[0])
    refuse_frozen(assessment)
    if part_id is not None and not found_part:
        raise NotFound("part")
    return assessment


def refuse_frozen(assessment: AssessmentRow) -> None:
    """Raise StateRefused when nothing about the assessment may change any more."""
    if not assessment.is_open:
        message = "This assessment is submitted and can no longer be changed."
        raise StateRefused("submitted", message)


async def revise(assessment: AssessmentRow, at: datetime) -> int:
    """Count a change of answers; an approval of what stood before lapses. The new revision."""
    await send(_REVISE, assessment.id, at)
    if assessment.state is AssessmentState.APPROVED:
        await send(_LAPSE, assessment.id, at)
    lapsed = assessment.state is AssessmentState.APPROVED
    announce("assessment.revise", assessment.id, revision=assessment.revision + 1, lapsed=lapsed)
    return assessment.revision + 1


async def save_response(
    actor: Actor, key: Key, value: str | None, expected: int, at: datetime
) -> ResponseRow:
    """Write the answer if `expected` is still the version; raises VersionConflict."""
    identity = {"part_id": key.part_id, "question_id": key.question_id}
    values = {"control_id": key.control_id, "value": value}
    saved = await _save("response", key, identity, _signed(values, actor, at), expected)
    row = rows.response(saved)
    await _keep(actor, key, ChangeKind.RESPONSE, row.version, values, at)
    return row


async def save_statement(
    actor: Actor, key: Key, values: dict[str, Any], expected: int, at: datetime
) -> StatementRow:
    """Write justification and applicability; raises VersionConflict."""
    identity = {"part_id": key.part_id, "control_id": key.control_id}
    saved = await _save("statement", key, identity, _signed(values, actor, at), expected)
    row = rows.statement(saved)
    await _keep(actor, key, ChangeKind.STATEMENT, row.version, values, at)
    return row


async def save_measure(
    actor: Actor, key: Key, values: dict[str, Any], expected: int, at: datetime
) -> MeasureRow:
    """Write a planned measure; raises VersionConflict."""
    identity = {"part_id": key.part_id, "control_id": key.control_id}
    saved = await _save("measure", key, identity, _signed(values, actor, at), expected)
    row = rows.measure(saved)
    # Some columns may have been left as they were; the history holds the whole value.
    whole = {column: saved[column] for column in rows.MEASURE_VALUES}
    await _keep(actor, key, ChangeKind.MEASURE, row.version, whole, at)
    return row


async def owner_of_measure(key: Key) -> str | None:
    """The member who sees to a measure of a claimed assessment."""
    identity = {"part_id": key.part_id, "control_id": key.control_id}
    current = await _current("measure", key.assessment_id, identity)
    return current["owner_id"] if current else None


async def remove_measure(actor: Actor, key: Key, expected: int, at: datetime) -> None:
    """Remove a planned measure; raises NotFound or VersionConflict."""
    identity = {"part_id": key.part_id, "control_id": key.control_id}
    current = await _current("measure", key.assessment_id, identity)
    if current is None:
        raise NotFound("planned measure")
    if current["version"] != expected:
        raise VersionConflict(rows.measure(current))
    await execute(
        "DELETE FROM measure WHERE assessment_id = $1 AND part_id = $2 AND control_id = $3",
        key.assessment_id,
        key.part_id,
        key.control_id,
    )
    await _keep(actor, key, ChangeKind.MEASURE, expected + 1, {"removed": True}, at)


async def _save(
    table: str, key: Key, identity: dict[str, Any], written: dict[str, Any], expected: int
) -> dict[str, Any]:
    """Insert (expected 0) or update one versioned row; the names come from this module alone."""
    saved = await (
        _insert(table, key, identity, written)
        if expected == 0
        else _update(table, key, identity, written, expected)
    )
    if saved is not None:
        return saved
    current = await _current(table, key.assessment_id, identity)
    if current is None:  # a version was expected of a row that is gone
        saved = await _insert(table, key, identity, written)
        if saved is not None:
            return saved
    if current is None:
        raise NotFound("answer")
    raise VersionConflict(_ROW[table](current))


def _signed(values: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
    return {**values, "updated_at": at, "updated_by": actor.name}


async def _insert(
    table: str, key: Key, identity: dict[str, Any], values: dict[str, Any]
) -> dict[str, Any] | None:
    columns = {"id": new_id("ans"), "assessment_id": key.assessment_id, **identity, **values}
    names = ", ".join(columns)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    version, more = _first_version(table, key, len(columns) + 1)
    saved = await fetch(
        f"INSERT INTO {table} ({names}, version) VALUES ({places}, {version}) "  # noqa: S608
        "ON CONFLICT DO NOTHING RETURNING *",
        *columns.values(),
        *more,
    )
    return saved[0] if saved else None


def _first_version(table: str, key: Key, number: int) -> tuple[str, tuple[str, ...]]:
    """The version of a new row as SQL, with the values of its placeholders.

    A measure can be removed. Planned anew it goes on counting: else somebody who still holds the
    removed one would overwrite it.
    """
    if table != "measure":
        return "1", ()
    sql = (
        "COALESCE((SELECT MAX(version) FROM change "  # noqa: S608
        f"WHERE assessment_id = ${number} AND control_id = ${number + 1} "
        f"AND part_id = ${number + 2} AND kind = 'measure'), 0) + 1"
    )
    return sql, (key.assessment_id, key.control_id, key.part_id)


async def _update(
    table: str, key: Key, identity: dict[str, Any], values: dict[str, Any], expected: int
) -> dict[str, Any] | None:
    count = len(values)
    changes = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 1))
    where = _where(identity, count + 2)
    saved = await fetch(
        f"UPDATE {table} SET {changes}, version = version + 1 "  # noqa: S608
        f"WHERE assessment_id = ${count + 1}{where} AND version = ${count + len(identity) + 2} "
        "RETURNING *",
        *values.values(),
        key.assessment_id,
        *identity.values(),
        expected,
    )
    return saved[0] if saved else None


async def _current(
    table: str, assessment_id: str, identity: dict[str, Any]
) -> dict[str, Any] | None:
    found = await fetch(
        f"SELECT * FROM {table} WHERE assessment_id = $1{_where(identity, 2)}",  # noqa: S608
        assessment_id,
        *identity.values(),
    )
    return found[0] if found else None


def _where(identity: dict[str, Any], first: int) -> str:
    return "".join(f" AND {name} = ${number}" for number, name in enumerate(identity, first))


_ROW = {"response": rows.response, "statement": rows.statement, "measure": rows.measure}


async def _keep(  # noqa: PLR0917 - one column each
    actor: Actor, key: Key, kind: ChangeKind, version: int, value: dict[str, Any], at: datetime
) -> None:
    await send(
        _CHANGE,
        new_id("chg"),
        key.assessment_id,
        kind.value,
        key.part_id,
        key.control_id,
        key.question_id,
        version,
        orjson.dumps(value).decode(),
        at,
        actor.id,
        actor.name,
    )
    _tell(actor, key, kind, version)


def _tell(actor: Actor, key: Key, kind: ChangeKind, version: int) -> None:
    announce(
        "assessment.change",
        key.assessment_id,
        kind=kind.value,
        control=key.control_id,
        part=key.part_id,
        question=key.question_id,
        version=version,
        by_id=actor.id,
        by=actor.name,
    )


async def keep_proposals(
    actor: Actor, versions: dict[Key, int], values: dict[str, Any], at: datetime
) -> None:
    """Add to the history what became of some proposals, each in its version."""
    value = orjson.dumps(values).decode()
    await Change.bulk_create(
        [
            Change(
                id=new_id("chg"),
                assessment_id=key.assessment_id,
                kind=ChangeKind.PROPOSAL.value,
                part_id=key.part_id,
                control_id=key.control_id,
                version=version,
                value=value,
                at=at,
                by_id=actor.id,
                by_name=actor.name,
            )
            for key, version in versions.items()
        ],
        500,
    )
    for key, version in list(versions.items())[:_MOST_TOLD]:
        _tell(actor, key, ChangeKind.PROPOSAL, version)


async def add_assessment(values: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    """Add an assessment with its parts."""
    await Assessment.create(**values)
    await Part.bulk_create([Part(assessment_id=values["id"], **part) for part in parts])


async def set_language(assessment_id: str, language: str) -> None:
    """Change the language of the results."""
    await Assessment.filter(id=assessment_id).update(language=language)


async def remove_assessment(assessment_id: str) -> None:
    """Remove an assessment with everything in it; the audit log keeps the act."""
    await Assessment.filter(id=assessment_id).delete()
    announce("assessment.discard", assessment_id)


async def save_part(
    assessment_id: str, part_id: str | None, name: str, description: str | None
) -> str:
    """Add or rename a part; returns its id. Raises IntegrityError when the name is taken."""
    if part_id is not None:
        changed = await Part.filter(id=part_id, assessment_id=assessment_id).update(
            name=name, description=description
        )
        if not changed:
            raise NotFound("part")
        return part_id
    new = new_id("prt")
    last = await Part.filter(assessment_id=assessment_id).order_by("-position").first()
    await Part.create(
        id=new,
        assessment_id=assessment_id,
        name=name,
        description=description,
        position=last.position + 1 if last else 0,
    )
    return new


async def remove_part(assessment_id: str, part_id: str) -> bool:
    """Remove a part with its answers; False when it is the last one."""
    if await Part.filter(assessment_id=assessment_id).count() == 1:
        return False
    await Part.filter(id=part_id, assessment_id=assessment_id).delete()
    return True


async def attach(actor: Actor, key: Key, evidence_id: str, at: datetime) -> bool:
    """Link evidence to a control in a part; False when the link was there already."""
    existing = await EvidenceLink.exists(
        assessment_id=key.assessment_id,
        part_id=key.part_id,
        control_id=key.control_id,
        evidence_id=evidence_id,
    )
    if existing:
        return False
    await EvidenceLink.create(
        id=new_id("lnk"),
        assessment_id=key.assessment_id,
        part_id=key.part_id,
        control_id=key.control_id,
        evidence_id=evidence_id,
        attached_at=at,
        attached_by=actor.name,
    )
    await _keep(actor, key, ChangeKind.EVIDENCE, 1, {"attached": evidence_id}, at)
    return True


async def brought(actor: Actor, evidence_id: str) -> bool:
    """Whether the evidence is the actor's own."""
    found = await fetch(
        "SELECT 1 AS found FROM evidence WHERE id = $1 AND added_by_id = $2", evidence_id, actor.id
    )
    return bool(found)


async def detach(actor: Actor, key: Key, evidence_id: str, at: datetime) -> bool:
    """Unlink evidence; False when there was no such link."""
    removed = await EvidenceLink.filter(
        assessment_id=key.assessment_id,
        part_id=key.part_id,
        control_id=key.control_id,
        evidence_id=evidence_id,
    ).delete()
    if removed:
        await _keep(actor, key, ChangeKind.EVIDENCE, 1, {"detached": evidence_id}, at)
    return bool(removed)


async def detach_others(
    actor: Actor, key: Key, series: str, evidence_id: str, at: datetime
) -> bool:
    """Unlink the other revisions of a series from a control in a part; whether there were any."""
    removed = await fetch(
        "DELETE FROM evidence_link WHERE assessment_id = $1 AND part_id = $2 AND control_id = $3 "
        "AND evidence_id <> $4 AND evidence_id IN (SELECT id FROM evidence WHERE series = $5) "
        "RETURNING evidence_id",
        key.assessment_id,
        key.part_id,
        key.control_id,
        evidence_id,
        series,
    )
    for row in removed:
        await _keep(actor, key, ChangeKind.EVIDENCE, 1, {"detached": row["evidence_id"]}, at)
    return bool(removed)


async def assessments_of(operator_id: str) -> list[AssessmentRow]:
    """All assessments of an operator; inside a write they are taken for a change.

    For a caller that was found to push evidence for this operator; it reads none of them.
    """
    sql = (
        f"SELECT {rows.ASSESSMENT_COLUMNS} FROM assessment locked_row "  # noqa: S608
        "WHERE operator_id = $1 ORDER BY id"
    )
    return [rows.assessment(row) for row in await locked(sql, operator_id)]


async def add_approval(values: dict[str, Any], assessment: AssessmentRow) -> None:
    """Record a decision; an earlier one lapses."""
    await execute(_LAPSE, assessment.id, values["recorded_at"])
    await Approval.create(assessment_id=assessment.id, **values)
    state = AssessmentState.APPROVED if values["approved"] else AssessmentState.DRAFT
    await Assessment.filter(id=assessment.id).update(state=state.value)
    announce("assessment.decide", assessment.id, approved=values["approved"])


async def freeze(assessment: AssessmentRow, submission_id: str, case_id: str | None = None) -> None:
    """Make a claimed assessment submitted; from now on `claim` refuses it."""
    await Assessment.filter(id=assessment.id).update(
        state=AssessmentState.SUBMITTED.value,
        submission_id=submission_id,
        case_id=case_id,
        updated_at=now(),
    )
    announce("assessment.submit", assessment.id)
