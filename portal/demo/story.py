"""What does a demo proposal consist of? Texts written for the demo, told in few words and shaped into a proposal's sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Answers = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """A proposal of the demo and how far it has come: `until` names the last thing that happens to it."""

    organisation: str
    until: str
    days: int
    """How many days ago it was sent, or begun."""
    sections: dict[str, Answers]
    extra: Answers = field(default_factory=dict)
    recommendation: str = ""
    terms: str = ""
    reason: str = ""
    """Why it was returned, rejected or declined, or why the council said yes."""


def told(  # noqa: PLR0913 - one keyword for each answer
    *,
    title: str,
    summary: str,
    problem: str,
    target_group: str,
    citizens: str,
    intervention: str,
    evidence: tuple[str, str],
    need: tuple[str, str],
    instrument: tuple[str, str],
    investor: str = "",
    metrics: list[tuple[str, str, str, str, str, str]],
    amount: str,
    years: list[tuple[str, str, str, str, str]],
    departments: list[str],
    effect: str,
    risks: list[tuple[str, str, str, str]],
    contact: tuple[str, str, str],
    experience: str,
    partners: list[tuple[str, str, str]] | None = None,
    untested_reason: str = "",
) -> dict[str, Answers]:
    """A proposal's sections from its texts. `departments` are names; the loader puts their numbers in."""
    return {
        "applicant": {
            "contact_name": contact[0],
            "contact_email": contact[1],
            "contact_phone": contact[2],
            "experience": experience,
            "partners": _rows(("name", "cvr", "part"), partners or []),
        },
        "initiative": {
            "title": title,
            "summary": summary,
            "problem": problem,
            "target_group": target_group,
            "citizens": citizens,
            "intervention": intervention,
            "evidence_level": evidence[0],
            "evidence": evidence[1],
            "untested_reason": untested_reason,
        },
        "need": {"why_not_budget": need[0], "why_fund": need[1]},
        "instrument": {
            "instrument": instrument[0],
            "instrument_reason": instrument[1],
            "investor": "yes" if investor else "no",
            "investor_name": investor,
        },
        "outcomes": {"metrics": _rows(("name", "unit", "baseline", "target", "data_source", "verified_by"), metrics)},
        "budget": {"amount": amount, "years": _rows(("year", "cost", "fund", "investor", "own"), years)},
        "departments": {"departments": departments, "department_effect": effect, "dialogue": "yes"},
        "risks": {"risks": _rows(("risk", "probability", "consequence", "mitigation"), risks)},
    }


def _rows(keys: tuple[str, ...], rows: list[Any]) -> list[Answers]:
    return [dict(zip(keys, row, strict=True)) for row in rows]
