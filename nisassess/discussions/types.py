"""Plain values of discussions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nisassess.access import Role
from nisassess.assessments.types import AssessmentRow
from nisassess.discussions.live_types import Sight


class EntryKind(StrEnum):
    """What an entry of a thread is."""

    COMMENT = "comment"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class ThreadState(StrEnum):
    """Which threads are asked for."""

    ANY = "any"
    OPEN = "open"
    RESOLVED = "resolved"
    UNREAD = "unread"
    MENTIONED = "mentioned"
    """Those in which the caller is mentioned."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody by name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the operator with its roles there."""

    id: str
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One entry of a thread; the people in its text stand there by their ids."""

    id: str
    thread_id: str
    number: int
    kind: EntryKind
    author: Colleague
    text: str
    mentions: tuple[Colleague, ...]
    version: int
    written_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """Comments on one control, or on one part of it; `seen`: how many the caller has read."""

    id: str
    assessment_id: str
    control_id: str
    part_id: str | None
    entries: int
    opened_at: datetime
    changed_at: datetime
    resolved_at: datetime | None
    seen: int
    comments: tuple[CommentRow, ...] = ()
    of_part: bool = False

    @property
    def place(self) -> str | None:
        """The part that it concerns, as a sight looks for it; see `place_of`."""
        return place_of(self.part_id, of_part=self.of_part)


def place_of(part_id: str | None, *, of_part: bool) -> str | None:
    """None for all parts; of a part that is gone, one that nobody is assigned in particular."""
    return "" if part_id is None and of_part else part_id


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What a comment said before it was edited."""

    version: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CountRow:
    """How much is open, and how many threads the caller has not read, at one control."""

    control_id: str
    open: int
    unread: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which threads are wanted."""

    control_id: str | None = None
    state: ThreadState = ThreadState.ANY


@dataclass(frozen=True, slots=True)
class View:
    """An assessment as somebody who may discuss it sees it."""

    assessment: AssessmentRow
    sight: Sight
