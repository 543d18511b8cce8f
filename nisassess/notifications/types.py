"""Plain values of notifications."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice tells; who may switch what off is in `policy`."""

    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    WITHOUT_OWNER = "without_owner"
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
    RETURN_WITHDRAWN = "return_withdrawn"
    CASE_REOPENED = "case_reopened"
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


class Box(StrEnum):
    """A view of an inbox."""

    INBOX = "inbox"
    """Everything that was not archived."""
    UNREAD = "unread"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as its recipient sees it."""

    id: str
    content: Content
    organisation_id: str
    organisation_name: str
    at: datetime
    state: NoticeState


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to be told of a kind."""

    in_app: bool
    mail: MailChoice


@dataclass(frozen=True, slots=True)
class SettingRow:
    """When and where somebody reads; `version` 0 stands for the defaults of the installation."""

    time_zone: str
    language: str
    digest_hour: int
    mail: bool
    version: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """How a day of daily work stands."""

    attempts: int
    claimed_until: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that this process has claimed."""

    id: str
    person_id: str
    is_digest: bool
    attempts: int
    created_at: datetime
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a mail says, and to whom."""

    mail_id: str
    person_id: str
    name: str
    address: str
    language: str
    key: str = field(repr=False)
    """Signs the links that end mails."""
    is_digest: bool
    notices: tuple[NoticeRow, ...]
    more: int = 0
    """Notices that are left to the inbox."""


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """How the outbox stands; the error is the newest one of a mail that waits or was given up."""

    counts: Mapping[str, int]
    oldest_waiting: datetime | None
    last_error: str | None
