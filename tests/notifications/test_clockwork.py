"""Daily work: at its hour, once a day, caught up, and one failing piece does not stop another."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from nisassess.kit.clock import stopped_at
from nisassess.kit.database import Database
from nisassess.notifications.clockwork import Clockwork, Occasion

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def done() -> list[date]:
    """The days that were worked on."""
    return []


@pytest.fixture
def make(database: Database, done: list[date]) -> Callable[[], Clockwork]:
    """Makes the clockwork of one more process, with work at eight."""

    def made() -> Clockwork:
        async def work(day: date) -> None:
            done.append(day)

        clockwork = Clockwork(database, "Europe/Brussels")
        clockwork.every_day("greeting", at=time(8), work=work)
        return clockwork

    return made


async def test_work_whose_hour_has_come_is_done_once_a_day(
    make: Callable[[], Clockwork], done: list[date]
) -> None:
    clockwork = make()
    for hours in range(0, 48, 2):
        with stopped_at(NOON + timedelta(hours=hours)):
            await clockwork.tick()

    assert done == [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)][: len(done)]
    assert len(done) == 3


async def test_work_before_its_hour_waits(make: Callable[[], Clockwork], done: list[date]) -> None:
    clockwork = make()
    with stopped_at(NOON):
        await clockwork.tick()
    before_eight = datetime(2026, 5, 5, 5, 59, tzinfo=UTC)
    with stopped_at(before_eight):
        assert await clockwork.tick() == 0
    with stopped_at(before_eight + timedelta(minutes=1)):
        assert await clockwork.tick() == 1

    assert done == [TODAY, TODAY + timedelta(days=1)]


async def test_several_processes_do_a_day_once(
    make: Callable[[], Clockwork], done: list[date]
) -> None:
    with stopped_at(NOON):
        for clockwork in (make(), make(), make()):
            await clockwork.tick()

    assert done == [TODAY]


async def test_downtime_of_a_week_is_caught_up_once(
    make: Callable[[], Clockwork], done: list[date]
) -> None:
    with stopped_at(NOON):
        await make().tick()
    with stopped_at(NOON + timedelta(days=7)):
        clockwork = make()
        await clockwork.tick()
        await clockwork.tick()

    assert done == [TODAY, TODAY + timedelta(days=7)]


async def test_failing_work_leaves_the_others_theirs_and_is_tried_again(
    database: Database, done: list[date]
) -> None:
    failures = iter([True, True, False])

    async def fail(day: date) -> None:
        if next(failures):
            message = "the moon is full"
            raise RuntimeError(message)
        done.append(day)

    async def succeed(day: date) -> None:
        done.append(day)

    clockwork = Clockwork(database, "UTC")
    clockwork.every_day("failing", at=time(8), work=fail)
    clockwork.every_day("sound", at=time(8), work=succeed)

    with stopped_at(NOON):
        assert await clockwork.tick() == 1
    with stopped_at(NOON + timedelta(minutes=4)):
        assert await clockwork.tick() == 0
    with stopped_at(NOON + timedelta(minutes=5)):
        assert await clockwork.tick() == 0
    with stopped_at(NOON + timedelta(minutes=5 + 25)):
        assert await clockwork.tick() == 1

    assert done == [TODAY, TODAY]


async def test_work_that_its_process_left_undone_is_taken_up_by_another(
    make: Callable[[], Clockwork], database: Database, done: list[date]
) -> None:
    class Killed(BaseException):
        """What ends a process in the middle of its work."""

    async def die(day: date) -> None:
        raise Killed

    dying = Clockwork(database, "Europe/Brussels")
    dying.every_day("greeting", at=time(8), work=die)
    with stopped_at(NOON), pytest.raises(Killed):
        await dying.tick()

    with stopped_at(NOON + timedelta(minutes=4)):
        await make().tick()
    assert done == []
    with stopped_at(NOON + timedelta(minutes=5)):
        await make().tick()
    assert done == [TODAY]


async def test_two_pieces_of_work_of_one_name_are_refused(make: Callable[[], Clockwork]) -> None:
    async def work(day: date) -> None:
        """Nothing."""

    with pytest.raises(ValueError, match="greeting"):
        make().every_day("greeting", at=time(9), work=work)


@pytest.mark.parametrize(
    ("zone", "at", "day", "expected"),
    [
        # Clocks skip 02:00 to 03:00 (Brussels), 01:00 to 02:00 (Lisbon), 03:00 to 04:00 (Athens).
        ("Europe/Brussels", time(2, 30), date(2026, 3, 29), "2026-03-29T01:30+00:00"),
        ("Europe/Lisbon", time(1, 30), date(2026, 3, 29), "2026-03-29T01:30+00:00"),
        ("Europe/Athens", time(3, 30), date(2026, 3, 29), "2026-03-29T01:30+00:00"),
        # The hour comes twice; the first counts.
        ("Europe/Brussels", time(2, 30), date(2026, 10, 25), "2026-10-25T00:30+00:00"),
        ("Europe/Lisbon", time(1, 30), date(2026, 10, 25), "2026-10-25T00:30+00:00"),
        ("Europe/Athens", time(3, 30), date(2026, 10, 25), "2026-10-25T00:30+00:00"),
        # Eight o'clock is another moment in summer than in winter.
        ("Europe/Brussels", time(8), date(2026, 3, 28), "2026-03-28T07:00+00:00"),
        ("Europe/Brussels", time(8), date(2026, 3, 29), "2026-03-29T06:00+00:00"),
        ("Europe/Brussels", time(8), date(2026, 10, 25), "2026-10-25T07:00+00:00"),
        ("Europe/Lisbon", time(8), date(2026, 7, 1), "2026-07-01T07:00+00:00"),
        ("Europe/Athens", time(8), date(2026, 7, 1), "2026-07-01T05:00+00:00"),
    ],
)
def test_hour_comes_at_its_moment_also_when_clocks_change(
    zone: str, at: time, day: date, expected: str
) -> None:
    assert Occasion(at, zone).moment(day) == datetime.fromisoformat(expected)
