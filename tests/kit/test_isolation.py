"""Processes that look at what strangers sent: answers, bounds, and how they end."""

import subprocess
import sys
import time

import pytest

from nisassess.kit.isolation import NoAnswer, answer_of

BOUND = "from nisassess.kit.isolation import bound; bound(400 * 1024**2, 1); "


async def test_answer_of_a_module_is_what_it_wrote() -> None:
    assert await answer_of("base64", b"nobody", 60) == b"bm9ib2R5\n"


async def test_process_that_ends_badly_gives_no_answer_but_its_last_words() -> None:
    with pytest.raises(NoAnswer) as ended:
        await answer_of("nisassess.no_such_module", b"", 60)

    assert ended.value.code == 1
    assert "No module named nisassess.no_such_module" in ended.value.told


async def test_process_that_takes_too_long_is_ended() -> None:
    start = time.monotonic()

    with pytest.raises(NoAnswer) as ended:
        await answer_of("base64", b"nobody", 0.001)

    assert ended.value.code is None
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("work", ["b'x' * 1024**3", "sum(iter(int, 1))"])
def test_process_that_takes_more_than_its_bounds_ends_by_itself(work: str) -> None:
    done = subprocess.run([sys.executable, "-c", BOUND + work], capture_output=True, check=False)

    assert done.returncode != 0
    assert done.returncode < 0 or b"MemoryError" in done.stderr
