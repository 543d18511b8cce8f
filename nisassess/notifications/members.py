"""Tells who looks after an organisation that somebody joined; `app.py` hands it to identity."""

from nisassess.access import Actor, Permission
from nisassess.notifications.repository.names import organisation_name
from nisassess.notifications.telling import NoticeKind, tell_role

PATH = "/team/members"


async def tell_joined(actor: Actor, organisation_id: str, person_id: str) -> None:
    """Tell of a new member, inside the write by which it joins."""
    await tell_role(
        NoticeKind.MEMBER_JOINED,
        organisation_id,
        Permission.MEMBER_MANAGE,
        subject=actor.name,
        path=PATH,
        by=actor,
        organisation=await organisation_name(organisation_id),
    )
