"""What a write tells the rest of the application once it is durable.

`announce` is called inside `Database.write`. Of a write that fails nothing is told; outside of a
write there is nothing to tell either. Whoever listens is called in the process that wrote, right
after the commit, and must not wait for anything.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that happened: a topic named `resource.verb`, what it is about, and details."""

    topic: str
    subject: str
    facts: dict[str, Any]


Listener = Callable[[Sequence[Announcement]], None]
"""Gets everything that one write announced."""

_collected: ContextVar[list[Announcement] | None] = ContextVar("announcements", default=None)


def announce(topic: str, subject: str, **facts: Any) -> None:
    """Tell the listeners after the commit."""
    found = _collected.get()
    if found is not None:
        found.append(Announcement(topic, subject, facts))


@contextmanager
def collecting() -> Iterator[list[Announcement]]:
    """Collect what is announced inside the block."""
    found: list[Announcement] = []
    token = _collected.set(found)
    try:
        yield found
    finally:
        _collected.reset(token)
