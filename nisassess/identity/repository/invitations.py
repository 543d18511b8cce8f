"""Queries of invitations: links by which somebody may join an organisation."""

from datetime import datetime
from typing import Any

from nisassess.access import Actor, Permission, Role
from nisassess.identity.models import Invitation
from nisassess.identity.types import InvitationRow, OrganisationKind
from nisassess.kit.clock import now
from nisassess.kit.database import execute

MOST_PENDING = 100
"""How many open invitations an organisation has at most."""

_REVOKE_INVITATIONS = """
UPDATE invitation SET revoked_at = $1
WHERE organisation_id = $2 AND invited_by_id = $3 AND revoked_at IS NULL AND accepted_at IS NULL
"""

_REVOKE_INVITATION = """
UPDATE invitation SET revoked_at = $1
WHERE id = $2 AND revoked_at IS NULL AND accepted_at IS NULL
"""

_ACCEPT = """
UPDATE invitation SET accepted_at = $1, accepted_by = $2
WHERE id = $3 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $1
"""


async def end_invitations(organisation_id: str, person_id: str, at: datetime) -> int:
    """End the open invitations of a person; how many."""
    return await execute(_REVOKE_INVITATIONS, at, organisation_id, person_id)


def _open() -> Any:
    return Invitation.filter(accepted_at=None, revoked_at=None, expires_at__gt=now())


async def count_pending(organisation_id: str) -> int:
    """How many invitations are open."""
    found: int = await _open().filter(organisation_id=organisation_id).count()
    return found


async def add_invitation(**values: Any) -> None:
    """Add an invitation."""
    roles = ",".join(sorted(values.pop("roles")))
    await Invitation.create(**values, roles=roles)


async def invitations(actor: Actor, organisation_id: str) -> tuple[InvitationRow, ...] | None:
    """Open invitations, newest first; None where the actor does not manage members."""
    if not actor.may(Permission.MEMBER_MANAGE, organisation_id):
        return None
    rows = (
        await _open()
        .filter(organisation_id=organisation_id)
        .order_by("-id")
        .limit(MOST_PENDING)
        .values(*_COLUMNS)
    )
    return tuple(_invitation(row) for row in rows)


async def revoke_invitation(actor: Actor, invitation_id: str, at: datetime) -> InvitationRow | None:
    """End an open invitation of an organisation that the actor manages; None: there is none."""
    managed = actor.organisations(Permission.MEMBER_MANAGE)
    rows = (
        await _open()
        .filter(id=invitation_id, organisation_id__in=managed)
        .limit(1)
        .values(*_COLUMNS)
    )
    if not rows or await execute(_REVOKE_INVITATION, at, invitation_id) != 1:
        return None
    return _invitation(rows[0])


async def invitation_by(token_hash: str) -> InvitationRow | None:
    """The open invitation behind a link's secret, while who sent it is there."""
    rows = (
        await _open()
        .filter(token_hash=token_hash, invited_by__active=True)
        .limit(1)
        .values(*_COLUMNS)
    )
    return _invitation(rows[0]) if rows else None


async def accept(invitation_id: str, person_id: str, at: datetime) -> bool:
    """Use up an invitation; False when somebody was faster, or it is over."""
    return await execute(_ACCEPT, at, person_id, invitation_id) == 1


_COLUMNS = (
    "id",
    "organisation_id",
    "organisation__name",
    "organisation__kind",
    "email",
    "name",
    "roles",
    "invited_by_id",
    "invited_by__name",
    "created_at",
    "expires_at",
)


def _invitation(row: dict[str, Any]) -> InvitationRow:
    return InvitationRow(
        id=row["id"],
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation__name"],
        organisation_kind=OrganisationKind(row["organisation__kind"]),
        email=row["email"],
        name=row["name"],
        roles=tuple(Role(role) for role in row["roles"].split(",")),
        invited_by_id=row["invited_by_id"],
        invited_by=row["invited_by__name"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )
