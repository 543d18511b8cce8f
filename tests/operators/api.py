"""Runs GraphQL of the two slices as some actor."""

from typing import Any

import strawberry
from starlette.requests import Request

from nisassess.access import Actor, Context
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from nisassess.operators import graphql as operators
from nisassess.operators.types import OperatorWatch
from nisassess.supervision import changes
from nisassess.supervision import graphql as supervision
from tests.operators.world import REGISTRY


@strawberry.type
class Query(operators.Query, supervision.Query):
    pass


@strawberry.type
class Mutation(operators.Mutation, supervision.Mutation):
    pass


SCHEMA = strawberry.Schema(Query, Mutation)


async def run(database: Database, actor: Actor, query: str, **variables: Any) -> Any:
    """Data and the refusals' names, e.g. `({"operator": None}, [])`."""
    services = Services()
    services.add(database)
    services.add(REGISTRY)
    services.add(OperatorWatch(changes.operator_changed))
    context = Context(actor, services, Request({"type": "http"}), None)
    result = await SCHEMA.execute(query, variable_values=variables, context_value=context)
    refusals = [type(error.original_error or error).__name__ for error in result.errors or []]
    return result.data, refusals
