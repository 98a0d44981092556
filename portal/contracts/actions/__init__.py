"""The only code that changes contracts, milestones and results."""

from __future__ import annotations

from portal.contracts.actions.opening import open_draft

__all__ = ["open_draft"]
