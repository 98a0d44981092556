"""Which moment does a Danish date or deadline mean?

Storage is UTC; people read and write Europe/Copenhagen. A local time that does not exist, or exists twice, is refused
rather than guessed (the nights when summer time starts and ends).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.kernel.errors import RuleBroken
from portal.kernel.words import _l

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DATE = re.compile(r"^\s*(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})\s*$", re.ASCII)
TIME = re.compile(r"^\s*(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*$", re.ASCII | re.IGNORECASE)
ISO_DATE = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})\s*$", re.ASCII)


def parse_date(text: str) -> date:
    """Read `15.01.2027` (or 15-1-2027, 15/1/2027, 2027-01-15). Raises RuleBroken for anything else."""
    if found := DATE.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := ISO_DATE.match(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise RuleBroken(_l("Write the date as day.month.year, for example 15.01.2027."))
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken(_l("The date %(text)s does not exist."), text=text.strip()) from None


def parse_time(text: str) -> time:
    """Read `12.00` (or 12:00, kl. 9.30, 12). Raises RuleBroken for anything else."""
    found = TIME.match(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (-1, 0)
    if not (0 <= hour < 24 and 0 <= minute < 60):
        raise RuleBroken(_l("Write the time as hour.minutes, for example 12.00."))
    return time(hour, minute)


def local(moment: datetime) -> datetime:
    """The same moment on a Danish clock."""
    return moment.astimezone(COPENHAGEN)


def today(now: datetime) -> date:
    """The date in Denmark at `now`."""
    return local(now).date()


def danish(day: date, at: time) -> datetime:
    """The UTC moment when Danish clocks show `day` `at`. Raises RuleBroken when no or two such moments exist."""
    naive = datetime.combine(day, at)
    first = naive.replace(tzinfo=COPENHAGEN, fold=0).astimezone(UTC)
    second = naive.replace(tzinfo=COPENHAGEN, fold=1).astimezone(UTC)
    if first != second:
        raise RuleBroken(_l("That time does not exist, or exists twice, because the clock changes that night."))
    return first


def whole_days(since: datetime, now: datetime) -> int:
    """Danish midnights passed between two moments: what a person means by 'three days ago'."""
    return (today(now) - today(since)).days


def end_of_day(day: date) -> datetime:
    """The moment when `day` is over in Denmark."""
    return danish(day + timedelta(days=1), time(0, 0))
