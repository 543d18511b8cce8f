"""GraphQL of members: colleagues, and who may be asked to join them."""

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.identity import repository
from nisassess.identity.graphql import RoleEnum
from nisassess.identity.types import MemberRow


@strawberry.type
class Member:
    """A person with roles in an organisation, as its other members see them."""

    id: strawberry.ID
    name: str
    email: str
    roles: list[RoleEnum]  # type: ignore[valid-type]


def member(row: MemberRow) -> Member:
    """A row as GraphQL shows it."""
    return Member(id=strawberry.ID(row.id), name=row.name, email=row.email, roles=list(row.roles))


@strawberry.type
class Query:
    """Who one's colleagues are."""

    @access.field(requires=Permission.MEMBER_READ)
    async def members(self, info: Info, organisation_id: strawberry.ID) -> list[Member] | None:
        """Everybody of one's own organisation, by name; null for any other."""
        rows = await repository.members(info.context.actor, organisation_id)
        return None if rows is None else [member(row) for row in rows]
