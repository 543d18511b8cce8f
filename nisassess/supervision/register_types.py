"""Plain values of an authority's register of entities."""

from dataclasses import dataclass, field
from datetime import date, datetime

from nisassess.operators.types import StatusValue


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entity as an authority enters it; empty texts stand for what is not known."""

    national_number: str
    name: str
    country: str
    subsector: str
    contact_email: str
    status: StatusValue
    decided_on: date
    reason: str
    citation: str

    @property
    def decision(self) -> tuple[str, date, str, str]:
        """What makes a decision another one."""
        return (self.status.value, self.decided_on, self.reason, self.citation)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entity in an authority's register."""

    id: str
    authority_id: str
    entry: NewEntry
    operator_id: str | None
    """The operator here that it is; None as long as nobody tied it."""
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A status decision, newest first in its history."""

    status: StatusValue
    reason: str
    citation: str
    decided_on: date
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Narrows the register; `search` is part of the name, or the start of the number."""

    search: str | None = None
    status: StatusValue | None = None
    tied: bool | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line of a file: its column, a stable code, and what would be right."""

    line: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entity that a file names, with the line that it stands on."""

    number: int
    entry: NewEntry


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was read; `faults` are the first of them."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    fault_count: int


@dataclass(slots=True)
class Report:
    """What an import does, or would do."""

    lines: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    decided: int = 0
    """Entities whose status decision is new or another."""
    faults: tuple[Fault, ...] = ()
    fault_count: int = 0
    imported: bool = False
    shown: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Line, number, name and outcome of the first lines."""
