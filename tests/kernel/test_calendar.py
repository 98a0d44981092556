"""Which moment does a Danish date and time mean, and which mean none?"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import calendar
from portal.kernel.clock import FixedClock, ShiftedClock, SystemClock
from portal.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    "text", ["15.01.2027", "15.1.2027", "15-1-2027", "15/01/2027", "15 1 2027", "2027-01-15", "  15.01.2027 "]
)
def test_reads_a_date(text: str) -> None:
    assert calendar.parse_date(text) == date(2027, 1, 15)


@pytest.mark.parametrize("text", ["31.02.2027", "29.02.2027", "00.01.2027", "01.13.2027", "2027-02-30", "1.1.0000"])
def test_a_date_that_does_not_exist(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        calendar.parse_date(text)
    assert str(refusal.value.sentence) == f"The date {text} does not exist."


@pytest.mark.parametrize(
    "text", ["", "i morgen", "15.01.27", "15.01", "2027/01/15", "1.1.20277", "15..1.2027", "١٥.٠١.٢٠٢٧x"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"Write the date as day\.month\.year"):
        calendar.parse_date(text)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_date_comes_back_as_it_was_shown(day: date) -> None:
    assert calendar.parse_date(day.strftime("%d.%m.%Y")) == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (calendar.parse_date, calendar.parse_time):
        with suppress(RuleBroken):
            assert read(text) is not None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("12.00", time(12)),
        ("12:00", time(12)),
        ("9.30", time(9, 30)),
        ("kl. 9.30", time(9, 30)),
        ("Kl 9", time(9)),
        ("0.00", time(0)),
        ("23.59", time(23, 59)),
    ],
)
def test_reads_a_time(text: str, at: time) -> None:
    assert calendar.parse_time(text) == at


@pytest.mark.parametrize("text", ["24.00", "12.60", "12.5", "middag", "", "12.00.00", "-1.00", "930"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"Write the time as hour\.minutes"):
        calendar.parse_time(text)


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2027, 1, 15), time(12), datetime(2027, 1, 15, 11, tzinfo=UTC)),
        (date(2027, 7, 15), time(12), datetime(2027, 7, 15, 10, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (date(2027, 10, 31), time(3), datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_danish_time(day: date, at: time, moment: datetime) -> None:
    assert calendar.danish(day, at) == moment


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_an_hour_that_does_not_exist_or_exists_twice_is_refused(day: date, at: time) -> None:
    with pytest.raises(RuleBroken, match="the clock changes that night"):
        calendar.danish(day, at)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.times())
def test_a_danish_time_that_is_accepted_reads_the_same_again(day: date, at: time) -> None:
    with suppress(RuleBroken):
        shown = calendar.local(calendar.danish(day, at))
        assert (shown.date(), shown.time()) == (day, at)


@pytest.mark.parametrize(
    ("since", "now", "days"),
    [
        (datetime(2026, 12, 1, 22, 59, tzinfo=UTC), datetime(2026, 12, 1, 23, 1, tzinfo=UTC), 1),
        (datetime(2026, 12, 1, 23, 1, tzinfo=UTC), datetime(2026, 12, 2, 22, 59, tzinfo=UTC), 0),
        (datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 29, 12, tzinfo=UTC), 2),
    ],
)
def test_days_are_danish_midnights(since: datetime, now: datetime, days: int) -> None:
    assert calendar.whole_days(since, now) == days


def test_a_day_ends_at_danish_midnight() -> None:
    assert calendar.end_of_day(date(2027, 3, 28)) == datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert calendar.end_of_day(date(2026, 12, 31)) == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert calendar.today(datetime(2026, 12, 31, 23, tzinfo=UTC)) == date(2027, 1, 1)


def test_clocks() -> None:
    fixed = FixedClock(datetime(2026, 12, 1, tzinfo=UTC))
    fixed.advance(days=1, hours=2)
    assert fixed.now() == datetime(2026, 12, 2, 2, tzinfo=UTC)
    assert SystemClock().now().tzinfo is UTC
    shifted = ShiftedClock(datetime(2030, 1, 1, tzinfo=UTC), datetime.now(UTC))
    assert timedelta(0) <= shifted.now() - datetime(2030, 1, 1, tzinfo=UTC) < timedelta(minutes=1)
