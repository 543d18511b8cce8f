"""The caller of a use case."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nisassess.access.permissions import ROLE_PERMISSIONS, Permission, Role
from nisassess.kit.errors import Forbidden, Unauthenticated


class ActorKind(StrEnum):
    """How the caller proved who it is."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    TOKEN = "token"


@dataclass(frozen=True, slots=True)
class Grant:
    """Roles held in one organisation."""

    organisation_id: str
    organisation_name: str
    organisation_kind: str
    country: str | None
    roles: frozenset[Role]

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the roles allow in this organisation."""
        return frozenset().union(*(ROLE_PERMISSIONS[role] for role in self.roles))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who calls, and what it may do in which organisation."""

    kind: ActorKind
    id: str
    name: str
    email: str | None = None
    grants: tuple[Grant, ...] = ()
    session_id: str | None = None
    confirmed_at: datetime | None = None
    """When a person last proved to be at the keyboard; None: never."""
    second_factor: bool = False
    """Whether the person has one, which the session then proved."""
    second_factor_for: tuple[str, ...] = ()
    """Names of the organisations that demand a second factor which the person does not have yet.

    Until then there are no grants at all.
    """
    language: str | None = None
    """In which the person is written to; None: the installation's."""
    _by_permission: dict[Permission, tuple[str, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def organisations(self, permission: Permission) -> tuple[str, ...]:
        """Ids of the organisations in which the actor holds the permission."""
        found = self._by_permission.get(permission)
        if found is None:
            found = tuple(
                grant.organisation_id for grant in self.grants if permission in grant.permissions
            )
            self._by_permission[permission] = found
        return found

    def may(self, permission: Permission, organisation_id: str | None = None) -> bool:
        """Whether the actor holds the permission, anywhere or in one organisation."""
        organisations = self.organisations(permission)
        return bool(organisations) if organisation_id is None else organisation_id in organisations

    def is_limited(self, operator_id: str) -> bool:
        """Whether the actor sees of an operator no more than what is assigned to it."""
        return self.may(Permission.ASSIGNED_READ, operator_id) and not self.may(
            Permission.ASSESSMENT_READ, operator_id
        )

    def require(self, permission: Permission) -> None:
        """Raise Unauthenticated or Forbidden unless the actor holds the permission somewhere."""
        if self.may(permission):
            return
        if self.kind is ActorKind.ANONYMOUS:
            raise Unauthenticated
        raise Forbidden


ANONYMOUS = Actor(ActorKind.ANONYMOUS, "anonymous", "anonymous")
