"""The council's pages and the mayor's."""

from __future__ import annotations

from portal.decisions.routes import council, mayor
from portal.decisions.routes.desk import desk

__all__ = ["council", "desk", "mayor"]
