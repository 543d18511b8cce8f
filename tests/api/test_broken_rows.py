"""Rows that break the schema's promises: the same data and the same errors from both executors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import partial
from typing import Any

import pytest
import strawberry
from graphql import Undefined
from strawberry.schema.config import StrawberryConfig

from nisassess.api.execution import PlainRowsExecutor
from nisassess.kit.scalars import ANSWER_VALUE, AnswerValue


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Paint(StrEnum):
    RED = "red"


@strawberry.type
class Leaf:
    id: strawberry.ID
    name: str
    note: str | None = None


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Cat(Named):
    lives: int


@strawberry.type
class Dog(Named):
    good: bool


@strawberry.type
class Tree:
    name: str
    count: int
    size: float
    alive: bool
    planted: date
    seen: datetime
    colour: Colour
    answer: AnswerValue | None
    words: list[str]
    maybe_words: list[str | None] | None
    rings: list[list[int]]
    leaf: Leaf
    maybe_leaf: Leaf | None
    leaves: list[Leaf]
    maybe_leaves: list[Leaf | None] | None
    pets: list[Named]


@dataclass
class Row:
    """A tree whose every value is as the schema says."""

    name: Any = "Oak"
    count: Any = 3
    size: Any = 1.5
    alive: Any = True
    planted: Any = date(2026, 1, 2)
    seen: Any = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - printed as it is
    colour: Any = Colour.RED
    answer: Any = "4"
    words: Any = ("a", "b")
    maybe_words: Any = None
    rings: Any = ((1, 2), (3,))
    leaf: Any = None
    maybe_leaf: Any = None
    leaves: Any = ()
    maybe_leaves: Any = None
    pets: Any = ()

    def __post_init__(self) -> None:
        if self.leaf is None:
            self.leaf = Leaf(id=strawberry.ID("1"), name="green")


class NoLeaf:
    """A row that lacks what it should have."""


GOOD = Leaf(id=strawberry.ID("2"), name="brown", note="dry")

BROKEN: dict[str, dict[str, Any]] = {
    "nothing": {},
    "null in a non-null leaf": {"name": None},
    "undefined in a non-null leaf": {"name": Undefined},
    "undefined in a nullable leaf": {"answer": Undefined},
    "null in a non-null object": {"leaf": Undefined},
    "null in a non-null list": {"words": None},
    "null among non-null items": {"words": ["a", None, "b"]},
    "null among nullable items": {"maybe_words": ["a", None, "b"]},
    "null among non-null objects": {"leaves": [GOOD, None, GOOD]},
    "null among nullable objects": {"maybe_leaves": [GOOD, None]},
    "text for a list": {"words": "ab"},
    "text for a nullable list": {"maybe_words": "ab"},
    "number for a list": {"words": 5},
    "set for a list": {"words": {"a"}},
    "iterator for a list": {"maybe_words": range(2)},
    "mapping for a list": {"words": {"a": "b"}},
    "list in a list too few": {"rings": [1, 2]},
    "null in a list of lists": {"rings": [[1], None]},
    "number for text": {"name": 5},
    "truth for text": {"name": True},
    "list for text": {"name": ["a"]},
    "object for text": {"name": NoLeaf()},
    "text for a number": {"count": "3"},
    "wrong text for a number": {"count": "three"},
    "truth for a number": {"count": True},
    "fraction for a number": {"count": 2.5},
    "whole fraction for a number": {"count": 2.0},
    "too large a number": {"count": 2**31},
    "smallest number": {"count": -(2**31)},
    "endless fraction": {"size": float("inf")},
    "no fraction": {"size": float("nan")},
    "number for a fraction": {"size": 2},
    "number for truth": {"alive": 1},
    "text for truth": {"alive": "yes"},
    "text for a date": {"planted": "2026-01-02"},
    "time for a date": {"planted": datetime(2026, 1, 2)},  # noqa: DTZ001 - as above
    "unknown enum value": {"colour": "green"},
    "enum by value": {"colour": "red"},
    "enum by name": {"colour": "RED"},
    "enum of another kind": {"colour": Paint.RED},
    "null enum": {"colour": None},
    "number for an answer": {"answer": 4},
    "error as text": {"name": ValueError("no name")},
    "error as an answer": {"answer": ValueError("no answer")},
    "error as a date": {"planted": ValueError("no date")},
    "error as an object": {"leaf": ValueError("no leaf")},
    "error as a nullable object": {"maybe_leaf": ValueError("no leaf")},
    "error as a list": {"leaves": ValueError("no leaves")},
    "error among objects": {"leaves": [GOOD, ValueError("fallen")]},
    "error among nullable objects": {"maybe_leaves": [GOOD, ValueError("fallen"), None]},
    "error among texts": {"maybe_words": ["a", ValueError("hushed")]},
    "row without its attributes": {"leaf": NoLeaf()},
    "rows without their attributes": {"maybe_leaves": [NoLeaf(), GOOD]},
    "dictionary for an object": {"leaf": {"id": "1", "name": "x"}},
    "text for an object": {"leaf": "leaf"},
    "null deep below": {"leaves": [Leaf(id=strawberry.ID("3"), name=None)]},  # type: ignore[arg-type]
    "members of an interface": {"pets": [Cat(name="Tom", lives=9), Dog(name="Rex", good=True)]},
    "stranger to an interface": {"pets": [Cat(name="Tom", lives=9), GOOD]},
}

QUERIES = {
    "everything": """{ tree { name count size alive planted seen colour answer words maybeWords
        rings leaf { id name note } maybeLeaf { id } leaves { id name } maybeLeaves { name }
        pets { __typename name ... on Cat { lives } } } }""",
    "nullable only": "{ tree { answer maybeWords maybeLeaf { name } maybeLeaves { id note } } }",
    "names of types": """{ tree { __typename leaf { __typename } maybeLeaf { kind: __typename }
        leaves { __typename } maybeLeaves { __typename } } }""",
    "each alone": "{ tree { a: name } b: tree { count } c: tree { leaf { id } } "
    "d: tree { colour } e: tree { answer } f: tree { rings } g: tree { planted words } }",
    "many": "{ trees { name leaf { name } leaves { id } maybeLeaves { id } answer } }",
    "merged": "{ tree { leaf { id } ...More leaf { name } } tree { leaf { note } } } "
    "fragment More on Tree { leaf { id note } words }",
    "conditional": "query($t: Boolean = true, $f: Boolean = false) { tree { "
    "name @skip(if: $t) count @include(if: $f) leaf @include(if: $t) { id name @skip(if: $f) } } }",
}

_root: dict[str, Any] = {}


@strawberry.type
class Query:
    @strawberry.field
    async def tree(self) -> Tree | None:
        tree: Tree = _root["row"]
        return tree

    @strawberry.field
    async def trees(self) -> list[Tree | None]:
        return [_root["row"], Row(), None, _root["row"]]


def schema(executor: Any) -> strawberry.Schema:
    return strawberry.Schema(
        Query,
        types=[Cat, Dog],
        execution_context_class=executor,
        config=StrawberryConfig(scalar_map={AnswerValue: ANSWER_VALUE}),
    )


PLAIN, FAST = schema(None), schema(PlainRowsExecutor)


async def told(built: strawberry.Schema, query: str, row: Callable[[], Any]) -> Any:
    _root["row"] = row()
    result = await built.execute(query)
    errors = [
        (error.message, error.path, error.locations, type(error.original_error))
        for error in result.errors or ()
    ]
    return repr(result.data), errors


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", BROKEN)
async def test_broken_row_is_told_alike_by_both_executors(name: str) -> None:
    for query in QUERIES.values():
        expected = await told(PLAIN, query, partial(Row, **BROKEN[name]))
        for _ in range(2):
            assert await told(FAST, query, partial(Row, **BROKEN[name])) == expected, query


async def test_sound_row_has_no_errors_and_broken_ones_do() -> None:
    """Lest both executors be silent."""
    query = QUERIES["everything"]
    faulty = set()
    for name, row in BROKEN.items():
        _, errors = await told(FAST, query, partial(Row, **row))
        if errors:
            faulty.add(name)
    assert len(faulty) > 30
    assert faulty.isdisjoint({"nothing", "null among nullable items", "iterator for a list"})


async def test_path_of_a_broken_row_names_the_item() -> None:
    row = {"leaves": [GOOD, Leaf(id=strawberry.ID("3"), name=None)]}  # type: ignore[arg-type]
    _, errors = await told(FAST, "{ trees { leaves { name } } }", partial(Row, **row))
    assert [path for _, path, _, _ in errors] == [
        ["trees", 0, "leaves", 1, "name"],
        ["trees", 3, "leaves", 1, "name"],
    ]
