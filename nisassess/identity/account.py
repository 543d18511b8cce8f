"""Use cases of one's own account: name, language, password, sessions."""

import re
from dataclasses import replace

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.identity.checks import name_issues, password_issues
from nisassess.identity.confirming import Factors, confirm_identity
from nisassess.identity.repository import accounts
from nisassess.identity.secrets import hash_password
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import checked_id

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


async def update(database: Database, actor: Actor, name: str, language: str | None) -> Actor:
    """Change what one is called, and in which language one is written to.

    What was signed or recorded under the former name keeps it. Raises ValidationFailed.
    """
    issues = name_issues(name)
    if language is not None and not _LANGUAGE.fullmatch(language):
        issues.append(Issue("language", "bad_language", "must be a language such as en or de"))
    if issues:
        raise ValidationFailed(issues)

    async def work() -> None:
        await accounts.set_account(actor, name.strip(), language)
        await record(actor, "person.update", actor.id, before=actor.name, after=name.strip())

    await database.write(work)
    return replace(actor, name=name.strip(), language=language)


async def change_password(
    database: Database,
    actor: Actor,
    current: str,
    new: str,
    *,
    code: str | None = None,
    factors: Factors | None = None,
) -> int:
    """Set another password; all other sessions end, and how many is returned.

    Raises ValidationFailed at `current`, `code` and `new`.
    """
    issues = password_issues(new, "new")
    if not issues and new == current:
        issues = [Issue("new", "same", "must be another one than before")]
    if issues:
        raise ValidationFailed(issues)
    await confirm_identity(database, actor, current, code, factors, path="current")
    password_hash = await hash_password(new)

    async def work() -> int:
        if await accounts.claim_person(actor.id) is None:
            raise NotFound("account")
        await accounts.set_password(actor.id, password_hash)
        await record(actor, "password.change", actor.id)
        return await accounts.end_sessions(actor.id, now(), but=actor.session_id)

    return await database.write(work)


async def end_session(database: Database, actor: Actor, session_id: str) -> None:
    """End another session of one's own; raises NotFound, and StateRefused for the present one."""
    checked_id("ses", session_id, "session")
    if session_id == actor.session_id:
        raise StateRefused("current", "This is the session that you are in: sign out instead.")

    async def work() -> None:
        if not await accounts.end_session(actor, session_id, now()):
            raise NotFound("session")
        await record(actor, "session.revoke", session_id)

    await database.write(work)


async def end_other_sessions(database: Database, actor: Actor) -> int:
    """End all sessions of one's own but the present one; how many there were."""

    async def work() -> int:
        ended = await accounts.end_sessions(actor.id, now(), but=actor.session_id)
        await record(actor, "session.revoke_others", actor.id, ended=ended)
        return ended

    return await database.write(work)
