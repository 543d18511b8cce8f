"""The one place that reads the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime


def _system() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system


def now() -> datetime:
    """The present moment in UTC."""
    return _read()


def today() -> date:
    """The present date in UTC."""
    return now().date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock of this process stand at a moment, for tests of what happens by the clock."""
    global _read  # noqa: PLW0603
    before, fixed = _read, moment.astimezone(UTC)
    _read = lambda: fixed  # noqa: E731
    try:
        yield
    finally:
        _read = before
