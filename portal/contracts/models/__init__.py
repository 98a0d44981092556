"""Outcomes contracts, what they measure, and what came of it."""

from __future__ import annotations

from portal.contracts.models.agreement import Contract, ContractCounter, ContractText, Metric, Party, Signature
from portal.contracts.models.results import Evidence, Milestone, Result

__all__ = [
    "Contract",
    "ContractCounter",
    "ContractText",
    "Evidence",
    "Metric",
    "Milestone",
    "Party",
    "Result",
    "Signature",
]
