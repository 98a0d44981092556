"""The applicant's pages: one's proposals, writing one, sending it, and following it."""

from __future__ import annotations

from portal.proposals.routes import files, own, section, sending
from portal.proposals.routes.desk import desk

__all__ = ["desk", "files", "own", "section", "sending"]
