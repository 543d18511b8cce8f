"""A draft of a request, one that went to the grid operator, and a saved view of the desk."""

from dataclasses import dataclass
from datetime import date, timedelta

from nisassess.assessments.repository import tied
from nisassess.kit.clock import now, today
from nisassess.kit.ids import new_id
from nisassess.requests.models import Case, Request, RequestedEntity
from nisassess.requests.repository import views
from tests.support import acts
from tests.support.world import GRID, NIS2_PROFILE, World

PURPOSE = "To see how the grid stands before winter"


@dataclass(frozen=True)
class Requested:
    """Ids of what the NIS2 authority asked, and of what it keeps."""

    draft: str
    """Names the grid operator, and was not sent."""
    empty: str
    """A draft that names nobody yet."""
    sent: str
    received: str
    """The grid operator's case of `sent`; the world's draft would answer it."""
    view: str
    """The officer's own, and shared."""
    own_view: str
    """The officer's own, for nobody else."""
    tied: str
    """A draft of the grid operator's that answers another request."""


async def requested(world: World) -> Requested:
    """Ask the grid operator."""
    digest = (await acts.seen(world.coordinator.actor, world.draft)).profile_digest
    draft = await _request(world, digest, "draft")
    await _name(draft, world.grid, "named")
    sent = await _request(world, digest, "sent")
    await _name(sent, world.grid, "called")
    case = await Case.create(
        id=new_id("cas"),
        authority_id=world.nis_authority,
        operator_id=world.grid,
        request_id=sent,
        state="requested",
        due_on=today() + timedelta(days=30),
        requested_on=today(),
        operator_name="Nordlicht Netz",
        name_key="nordlicht netz",
        country="AT",
        sector="energy",
        subsector="energy.electricity",
        entity_type=GRID,
        profile_id=NIS2_PROFILE,
        status="important",
    )
    view = await views.add(
        world.officer.actor, world.nis_authority, "Mine", {"state": "opened"}, shared=True
    )
    own = await views.add(
        world.officer.actor, world.nis_authority, "Only mine", {"state": "closed"}, shared=False
    )
    empty = await _request(world, digest, "draft")
    return Requested(draft, empty, sent, case.id, view, own, await _tied(world))


async def _tied(world: World) -> str:
    await tied.tie(world.carried, new_id("cas"))
    return world.carried


async def _request(world: World, digest: str, state: str) -> str:
    request_id = new_id("req")
    year = today().year
    await Request.create(
        id=request_id,
        authority_id=world.nis_authority,
        title="Before winter",
        purpose=PURPOSE,
        legal_basis="Invented Act, section 2",
        points_essential=["e"],
        points_important=["d"],
        profile_id=digest,
        regime="nis2",
        scope_kind="organisation",
        period_from=date(year, 1, 1),
        period_until=date(year, 12, 31),
        due_on=today() + timedelta(days=30),
        state=state,
        version=1,
        created_at=now(),
        created_by=world.officer.actor.name,
        sent_at=now() if state == "sent" else None,
    )
    return request_id


async def _name(request_id: str, operator_id: str, state: str) -> None:
    await RequestedEntity.create(
        id=new_id("ren"), request_id=request_id, operator_id=operator_id, state=state
    )
