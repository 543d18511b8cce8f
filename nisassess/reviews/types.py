"""Plain values of reviews."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class QuestionState(StrEnum):
    """Where a question stands."""

    DRAFT = "draft"
    """Only the authority knows it."""
    ASKED = "asked"
    """The operator owes an answer."""
    ANSWERED = "answered"
    """The officer has to look at it."""
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class DecisionKind(StrEnum):
    """What an authority decides on a submission."""

    RETURN = "return"
    ACKNOWLEDGEMENT = "acknowledgement"
    CLOSING = "closing"


class DecisionState(StrEnum):
    """Where a decision stands; only an issued one is known to the operator."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"
    """The case changed before a second officer confirmed."""
    REVOKED = "revoked"
    """A return that was withdrawn after it was issued."""


class EventKind(StrEnum):
    """Steps of a case."""

    TAKEN = "taken"
    GIVEN_BACK = "given_back"
    HANDED_OVER = "handed_over"
    QUESTIONS_ASKED = "questions_asked"
    FOLLOWED_UP = "followed_up"
    ANSWERED = "answered"
    SETTLED = "settled"
    QUESTION_WITHDRAWN = "question_withdrawn"
    RULED = "ruled"
    RULING_REMOVED = "ruling_removed"
    PROPOSED = "proposed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"
    RETURNED = "returned"
    RETURN_WITHDRAWN = "return_withdrawn"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    REOPENED = "reopened"


PUBLIC_EVENTS = frozenset(
    {
        EventKind.TAKEN,
        EventKind.QUESTIONS_ASKED,
        EventKind.FOLLOWED_UP,
        EventKind.ANSWERED,
        EventKind.SETTLED,
        EventKind.QUESTION_WITHDRAWN,
        EventKind.RETURNED,
        EventKind.RETURN_WITHDRAWN,
        EventKind.ACKNOWLEDGED,
        EventKind.CLOSED,
        EventKind.REOPENED,
    }
)
"""What the operator is told; who proposed, refused or handed over stays inside the authority."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The file on a case; `revision` counts its steps."""

    id: str
    case_id: str
    authority_id: str
    year: int
    number: int
    revision: int
    acknowledged_id: str | None
    outcome: str | None

    @property
    def reference(self) -> str:
        """The number of the file as people read it."""
        return f"{self.year}-{self.number:04}"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """An internal note."""

    id: str
    case_id: str
    control_id: str | None
    text: str
    version: int
    created_at: datetime
    edited_at: datetime | None
    by_id: str
    by_name: str


@dataclass(frozen=True, slots=True)
class NoteVersionRow:
    """What a note said once."""

    version: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CitedEvidence:
    """An artefact that an answer refers to, as it was when the answer was given."""

    id: str
    kind: str
    title: str
    filename: str | None
    media_type: str | None
    size: int | None
    digest: str | None
    owner: str | None
    location: str | None
    revision: int
    added_by: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """An answer or a follow-up."""

    id: str
    question_id: str
    by_authority: bool
    text: str
    evidence: tuple[CitedEvidence, ...]
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question without its thread."""

    id: str
    case_id: str
    submission_id: str
    control_id: str | None
    control_label: str | None
    control_title: str | None
    text: str
    answer_by: date
    state: QuestionState
    version: int
    created_at: datetime
    by_name: str
    asked_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None

    def is_late(self, on: date) -> bool:
        """Whether the operator owes an answer past its date."""
        return self.state is QuestionState.ASKED and self.answer_by < on


@dataclass(frozen=True, slots=True)
class RulingRow:
    """What was decided of one *not applicable*."""

    id: str
    case_id: str
    submission_id: str
    control_id: str
    part: str
    accepted: bool
    until: date | None
    reason: str | None
    version: int
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class NamedControl:
    """A control that a return names."""

    control_id: str
    label: str | None
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision, with who proposed and who settled it."""

    id: str
    case_id: str
    submission_id: str
    kind: DecisionKind
    state: DecisionState
    outcome: str | None
    reasons: str | None
    controls: tuple[NamedControl, ...]
    due_on: date | None
    legal_basis: str | None
    proposed_at: datetime
    proposed_by_id: str
    proposed_by_name: str
    settled_at: datetime | None
    settled_by_id: str | None
    settled_by_name: str | None
    refusal: str | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter without its bytes."""

    id: str
    decision_id: str
    case_id: str
    kind: DecisionKind
    reference: str
    language: str
    digest: str
    size: int
    issued_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One step of a case."""

    id: str
    kind: EventKind
    public: bool
    at: datetime
    by_id: str
    by_name: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """How an authority reviews; version 0: nobody has said so yet."""

    authority_id: str
    four_eyes: bool
    version: int
    changed_at: datetime | None
    changed_by: str | None


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What an officer wants to ask; `control_id` None: about the submission as a whole."""

    control_id: str | None
    text: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class NewRuling:
    """Accept or reject one *not applicable*."""

    control_id: str
    part: str
    accepted: bool
    until: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What an officer decides; `controls` by id with the reason, for a return."""

    kind: DecisionKind
    reasons: str | None = None
    controls: tuple[tuple[str, str], ...] = ()
    due_on: date | None = None
    outcome: str | None = None
    legal_basis: str | None = None
