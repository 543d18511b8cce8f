"""Use cases of signing in: with the password, then with a code where there is a second factor."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nisassess.access import ANONYMOUS, Actor, ActorKind
from nisassess.audit.repository import record
from nisassess.identity import repository, throttling
from nisassess.identity.agents import Device, device_of
from nisassess.identity.checks import can_exist
from nisassess.identity.confirming import count_code, forget_codes
from nisassess.identity.errors import SignInRefused
from nisassess.identity.repository import accounts
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.second_factor import SecondFactors
from nisassess.identity.secrets import (
    LONGEST_PASSWORD,
    new_secret,
    password_matches,
    secret_hash,
)
from nisassess.identity.types import PersonRow
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id

TICKET_LIFE = timedelta(minutes=5)
_WRONG = "The e-mail address or the password is not right."
_EXPIRED = "The sign-in took too long, or was finished already. Begin again."
_WRONG_CODE = "The code is not right, or was used already; wait for the next one."


@dataclass(frozen=True, slots=True)
class SignedInSession:
    """A new session: its secret goes into the cookie and is stored nowhere."""

    secret: str = field(repr=False)
    actor: Actor
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HalfSignedIn:
    """The password was right and a code is awaited; the ticket grants nothing else."""

    ticket: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody comes in, and for how long."""

    origin: str
    """Network address, for counting failures."""
    hours: int
    agent: str | None = None
    """The `User-Agent` header."""
    replaces: str | None = None
    """Session that the same browser had before; it ends."""
    fresh_for: timedelta = timedelta()
    """How much longer than usual the session counts as confirmed."""

    @property
    def device(self) -> Device:
        """What the session is shown as."""
        return device_of(self.agent)


async def sign_in(
    database: Database, email: str, password: str, *, door: Door
) -> SignedInSession | HalfSignedIn:
    """Sign a person in; raises SignInRefused with one message for all wrong pairs.

    With a second factor there is no session yet, only a ticket for `complete_sign_in`.
    """
    by_address = f"email:{secret_hash(email.strip().lower())}"
    by_origin = throttling.by_origin(door.origin)
    limits = {by_address: throttling.PER_ADDRESS, by_origin: throttling.PER_ORIGIN}
    await throttling.count_attempt(database, limits)
    person = await _person_with_password(email, password)
    if person is None:
        await throttling.record_refusal(database, ANONYMOUS, "session.refuse", by_address[:40])
        raise SignInRefused(_WRONG)
    secret = new_secret()

    async def work() -> HalfSignedIn | datetime:
        claimed = await accounts.claim_person(person.id)
        if claimed is None or claimed.password_hash != person.password_hash:
            raise SignInRefused(_WRONG)  # closed, or changed since the password was looked at
        await repository.clear_throttle(by_address)
        await repository.forgive_attempt(by_origin)
        if await stored_factors.has_factor(person.id):
            return await _give_ticket(person.id, secret)
        return await open_session(person.id, person.name, secret, door)

    done = await database.write(work)
    return done if isinstance(done, HalfSignedIn) else await _signed_in(secret, done)


async def complete_sign_in(
    database: Database, factors: SecondFactors, ticket: str, code: str, *, door: Door
) -> SignedInSession:
    """The second step; raises SignInRefused. The ticket and the code both count once."""
    by_origin = throttling.by_origin(door.origin)
    await throttling.count_attempt(database, {by_origin: throttling.PER_ORIGIN})
    hashed = secret_hash(ticket)
    person_id = await accounts.ticket_holder(hashed)
    if person_id is None:
        raise SignInRefused(_EXPIRED, "expired")
    await count_code(database, person_id, code)
    secret = new_secret()

    async def work() -> datetime | None:
        claimed = await accounts.claim_person(person_id)
        if claimed is None or await accounts.ticket_holder(hashed) is None:
            raise SignInRefused(_EXPIRED, "expired")
        actor = Actor(ActorKind.PERSON, person_id, claimed.name)
        spent = await factors.spend(person_id, code)
        if spent is None:
            await record(actor, "second_factor.refuse", person_id)
            return None
        if not await accounts.take_ticket(hashed):
            raise SignInRefused(_EXPIRED, "expired")
        await forget_codes(person_id)
        await repository.forgive_attempt(by_origin)
        await record(actor, "second_factor.use", person_id, by=spent.value)
        return await open_session(person_id, claimed.name, secret, door)

    expires_at = await database.write(work)
    if expires_at is None:
        raise SignInRefused(_WRONG_CODE, "wrong_code")
    return await _signed_in(secret, expires_at)


async def open_session(person_id: str, name: str, secret: str, door: Door) -> datetime:
    """Inside a write: a new session under a new secret; until when it lasts."""
    at, session_id = now(), new_id("ses")
    expires_at = at + timedelta(hours=door.hours)
    actor = Actor(ActorKind.PERSON, person_id, name)
    if door.replaces is not None and await repository.revoke_session(door.replaces, at):
        await record(actor, "session.replace", door.replaces)
    await repository.add_session(
        id=session_id,
        token_hash=secret_hash(secret),
        person_id=person_id,
        created_at=at,
        expires_at=expires_at,
        last_seen_at=at,
        confirmed_at=at + door.fresh_for,
        browser=door.device.browser,
        system=door.device.system,
    )
    await record(actor, "session.open", session_id)
    return expires_at


async def _give_ticket(person_id: str, ticket: str) -> HalfSignedIn:
    at = now()
    await accounts.add_ticket(new_id("tic"), secret_hash(ticket), person_id, at, TICKET_LIFE)
    return HalfSignedIn(ticket, at + TICKET_LIFE)


async def _signed_in(secret: str, expires_at: datetime) -> SignedInSession:
    actor = await repository.actor_of_session(secret_hash(secret))
    if actor is None:
        raise SignInRefused("The account was closed just now.")
    return SignedInSession(secret, actor, expires_at)


async def _person_with_password(email: str, password: str) -> PersonRow | None:
    if len(password) > LONGEST_PASSWORD:
        return None
    person = await repository.person_by_email(email) if can_exist(email.strip()) else None
    matches = await password_matches(person.password_hash if person else None, password)
    return person if matches else None


async def sign_out(database: Database, actor: Actor) -> None:
    """End the session that the actor came with."""
    if actor.session_id is None:
        return
    session_id = actor.session_id

    async def work() -> None:
        await repository.revoke_session(session_id, now())
        await record(actor, "session.close", session_id)

    await database.write(work)
