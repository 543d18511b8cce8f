"""What the rows about people speak of: invitations, a second factor, a second session."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pyotp

from nisassess.access import Role
from nisassess.identity import repository
from nisassess.identity.codes import code_hash, new_recovery_codes
from nisassess.identity.repository import accounts, invitations
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.secrets import new_secret, secret_hash
from nisassess.identity.vault import Vault
from nisassess.kit.clock import now
from nisassess.kit.ids import new_id
from tests.support.world import Person, World

_CALLS = 20
"""Links and tickets count once, and there are fewer callers than this."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PeopleFacts:
    """The approver has a second factor; the contributor has begun one, and signed in twice."""

    begun: str
    """Secret of the contributor's authenticator."""
    session: str
    """The contributor's other one."""
    invitation: str
    link: str
    """Secret of the open `invitation` of the grid operator."""
    link_for_contributor: str
    links: list[str]
    tickets: list[tuple[str, str]]
    """Half-finished sign-ins of the approver, each with a recovery code."""
    _calls: Iterator[int] = field(default_factory=count)

    @property
    def code(self) -> str:
        """What the contributor's authenticator shows."""
        return pyotp.TOTP(self.begun).now()

    def another_link(self) -> str:
        """One that nobody has used."""
        return self.links[next(self._calls)]

    def another_ticket(self) -> tuple[str, str]:
        """One that nobody has used."""
        return self.tickets[next(self._calls)]


async def gather(world: World, vault: Vault) -> PeopleFacts:
    """Put it into the database."""
    begun, approver, contributor = pyotp.random_base32(), world.approver, world.contributor
    await _begin(contributor, begun, vault)
    await _begin(approver, pyotp.random_base32(), vault)
    factor = await stored_factors.factor(approver.actor.id)
    assert factor is not None
    await stored_factors.enrol(approver.actor.id, factor.id, now(), 0)
    codes = [code for _ in range(_CALLS // 10) for code in new_recovery_codes()]
    await stored_factors.renew_codes(approver.actor.id, map(code_hash, codes))
    coordinator = world.coordinator.actor
    await stored_factors.set_policy(coordinator, world.grid, [Role.OPERATOR_APPROVER])
    addresses = [f"new{number}@grid.example" for number in range(_CALLS)]
    links = [await _invite(world, address) for address in addresses]
    return PeopleFacts(
        begun=begun,
        session=await _session(contributor),
        invitation=links[-1][0],
        link=links[-1][1],
        link_for_contributor=(await _invite(world, contributor.email))[1],
        links=[secret for _, secret in links],
        tickets=[(await _ticket(approver), code) for code in codes],
    )


async def _begin(person: Person, secret: str, vault: Vault) -> None:
    shut = vault.shut(secret, person.actor.id)
    await stored_factors.begin(new_id("sfa"), person.actor.id, shut, now())


async def _session(person: Person) -> str:
    id_, at = new_id("ses"), now()
    await repository.add_session(
        id=id_,
        token_hash=secret_hash(new_secret()),
        person_id=person.actor.id,
        created_at=at,
        expires_at=at + _DAY,
    )
    return id_


async def _invite(world: World, email: str) -> tuple[str, str]:
    id_, secret = new_id("inv"), new_secret()
    await invitations.add_invitation(
        id=id_,
        token_hash=secret_hash(secret),
        organisation_id=world.grid,
        email=email,
        name="Nora New",
        roles=[Role.OPERATOR_APPROVER],
        invited_by_id=world.coordinator.actor.id,
        created_at=now(),
        expires_at=now() + _DAY,
    )
    return id_, secret


async def _ticket(person: Person) -> str:
    ticket = new_secret()
    await accounts.add_ticket(new_id("tic"), secret_hash(ticket), person.actor.id, now(), _DAY)
    return ticket


async def demand_nothing(facts: Any, services: Any) -> None:
    """The grid operator demands no second factor any more, so that one can be taken away."""
    world = facts.world
    await stored_factors.set_policy(world.coordinator.actor, world.grid, [])
