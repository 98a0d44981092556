"""Are CVR numbers, e-mail addresses and personal identity numbers told from what only looks like them?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.identifiers import CVR_WEIGHTS, case_number, clean_cvr, has_cpr, is_cvr, is_email

DIGITS = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize("text", ["13748136", "24256790", "10150817", "55133018"])
def test_real_cvr_numbers(text: str) -> None:
    assert is_cvr(text)


@pytest.mark.parametrize(
    "text", ["13748137", "00000000", "1374813", "137481366", "1374813a", "", "１３７４８１３６", "-3748136"]
)
def test_what_is_no_cvr_number(text: str) -> None:
    assert not is_cvr(text)


@pytest.mark.parametrize(
    "typed",
    ["13748136", "13 74 81 36", "DK13748136", "dk 13748136", "DK-13748136", "13\N{NO-BREAK SPACE}748136", "13.748.136"],
)
def test_cvr_numbers_as_people_type_them(typed: str) -> None:
    assert clean_cvr(typed) == "13748136"


@given(DIGITS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(text: str, place: int, by: int) -> None:
    if is_cvr(text):
        wrong = text[:place] + str((int(text[place]) + by) % 10) + text[place + 1 :]
        assert not is_cvr(wrong)


@given(DIGITS)
def test_the_sum_decides(text: str) -> None:
    total = sum(weight * int(digit) for weight, digit in zip(CVR_WEIGHTS, text, strict=True))
    assert is_cvr(text) is (total % 11 == 0 and text != "00000000")


@given(st.text(max_size=20))
def test_no_text_breaks_them(text: str) -> None:
    assert is_cvr(clean_cvr(text)) in {True, False}
    assert is_email(text) in {True, False}
    assert has_cpr(text) in {True, False}


@pytest.mark.parametrize("text", ["maja@ungdommenshus.dk", "m.holm+x@a-b.aarhus.dk", "øre@ål.dk"])
def test_plausible_addresses(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "maja",
        "maja@",
        "@hus.dk",
        "maja@hus",
        "maja@hus.d",
        "maja @hus.dk",
        "maja@hus..dk",
        "a@b.dk\nBcc: x@y.dk",
        "<a@b.dk>",
        "a@b.dk, c@d.dk",
        "a@b@c.dk",
        "x" * 250 + "@b.dk",
    ],
)
def test_addresses_that_no_mail_is_sent_to(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    "text", ["010170-1234", "0101701234", "Født 311299 1234.", "CPR:010170-1234!", "nr.\n290200-4321"]
)
def test_personal_identity_numbers_are_found(text: str) -> None:
    assert has_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "13748136",
        "89 40 20 00",
        "321299-1234",
        "011399-1234",
        "40.000.000,00",
        "2026-0042",
        "12010170-12345",
        "01.01.1970",
    ],
)
def test_what_is_no_personal_identity_number(text: str) -> None:
    assert not has_cpr(text)


@given(
    st.integers(1, 31), st.integers(1, 12), st.integers(0, 99), st.integers(0, 9999), st.sampled_from(["", "-", " "])
)
def test_every_date_with_four_digits_is_found(day: int, month: int, year: int, number: int, between: str) -> None:
    assert has_cpr(f"Borger {day:02d}{month:02d}{year:02d}{between}{number:04d} deltog")


def test_case_numbers() -> None:
    assert [case_number(2026, n) for n in (1, 42, 12345)] == ["2026-0001", "2026-0042", "2026-12345"]
