"""Checks of what people are called and how they sign in."""

from collections.abc import Iterable

from nisassess.access import Role
from nisassess.identity.secrets import LONGEST_PASSWORD, SHORTEST_PASSWORD
from nisassess.identity.types import ROLES_OF, OrganisationKind
from nisassess.kit.errors import Issue

LONGEST_ADDRESS = 254
LONGEST_NAME = 200
_NOT_IN_ADDRESSES = frozenset(' ()<>[]:;,"@\\')
"""Signs that have a meaning of their own in mail headers (RFC 5322, 3.2.3)."""


def can_exist(address: str) -> bool:
    """Whether the database takes the address as a value to look for."""
    return len(address) <= LONGEST_ADDRESS and address.isprintable()


def address_issues(address: str) -> list[Issue]:
    """What is wrong with a tidy e-mail address."""
    local, at, domain = address.partition("@")
    is_whole = local and at and domain and _NOT_IN_ADDRESSES.isdisjoint(local + domain)
    if is_whole and can_exist(address):
        return []
    return [Issue("email", "bad_email", "must be an e-mail address such as a@b.example")]


def name_issues(name: str) -> list[Issue]:
    """What is wrong with a person's name."""
    if 1 <= len(name.strip()) <= LONGEST_NAME and name.isprintable():
        return []
    return [Issue("name", "bad_length", "must be 1 to 200 printable characters")]


def password_issues(password: str, path: str = "password") -> list[Issue]:
    """What is wrong with a new password."""
    if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD and _is_text(password):
        return []
    message = f"must be {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
    return [Issue(path, "bad_length", message)]


def role_issues(kind: OrganisationKind, roles: Iterable[Role]) -> list[Issue]:
    """What is wrong with the roles of a member of an organisation of this kind."""
    given, fitting = set(roles), ROLES_OF[kind]
    if given and given <= fitting:
        return []
    names = ", ".join(sorted(role.value for role in fitting))
    return [Issue("roles", "unfit", f"must be one or more of: {names}")]


def _is_text(password: str) -> bool:
    try:
        password.encode()
    except UnicodeEncodeError:
        return False
    return True
