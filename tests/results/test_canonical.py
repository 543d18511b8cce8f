"""Canonical JSON of sealed results: one document per value, and the way back."""

import dataclasses
import hashlib
import json
import types
import typing
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nisassess.results import types as sealed
from nisassess.results.canonical import canonical, canonical_value, digest, parse

pytestmark = pytest.mark.database_free

# Everything that a text of ours may hold: any character but NUL and halves of surrogate pairs.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
ODD = st.sampled_from(
    [
        "",
        " ",
        "\u2028",
        "\ufeff",
        "e\u0301",
        "\u00e9",
        "\U0001f512",
        '"\\\b\f\n\r\t',
        "\x7f",
        "</script>",
    ]
)
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.one_of(TEXT, ODD),
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    float: st.floats(0, 1),
    bool: st.booleans(),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the format."""
    if kind in LEAVES:
        return LEAVES[kind]
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{name: values(hint) for name, hint in hints.items()})
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if typing.get_origin(kind) is dict:
        return st.dictionaries(*(values(one) for one in arguments), max_size=2)
    assert typing.get_origin(kind) is types.UnionType
    return st.one_of(*(st.none() if one is type(None) else values(one) for one in arguments))


RESULTS = values(sealed.Results)


@given(RESULTS)
@settings(max_examples=25, deadline=None)
def test_any_results_come_back_as_they_went(results: sealed.Results) -> None:
    document = canonical(results)

    assert parse(document) == results
    assert canonical(parse(document)) == document
    assert rfc8785.dumps(json.loads(document)) == document
    assert digest(document) == hashlib.sha256(document).hexdigest()


@given(RESULTS, st.data())
@settings(max_examples=15, deadline=None)
def test_one_changed_text_changes_the_digest(results: sealed.Results, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["title", "assessment", "period_from", "language"]))
    changed = dataclasses.replace(results, **{name: getattr(results, name) + "."})

    assert digest(canonical(changed)) != digest(canonical(results))


@given(st.dictionaries(TEXT, st.one_of(TEXT, LEAVES[int], st.none()), max_size=6))
@settings(max_examples=25, deadline=None)
def test_order_of_entries_does_not_matter(given_: dict[str, Any]) -> None:
    backwards = dict(reversed(given_.items()))

    assert canonical_value(backwards) == canonical_value(given_)
    assert json.loads(canonical_value(given_)) == given_


@pytest.mark.parametrize(
    ("value", "document"),
    [
        (1.0, b"1"),
        (0.1 + 0.2, b"0.30000000000000004"),
        (1e-7, b"1e-7"),
        (-0.0, b"0"),
        ('\u20ac$\x0f\nA\'B"\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"'.encode()),
        ({"\u20ac": 1, "\r": 2, "1": 3, "\U0001f600": 4, "\ufb33": 5}, None),
    ],
)
def test_examples_of_the_standard(value: Any, document: bytes | None) -> None:
    written = canonical_value(value)

    if document is not None:
        assert written == document
    else:  # keys sort by their UTF-16 code units, RFC 8785, 3.2.3
        assert list(json.loads(written)) == ["\r", "1", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800"])
def test_value_that_json_cannot_carry_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - rfc8785's errors are subclasses, one per case
        canonical_value({"value": value})


@pytest.mark.parametrize(
    "document",
    [b"{}", b"[]", b"null", b'"text"', b'{"format": "nisassess-results/1"}'],
)
def test_document_that_is_none_is_refused(document: bytes) -> None:
    with pytest.raises(ValidationError):
        parse(document)


@pytest.mark.parametrize("document", [b"", b"%PDF-1.7", b"{", b"\xff"])
def test_bytes_that_are_no_json_are_refused(document: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's or the decoder's
        parse(document)
