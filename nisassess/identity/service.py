"""Use cases of identity: sign-in and sign-out, people, organisations, access tokens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from nisassess.access import ANONYMOUS, Actor, ActorKind, Permission, Role
from nisassess.audit.repository import record
from nisassess.identity import repository
from nisassess.identity.errors import SignInRefused
from nisassess.identity.secrets import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    hash_password,
    new_bearer_token,
    new_secret,
    password_matches,
    secret_hash,
)
from nisassess.identity.types import (
    ID_PREFIX,
    OrganisationKind,
    PersonRow,
    ThrottleRow,
    TokenRow,
)
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, Issue, NotFound, ValidationFailed
from nisassess.kit.ids import checked_id, new_id

SYSTEM = Actor(ActorKind.ANONYMOUS, "system", "system")
"""Who acts on the command line of the installation."""

_WINDOW = timedelta(minutes=15)
_FAILURES_PER_ADDRESS = 8
_FAILURES_PER_ORIGIN = 60
_LONGEST_TOKEN_LIFE = timedelta(days=366)
_LONGEST_ADDRESS = 254
_LONGEST_NAME = 200
_LONGEST_TOKEN_NAME = 100


@dataclass(frozen=True, slots=True)
class SignedInSession:
    """A new session: its secret goes into the cookie and is stored nowhere."""

    secret: str
    actor: Actor
    expires_at: datetime


async def sign_in(
    database: Database, email: str, password: str, *, origin: str, hours: int
) -> SignedInSession:
    """Sign a person in; raises SignInRefused with one message for all wrong pairs."""
    limits = {
        f"email:{secret_hash(email.strip().lower())}": _FAILURES_PER_ADDRESS,
        f"origin:{origin}"[:80]: _FAILURES_PER_ORIGIN,
    }
    by_address, by_origin = limits
    await _count_attempt(database, limits)
    person = await _person_with_password(email, password)
    if person is None:
        await _record_refusal(database, ANONYMOUS, "session.refuse", by_address[:40])
        raise SignInRefused("The e-mail address or the password is not right.")

    secret = new_secret()
    expires_at = now() + timedelta(hours=hours)
    session_id = new_id("ses")

    async def work() -> None:
        await repository.clear_throttle(by_address)
        await repository.forgive_attempt(by_origin)
        await repository.add_session(
            id=session_id,
            token_hash=secret_hash(secret),
            person_id=person.id,
            created_at=now(),
            expires_at=expires_at,
        )
        actor = Actor(ActorKind.PERSON, person.id, person.name)
        await record(actor, "session.open", session_id)

    await database.write(work)
    actor = await repository.actor_of_session(secret_hash(secret))
    if actor is None:
        raise SignInRefused("The account was closed just now.")
    return SignedInSession(secret, actor, expires_at)


async def _person_with_password(email: str, password: str) -> PersonRow | None:
    if len(password) > LONGEST_PASSWORD:
        return None
    person = await repository.person_by_email(email) if _can_exist(email.strip()) else None
    matches = await password_matches(person.password_hash if person else None, password)
    return person if matches else None


def _can_exist(address: str) -> bool:
    """Whether the database takes the address as a value to look for."""
    return len(address) <= _LONGEST_ADDRESS and address.isprintable()


async def _count_attempt(database: Database, limits: Mapping[str, int]) -> None:
    """Raise SignInRefused when any of the keys has had its attempts in this window.

    Attempts are counted before the password is looked at, so that many at once cannot all pass.
    """
    for key, limit in limits.items():
        row = await repository.throttle(key)
        if row is not None and row.failures >= limit:
            _refuse_within_window(row)

    async def work() -> list[ThrottleRow]:
        at = now()
        return [await repository.count_attempt(key, at, at - _WINDOW) for key in limits]

    counted = await database.write(work)
    for row, limit in zip(counted, limits.values(), strict=True):
        if row.failures > limit:
            _refuse_within_window(row)


def _refuse_within_window(row: ThrottleRow) -> None:
    left = row.window_started_at + _WINDOW - now()
    if left > timedelta():
        seconds = int(left.total_seconds()) + 1
        minutes = -(-seconds // 60)
        unit = "minute" if minutes == 1 else "minutes"
        message = f"Too many failed attempts. Try again in {minutes} {unit}."
        raise SignInRefused(message, retry_after_seconds=seconds)


async def _record_refusal(database: Database, actor: Actor, action: str, subject: str) -> None:
    async def work() -> None:
        await record(actor, action, subject)

    await database.write(work)


async def sign_out(database: Database, actor: Actor) -> None:
    """End the session that the actor came with."""
    if actor.session_id is None:
        return
    session_id = actor.session_id

    async def work() -> None:
        await repository.revoke_session(session_id, now())
        await record(actor, "session.close", session_id)

    await database.write(work)


async def confirm_password(database: Database, actor: Actor, password: str) -> None:
    """Prove anew that the actor is at the keyboard; raises ValidationFailed at `password`.

    Throttled like a sign-in, so that a session left open does not let a password be guessed.
    """
    key = f"confirm:{actor.id}"
    try:
        await _count_attempt(database, {key: _FAILURES_PER_ADDRESS})
    except SignInRefused as error:
        raise ValidationFailed([Issue("password", "throttled", str(error))]) from None
    person = await repository.person_by_id(actor.id)
    if not await password_matches(person.password_hash if person else None, password):
        await _record_refusal(database, actor, "password.refuse", actor.id)
        message = "The password is not right; enter the one that you sign in with."
        raise ValidationFailed([Issue("password", "wrong_password", message)])

    async def work() -> None:
        await repository.clear_throttle(key)

    await database.write(work)


async def create_organisation(
    database: Database, kind: OrganisationKind, name: str, country: str | None
) -> str:
    """Add an organisation; returns its id."""
    organisation_id = new_id(ID_PREFIX[kind])

    async def work() -> None:
        await repository.add_organisation(
            id=organisation_id, kind=kind.value, name=name, country=country, created_at=now()
        )
        await record(SYSTEM, "organisation.create", organisation_id, name=name)

    await database.write(work)
    return organisation_id


async def add_competence(
    database: Database, authority_id: str, country: str, regime: str, subsector: str
) -> None:
    """Make an authority competent for country x regime x subsector (`*`: all)."""

    async def work() -> None:
        await repository.add_competence(
            id=new_id("cmp"),
            authority_id=authority_id,
            country=country,
            regime=regime,
            subsector=subsector,
        )
        await record(SYSTEM, "competence.add", authority_id, regime=regime, subsector=subsector)

    await database.write(work)


async def create_person(
    database: Database,
    email: str,
    name: str,
    password: str,
    memberships: Iterable[tuple[str, Role]],
) -> str:
    """Add a person with roles; raises ValidationFailed. Returns the id."""
    address = email.strip().lower()
    issues = _person_issues(address, name, password)
    if not issues and await repository.person_by_email(address):
        issues = [Issue("email", "taken", f"somebody with the address {address} exists already")]
    if issues:
        raise ValidationFailed(issues)
    person_id = new_id("per")
    password_hash = await hash_password(password)

    async def work() -> None:
        await repository.add_person(
            id=person_id,
            email=address,
            name=name.strip(),
            password_hash=password_hash,
            created_at=now(),
        )
        for organisation_id, role in memberships:
            await repository.add_membership(
                id=new_id("mem"),
                person_id=person_id,
                organisation_id=organisation_id,
                role=role.value,
            )
        await record(SYSTEM, "person.create", person_id)

    await database.write(work)
    return person_id


def _person_issues(address: str, name: str, password: str) -> list[Issue]:
    issues = []
    local, at, domain = address.partition("@")
    if not (local and at and domain and " " not in address and _can_exist(address)):
        issues.append(Issue("email", "bad_email", "must be an e-mail address such as a@b.example"))
    if not (1 <= len(name.strip()) <= _LONGEST_NAME and name.isprintable()):
        issues.append(Issue("name", "bad_length", "must be 1 to 200 printable characters"))
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = f"must be {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
        issues.append(Issue("password", "bad_length", message))
    return issues


async def create_token(
    database: Database, actor: Actor, organisation_id: str, name: str, expires_on: date
) -> tuple[str, TokenRow]:
    """Make an integrator's token; returns the secret, which is shown once, and the row."""
    checked_id("opr", organisation_id, "operator")
    if not actor.may(Permission.TOKEN_MANAGE, organisation_id):
        raise NotFound("operator")
    _check_token(name, expires_on)
    secret = new_bearer_token()
    expires_at = datetime.combine(expires_on, time.max, UTC)
    token_id = await mint_token(
        database,
        actor,
        organisation_id,
        Role.INTEGRATOR,
        name=name.strip(),
        secret=secret,
        expires_at=expires_at,
    )
    row = await repository.token(actor, token_id)
    if row is None:
        raise NotFound("token")
    return secret, row


async def mint_token(
    database: Database,
    actor: Actor,
    organisation_id: str,
    role: Role,
    *,
    name: str,
    secret: str,
    expires_at: datetime,
) -> str:
    """Store a token made by `new_bearer_token`; returns its id."""
    token_id = new_id("tok")

    async def work() -> None:
        await repository.add_token(
            id=token_id,
            token_hash=secret_hash(secret),
            prefix=secret[:16],
            name=name,
            organisation_id=organisation_id,
            role=role.value,
            created_by_id=actor.id,
            created_at=now(),
            expires_at=expires_at,
        )
        await record(actor, "token.create", token_id, organisation_id=organisation_id, name=name)

    await database.write(work)
    return token_id


def _check_token(name: str, expires_on: date) -> None:
    issues = []
    if not 1 <= len(name.strip()) <= _LONGEST_TOKEN_NAME:
        issues.append(Issue("name", "bad_length", "must be 1 to 100 characters"))
    elif not name.isprintable():
        issues.append(Issue("name", "bad_characters", "must be one line of plain text"))
    last = today() + _LONGEST_TOKEN_LIFE
    if not today() <= expires_on <= last:
        message = f"must be from today to {last.isoformat()}"
        issues.append(Issue("expiresOn", "out_of_range", message))
    if issues:
        raise ValidationFailed(issues)


async def revoke_token(database: Database, actor: Actor, token_id: str) -> TokenRow:
    """End a token at once; raises NotFound."""
    checked_id("tok", token_id, "token")

    async def work() -> TokenRow:
        revoked = await repository.revoke_token(actor, token_id, now())
        row = await repository.token(actor, token_id)
        if row is None:
            raise NotFound("token")
        if revoked:
            await record(actor, "token.revoke", token_id, organisation_id=row.organisation_id)
        return row

    return await database.write(work)


def require_person(actor: Actor) -> None:
    """Refuse a token where a person must act."""
    if actor.kind is not ActorKind.PERSON:
        raise Forbidden("This needs a person who is signed in, not a token.")
