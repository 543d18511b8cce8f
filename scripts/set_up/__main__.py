"""Make this checkout ready to run or to be tested. Standard library only.

Each step looks first whether its work is already done, so that a second start costs
a fraction of a second.
"""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scripts.set_up import environment, frontend, system
from scripts.set_up.common import ROOT, SetUpError, say

PURPOSES = ("run", "test")


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Two set-ups in one checkout would tear each other's environment down."""
    with (ROOT / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(purpose: str) -> None:
    system.ensure_packages(for_tests=purpose == "test")
    environment.ensure_environment(for_tests=purpose == "test")
    frontend.ensure_frontend()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        say("usage: scripts/setup run|test")
        return 2
    try:
        with only_one_at_a_time():
            set_up(arguments[0])
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
