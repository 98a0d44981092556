"""The only code that changes contracts, milestones and results."""

from __future__ import annotations

from portal.contracts.actions.drafting import (
    MetricRow,
    MilestoneRow,
    Terms,
    add_organisation,
    name_others,
    remove_party,
    save_metrics,
    save_milestones,
    save_terms,
)
from portal.contracts.actions.moving import end, offer, sign, take_back
from portal.contracts.actions.opening import hide_from, open_draft
from portal.contracts.actions.results import (
    Report,
    Verdict,
    add_evidence,
    give_back,
    remove_evidence,
    report,
    verify,
)

__all__ = [
    "MetricRow",
    "MilestoneRow",
    "Report",
    "Terms",
    "Verdict",
    "add_evidence",
    "add_organisation",
    "end",
    "give_back",
    "hide_from",
    "name_others",
    "offer",
    "open_draft",
    "remove_evidence",
    "remove_party",
    "report",
    "save_metrics",
    "save_milestones",
    "save_terms",
    "sign",
    "take_back",
    "verify",
]
