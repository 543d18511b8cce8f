"""Joins the slices' GraphQL types; refuses to start with a field that nobody guards."""

from collections.abc import Iterator

import strawberry
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition, StrawberryOptional
from strawberry.types.field import StrawberryField

from nisassess.access import guard_of
from nisassess.access.graphql import Guard
from nisassess.api.execution import PlainRowsExecutor
from nisassess.api.limits import QueryLimits
from nisassess.assessments import graphql as assessments
from nisassess.assessments import graphql_carrying as carrying
from nisassess.assessments import graphql_change as changing
from nisassess.assessments import graphql_earlier as earlier
from nisassess.assessments import graphql_plan as planning
from nisassess.assessments import graphql_reuse as reuse
from nisassess.assessments import graphql_team as team
from nisassess.assessments import graphql_tying as tying
from nisassess.discussions import graphql as discussions
from nisassess.evidence import graphql as evidence
from nisassess.identity import graphql as identity
from nisassess.identity import graphql_account as account
from nisassess.identity import graphql_invitations as invitations
from nisassess.identity import graphql_members as members
from nisassess.kit import problems
from nisassess.kit.scalars import ANSWER_VALUE, AnswerValue
from nisassess.notifications import graphql as notifications
from nisassess.operators import graphql as operators
from nisassess.requests import graphql as requests
from nisassess.requests import graphql_desk as desk
from nisassess.reviews import graphql as reviews
from nisassess.reviews import graphql_operator as proceedings
from nisassess.statistics import graphql as statistics
from nisassess.submissions import graphql as submissions
from nisassess.submissions import graphql_import as imports
from nisassess.submissions import graphql_readings as readings
from nisassess.submissions import graphql_versions as versions
from nisassess.supervision import graphql as supervision
from nisassess.supervision import graphql_changes as changes_told
from nisassess.supervision import graphql_register as entities

_CACHED_DOCUMENTS = 64


@strawberry.type
class Query(
    supervision.Query,
    changes_told.Query,
    entities.Query,
    statistics.Query,
    reviews.Query,
    proceedings.Query,
    submissions.Query,
    readings.Query,
    versions.Query,
    imports.Query,
    discussions.Query,
    assessments.Query,
    carrying.Query,
    reuse.Query,
    tying.Query,
    changing.Query,
    planning.Query,
    earlier.Query,
    requests.Query,
    team.Query,
    desk.Query,
    evidence.Query,
    operators.Query,
    notifications.Query,
    members.Query,
    invitations.Query,
    account.Query,
    identity.Query,
):
    """Everything that can be read."""


@strawberry.type
class Mutation(
    supervision.Mutation,
    changes_told.Mutation,
    entities.Mutation,
    reviews.Mutation,
    proceedings.Mutation,
    submissions.Mutation,
    versions.Mutation,
    imports.Mutation,
    discussions.Mutation,
    assessments.Mutation,
    carrying.Mutation,
    team.Mutation,
    tying.Mutation,
    requests.Mutation,
    desk.Mutation,
    planning.Mutation,
    earlier.Mutation,
    evidence.Mutation,
    operators.Mutation,
    members.Mutation,
    invitations.Mutation,
    account.Mutation,
    notifications.Mutation,
    identity.Mutation,
):
    """Everything that can be changed. Expected problems come back as data."""


class UnguardedField(Exception):
    """A field has a resolver but no guard, or one that does not fit its place.

    Add access.field, mutation, edge, public or inherited. Only what stands on a guarded object
    can inherit; a guarded field below the root is nullable, or its refusal would take its object
    away.
    """


class Schema(strawberry.Schema):
    """Strawberry's schema; errors are logged by the view, which knows which are unexpected."""

    def process_errors(self, errors: object, execution_context: object = None) -> None:
        """Leave it to `nisassess.api.errors`."""


def build_schema(*, plain_rows: bool = True) -> Schema:
    """The whole schema; raises UnguardedField."""
    schema = Schema(
        query=Query,
        mutation=Mutation,
        types=[problems.ValidationProblem, problems.NotFoundProblem, problems.StateProblem],
        execution_context_class=PlainRowsExecutor if plain_rows else None,
        config=StrawberryConfig(scalar_map={AnswerValue: ANSWER_VALUE}),
        extensions=[
            QueryLimits,
            lambda: ParserCache(maxsize=_CACHED_DOCUMENTS),
            lambda: ValidationCache(maxsize=_CACHED_DOCUMENTS),
        ],
    )
    refuse_unguarded(schema)
    return schema


def refuse_unguarded(schema: strawberry.Schema) -> None:
    """Raise UnguardedField for a root field, or any resolver, that went around the guards."""
    missing = [
        f"{type_.name}.{field.python_name}"
        for type_, field in fields(schema)
        if not _is_safe(type_, field)
    ]
    if missing:
        raise UnguardedField(", ".join(sorted(missing)))


def fields(
    schema: strawberry.Schema,
) -> Iterator[tuple[StrawberryObjectDefinition, StrawberryField]]:
    """Every field of every object type, with its type."""
    for concrete in schema.schema_converter.type_map.values():
        definition = concrete.definition
        if isinstance(definition, StrawberryObjectDefinition) and not definition.is_input:
            for field in definition.fields:
                yield definition, field


def _is_safe(type_: StrawberryObjectDefinition, field: StrawberryField) -> bool:
    guard = guard_of(field)
    if type_.name in {"Query", "Mutation", "Subscription"}:
        return guard is not None and not guard.inherits
    if guard is None:
        return field.base_resolver is None
    return guard.permission is None or isinstance(field.type, StrawberryOptional)


def guards(schema: strawberry.Schema) -> Iterator[tuple[str, Guard]]:
    """Every guarded field as (`Type.field`, guard), in GraphQL's names."""
    for type_, field in fields(schema):
        guard = guard_of(field)
        if guard is not None:
            name = schema.config.name_converter.get_graphql_name(field)
            yield f"{type_.name}.{name}", guard
