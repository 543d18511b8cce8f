"""All queries of identity."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Q

from nisassess.access import Actor, ActorKind, Grant, Permission, Role
from nisassess.identity.models import (
    AccessToken,
    Competence,
    Membership,
    Organisation,
    Person,
    Session,
    SignInThrottle,
)
from nisassess.identity.repository import memberships
from nisassess.identity.types import (
    AuthorityRow,
    CompetenceRow,
    OrganisationKind,
    OrganisationRow,
    PersonRow,
    ThrottleRow,
    TokenRow,
)
from nisassess.kit.announcing import announce
from nisassess.kit.clock import now
from nisassess.kit.database import execute, fetch

# One statement for a request's whole identity: it runs before everything else.
_SESSION = """
SELECT s.id AS session_id, s.expires_at, s.last_seen_at, s.created_at, s.confirmed_at,
       p.id AS person_id, p.name, p.email, p.language, f.id AS factor_id, y.id AS policy_id,
       m.role, o.id AS organisation_id, o.name AS organisation_name, o.kind, o.country
FROM session s
JOIN person p ON p.id = s.person_id
LEFT JOIN second_factor f ON f.person_id = p.id AND f.enrolled_at IS NOT NULL
LEFT JOIN membership m ON m.person_id = p.id
LEFT JOIN organisation o ON o.id = m.organisation_id
LEFT JOIN second_factor_policy y ON y.organisation_id = m.organisation_id AND y.role = m.role
WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND p.active = TRUE
ORDER BY o.name, m.role
"""

_TOKEN = """
SELECT t.id, t.name, t.role, t.expires_at, t.last_used_at, o.id AS organisation_id,
       o.name AS organisation_name, o.kind, o.country
FROM access_token t
JOIN organisation o ON o.id = t.organisation_id
JOIN person p ON p.id = t.created_by_id
WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND p.active = TRUE
"""


members = memberships.members

USE_NOTED_EVERY = timedelta(minutes=1)
"""How exact it is when a token or a session was last used; every request would be a write."""

_SEEN = """
UPDATE session SET last_seen_at = $1
WHERE id = $2 AND (last_seen_at IS NULL OR last_seen_at < $1)
"""


def as_datetime(value: Any) -> datetime:
    """A time as the driver gave it: SQLite hands over text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


async def actor_of_session(token_hash: str) -> Actor | None:
    """The person behind a session's secret, with all memberships; None when invalid or over.

    Without a second factor that one of the organisations demands, the actor has no grant at all.
    Notes the use, at most once in `USE_NOTED_EVERY`.
    """
    rows = await fetch(_SESSION, token_hash)
    at = now()
    if not rows or as_datetime(rows[0]["expires_at"]) <= at:
        return None
    first = rows[0]
    seen = first["last_seen_at"]
    if seen is None or as_datetime(seen) <= at - USE_NOTED_EVERY:
        await execute(_SEEN, at, first["session_id"])
    enrolled = first["factor_id"] is not None
    demanded = () if enrolled else _demanding(rows)
    return Actor(
        ActorKind.PERSON,
        first["person_id"],
        first["name"],
        first["email"],
        () if demanded else _grants(row for row in rows if row["organisation_id"] is not None),
        first["session_id"],
        confirmed_at=as_datetime(first["confirmed_at"] or first["created_at"]),
        second_factor=enrolled,
        second_factor_for=demanded,
        language=first["language"],
    )


def _demanding(rows: Iterable[Any]) -> tuple[str, ...]:
    """Names of the organisations whose policy demands a second factor for one of the roles."""
    found = {row["organisation_name"]: None for row in rows if row["policy_id"] is not None}
    return tuple(found)


async def actor_of_token(token_hash: str) -> Actor | None:
    """The token's actor, limited to its organisation and role; None when invalid or over.

    Notes the use, at most once in `USE_NOTED_EVERY`.
    """
    rows = await fetch(_TOKEN, token_hash)
    if not rows or as_datetime(rows[0]["expires_at"]) <= now():
        return None
    used = rows[0]["last_used_at"]
    if used is None or as_datetime(used) <= now() - USE_NOTED_EVERY:
        await AccessToken.filter(id=rows[0]["id"]).update(last_used_at=now())
    return Actor(ActorKind.TOKEN, rows[0]["id"], rows[0]["name"], None, _grants(rows))


def _grants(rows: Iterable[Any]) -> tuple[Grant, ...]:
    roles: dict[str, list[Role]] = {}
    seen: dict[str, Any] = {}
    for row in rows:
        seen[row["organisation_id"]] = row
        roles.setdefault(row["organisation_id"], []).append(Role(row["role"]))
    return tuple(
        Grant(
            organisation_id,
            row["organisation_name"],
            row["kind"],
            row["country"],
            frozenset(roles[organisation_id]),
        )
        for organisation_id, row in seen.items()
    )


async def person_by_email(email: str) -> PersonRow | None:
    """The active person with this address."""
    return await _person(email=email.strip().lower())


async def person_by_id(person_id: str) -> PersonRow | None:
    """The active person with this id."""
    return await _person(id=person_id)


async def _person(**key: str) -> PersonRow | None:
    columns = ("id", "name", "email", "password_hash")
    rows = await Person.filter(active=True, **key).limit(1).values_list(*columns)
    return PersonRow(*rows[0]) if rows else None


async def add_organisation(**values: Any) -> None:
    """Add an organisation."""
    await Organisation.create(**values)


async def add_competence(**values: Any) -> None:
    """Add a competence of an authority."""
    await Competence.create(**values)


async def add_person(**values: Any) -> None:
    """Add a person."""
    await Person.create(**values)


async def add_membership(**values: Any) -> None:
    """Add a role in an organisation."""
    await Membership.create(**values)


async def add_session(**values: Any) -> None:
    """Add a session."""
    await Session.create(**values)


async def revoke_session(session_id: str, at: datetime) -> bool:
    """End a session; whether it was not over yet."""
    announce("access.change", session_id)
    return await Session.filter(id=session_id, revoked_at=None).update(revoked_at=at) > 0


async def count_people() -> int:
    """How many people there are; zero means a new installation."""
    return await Person.all().count()


async def all_organisations() -> tuple[OrganisationRow, ...]:
    """Every organisation, for the installation's command line."""
    rows = await Organisation.all().order_by("kind", "name").values("id", "kind", "name", "country")
    return tuple(OrganisationRow(**{**row, "kind": OrganisationKind(row["kind"])}) for row in rows)


async def authorities(country: str, regime: str, subsector: str) -> tuple[AuthorityRow, ...]:
    """Authorities competent for country x regime x subsector; everybody may know them."""
    rows = (
        await Competence.filter(country=country, regime=regime)
        .filter(Q(subsector=subsector) | Q(subsector="*"))
        .order_by("authority__name")
        .distinct()
        .values_list("authority_id", "authority__name", "authority__country")
    )
    return tuple(AuthorityRow(*row) for row in rows)


async def competences(authority_ids: Iterable[str]) -> tuple[CompetenceRow, ...]:
    """Competences of some authorities."""
    rows = await Competence.filter(authority_id__in=list(authority_ids)).values_list(
        "authority_id", "country", "regime", "subsector"
    )
    return tuple(CompetenceRow(*row) for row in rows)


async def add_token(**values: Any) -> None:
    """Add an access token."""
    await AccessToken.create(**values)


async def tokens(actor: Actor, organisation_id: str) -> tuple[TokenRow, ...] | None:
    """Tokens of an organisation, newest first; None when the actor may not manage them."""
    if not actor.may(Permission.TOKEN_MANAGE, organisation_id):
        return None
    rows = (
        await AccessToken.filter(organisation_id=organisation_id)
        .order_by("-id")
        .values(*_TOKEN_COLUMNS)
    )
    return tuple(_token(row) for row in rows)


async def token(actor: Actor, token_id: str) -> TokenRow | None:
    """One token among those that the actor manages."""
    rows = (
        await AccessToken.filter(
            id=token_id, organisation_id__in=actor.organisations(Permission.TOKEN_MANAGE)
        )
        .limit(1)
        .values(*_TOKEN_COLUMNS)
    )
    return _token(rows[0]) if rows else None


async def revoke_token(actor: Actor, token_id: str, at: datetime) -> int:
    """End a token among those that the actor manages; how many were ended."""
    return await AccessToken.filter(
        id=token_id,
        revoked_at=None,
        organisation_id__in=actor.organisations(Permission.TOKEN_MANAGE),
    ).update(revoked_at=at)


_TOKEN_COLUMNS = (
    "id",
    "name",
    "prefix",
    "role",
    "organisation_id",
    "created_at",
    "expires_at",
    "revoked_at",
    "last_used_at",
    "created_by__name",
)


def _token(row: dict[str, Any]) -> TokenRow:
    values = {**row, "role": Role(row["role"]), "created_by": row["created_by__name"]}
    del values["created_by__name"]
    return TokenRow(**values)


async def throttle(key: str) -> ThrottleRow | None:
    """Failed sign-ins under this key."""
    rows = (
        await SignInThrottle.filter(key=key).limit(1).values_list("failures", "window_started_at")
    )
    return ThrottleRow(*rows[0]) if rows else None


_COUNT_ATTEMPT = """
INSERT INTO sign_in_throttle (key, failures, window_started_at) VALUES ($1, 1, $2)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN sign_in_throttle.window_started_at < $3
                    THEN 1 ELSE sign_in_throttle.failures + 1 END,
    window_started_at = CASE WHEN sign_in_throttle.window_started_at < $3
                             THEN $2 ELSE sign_in_throttle.window_started_at END
RETURNING failures, window_started_at
"""


async def count_attempt(key: str, at: datetime, window_start: datetime) -> ThrottleRow:
    """Count an attempt as failed until it succeeds; the count with it.

    A window that began before `window_start` begins anew.
    """
    row = (await fetch(_COUNT_ATTEMPT, key, at, window_start))[0]
    return ThrottleRow(row["failures"], as_datetime(row["window_started_at"]))


async def forgive_attempt(key: str) -> None:
    """Take back one attempt that succeeded."""
    await execute("UPDATE sign_in_throttle SET failures = failures - 1 WHERE key = $1", key)


async def clear_throttle(key: str) -> None:
    """Forget the failures under this key."""
    await SignInThrottle.filter(key=key).delete()
