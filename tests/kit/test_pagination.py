import base64
import json
from typing import Any

import pytest

from nisassess.kit.errors import ValidationFailed
from nisassess.kit.pagination import make_page, page_request

pytestmark = pytest.mark.database_free


def cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


def refused(first: int, after: str | None, width: int = 1) -> tuple[str, str, str]:
    with pytest.raises(ValidationFailed) as raised:
        page_request(first, after, width)
    (issue,) = raised.value.issues
    return issue.path, issue.code, issue.message


@pytest.mark.parametrize("first", [-(2**31), -1, 0, 101, 2**31 - 1])
def test_page_of_a_wrong_size_is_refused(first: int) -> None:
    message = f"must be from 1 to 100, not {first}"
    assert refused(first, None) == ("first", "out_of_range", message)


@pytest.mark.parametrize("first", [1, 100])
def test_smallest_and_largest_page_are_accepted(first: int) -> None:
    assert page_request(first, None, 1).first == first


BAD_CURSORS = {
    "empty": "",
    "no base 64": "!!!",
    "one character": "a",
    "not ASCII": "é" * 8,
    "half a character": "\ud800",
    "no JSON": base64.urlsafe_b64encode(b"x").decode(),
    "not UTF-8": base64.urlsafe_b64encode(b'["\xff"]').decode(),
    "no list": cursor("evd_1"),
    "mapping": cursor({"id": 1}),
    "too few": cursor([]),
    "too many": cursor(["a", "b"]),
    "null": cursor([None]),
    "list": cursor([["a"]]),
    "truth": cursor([True]),
    "fraction": cursor([1.5]),
    "NUL": cursor(["a\0"]),
    "line break": cursor(["a\n"]),
    "lone surrogate": base64.urlsafe_b64encode(b'["\\ud800"]').decode(),
    "endless nesting": base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    "endless digits": base64.urlsafe_b64encode(b"[" + b"9" * 9_000 + b"]").decode(),
    "endless text": cursor(["a" * 100_000]),
}


@pytest.mark.parametrize("name", BAD_CURSORS)
def test_cursor_that_no_list_gave_is_refused(name: str) -> None:
    message = "is not a cursor of this list; use an endCursor that it returned"
    assert refused(10, BAD_CURSORS[name]) == ("after", "bad_cursor", message)


@pytest.mark.parametrize("key", [("opr_1",), ("2026-01-02", "é"), (7, "x"), (-1,)])
def test_cursor_of_a_page_leads_on_from_its_last_row(key: tuple[Any, ...]) -> None:
    page = make_page(["row"], page_request(1, None, len(key)), lambda row: key)
    assert "=" not in page.cursors[0]
    assert page_request(1, page.cursors[0], len(key)).after == key


def test_page_keeps_what_was_asked_for_and_tells_that_there_is_more() -> None:
    request = page_request(2, None, 1)
    for rows, kept, more in (("", "", False), ("ab", "ab", False), ("abc", "ab", True)):
        page = make_page(rows, request, lambda row: (row,))
        assert page.rows == tuple(kept)
        assert len(page.cursors) == len(kept)
        assert page.has_next is more
