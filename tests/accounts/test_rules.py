"""Which passwords are refused, and what do we say of a browser?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.rules import device_name, has_fresh_password, is_alive, password_problem

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    [
        "tre heste og en hat",
        "Grøn cykel 1987 regn",
        "æøåæøå mælk og brød",
        "x9$kLm2!qTz7",
        "a b c d e f g h i j",
        "n" * 3 + "aturlig variation" * 11,
    ],
)
def test_a_long_and_unusual_password_is_fine(password: str) -> None:
    assert password_problem(password, "maja@hus.dk", "Maja Holm") is None


@pytest.mark.parametrize(
    "password",
    ["", "kort", "elleve tegn", "a" * 201, "aaaaaaaaaaaa", "abababababab", "password1234", "Password 2026!", "adgangskode1", "123456789012",
     "qwertyuiopå1", "velkommen2026", "aarhus202612", "maja maja maja m", "majaholm2026", "maja@hus.dk1"],
)  # fmt: skip
def test_a_short_common_or_own_one_is_refused(password: str) -> None:
    assert password_problem(password, "maja@hus.dk", "Maja Holm") is not None


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36",
            "Chrome, Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0", "Firefox, Android"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, name: str) -> None:
    assert device_name(agent) == name


@pytest.mark.parametrize(
    ("started", "seen", "lives"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(hours=3), timedelta(hours=1, minutes=59), True),
        (timedelta(hours=3), timedelta(hours=2), False),
        (timedelta(hours=12), timedelta(0), False),
    ],
)
def test_a_sign_in_ends_when_idle_or_old(started: timedelta, seen: timedelta, lives: bool) -> None:
    assert is_alive(NOW - started, NOW - seen, NOW) is lives


def test_a_password_is_fresh_for_ten_minutes() -> None:
    assert has_fresh_password(NOW - timedelta(minutes=9), NOW)
    assert not has_fresh_password(NOW - timedelta(minutes=10), NOW)
    assert not has_fresh_password(None, NOW)
