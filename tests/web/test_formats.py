"""Are amounts, dates, times and sizes shown as a Dane, and as a guest, expects?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.kernel.clock import FixedClock
from portal.web import formats
from tests.conftest import START

NOON = datetime(2027, 7, 15, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "value", "danish", "english"),
    [
        (formats.kr, 4_000_000_000, "40.000.000,00 kr.", "40.000.000,00 kr."),
        (formats.kr, None, "–", "–"),
        (formats.amount, 150, "1,50", "1,50"),
        (formats.number, Decimal("12.50"), "12,5", "12,5"),
        (formats.number, 1450, "1.450", "1.450"),
        (formats.day, date(2027, 1, 5), "05.01.2027", "5 Jan 2027"),
        (formats.day, datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "01.01.2027", "1 Jan 2027"),
        (formats.day, None, "–", "–"),
        (formats.moment, NOON, "15.07.2027 kl. 12.05", "15 Jul 2027 12:05"),
        (formats.clock, NOON, "kl. 12.05", "12:05"),
        (formats.waited, START, "i dag", "today"),
        (formats.waited, START - timedelta(days=1), "1 dag", "1 day"),
        (formats.waited, START - timedelta(days=3), "3 dage", "3 days"),
        (formats.waited, START + timedelta(days=3), "i dag", "today"),
        (formats.size, 999, "999 B", "999 B"),
        (formats.size, 12_345, "12 kB", "12 kB"),
        (formats.size, 1_250_000, "1,2 MB", "1,2 MB"),
        (formats.size, 25_000_000, "25 MB", "25 MB"),
    ],
)
def test_both_languages(
    app: Flask, clock: FixedClock, shown: Callable[[Any], str], value: Any, danish: str, english: str
) -> None:
    with app.test_request_context():
        for locale, words in (("da", danish), ("en_DK", english)):
            with force_locale(locale):
                assert shown(value) == words
