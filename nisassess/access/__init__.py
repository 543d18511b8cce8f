"""Who may do what: permissions, roles, the actor, and guarded GraphQL fields.

Owns the vocabulary of access and the first lock (schema). The second lock (rows) stands in each
slice's repository; the third (matrix) in the tests.
"""

from nisassess.access.actor import ANONYMOUS, Actor, ActorKind, Grant
from nisassess.access.context import Context, Info
from nisassess.access.graphql import (
    account,
    account_mutation,
    edge,
    field,
    guard_of,
    inherited,
    mutation,
    public,
    public_mutation,
)
from nisassess.access.permissions import ROLE_PERMISSIONS, Permission, Role

__all__ = [
    "ANONYMOUS",
    "ROLE_PERMISSIONS",
    "Actor",
    "ActorKind",
    "Context",
    "Grant",
    "Info",
    "Permission",
    "Role",
    "account",
    "account_mutation",
    "edge",
    "field",
    "guard_of",
    "inherited",
    "mutation",
    "public",
    "public_mutation",
]
