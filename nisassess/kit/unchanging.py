"""Marks data that never changes once it is made."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_KEPT = 8


class Unchanging(list[T]):
    """A list that nobody changes, nor anything in it: what was derived from it may be kept.

    Keeps what the last few ways of deriving gave, so its owner should be kept itself.
    """

    def __init__(self, items: list[T]) -> None:
        super().__init__(items)
        self._derived: OrderedDict[int, tuple[Callable[[Any], Any], Any]] = OrderedDict()

    def derived(self, derive: Callable[[Any], Any]) -> Any:
        """What `derive` makes of the list; one and the same function is asked once."""
        # The entry holds the function too, so its id is not given to another one.
        key = id(derive)
        if key not in self._derived:
            self._derived[key] = (derive, derive(self))
            if len(self._derived) > _KEPT:
                self._derived.popitem(last=False)
        self._derived.move_to_end(key)
        return self._derived[key][1]
