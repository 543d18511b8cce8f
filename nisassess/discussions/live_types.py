"""Plain values of the live stream."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter


class HappeningKind(StrEnum):
    """What happened to an assessment."""

    CHANGED = "changed"
    """Answers, reasons, measures, evidence, parts or language; the revision moved on."""
    DISCUSSED = "discussed"
    """A comment came, changed or went, or a thread was resolved or reopened."""
    ASSIGNED = "assigned"
    """Who works on what, or what became of a proposal."""
    DECIDED = "decided"
    """The management body decided, or its approval lapsed."""
    SUBMITTED = "submitted"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Changed:
    """One saved value, by its name and version; the value itself is read by who may see it."""

    kind: str
    control_id: str
    part_id: str
    question_id: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that became durable."""

    assessment_id: str
    kind: HappeningKind
    by_id: str | None = None
    by: str | None = None
    revision: int | None = None
    changes: tuple[Changed, ...] = ()
    many: bool = False
    """There are more changes than can be named, or none that can."""
    control_id: str | None = None
    part_id: str | None = None
    thread_id: str | None = None
    marked: str | None = None
    """When a thread changed last, as the database has it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: on a control, in a part of it, or on the assessment as a whole."""

    control_id: str | None = None
    part_id: str | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has a page of the assessment before them."""

    person_id: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sight:
    """Which controls somebody sees: in every part, and by part; `everything` needs neither."""

    everything: bool = True
    everywhere: frozenset[str] = frozenset()
    in_parts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def sees(self, control_id: str | None, part_id: str | None) -> bool:
        """Whether a place is in sight; part None: any part of the control will do."""
        if self.everything:
            return True
        if control_id is None:
            return False
        if control_id in self.everywhere:
            return True
        if part_id is None:
            return any(control_id in controls for controls in self.in_parts.values())
        return control_id in self.in_parts.get(part_id, frozenset())


EVERYTHING = Sight()


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    mark: str | None = None
    """Where the stream stands; what a browser sends back when it comes again."""


HAPPENINGS = TypeAdapter(Happening)
PRESENT = TypeAdapter(list[Present])
