"""How much is it, in øre, and how does a Dane write it?

Amounts are integer øre in storage and on the way; `Decimal` inside a calculation; never a float. Rounding is half up
(away from zero), once, at the end of a formula (money.md).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from portal.kernel.errors import RuleBroken
from portal.kernel.words import _l

LARGEST_OERE = 10**14
"""A thousand billion kroner: beyond any real amount, well inside a 64-bit column."""

LONGEST = 25
"""Characters of an amount: more digits than a Decimal keeps exactly are no amount."""

GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+(,\d{1,2})?$", re.ASCII)
PLAIN = re.compile(r"^\d+(,\d{1,2})?$", re.ASCII)
GROUPED_NUMBER = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$", re.ASCII)
PLAIN_NUMBER = re.compile(r"^\d+(,\d+)?$", re.ASCII)


def to_oere(kroner: Decimal) -> int:
    """Kroner to øre, half up."""
    return int((kroner * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def parse_kroner(text: str) -> int:
    """Read an amount as Danes write it and return øre: `1.234,56`, `1234,5`, `40.000.000`, with or without kr.

    `1234.56` is refused, because it could mean two things. So are a minus, other currencies and letters. Raises RuleBroken.
    """
    cleaned = text.replace("\N{NO-BREAK SPACE}", " ").strip().lower()
    cleaned = (
        cleaned.removesuffix("kr.").removesuffix("kr").removesuffix("dkk").strip().removesuffix(",-").replace(" ", "")
    )
    if cleaned.startswith(("-", "\N{MINUS SIGN}")):
        raise RuleBroken(_l("The amount cannot be negative."))
    if not (GROUPED.match(cleaned) or PLAIN.match(cleaned)):
        raise RuleBroken(_l("Write the amount in kroner with a comma before the øre, for example 1.234,56."))
    if len(cleaned) > LONGEST:
        raise RuleBroken(_l("The amount is too large."))
    oere = to_oere(Decimal(cleaned.replace(".", "").replace(",", ".")))
    if oere > LARGEST_OERE:
        raise RuleBroken(_l("The amount is too large."))
    return oere


def parse_number(text: str) -> Decimal:
    """Read a number as Danes write it: `12,5`, `1.450`. Raises RuleBroken. Negative numbers are refused."""
    cleaned = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").removesuffix("%")
    if cleaned.startswith(("-", "\N{MINUS SIGN}")):
        raise RuleBroken(_l("The number cannot be negative."))
    if not (GROUPED_NUMBER.match(cleaned) or PLAIN_NUMBER.match(cleaned)) or len(cleaned) > 20:
        raise RuleBroken(_l("Write a number, for example 12,5."))
    return Decimal(cleaned.replace(".", "").replace(",", "."))


def kroner(oere: int) -> str:
    """`4000000000` øre as `40.000.000,00`: two decimals, points between thousands."""
    sign = "\N{MINUS SIGN}" if oere < 0 else ""
    whole, rest = divmod(abs(oere), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02d}"


def number(value: Decimal | int) -> str:
    """A number as Danes write it, without needless zeros: `1450` as `1.450`, `12.50` as `12,5`."""
    text = f"{value:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.rstrip("0").rstrip(",") if "," in text else text
