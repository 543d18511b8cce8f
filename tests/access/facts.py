"""What the rows of the matrix speak of: the grid operator's own things in the world."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from nisassess.assessments.repository import proposals
from nisassess.assessments.types import Key
from nisassess.discussions import repository_writing as writing
from nisassess.discussions.types import EntryKind
from nisassess.identity.second_factor import SecondFactors
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.ids import new_id
from nisassess.kit.pagination import page_request
from nisassess.kit.services import Services
from nisassess.notifications.repository import inbox
from nisassess.notifications.telling import NoticeKind, tell
from nisassess.notifications.types import Box, NoticeRow, NoticeState
from nisassess.operators.types import StatusValue
from nisassess.requests.models import Case, Request
from nisassess.requests.repository import cases
from nisassess.results.keys import new_key
from nisassess.submissions import repository_trust
from nisassess.submissions.trust_types import TrustRow
from nisassess.supervision import changes, repository_register
from nisassess.supervision.changes_types import RegistrationDetails
from nisassess.supervision.register_types import NewEntry
from tests.access import facts_people
from tests.access.requested import Requested, requested
from tests.support import acts
from tests.support.world import GRID, NIS2_PROFILE, World

CERTIFICATE = new_key("Installation of Nordlicht Netz", now())[1]
"""Of a key that nobody trusts yet."""
_TRUSTED = new_key("Installation of Westwind Netz", now())[1]


@dataclass(frozen=True)
class Facts:
    """Ids inside the world's draft and approved assessments."""

    world: World
    part: str
    spare_part: str
    control: str
    """Has a justification, a planned measure and a file in `part`."""
    spare_control: str
    question: str
    """Not answered yet, of `spare_control`."""
    draft_revision: int
    approved_revision: int
    today: str
    trust: str
    """A key that the NIS2 authority trusts."""
    notice: str
    """Unread, in the contributor's inbox."""
    notice_read_at: str
    """When the contributor read another one."""
    case: str
    """Of `submission`, at the NIS2 authority."""
    submitted_part: str
    """Of `submitted`."""
    thread: str
    """On `control` of the draft: a comment by the contributor, and a reply by the coordinator."""
    comment: str
    """The first one of the thread."""
    late: str
    """Another one there: the operator has not answered, and the day has passed."""
    entry: str
    """In the NIS2 authority's register, tied to nobody."""
    changed: str
    """A notice of a change, to the NIS2 authority; another change waits to be told."""
    people: facts_people.PeopleFacts
    act: str
    """That assigned the consultant's control."""
    proposed_part: str
    """Of `carried`; `control` is proposed there, in this version."""
    proposed_version: int
    requested: Requested
    more: dict[str, Any] = field(default_factory=lambda: defaultdict(str))
    """What a row had prepared for itself."""


async def gather(world: World, services: Services) -> Facts:
    """Look them up as the coordinator; the NIS2 authority trusts another installation's key, and
    the contributor proposed a control of `carried`."""
    actor = world.coordinator.actor
    (act,) = await fetch("SELECT id FROM assignment_act WHERE assessment_id = $1", world.draft)
    profile, parts = await acts.content(actor, world.draft)
    controls = list(profile.controls.values())
    thread, comment = await _thread(world, controls[0].id)
    facts = Facts(
        world=world,
        part=parts[0].id,
        spare_part=parts[1].id,
        control=controls[0].id,
        spare_control=controls[-1].id,
        question=controls[-1].questions[0].id,
        draft_revision=(await acts.seen(actor, world.draft)).revision,
        approved_revision=(await acts.seen(actor, world.approved)).revision,
        today=today().isoformat(),
        trust=await _trust(world),
        notice=await _notice(world),
        notice_read_at=await _read_notice(world),
        case=await _case(world),
        act=act["id"],
        proposed_part=(await acts.content(actor, world.carried))[1][0].id,
        proposed_version=await _propose(world, next(iter(profile.controls))),
        submitted_part=(await acts.content(actor, world.submitted))[1][0].id,
        thread=thread,
        comment=comment,
        entry=await _entry(world),
        changed=await _changed(world, services.get(Database)),
        late=await _late(world, (await acts.seen(actor, world.draft)).profile_digest),
        people=await facts_people.gather(world, services.get(SecondFactors).vault),
        requested=await requested(world),
    )
    # Others were told what happened on the way: here the contributor alone has an inbox.
    await execute("DELETE FROM notice WHERE person_id <> $1", world.contributor.actor.id)
    return facts


async def _entry(world: World) -> str:
    entry = NewEntry(
        national_number="FN 1",
        name="Nordlicht Netz",
        country="AT",
        subsector="energy.electricity",
        contact_email="",
        status=StatusValue.IMPORTANT,
        decided_on=today(),
        reason="Sole provider in its region",
        citation="",
    )
    id_, actor = new_id("ent"), world.officer.actor
    await repository_register.put(actor, world.nis_authority, [(id_, entry)], now())
    await repository_register.add_decisions(actor, [(id_, entry)], now())
    return id_


async def _changed(world: World, database: Database) -> str:
    """The operator told of its first registration, then moved."""
    actor = world.coordinator.actor
    here, there = (RegistrationDetails(address=f"Street {number}") for number in (1, 2))
    await changes.save_registration(database, actor, world.grid, 0, here)
    (sent,) = await changes.send(database, actor, world.grid, None, "We moved in")
    await changes.save_registration(database, actor, world.grid, 1, there)
    return sent.id


async def _late(world: World, profile: str) -> str:
    """The operator owes the NIS2 authority an answer since yesterday."""
    yesterday = today() - timedelta(days=1)
    request = await Request.create(
        id=new_id("req"),
        authority_id=world.nis_authority,
        title="Yearly supervision",
        purpose="To see how the measures stand",
        legal_basis="Invented Act, section 1",
        points_essential=[],
        points_important=["d"],
        profile_id=profile,
        regime="nis2",
        scope_kind="organisation",
        period_from=yesterday,
        period_until=yesterday,
        due_on=yesterday,
        state="sent",
        created_at=now(),
        created_by=world.officer.actor.name,
        sent_at=now(),
    )
    case = await Case.create(
        id=new_id("cas"),
        authority_id=world.nis_authority,
        operator_id=world.grid,
        request_id=request.id,
        state="requested",
        requested_on=yesterday,
        due_on=yesterday,
        operator_name="Nordlicht Netz",
        name_key="nordlicht netz",
        country="AT",
        sector="energy",
        subsector="energy.electricity",
        entity_type=GRID,
        profile_id=NIS2_PROFILE,
        status="important",
    )
    return case.id


async def _propose(world: World, control: str) -> int:
    actor = world.contributor.actor
    _, parts = await acts.content(actor, world.carried)
    await proposals.propose(actor, [Key(world.carried, parts[0].id, control)], None, now())
    row = await acts.seen(actor, world.carried)
    return (await proposals.proposals(row))[0].version


async def _case(world: World) -> str:
    row = await cases.of_submission(world.officer.actor, world.submission)
    assert row is not None
    return row.id


SAID = "Between us: the list of systems is two years old."
"""What the contributor said; nobody outside of the operator may ever read it."""


async def _thread(world: World, control: str) -> tuple[str, str]:
    key = Key(world.draft, "", control)
    thread = await writing.open_thread(key, None, now())
    comment = await writing.add_entry(
        world.contributor.actor, thread, EntryKind.COMMENT, SAID, now()
    )
    answered = replace(thread, entries=1)
    await writing.add_entry(world.coordinator.actor, answered, EntryKind.COMMENT, "So it is", now())
    return thread.id, comment


async def _trust(world: World) -> str:
    row = TrustRow(
        id=new_id("tru"),
        authority_id=world.nis_authority,
        name="Installation of Westwind Netz",
        key_id=_TRUSTED.kid,
        certificate=_TRUSTED.pem,
        added_at=now(),
        added_by=world.officer.actor.name,
        revoked_at=None,
    )
    await repository_trust.add(row)
    return row.id


async def _notice(world: World) -> str:
    await tell(
        NoticeKind.ASSIGNED,
        [world.contributor.actor.id],
        organisation_id=world.grid,
        subject="Network segmentation",
        path=f"/assessments/{world.draft}",
    )
    return (await _newest(world)).id


async def _read_notice(world: World) -> str:
    """Of another notice, which is read; the newest unread one stays the one of the matrix."""
    await _notice(world)
    at = now()
    await inbox.set_state(
        world.contributor.actor, [(await _newest(world)).id], NoticeState.READ, at
    )
    return at.isoformat()


async def _newest(world: World) -> NoticeRow:
    request = page_request(1, None, 1)
    page = await inbox.notices(world.contributor.actor, Box.INBOX, None, request)
    return page.rows[0]
