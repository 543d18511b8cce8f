"""Lock one: a schema with a way in that nobody guards is not built."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import strawberry
from starlette.requests import Request

from nisassess import access, schema
from nisassess.access import ANONYMOUS, Context, Info, Permission
from nisassess.kit.errors import Unauthenticated
from nisassess.kit.services import Services


async def name(self: Any) -> str:
    return "Ada"


@strawberry.type
class Guarded:
    @access.public("for this test")
    async def known(self, info: Info) -> str | None:
        return "known"


def faults(query: Any, mutation: Any = None, **more: Any) -> str:
    built = strawberry.Schema(query, mutation, **more)
    with pytest.raises(schema.UnguardedField) as refused:
        schema.refuse_unguarded(built)
    return str(refused.value)


def test_root_field_without_a_resolver_is_refused() -> None:
    @strawberry.type
    class Query:
        version: str = "1"

    assert faults(Query) == "Query.version"


def test_root_fields_around_the_guards_are_all_named() -> None:
    @strawberry.type
    class Query(Guarded):
        secret: str = strawberry.field(name)  # type: ignore[assignment]
        other: str = strawberry.field(name)  # type: ignore[assignment]

    assert faults(Query) == "Query.other, Query.secret"


def test_mutation_around_the_guards_is_refused() -> None:
    @strawberry.type
    class Mutation:
        wipe: str = strawberry.mutation(name)  # type: ignore[assignment]

    assert faults(Guarded, Mutation).startswith("Mutation.wipe")


def test_resolver_far_below_the_root_is_refused() -> None:
    @strawberry.type
    class Leaf:
        secret: str = strawberry.field(name)  # type: ignore[assignment]

    @strawberry.type
    class Branch:
        leaves: list[Leaf]

    @strawberry.type
    class Query:
        @access.public("for this test")
        async def branch(self) -> Branch | None:
            return None

    assert faults(Query) == "Leaf.secret"


def test_resolver_of_an_interface_and_of_a_type_behind_it_is_refused() -> None:
    @strawberry.interface
    class Named:
        secret: str = strawberry.field(name)  # type: ignore[assignment]

    @strawberry.type
    class Person(Named):
        age: int

    @strawberry.type
    class Query:
        @access.public("for this test")
        async def named(self) -> Named | None:
            return None

    assert faults(Query, types=[Person]) == "Named.secret, Person.secret"


def test_subscription_around_the_guards_is_refused() -> None:
    @strawberry.type
    class Subscription:
        @strawberry.subscription
        async def news(self) -> AsyncIterator[str]:
            yield "news"

    @strawberry.type
    class Query:
        @access.public("for this test")
        async def known(self) -> str | None:
            return None

    assert faults(Query, subscription=Subscription) == "Subscription.news"


def test_root_field_that_inherits_has_nothing_to_inherit_from_and_is_refused() -> None:
    @strawberry.type
    class Query:
        @access.inherited
        async def secret(self) -> str | None:
            return None

    assert faults(Query) == "Query.secret"


def test_guarded_edge_that_cannot_be_null_is_refused() -> None:
    """Its refusal would take the whole object away."""

    @strawberry.type
    class Person:
        name: str

        @access.edge(requires=Permission.OPERATOR_READ)
        async def operator(self) -> str:
            return "Nordlicht"

    @strawberry.type
    class Query:
        @access.public("for this test")
        async def person(self) -> Person | None:
            return None

    assert faults(Query) == "Person.operator"


async def test_guarded_resolver_that_is_not_async_still_asks_the_guard() -> None:
    @strawberry.type
    class Query:
        @access.field(requires=Permission.OPERATOR_READ)
        def secret(self) -> str | None:
            return "secret"

    context = Context(ANONYMOUS, Services(), Request({"type": "http"}), None)
    result = await strawberry.Schema(Query).execute("{ secret }", context_value=context)
    assert result.data == {"secret": None}
    (error,) = result.errors or []
    assert isinstance(error.original_error, Unauthenticated)


def test_plain_leaves_under_a_guarded_field_need_no_guard() -> None:
    @strawberry.type
    class Person:
        name: str

    @strawberry.type
    class Query:
        @access.public("for this test")
        async def person(self) -> Person | None:
            return None

    schema.refuse_unguarded(strawberry.Schema(Query))


def test_application_schema_with_a_planted_field_is_not_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @strawberry.type
    class Query(schema.Query):
        planted: str = strawberry.field(name)  # type: ignore[assignment]

    monkeypatch.setattr(schema, "Query", Query)
    with pytest.raises(schema.UnguardedField, match=r"^Query\.planted$"):
        schema.build_schema()
