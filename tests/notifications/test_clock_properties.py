"""Hours and days over all time zones: each day has its moment, once, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nisassess.notifications.clockwork import Occasion

pytestmark = pytest.mark.database_free

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
SKIPPED_DAY = ("Pacific/Apia", date(2011, 12, 30))
"""Samoa went from the 29th to the 31st: this day never was."""

days = st.dates(date(2000, 1, 2), date(2037, 12, 30))
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
zones = st.sampled_from(ZONES) | st.sampled_from(
    ["Europe/Brussels", "Europe/Lisbon", "Europe/Athens", "Atlantic/Azores", "Europe/Dublin"]
)


@given(zone=zones, at=hours, day=days)
@example(zone="Europe/Brussels", at=time(2, 30), day=date(2026, 3, 29))
@example(zone="Europe/Athens", at=time(3, 30), day=date(2026, 10, 25))
@example(zone="Australia/Lord_Howe", at=time(2, 15), day=date(2026, 10, 4))
def test_moments_of_successive_days_never_coincide_nor_go_back(
    zone: str, at: time, day: date
) -> None:
    occasion = Occasion(at, zone)

    here, next_ = occasion.moment(day), occasion.moment(day + timedelta(days=1))

    # A zone may change its offset by a whole day once in a lifetime.
    assert timedelta(0) <= next_ - here <= timedelta(hours=48)
    if SKIPPED_DAY[1] not in {day, day + timedelta(days=1)}:
        assert timedelta(hours=20) < next_ - here < timedelta(hours=28)


@given(zone=zones, at=hours, day=days)
@example(zone="Europe/Brussels", at=time(2, 30), day=date(2026, 3, 29))
@example(zone="Europe/Lisbon", at=time(1, 30), day=date(2026, 10, 25))
def test_clocks_show_the_hour_at_its_moment_or_have_just_skipped_it(
    zone: str, at: time, day: date
) -> None:
    shown = Occasion(at, zone).moment(day).astimezone(ZoneInfo(zone))

    wanted = datetime.combine(day, at)
    late = shown.replace(tzinfo=None) - wanted
    assert timedelta(0) <= late <= timedelta(hours=24)
    if late:  # only what clocks skipped comes later, by as much as they skipped
        before = datetime.combine(day, at, ZoneInfo(zone)).utcoffset()
        after = shown.utcoffset()
        assert before is not None
        assert after is not None
        assert after - before == late


@given(zone=zones, at=hours, day=days)
@example(zone="Europe/Brussels", at=time(2, 30), day=date(2026, 10, 25))
@example(zone="Europe/Athens", at=time(3, 30), day=date(2026, 10, 25))
def test_an_hour_that_comes_twice_counts_the_first_time(zone: str, at: time, day: date) -> None:
    moment = Occasion(at, zone).moment(day)
    earlier = (moment - timedelta(minutes=minutes) for minutes in (30, 60, 120))

    shown = [one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for one in earlier]

    assert datetime.combine(day, at) not in shown


@given(
    zone=zones,
    at=hours,
    start=st.datetimes(datetime(2000, 1, 3), datetime(2037, 12, 1)),  # noqa: DTZ001
    minutes=st.lists(st.integers(1, 600), min_size=1, max_size=60),
)
def test_looks_at_any_moments_do_each_day_at_most_once_and_never_an_older_one(
    zone: str, at: time, start: datetime, minutes: list[int]
) -> None:
    occasion, moment = Occasion(at, zone), start.replace(tzinfo=UTC)
    done = [occasion.newest(moment)]
    for pause in minutes:
        moment += timedelta(minutes=pause)
        newest = occasion.newest(moment)
        assert occasion.moment(newest) <= moment
        if newest != done[-1]:
            done.append(newest)

    assert done == sorted(set(done))


@given(zone=zones, at=hours, day=days)
def test_newest_day_changes_exactly_at_its_moment(zone: str, at: time, day: date) -> None:
    occasion = Occasion(at, zone)
    moment = occasion.moment(day)

    assert occasion.newest(moment) >= day
    assert occasion.newest(moment - timedelta(seconds=1)) < day
