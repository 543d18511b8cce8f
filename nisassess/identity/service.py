"""Use cases of identity: people, organisations, access tokens."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from nisassess.access import Actor, ActorKind, Permission, Role
from nisassess.audit.repository import record
from nisassess.identity import repository
from nisassess.identity.checks import address_issues, name_issues, password_issues
from nisassess.identity.secrets import hash_password, new_bearer_token, secret_hash
from nisassess.identity.types import ID_PREFIX, OrganisationKind, TokenRow
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, ValidationFailed
from nisassess.kit.ids import checked_id, new_id

SYSTEM = Actor(ActorKind.ANONYMOUS, "system", "system")
"""Who acts on the command line of the installation."""

_LONGEST_TOKEN_LIFE = timedelta(days=366)
_LONGEST_TOKEN_NAME = 100


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
    issues = address_issues(address) + name_issues(name) + password_issues(password)
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
                joined_at=now(),
            )
        await record(SYSTEM, "person.create", person_id)

    await database.write(work)
    return person_id


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
