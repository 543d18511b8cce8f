"""Use cases of whoever runs the installation, on its command line: accounts that need help."""

from nisassess.audit.repository import record
from nisassess.identity.checks import password_issues
from nisassess.identity.repository import accounts
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.secrets import hash_password
from nisassess.identity.service import SYSTEM
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused, ValidationFailed


async def deactivate(database: Database, email: str) -> None:
    """Close an account: its sessions and access tokens end, its links count no more.

    Roles stay for the day on which it is opened again. Raises NotFound.
    """
    person_id = await _person(email)

    async def work() -> None:
        await accounts.set_active(person_id, active=False)
        await accounts.end_sessions(person_id, now())
        await record(SYSTEM, "person.deactivate", person_id)

    await database.write(work)


async def activate(database: Database, email: str) -> None:
    """Open an account again; raises NotFound."""
    person_id = await _person(email)

    async def work() -> None:
        await accounts.set_active(person_id, active=True)
        await record(SYSTEM, "person.activate", person_id)

    await database.write(work)


async def reset_second_factor(database: Database, email: str) -> None:
    """Take a second factor away whose owner lost it with the codes; all sessions end.

    Raises NotFound, and StateRefused when there is none.
    """
    person_id = await _person(email)

    async def work() -> None:
        if not await stored_factors.remove(person_id):
            raise StateRefused("none", f"{email} has no second factor")
        await accounts.end_sessions(person_id, now())
        await record(SYSTEM, "second_factor.reset", person_id)

    await database.write(work)


async def reset_password(database: Database, email: str, password: str) -> None:
    """Set a new password for somebody who forgot theirs; all sessions end.

    Raises NotFound and ValidationFailed.
    """
    if issues := password_issues(password):
        raise ValidationFailed(issues)
    person_id = await _person(email)
    password_hash = await hash_password(password)

    async def work() -> None:
        await accounts.set_password(person_id, password_hash)
        await accounts.end_sessions(person_id, now())
        await record(SYSTEM, "password.reset", person_id)

    await database.write(work)


async def _person(email: str) -> str:
    person_id = await accounts.account_id(email.strip().lower())
    if person_id is None:
        raise NotFound("account")
    return person_id
