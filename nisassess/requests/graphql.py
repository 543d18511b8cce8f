"""GraphQL of requests: cases."""

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.requests.graphql_types import Case
from nisassess.requests.repository import cases


@strawberry.type
class Query:
    """The authority's cases."""

    @access.field(requires=Permission.DESK_READ)
    async def case(self, info: Info, id: strawberry.ID) -> Case | None:
        """One case."""
        row = await cases.seen(info.context.actor, id)
        return None if row is None else Case.of(row)
