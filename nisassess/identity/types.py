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
