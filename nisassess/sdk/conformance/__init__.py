"""The conformance kit: what a plugin is held to, as tests of its own.

In a file of the plugin's tests:

    from nisassess.sdk.conformance import conformance_tests
    from nisassess_water import plugin

    test_conformance = conformance_tests(plugin)

Each check is a test with an id of its own. pytest is imported only here, and only when asked.
"""

from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from typing import Any

from nisassess.sdk.conformance.kit import CHECKS, Subject, run
from nisassess.sdk.hookspec import PROJECT

__all__ = ["CHECKS", "Subject", "conformance_tests", "run"]


def conformance_tests(plugin: Any, others: Iterable[Any] | None = None) -> Callable[[str], None]:
    """A pytest test of a plugin, one case per check.

    `plugin` is what its entry point names. `others` are the plugins whose catalogues its profiles
    build on; by default every other one that is installed.
    """
    import pytest

    subject = Subject(plugin, _installed(plugin) if others is None else tuple(others))

    @pytest.mark.parametrize("check", CHECKS)
    def test_conformance(check: str) -> None:
        told = run(subject, check)
        if told:
            pytest.fail("\n".join(told), pytrace=False)

    return test_conformance


def _installed(plugin: Any) -> tuple[Any, ...]:
    found = (point.load() for point in entry_points(group=PROJECT))
    return tuple(other for other in found if other is not plugin)
