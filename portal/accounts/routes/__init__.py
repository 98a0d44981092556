"""The pages of this room: signing in, one's profile."""

from __future__ import annotations

from portal.accounts.routes import profile, session
from portal.accounts.routes.desk import desk

__all__ = ["desk", "profile", "session"]
