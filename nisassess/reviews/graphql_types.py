"""GraphQL types that both sides of a review see, and those of the authority alone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Self

import strawberry

from nisassess.evidence.types import EvidenceKind
from nisassess.kit.clock import today
from nisassess.kit.problems import Problem
from nisassess.reviews.types import (
    CitedEvidence,
    DecisionKind,
    DecisionRow,
    DecisionState,
    EventKind,
    EventRow,
    LetterRow,
    MessageRow,
    NoteRow,
    NoteVersionRow,
    PolicyRow,
    QuestionRow,
    QuestionState,
    RulingRow,
)

strawberry.enum(QuestionState, name="ReviewQuestionState")
strawberry.enum(DecisionKind, name="ReviewDecisionKind")
strawberry.enum(DecisionState, name="ReviewDecisionState")
strawberry.enum(EventKind, name="CaseStepKind")


@strawberry.type
class ReviewConflict(Problem):
    """The case changed in the meantime; nothing was overwritten. `revision`: what it is at now."""

    revision: int


@strawberry.type
class CitedArtefact:
    """Evidence that an answer refers to, as it was then; `downloadUrl` is null for a reference."""

    kind: EvidenceKind
    title: str
    filename: str | None
    digest: str | None
    owner: str | None
    location: str | None
    download_url: str | None

    @classmethod
    def of(cls, message_id: str, one: CitedEvidence) -> Self:
        """An artefact of a message."""
        kind = EvidenceKind(one.kind)
        url = f"/questions/answers/{message_id}/evidence/{one.id}"
        return cls(
            kind=kind,
            title=one.title,
            filename=one.filename,
            digest=one.digest,
            owner=one.owner,
            location=one.location,
            download_url=url if kind is EvidenceKind.FILE else None,
        )


@strawberry.type
class ReviewMessage:
    """An answer of the operator, or a follow-up of the authority."""

    id: strawberry.ID
    by_authority: bool
    by: str
    at: datetime
    text: str
    evidence: list[CitedArtefact]

    @classmethod
    def of(cls, row: MessageRow) -> Self:
        """A message of a thread."""
        return cls(
            id=strawberry.ID(row.id),
            by_authority=row.by_authority,
            by=row.by_name,
            at=row.at,
            text=row.text,
            evidence=[CitedArtefact.of(row.id, one) for one in row.evidence],
        )


@strawberry.type
class ReviewQuestion:
    """A question of an authority with its thread; `controlId` null: about the whole submission."""

    id: strawberry.ID
    submission_id: strawberry.ID
    control_id: strawberry.ID | None
    control_label: str | None
    control_title: str | None
    text: str
    answer_by: date
    late: bool
    state: QuestionState
    version: int
    asked_by: str
    asked_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None
    thread: list[ReviewMessage]

    @classmethod
    def of(cls, row: QuestionRow, thread: Iterable[MessageRow]) -> Self:
        """A question with its answers and follow-ups."""
        return cls(
            id=strawberry.ID(row.id),
            submission_id=strawberry.ID(row.submission_id),
            control_id=strawberry.ID(row.control_id) if row.control_id else None,
            control_label=row.control_label,
            control_title=row.control_title,
            text=row.text,
            answer_by=row.answer_by,
            late=row.is_late(today()),
            state=row.state,
            version=row.version,
            asked_by=row.by_name,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            settled_at=row.settled_at,
            thread=[ReviewMessage.of(one) for one in thread],
        )


def with_threads(
    rows: Iterable[QuestionRow], threads: Mapping[str, list[MessageRow]]
) -> list[ReviewQuestion]:
    """Questions, each with its thread."""
    return [ReviewQuestion.of(row, threads.get(row.id, ())) for row in rows]


@strawberry.type
class NotApplicableRuling:
    """What an authority made of a *not applicable*, for one control and part.

    `submissionId` names the version that it was made on.
    """

    id: strawberry.ID
    submission_id: strawberry.ID
    control_id: strawberry.ID
    part: str
    accepted: bool
    until: date | None
    reason: str | None
    version: int
    by: str
    at: datetime

    @classmethod
    def of(cls, row: RulingRow) -> Self:
        """A ruling."""
        return cls(
            id=strawberry.ID(row.id),
            submission_id=strawberry.ID(row.submission_id),
            control_id=strawberry.ID(row.control_id),
            part=row.part,
            accepted=row.accepted,
            until=row.until,
            reason=row.reason,
            version=row.version,
            by=row.by_name,
            at=row.at,
        )


@strawberry.type
class ControlToCorrect:
    """A control that a return names, with what is wrong."""

    control_id: strawberry.ID
    label: str | None
    title: str
    reason: str


@strawberry.type
class ReviewDecision:
    """A return, an acknowledgement or a closing."""

    id: strawberry.ID
    submission_id: strawberry.ID
    kind: DecisionKind
    state: DecisionState
    outcome: str | None
    reasons: str | None
    controls: list[ControlToCorrect]
    due_on: date | None
    legal_basis: str | None
    proposed_by_id: strawberry.ID
    proposed_by: str
    proposed_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    refusal: str | None

    @classmethod
    def of(cls, row: DecisionRow) -> Self:
        """A decision as the authority sees it."""
        return cls(
            id=strawberry.ID(row.id),
            submission_id=strawberry.ID(row.submission_id),
            kind=row.kind,
            state=row.state,
            outcome=row.outcome,
            reasons=row.reasons,
            controls=controls_to_correct(row),
            due_on=row.due_on,
            legal_basis=row.legal_basis,
            proposed_by_id=strawberry.ID(row.proposed_by_id),
            proposed_by=row.proposed_by_name,
            proposed_at=row.proposed_at,
            settled_by=row.settled_by_name,
            settled_at=row.settled_at,
            refusal=row.refusal,
        )


def controls_to_correct(row: DecisionRow) -> list[ControlToCorrect]:
    """The controls that a return names."""
    return [
        ControlToCorrect(
            control_id=strawberry.ID(one.control_id),
            label=one.label,
            title=one.title,
            reason=one.reason,
        )
        for one in row.controls
    ]


@strawberry.type
class ReviewLetter:
    """A letter as it was issued; `digest` is the SHA-256 of the file."""

    id: strawberry.ID
    kind: DecisionKind
    reference: str
    language: str
    digest: str
    size: int
    issued_at: datetime
    officer: str
    download_url: str

    @classmethod
    def of(cls, row: LetterRow) -> Self:
        """A letter without its bytes."""
        return cls(
            id=strawberry.ID(row.id),
            kind=row.kind,
            reference=row.reference,
            language=row.language,
            digest=row.digest,
            size=row.size,
            issued_at=row.issued_at,
            officer=row.by_name,
            download_url=f"/letters/{row.id}.pdf",
        )


@strawberry.type
class CaseStep:
    """One step of a case: who did what, when. What else there is to say of it stands beside."""

    id: strawberry.ID
    kind: EventKind
    public: bool
    by: str
    at: datetime
    count: int | None
    control: str | None
    to: str | None
    reason: str | None
    outcome: str | None
    decision: DecisionKind | None
    accepted: bool | None

    @classmethod
    def of(cls, row: EventRow) -> Self:
        """A step of the timeline."""
        facts, decision = row.facts, row.facts.get("decision")
        return cls(
            id=strawberry.ID(row.id),
            kind=row.kind,
            public=row.public,
            by=row.by_name,
            at=row.at,
            count=facts.get("count"),
            control=facts.get("control"),
            to=facts.get("to"),
            reason=facts.get("reason"),
            outcome=facts.get("outcome"),
            decision=DecisionKind(decision) if decision else None,
            accepted=facts.get("accepted"),
        )


@strawberry.type
class NoteVersion:
    """What a note said before it was edited."""

    version: int
    text: str
    at: datetime

    @classmethod
    def of(cls, row: NoteVersionRow) -> Self:
        """An earlier version."""
        return cls(version=row.version, text=row.text, at=row.at)


@strawberry.type
class ReviewNote:
    """An internal note: for officers of this authority alone."""

    id: strawberry.ID
    control_id: strawberry.ID | None
    text: str
    version: int
    by: str
    mine: bool
    at: datetime
    edited_at: datetime | None
    earlier: list[NoteVersion]

    @classmethod
    def of(cls, row: NoteRow, person_id: str, earlier: Iterable[NoteVersionRow]) -> Self:
        """A note as its reader sees it."""
        return cls(
            id=strawberry.ID(row.id),
            control_id=strawberry.ID(row.control_id) if row.control_id else None,
            text=row.text,
            version=row.version,
            by=row.by_name,
            mine=row.by_id == person_id,
            at=row.created_at,
            edited_at=row.edited_at,
            earlier=[NoteVersion.of(one) for one in earlier],
        )


@strawberry.type
class ReviewPolicy:
    """How an authority reviews; `fourEyes`: returning and closing need a second officer."""

    authority_id: strawberry.ID
    four_eyes: bool
    version: int
    changed_at: datetime | None
    changed_by: str | None

    @classmethod
    def of(cls, row: PolicyRow) -> Self:
        """The policy of an authority."""
        return cls(
            authority_id=strawberry.ID(row.authority_id),
            four_eyes=row.four_eyes,
            version=row.version,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
        )


@strawberry.type
class ReviewOutcome:
    """What a review may come to."""

    id: strawberry.ID
    title: str
    text: str
    needs_reasons: bool
    needs_legal_basis: bool
