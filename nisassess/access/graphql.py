"""Guarded GraphQL fields: the only way to give the schema a resolver.

`field`, `mutation` and `edge` take the permission; `public` takes the reason why none is needed;
`account` and `account_mutation` are for people about their own account, whatever their roles.
The schema's root refuses to start with a resolver that went another way.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types import Info
from strawberry.types.base import StrawberryOptional
from strawberry.types.field import StrawberryField

from nisassess.access.actor import Actor, ActorKind
from nisassess.access.permissions import Permission
from nisassess.kit.errors import Forbidden, Unauthenticated, VersionConflict
from nisassess.kit.problems import problem_of

Resolver = Callable[..., Any]
_INHERITED = "inherited from its object"
_OWN_ACCOUNT = "own account"


class Guard(FieldExtension):
    """Refuses the field unless the actor holds the permission."""

    def __init__(self, permission: Permission | None, reason: str | None = None) -> None:
        self.permission = permission
        self.reason = reason

    @property
    def inherits(self) -> bool:
        """Whether the guard is that of the object on which the field stands."""
        return self.reason == _INHERITED

    @property
    def is_account(self) -> bool:
        """Whether it lets in every person who is signed in, and no token."""
        return self.reason == _OWN_ACCOUNT

    async def resolve_async(
        self, next_: Callable[..., Awaitable[Any]], source: Any, info: Info, **kwargs: Any
    ) -> Any:
        """Check, then resolve."""
        if self.permission is not None:
            info.context.actor.require(self.permission)
        if self.is_account:
            _require_session(info.context.actor)
        return await next_(source, info, **kwargs)


class MutationGuard(Guard):
    """A guard that turns expected problems into the mutation's union types."""

    def __init__(
        self,
        permission: Permission | None,
        problem_of: Callable[[Exception], Any],
        reason: str | None = None,
    ) -> None:
        super().__init__(permission, reason)
        self._problem_of = problem_of

    def apply(self, field: StrawberryField) -> None:
        """Make the field nullable: a refusal must not take the other mutations' results away."""
        if not isinstance(field.type, StrawberryOptional):
            field.type = StrawberryOptional(field.type)

    async def resolve_async(
        self, next_: Callable[..., Awaitable[Any]], source: Any, info: Info, **kwargs: Any
    ) -> Any:
        """Check, then act; an expected problem is data."""
        try:
            return await super().resolve_async(next_, source, info, **kwargs)
        except Exception as error:
            problem = self._problem_of(error)
            if problem is None:
                raise
            return problem


def field(*, requires: Permission) -> Callable[[Resolver], Any]:
    """A root field for callers that hold the permission."""

    def wrap(resolver: Resolver) -> Any:
        return strawberry.field(resolver, extensions=[Guard(requires)])

    return wrap


edge = field
"""A guarded field below the root; must be nullable, since a refusal leaves null."""


def mutation(
    *, requires: Permission, conflict: Callable[[Any], Any] | None = None
) -> Callable[[Resolver], Any]:
    """A mutation for callers that hold the permission.

    `conflict` makes the conflict type from the current row of a VersionConflict.
    """

    def wrap(resolver: Resolver) -> Any:
        guard = MutationGuard(requires, _problems(conflict))
        return strawberry.mutation(resolver, extensions=[guard])

    return wrap


def account(resolver: Resolver) -> Any:
    """A root field for everybody who is signed in, about their own account.

    Whatever their roles: also while a second factor is demanded and they have no grant at all.
    """
    return strawberry.field(resolver, extensions=[Guard(None, _OWN_ACCOUNT)])


def account_mutation(resolver: Resolver) -> Any:
    """A mutation for everybody who is signed in, on their own account; see `account`."""
    guard = MutationGuard(None, _problems(None), _OWN_ACCOUNT)
    return strawberry.mutation(resolver, extensions=[guard])


def public_mutation(reason: str) -> Callable[[Resolver], Any]:
    """A mutation that anyone may call, with the reason why."""

    def wrap(resolver: Resolver) -> Any:
        guard = MutationGuard(None, _problems(None), reason)
        return strawberry.mutation(resolver, extensions=[guard])

    return wrap


def public(reason: str) -> Callable[[Resolver], Any]:
    """A field that anyone may call, with the reason why."""

    def wrap(resolver: Resolver) -> Any:
        return strawberry.field(resolver, extensions=[Guard(None, reason)])

    return wrap


def inherited(resolver: Resolver) -> Any:
    """A part of the object it stands on, read on demand under the guard that gave the object.

    For parts that belong to the same rows as their object, never for a way to another object.
    """
    return strawberry.field(resolver, extensions=[Guard(None, _INHERITED)])


def guard_of(field_: StrawberryField) -> Guard | None:
    """The guard of a field, if it has one."""
    return next((item for item in field_.extensions if isinstance(item, Guard)), None)


def _require_session(actor: Actor) -> None:
    """Raise Unauthenticated or Forbidden unless a person is signed in."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise Unauthenticated
    if actor.session_id is None:
        raise Forbidden("This needs a person who is signed in, not a token.")


def _problems(conflict: Callable[[Any], Any] | None) -> Callable[[Exception], Any]:
    def find(error: Exception) -> Any:
        if conflict is not None and isinstance(error, VersionConflict):
            return conflict(error)
        return problem_of(error)

    return find
