"""Plain values of identity."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nisassess.access import Role


class OrganisationKind(StrEnum):
    """What an organisation is here."""

    OPERATOR = "operator"
    FOREIGN_OPERATOR = "foreign_operator"
    """An operator of another installation whose submission was imported; nobody is a member."""
    AUTHORITY = "authority"
    PLATFORM = "platform"


ID_PREFIX = {
    OrganisationKind.OPERATOR: "opr",
    OrganisationKind.FOREIGN_OPERATOR: "opr",
    OrganisationKind.AUTHORITY: "aut",
    OrganisationKind.PLATFORM: "plt",
}


ROLES_OF = {
    OrganisationKind.OPERATOR: frozenset(
        {
            Role.OPERATOR_CONTRIBUTOR,
            Role.OPERATOR_COORDINATOR,
            Role.OPERATOR_APPROVER,
            Role.OPERATOR_CONSULTANT,
            Role.SIGNATORY,
        }
    ),
    OrganisationKind.FOREIGN_OPERATOR: frozenset(),
    OrganisationKind.AUTHORITY: frozenset({Role.AUTHORITY_OFFICER, Role.AUTHORITY_LEAD}),
    OrganisationKind.PLATFORM: frozenset({Role.PLATFORM_ADMINISTRATOR}),
}
"""Roles that a person can have in an organisation of a kind."""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation."""

    id: str
    kind: OrganisationKind
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the hash of the password."""

    id: str
    name: str
    email: str
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody with a role in an organisation, as colleagues may know them."""

    id: str
    name: str
    email: str
    roles: tuple[Role, ...]
    joined_at: datetime | None = None
    second_factor: bool = False
    tokens: int = 0
    """Valid access tokens of the organisation that this person made."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as whoever runs the installation sees it; roles with their organisation's id."""

    email: str
    name: str
    active: bool
    second_factor: bool
    roles: tuple[tuple[str, Role], ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A signed-in browser; `last_seen_at` to the minute."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    browser: str | None
    system: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A second factor; `enrolled_at` is None until a code proved that it works."""

    id: str
    secret: str = field(repr=False)
    """Encrypted."""
    begun_at: datetime
    enrolled_at: datetime | None
    last_step: int | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """A link by which somebody may join."""

    id: str
    organisation_id: str
    organisation_name: str
    organisation_kind: OrganisationKind
    email: str
    name: str
    roles: tuple[Role, ...]
    invited_by_id: str
    invited_by: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ThrottleRow:
    """Failed sign-ins since the window began."""

    failures: int
    window_started_at: datetime


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority as everybody may know it."""

    id: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """Country x regime x subsector (`*`: any)."""

    authority_id: str
    country: str
    regime: str
    subsector: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """An access token without its secret."""

    id: str
    name: str
    prefix: str
    role: Role
    organisation_id: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    created_by: str
