"""Use cases of the workbook: hand it out, and take in what was filled in.

All or nothing where something is wrong in the file. Where a colleague changed the same thing
meanwhile, the rest is taken in and both values are told: nothing is overwritten.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.assessments.answering import checked_answer, in_words
from nisassess.assessments.repository import history, places, reads, writes
from nisassess.assessments.service import snapshot, snapshot_of
from nisassess.assessments.types import (
    AssessmentRow,
    ChangeKind,
    Key,
    ResponseRow,
    Snapshot,
    StatementRow,
)
from nisassess.assessments.validation import check_statement
from nisassess.assessments.workbook import (
    AnswerCell,
    SheetAnswer,
    SheetAnswers,
    SheetFault,
    SheetPlace,
    SheetStatement,
    StatementCell,
    WorkbookChoice,
    WorkbookControl,
    WorkbookGroup,
    WorkbookPart,
    WorkbookQuestion,
    WorkbookView,
    write_workbook,
)
from nisassess.assessments.workbook_apart import read_apart
from nisassess.audit.repository import record
from nisassess.catalogues.translating import in_language
from nisassess.catalogues.types import PinnedControl, PinnedQuestion
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused, ValidationFailed
from nisassess.sdk import AnswerKind


@dataclass(frozen=True, slots=True)
class SheetConflict:
    """A cell that was filled in, while a colleague saved something else."""

    place: SheetPlace
    control_id: str
    part_id: str
    question_id: str | None
    yours: str | None
    current: str | None


@dataclass(slots=True)
class Filled:
    """What became of a workbook."""

    answers: int = 0
    statements: int = 0
    revision: int = 0
    conflicts: list[SheetConflict] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


async def workbook(actor: Actor, assessment_id: str, language: str | None) -> tuple[str, bytes]:
    """The assessment's title and its workbook; raises NotFound."""
    taken = await snapshot(actor, assessment_id)
    view = _view(taken, language)
    return taken.assessment.title, await asyncio.to_thread(write_workbook, view)


async def fill_in(database: Database, actor: Actor, assessment_id: str, content: bytes) -> Filled:
    """Take in a workbook; raises NotFound, or StateRefused for a frozen assessment."""
    row = await reads.assessment(actor, assessment_id, Permission.ASSESSMENT_WRITE)
    if row is None:
        raise NotFound("assessment")
    writes.refuse_frozen(row)
    sheet = await read_apart(content)
    _refuse_another(row, sheet)
    if sheet.faults:
        return Filled(faults=list(sheet.faults))

    async def work() -> Filled:
        claimed = await writes.claim(actor, assessment_id, Permission.ASSESSMENT_WRITE)
        return await _Taking(actor, claimed, await snapshot_of(claimed)).take(sheet)

    return await database.write(work)


def _refuse_another(row: AssessmentRow, sheet: SheetAnswers) -> None:
    if sheet.assessment_id and sheet.assessment_id != row.id:
        message = "This workbook belongs to another assessment; download it from this one."
        raise StateRefused("another_assessment", message)
    if sheet.profile_digest and sheet.profile_digest != row.profile_digest:
        message = "This workbook asks by another version of the profile; download it anew."
        raise StateRefused("another_profile", message)


class _Taking:
    """Takes in one workbook, inside a transaction."""

    def __init__(self, actor: Actor, row: AssessmentRow, taken: Snapshot) -> None:
        self._actor = actor
        self._row = row
        self._profile = taken.profile
        self._parts = {part.id for part in taken.parts}
        self._answers = {(r.question_id, r.part_id): r for r in taken.responses}
        self._statements = {(r.control_id, r.part_id): r for r in taken.statements}
        self._at = now()
        self._done = Filled(revision=row.revision)
        self._touched: dict[Key, None] = {}

    async def take(self, sheet: SheetAnswers) -> Filled:
        answers = [found for one in sheet.answers if (found := self._answer(one)) is not None]
        statements = [one for one in sheet.statements if self._fits(one)]
        if self._done.faults:
            return self._done
        for key, value, one in answers:
            await self._save_answer(key, value, one)
        for statement in statements:
            await self._save_statement(statement)
        for key in self._touched:
            await places.touched(self._actor, self._row, self._profile, key, self._at)
        if self._done.answers or self._done.statements:
            self._done.revision = await writes.revise(self._row, self._at)
            await record(
                self._actor,
                "workbook.fill_in",
                self._row.id,
                organisation_id=self._row.operator_id,
                answers=self._done.answers,
                statements=self._done.statements,
            )
        return self._done

    def _answer(self, one: SheetAnswer) -> tuple[Key, str | None, SheetAnswer] | None:
        found = self._profile.questions.get(one.question_id)
        if found is None or found[0].id != one.control_id or one.part_id not in self._parts:
            self._fault(one.place, "this question or part is not of this assessment")
            return None
        try:
            value = checked_answer(found[1], one.value)
        except ValidationFailed as error:
            self._fault(one.place, "; ".join(issue.message for issue in error.issues))
            return None
        key = Key(self._row.id, one.part_id, one.control_id, one.question_id)
        return key, value, one

    def _fits(self, one: SheetStatement) -> bool:
        if one.control_id not in self._profile.controls or one.part_id not in self._parts:
            self._fault(one.place, "this control or part is not of this assessment")
            return False
        try:
            check_statement(
                self._profile, one.control_id, one.justification, one.not_applicable, one.reason
            )
        except ValidationFailed as error:
            self._fault(one.place, "; ".join(issue.message for issue in error.issues))
            return False
        return True

    def _fault(self, place: SheetPlace, message: str) -> None:
        self._done.faults.append(SheetFault(place, message))

    async def _save_answer(self, key: Key, value: str | None, one: SheetAnswer) -> None:
        current = self._answers.get((one.question_id, one.part_id))
        stored, version = (current.value, current.version) if current else (None, 0)
        if value == stored:
            return
        if version != one.expected_version:
            base = await history.value_at(key, ChangeKind.RESPONSE, one.expected_version)
            if value == (base or {}).get("value"):
                return  # the cell is as it was handed out; a colleague's answer stands
            question = self._profile.questions[one.question_id][1]
            self._conflict(one, _words(question, value), _words(question, stored), key.question_id)
            return
        await writes.save_response(self._actor, key, value, version, self._at)
        self._touched[Key(key.assessment_id, key.part_id, key.control_id)] = None
        self._done.answers += 1

    async def _save_statement(self, one: SheetStatement) -> None:
        current = self._statements.get((one.control_id, one.part_id))
        values = self._values(one, current)
        if values == _stored(current):
            return
        version = current.version if current else 0
        key = Key(self._row.id, one.part_id, one.control_id)
        if version != one.expected_version:
            base = await history.value_at(key, ChangeKind.STATEMENT, one.expected_version)
            if values == (base or _stored(None)):
                return
            self._conflict(one, _said(values), _said(_stored(current)), None)
            return
        await writes.save_statement(self._actor, key, values, version, self._at)
        self._touched[key] = None
        self._done.statements += 1

    @staticmethod
    def _values(one: SheetStatement, current: StatementRow | None) -> dict[str, Any]:
        kept = current.justification if current and one.keeps_justification else None
        return {
            "justification": kept or one.justification,
            "not_applicable": one.not_applicable,
            "not_applicable_reason": one.reason,
        }

    def _conflict(
        self,
        one: SheetAnswer | SheetStatement,
        yours: str | None,
        current: str | None,
        question_id: str | None,
    ) -> None:
        self._done.conflicts.append(
            SheetConflict(one.place, one.control_id, one.part_id, question_id, yours, current)
        )


def _words(question: PinnedQuestion, value: str | None) -> str | None:
    return in_words(question, value) or value


def _stored(row: StatementRow | None) -> dict[str, Any]:
    return {
        "justification": (row.justification or None) if row else None,
        "not_applicable": row.not_applicable if row else False,
        "not_applicable_reason": (row.not_applicable_reason or None) if row else None,
    }


def _said(values: dict[str, Any]) -> str | None:
    if values["not_applicable"]:
        return f"not applicable: {values['not_applicable_reason'] or ''}"
    text: str | None = values["justification"]
    return text


def _view(taken: Snapshot, language: str | None) -> WorkbookView:
    profile = in_language(taken.profile, language)
    return WorkbookView(
        assessment_id=taken.assessment.id,
        profile_digest=taken.assessment.profile_digest,
        title=taken.assessment.title,
        groups=tuple(
            WorkbookGroup(
                group.id,
                group.title,
                tuple(_control(control) for control in group.controls),
                group.label,
            )
            for group in profile.groups
        ),
        parts=tuple(WorkbookPart(part.id, part.name) for part in taken.parts),
        answers={
            (row.control_id, row.question_id, row.part_id): _cell(row) for row in taken.responses
        },
        statements={
            (row.control_id, row.part_id): StatementCell(
                row.justification, row.not_applicable, row.not_applicable_reason, row.version
            )
            for row in taken.statements
        },
    )


def _cell(row: ResponseRow) -> AnswerCell:
    return AnswerCell(row.value, row.version)


def _control(control: PinnedControl) -> WorkbookControl:
    return WorkbookControl(
        control.id,
        control.title,
        control.statement,
        tuple(
            WorkbookQuestion(
                question.id,
                question.prompt,
                AnswerKind(question.kind),
                question.hint,
                tuple(WorkbookChoice(choice.value, choice.label) for choice in question.choices),
                question.unit,
            )
            for question in control.questions
        ),
        control.label,
        control.not_applicable_allowed,
    )
