"""Proves anew that a person is at the keyboard, before acts that a stolen session must not do."""

from datetime import timedelta
from typing import Protocol

from nisassess.access import Actor, ActorKind
from nisassess.audit.repository import record
from nisassess.identity import repository, throttling
from nisassess.identity.codes import is_recovery_code
from nisassess.identity.errors import SignInRefused
from nisassess.identity.repository import accounts
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.secrets import LONGEST_PASSWORD, password_matches
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Forbidden, Issue, StateRefused, ValidationFailed

FRESH = timedelta(minutes=15)
"""How long a sign-in, or a confirmation, stands for the person being there."""
CONFIRM = "confirm_identity"
"""Code of the refusal that a page answers by asking for the password in place."""

_CODES = 5
_CODES_A_DAY = 30
_DAY = timedelta(days=1)


class Factors(Protocol):
    """What checks the second factor; see `second_factor.SecondFactors`."""

    async def spend(self, person_id: str, code: str) -> object | None:
        """Use up a code inside a write; None when it is wrong."""


def require_person(actor: Actor) -> None:
    """Refuse a token where a person must act."""
    if actor.kind is not ActorKind.PERSON:
        raise Forbidden("This needs a person who is signed in, not a token.")


def require_fresh(actor: Actor) -> None:
    """Refuse whoever was not seen at the keyboard within `FRESH`; raises StateRefused."""
    require_person(actor)
    if actor.confirmed_at is None or actor.confirmed_at <= now() - FRESH:
        message = (
            "Confirm that it is you: enter your password, and the code if you have a second "
            "factor. Then do it again."
        )
        raise StateRefused(CONFIRM, message)


async def confirm_identity(
    database: Database,
    actor: Actor,
    password: str,
    code: str | None = None,
    factors: Factors | None = None,
    *,
    path: str = "password",
) -> None:
    """Prove that the actor is at the keyboard; raises ValidationFailed at `path` and at `code`.

    Throttled like a sign-in, so that a session left open does not let anything be guessed.
    Without `factors`, whoever has a second factor is refused.
    """
    require_person(actor)
    await _check_password(database, actor, password, path)
    if await stored_factors.has_factor(actor.id):
        await _check_code(database, actor, code, factors)

    async def work() -> None:
        await repository.clear_throttle(_key(actor))

    await database.write(work)


async def refresh(
    database: Database, actor: Actor, password: str, code: str | None, factors: Factors
) -> None:
    """Confirm, so that for `FRESH` from now `require_fresh` lets this session through."""
    await confirm_identity(database, actor, password, code, factors)

    async def work() -> None:
        await accounts.confirm_session(actor, now())
        await record(actor, "session.confirm", actor.session_id or actor.id)

    await database.write(work)


def _key(actor: Actor) -> str:
    return f"confirm:{actor.id}"


async def _check_password(database: Database, actor: Actor, password: str, path: str) -> None:
    try:
        await throttling.count_attempt(database, {_key(actor): throttling.PER_ADDRESS})
    except SignInRefused as error:
        raise ValidationFailed([Issue(path, "throttled", str(error))]) from None
    person = await repository.person_by_id(actor.id) if len(password) <= LONGEST_PASSWORD else None
    if not await password_matches(person.password_hash if person else None, password):
        await throttling.record_refusal(database, actor, "password.refuse", actor.id)
        message = "The password is not right; enter the one that you sign in with."
        raise ValidationFailed([Issue(path, "wrong_password", message)])


async def _check_code(
    database: Database, actor: Actor, code: str | None, factors: Factors | None
) -> None:
    if not code or not code.strip() or factors is None:
        message = "Enter the code of your authenticator as well, or a recovery code."
        raise ValidationFailed([Issue("code", "code_needed", message)])
    try:
        spent = await spend_code(database, actor, actor.id, code, factors)
    except SignInRefused as error:
        raise ValidationFailed([Issue("code", "throttled", str(error))]) from None
    if not spent:
        message = "The code is not right, or was used already; wait for the next one."
        raise ValidationFailed([Issue("code", "wrong_code", message)])


async def spend_code(
    database: Database, actor: Actor, person_id: str, code: str, factors: Factors
) -> bool:
    """Use up a code in a write of its own; raises SignInRefused when throttled."""
    await count_code(database, person_id, code)

    async def work() -> bool:
        spent = await factors.spend(person_id, code)
        if spent is None:
            await record(actor, "second_factor.refuse", person_id)
            return False
        await forget_codes(person_id)
        await record(actor, "second_factor.use", person_id, by=str(spent))
        return True

    return await database.write(work)


async def count_code(database: Database, person_id: str, code: str) -> None:
    """Count an attempt at a code; raises SignInRefused.

    Six digits can be guessed by patience, so they have a limit per day too. Recovery codes do
    not: whoever knows the password could otherwise lock the owner out for a day.
    """
    await throttling.count_attempt(database, {f"code:{person_id}": _CODES})
    if not is_recovery_code(code):
        await throttling.count_attempt(database, {f"codes:{person_id}": _CODES_A_DAY}, _DAY)


async def forget_codes(person_id: str) -> None:
    """A code was right: forget the failures, inside a write."""
    await repository.clear_throttle(f"code:{person_id}")
    await repository.clear_throttle(f"codes:{person_id}")
