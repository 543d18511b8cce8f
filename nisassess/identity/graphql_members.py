"""GraphQL of members: colleagues, their roles, and second factors that are demanded of them."""

from datetime import datetime
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission, Role
from nisassess.identity import membership, repository
from nisassess.identity.graphql import RoleEnum
from nisassess.identity.listeners import Listeners
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.types import MemberRow
from nisassess.kit.database import Database
from nisassess.kit.errors import VersionConflict
from nisassess.kit.problems import NotFoundProblem, Problem, StateProblem, ValidationProblem


@strawberry.type
class Member:
    """A person with roles in an organisation, as its other members see them.

    `secondFactor` and `accessTokens` are for who manages members, null for others.
    """

    id: strawberry.ID
    name: str
    email: str
    roles: list[RoleEnum]  # type: ignore[valid-type]
    joined_at: datetime | None
    second_factor: bool | None
    access_tokens: int | None
    """Valid ones that this person made; they end when the person goes."""


@strawberry.type
class MemberChanged:
    """The member with its present roles, or without its second factor."""

    member: Member


@strawberry.type
class MemberConflict(Problem):
    """Somebody else changed the roles in the meantime; nothing was overwritten."""

    current: Member


@strawberry.type
class MemberRemoved:
    """The person reaches this organisation no more; what ended with the membership."""

    access_tokens_ended: int
    invitations_ended: int


@strawberry.type
class SecondFactorPolicy:
    """Roles whose holders must have a second factor."""

    roles: list[RoleEnum]  # type: ignore[valid-type]


@strawberry.input
class MemberInput:
    """One member of an organisation that the caller manages."""

    organisation_id: strawberry.ID
    person_id: strawberry.ID


@strawberry.input
class ChangeMemberRolesInput:
    """`expectedRoles`: those that the caller saw."""

    organisation_id: strawberry.ID
    person_id: strawberry.ID
    roles: list[RoleEnum]  # type: ignore[valid-type]
    expected_roles: list[RoleEnum]  # type: ignore[valid-type]


@strawberry.input
class SetSecondFactorPolicyInput:
    """An empty list demands it of nobody."""

    organisation_id: strawberry.ID
    roles: list[RoleEnum]  # type: ignore[valid-type]


ChangeMemberRolesResult = Annotated[
    MemberChanged | MemberConflict | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("ChangeMemberRolesResult"),
]
RemoveMemberResult = Annotated[
    MemberRemoved | StateProblem | NotFoundProblem, strawberry.union("RemoveMemberResult")
]
ResetSecondFactorResult = Annotated[
    MemberChanged | StateProblem | NotFoundProblem, strawberry.union("ResetSecondFactorResult")
]
SetSecondFactorPolicyResult = Annotated[
    SecondFactorPolicy | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("SetSecondFactorPolicyResult"),
]


def member(row: MemberRow, *, managed: bool) -> Member:
    """A row as GraphQL shows it."""
    return Member(
        id=strawberry.ID(row.id),
        name=row.name,
        email=row.email,
        roles=[role for role in Role if role in row.roles],
        joined_at=row.joined_at,
        second_factor=row.second_factor if managed else None,
        access_tokens=row.tokens if managed else None,
    )


def _conflict(error: VersionConflict) -> MemberConflict:
    return MemberConflict(message=str(error), current=member(error.current, managed=True))


@strawberry.type
class Query:
    """Who one's colleagues are."""

    @access.field(requires=Permission.MEMBER_READ)
    async def members(self, info: Info, organisation_id: strawberry.ID) -> list[Member] | None:
        """Everybody of one's own organisation, by name; null for any other."""
        actor = info.context.actor
        rows = await repository.members(actor, organisation_id)
        if rows is None:
            return None
        managed = actor.may(Permission.MEMBER_MANAGE, organisation_id)
        return [member(row, managed=managed) for row in rows]

    @access.field(requires=Permission.MEMBER_MANAGE)
    async def second_factor_policy(
        self, info: Info, organisation_id: strawberry.ID
    ) -> SecondFactorPolicy | None:
        """Of whom the organisation demands a second factor."""
        roles = await stored_factors.policy(info.context.actor, organisation_id)
        return None if roles is None else SecondFactorPolicy(roles=list(roles))


@strawberry.type
class Mutation:
    """Members change and go."""

    @access.mutation(requires=Permission.MEMBER_MANAGE, conflict=_conflict)
    async def change_member_roles(
        self, info: Info, input: ChangeMemberRolesInput
    ) -> ChangeMemberRolesResult:
        context = info.context
        row = await membership.change_roles(
            context.get(Database),
            context.get(Listeners),
            context.actor,
            input.organisation_id,
            input.person_id,
            roles=input.roles,
            expected=input.expected_roles,
        )
        managed = context.actor.may(Permission.MEMBER_MANAGE, input.organisation_id)
        return MemberChanged(member=member(row, managed=managed))

    @access.mutation(requires=Permission.MEMBER_MANAGE)
    async def remove_member(self, info: Info, input: MemberInput) -> RemoveMemberResult:
        context = info.context
        removed = await membership.remove(
            context.get(Database),
            context.get(Listeners),
            context.actor,
            input.organisation_id,
            input.person_id,
        )
        return MemberRemoved(
            access_tokens_ended=removed.tokens, invitations_ended=removed.invitations
        )

    @access.mutation(requires=Permission.MEMBER_MANAGE)
    async def reset_second_factor(self, info: Info, input: MemberInput) -> ResetSecondFactorResult:
        context = info.context
        row = await membership.reset_factor(
            context.get(Database),
            context.get(Listeners),
            context.actor,
            input.organisation_id,
            input.person_id,
        )
        return MemberChanged(member=member(row, managed=True))

    @access.mutation(requires=Permission.MEMBER_MANAGE)
    async def set_second_factor_policy(
        self, info: Info, input: SetSecondFactorPolicyInput
    ) -> SetSecondFactorPolicyResult:
        context = info.context
        roles = await membership.set_policy(
            context.get(Database), context.actor, input.organisation_id, input.roles
        )
        return SecondFactorPolicy(roles=list(roles))
