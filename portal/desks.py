"""Which desks does the portal have? One per capability that has pages."""

from __future__ import annotations

from portal.accounts.routes import desk as accounts
from portal.calls.routes import desk as calls
from portal.contracts.routes import desk as contracts
from portal.decisions.routes import desk as decisions
from portal.membership.routes import desk as membership
from portal.notices.routes import desk as notices
from portal.proposals.routes import desk as proposals
from portal.reports.audit_routes import desk as audit
from portal.reports.overview_routes import desk as overview
from portal.reports.routes import desk as reports
from portal.screening.routes import desk as screening
from portal.web.desk import Desk

DESKS: tuple[Desk, ...] = (
    reports,
    accounts,
    calls,
    membership,
    notices,
    overview,
    audit,
    decisions,
    screening,
    contracts,
    proposals,
)
