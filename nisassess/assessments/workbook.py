"""An assessment as a workbook (xlsx), for filling in offline and taking back. Pure.

`write_workbook` makes the file of what may be seen of the assessment; `read_workbook` gives what
somebody filled in, with the versions it was based on, so that a change made meanwhile is a
conflict and never overwritten. Rows are known by their ids and columns by their headers: both may
be moved, sorted, filtered and added to.
"""

from dataclasses import dataclass

from nisassess.sdk import AnswerKind


@dataclass(frozen=True, slots=True)
class WorkbookChoice:
    """A selectable answer."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class WorkbookQuestion:
    """A question with its choices in full (the fixed ones of achievement and yes/no too)."""

    id: str
    prompt: str
    kind: AnswerKind
    hint: str | None = None
    choices: tuple[WorkbookChoice, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class WorkbookControl:
    """A control with its questions, in the order in which they are asked."""

    id: str
    title: str
    statement: str
    questions: tuple[WorkbookQuestion, ...]
    label: str | None = None
    may_be_not_applicable: bool = True


@dataclass(frozen=True, slots=True)
class WorkbookGroup:
    """A control group: one sheet."""

    id: str
    title: str
    controls: tuple[WorkbookControl, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """A part of the scope."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """An answer as it is stored; version 0 where there never was one."""

    value: str | None
    version: int = 0


@dataclass(frozen=True, slots=True)
class StatementCell:
    """Justification and applicability of a control for a part."""

    justification: str | None = None
    not_applicable: bool = False
    reason: str | None = None
    version: int = 0


AnswerKey = tuple[str, str, str]
"""Control, question, part."""
StatementKey = tuple[str, str]
"""Control, part."""


@dataclass(frozen=True, slots=True)
class WorkbookView:
    """Everything that the workbook shows, in one language."""

    assessment_id: str
    profile_digest: str
    title: str
    groups: tuple[WorkbookGroup, ...]
    parts: tuple[WorkbookPart, ...]
    answers: dict[AnswerKey, AnswerCell]
    statements: dict[StatementKey, StatementCell]


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where something stands in the workbook; `row` is 0 and `column` empty where unknown."""

    sheet: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """The answer in one row; `value` None where the cell is empty."""

    control_id: str
    question_id: str
    part_id: str
    value: str | None
    expected_version: int
    place: SheetPlace


@dataclass(frozen=True, slots=True)
class SheetStatement:
    """Justification and applicability, gathered from the rows of one control and part."""

    control_id: str
    part_id: str
    justification: str | None
    not_applicable: bool
    reason: str | None
    expected_version: int
    place: SheetPlace
    keeps_justification: bool = False
    """The stored justification is longer than a cell holds: leave it as it is."""


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One thing that is wrong in the workbook, and what would be right."""

    place: SheetPlace
    message: str

    def __str__(self) -> str:
        parts = [
            f"sheet '{self.place.sheet}'" if self.place.sheet else "workbook",
            f"row {self.place.row}" if self.place.row else "",
            f"column {self.place.column}" if self.place.column else "",
        ]
        return f"{', '.join(part for part in parts if part)}: {self.message}"


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """What a workbook says; take nothing of it while there are faults."""

    assessment_id: str
    profile_digest: str
    answers: tuple[SheetAnswer, ...]
    statements: tuple[SheetStatement, ...]
    faults: tuple[SheetFault, ...]


def write_workbook(view: WorkbookView) -> bytes:
    """The bytes of the xlsx file."""
    from nisassess.assessments.workbook_writing import write

    return write(view)


def read_workbook(content: bytes) -> SheetAnswers:
    """What somebody filled in; never raises on what a file holds, but names its faults."""
    from nisassess.assessments.workbook_reading import read

    return read(content)
