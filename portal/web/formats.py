"""How does a Dane, or a guest reading English, see an amount, a date, a number?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask import current_app

from portal.kernel import calendar, money
from portal.kernel.words import _l
from portal.web.languages import gettext, ngettext, tongue

MONTHS = (
    _l("Jan"), _l("Feb"), _l("Mar"), _l("Apr"), _l("May"), _l("Jun"), _l("Jul"), _l("Aug"), _l("Sep"), _l("Oct"), _l("Nov"), _l("Dec"),
)  # fmt: skip
"""Twelve words instead of Babel's calendars, which cost every worker 3 MB."""


def is_danish() -> bool:
    """Whether the page is in Danish."""
    return tongue() == "da"


def kr(oere: int | None) -> str:
    """`40.000.000,00 kr.`, in both languages (requirements D7)."""
    return "–" if oere is None else f"{money.kroner(oere)} kr."


def amount(oere: int | None) -> str:
    """`40.000.000,00`, for a column whose heading says kr."""
    return "–" if oere is None else money.kroner(oere)


def number(value: Decimal | int | None) -> str:
    """`1.450` or `12,5`."""
    return "–" if value is None else money.number(value)


def day(value: date | datetime | None) -> str:
    """`15.01.2027`; in English `15 Jan 2027`. A moment is shown as its date in Denmark."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = calendar.local(value).date()
    return value.strftime("%d.%m.%Y") if is_danish() else f"{value.day} {month(value)}"


def month(value: date) -> str:
    """`jan 2027`, for an axis or a heading."""
    return f"{gettext(MONTHS[value.month - 1])} {value.year}"


def clock(value: datetime) -> str:
    """`kl. 14.03`; in English `14:03`."""
    shown = calendar.local(value)
    return shown.strftime("kl. %H.%M") if is_danish() else shown.strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """`12.11.2026 kl. 09.14`."""
    return "–" if value is None else f"{day(value)} {clock(value)}"


def waited(since: datetime | None) -> str:
    """`3 dage`: Danish midnights passed."""
    if since is None:
        return "–"
    days = calendar.whole_days(since, current_app.extensions["clock"].now())
    return gettext("today") if days <= 0 else ngettext("%(num)s day", "%(num)s days", days)


def size(count: int) -> str:
    """`1,2 MB` of a file's bytes."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{money.number(Decimal(count // 1000))} kB"
    return f"{money.number((Decimal(count) / 1_000_000).quantize(Decimal('0.1')))} MB"


FILTERS = {f.__name__: f for f in (kr, amount, number, day, clock, moment, waited, size)}
