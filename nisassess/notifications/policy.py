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
