"""What slices above do when members come, change and go; `app.py` hands them in.

Listeners run inside the write, so that what they do happens with it or not at all.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from nisassess.access import Actor

OfMember = Callable[[Actor, str, str], Awaitable[None]]
"""Who acts, the id of the organisation, the id of the member."""


@dataclass(frozen=True, slots=True)
class InvitationMail:
    """What an invitation says; `path` holds the secret of the link."""

    email: str
    name: str
    organisation_name: str
    invited_by: str
    path: str
    expires_at: datetime
    language: str | None
    """Of who invites; nobody knows the other's yet."""


SendInvitation = Callable[[InvitationMail], Awaitable[bool]]
"""Hand an invitation to the mail, after it was committed; whether mail is sent at all."""


async def _no_mail(mail: InvitationMail) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Listeners:
    """Called in their order."""

    joined: tuple[OfMember, ...] = ()
    """By the new member itself."""
    changed: tuple[OfMember, ...] = ()
    """The roles are others now."""
    left: tuple[OfMember, ...] = ()
    """The member has no role any more: work of theirs waits for somebody else."""
    factor_reset: tuple[OfMember, ...] = ()
    """A colleague took the member's second factor away."""
    send_invitation: SendInvitation = _no_mail


async def tell(
    listeners: tuple[OfMember, ...], actor: Actor, organisation_id: str, person_id: str
) -> None:
    """Call the listeners of one kind."""
    for listener in listeners:
        await listener(actor, organisation_id, person_id)
