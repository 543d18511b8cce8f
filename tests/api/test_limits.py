"""Limits of a query: what passes, what is refused, and that looking is cheap."""

from typing import Any

import httpx
import pytest
from graphql import DocumentNode, GraphQLError, get_introspection_query, parse, validate

from nisassess.api import limits
from nisassess.api.limits import LIMITS, Limits, check, measure
from nisassess.kit.errors import TooComplex
from nisassess.schema import build_schema
from tests.api.documents import of_the_frontend
from tests.support.api import ask
from tests.support.world import World

SCHEMA = build_schema()._schema


def refusal(text: str, given: dict[str, Any] | None = None, **changed: int) -> str:
    """Why the document is refused."""
    with pytest.raises(TooComplex) as refused:
        check(parse(text), given or {}, Limits(**changed))
    return str(refused.value)


def passes(text: str, given: dict[str, Any] | None = None, **changed: int) -> None:
    check(parse(text), given or {}, Limits(**changed))


def nested(depth: int) -> str:
    return "{a" * depth + "}" * depth


def test_depth_at_the_limit_passes_and_one_more_is_refused() -> None:
    passes(nested(16))
    assert refusal(nested(17)) == "The query has more than 16 levels; at most 16 are allowed."


def test_depth_counts_through_fragments_of_either_kind() -> None:
    inside = "{ a { ...F } } fragment F on T { b { ... on T { c } } }"
    passes(inside, depth=3)
    assert "more than 2 levels" in refusal(inside, depth=2)


def test_depth_of_a_fragment_counts_where_it_is_spread_deepest() -> None:
    text = "{ ...F a { a { a { ...F } } } } fragment F on T { b { c } }"
    passes(text, depth=5)
    assert "more than 4 levels" in refusal(text, depth=4)


def test_aliases_at_the_limit_pass_and_one_more_is_refused() -> None:
    def aliased(count: int) -> str:
        return "{" + " ".join(f"n{number}: a" for number in range(count)) + "}"

    passes(aliased(60))
    assert refusal(aliased(61)) == "The query has 61 aliases; at most 60 are allowed."


def test_aliases_in_a_fragment_count_as_often_as_it_is_spread() -> None:
    text = "{ a { ...F } b { ...F } } fragment F on T { x: c y: d }"
    passes(text, aliases=4)
    assert refusal(text, aliases=3) == "The query has 4 aliases; at most 3 are allowed."


def test_directives_count_on_fields_fragments_and_operations() -> None:
    text = "query @a { b @c ... @d { e } ...F @g } fragment F on T { h @i }"
    passes(text, directives=5)
    assert refusal(text, directives=4) == "The query has 5 directives; at most 4 are allowed."


@pytest.mark.parametrize(
    ("text", "given", "cost"),
    [
        ("{ a { b c } }", {}, 3),
        ("{ a(first: 10) { b { c } } }", {}, 21),
        ("{ a(first: 10) { b(first: 10) { c } } }", {}, 111),
        ("query($n: Int!) { a(first: $n) { b } }", {"n": 100}, 101),
        ("query($n: Int! = 100) { a(first: $n) { b } }", {}, 101),
        ("query($n: Int! = 100) { a(first: $n) { b } }", {"n": 2}, 3),
        ("{ submission { earlier { id } } }", {}, 16),
        ("{ submission { earlier { earlier { receipt } } } }", {}, 2_561),
        ("query($n: Int! = 2) { a(first: $n) { b } }", {"n": 100}, 101),
        ("query($n: Int!) { a(first: $n) { b } }", {}, 2),
        ("query($n: Int!) { a(first: $n) { b } }", {"n": "many"}, 2),
        ("query($n: Int!) { a(first: $n) { b } }", {"n": 100.0}, 101),
        ("query($n: Int!) { a(first: $n) { b } }", {"n": -5}, 2),
        ("{ a(first: -5) { b } }", {}, 2),
        ("{ a(first: 0) { b } }", {}, 2),
        ("{ a(last: 100) { b } }", {}, 2),
        ("{ ...F ...F } fragment F on T { a b }", {}, 4),
        ("query A { a } query B { b c }", {}, 3),
        (
            "query A($n: Int = 9) { ...F } query B($n: Int = 1) { ...F } "
            "fragment F on T { a(first: $n) { b } }",
            {},
            12,
        ),
    ],
)
def test_cost_counts_the_fields_of_the_answer(text: str, given: dict[str, Any], cost: int) -> None:
    assert measure(parse(text), given).cost == cost


def test_cost_over_the_limit_is_refused() -> None:
    text = "{ a(first: 100) { b(first: 100) { c d e f } } }"
    passes(text, cost=40_101)
    assert refusal(text, cost=40_100) == (
        "The query has 40101 fields in the answer; at most 40100 are allowed."
    )


def test_number_of_endless_digits_is_refused_as_any_large_one() -> None:
    text = "{ a(first: " + "9" * 5000 + ") { b } }"
    assert refusal(text) == (
        "The query has 1000000000000 fields in the answer; at most 50000 are allowed."
    )


def chain(count: int) -> str:
    spreads = [f"fragment F{n} on T {{ ...F{n + 1} }}" for n in range(count)]
    return " ".join([*spreads, f"fragment F{count} on T {{ a }}"])


def test_nesting_counts_fragments_that_add_no_depth() -> None:
    assert "more than 64 selections within each other" in refusal(
        "{ ...F0 }" + chain(64), repeats=10**9
    )
    assert "more than 64 selections" in refusal("{" + "...{" * 64 + "a" + "}" * 65)


def test_nesting_counts_what_is_known_of_a_fragment_already() -> None:
    innermost_first = " ".join(f"...F{n}" for n in reversed(range(300)))
    text = f"{{ {innermost_first} }}" + chain(300)
    assert "more than 64 selections" in refusal(text, repeats=10**9)


REPEATS = {
    "fields": "{" + "a {b} " * 250 + "}",
    "fields in fields": "{" + "a {b {c}} " * 200 + "}",
    "inline fragments": "{" + "...on T {a} " * 250 + "}",
    "fragments": "{"
    + " ".join(f"...F{n}" for n in range(100))
    + "}"
    + " ".join(f"fragment F{n} on T {{ a }}" for n in range(100)),
    "fragments that nobody spreads": "{ a }"
    + " ".join(f"fragment F{n} on T {{ ...F{n + 1} ...F{n + 1} }}" for n in range(100))
    + "fragment F100 on T { a }",
}


@pytest.mark.parametrize("name", REPEATS)
def test_document_that_validation_would_compare_for_seconds_is_refused(name: str) -> None:
    assert "pairs of fields or fragments of the same name; at most 20000" in refusal(REPEATS[name])


def bomb(levels: int) -> str:
    spreads = [f"fragment F{n} on T{{...F{n + 1}...F{n + 1}}}" for n in range(levels)]
    return "".join(["{...F0}", *spreads, f"fragment F{levels} on T{{a}}"])


def test_fragment_bomb_is_measured_by_looking_at_each_node_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = 0
    original = limits._Walker._one

    def counted(self: Any, *given: Any) -> Any:
        nonlocal looked
        looked += 1
        return original(self, *given)

    monkeypatch.setattr(limits._Walker, "_one", counted)
    text = bomb(26)
    assert len(text) < 1000
    assert refusal(text) == (
        "The query has 67108864 fields in the answer; at most 50000 are allowed."
    )
    assert looked == 1 + 2 * 26 + 1


def test_fragment_cycle_passes_the_limits_and_fails_validation() -> None:
    for text in (
        "{ viewer { ...A } } fragment A on Viewer { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { id } ...A }",
    ):
        passes(text)
        errors = validate(SCHEMA, parse(text))
        assert any("Cannot spread fragment 'A' within itself" in one.message for one in errors)


def test_unknown_fragment_passes_the_limits_and_fails_validation() -> None:
    passes("{ ...Nowhere }")
    (error,) = validate(SCHEMA, parse("{ ...Nowhere }"))
    assert error.message == "Unknown fragment 'Nowhere'."


@pytest.mark.parametrize("full", [False, True])
def test_standard_introspection_is_within_the_limits(full: bool) -> None:
    text = get_introspection_query(
        specified_by_url=full,
        directive_is_repeatable=full,
        schema_description=full,
        input_value_deprecation=full,
        one_of=full,
    )
    check(parse(text, max_tokens=LIMITS.tokens), {})


def test_every_document_of_the_frontend_is_within_a_half_of_the_limits() -> None:
    for document in of_the_frontend():
        parsed: DocumentNode = parse(document.text, max_tokens=LIMITS.tokens // 2)
        found = measure(parsed, {"first": 50})
        for name in ("depth", "nesting", "repeats", "aliases", "directives", "cost"):
            assert getattr(found, name) <= getattr(LIMITS, name) / 2, (document.name, name)


def test_tokens_over_the_limit_are_not_parsed() -> None:
    with pytest.raises(GraphQLError, match=f"more than {LIMITS.tokens} tokens"):
        parse("{" + "a " * LIMITS.tokens + "}", max_tokens=LIMITS.tokens)


REFUSED = {
    "depth": "{ operators(first: 1) { edges { node { " + "a {" * 14 + "b" + "}" * 18,
    "cost": "query($n: Int! = 30000) { operators(first: $n) { edges { node { id } } } }",
    "aliases": "{" + " ".join(f"v{n}: viewer {{ id }}" for n in range(61)) + "}",
    "repeats": "{" + "viewer {id} " * 300 + "}",
    "bomb": bomb(20).replace("on T", "on Viewer").replace("{...F0}", "{viewer{...F0}}", 1),
}


async def test_query_over_a_limit_is_refused_over_http_and_runs_nothing(
    client: httpx.AsyncClient, world: World
) -> None:
    for text in REFUSED.values():
        for _ in range(2):  # nor the second time, when it is known
            answer = await ask(client, text, world.officer.bearer)
            assert answer.codes == ["TOO_COMPLEX"], text
            assert list(answer.body) == ["errors"]


async def test_query_too_long_to_parse_is_refused_over_http(client: httpx.AsyncClient) -> None:
    answer = await ask(client, "{" + "a " * 3000 + "}")
    assert answer.codes == ["BAD_INPUT"]
    assert "Document contains more than 2000 tokens" in answer.body["errors"][0]["message"]


async def test_variable_decides_each_time_whether_a_known_query_is_too_costly(
    client: httpx.AsyncClient, world: World
) -> None:
    text = (
        "query($n: Int!) { submissions(first: $n) "
        "{ edges { node { controls { parts { answers { prompt } evidence { title } } } } } } }"
    )
    few = await ask(client, text, world.officer.bearer, n=5)
    assert len(few.data["submissions"]["edges"]) == 1
    many = await ask(client, text, world.officer.bearer, n=1000)
    assert many.codes == ["TOO_COMPLEX"]
    again = await ask(client, text, world.officer.bearer, n=5)
    assert again.data == few.data
