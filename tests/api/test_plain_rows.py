"""The fast executor gives the same answers and the same errors as graphql-core's own."""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from typing import Any

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from nisassess.api.execution import PlainRowsExecutor
from nisassess.kit.scalars import ANSWER_VALUE, AnswerValue
from nisassess.schema import Schema

pytestmark = pytest.mark.database_free


@strawberry.enum
class Colour(Enum):
    RED = "red"


class Foreign(StrEnum):
    """Another enum, one of whose values is a colour's."""

    RED = "red"
    OTHER = "other"


@strawberry.type
class Inner:
    a: int
    b: str | None


@strawberry.type
class Row:
    number: int
    text: str
    maybe_text: str | None
    share: float | None
    flag: bool | None
    colour: Colour | None
    answer: AnswerValue | None
    at: datetime | None
    on: date
    inner: Inner
    many: list[Inner]
    maybe_many: list[Inner | None] | None


@dataclass(frozen=True)
class Plain:
    """A row of any values under the names that `Row` has."""

    number: Any = 1
    text: Any = "text"
    maybe_text: Any = None
    share: Any = 1
    flag: Any = True
    colour: Any = Colour.RED
    answer: Any = "3"
    at: Any = datetime(2026, 1, 2, tzinfo=UTC)
    on: Any = date(2026, 1, 2)
    inner: Any = None
    many: Any = ()
    maybe_many: Any = None


@dataclass(frozen=True)
class PlainInner:
    a: Any = 1
    b: Any = "b"


GOOD = Plain(
    inner=PlainInner(), many=[PlainInner(2), PlainInner(3)], maybe_many=[None, PlainInner()]
)
ODD = [
    GOOD,
    *(
        replace(GOOD, **{name: value})
        for name, values in {
            "number": (2**31 - 1, 2**31, -(2**31) - 1, True, 1.0, 1.5, "1", None),
            "text": (5, True, None, Foreign.RED, ["x"]),
            "maybe_text": ("", 7, b"x"),
            "share": (None, 0.5, float("nan"), "much"),
            "flag": (None, 0, "yes"),
            "colour": (None, "red", "RED", "blue", Foreign.RED, Foreign.OTHER, 1),
            "answer": (None, 3, Foreign.RED),
            "at": (None, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), "today"),
            "on": (None, datetime(2026, 1, 2, tzinfo=UTC), "today"),
            "inner": (None, PlainInner(a=None), PlainInner(b=5), "no object"),
            "many": (None, [], (PlainInner(),), [None], [PlainInner(None)], "text", iter(())),
            "maybe_many": (None, [], [None], [PlainInner(a="x")], 5),
        }.items()
        for value in values
    ),
]

FIELDS = "number text maybeText share flag colour answer at on"
QUERIES = [
    f"{{ row {{ {FIELDS} inner {{ a b }} many {{ a b }} maybeMany {{ a b }} }} }}",
    f"{{ rows {{ {FIELDS} inner {{ a b }} many {{ a b }} maybeMany {{ a b }} }} }}",
    "{ rows { __typename inner { __typename } many { __typename } maybeMany { __typename } } }",
    "{ rows { inner { a } } }",
    "{ nulls { __typename } }",
    "{ nulls { number } }",
    "{ nulls { number text } }",
    "query ($no: Boolean!) { rows { number @skip(if: $no) text many { a @include(if: $no) } } }",
    """{ rows { one: number two: number ...more __typename } }
    fragment more on Row { number many { b } inner { ... on Inner { a } } }""",
]


@strawberry.type
class Query:
    @strawberry.field
    async def row(self, info: strawberry.Info) -> Row | None:
        return info.context["row"]

    @strawberry.field
    async def rows(self, info: strawberry.Info) -> list[Row]:
        return [GOOD, info.context["row"]]

    @strawberry.field
    async def nulls(self, info: strawberry.Info) -> list[Row]:
        return [info.context["row"], None]


CONFIG = StrawberryConfig(scalar_map={AnswerValue: ANSWER_VALUE})
FAST = Schema(query=Query, config=CONFIG, execution_context_class=PlainRowsExecutor)
SLOW = Schema(query=Query, config=CONFIG)


async def _answer(schema: Schema, query: str, row: Any, variables: dict[str, Any]) -> Any:
    result = await schema.execute(query, variable_values=variables, context_value={"row": row})
    return repr(result.data), [error.formatted for error in result.errors or []]


@pytest.mark.parametrize("query", QUERIES)
async def test_both_executors_say_the_same(query: str) -> None:
    given = [{"no": True}, {"no": False}] if "$no" in query else [{}]
    for row, variables in itertools.product(ODD, given):
        fast = await _answer(FAST, query, row, variables)
        assert fast == await _answer(SLOW, query, row, variables)


async def test_directives_are_looked_at_anew_each_time() -> None:
    query = QUERIES[7]
    first = await _answer(FAST, query, GOOD, {"no": True})
    second = await _answer(FAST, query, GOOD, {"no": False})
    assert "number" not in first[0]
    assert "number" in second[0]
