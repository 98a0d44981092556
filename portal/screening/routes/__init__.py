"""The secretariat's pages and the departments'."""

from __future__ import annotations

from portal.screening.routes import asked, cases, hearings, inbox, moves
from portal.screening.routes.desk import desk

__all__ = ["asked", "cases", "desk", "hearings", "inbox", "moves"]
