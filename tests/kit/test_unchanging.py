"""What is derived from data that never changes is made once."""

from typing import Any

import pytest

from nisassess.kit.unchanging import Unchanging


def test_one_function_is_asked_once() -> None:
    asked: list[Any] = []

    def derive(items: Any) -> int:
        asked.append(items)
        return len(items)

    items = Unchanging(["a", "b"])
    assert [items.derived(derive), items.derived(derive)] == [2, 2]
    assert len(asked) == 1


def test_another_function_is_asked_itself() -> None:
    items = Unchanging([3, 1])
    assert items.derived(min) == 1
    assert items.derived(max) == 3


def test_only_the_last_few_are_kept() -> None:
    asked: list[int] = []
    items = Unchanging([1])

    def numbered(number: int) -> Any:
        def derive(_: Any) -> int:
            asked.append(number)
            return number

        return derive

    functions = [numbered(number) for number in range(20)]
    assert [items.derived(function) for function in functions] == list(range(20))
    assert items.derived(functions[19]) == 19
    assert len(asked) == 20
    assert items.derived(functions[0]) == 0
    assert len(asked) == 21


def test_what_failed_is_not_kept() -> None:
    items = Unchanging([1])
    outcomes: list[Any] = [ValueError("first"), "second"]

    def derive(_: Any) -> Any:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(ValueError, match="first"):
        items.derived(derive)
    assert items.derived(derive) == "second"
