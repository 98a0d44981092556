"""The pages about contracts."""

from __future__ import annotations

from portal.contracts.routes import drafting, milestones, moves, pages
from portal.contracts.routes.door import desk

__all__ = ["desk", "drafting", "milestones", "moves", "pages"]
