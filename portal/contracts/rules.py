"""What is agreed in a contract, does it add up, and what may the public see of its results?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.kernel.errors import RuleBroken
from portal.kernel.money import parse_number
from portal.kernel.words import _l

SMALLEST_SHOWN = 3
"""Published counts below this are suppressed (requirements D6)."""

LARGEST_COUNT = Decimal(1_000_000)
"""More citizens, or days, than any contract of the fund can be about."""


@dataclass(frozen=True)
class DraftMetric:
    """An outcome as the proposal put it; a number that cannot be read is left for the secretariat to fill in."""

    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    data_source: str


@dataclass(frozen=True)
class DraftTerms:
    """What the approved case says about the deal."""

    title: str
    purpose: str
    terms: str
    value_oere: int | None
    metrics: tuple[DraftMetric, ...]


@dataclass(frozen=True)
class Facts:
    """What the guards of the contract's moves look at."""

    has_words: bool
    has_period: bool
    providers: int
    investors: int
    needs_investor: bool
    milestones: int
    payments_oere: int
    value_oere: int
    metrics_without_verifier: int
    dependent_verifiers: int
    unsettled: int

    @property
    def missing_oere(self) -> int:
        """What the payments lack of the value; negative when they exceed it."""
        return self.value_oere - self.payments_oere


def contract_number(year: int, number: int) -> str:
    """`K-2026-03`."""
    return f"K-{year}-{number:02d}"


def drafted(content: dict[str, Any], conditions: str) -> DraftTerms:
    """The terms that the frozen case `content` (FrozenCase.content) and the council's `conditions` give a contract to start from."""
    sections = content.get("submission", {}).get("sections", {})
    initiative, recommendation = sections.get("initiative", {}), content.get("recommendation", {})
    rows = sections.get("outcomes", {}).get("metrics") or []
    return DraftTerms(
        title=_line(initiative.get("title"), 200),
        purpose="\n\n".join(filter(None, (_text(initiative.get("summary")), _text(initiative.get("target_group"))))),
        terms="\n\n".join(filter(None, (_text(recommendation.get("terms")), _text(conditions)))),
        value_oere=recommendation.get("amount_oere"),
        metrics=tuple(_metric(row) for row in rows if _text(row.get("name"))),
    )


def _metric(row: dict[str, Any]) -> DraftMetric:
    return DraftMetric(
        name=_line(row.get("name"), 200),
        unit=_line(row.get("unit"), 60),
        baseline=number_or_nothing(row.get("baseline")),
        target=number_or_nothing(row.get("target")),
        data_source=_line(row.get("data_source"), 300),
    )


def number_or_nothing(text: Any) -> Decimal | None:
    """A number as Danes write it, to two decimals; nothing for anything that is not plainly one."""
    try:
        value = parse_number(_text(text))
    except RuleBroken:
        return None
    return round(value, 2) if value <= LARGEST_COUNT else None


def _text(value: Any) -> str:
    return str(value or "").strip()


def _line(value: Any, limit: int) -> str:
    return " ".join(_text(value).split())[:limit]


def is_shown_to_public(count: Decimal | None) -> bool:
    """Whether a verified count is large enough to be published."""
    return count is not None and count >= SMALLEST_SHOWN


BEYOND_REPORT = _l("This is better than what was reported. Return the report if the provider should correct it.")


def exceeds_report(milestone: Any, verified: Decimal) -> bool:
    """Whether a verdict claims more than the report did; less, where the contract wants fewer than there were."""
    result, baseline = milestone.result, milestone.metric.baseline
    if result is None:
        return False
    wants_fewer = baseline is not None and milestone.target < baseline
    return bool(verified < result.achieved if wants_fewer else verified > result.achieved)
