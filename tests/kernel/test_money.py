"""Are amounts and numbers read as Danes write them, and refused where they could mean two things?"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import money
from portal.kernel.errors import RuleBroken

AMOUNTS = {
    "1.234,56": 123_456,
    "1234,56": 123_456,
    "1.234": 123_400,
    "40.000.000": 4_000_000_000,
    "40.000.000,00 kr.": 4_000_000_000,
    "40 000 000 kr": 4_000_000_000,
    "12\N{NO-BREAK SPACE}500,5 DKK": 1_250_050,
    "100,-": 10_000,
    "0": 0,
    " 7 ": 700,
    "0,05": 5,
}

TWO_MEANINGS = "Write the amount in kroner with a comma before the øre, for example 1.234,56."
REFUSED = {
    "1234.56": TWO_MEANINGS,
    "1,234.56": TWO_MEANINGS,
    "1.23": TWO_MEANINGS,
    "1.2345,00": TWO_MEANINGS,
    "12.34.567": TWO_MEANINGS,
    "1,234": TWO_MEANINGS,
    "en million": TWO_MEANINGS,
    "€100": TWO_MEANINGS,
    "1e6": TWO_MEANINGS,
    "": TWO_MEANINGS,
    "kr.": TWO_MEANINGS,
    "NaN": TWO_MEANINGS,
    "²": TWO_MEANINGS,
    "-5": "The amount cannot be negative.",
    "\N{MINUS SIGN}5,00": "The amount cannot be negative.",
    "1000000000000,01": "The amount is too large.",
    "9" * 40: "The amount is too large.",
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_reads_an_amount(text: str) -> None:
    assert money.parse_kroner(text) == AMOUNTS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_not_one(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        money.parse_kroner(text)
    assert str(refusal.value.sentence) == REFUSED[text]


@given(st.integers(0, money.LARGEST_OERE))
def test_an_amount_comes_back_as_it_was_shown(oere: int) -> None:
    assert money.parse_kroner(money.kroner(oere)) == oere
    assert money.parse_kroner(money.kroner(oere) + " kr.") == oere


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(RuleBroken):
        assert 0 <= money.parse_kroner(text) <= money.LARGEST_OERE


@pytest.mark.parametrize(
    ("oere", "text"),
    [
        (4_000_000_000, "40.000.000,00"),
        (5, "0,05"),
        (0, "0,00"),
        (99_999, "999,99"),
        (100_000, "1.000,00"),
        (-123_456, "\N{MINUS SIGN}1.234,56"),
    ],
)
def test_shows_an_amount(oere: int, text: str) -> None:
    assert money.kroner(oere) == text


@pytest.mark.parametrize(
    ("kroner", "oere"), [("0.005", 1), ("0.0049", 0), ("1.115", 112), ("-0.005", -1), ("1.125", 113)]
)
def test_rounds_half_away_from_zero(kroner: str, oere: int) -> None:
    assert money.to_oere(Decimal(kroner)) == oere


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,5", "12.5"), ("1.450", "1450"), ("12,5 %", "12.5"), ("0", "0"), ("1.000.000,125", "1000000.125")],
)
def test_reads_a_number(text: str, value: str) -> None:
    assert money.parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["ca. 12", "12.5", "1,2,3", "", "%", "1.2", "9" * 21, "٣"])
def test_refuses_what_is_not_a_number(text: str) -> None:
    with pytest.raises(RuleBroken, match="Write a number"):
        money.parse_number(text)


def test_refuses_a_negative_number() -> None:
    with pytest.raises(RuleBroken, match="cannot be negative"):
        money.parse_number("-1")


@given(st.decimals(0, 10**9, places=3))
def test_a_number_comes_back_as_it_was_shown(value: Decimal) -> None:
    assert money.parse_number(money.number(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(1450, "1.450"), (Decimal("12.50"), "12,5"), (Decimal("100"), "100"), (Decimal("0.05"), "0,05"), (0, "0")],
)
def test_shows_a_number(value: Decimal | int, text: str) -> None:
    assert money.number(value) == text
