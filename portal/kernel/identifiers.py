"""Is this number what it claims to be?

CVR: 8 digits, weights 2,7,6,5,4,3,2,1, sum divisible by 11 (money.md G). CPR numbers may appear nowhere (requirements D6).
"""

from __future__ import annotations

import re

CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
EMAIL = re.compile(
    r"^[^@\s\x00-\x1f<>(),;:\\\"\[\]]+@[^@\s\x00-\x1f<>(),;:\\\"\[\]]+\.[^@\s\x00-\x1f<>(),;:\\\"\[\].]{2,}$"
)
CPR = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(\d{2})[- ]?(\d{4})(?!\d)")


def clean_cvr(text: str) -> str:
    """`DK 13 74 81 36` as `13748136`: what people type, reduced to its digits."""
    return (
        text.upper()
        .replace(" ", "")
        .replace("\N{NO-BREAK SPACE}", "")
        .replace(".", "")
        .removeprefix("DK")
        .removeprefix("-")
    )


def is_cvr(text: str) -> bool:
    """Eight ASCII digits whose weighted sum is divisible by 11, not all zeros."""
    if len(text) != 8 or not text.isascii() or not text.isdigit() or text == "00000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(CVR_WEIGHTS, text, strict=True)) % 11 == 0


def is_email(text: str) -> bool:
    """Plausible enough to send a confirming mail to; nothing else can prove an address."""
    return len(text) <= 254 and EMAIL.match(text) is not None and ".." not in text and "=?" not in text


def has_cpr(text: str) -> bool:
    """Whether the text holds something shaped like a personal identity number: a date, then four digits."""
    return CPR.search(text) is not None


def case_number(year: int, number: int) -> str:
    """`2026-0042`."""
    return f"{year}-{number:04d}"
