"""Which kinds of answers are there, and is this text one of them? Pure: texts as typed go in, a refusing sentence or nothing comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from portal.kernel import calendar, identifiers, money
from portal.kernel.errors import RuleBroken
from portal.kernel.words import Sentence, _l, say

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
"""Characters that are kept of one answer."""

PHONE = re.compile(r"^\+?[0-9 ().-]{8,20}$")
CPR = _l(
    "This looks like a personal identity number (CPR). Remove it: the portal never keeps personal identity numbers."
)


class Kind(StrEnum):
    """What an answer is. The value is its name in the data form."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    WHOLE_NUMBER = "whole_number"
    AMOUNT = "amount"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    FILE = "file"
    EMAIL = "email"
    PHONE = "phone"
    CVR = "cvr"
    GROUP = "group"


LABEL = {
    Kind.SHORT_TEXT: _l("Short text"),
    Kind.LONG_TEXT: _l("Long text"),
    Kind.NUMBER: _l("Number, also with decimals"),
    Kind.WHOLE_NUMBER: _l("Whole number"),
    Kind.AMOUNT: _l("Amount in kroner"),
    Kind.DATE: _l("Date"),
    Kind.YES_NO: _l("Yes or no"),
    Kind.CHOICE: _l("One of several choices"),
    Kind.CHOICES: _l("Any of several choices"),
    Kind.FILE: _l("File"),
    Kind.EMAIL: _l("E-mail address"),
    Kind.PHONE: _l("Telephone number"),
    Kind.CVR: _l("CVR number"),
}
"""What a person who writes a call's questions chooses between."""

CHOOSING = frozenset({Kind.YES_NO, Kind.CHOICE, Kind.CHOICES})
WRITTEN = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.WHOLE_NUMBER, Kind.EMAIL})
"""Where a personal identity number could be typed and is looked for."""


def words_in(text: str) -> int:
    """How many words a text has, as the counter on the page counts them."""
    return len(text.split())


def refuse(kind: Kind, text: str) -> Sentence | None:
    """Why `text` is no answer of `kind`, or nothing. The text is neither empty nor checked against limits of a question."""
    if kind in WRITTEN and identifiers.has_cpr(text):
        return say(CPR)
    if len(text) >= LONGEST_TEXT:
        return say(_l("The text is too long: only the first 20,000 characters are kept."))
    if kind is not Kind.LONG_TEXT and len(text) > LONGEST_LINE:
        return say(_l("Write at most %(count)s characters. Your text has %(has)s."), count=LONGEST_LINE, has=len(text))
    return REFUSALS[kind](text) if kind in REFUSALS else None


def amount_of(text: str) -> int | None:
    """The øre that a text means; nothing when it is no amount."""
    try:
        return money.parse_kroner(text)
    except RuleBroken:
        return None


def number_of(text: str) -> Decimal | None:
    """The number that a text means; nothing when it is none."""
    try:
        return money.parse_number(text)
    except RuleBroken:
        return None


def whole_of(text: str) -> int | None:
    """The whole number that a text means; nothing when it is none."""
    value = number_of(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _parsed(parse: Callable[[str], object]) -> Callable[[str], Sentence | None]:
    def check(text: str) -> Sentence | None:
        try:
            parse(text)
        except RuleBroken as refusal:
            return refusal.sentence
        return None

    return check


def _amount(text: str) -> Sentence | None:
    if re.match(r"^\s*\d+\.\d{1,2}\s*(kr\.?)?\s*$", text):
        return say(
            _l(
                "%(text)s could mean two things. Write a comma before the øre and points between thousands, for example 1.234,56."
            ),
            text=text.strip(),
        )
    return _parsed(money.parse_kroner)(text)


def _whole(text: str) -> Sentence | None:
    refusal = _parsed(money.parse_number)(text)
    if refusal is None and whole_of(text) is None:
        return say(_l("Write a whole number, without decimals."))
    return refusal


def _email(text: str) -> Sentence | None:
    return None if identifiers.is_email(text) else say(_l("Write an e-mail address such as name@organisation.dk."))


def _phone(text: str) -> Sentence | None:
    is_one = PHONE.match(text) and 8 <= sum(sign.isdigit() for sign in text) <= 15
    return None if is_one else say(_l("Write a telephone number of 8 digits, for example 89 40 20 00."))


def _cvr(text: str) -> Sentence | None:
    if identifiers.is_cvr(identifiers.clean_cvr(text)):
        return None
    return say(_l("This is not a CVR number. It has 8 digits; check it at virk.dk."))


REFUSALS: dict[Kind, Callable[[str], Sentence | None]] = {
    Kind.NUMBER: _parsed(money.parse_number),
    Kind.WHOLE_NUMBER: _whole,
    Kind.AMOUNT: _amount,
    Kind.DATE: _parsed(calendar.parse_date),
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.CVR: _cvr,
}
