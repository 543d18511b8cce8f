"""Which notices may be switched off, and what holds where somebody chose nothing. Pure."""

from nisassess.access import Actor, ActorKind
from nisassess.notifications.types import MailChoice, NoticeKind

DEFAULT_MAIL = MailChoice.DIGEST
"""Quiet: one mail a day, and only when there is something unread."""
DEFAULT_HOUR = 8

ALWAYS_IN_APP = frozenset(
    {
        NoticeKind.REQUESTED,
        NoticeKind.SUBMISSION_RETURNED,
        NoticeKind.QUESTION_ASKED,
        NoticeKind.NOT_APPLICABLE_REJECTED,
        NoticeKind.SECOND_PAIR_OF_EYES,
    }
)
"""An authority's act that others must answer, often by a date; whoever missed it would be late.

By mail all of them can be switched off.
"""


def owner(actor: Actor) -> str | None:
    """Whose inbox the actor may open: a person's own; a token has none."""
    return actor.id if actor.kind is ActorKind.PERSON else None


def organisations(actor: Actor) -> tuple[str, ...]:
    """The organisations whose notices the actor may still see: those it is a member of."""
    return tuple(grant.organisation_id for grant in actor.grants)


_K = NoticeKind
TOLD_TO = {
    "operator": frozenset(
        {
            _K.ASSIGNED,
            _K.UNASSIGNED,
            _K.WITHOUT_OWNER,
            _K.PROPOSED,
            _K.PROPOSAL_CONFIRMED,
            _K.PROPOSAL_RETURNED,
            _K.MENTIONED,
            _K.REPLIED,
            _K.DUE_SOON,
            _K.OVERDUE,
            _K.MEASURE_ASSIGNED,
            _K.MEASURE_DUE,
            _K.EVIDENCE_EXPIRING,
            _K.REQUESTED,
            _K.REQUEST_REMINDED,
            _K.REQUEST_WITHDRAWN,
            _K.SUBMISSION_RETURNED,
            _K.QUESTION_ASKED,
            _K.NOT_APPLICABLE_REJECTED,
            _K.SUBMISSION_ACKNOWLEDGED,
            _K.CASE_CLOSED,
            _K.RETURN_WITHDRAWN,
            _K.CASE_REOPENED,
            _K.MEMBER_JOINED,
        }
    ),
    "authority": frozenset(
        {
            _K.SUBMITTED,
            _K.CASE_TAKEN,
            _K.SECOND_PAIR_OF_EYES,
            _K.QUESTION_ANSWERED,
            _K.CHANGE_NOTIFIED,
            _K.MENTIONED,
            _K.OVERDUE,
            _K.MEMBER_JOINED,
        }
    ),
}
"""What people of an organisation of a kind may ever be told."""


def choosable(actor: Actor) -> tuple[NoticeKind, ...]:
    """The kinds that the actor may be told, in the order of their declaration."""
    told = {kind for grant in actor.grants for kind in TOLD_TO.get(grant.organisation_kind, ())}
    return tuple(kind for kind in NoticeKind if kind in told)
