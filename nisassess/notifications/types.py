"""Plain values of notifications."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice tells; who may switch what off is in `policy`."""

    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    PROPOSED = "proposed"
    PROPOSAL_CONFIRMED = "proposal_confirmed"
    PROPOSAL_RETURNED = "proposal_returned"
    MENTIONED = "mentioned"
    REPLIED = "replied"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MEASURE_ASSIGNED = "measure_assigned"
    MEASURE_DUE = "measure_due"
    EVIDENCE_EXPIRING = "evidence_expiring"
    REQUESTED = "requested"
    REQUEST_REMINDED = "request_reminded"
    REQUEST_WITHDRAWN = "request_withdrawn"
    SUBMISSION_RETURNED = "submission_returned"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    NOT_APPLICABLE_REJECTED = "not_applicable_rejected"
    SUBMISSION_ACKNOWLEDGED = "submission_acknowledged"
    CASE_CLOSED = "case_closed"
    SUBMITTED = "submitted"
    CASE_TAKEN = "case_taken"
    SECOND_PAIR_OF_EYES = "second_pair_of_eyes"
    CHANGE_NOTIFIED = "change_notified"
    MEMBER_JOINED = "member_joined"


class NoticeState(StrEnum):
    """Where a notice lies in its recipient's inbox."""

    UNREAD = "unread"
    READ = "read"
    ARCHIVED = "archived"


MAIL_ONLY = "mail_only"
"""State of a notice that its recipient wants by mail and not in the application."""


class MailChoice(StrEnum):
    """Whether and when somebody wants a kind of notice by mail."""

    OFF = "off"
    NOW = "now"
    DIGEST = "digest"


FACTS = frozenset({"assessment", "authority", "due", "operator", "organisation", "until"})
"""What a notice may carry beside its subject.

Titles and names as people know them; `due` (the day by which something is to be done) and `until`
(the last day on which something is valid) are ISO dates. All of them are optional: the sentence of
a kind (`words/`) takes what is there.
"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody in an organisation, with the choice for the kind in question."""

    person_id: str
    organisation_id: str
    in_app: bool
    mail: MailChoice


@dataclass(frozen=True, slots=True)
class Content:
    """What a notice tells: checked, on one line, within the columns' widths."""

    kind: NoticeKind
    subject: str
    path: str
    by: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    once: str | None = None
    """Who has been told this once is not told it again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A new notice: the content for a recipient."""

    recipient: Recipient
    content: Content


@dataclass(frozen=True, slots=True)
class RunRow:
    """How a day of daily work stands."""

    attempts: int
    claimed_until: datetime
    finished_at: datetime | None
